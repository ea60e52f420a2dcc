/* circlet compare: two states of a city, who gained, who lost, and why. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "command.h"
#include "compare_output.h"
#include "locale.h"
#include "message.h"
#include "output_file.h"
#include "study.h"

/* One of the two cities. */
typedef struct side {
    arguments read; /* those of the command, for this city */
    const char *values[1]; /* its policy file */
    char *path; /* without the plan */
    const char *plan_name; /* in `given`; NULL: the city as it is */
    char *given; /* what stands on the command line */
    char *operands[1];
    long year;
    study study;
    circlet_plan *plan; /* with its costs */
    circlet_city *planned; /* the city with the plan; NULL without */
} side;

typedef struct comparing {
    const arguments *read;
    side sides[2];
    circlet_router *between; /* streets of the second city, modes of the
                                first policy; NULL: one policy */
    circlet_travel travel_between;
    circlet_comparison *comparison;
    circlet_groups *groups; /* NULL: other people, rules or years */
} comparing;

/* ---- the command line --------------------------------------------------- */

static bool has_two_policies(const arguments *read)
{
    return option_given(read, OPTION_POLICY_B);
}

static bool ends_in_csv(const char *text)
{
    size_t size = strlen(text);

    return size > 4 && strcmp(text + size - 4, ".csv") == 0;
}

static int read_years(comparing *work)
{
    const arguments *read = work->read;
    static const option_id own[2] = {OPTION_YEAR_A, OPTION_YEAR_B};
    int result = ARGUMENTS_ARE_READ;

    for (int i = 0; i < 2 && result == ARGUMENTS_ARE_READ; i++) {
        result =
            option_whole(&work->sides[i].year, read, OPTION_YEAR, 1900, 2200);
        if (result == ARGUMENTS_ARE_READ)
            result =
                option_whole(&work->sides[i].year, read, own[i], 1900, 2200);
    }
    return result;
}

static int read_request(comparing *work)
{
    const char *file = option_value(work->read, OPTION_TO);
    int result = read_years(work);

    if (result != ARGUMENTS_ARE_READ || !file || ends_in_csv(file))
        return result;
    return usage_error(work->read->command->name,
                       _("--to takes a file that ends in .csv, not '%s'"),
                       file);
}

/* ---- reading ------------------------------------------------------------ */

/* CITY or CITY#PLAN, and the policy that goes with it. */
static circlet_status prepare_side(side *s, const arguments *read, int number,
                                   circlet_error *error)
{
    char *hash;

    s->read = *read;
    s->given = read->operands[number];
    s->path = strdup(s->given);
    if (!s->path)
        return fail_nomem(error);
    hash = access(s->path, F_OK) == 0 ? NULL : strrchr(s->path, '#');
    if (hash) {
        *hash = '\0';
        s->plan_name = s->given + (hash - s->path) + 1;
    }
    s->operands[0] = s->path;
    s->read.operands = s->operands;
    s->read.operand_count = 1;
    if (number == 1 && has_two_policies(read)) {
        s->values[0] = option_value(read, OPTION_POLICY_B);
        s->read.values[OPTION_POLICY] = s->values;
    }
    return CIRCLET_OK;
}

static int year_of(const side *s)
{
    return s->year ? (int)s->year
                   : circlet_policy_default_year(s->study.policy);
}

static circlet_status open_side(side *s, circlet_error *error)
{
    circlet_status status = study_open(&s->study, &s->read, error);
    circlet_plan *plan = NULL;

    if (status)
        return status;
    if (!study_travel(&s->study) && !option_given(&s->read, OPTION_QUIET))
        remark(s->read.command->name,
               _("%s has no roads: rules about travel times have no data"),
               s->path);
    if (!s->plan_name)
        return study_check_interrupt(error);
    status = circlet_read_plan(&plan, s->path, s->plan_name, error);
    if (!status)
        status = circlet_plan_complete(&s->plan, plan, s->study.policy,
                                       s->study.city, error);
    if (!status)
        status = circlet_plan_apply(&s->planned, plan, s->study.policy,
                                    s->study.city, year_of(s), error);
    circlet_plan_free(plan);
    return status;
}

