/* circlet robust: how a plan holds when what is in doubt turns out this way
 * or that. */
#include <string.h>

#include "command.h"
#include "level_option.h"
#include "locale.h"
#include "message.h"
#include "robust_output.h"
#include "study.h"

typedef struct doubting {
    const arguments *read;
    long year; /* 0: the policy's */
    long draws; /* 0: the usual number */
    long seed;
    circlet_robust_doubt doubt;
    study study;
    circlet_plan *plan; /* NULL: the city as it is */
    circlet_robustness *robustness;
} doubting;

/* ---- the command line --------------------------------------------------- */

/* "0.02" or "2%", `size` bytes of it. */
static bool parse_ratio(double *out, const char *text, size_t size)
{
    char number[NUMBER_SIZE];
    bool is_per_cent = size > 1 && text[size - 1] == '%';

    size -= is_per_cent;
    if (size >= sizeof(number))
        return false;
    memcpy(number, text, size);
    number[size] = '\0';
    if (!parse_number(out, number))
        return false;
    if (is_per_cent)
        *out /= 100;
    return true;
}

/* "LOW:HIGH"; one number is both. */
static int read_range(const doubting *work, option_id id, double *low,
                      double *high)
{
    const char *text = option_value(work->read, id);
    size_t size = text ? strcspn(text, ":") : 0;

    if (!text)
        return ARGUMENTS_ARE_READ;
    if (parse_ratio(low, text, size)) {
        *high = *low;
        if (!text[size] ||
            parse_ratio(high, text + size + 1, strlen(text + size + 1)))
            return ARGUMENTS_ARE_READ;
    }
    return usage_error(work->read->command->name,
                       _("option '--%s' takes %s, not '%s'"), option_name(id),
                       _("a range such as 0.9:1.1 or -5%:10%"), text);
}

static int read_share(const doubting *work, option_id id, double *out)
{
    const char *text = option_value(work->read, id);

    if (!text ||
        (parse_ratio(out, text, strlen(text)) && *out >= 0 && *out <= 1))
        return ARGUMENTS_ARE_READ;
    return usage_error(work->read->command->name,
                       _("option '--%s' takes %s, not '%s'"), option_name(id),
                       _("a share such as 0.02 or 2%"), text);
}

static int read_doubt(doubting *work)
{
    circlet_robust_doubt *doubt = &work->doubt;
    int result =
        read_range(work, OPTION_SPEED, &doubt->speed_low, &doubt->speed_high);

    if (result == ARGUMENTS_ARE_READ)
        result = read_range(work, OPTION_GROWTH, &doubt->growth_low,
                            &doubt->growth_high);
    if (result == ARGUMENTS_ARE_READ)
        result = read_share(work, OPTION_CLOSURES, &doubt->closure_share);
    if (result == ARGUMENTS_ARE_READ)
        result = read_share(work, OPTION_MOVES, &doubt->move_share);
    doubt->draws_unknown = !option_given(work->read, OPTION_AS_KNOWN);
    return result;
}

static int read_command_line(doubting *work)
{
    const arguments *read = work->read;
    int result = option_whole(&work->year, read, OPTION_YEAR, 1900, 2200);

    if (result == ARGUMENTS_ARE_READ)
        result = option_whole(&work->draws, read, OPTION_DRAWS, 1, 100000);
    if (result == ARGUMENTS_ARE_READ)
        result = option_whole(&work->seed, read, OPTION_SEED, 1, 2147483647);
    if (result == ARGUMENTS_ARE_READ)
        result = read_doubt(work);
    return result == ARGUMENTS_ARE_READ ? option_check_form(read) : result;
}

/* ---- the draws ---------------------------------------------------------- */

static circlet_status compute(doubting *work, circlet_error *error)
{
    circlet_robust_options options = CIRCLET_ROBUST_OPTIONS_INIT;
    const char *plan = option_value(work->read, OPTION_PLAN);
    study *s = &work->study;
    circlet_status status = study_open(s, work->read, error);

    if (!status && plan)
        status = circlet_read_plan(&work->plan, s->path, plan, error);
    if (status)
        return status;
    options.year = (int)work->year;
    options.draws = (uint32_t)work->draws;
    options.seed = (uint64_t)work->seed;
    options.threads = s->engine.threads;
    options.progress = s->progress;
    options.doubt = work->doubt;
    status =
        circlet_robustness_compute(&work->robustness, s->policy, s->city,
                                   work->plan, s->router, &options, error);
    progress_end(&s->bar);
    return status;
}

/* ---- output ------------------------------------------------------------- */

static void write_doubt(json *out, const circlet_robust_doubt *doubt)
{
    json_object(out, "doubt");
    json_number(out, "speed_low", doubt->speed_low);
    json_number(out, "speed_high", doubt->speed_high);
    json_number(out, "closures", doubt->closure_share);
    json_number(out, "growth_low", doubt->growth_low);
    json_number(out, "growth_high", doubt->growth_high);
    json_number(out, "moves", doubt->move_share);
    json_boolean(out, "unknown", doubt->draws_unknown);
    json_end(out);
}

