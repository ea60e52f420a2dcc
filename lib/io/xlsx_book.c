#include "io/xlsx_book.h"

#ifdef HAVE_XLSX

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/id_map.h"
#include "base/text.h"
#include "io/xlsx_links.h"
#include "io/xlsx_xml.h"

#define SHEET_MAX 10000

typedef struct book_reading {
    ci_xml_reader *xml;
    ci_xlsx_book *book;
    const ci_xlsx_links *links;
} book_reading;

static circlet_status add_sheet(book_reading *reading, const char *name,
                                const ci_xlsx_link *link, bool is_hidden,
                                circlet_error *error)
{
    ci_xlsx_book *book = reading->book;
    ci_xlsx_sheet_entry *sheets, *entry;

    if (book->sheet_count == SHEET_MAX)
        return ci_fail(error, CIRCLET_E_FORMAT,
                       "%s: the file has more than %d sheets",
                       ci_xlsx_zip_path(book->zip), SHEET_MAX);
    sheets = ci_array_reserve_one(book->sheets, book->sheet_count,
                                  &book->sheet_capacity, sizeof(*sheets));
    if (!sheets)
        return ci_fail_nomem(error);
    book->sheets = sheets;
    entry = &sheets[book->sheet_count++];
    *entry = (ci_xlsx_sheet_entry){ci_text_copy(name),
                                   ci_text_copy(link->part), is_hidden};
    return entry->name && entry->part ? CIRCLET_OK : ci_fail_nomem(error);
}

/* A sheet may also be a chart or a dialogue: it then has no cells. */
static circlet_status hear_sheet(book_reading *reading,
                                 const char *const *attributes,
                                 circlet_error *error)
{
    const char *name = ci_xml_attribute(attributes, "name");
    const char *state = ci_xml_attribute(attributes, "state");
    const char *id = ci_xml_relationship(attributes);
    const ci_xlsx_link *link =
        id ? ci_xlsx_link_of_id(reading->links, id) : NULL;

    if (!name || !link)
        return ci_fail(error, CIRCLET_E_FORMAT,
                       "%s: the sheet '%s' of the .xlsx file has no part",
                       ci_xlsx_zip_path(reading->book->zip), name ? name : "");
    if (strcmp(link->kind, "worksheet") != 0)
        return CIRCLET_OK;
    return add_sheet(reading, name, link,
                     state && strcmp(state, "visible") != 0, error);
}

static void on_start(void *user, const char *name,
                     const char *const *attributes)
{
    book_reading *reading = user;
    circlet_status status = CIRCLET_OK;

    if (strcmp(name, "workbookPr") == 0)
        reading->book->is_1904 = ci_xml_flag(attributes, "date1904");
    else if (strcmp(name, "sheet") == 0)
        status = hear_sheet(reading, attributes, ci_xml_error(reading->xml));
    if (status != CIRCLET_OK)
        ci_xml_fail(reading->xml, status);
}

static void on_end(void *user, const char *name)
{
    (void)user;
    (void)name;
}

static circlet_status read_sheets(ci_xlsx_book *book, const char *part,
                                  const ci_xlsx_links *links,
                                  circlet_error *error)
{
    static const ci_xml_handler handler = {on_start, on_end, NULL};
    book_reading reading = {.book = book, .links = links};
    bool is_done = false;
    circlet_status status = ci_xml_reader_open(&reading.xml, book->zip, part,
                                               &handler, &reading, error);

    while (status == CIRCLET_OK && !is_done)
        status = ci_xml_reader_run(reading.xml, &is_done, error);
    ci_xml_reader_close(reading.xml);
    if (status == CIRCLET_OK && book->sheet_count == 0)
        return ci_fail(error, CIRCLET_E_FORMAT, "%s: the file has no sheet",
                       ci_xlsx_zip_path(book->zip));
    return status;
}

static bool is_binary(const char *part)
{
    size_t size = strlen(part);

    return size > 4 && strcmp(part + size - 4, ".bin") == 0;
}

static circlet_status read_parts(ci_xlsx_book *book, const char *part,
                                 circlet_error *error)
{
    ci_xlsx_links links = {0};
    const ci_xlsx_link *strings, *styles;
    circlet_status status;

    if (is_binary(part))
        return ci_fail(error, CIRCLET_E_UNSUPPORTED,
                       "%s: a binary Excel file (.xlsb): save it as .xlsx or "
                       "CSV",
                       ci_xlsx_zip_path(book->zip));
    status = ci_xlsx_links_read(&links, book->zip, part, error);
    if (status == CIRCLET_OK)
        status = read_sheets(book, part, &links, error);
    strings = ci_xlsx_link_of_kind(&links, "sharedStrings");
    styles = ci_xlsx_link_of_kind(&links, "styles");
    if (status == CIRCLET_OK && strings)
        status = ci_xlsx_strings_read(&book->strings, book->zip, strings->part,
                                      error);
    if (status == CIRCLET_OK && styles)
        status =
            ci_xlsx_styles_read(&book->styles, book->zip, styles->part, error);
    ci_xlsx_links_free(&links);
    return status;
}

/* The part that says what the file is stands under a fixed name, and names
 * the one with the list of sheets. */
static circlet_status read_book(ci_xlsx_book *book, circlet_error *error)
{
    ci_xlsx_links links = {0};
    const ci_xlsx_link *main_part;
    circlet_status status = ci_xlsx_links_read(&links, book->zip, "", error);

    if (status != CIRCLET_OK)
        return status;
    main_part = ci_xlsx_link_of_kind(&links, "officeDocument");
    if (main_part)
        status = read_parts(book, main_part->part, error);
    else
        status =
            ci_fail(error, CIRCLET_E_FORMAT, "%s: no workbook is in the file",
                    ci_xlsx_zip_path(book->zip));
    ci_xlsx_links_free(&links);
    return status;
}

circlet_status ci_xlsx_book_open(ci_xlsx_book *out, const char *path,
                                 circlet_error *error)
{
    ci_xlsx_book book = {0};
    circlet_status status = ci_xlsx_zip_open(&book.zip, path, error);

    if (status == CIRCLET_OK)
        status = read_book(&book, error);
    if (status != CIRCLET_OK) {
        ci_xlsx_book_close(&book);
        return status;
    }
    *out = book;
    return CIRCLET_OK;
}

void ci_xlsx_book_close(ci_xlsx_book *book)
{
    for (size_t i = 0; i < book->sheet_count; i++) {
        free(book->sheets[i].name);
        free(book->sheets[i].part);
    }
    free(book->sheets);
    ci_xlsx_strings_free(&book->strings);
    ci_xlsx_styles_free(&book->styles);
    ci_xlsx_zip_close(book->zip);
    *book = (ci_xlsx_book){0};
}

uint32_t ci_xlsx_book_find(const ci_xlsx_book *book, const char *name)
{
    for (size_t i = 0; i < book->sheet_count; i++)
        if (strcmp(book->sheets[i].name, name) == 0)
            return (uint32_t)i;
    return CI_NOWHERE;
}

#endif
