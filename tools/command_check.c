/* circlet check: judges a city by the rules of a policy. */
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "day.h"
#include "finding_csv.h"
#include "finding_output.h"
#include "locale.h"
#include "message.h"
#include "plan_output.h"
#include "rule_counts.h"
#include "study.h"
#include "waiver_remark.h"

/* What was asked for and what came of it. */
typedef struct checking {
    const arguments *read;
    long year; /* 0: the policy's */
    int date; /* year x 10000 + month x 100 + day; 0: the last of the year */
    selection listed;
    study study;
    circlet_plan *plan; /* as the policy completes it; NULL: the city as it
                           is */
    circlet_city *planned; /* the city with the plan; NULL without */
    circlet_findings *findings;
    rule_counts counts;
} checking;

/* ---- what is asked for -------------------------------------------------- */

static bool is_level(const char *name, size_t size)
{
    for (int i = 0; i < CIRCLET_LEVEL_COUNT; i++) {
        const char *level = circlet_level_name((circlet_level)i);

        if (strlen(level) == size && strncmp(level, name, size) == 0)
            return true;
    }
    return false;
}

static bool is_verdict(const char *name, size_t size)
{
    for (int i = 0; i < CIRCLET_VERDICT_COUNT; i++) {
        const char *verdict = circlet_verdict_name((circlet_verdict)i);

        if (strlen(verdict) == size && strncmp(verdict, name, size) == 0)
            return true;
    }
    return false;
}

static int read_selection(checking *work)
{
    const char *name = work->read->command->name;
    const char *at;

    work->listed.levels = option_value(work->read, OPTION_LEVEL);
    work->listed.verdicts = option_value(work->read, OPTION_VERDICT);
    for (at = work->listed.levels; at; at = strchr(at, ',')) {
        at += *at == ',';
        if (!is_level(at, strcspn(at, ",")))
            return usage_error(name, _("unknown level '%.*s'"),
                               (int)strcspn(at, ","), at);
    }
    for (at = work->listed.verdicts; at; at = strchr(at, ',')) {
        at += *at == ',';
        if (!is_verdict(at, strcspn(at, ",")))
            return usage_error(name, _("unknown verdict '%.*s'"),
                               (int)strcspn(at, ","), at);
    }
    return ARGUMENTS_ARE_READ;
}

/* A year is its last day: another day contradicts it. */
static int read_date(checking *work)
{
    int result = day_read(&work->date, work->read, OPTION_DATE);

    if (result != ARGUMENTS_ARE_READ || !work->date || !work->year ||
        work->date == (int)work->year * 10000 + 1231)
        return result;
    return usage_error(work->read->command->name,
                       _("--year %ld means 31 December of it, and --date "
                         "another day: give one of them"),
                       work->year);
}

static int check_modes(const checking *work)
{
    const char *given = option_value(work->read, OPTION_MODE);

    if (!given || (*given && *given != ',' && !strstr(given, ",,") &&
                   given[strlen(given) - 1] != ','))
        return ARGUMENTS_ARE_READ;
    return usage_error(work->read->command->name,
                       _("--mode takes names divided by commas, not '%s'"),
                       given);
}

/* Findings are stored in place of all earlier ones: half of them would
 * wipe out the others. */
static int check_save(const checking *work)
{
    const arguments *read = work->read;

    if (!option_given(read, OPTION_SAVE))
        return ARGUMENTS_ARE_READ;
    if (option_given(read, OPTION_RULE) || option_given(read, OPTION_UNIT))
        return usage_error(read->command->name,
                           _("--save stores the findings of all rules and "
                             "units: leave out --rule and --unit"));
    if (option_given(read, OPTION_MODE) &&
        strchr(option_value(read, OPTION_MODE), ','))
        return usage_error(read->command->name,
                           _("--save stores the findings of one mode"));
    return ARGUMENTS_ARE_READ;
}

static int read_request(checking *work)
{
    int result =
        option_whole(&work->year, work->read, OPTION_YEAR, 1900, 2200);

    if (result == ARGUMENTS_ARE_READ)
        result = read_date(work);
    if (result == ARGUMENTS_ARE_READ)
        result = read_selection(work);
    if (result == ARGUMENTS_ARE_READ)
        result = check_modes(work);
    return result == ARGUMENTS_ARE_READ ? check_save(work) : result;
}

/* ---- judging ------------------------------------------------------------ */

static circlet_status read_planned_city(checking *work, circlet_error *error)
{
    const char *name = option_value(work->read, OPTION_PLAN);
    int year = work->date   ? work->date / 10000
               : work->year ? (int)work->year
                            : circlet_policy_default_year(work->study.policy);
    circlet_plan *given = NULL;
    circlet_status status;

    if (!name)
        return CIRCLET_OK;
    status = circlet_read_plan(&given, work->study.path, name, error);
    if (!status)
        status = circlet_plan_apply(&work->planned, given, work->study.policy,
                                    work->study.city, year, error);
    if (!status)
        status = circlet_plan_complete(&work->plan, given, work->study.policy,
                                       work->study.city, error);
    circlet_plan_free(given);
    return status;
}

