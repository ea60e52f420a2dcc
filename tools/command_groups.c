/* circlet groups: how groups of people fare, before and after a plan. */
#include <stdlib.h>
#include <string.h>

#include "age_option.h"
#include "command.h"
#include "groups_output.h"
#include "level_option.h"
#include "locale.h"
#include "message.h"
#include "study.h"

typedef struct groups_work {
    const arguments *read;
    long year; /* 0: the policy's */
    long threshold; /* 0: the usual one */
    unsigned by; /* 0: the usual divisions */
    age_limits ages;
    study study;
    circlet_city *planned;
    circlet_groups *groups;
} groups_work;

/* ---- the command line --------------------------------------------------- */

static bool is_name(const char *text, size_t size, const char *name)
{
    return strlen(name) == size && strncmp(text, name, size) == 0;
}

/* "kind,grade"; everybody in one group is there anyway. */
static int read_by(groups_work *work)
{
    const char *list = option_value(work->read, OPTION_BY);

    for (const char *at = list; at && *at;) {
        size_t size = strcspn(at, ",");
        int by = CIRCLET_GROUP_BY_KIND;

        while (by < CIRCLET_GROUP_BY_COUNT &&
               !is_name(at, size, circlet_group_by_name((circlet_group_by)by)))
            by++;
        if (by == CIRCLET_GROUP_BY_COUNT)
            return usage_error(
                work->read->command->name,
                _("option '--%s' takes %s, not '%s'"), option_name(OPTION_BY),
                "kind, grade, mode, setting, age, street", list);
        work->by |= 1U << by;
        at += size + (at[size] == ',');
    }
    return ARGUMENTS_ARE_READ;
}

/* One unit's groups follow from those of the others and of the city. */
static int check_units(const groups_work *work)
{
    bool by_street = (work->by & 1U << CIRCLET_GROUP_BY_STREET) != 0;

    if (option_given(work->read, OPTION_EXACT) ||
        (!by_street && !option_given(work->read, OPTION_UNIT)))
        return ARGUMENTS_ARE_READ;
    return usage_error(work->read->command->name,
                       _("groups of single units tell of few persons: ask for "
                         "them with --exact"));
}

static int read_command_line(groups_work *work)
{
    const arguments *read = work->read;
    int result = option_whole(&work->year, read, OPTION_YEAR, 1900, 2200);

    if (result == ARGUMENTS_ARE_READ)
        result =
            option_whole(&work->threshold, read, OPTION_THRESHOLD, 1, 1000000);
    if (result == ARGUMENTS_ARE_READ)
        result = option_ages(&work->ages, read);
    if (result == ARGUMENTS_ARE_READ)
        result = read_by(work);
    return result == ARGUMENTS_ARE_READ ? check_units(work) : result;
}

/* ---- the figures -------------------------------------------------------- */

static circlet_status read_planned_city(groups_work *work,
                                        circlet_error *error)
{
    const char *name = option_value(work->read, OPTION_PLAN);
    int year = work->year ? (int)work->year
                          : circlet_policy_default_year(work->study.policy);
    circlet_plan *plan = NULL;
    circlet_status status;

    if (!name)
        return CIRCLET_OK;
    status = circlet_read_plan(&plan, work->study.path, name, error);
    if (!status)
        status = circlet_plan_apply(&work->planned, plan, work->study.policy,
                                    work->study.city, year, error);
    circlet_plan_free(plan);
    return status;
}

static circlet_status compute(groups_work *work, circlet_error *error)
{
    circlet_groups_options options = CIRCLET_GROUPS_OPTIONS_INIT;
    study *s = &work->study;
    circlet_status status = study_open_with_roads(s, work->read, error);

    if (!status)
        status = read_planned_city(work, error);
    if (status)
        return status;
    options.year = (int)work->year;
    options.by = work->by;
    options.rule = option_value(work->read, OPTION_RULE);
    options.unit = option_value(work->read, OPTION_UNIT);
    options.internal_below = work->threshold;
    if (!option_given(work->read, OPTION_EXACT))
        options.hidden_below = options.internal_below =
            work->threshold > 0 ? work->threshold : CIRCLET_PRIVACY_SMALL;
    if (work->ages.count > 0) {
        options.age_limits = work->ages.ages;
        options.age_limit_count = work->ages.count;
    }
    options.threads = s->engine.threads;
    options.progress = s->progress;
    status = circlet_groups_compute(&work->groups, s->policy, s->city,
                                    work->planned, study_travel(s), &options,
                                    error);
    progress_end(&s->bar);
    return status ? status : study_check_interrupt(error);
}

/* ---- output ------------------------------------------------------------- */