static void close_side(side *s)
{
    circlet_city_free(s->planned);
    circlet_plan_free(s->plan);
    study_close(&s->study);
    free(s->path);
}

/* So that a change of the streets is told from one of the modes. */
static circlet_status make_between(comparing *work, circlet_error *error)
{
    const study *first = &work->sides[0].study, *then = &work->sides[1].study;
    circlet_snap_options snap = circlet_policy_snap(first->policy);
    circlet_status status;

    if (!has_two_policies(work->read) || !study_travel(then))
        return CIRCLET_OK;
    status = circlet_router_new(&work->between, then->network, &snap, error);
    if (!status)
        status =
            circlet_router_set_engine(work->between, &then->engine, error);
    if (!status)
        status =
            circlet_read_policy_modes(work->between, first->policy, error);
    if (!status)
        work->travel_between = circlet_router_travel(work->between);
    return status;
}

/* ---- comparing ---------------------------------------------------------- */

/* One policy file is one policy, though it was read for either city. */
static const circlet_policy *policy_of(const comparing *work, int number)
{
    return work->sides[has_two_policies(work->read) ? number : 0].study.policy;
}

static circlet_compared describe(const comparing *work, int number)
{
    const side *s = &work->sides[number];

    return (circlet_compared){.city = s->planned ? s->planned : s->study.city,
                              .policy = policy_of(work, number),
                              .travel = study_travel(&s->study),
                              .year = (int)s->year};
}

/* One city, as it is or with plans, in one year under one policy: how groups
 * of its people fare in both states. */
static circlet_status group(comparing *work, const circlet_compared *before,
                            const circlet_compared *after,
                            circlet_error *error)
{
    circlet_groups_options options = CIRCLET_GROUPS_OPTIONS_INIT;

    if (strcmp(work->sides[0].path, work->sides[1].path) != 0 ||
        before->policy != after->policy || before->year != after->year ||
        option_given(work->read, OPTION_RULE))
        return CIRCLET_OK;
    options.year = after->year;
    options.threads = work->sides[1].study.engine.threads;
    return circlet_groups_compute(&work->groups, after->policy, before->city,
                                  after->city, after->travel, &options, error);
}

static circlet_status compare(comparing *work, circlet_error *error)
{
    circlet_compare_options options = CIRCLET_COMPARE_OPTIONS_INIT;
    circlet_compared before, after;
    circlet_status status = CIRCLET_OK;

    for (int i = 0; !status && i < 2; i++)
        status = open_side(&work->sides[i], error);
    if (!status)
        status = make_between(work, error);
    if (status)
        return status;
    before = describe(work, 0);
    after = describe(work, 1);
    options.rule = option_value(work->read, OPTION_RULE);
    options.progress = work->sides[1].study.progress;
    if (work->between)
        options.travel_between = &work->travel_between;
    status = circlet_comparison_compute(&work->comparison, &before, &after,
                                        &options, error);
    if (!status)
        status = group(work, &before, &after, error);
    progress_end(&work->sides[1].study.bar);
    return status ? status : study_check_interrupt(error);
}

/* ---- output ------------------------------------------------------------- */

static circlet_status write_file(const compare_output *output,
                                 const char *path, bool overwrite,
                                 circlet_error *error)
{
    output_file file = {0};
    circlet_status status = output_file_open(&file, path, overwrite, error);

    if (!status) {
        compare_write_csv(file.file, output);
        status = output_file_commit(&file, error);
    }
    output_file_end(&file);
    return status;
}