static circlet_status judge(checking *work, circlet_error *error)
{
    circlet_judge_options options = CIRCLET_JUDGE_OPTIONS_INIT;
    circlet_status status;

    options.year = (int)work->year;
    options.date = work->date;
    options.mode = option_value(work->read, OPTION_MODE);
    options.rule = option_value(work->read, OPTION_RULE);
    options.unit = option_value(work->read, OPTION_UNIT);
    options.wants_fixes = option_given(work->read, OPTION_FIX);
    options.progress = work->study.progress;
    options.threads = work->study.engine.threads;
    status =
        circlet_policy_judge(&work->findings, work->study.policy,
                             work->planned ? work->planned : work->study.city,
                             study_travel(&work->study), &options, error);
    progress_end(&work->study.bar);
    if (status)
        return status;
    return rule_counts_add(&work->counts, work->findings) ? CIRCLET_OK
                                                          : fail_nomem(error);
}

/* What is asked for may be too early or too late for every rule. */
static void remark_on_year(const checking *work)
{
    const circlet_policy *policy = work->study.policy;
    const char *rule = option_value(work->read, OPTION_RULE);
    const char *name = work->read->command->name;
    int year = circlet_findings_year(work->findings);

    for (size_t i = 0; i < circlet_policy_rule_count(policy); i++)
        if ((!rule || list_has(rule, circlet_policy_rule_id(policy, i))) &&
            circlet_policy_rule_is_in_force(policy, i, year))
            return;
    if (rule && strchr(rule, ','))
        remark(name, _("none of the rules %s is in force in %d"), rule, year);
    else if (rule)
        remark(name, _("rule '%s' is not in force in %d"), rule, year);
    else
        remark(name, _("no rule of the policy is in force in %d"), year);
}

static circlet_status check(checking *work, circlet_error *error)
{
    circlet_status status = study_open(&work->study, work->read, error);

    if (status)
        return status;
    if (!study_travel(&work->study) && !option_given(work->read, OPTION_QUIET))
        remark(work->read->command->name,
               _("%s has no roads: rules about travel times have no data"),
               work->study.path);
    status = read_planned_city(work, error);
    if (!status)
        status = judge(work, error);
    if (!status && !option_given(work->read, OPTION_QUIET)) {
        remark_on_year(work);
        day_remark(work->read->command->name, work->study.city,
                   circlet_findings_date(work->findings));
        remark_on_waivers(work->read->command->name, work->study.city,
                          work->study.policy);
    }
    if (!status)
        status = study_check_interrupt(error);
    if (status || !option_given(work->read, OPTION_SAVE))
        return status;
    return circlet_write_findings(
        work->study.path, work->findings, work->study.policy,
        option_value(work->read, OPTION_PLAN), error);
}

/* ---- output ------------------------------------------------------------- */

/* The modes that were judged by, each once. */
static void write_modes(json *out, const rule_counts *counts)
{
    json_array(out, "modes");
    for (size_t i = 0; i < counts->count; i++) {
        const char *mode = counts->items[i].mode;
        bool is_new = mode != NULL;

        for (size_t k = 0; k < i && is_new; k++)
            is_new = !counts->items[k].mode ||
                     strcmp(counts->items[k].mode, mode) != 0;
        if (is_new)
            json_text(out, NULL, mode);
    }
    json_end(out);
}

static void print_json(const checking *work)
{
    char date[DAY_SIZE];
    json out;

    json_start(&out, stdout);
    json_text(&out, "policy", circlet_policy_id(work->study.policy));
    json_integer(&out, "year", circlet_findings_year(work->findings));
    day_write(date, circlet_findings_date(work->findings));
    json_text(&out, "date", date);
    json_text(&out, "plan", option_value(work->read, OPTION_PLAN));
    if (work->plan)
        plan_write_actions(&out, work->plan);
    write_modes(&out, &work->counts);
    json_object(&out, "summary");
    for (int v = 0; v < CIRCLET_VERDICT_COUNT; v++)
        json_integer(&out, circlet_verdict_name((circlet_verdict)v),
                     (int64_t)work->counts.verdicts[v]);
    json_end(&out);
    rule_counts_write(&work->counts, &out);
    json_array(&out, "findings");
    for (size_t i = 0; i < circlet_findings_count(work->findings); i++) {
        const circlet_finding *finding =
            circlet_findings_at(work->findings, i);

        if (!selection_has(&work->listed, finding))
            continue;
        finding_write(&out, finding, option_given(work->read, OPTION_FIX));
    }
    json_end(&out);
    json_end(&out);
}

static void print_csv(const checking *work)
{
    finding_csv_heading(stdout);
    for (size_t i = 0; i < circlet_findings_count(work->findings); i++) {
        const circlet_finding *finding =
            circlet_findings_at(work->findings, i);

        if (selection_has(&work->listed, finding))
            finding_csv_row(stdout, finding);
    }
}

