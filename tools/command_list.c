/* circlet list: the lists that rules ask for. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "command.h"
#include "csv_field.h"
#include "json.h"
#include "level_option.h"
#include "locale.h"
#include "message.h"
#include "study.h"
#include "table.h"

/* Fewer people are for internal use. */
#define THRESHOLD 10

#define LINE_SIZE 512

typedef struct list_work {
    const arguments *read;
    long year; /* 0: the policy's */
    long threshold;
    study study;
    circlet_need *need;
} list_work;

static int read_command_line(list_work *work)
{
    int result = option_whole(&work->year, work->read, OPTION_YEAR, 1, 9999);

    if (result == ARGUMENTS_ARE_READ)
        result = option_whole(&work->threshold, work->read, OPTION_THRESHOLD,
                              1, 1000000);
    return result == ARGUMENTS_ARE_READ ? option_check_form(work->read)
                                        : result;
}

static circlet_status compute(list_work *work, circlet_error *error)
{
    circlet_judge_options options = CIRCLET_JUDGE_OPTIONS_INIT;
    circlet_status status = study_open(&work->study, work->read, error);

    if (status)
        return status;
    options.year = (int)work->year;
    options.rule = option_value(work->read, OPTION_RULE);
    options.unit = option_value(work->read, OPTION_UNIT);
    options.progress = work->study.progress;
    status =
        circlet_policy_need(&work->need, work->study.policy, work->study.city,
                            study_travel(&work->study), &options, error);
    progress_end(&work->study.bar);
    return status ? status : study_check_interrupt(error);
}

/* ---- output ------------------------------------------------------------- */

static bool is_small(const list_work *work, double persons)
{
    return persons > 0 && persons < (double)work->threshold;
}

/* So few people that the row is not to be published. */
static bool is_internal(const list_work *work, const circlet_need_row *row)
{
    return row->is_known &&
           (is_small(work, row->persons) || is_small(work, row->without) ||
            is_small(work, row->without_low) ||
            is_small(work, row->without_high) ||
            is_small(work, row->modelled));
}

static const char *name_of(const list_work *work, const char *code)
{
    circlet_unit unit = circlet_city_find_unit(work->study.city, code);

    return unit == CIRCLET_NONE
               ? code
               : circlet_city_unit(work->study.city, unit)->name;
}

static long year_of(const list_work *work)
{
    return work->year > 0 ? work->year
                          : circlet_policy_default_year(work->study.policy);
}

/* ---- rules without a row ------------------------------------------------ */

static bool has_row(const list_work *work, const char *rule)
{
    for (size_t i = 0; i < circlet_need_count(work->need); i++)
        if (strcmp(circlet_need_at(work->need, i)->rule, rule) == 0)
            return true;
    return false;
}

/* What there is instead of a list; rules that are not in force have none. */
static void explain(char out[LINE_SIZE], const circlet_policy *policy,
                    size_t rule, long year)
{
    const char *id = circlet_policy_rule_id(policy, rule);

    if (!circlet_policy_rule_is_in_force(policy, rule, (int)year)) {
        snprintf(out, LINE_SIZE,
                 _("%s: nothing is listed: the rule is not in force in %ld"),
                 id, year);
        return;
    }
    switch (circlet_policy_rule_list(policy, rule)) {
    case CIRCLET_LIST_SAMPLE:
        snprintf(out, LINE_SIZE,
                 _("%s: nothing is listed: the rule asks for a random sample, "
                   "which circlet sample draws"),
                 id);
        return;
    case CIRCLET_LIST_UNITS:
    case CIRCLET_LIST_NEED:
        snprintf(out, LINE_SIZE,
                 _("%s: nothing is listed: there are no such units; circlet "
                   "check --rule %s has the findings"),
                 id, id);
        return;
    default:
        snprintf(out, LINE_SIZE,
                 _("%s: nothing is listed: the rule asks for no list of "
                   "units; circlet check --rule %s has the findings"),
                 id, id);
    }
}

/* One line for each rule that was asked for by its id and has no row: under
 * the table, or beside data for programs. */
static void explain_rules(const list_work *work, bool is_data)
{
    const circlet_policy *policy = work->study.policy;
    const char *asked = option_value(work->read, OPTION_RULE);

    for (size_t i = 0; asked && i < circlet_policy_rule_count(policy); i++) {
        const char *id = circlet_policy_rule_id(policy, i);
        char line[LINE_SIZE];

        if (!list_has(asked, id) || has_row(work, id))
            continue;
        explain(line, policy, i, year_of(work));
        if (is_data && !option_given(work->read, OPTION_QUIET))
            remark(work->read->command->name, "%s", line);
        else if (!is_data)
            puts(line);
    }
}

