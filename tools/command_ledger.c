/* circlet ledger: figures of a city for each unit of a level. */
#include <stdlib.h>
#include <string.h>

#include "age_option.h"
#include "command.h"
#include "ledger_output.h"
#include "level_option.h"
#include "locale.h"
#include "message.h"
#include "study.h"

/* Households and above. */
#define LEVELS                                                                \
    (1U << CIRCLET_LEDGER_CITY | 1U << CIRCLET_LEDGER_DISTRICT |              \
     1U << CIRCLET_LEDGER_STREET | 1U << CIRCLET_LEDGER_COMMUNITY |           \
     1U << CIRCLET_LEDGER_HOUSEHOLD)

typedef struct ledger_work {
    const arguments *read;
    circlet_ledger_level level;
    long year; /* 0: the policy's */
    long threshold; /* 0: the usual one */
    age_limits ages;
    bool is_exact;
    study study;
    circlet_findings *findings; /* those that are published, with the
                                   policy */
    circlet_privacy *privacy;
    circlet_ledger *ledger;
} ledger_work;

/* ---- the command line --------------------------------------------------- */

/* A household is known by its few members. */
static int check_household(const ledger_work *work)
{
    if (work->level != CIRCLET_LEDGER_HOUSEHOLD ||
        option_given(work->read, OPTION_INDIVIDUALS))
        return ARGUMENTS_ARE_READ;
    return usage_error(work->read->command->name,
                       _("households are single persons or few: ask for them "
                         "with --individuals"));
}

static int read_command_line(ledger_work *work)
{
    const arguments *read = work->read;
    int result = option_ledger_level(&work->level, read, LEVELS);

    work->is_exact = option_given(read, OPTION_EXACT) ||
                     option_given(read, OPTION_INDIVIDUALS);
    if (result == ARGUMENTS_ARE_READ)
        result = check_household(work);
    if (result == ARGUMENTS_ARE_READ)
        result = option_whole(&work->year, read, OPTION_YEAR, 1900, 2200);
    if (result == ARGUMENTS_ARE_READ)
        result =
            option_whole(&work->threshold, read, OPTION_THRESHOLD, 1, 1000000);
    if (result == ARGUMENTS_ARE_READ)
        result = option_ages(&work->ages, read);
    return result == ARGUMENTS_ARE_READ ? option_check_form(read) : result;
}

/* ---- the figures -------------------------------------------------------- */

/* Without a policy the city alone is read. */
static circlet_status open_city(ledger_work *work, circlet_error *error)
{
    study *s = &work->study;
    circlet_status status;

    if (option_given(work->read, OPTION_POLICY))
        return study_open(s, work->read, error);
    s->path = work->read->operands[0];
    s->progress =
        progress_start(&s->bar, option_given(work->read, OPTION_QUIET));
    status = circlet_read_city(&s->city, s->path, &s->progress, error);
    progress_end(&s->bar);
    return status ? status : study_check_interrupt(error);
}

/* What exports tell of coverage and what they hide. */
static circlet_status find_published(ledger_work *work,
                                     circlet_ledger_options *options,
                                     circlet_error *error)
{
    circlet_judge_options judging = CIRCLET_JUDGE_OPTIONS_INIT;
    const study *s = &work->study;
    circlet_status status;

    options->hidden_below =
        work->threshold > 0 ? work->threshold : CIRCLET_PRIVACY_SMALL;
    options->internal_below = options->hidden_below;
    if (!s->policy)
        return CIRCLET_OK;
    judging.year = (int)work->year;
    judging.progress = s->progress;
    judging.threads = s->engine.threads;
    status = circlet_policy_judge(&work->findings, s->policy, s->city,
                                  study_travel(s), &judging, error);
    if (!status)
        status = circlet_privacy_of_findings(&work->privacy, s->city,
                                             work->findings, NULL,
                                             options->hidden_below, error);
    options->findings = work->findings;
    options->privacy = work->privacy;
    return status;
}