/* Lists the findings; *count gets how many. False if memory ran out. */
static bool print_findings(const checking *work, size_t *count)
{
    table *out = finding_table_new();
    bool is_printed;

    if (!out)
        return false;
    *count = 0;
    for (size_t i = 0; i < circlet_findings_count(work->findings); i++) {
        const circlet_finding *finding =
            circlet_findings_at(work->findings, i);

        if (!selection_has(&work->listed, finding))
            continue;
        finding_table_add(out, finding);
        ++*count;
    }
    is_printed = table_print(out);
    table_free(out);
    return is_printed;
}

static void print_title(const checking *work)
{
    const char *title = locale_is_chinese()
                            ? circlet_policy_title_zh(work->study.policy)
                            : circlet_policy_title_en(work->study.policy);
    int day = circlet_findings_date(work->findings);
    char date[DAY_SIZE];

    day_write(date, day);
    if (day % 10000 == 1231)
        printf(_("%s, judged on 31 December %d\n"), title, day / 10000);
    else
        printf(_("%s, judged on %s\n"), title, date);
    putchar('\n');
}

static bool print_text(const checking *work)
{
    const circlet_policy *policy = work->study.policy;
    size_t listed;

    print_title(work);
    if (work->plan && circlet_plan_action_count(work->plan) > 0) {
        if (!plan_print_actions(work->plan, work->study.city, policy))
            return false;
        putchar('\n');
    }
    if (!print_findings(work, &listed))
        return false;
    if (listed)
        putchar('\n');
    return rule_counts_print(&work->counts, policy);
}

static int print_result(const checking *work)
{
    if (option_given(work->read, OPTION_JSON))
        print_json(work);
    else if (option_given(work->read, OPTION_CSV))
        print_csv(work);
    else if (!print_text(work))
        return machine_error(work->read->command->name, _("out of memory"));
    return work->counts.breaks_must ? EXIT_FINDINGS : EXIT_DONE;
}

static void close_checking(checking *work)
{
    rule_counts_free(&work->counts);
    circlet_findings_free(work->findings);
    circlet_city_free(work->planned);
    circlet_plan_free(work->plan);
    study_close(&work->study);
}

static int run(const arguments *read)
{
    checking work = {.read = read};
    circlet_error error;
    int result = read_request(&work);

    if (result == ARGUMENTS_ARE_READ)
        result = check(&work, &error)
                     ? report_error(read->command->name, &error)
                     : print_result(&work);
    close_checking(&work);
    return result;
}

static const option_use options[] = {
    {OPTION_POLICY, true, NULL},
    {OPTION_YEAR, false, NULL},
    {OPTION_DATE, false, NULL},
    {OPTION_MODE, false, NULL},
    {OPTION_RULE, false, N_("judge by these rules alone")},
    {OPTION_UNIT, false, N_("judge this unit and those in it alone")},
    {OPTION_LEVEL, false,
     N_("list findings of these levels only: city, district, street, "
        "community")},
    {OPTION_VERDICT, false, NULL},
    {OPTION_PLAN, false,
     N_("judge the city with what this plan does up to the year, and list "
        "that")},
    {OPTION_FIX, false, NULL},
    {OPTION_SAVE, false, NULL},
    {OPTION_CSV, false, NULL},
    {OPTION_THREADS, false, NULL},
    {OPTION_MEMORY, false, NULL},
};

static const option_label labels[] = {
    {OPTION_RULE, "ID[,ID...]"},
    {OPTION_LEVEL, "LEVEL[,...]"},
};

const command command_check = {
    .name = "check",
    .summary = N_("judge it by the rules of a policy"),
    .operands = "CITY",
    .operand_min = 1,
    .operand_max = 1,
    .text = N_("Judges CITY by the rules of a policy: what is measured, what "
               "is required, what\n"
               "is short, for every rule and unit; then the sums of every "
               "rule, by unit and by\n"
               "person. --rule and --unit choose what is judged, --level and "
               "--verdict what of\n"
               "that is listed: the sums and the exit status are of "
               "everything that was judged.\n"
               "The exit status is 1 if a rule that must be kept is "
               "broken.\n"
               "\n"
               "A share is followed by its bounds where something is not "
               "known of people or\n"
               "streets: 50% (40%-80%). A rule is kept or broken if that "
               "holds at both bounds;\n"
               "else it is undecided, and the finding says what is "
               "missing."),
    .examples =
        "  circlet check city.gpkg --policy beijing-2018.yaml\n"
        "  circlet check city.gpkg --policy beijing-2018.yaml --verdict fail "
        "--save\n"
        "  circlet check city.gpkg --policy beijing-2018.yaml --unit 110101 "
        "--csv\n"
        "  circlet check city.gpkg --policy beijing-2018.yaml --plan p20 "
        "--json\n",
    .options = options,
    .option_count = sizeof(options) / sizeof(options[0]),
    .labels = labels,
    .label_count = sizeof(labels) / sizeof(labels[0]),
    .run = run,
};
