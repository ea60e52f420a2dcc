/* circlet site: makes a plan and stores it in the city file. */
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "locale.h"
#include "message.h"
#include "plan_output.h"
#include "rule_counts.h"
#include "study.h"

#define COUNT_MAX 100000

typedef struct siting {
    const arguments *read;
    long year; /* 0: the policy's */
    long count;
    study study;
    circlet_plan *plan;
    circlet_city *planned;
    circlet_findings *findings; /* of the planned city */
    rule_counts counts;
} siting;

static circlet_status compute_plan(siting *work, circlet_error *error)
{
    circlet_plan_options options = CIRCLET_PLAN_OPTIONS_INIT;
    circlet_status status;

    options.name = option_value(work->read, OPTION_PLAN);
    options.services = option_value(work->read, OPTION_SERVICES);
    options.count = (size_t)work->count;
    options.year = (int)work->year;
    options.progress = work->study.progress;
    status =
        circlet_plan_compute(&work->plan, work->study.policy, work->study.city,
                             study_travel(&work->study), &options, error);
    progress_end(&work->study.bar);
    return status;
}

/* The city as the plan would leave it, judged by all rules. */
static circlet_status judge_plan(siting *work, circlet_error *error)
{
    circlet_judge_options options = CIRCLET_JUDGE_OPTIONS_INIT;
    circlet_status status =
        circlet_plan_apply(&work->planned, work->plan, work->study.policy,
                           work->study.city, 0, error);

    if (status)
        return status;
    options.year = (int)work->year;
    options.progress = work->study.progress;
    status = circlet_policy_judge(&work->findings, work->study.policy,
                                  work->planned, study_travel(&work->study),
                                  &options, error);
    progress_end(&work->study.bar);
    if (!status && !rule_counts_add(&work->counts, work->findings))
        status = fail_nomem(error);
    return status;
}

static circlet_status site(siting *work, circlet_error *error)
{
    circlet_status status =
        study_open_with_roads(&work->study, work->read, error);

    if (!status)
        status = compute_plan(work, error);
    if (!status)
        status = judge_plan(work, error);
    if (!status)
        status = study_check_interrupt(error);
    if (status)
        return status;
    return circlet_write_plan(work->study.path, work->plan, work->study.policy,
                              error);
}

static int print_result(const siting *work)
{
    if (option_given(work->read, OPTION_JSON))
        plan_print_json(work->plan, &work->counts);
    else if (!plan_print_text(work->plan, work->study.city, &work->counts,
                              work->study.policy))
        return machine_error(work->read->command->name, _("out of memory"));
    return EXIT_DONE;
}

static int run(const arguments *read)
{
    siting work = {.read = read};
    circlet_error error;
    int result = option_whole(&work.count, read, OPTION_COUNT, 1, COUNT_MAX);

    if (result == ARGUMENTS_ARE_READ)
        result = option_whole(&work.year, read, OPTION_YEAR, 1900, 2200);
    if (result == ARGUMENTS_ARE_READ)
        result = site(&work, &error)
                     ? report_error(read->command->name, &error)
                     : print_result(&work);
    rule_counts_free(&work.counts);
    circlet_findings_free(work.findings);
    circlet_city_free(work.planned);
    circlet_plan_free(work.plan);
    study_close(&work.study);
    return result;
}

static const option_use options[] = {
    {OPTION_POLICY, true, NULL},
    {OPTION_SERVICES, true, NULL},
    {OPTION_COUNT, true, NULL},
    {OPTION_PLAN, true,
     N_("the name under which the plan is stored; it replaces one of that "
        "name")},
    {OPTION_YEAR, false, NULL},
    {OPTION_THREADS, false, NULL},
    {OPTION_MEMORY, false, NULL},
};

const command command_site = {
    .name = "site",
    .summary = N_("choose where to build, and store that as a plan"),
    .operands = "CITY",
    .operand_min = 1,
    .operand_max = 1,
    .text =
        N_("Chooses at most --count of CITY's candidate sites so that the "
           "most persons come\n"
           "inside a circle of the policy who are not yet, and stores the "
           "plan in CITY.\n"
           "Says how many that are, how many they could be at most, and whom "
           "no site can\n"
           "reach. It is called the best only where that is proved."),
    .examples =
        "  circlet site city.gpkg --policy beijing-2018.yaml \\\n"
        "      --services warm_home --count 20 --plan p20\n"
        "  circlet check city.gpkg --policy beijing-2018.yaml --plan p20\n",
    .options = options,
    .option_count = sizeof(options) / sizeof(options[0]),
    .run = run,
};
