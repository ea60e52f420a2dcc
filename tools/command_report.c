/* circlet report: one page that tells all, to be sent around. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "command.h"
#include "day.h"
#include "json.h"
#include "locale.h"
#include "message.h"
#include "office_file.h"
#include "output_file.h"
#include "report_inputs.h"
#include "study.h"

typedef struct reporting {
    const arguments *read;
    long year;
    int date;
    study study;
    report_inputs inputs;
    circlet_page_options options;
    circlet_page_facts facts;
} reporting;

/* ---- the command line --------------------------------------------------- */

static bool ends_in(const char *path, const char *suffix)
{
    size_t size = strlen(path), suffix_size = strlen(suffix);

    return size > suffix_size &&
           strcasecmp(path + size - suffix_size, suffix) == 0;
}

static int read_files(const reporting *work)
{
    const char *name = work->read->command->name;
    const char *page = option_value(work->read, OPTION_OUTPUT);
    const char *office = option_value(work->read, OPTION_TO);

    if (!page && !office)
        return usage_error(name, _("--output or --to must say what to "
                                   "write"));
    if (page && !ends_in(page, ".html") && !ends_in(page, ".htm"))
        return usage_error(name,
                           _("'%s': a report is written as .html; "
                             "--to writes .docx and .odt"),
                           page);
    if (office && !ends_in(office, ".docx") && !ends_in(office, ".odt"))
        return usage_error(name, _("'%s': --to writes .docx and .odt"),
                           office);
    return ARGUMENTS_ARE_READ;
}

static int read_language(reporting *work)
{
    const char *text = option_value(work->read, OPTION_LANGUAGE);

    work->options.is_chinese =
        text ? strcmp(text, "zh") == 0 : locale_is_chinese();
    if (!text || work->options.is_chinese || strcmp(text, "en") == 0)
        return ARGUMENTS_ARE_READ;
    return usage_error(work->read->command->name,
                       _("option '--%s' takes %s, not '%s'"),
                       option_name(OPTION_LANGUAGE), "zh, en", text);
}

static int read_command_line(reporting *work)
{
    const arguments *read = work->read;
    int result = read_files(work);

    work->options.title = option_value(read, OPTION_TITLE);
    if (option_given(read, OPTION_YEAR) && option_given(read, OPTION_DATE))
        return usage_error(read->command->name,
                           _("--year means 31 December of it, and --date a "
                             "day: give one of them"));
    if (result == ARGUMENTS_ARE_READ)
        result = read_language(work);
    if (result == ARGUMENTS_ARE_READ)
        result = option_whole(&work->year, read, OPTION_YEAR, 1900, 2200);
    return result == ARGUMENTS_ARE_READ
               ? day_read(&work->date, read, OPTION_DATE)
               : result;
}

/* ---- output ------------------------------------------------------------- */

static bool write_bytes(const char *bytes, size_t size, void *user)
{
    return fwrite(bytes, 1, size, user) == size;
}

static circlet_status write_page(reporting *work, circlet_error *error)
{
    const char *path = option_value(work->read, OPTION_OUTPUT);
    output_file file = {0};
    circlet_status status;

    if (!path)
        return CIRCLET_OK;
    status = output_file_open(&file, path,
                              option_given(work->read, OPTION_FORCE), error);
    if (!status)
        status =
            circlet_page_write(&work->facts, &work->inputs.content,
                               &work->options, write_bytes, file.file, error);
    progress_end(&work->study.bar);
    if (!status)
        status = study_check_interrupt(error);
    if (!status)
        status = output_file_commit(&file, error);
    output_file_end(&file);
    return status;
}

static circlet_status write_office(reporting *work, circlet_error *error)
{
    const char *path = option_value(work->read, OPTION_TO);
    bool is_alone = !option_given(work->read, OPTION_OUTPUT);
    output_file file = {0};
    circlet_status status;

    if (!path)
        return CIRCLET_OK;
    status = output_file_open(&file, path,
                              option_given(work->read, OPTION_FORCE), error);
    if (!status)
        status =
            office_file_write(is_alone ? &work->facts : NULL, file.file, path,
                              &work->inputs.content, &work->options, error);
    if (!status)
        status = study_check_interrupt(error);
    if (!status)
        status = output_file_commit(&file, error);
    output_file_end(&file);
    return status;
}

