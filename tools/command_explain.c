/* circlet explain: what the actions of a plan buy. */
#include "command.h"
#include "explain_output.h"
#include "locale.h"
#include "message.h"
#include "study.h"

typedef struct explaining {
    const arguments *read;
    long year; /* 0: the plan's */
    study study;
    circlet_plan *plan;
    circlet_explanation *explanation;
} explaining;

static circlet_status explain(explaining *work, circlet_error *error)
{
    circlet_explain_options options = CIRCLET_EXPLAIN_OPTIONS_INIT;
    circlet_status status =
        study_open_with_roads(&work->study, work->read, error);

    if (!status)
        status =
            circlet_read_plan(&work->plan, work->study.path,
                              option_value(work->read, OPTION_PLAN), error);
    if (status)
        return status;
    options.action = option_value(work->read, OPTION_ACTION);
    options.year = (int)work->year;
    options.threads = work->study.engine.threads;
    options.progress = work->study.progress;
    status = circlet_plan_explain(&work->explanation, work->plan,
                                  work->study.policy, work->study.city,
                                  study_travel(&work->study), &options, error);
    progress_end(&work->study.bar);
    return status ? status : study_check_interrupt(error);
}

static int print_result(const explaining *work)
{
    const explain_view view = {.explanation = work->explanation,
                               .plan = work->plan,
                               .policy = work->study.policy,
                               .city = work->study.city};

    if (option_given(work->read, OPTION_JSON))
        explain_print_json(&view);
    else if (!explain_print_text(&view))
        return machine_error(work->read->command->name, _("out of memory"));
    return EXIT_DONE;
}

static int run(const arguments *read)
{
    explaining work = {.read = read};
    circlet_error error;
    int result = option_whole(&work.year, read, OPTION_YEAR, 1900, 2200);

    if (result == ARGUMENTS_ARE_READ)
        result = explain(&work, &error)
                     ? report_error(read->command->name, &error)
                     : print_result(&work);
    circlet_explanation_free(work.explanation);
    circlet_plan_free(work.plan);
    study_close(&work.study);
    return result;
}

static const option_use options[] = {
    {OPTION_POLICY, true, NULL},
    {OPTION_PLAN, true, N_("the plan that is explained")},
    {OPTION_ACTION, false,
     N_("this action, with its second-best choice; default: a table of all")},
    {OPTION_YEAR, false,
     N_("the year that is judged; default: the one that the plan was "
        "computed for, else the last of its actions")},
    {OPTION_THREADS, false, NULL},
    {OPTION_MEMORY, false, NULL},
};

const command command_explain = {
    .name = "explain",
    .summary = N_("say what an action of a plan buys, and what else would do"),
    .operands = "CITY",
    .operand_min = 1,
    .operand_max = 1,
    .text =
        N_("Says of each action of a stored plan what it buys: last, the city "
           "with the whole\n"
           "plan against the city with the plan without it; and first, the "
           "city with this\n"
           "action alone against the city as it is. Where actions overlap, "
           "each buys less\n"
           "last than first. What rests on an action goes with it.\n"
           "\n"
           "With --action also what the second-best choice is: what would "
           "best give back what\n"
           "is lost without the action, all else done as planned, if its "
           "site, or this kind\n"
           "of change to this building, were not allowed."),
    .examples =
        "  circlet explain city.gpkg --policy beijing-2018.yaml --plan all\n"
        "  circlet explain city.gpkg --policy beijing-2018.yaml --plan all "
        "\\\n"
        "      --action a07 --json\n",
    .options = options,
    .option_count = sizeof(options) / sizeof(options[0]),
    .run = run,
};
