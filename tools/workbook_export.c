#include "workbook_export.h"

#include <inttypes.h>
#include <string.h>
#include <strings.h>

#include "json.h"
#include "locale.h"
#include "message.h"
#include "output_file.h"
#include "workbook_sheets.h"

bool workbook_is_named(const char *path)
{
    size_t size = strlen(path);

    return size > 5 && strcasecmp(path + size - 5, ".xlsx") == 0;
}

static int read_language(bool *is_chinese, const arguments *read)
{
    const char *text = option_value(read, OPTION_LANGUAGE);

    *is_chinese = text ? strcmp(text, "zh") == 0 : locale_is_chinese();
    if (!text || *is_chinese || strcmp(text, "en") == 0)
        return ARGUMENTS_ARE_READ;
    return usage_error(read->command->name,
                       _("option '--%s' takes %s, not '%s'"),
                       option_name(OPTION_LANGUAGE), "zh, en", text);
}

static circlet_status fill(circlet_workbook **out, const workbook_study *work,
                           circlet_error *error)
{
    circlet_status status = circlet_workbook_new(
        out,
        locale_is_chinese() ? circlet_policy_title_zh(work->base.policy)
                            : circlet_policy_title_en(work->base.policy),
        error);

    if (status)
        return status;
    workbook_add_summary(*out, work);
    workbook_add_rules(*out, work);
    workbook_add_findings(*out, work);
    workbook_add_ledger(*out, work);
    workbook_add_actions(*out, work);
    workbook_add_costs(*out, work);
    workbook_add_sources(*out, work);
    return CIRCLET_OK;
}

static bool write_bytes(const char *bytes, size_t size, void *user)
{
    return fwrite(bytes, 1, size, user) == size;
}

static circlet_status write_book(const workbook_study *work,
                                 const arguments *read, bool is_chinese,
                                 circlet_error *error)
{
    circlet_workbook *book = NULL;
    output_file file = {0};
    locale_kept kept;
    circlet_status status =
        output_file_open(&file, option_value(read, OPTION_TO),
                         option_given(read, OPTION_FORCE), error);

    if (status)
        return status;
    locale_borrow(&kept, is_chinese);
    status = fill(&book, work, error);
    locale_return(&kept);
    if (!status)
        status = circlet_workbook_write(book, write_bytes, file.file, error);
    if (!status)
        status = output_file_commit(&file, error);
    output_file_end(&file);
    circlet_workbook_free(book);
    return status;
}

static void print_result(const arguments *read, size_t count)
{
    json out;

    if (!option_given(read, OPTION_JSON)) {
        printf(ngettext("%s written, with %llu finding\n",
                        "%s written, with %llu findings\n",
                        (unsigned long)count),
               option_value(read, OPTION_TO), (unsigned long long)count);
        return;
    }
    json_start(&out, stdout);
    json_text(&out, "file", option_value(read, OPTION_TO));
    json_text(&out, "plan", option_value(read, OPTION_PLAN));
    json_integer(&out, "findings", (int64_t)count);
    json_boolean(&out, "exact", option_given(read, OPTION_EXACT));
    json_end(&out);
}

int workbook_export(const arguments *read)
{
    workbook_study work = {.year_count = 0};
    circlet_error error = {0};
    bool is_chinese = false;
    long year = 0;
    int result = option_whole(&year, read, OPTION_YEAR, 1900, 2200);

    if (result == ARGUMENTS_ARE_READ)
        result = read_language(&is_chinese, read);
    if (result == ARGUMENTS_ARE_READ && !option_given(read, OPTION_POLICY))
        result = usage_error(read->command->name,
                             _("an .xlsx file needs --policy"));
    if (result != ARGUMENTS_ARE_READ)
        return result;
    if (workbook_study_make(&work, read, (int)year, &error) ||
        write_book(&work, read, is_chinese, &error)) {
        result = report_error(read->command->name, &error);
    } else {
        print_result(read, circlet_findings_count(work.findings));
        result = EXIT_DONE;
    }
    workbook_study_free(&work);
    return result;
}