static int print_result(const comparing *work, circlet_error *error)
{
    const arguments *read = work->read;
    const char *file = option_value(read, OPTION_TO);
    const compare_output output = {
        .comparison = work->comparison,
        .names = {work->sides[0].given, work->sides[1].given},
        .policies = {policy_of(work, 0), policy_of(work, 1)},
        .plans = {{work->sides[0].plan, year_of(&work->sides[0])},
                  {work->sides[1].plan, year_of(&work->sides[1])}},
        .groups = work->groups,
        .shows_individuals = option_given(read, OPTION_INDIVIDUALS)};

    if (file &&
        write_file(&output, file, option_given(read, OPTION_FORCE), error))
        return report_error(read->command->name, error);
    if (option_given(read, OPTION_JSON))
        compare_print_json(&output);
    else if (!compare_print_text(&output))
        return machine_error(read->command->name, _("out of memory"));
    return EXIT_DONE;
}

static int run(const arguments *read)
{
    comparing work = {.read = read};
    circlet_error error = {CIRCLET_OK, ""};
    int result = read_request(&work);

    if (result == ARGUMENTS_ARE_READ) {
        circlet_status status = prepare_side(&work.sides[0], read, 0, &error);

        if (!status)
            status = prepare_side(&work.sides[1], read, 1, &error);
        if (!status)
            status = compare(&work, &error);
        result = status ? report_error(read->command->name, &error)
                        : print_result(&work, &error);
    }
    circlet_comparison_free(work.comparison);
    circlet_groups_free(work.groups);
    circlet_router_free(work.between);
    close_side(&work.sides[0]);
    close_side(&work.sides[1]);
    return result;
}

static const option_use options[] = {
    {OPTION_POLICY, true, NULL},
    {OPTION_POLICY_B, false, NULL},
    {OPTION_YEAR, false, NULL},
    {OPTION_YEAR_A, false, NULL},
    {OPTION_YEAR_B, false, NULL},
    {OPTION_RULE, false, NULL},
    {OPTION_INDIVIDUALS, false,
     N_("list who gained and who lost, by id: not for publication")},
    {OPTION_TO, false,
     N_("a file to write as well, of every rule and unit that changed: "
        ".csv")},
    {OPTION_FORCE, false, NULL},
    {OPTION_THREADS, false, NULL},
    {OPTION_MEMORY, false, NULL},
};

const command command_compare = {
    .name = "compare",
    .summary = N_("say who gained and who lost between two states, and why"),
    .operands = "CITY[#PLAN] CITY[#PLAN]",
    .operand_min = 2,
    .operand_max = 2,
    .text = N_("Compares two states of a city: who entered, left and moved; "
               "who came inside and\n"
               "who fell out of the circle of each rule, and why; which "
               "verdicts changed, and why.\n"
               "With #PLAN a state is the city with what that plan does up to "
               "the year: so a plan\n"
               "is compared with another, or a year of it with the next; what "
               "one of the two alone\n"
               "does is told, and the difference in cost. People are found "
               "again by id, else by\n"
               "where they live, household, kind and year of birth.\n"
               "\n"
               "A reason is found by making one change after the other to the "
               "first state and\n"
               "judging each time: facilities that opened, closed, moved, "
               "changed; streets; rules;\n"
               "modes; years; units; waivers; what is known of people; their "
               "moves; who entered\n"
               "and who left. So everybody has one reason and the sums over "
               "the reasons are\n"
               "those over the people. Nobody is named without "
               "--individuals."),
    .examples =
        "  circlet compare 2019.gpkg 2020.gpkg --policy beijing-2018.yaml \\\n"
        "      --year-a 2019 --year-b 2020\n"
        "  circlet compare city.gpkg 'city.gpkg#p20' --policy "
        "beijing-2018.yaml \\\n"
        "      --to changes.csv\n"
        "  circlet compare 'city.gpkg#p20' 'city.gpkg#p30' --policy "
        "beijing-2018.yaml\n",
    .options = options,
    .option_count = sizeof(options) / sizeof(options[0]),
    .run = run,
};
