/* circlet cost: what the funds of a policy come to. */
#include <string.h>

#include "command.h"
#include "ledger_output.h"
#include "ledger_words.h"
#include "level_option.h"
#include "locale.h"
#include "message.h"
#include "study.h"
#include "table.h"

/* All but households. */
#define LEVELS                                                                \
    (1U << CIRCLET_LEDGER_CITY | 1U << CIRCLET_LEDGER_DISTRICT |              \
     1U << CIRCLET_LEDGER_STREET | 1U << CIRCLET_LEDGER_COMMUNITY |           \
     1U << CIRCLET_LEDGER_FACILITY)

typedef struct cost_work {
    const arguments *read;
    circlet_ledger_level level;
    long year; /* 0: the policy's */
    long threshold; /* 0: the usual one */
    study study;
    circlet_ledger *ledger;
} cost_work;

static int read_command_line(cost_work *work)
{
    const arguments *read = work->read;
    int result = option_ledger_level(&work->level, read, LEVELS);

    if (result == ARGUMENTS_ARE_READ)
        result = option_whole(&work->year, read, OPTION_YEAR, 1900, 2200);
    if (result == ARGUMENTS_ARE_READ)
        result =
            option_whole(&work->threshold, read, OPTION_THRESHOLD, 1, 1000000);
    return result == ARGUMENTS_ARE_READ ? option_check_form(read) : result;
}

static circlet_status compute(cost_work *work, circlet_error *error)
{
    circlet_ledger_options options = CIRCLET_LEDGER_OPTIONS_INIT;
    circlet_status status = study_open(&work->study, work->read, error);

    if (status)
        return status;
    options.level = work->level;
    options.year = (int)work->year;
    options.internal_below = work->threshold;
    options.progress = work->study.progress;
    status = circlet_cost_compute(&work->ledger, work->study.city,
                                  work->study.policy,
                                  study_travel(&work->study), &options, error);
    progress_end(&work->study.bar);
    return status;
}

/* ---- output ------------------------------------------------------------- */

static void print_json(const cost_work *work)
{
    json out;

    json_start(&out, stdout);
    json_text(&out, "city", work->study.path);
    json_text(&out, "policy", circlet_policy_id(work->study.policy));
    ledger_write_json(&out, work->ledger);
    json_end(&out);
}

/* What each fund is, and where it is asked for. */
static bool print_funds(const circlet_ledger *ledger)
{
    table *out = table_new();
    bool is_printed;

    if (!out)
        return false;
    table_add_column(out, _("FUND"), TABLE_LEFT);
    table_add_column(out, _("NAME"), TABLE_LEFT);
    table_add_column(out, _("PAID"), TABLE_LEFT);
    table_add_column(out, _("SOURCE"), TABLE_LEFT);
    for (size_t c = 0; c < circlet_ledger_column_count(ledger); c++) {
        const circlet_ledger_column *column =
            circlet_ledger_column_at(ledger, c);

        if (column->section != CIRCLET_LEDGER_FUND)
            continue;
        table_add_row(out);
        table_set(out, 0, column->rule);
        table_set(out, 1, ledger_column_title(column));
        table_set(out, 2,
                  strcmp(column->word, "once") == 0 ? _("once") : _("yearly"));
        table_set(out, 3, column->citation);
    }
    is_printed = table_print(out);
    table_free(out);
    return is_printed;
}

static bool print_text(const cost_work *work)
{
    printf(_("%s: %d, by %s\n"), work->study.path,
           circlet_ledger_year(work->ledger),
           circlet_policy_id(work->study.policy));
    printf("%s\n\n",
           _("A model of cost: what is asked for at least, not what was "
             "paid."));
    if (!print_funds(work->ledger))
        return false;
    putchar('\n');
    return ledger_print_tables(work->ledger);
}

static int print_result(const cost_work *work)
{
    if (option_given(work->read, OPTION_JSON))
        print_json(work);
    else if (option_given(work->read, OPTION_CSV))
        ledger_write_csv(stdout, work->ledger);
    else if (!print_text(work))
        return machine_error(work->read->command->name, _("out of memory"));
    return EXIT_DONE;
}

static int run(const arguments *read)
{
    cost_work work = {.read = read, .level = CIRCLET_LEDGER_STREET};
    circlet_error error;
    int result = read_command_line(&work);

    if (result == ARGUMENTS_ARE_READ)
        result = compute(&work, &error)
                     ? report_error(read->command->name, &error)
                     : print_result(&work);
    circlet_ledger_free(work.ledger);
    study_close(&work.study);
    return result;
}

static const option_use options[] = {
    {OPTION_POLICY, true, N_("the rules (YAML), with their funds")},
    {OPTION_YEAR, false,
     N_("the year that is paid for; default: the policy's year")},
    {OPTION_LEVEL, false,
     N_("one row for each: facility, community, street, district or city; "
        "default: street")},
    {OPTION_THRESHOLD, false, NULL},
    {OPTION_CSV, false, NULL},
    {OPTION_THREADS, false, NULL},
    {OPTION_MEMORY, false, NULL},
};

const command command_cost = {
    .name = "cost",
    .summary = N_("yearly and one-off funds for each unit"),
    .operands = "CITY",
    .operand_min = 1,
    .operand_max = 1,
    .text =
        N_("Adds up what the funds of a policy pay for the facilities of "
           "CITY: sums for each\n"
           "facility, and for each person whose nearest one it is within the "
           "circle of where\n"
           "they live. What is not known (streets, aids, stars) makes a range "
           "from at least to\n"
           "at most. It is a model of cost, on which no verdict rests."),
    .examples = "  circlet cost city.gpkg --policy beijing-2018.yaml "
                "--year 2020\n"
                "  circlet cost city.gpkg --policy beijing-2018.yaml "
                "--level facility --csv\n",
    .options = options,
    .option_count = sizeof(options) / sizeof(options[0]),
    .run = run,
};
