/* circlet robust: how a plan holds when what is in doubt turns out this way
 * or that. */
#include "command.h"
#include "doubt_option.h"
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

static int read_command_line(doubting *work)
{
    const arguments *read = work->read;
    int result = option_whole(&work->year, read, OPTION_YEAR, 1900, 2200);

    if (result == ARGUMENTS_ARE_READ)
        result = option_whole(&work->draws, read, OPTION_DRAWS, 1, 100000);
    if (result == ARGUMENTS_ARE_READ)
        result = option_whole(&work->seed, read, OPTION_SEED, 1, 2147483647);
    if (result == ARGUMENTS_ARE_READ)
        result = doubt_options_read(&work->doubt, read);
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
    doubt_write(&out, &work->doubt);
    robust_write(&out, work->robustness);
    json_end(&out);
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
    doubt_print(&work->doubt);
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
