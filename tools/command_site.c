/* circlet site: makes a plan and stores it in the city file. */
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "locale.h"
#include "message.h"
#include "plan_frontier.h"
#include "plan_output.h"
#include "rule_counts.h"
#include "site_options.h"
#include "study.h"

typedef struct siting {
    const arguments *read;
    site_options options;
    study study;
    circlet_plan *from; /* or NULL */
    circlet_plan *plan;
    circlet_holding *holding; /* NULL: it is for no share of draws */
    circlet_city *planned;
    circlet_findings *before; /* of the city as it is */
    circlet_findings *findings; /* of the planned city */
    rule_counts counts_before, counts;
    plan_staff staff;
    plan_funds funds;
    circlet_plan_course *course; /* over years */
    circlet_groups *groups;
} siting;

/* The plan to begin with; what is fixed in it is told by the plan. */
static circlet_status read_from(siting *work, circlet_error *error)
{
    const char *name = option_value(work->read, OPTION_FROM_PLAN);
    circlet_status status;

    if (!name)
        return CIRCLET_OK;
    status = circlet_read_plan(&work->from, work->study.path, name, error);
    work->options.plan.from = work->from;
    return status;
}

static circlet_status compute_plan(siting *work, circlet_error *error)
{
    circlet_plan_options *options = &work->options.plan;
    circlet_status status = read_from(work, error);

    if (status)
        return status;
    options->progress = work->study.progress;
    options->before = &work->before;
    if (work->options.holds)
        status = circlet_plan_hold(
            &work->plan, &work->holding, work->study.policy, work->study.city,
            work->study.router, options, &work->options.hold, error);
    else
        status = circlet_plan_compute(
            &work->plan, work->study.policy, work->study.city,
            study_travel(&work->study), options, error);
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
    options.year = work->options.plan.year;
    options.progress = work->study.progress;
    status = circlet_policy_judge(&work->findings, work->study.policy,
                                  work->planned, study_travel(&work->study),
                                  &options, error);
    progress_end(&work->study.bar);
    if (!status && !rule_counts_add(&work->counts, work->findings))
        status = fail_nomem(error);
    return status;
}

/* Of the city as it is, unless the planner has judged that itself. */
static circlet_status judge_city(siting *work, circlet_error *error)
{
    circlet_judge_options options = CIRCLET_JUDGE_OPTIONS_INIT;
    circlet_status status = CIRCLET_OK;

    options.year = work->options.plan.year;
    options.progress = work->study.progress;
    if (!work->before)
        status = circlet_policy_judge(
            &work->before, work->study.policy, work->study.city,
            study_travel(&work->study), &options, error);
    progress_end(&work->study.bar);
    if (!status && !rule_counts_add(&work->counts_before, work->before))
        status = fail_nomem(error);
    return status;
}

/* The staff and the money that the plan takes. */
static circlet_status add_up(siting *work, circlet_error *error)
{
    const circlet_policy *policy = work->study.policy;
    circlet_status status = circlet_policy_staff(
        &work->staff.before, policy, work->study.city, work->before, error);

    if (!status)
        status = circlet_policy_staff(&work->staff.after, policy,
                                      work->planned, work->findings, error);
    if (status)
        return status;
    return plan_funds_find(&work->funds, work->plan, policy, work->study.city,
                           work->planned, study_travel(&work->study),
                           circlet_findings_year(work->findings), error);
}

/* From year to year. */
static circlet_status follow(siting *work, circlet_error *error)
{
    circlet_plan_course_options options = CIRCLET_PLAN_COURSE_OPTIONS_INIT;

    options.names_people = option_given(work->read, OPTION_INDIVIDUALS);
    options.threads = work->options.plan.threads;
    return circlet_plan_follow(&work->course, work->plan, work->study.policy,
                               work->study.city, study_travel(&work->study),
                               &options, error);
}

/* Who gains by it, and that nobody loses unseen. */
static circlet_status group(siting *work, circlet_error *error)
{
    circlet_groups_options options = CIRCLET_GROUPS_OPTIONS_INIT;

    options.year = circlet_findings_year(work->findings);
    options.threads = work->study.engine.threads;
    return circlet_groups_compute(&work->groups, work->study.policy,
                                  work->study.city, work->planned,
                                  study_travel(&work->study), &options, error);
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
        status = judge_city(work, error);
    if (!status)
        status = add_up(work, error);
    if (!status &&
        (work->options.plan.year_count > 0 || work->options.plan.allows_loss))
        status = follow(work, error);
    if (!status)
        status = group(work, error);
    if (!status)
        status = study_check_interrupt(error);
    if (status)
        return status;
    return circlet_write_plan(work->study.path, work->plan, work->study.policy,
                              error);
}

static int print_result(const siting *work)
{
    const plan_view view = {.plan = work->plan,
                            .from = work->from,
                            .policy = work->study.policy,
                            .city = work->study.city,
                            .before = &work->counts_before,
                            .after = &work->counts,
                            .staff = &work->staff,
                            .funds = &work->funds,
                            .course = work->course,
                            .groups = work->groups,
                            .holding = work->holding,
                            .doubt = &work->options.hold.doubt};

    if (option_given(work->read, OPTION_CSV))
        frontier_print_csv(work->plan);
    else if (option_given(work->read, OPTION_JSON))
        plan_print_json(&view);
    else if (!plan_print_text(&view))
        return machine_error(work->read->command->name, _("out of memory"));
    return EXIT_DONE;
}