static void print_json(const groups_work *work)
{
    json out;

    json_start(&out, stdout);
    json_text(&out, "city", work->study.path);
    json_text(&out, "policy", circlet_policy_id(work->study.policy));
    json_text(&out, "plan", option_value(work->read, OPTION_PLAN));
    json_boolean(&out, "exact", option_given(work->read, OPTION_EXACT));
    groups_write_json(&out, work->groups);
    json_end(&out);
}

static bool print_text(const groups_work *work)
{
    const char *plan = option_value(work->read, OPTION_PLAN);
    int year = circlet_groups_year(work->groups);

    if (plan)
        printf(
            _("%s: groups on 31 December %d, as it is and with plan '%s'\n"),
            work->study.path, year, plan);
    else
        printf(_("%s: groups on 31 December %d\n"), work->study.path, year);
    if (option_given(work->read, OPTION_EXACT))
        printf("%s\n", _("Exact: with numbers of few persons; not for "
                         "publication."));
    putchar('\n');
    return groups_print_tables(work->groups, work->study.policy);
}

static int print_result(const groups_work *work)
{
    if (option_given(work->read, OPTION_JSON))
        print_json(work);
    else if (option_given(work->read, OPTION_CSV))
        groups_write_csv(stdout, work->groups);
    else if (!print_text(work))
        return machine_error(work->read->command->name, _("out of memory"));
    return EXIT_DONE;
}

static int run(const arguments *read)
{
    groups_work work = {.read = read};
    circlet_error error;
    int result = read_command_line(&work);

    if (result == ARGUMENTS_ARE_READ)
        result = option_check_form(read);
    if (result == ARGUMENTS_ARE_READ)
        result = compute(&work, &error)
                     ? report_error(read->command->name, &error)
                     : print_result(&work);
    circlet_groups_free(work.groups);
    circlet_city_free(work.planned);
    study_close(&work.study);
    return result;
}

static const option_use options[] = {
    {OPTION_POLICY, true, NULL},
    {OPTION_PLAN, false,
     N_("say it with what this plan does up to the year as well, and who "
        "gains and loses by it")},
    {OPTION_BY, false, NULL},
    {OPTION_RULE, false,
     N_("these circle rules alone; default: all but advisory variants")},
    {OPTION_UNIT, false, N_("people who live in this unit alone")},
    {OPTION_YEAR, false, NULL},
    {OPTION_AGES, false, NULL},
    {OPTION_THRESHOLD, false,
     N_("groups that would tell of fewer persons are left out; default: 5; "
        "with --exact they are marked internal; default: 10")},
    {OPTION_EXACT, false, NULL},
    {OPTION_CSV, false, NULL},
    {OPTION_THREADS, false, NULL},
    {OPTION_MEMORY, false, NULL},
};

static const option_label labels[] = {
    {OPTION_RULE, "ID[,ID...]"},
};

const command command_groups = {
    .name = "groups",
    .summary = N_("say which groups of people are well served, and which "
                  "lose by a plan"),
    .operands = "CITY",
    .operand_min = 1,
    .operand_max = 1,
    .text =
        N_("Says for each circle rule, and for all of them together, how each "
           "group of people\n"
           "in CITY fares: by kind of disability, grade, the mode they travel "
           "by, the setting\n"
           "where they live, age, or street. How many are covered, with "
           "bounds where something\n"
           "is not known, and how long the way to the nearest facility is on "
           "average; ways of\n"
           "over 60 minutes, and none at all, count as 60.\n"
           "\n"
           "With --plan the same before and after. Groups that are worse off "
           "come first: fewer\n"
           "are covered, or surely covered, or the mean way is longer; and "
           "groups in which\n"
           "persons lose their cover though others gain. Then the gap between "
           "the worst-off\n"
           "and the best-off group of each division.\n"
           "\n"
           "Groups that would tell of fewer than five persons are left out, "
           "and others so that\n"
           "those that are shown do not tell them; numbers with a plan are "
           "told in steps of five\n"
           "from today's; unless with --exact."),
    .examples =
        "  circlet groups city.gpkg --policy beijing-2018.yaml\n"
        "  circlet groups city.gpkg --policy beijing-2018.yaml --plan p20\n"
        "  circlet groups city.gpkg --policy beijing-2018.yaml --plan p20 \\\n"
        "      --by kind,street --exact --rule B-CIRCLE-15 --csv > "
        "groups.csv\n",
    .options = options,
    .option_count = sizeof(options) / sizeof(options[0]),
    .labels = labels,
    .label_count = sizeof(labels) / sizeof(labels[0]),
    .run = run,
};
