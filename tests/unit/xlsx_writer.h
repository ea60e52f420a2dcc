/* A workbook made of a few texts, for tests: each part that is NULL is left
 * out or has a plain text. */
#ifndef TESTS_XLSX_WRITER_H
#define TESTS_XLSX_WRITER_H

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zip.h>

#define XLSX_MAIN "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define XLSX_LINKS                                                            \
    "http://schemas.openxmlformats.org/package/2006/relationships"
#define XLSX_OFFICE                                                           \
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

/* A sheet with these rows, and what stands before and behind them. */
#define XLSX_SHEET_WITH(before, rows, behind)                                 \
    "<worksheet xmlns='" XLSX_MAIN "'>" before "<sheetData>" rows             \
    "</sheetData>" behind "</worksheet>"
#define XLSX_SHEET(rows) XLSX_SHEET_WITH("", rows, "")

typedef struct xlsx_text {
    const char *package_links; /* _rels/.rels */
    const char *book, *book_links; /* xl/workbook.xml and what it names */
    const char *sheet, *sheet2, *sheet3; /* xl/worksheets/sheetN.xml */
    size_t sheet_size; /* 0: up to its final 0 */
    const char *strings, *styles;
} xlsx_text;

/* Small parts are stored as they are, so that damage is done to what they
 * say; large ones are deflated. */
static inline bool xlsx_add(zip_t *zip, const char *name, const char *text,
                            size_t size)
{
    zip_source_t *source = zip_source_buffer(zip, text, size, 0);
    zip_int64_t place = -1;

    if (source)
        place = zip_file_add(zip, name, source, ZIP_FL_ENC_UTF_8);
    if (place < 0) {
        zip_source_free(source);
        return false;
    }
    return zip_set_file_compression(
               zip, (zip_uint64_t)place,
               size < 65536 ? ZIP_CM_STORE : ZIP_CM_DEFLATE, 0) == 0;
}

static inline bool xlsx_add_text(zip_t *zip, const char *name,
                                 const char *text)
{
    return !text || xlsx_add(zip, name, text, strlen(text));
}

static const char xlsx_package_links[] =
    "<Relationships xmlns='" XLSX_LINKS
    "'><Relationship Id='r1' Type='" XLSX_OFFICE
    "/officeDocument' Target='xl/workbook.xml'/></Relationships>";

/* The links to the parts that there are. */
static inline void xlsx_link_parts(char out[2048], const xlsx_text *text)
{
    const struct {
        const char *part, *kind, *target;
    } links[] = {
        {text->sheet, "worksheet", "worksheets/sheet1.xml"},
        {text->sheet2, "worksheet", "/xl/worksheets/sheet2.xml"},
        {text->sheet3, "worksheet", "../xl/./worksheets/sheet3.xml"},
        {text->strings, "sharedStrings", "sharedStrings.xml"},
        {text->styles, "styles", "styles.xml"},
    };
    int size = snprintf(out, 2048, "<Relationships xmlns='%s'>", XLSX_LINKS);

    /* A sheet is linked even if it is not there. */
    for (int i = 0; i < 5; i++)
        if (links[i].part || i == 0)
            size +=
                snprintf(out + size, 2048 - (size_t)size,
                         "<Relationship Id='r%d' Type='%s/%s' "
                         "Target='%s'/>",
                         i + 1, XLSX_OFFICE, links[i].kind, links[i].target);
    snprintf(out + size, 2048 - (size_t)size, "</Relationships>");
}

static const char xlsx_book[] =
    "<workbook xmlns='" XLSX_MAIN "' xmlns:r='" XLSX_OFFICE "'><sheets>"
    "<sheet name='Sheet1' sheetId='1' r:id='r1'/></sheets></workbook>";

/* False if the file cannot be written. */
static inline bool xlsx_write(const char *path, const xlsx_text *text)
{
    zip_t *zip = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, NULL);
    char links[2048];
    bool is_good;

    if (!zip)
        return false;
    xlsx_link_parts(links, text);
    is_good =
        xlsx_add_text(zip, "_rels/.rels",
                      text->package_links ? text->package_links
                                          : xlsx_package_links) &&
        xlsx_add_text(zip, "xl/workbook.xml",
                      text->book ? text->book : xlsx_book) &&
        xlsx_add_text(zip, "xl/_rels/workbook.xml.rels",
                      text->book_links ? text->book_links : links) &&
        (text->sheet_size == 0 || xlsx_add(zip, "xl/worksheets/sheet1.xml",
                                           text->sheet, text->sheet_size)) &&
        (text->sheet_size > 0 ||
         xlsx_add_text(zip, "xl/worksheets/sheet1.xml", text->sheet)) &&
        xlsx_add_text(zip, "xl/worksheets/sheet2.xml", text->sheet2) &&
        xlsx_add_text(zip, "xl/worksheets/sheet3.xml", text->sheet3) &&
        xlsx_add_text(zip, "xl/sharedStrings.xml", text->strings) &&
        xlsx_add_text(zip, "xl/styles.xml", text->styles);
    if (is_good && zip_close(zip) == 0)
        return true;
    zip_discard(zip);
    return false;
}

#endif