/* ---- data --------------------------------------------------------------- */

/* Numbers of a row of which nothing is known are none. */
static void write_number(json *out, const char *key,
                         const circlet_need_row *row, double value)
{
    if (row->is_known)
        json_number(out, key, value);
    else
        json_null(out, key);
}

static void write_row(json *out, const list_work *work,
                      const circlet_need_row *row)
{
    json_object(out, NULL);
    json_text(out, "rule", row->rule);
    json_text(out, "owner", row->owner);
    json_text(out, "owner_name", name_of(work, row->owner));
    json_integer(out, "rank", (int64_t)row->rank);
    json_text(out, "unit", row->unit);
    json_text(out, "unit_name", row->name);
    write_number(out, "persons", row, row->persons);
    write_number(out, "without", row, row->without);
    write_number(out, "without_low", row, row->without_low);
    write_number(out, "without_high", row, row->without_high);
    write_number(out, "modelled", row, row->modelled);
    json_boolean(out, "sure", row->is_sure);
    write_number(out, "minutes", row, row->minutes);
    json_boolean(out, "internal", is_internal(work, row));
    json_end(out);
}

static void print_json(const list_work *work)
{
    const circlet_policy *policy = work->study.policy;
    json out;

    json_start(&out, stdout);
    json_text(&out, "city", work->study.path);
    json_text(&out, "policy", circlet_policy_id(policy));
    json_integer(&out, "year", year_of(work));
    json_array(&out, "rows");
    for (size_t i = 0; i < circlet_need_count(work->need); i++)
        write_row(&out, work, circlet_need_at(work->need, i));
    json_end(&out);
    json_end(&out);
}

static void print_number(const circlet_need_row *row, double value)
{
    char text[NUMBER_SIZE];

    format_shortest(text, value);
    printf(",%s", row->is_known && isfinite(value) ? text : "");
}

static void print_csv(const list_work *work)
{
    puts("rule,owner,owner_name,rank,unit,unit_name,persons,without,"
         "without_low,without_high,modelled,sure,minutes,internal");
    for (size_t i = 0; i < circlet_need_count(work->need); i++) {
        const circlet_need_row *row = circlet_need_at(work->need, i);
        const double numbers[] = {row->persons, row->without, row->without_low,
                                  row->without_high, row->modelled};
        const char *const texts[] = {row->rule, row->owner,
                                     name_of(work, row->owner)};

        for (size_t k = 0; k < 3; k++) {
            csv_write_field(stdout, texts[k]);
            putchar(',');
        }
        printf("%zu,", row->rank);
        csv_write_field(stdout, row->unit);
        putchar(',');
        csv_write_field(stdout, row->name);
        for (size_t k = 0; k < 5; k++)
            print_number(row, numbers[k]);
        fputs(row->is_sure ? ",1" : ",0", stdout);
        print_number(row, row->minutes);
        puts(is_internal(work, row) ? ",1" : ",0");
    }
}

/* What nobody asked for stays empty. */
static void set_number(table *out, size_t column, const circlet_need_row *row,
                       double value, int decimals)
{
    char text[NUMBER_SIZE];

    format_rounded(text, value, decimals);
    if (!row->is_known)
        table_set(out, column, "?");
    else
        table_set(out, column, isfinite(value) ? text : "");
}

/* "internal: few persons", and that a unit is perhaps not to be listed. */
static void set_remarks(table *out, size_t column, const list_work *work,
                        const circlet_need_row *row)
{
    char text[LINE_SIZE];
    const char *perhaps = row->is_sure ? "" : _("perhaps listed");
    const char *internal =
        is_internal(work, row) ? _("internal: few persons") : "";

    snprintf(text, sizeof(text), "%s%s%s", perhaps,
             perhaps[0] && internal[0] ? "; " : "", internal);
    table_set(out, column, text);
}

