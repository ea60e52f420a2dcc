/* circlet gaps: what to survey, the most valuable first. */
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "gaps_output.h"
#include "json.h"
#include "locale.h"
#include "message.h"
#include "output_file.h"
#include "study.h"

#define LISTED 20
#define COUNT_MAX 1000000000

typedef struct gap_search {
    const arguments *read;
    long year; /* 0: the policy's */
    long count; /* 0: not given */
    study study;
    circlet_survey *survey;
    gap_places places;
} gap_search;

typedef void (*write_fn)(FILE *to, const gaps_output *from);

/* ---- the command line --------------------------------------------------- */

static bool ends_in(const char *text, const char *end)
{
    size_t size = strlen(text), end_size = strlen(end);

    return size > end_size && strcmp(text + size - end_size, end) == 0;
}

/* How a file of this name is written; NULL: not at all. */
static write_fn writer_of(const char *file)
{
    if (ends_in(file, ".csv"))
        return gaps_write_csv;
    if (ends_in(file, ".geojson") || ends_in(file, ".json"))
        return gaps_write_geojson;
    return NULL;
}

static int read_request(gap_search *work)
{
    const char *file = option_value(work->read, OPTION_TO);
    int result =
        option_whole(&work->year, work->read, OPTION_YEAR, 1900, 2200);

    if (result == ARGUMENTS_ARE_READ)
        result =
            option_whole(&work->count, work->read, OPTION_COUNT, 1, COUNT_MAX);
    if (result != ARGUMENTS_ARE_READ || !file || writer_of(file))
        return result;
    return usage_error(work->read->command->name,
                       _("--to takes a file that ends in .geojson or .csv, "
                         "not '%s'"),
                       file);
}

/* ---- the list ----------------------------------------------------------- */

static circlet_status find_survey(gap_search *work, circlet_error *error)
{
    circlet_judge_options options = CIRCLET_JUDGE_OPTIONS_INIT;
    circlet_status status;

    options.year = (int)work->year;
    options.mode = option_value(work->read, OPTION_MODE);
    options.rule = option_value(work->read, OPTION_RULE);
    options.unit = option_value(work->read, OPTION_UNIT);
    options.progress = work->study.progress;
    status = circlet_policy_gaps(&work->survey, work->study.policy,
                                 work->study.city, study_travel(&work->study),
                                 &options, error);
    progress_end(&work->study.bar);
    return status ? status : study_check_interrupt(error);
}

/* A table is short unless more is asked for, a file holds all. */
static circlet_status find_places(gap_search *work, circlet_error *error)
{
    size_t count = work->count > 0 ? (size_t)work->count
                   : option_given(work->read, OPTION_TO)
                       ? circlet_survey_size(work->survey)
                       : LISTED;

    if (gap_places_find(&work->places, work->survey, work->study.network,
                        count))
        return CIRCLET_OK;
    return fail_nomem(error);
}

static circlet_status compute(gap_search *work, circlet_error *error)
{
    circlet_status status =
        study_open_with_roads(&work->study, work->read, error);

    if (!status)
        status = find_survey(work, error);
    return status ? status : find_places(work, error);
}

/* ---- output ------------------------------------------------------------- */

static void remark_on_rules(const gap_search *work, int year)
{
    const char *rule = option_value(work->read, OPTION_RULE);
    const char *name = work->read->command->name;

    if (circlet_survey_rule_count(work->survey) > 0 ||
        option_given(work->read, OPTION_QUIET))
        return;
    if (rule)
        remark(name, _("rule '%s' is not in force in %d"), rule, year);
    else
        remark(name, _("no circle rule of the policy is in force in %d"),
               year);
}

static circlet_status write_file(const gaps_output *output, const char *path,
                                 bool overwrite, circlet_error *error)
{
    output_file file = {0};
    circlet_status status = output_file_open(&file, path, overwrite, error);

    if (!status) {
        writer_of(path)(file.file, output);
        status = output_file_commit(&file, error);
    }
    output_file_end(&file);
    return status;
}

/* The whole list is in the file then; the table stays short. */
static void shorten(gaps_output *output, gap_places *shown)
{
    *shown = *output->places;
    if (shown->count > LISTED)
        shown->count = LISTED;
    output->places = shown;
}

static int print_result(const gap_search *work, circlet_error *error)
{
    const arguments *read = work->read;
    const circlet_policy *policy = work->study.policy;
    const char *file = option_value(read, OPTION_TO);
    gap_places shown;
    gaps_output output = {
        work->survey, &work->places, circlet_policy_id(policy),
        work->year ? (int)work->year : circlet_policy_default_year(policy),
        option_value(read, OPTION_RULE)};

    remark_on_rules(work, output.year);
    if (file &&
        write_file(&output, file, option_given(read, OPTION_FORCE), error))
        return report_error(read->command->name, error);
    if (work->count == 0)
        shorten(&output, &shown);
    if (option_given(read, OPTION_JSON))
        gaps_print_json(&output);
    else if (!gaps_print_text(&output))
        return machine_error(read->command->name, _("out of memory"));
    return EXIT_DONE;
}

static int run(const arguments *read)
{
    gap_search work = {.read = read};
    circlet_error error = {CIRCLET_OK, ""};
    int result = read_request(&work);

    if (result == ARGUMENTS_ARE_READ)
        result = compute(&work, &error)
                     ? report_error(read->command->name, &error)
                     : print_result(&work, &error);
    gap_places_free(&work.places);
    circlet_survey_free(work.survey);
    study_close(&work.study);
    return result;
}

static const option_use options[] = {
    {OPTION_POLICY, true, NULL},
    {OPTION_YEAR, false, NULL},
    {OPTION_MODE, false, NULL},
    {OPTION_RULE, false, N_("this circle rule alone")},
    {OPTION_UNIT, false, N_("the people of this unit alone")},
    {OPTION_COUNT, false,
     N_("how many streets and crossings to list at most; default: 20, and "
        "all in a file")},
    {OPTION_TO, false, N_("a file to write as well: .geojson or .csv")},
    {OPTION_FORCE, false, NULL},
    {OPTION_THREADS, false, NULL},
    {OPTION_MEMORY, false, NULL},
};

const command command_gaps = {
    .name = "gaps",
    .summary = N_("list the streets whose missing data decides most people"),
    .operands = "CITY",
    .operand_min = 1,
    .operand_max = 1,
    .text = N_("Lists what to survey. Somebody is undecided if they reach a "
               "facility in time with\n"
               "all that is not known taken at its best, but not at its "
               "worst. The streets and\n"
               "crossings with missing data on the ways of these people are "
               "listed by how many\n"
               "people pass them; nobody counts twice in one. Below stands "
               "how often each tag is\n"
               "missing where it matters on these ways."),
    .examples = "  circlet gaps city.gpkg --policy rules.yaml\n"
                "  circlet gaps city.gpkg --policy rules.yaml --rule "
                "B-CIRCLE-15 --unit 110101001 \\\n"
                "      --to survey.csv\n",
    .options = options,
    .option_count = sizeof(options) / sizeof(options[0]),
    .run = run,
};