static void print_json(const reporting *work)
{
    const circlet_page_facts *facts = &work->facts;
    bool has_plan = work->inputs.content.plan != NULL;
    json out;

    json_start(&out, stdout);
    json_text(&out, "file", option_value(work->read, OPTION_OUTPUT));
    json_text(&out, "office_file", option_value(work->read, OPTION_TO));
    json_text(&out, "plan", option_value(work->read, OPTION_PLAN));
    json_integer(&out, "must_failures", (int64_t)facts->must_failures[0]);
    json_number(&out, "persons_outside", facts->persons_outside[0]);
    if (has_plan) {
        json_integer(&out, "must_failures_with_plan",
                     (int64_t)facts->must_failures[1]);
        json_number(&out, "persons_outside_with_plan",
                    facts->persons_outside[1]);
        json_number(&out, "cost_cny", facts->cost_cny);
    }
    json_integer(&out, "units", (int64_t)facts->unit_count);
    json_integer(&out, "bytes", (int64_t)facts->size);
    json_end(&out);
}

static void print_result(const reporting *work)
{
    const char *page = option_value(work->read, OPTION_OUTPUT);
    const char *office = option_value(work->read, OPTION_TO);

    if (option_given(work->read, OPTION_JSON)) {
        print_json(work);
        return;
    }
    if (page)
        printf(_("%s: the report, %zu kB\n"), page,
               (work->facts.size + 500) / 1000);
    if (office)
        printf(_("%s: the report for an office program\n"), office);
    if (page && !circlet_page_has_leaflet() &&
        !option_given(work->read, OPTION_QUIET))
        remark(work->read->command->name,
               _("this circlet was built without Leaflet: the map is a "
                 "picture"));
}

/* ---- the work ----------------------------------------------------------- */

static circlet_status report(reporting *work, circlet_error *error)
{
    const arguments *read = work->read;
    circlet_status status = study_open(&work->study, read, error);

    if (!status && !study_travel(&work->study) &&
        !option_given(read, OPTION_QUIET))
        remark(read->command->name,
               _("%s has no roads: rules about travel times have no data"),
               work->study.path);
    if (!status)
        status = report_inputs_find(&work->inputs, &work->study,
                                    option_value(read, OPTION_PLAN),
                                    option_value(read, OPTION_POLICY),
                                    (int)work->year, work->date, error);
    work->options.progress = work->study.progress;
    work->options.threads = work->study.engine.threads;
    if (!status)
        status = write_page(work, error);
    return status ? status : write_office(work, error);
}

static int run(const arguments *read)
{
    reporting work = {.read = read, .options = CIRCLET_PAGE_OPTIONS_INIT};
    circlet_error error;
    int result = read_command_line(&work);

    if (result == ARGUMENTS_ARE_READ) {
        result = report(&work, &error)
                     ? report_error(read->command->name, &error)
                     : EXIT_DONE;
        progress_end(&work.study.bar);
        if (result == EXIT_DONE)
            print_result(&work);
    }
    report_inputs_clear(&work.inputs);
    study_close(&work.study);
    return result;
}

static const option_use options[] = {
    {OPTION_POLICY, true, N_("the rules (YAML)")},
    {OPTION_PLAN, false, N_("with this plan: today and with it")},
    {OPTION_OUTPUT, false, N_("the page to write, .html")},
    {OPTION_TO, false,
     N_("a document for Word, WPS or LibreOffice, .docx or .odt: text, "
        "tables and maps in one language; needs pandoc")},
    {OPTION_YEAR, false, NULL},
    {OPTION_DATE, false, NULL},
    {OPTION_LANGUAGE, false,
     N_("what is shown first, or alone in a document: zh or en; default: "
        "that of the locale")},
    {OPTION_TITLE, false, NULL},
    {OPTION_FORCE, false, NULL},
    {OPTION_THREADS, false, NULL},
    {OPTION_MEMORY, false, NULL},
};

const command command_report = {
    .name = "report",
    .summary = N_("write all of it as one page to send around"),
    .operands = "CITY",
    .operand_min = 1,
    .operand_max = 1,
    .text = N_("Writes one HTML file that any browser opens from disk, "
               "without a network: what is\n"
               "broken, what a plan mends and costs, a map, a table by "
               "street to search and sort,\n"
               "charts, the plan's actions, what it leaves, method and "
               "sources. It is in Chinese\n"
               "and English, and prints on A4. Nobody is in it: numbers of "
               "fewer than five\n"
               "persons are not shown."),
    .examples = "  circlet report city.gpkg --policy rules.yaml "
                "-o city.html\n"
                "  circlet report city.gpkg --policy rules.yaml --plan p20 "
                "\\\n"
                "      -o p20.html --to p20.docx\n",
    .options = options,
    .option_count = sizeof(options) / sizeof(options[0]),
    .run = run,
};