static void print_json(const doubting *work)
{
    json out;

    json_start(&out, stdout);
    json_text(&out, "city", work->study.path);
    json_text(&out, "policy", circlet_policy_id(work->study.policy));
    json_text(&out, "plan", option_value(work->read, OPTION_PLAN));
    json_integer(&out, "year", circlet_robustness_year(work->robustness));
    json_integer(&out, "draws", circlet_robustness_draws(work->robustness));
    json_integer(&out, "seed", work->seed);
    write_doubt(&out, &work->doubt);
    robust_write(&out, work->robustness);
    json_end(&out);
}

/* "85%" */
static const char *per_cent(char out[NUMBER_SIZE + 1], double share)
{
    char number[NUMBER_SIZE];

    format_rounded(number, share * 100, 1);
    snprintf(out, NUMBER_SIZE + 1, "%s%%", number);
    return out;
}

/* What was in doubt: numbers that a reader has to agree with. */
static void print_doubt(const circlet_robust_doubt *doubt)
{
    char low[NUMBER_SIZE + 1], high[NUMBER_SIZE + 1];

    printf(_("Speeds: %s to %s of the travel modes'\n"),
           per_cent(low, doubt->speed_low), per_cent(high, doubt->speed_high));
    printf(_("People of a street: %s to %s more\n"),
           per_cent(low, doubt->growth_low),
           per_cent(high, doubt->growth_high));
    printf(_("Facilities that are closed: %s; households that move: %s\n"),
           per_cent(low, doubt->closure_share),
           per_cent(high, doubt->move_share));
    puts(doubt->draws_unknown
             ? _("What is unknown is drawn, too.")
             : _("What is unknown stays so: a range is what holds surely, "
                 "and perhaps."));
}

static bool print_text(const doubting *work)
{
    const char *plan = option_value(work->read, OPTION_PLAN);

    if (plan)
        printf(_("Plan %s in %d, in %u draws (seed %ld)\n"), plan,
               circlet_robustness_year(work->robustness),
               circlet_robustness_draws(work->robustness), work->seed);
    else
        printf(_("The city as it is in %d, in %u draws (seed %ld)\n"),
               circlet_robustness_year(work->robustness),
               circlet_robustness_draws(work->robustness), work->seed);
    print_doubt(&work->doubt);
    putchar('\n');
    return robust_print(work->robustness);
}

static int print_result(const doubting *work)
{
    if (option_given(work->read, OPTION_JSON))
        print_json(work);
    else if (option_given(work->read, OPTION_CSV))
        robust_write_csv(stdout, work->robustness);
    else if (!print_text(work))
        return machine_error(work->read->command->name, _("out of memory"));
    return EXIT_DONE;
}

static int run(const arguments *read)
{
    doubting work = {
        .read = read, .seed = 1, .doubt = CIRCLET_ROBUST_DOUBT_INIT};
    circlet_error error;
    int result = read_command_line(&work);

    if (result == ARGUMENTS_ARE_READ)
        result = compute(&work, &error)
                     ? report_error(read->command->name, &error)
                     : print_result(&work);
    circlet_robustness_free(work.robustness);
    circlet_plan_free(work.plan);
    study_close(&work.study);
    return result;
}

static const option_use options[] = {
    {OPTION_POLICY, true, NULL},
    {OPTION_PLAN, false,
     N_("the city with this plan; default: the city as it is")},
    {OPTION_YEAR, false, NULL},
    {OPTION_DRAWS, false, NULL},
    {OPTION_SEED, false, N_("other draws; default: 1")},
    {OPTION_SPEED, false, NULL},
    {OPTION_CLOSURES, false, NULL},
    {OPTION_GROWTH, false, NULL},
    {OPTION_MOVES, false, NULL},
    {OPTION_AS_KNOWN, false, NULL},
    {OPTION_CSV, false, NULL},
    {OPTION_THREADS, false, NULL},
    {OPTION_MEMORY, false, NULL},
};

const command command_robust = {
    .name = "robust",
    .summary = N_("how a plan holds when data are wrong or things change"),
    .operands = "CITY",
    .operand_min = 1,
    .operand_max = 1,
    .text =
        N_("Draws the city many times as it may really be, or become: how "
           "fast people are,\n"
           "which facilities are closed, how many people there are and where "
           "they live, and\n"
           "what the data do not say. Says in what share of the draws each "
           "rule holds, where\n"
           "it is weakest, and which actions of the plan help most. The "
           "shares are no better\n"
           "than the numbers drawn from, which are assumptions: give your "
           "own."),
    .examples = "  circlet robust city.gpkg --policy beijing-2018.yaml "
                "--plan all\n"
                "  circlet robust city.gpkg --policy beijing-2018.yaml "
                "--growth 0:20%\n",
    .options = options,
    .option_count = sizeof(options) / sizeof(options[0]),
    .run = run,
};