static void add_row(table *out, const list_work *work,
                    const circlet_need_row *row)
{
    char rank[NUMBER_SIZE];

    snprintf(rank, sizeof(rank), "%zu", row->rank);
    table_add_row(out);
    table_set(out, 0, row->rule);
    table_set(out, 1, name_of(work, row->owner));
    table_set(out, 2, rank);
    table_set(out, 3, row->unit);
    table_set(out, 4, row->name);
    set_number(out, 5, row, row->persons, 3);
    set_number(out, 6, row, row->without, 3);
    set_number(out, 7, row, row->without_low, 3);
    set_number(out, 8, row, row->without_high, 3);
    set_number(out, 9, row, row->minutes, 2);
    set_remarks(out, 10, work, row);
}

static bool print_text(const list_work *work)
{
    table *out = table_new();
    bool is_printed;

    if (!out)
        return false;
    table_add_column(out, _("RULE"), TABLE_LEFT);
    table_add_column(out, _("LIST OF"), TABLE_LEFT);
    table_add_column(out, _("RANK"), TABLE_RIGHT);
    table_add_column(out, _("UNIT"), TABLE_LEFT);
    table_add_column(out, _("NAME"), TABLE_LEFT);
    table_add_column(out, _("persons"), TABLE_RIGHT);
    table_add_column(out, _("out of reach"), TABLE_RIGHT);
    table_add_column(out, _("at least"), TABLE_RIGHT);
    table_add_column(out, _("at most"), TABLE_RIGHT);
    table_add_column(out, _("minutes"), TABLE_RIGHT);
    table_add_column(out, "", TABLE_LEFT);
    for (size_t i = 0; i < circlet_need_count(work->need); i++)
        add_row(out, work, circlet_need_at(work->need, i));
    is_printed = table_print(out);
    table_free(out);
    if (circlet_need_count(work->need) == 0 &&
        !option_given(work->read, OPTION_RULE))
        puts(_("Nothing is to be listed: no rule in force asks for a list of "
               "units by need, or there are no such units."));
    explain_rules(work, false);
    return is_printed;
}

static int print_result(const list_work *work)
{
    bool is_json = option_given(work->read, OPTION_JSON);
    bool is_csv = option_given(work->read, OPTION_CSV);

    if (is_json)
        print_json(work);
    else if (is_csv)
        print_csv(work);
    else if (!print_text(work))
        return machine_error(work->read->command->name, _("out of memory"));
    if (is_json || is_csv)
        explain_rules(work, true);
    return EXIT_DONE;
}

static int run(const arguments *read)
{
    list_work work = {.read = read, .threshold = THRESHOLD};
    circlet_error error;
    int result = read_command_line(&work);

    if (result == ARGUMENTS_ARE_READ)
        result = compute(&work, &error)
                     ? report_error(read->command->name, &error)
                     : print_result(&work);
    circlet_need_free(work.need);
    study_close(&work.study);
    return result;
}

static const option_use options[] = {
    {OPTION_POLICY, true, N_("the rules (YAML)")},
    {OPTION_YEAR, false,
     N_("the rules in force on 31 December of YEAR; default: the policy's "
        "year")},
    {OPTION_RULE, false, N_("the lists of these rules alone")},
    {OPTION_UNIT, false, N_("the lists of this unit, and of those in it")},
    {OPTION_THRESHOLD, false, NULL},
    {OPTION_CSV, false, NULL},
    {OPTION_THREADS, false, NULL},
    {OPTION_MEMORY, false, NULL},
};

static const option_label labels[] = {
    {OPTION_RULE, "ID[,ID...]"},
};

const command command_list = {
    .name = "list",
    .summary = N_("the lists that rules ask for: units by need"),
    .operands = "CITY",
    .operand_min = 1,
    .operand_max = 1,
    .text =
        N_("Prints whole the lists that rules ask for, such as the "
           "villages of each district\n"
           "by the number of people whom no day care is in reach of: the "
           "greatest need first,\n"
           "units of which nothing is known last. What is not known of "
           "people and streets\n"
           "makes the bounds. Units that may ask for a facility stand with "
           "their persons and\n"
           "the time within which half of them reach one that there is. Of "
           "rules that ask\n"
           "for no list of units one line says where to look: circlet "
           "check has findings of\n"
           "all rules, and circlet sample draws a random sample."),
    .examples = "  circlet list city.gpkg --policy beijing-2018.yaml\n"
                "  circlet list city.gpkg --policy beijing-2018.yaml --unit "
                "110109 --csv\n",
    .options = options,
    .option_count = sizeof(options) / sizeof(options[0]),
    .labels = labels,
    .label_count = sizeof(labels) / sizeof(labels[0]),
    .run = run,
};