static circlet_status compute(ledger_work *work, circlet_error *error)
{
    circlet_ledger_options options = CIRCLET_LEDGER_OPTIONS_INIT;
    circlet_status status = open_city(work, error);

    options.level = work->level;
    options.year = (int)work->year;
    options.internal_below = work->threshold;
    if (!status && !work->is_exact)
        status = find_published(work, &options, error);
    if (status)
        return status;
    if (work->ages.count > 0) {
        options.age_limits = work->ages.ages;
        options.age_limit_count = work->ages.count;
    }
    options.progress = work->study.progress;
    status = circlet_ledger_compute(
        &work->ledger, work->study.city, work->study.policy,
        study_travel(&work->study), &options, error);
    progress_end(&work->study.bar);
    return status;
}

/* ---- output ------------------------------------------------------------- */

static void print_json(const ledger_work *work)
{
    json out;

    json_start(&out, stdout);
    json_text(&out, "city", work->study.path);
    if (work->study.policy)
        json_text(&out, "policy", circlet_policy_id(work->study.policy));
    else
        json_null(&out, "policy");
    json_boolean(&out, "exact", work->is_exact);
    ledger_write_json(&out, work->ledger);
    json_end(&out);
}

static bool print_text(const ledger_work *work)
{
    int year = circlet_ledger_year(work->ledger);

    if (year > 0)
        printf(_("%s: on 31 December %d\n"), work->study.path, year);
    else
        printf(_("%s: as imported\n"), work->study.path);
    if (work->is_exact)
        printf("%s\n", _("Exact: with numbers of few persons; not for "
                         "publication."));
    putchar('\n');
    return ledger_print_tables(work->ledger);
}

static int print_result(const ledger_work *work)
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
    ledger_work work = {.read = read};
    circlet_error error;
    int result = read_command_line(&work);

    if (result == ARGUMENTS_ARE_READ)
        result = compute(&work, &error)
                     ? report_error(read->command->name, &error)
                     : print_result(&work);
    circlet_ledger_free(work.ledger);
    circlet_privacy_free(work.privacy);
    circlet_findings_free(work.findings);
    study_close(&work.study);
    return result;
}

static const option_use options[] = {
    {OPTION_LEVEL, true,
     N_("one row for each: city, district, street or community; household "
        "with --individuals")},
    {OPTION_POLICY, false,
     N_("the rules (YAML): names, what types of facilities offer, and "
        "coverage by the circle rules")},
    {OPTION_YEAR, false,
     N_("facilities and ages on 31 December of YEAR; default: the policy's "
        "year, else as imported")},
    {OPTION_AGES, false, NULL},
    {OPTION_THRESHOLD, false,
     N_("figures that would tell of fewer persons are left out; default: 5; "
        "with --exact they are marked internal; default: 10")},
    {OPTION_EXACT, false, NULL},
    {OPTION_INDIVIDUALS, false, N_("allow rows of single households; exact")},
    {OPTION_CSV, false, NULL},
    {OPTION_THREADS, false, NULL},
    {OPTION_MEMORY, false, NULL},
};

const command command_ledger = {
    .name = "ledger",
    .summary = N_("figures for each unit, whose sums agree at every level"),
    .operands = "CITY",
    .operand_min = 1,
    .operand_max = 1,
    .text =
        N_("Adds up CITY for each unit of a level: people by kind of "
           "disability, grade, age,\n"
           "need, aid, certificate and poverty; facilities by type and "
           "service, their places,\n"
           "beds, staff and floor area; with --policy who is covered by its "
           "circle rules.\n"
           "Modelled people stand apart. Who or what lies in no unit of the "
           "level stands in a\n"
           "row of its own, so that the totals are the same at every level.\n"
           "\n"
           "Numbers of fewer than five persons are left out, and as many "
           "others as it takes\n"
           "that sums and differences, of other levels too, do not tell them, "
           "unless with\n"
           "--exact."),
    .examples = "  circlet ledger city.gpkg --level street\n"
                "  circlet ledger city.gpkg --level district \\\n"
                "      --policy beijing-2018.yaml --csv > districts.csv\n",
    .options = options,
    .option_count = sizeof(options) / sizeof(options[0]),
    .run = run,
};