static int run(const arguments *read)
{
    siting work = {.read = read};
    circlet_error error;
    int result = site_options_read(&work.options, read);

    if (result == ARGUMENTS_ARE_READ)
        result = site(&work, &error)
                     ? report_error(read->command->name, &error)
                     : print_result(&work);
    plan_staff_clear(&work.staff);
    plan_funds_clear(&work.funds);
    rule_counts_free(&work.counts_before);
    rule_counts_free(&work.counts);
    circlet_groups_free(work.groups);
    circlet_findings_free(work.before);
    circlet_findings_free(work.findings);
    circlet_city_free(work.planned);
    circlet_plan_course_free(work.course);
    circlet_plan_free(work.plan);
    circlet_plan_free(work.from);
    circlet_holding_free(work.holding);
    study_close(&work.study);
    site_options_free(&work.options);
    return result;
}

static const option_use options[] = {
    {OPTION_POLICY, true, NULL},
    {OPTION_SERVICES, false,
     N_("plan for these alone, such as warm_home;rehabilitation; default: for "
        "all that the policy asks for")},
    {OPTION_COUNT, false,
     N_("build at most so many of one type; default: whatever mends the "
        "city")},
    {OPTION_PLAN, true,
     N_("the name under which the plan is stored; it replaces one of that "
        "name")},
    {OPTION_FROM_PLAN, false, NULL},
    {OPTION_BUDGET, false,
     N_("what the plan may cost once, in yuan: 5000000 of the whole, "
        "CODE=2000000 in a unit, 2018:3000000 or 2018:CODE=1000000 of what is "
        "begun in a year; several are divided by commas")},
    {OPTION_MAX_COST_PER_PERSON, false, NULL},
    {OPTION_FRONTIER, false,
     N_("what must be for less money, too: FIRST:LAST[:STEP] in yuan, or all: "
        "ten steps up to what the plan costs")},
    {OPTION_CSV, false, N_("print the frontier as CSV for spreadsheets")},
    {OPTION_KEEP, false, NULL},
    {OPTION_ALLOW, false, NULL},
    {OPTION_ALLOW_LOSS, false, NULL},
    {OPTION_PROPOSE, false, NULL},
    {OPTION_FORBID, false,
     N_("a site that is not built on (may be repeated)")},
    {OPTION_CAUTIOUS, false, NULL},
    {OPTION_HOLD_SHARE, false, NULL},
    {OPTION_DRAWS, false, NULL},
    {OPTION_SEED, false, N_("other draws; default: 1")},
    {OPTION_SPEED, false, NULL},
    {OPTION_CLOSURES, false, NULL},
    {OPTION_GROWTH, false, NULL},
    {OPTION_MOVES, false, NULL},
    {OPTION_AS_KNOWN, false, NULL},
    {OPTION_GAP, false, NULL},
    {OPTION_WORK_LIMIT, false, NULL},
    {OPTION_YEAR, false, NULL},
    {OPTION_YEARS, false, NULL},
    {OPTION_INDIVIDUALS, false,
     N_("name people who lose cover by their ids: not for publication")},
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
        N_("Finds the cheapest of all that can be built and done to "
           "facilities that mends\n"
           "what fails of the policy's rules about service circles, numbers "
           "of facilities,\n"
           "beds, places and area, at the prices of the policy, and stores "
           "the plan in CITY.\n"
           "With --budget, what fails least for so much: of what must be "
           "first. What nothing\n"
           "can mend is listed with its reason. With --frontier, what each of "
           "several\n"
           "budgets buys of what must be; stored is the plan without these.\n"
           "\n"
           "With --count, chooses at most so many of CITY's candidate sites "
           "so that the most\n"
           "persons come inside a circle of the policy who are not yet, and "
           "says whom no\n"
           "site can reach.\n"
           "\n"
           "Where CITY has no candidate sites, or with --propose, sites are "
           "proposed: where\n"
           "most people of a community live, and in its middle, on a street. "
           "They are marked\n"
           "as proposed wherever the plan is shown.\n"
           "\n"
           "With --years, the plan is carried out over these years. It is for "
           "the last one;\n"
           "what is due before lacks as little as it can. Work begins in time "
           "and within\n"
           "the budgets of years, and people are covered as soon as these "
           "allow, those\n"
           "first whom the policy names. What closes in these years, as the "
           "data say, is\n"
           "answered; nobody loses cover in any year, beside doing nothing, "
           "without\n"
           "--allow-loss.\n"
           "\n"
           "With --cautious a person counts as covered, and a rule as kept, "
           "only where no\n"
           "doubt is left: what cannot be had surely is had as assumed, and "
           "listed apart.\n"
           "\n"
           "With --from, the plan begins with actions of another, made by "
           "hand or computed:\n"
           "those marked fixed stay, of the others whatever is as good as "
           "the best.\n"
           "\n"
           "With --hold-share a plan that does the same where all is as "
           "assumed, and with\n"
           "which what must be holds in so many of the draws of circlet "
           "robust as well, at\n"
           "the least cost that was found; what cannot is listed. --draws to "
           "--as-known are\n"
           "the doubts, as of circlet robust.\n"
           "\n"
           "A plan is called the best, or cheapest, only where that is "
           "proved."),
    .examples =
        "  circlet site city.gpkg --policy beijing-2018.yaml --plan all\n"
        "  circlet site city.gpkg --policy beijing-2018.yaml \\\n"
        "      --services warm_home --count 20 --plan p20\n"
        "  circlet site city.gpkg --policy beijing-2018.yaml --plan three \\\n"
        "      --years 2018,2019,2020 --budget 2018:20000000,2019:30000000\n"
        "  circlet check city.gpkg --policy beijing-2018.yaml --plan p20\n"
        "  circlet site city.gpkg --policy beijing-2018.yaml --plan whole \\\n"
        "      --from drawn\n",
    .options = options,
    .option_count = sizeof(options) / sizeof(options[0]),
    .run = run,
};
