/* The parts of a workbook: ECMA-376, part 1 (SpreadsheetML) and part 2
 * (packages). */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "io/container.h"
#include "io/workbook.h"

#define HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define MAIN "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define PACKAGE "http://schemas.openxmlformats.org/package/2006/"
#define OFFICE                                                                \
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define TYPE "application/vnd.openxmlformats-officedocument.spreadsheetml."
#define CORE_TYPE "application/vnd.openxmlformats-package.core-properties+xml"
#define LETTERS 26

const char ci_workbook_package_links[] = HEAD
    "<Relationships xmlns=\"" PACKAGE "relationships\">"
    "<Relationship Id=\"rId1\" Type=\"" OFFICE
    "/officeDocument\" Target=\"xl/workbook.xml\"/>"
    "<Relationship Id=\"rId2\" Type=\"" PACKAGE
    "relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/>"
    "</Relationships>\n";

/* ---- words -------------------------------------------------------------- */

/* Programs read "_x0041_" as "A": the underscore itself is such a word. */
static bool is_escape(const char *text)
{
    return text[0] == '_' && text[1] == 'x' &&
           isxdigit((unsigned char)text[2]) &&
           isxdigit((unsigned char)text[3]) &&
           isxdigit((unsigned char)text[4]) &&
           isxdigit((unsigned char)text[5]) && text[6] == '_';
}

static const char *replacement(const char *at)
{
    unsigned char c = (unsigned char)*at;

    if (c == '&')
        return "&amp;";
    if (c == '<')
        return "&lt;";
    if (c == '>')
        return "&gt;";
    if (c == '"')
        return "&quot;";
    if (c < ' ' && c != '\t' && c != '\n')
        return " "; /* XML 1.0 has no such character */
    if (is_escape(at))
        return "_x005F_";
    return NULL;
}

void ci_workbook_put_text(ci_buffer *out, const char *text)
{
    const char *start = text;

    for (const char *at = text; *at; at++) {
        const char *instead = replacement(at);

        if (!instead)
            continue;
        ci_buffer_add_n(out, start, (size_t)(at - start));
        ci_buffer_add(out, instead);
        start = at + 1;
    }
    ci_buffer_add(out, start);
}

void ci_workbook_put_count(ci_buffer *out, size_t value)
{
    char text[24];

    snprintf(text, sizeof(text), "%zu", value);
    ci_buffer_add(out, text);
}

void ci_workbook_put_letters(ci_buffer *out, size_t column)
{
    char text[8];
    size_t at = sizeof(text);

    text[--at] = '\0';
    for (size_t rest = column + 1; rest > 0; rest = (rest - 1) / LETTERS)
        text[--at] = (char)('A' + (rest - 1) % LETTERS);
    ci_buffer_add(out, text + at);
}

/* A part for each sheet: what stands before and behind its number. */
static void put_each(ci_buffer *out, const circlet_workbook *book,
                     const char *before, const char *between,
                     const char *behind)
{
    for (size_t i = 1; i <= book->sheet_count; i++) {
        ci_buffer_add(out, before);
        ci_workbook_put_count(out, i);
        ci_buffer_add(out, between);
        if (behind)
            ci_workbook_put_count(out, i);
        ci_buffer_add(out, behind ? behind : "");
    }
}

/* ---- what it is made of ------------------------------------------------- */

void ci_workbook_put_types(ci_buffer *out, const circlet_workbook *book)
{
    ci_buffer_add(
        out, HEAD
        "<Types xmlns=\"" PACKAGE "content-types\">"
        "<Default Extension=\"rels\" ContentType=\"application/"
        "vnd.openxmlformats-package.relationships+xml\"/>"
        "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
        "<Override PartName=\"/docProps/core.xml\" ContentType=\"" CORE_TYPE
        "\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"" TYPE
        "sheet.main+xml\"/><Override PartName=\"/xl/styles.xml\" "
        "ContentType=\"" TYPE "styles+xml\"/>");
    put_each(out, book, "<Override PartName=\"/xl/worksheets/sheet",
             ".xml\" ContentType=\"" TYPE "worksheet+xml\"/>", NULL);
    ci_buffer_add(out, "</Types>\n");
}

void ci_workbook_put_links(ci_buffer *out, const circlet_workbook *book)
{
    ci_buffer_add(out,
                  HEAD "<Relationships xmlns=\"" PACKAGE
                       "relationships\"><Relationship Id=\"rId0\" "
                       "Type=\"" OFFICE "/styles\" Target=\"styles.xml\"/>");
    put_each(out, book, "<Relationship Id=\"rId",
             "\" Type=\"" OFFICE "/worksheet\" Target=\"worksheets/sheet",
             ".xml\"/>");
    ci_buffer_add(out, "</Relationships>\n");
}

void ci_workbook_put_core(ci_buffer *out, const circlet_workbook *book)
{
    char time[CI_TIME_SIZE];

    ci_container_time(time);
    ci_buffer_add(out, HEAD
                  "<cp:coreProperties xmlns:cp=\"" PACKAGE
                  "metadata/core-properties\" "
                  "xmlns:dc=\"http://purl.org/dc/elements/1.1/\" "
                  "xmlns:dcterms=\"http://purl.org/dc/terms/\" "
                  "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">"
                  "<dc:title>");
    ci_workbook_put_text(out, book->title);
    ci_buffer_add(out, "</dc:title><dc:creator>circlet</dc:creator>"
                       "<dcterms:created xsi:type=\"dcterms:W3CDTF\">");
    ci_buffer_add_n(out, time, strlen("1970-01-01T00:00:00"));
    ci_buffer_add(out, "Z</dcterms:created></cp:coreProperties>\n");
}

/* ---- the book ----------------------------------------------------------- */

/* 'NAME'!$A$1:$K$12, the name with its own quotes doubled. */
static void put_quoted(ci_buffer *out, const char *name)
{
    ci_buffer_add(out, "'");
    for (; *name; name++) {
        char text[2] = {*name, '\0'};

        if (*name == '\'')
            ci_buffer_add(out, "'");
        if (replacement(name))
            ci_workbook_put_text(out, text);
        else
            ci_buffer_add(out, text);
    }
    ci_buffer_add(out, "'!");
}

static void put_names(ci_buffer *out, const ci_workbook_sheet *sheet, size_t i)
{
    ci_buffer_add(out, "<definedName name=\"_xlnm._FilterDatabase\" "
                       "localSheetId=\"");
    ci_workbook_put_count(out, i);
    ci_buffer_add(out, "\" hidden=\"1\">");
    put_quoted(out, sheet->name);
    ci_buffer_add(out, "$A$1:$");
    ci_workbook_put_letters(out, sheet->column_count - 1);
    ci_buffer_add(out, "$");
    ci_workbook_put_count(out, sheet->filtered_rows);
    ci_buffer_add(out, "</definedName><definedName "
                       "name=\"_xlnm.Print_Titles\" localSheetId=\"");
    ci_workbook_put_count(out, i);
    ci_buffer_add(out, "\">");
    put_quoted(out, sheet->name);
    ci_buffer_add(out, "$1:$1</definedName>");
}

void ci_workbook_put_book(ci_buffer *out, const circlet_workbook *book)
{
    ci_buffer_add(out, HEAD "<workbook xmlns=\"" MAIN "\" xmlns:r=\"" OFFICE
                            "\"><sheets>");
    for (size_t i = 0; i < book->sheet_count; i++) {
        ci_buffer_add(out, "<sheet name=\"");
        ci_workbook_put_text(out, book->sheets[i].name);
        ci_buffer_add(out, "\" sheetId=\"");
        ci_workbook_put_count(out, i + 1);
        ci_buffer_add(out, "\" r:id=\"rId");
        ci_workbook_put_count(out, i + 1);
        ci_buffer_add(out, "\"/>");
    }
    ci_buffer_add(out, "</sheets><definedNames>");
    for (size_t i = 0; i < book->sheet_count; i++)
        put_names(out, &book->sheets[i], i);
    ci_buffer_add(out, "</definedNames></workbook>\n");
}

/* ---- a sheet ------------------------------------------------------------ */

/* The heading, and some columns, stay where they are. */
static void put_view(ci_buffer *out, const ci_workbook_sheet *sheet,
                     bool is_first)
{
    ci_buffer_add(out, "<sheetViews><sheetView ");
    ci_buffer_add(out, is_first ? "tabSelected=\"1\" " : "");
    ci_buffer_add(out, "workbookViewId=\"0\"><pane ");
    if (sheet->frozen_columns > 0) {
        ci_buffer_add(out, "xSplit=\"");
        ci_workbook_put_count(out, sheet->frozen_columns);
        ci_buffer_add(out, "\" ");
    }
    ci_buffer_add(out, "ySplit=\"1\" topLeftCell=\"");
    ci_workbook_put_letters(out, sheet->frozen_columns);
    ci_buffer_add(out, "2\" activePane=\"");
    ci_buffer_add(out,
                  sheet->frozen_columns > 0 ? "bottomRight" : "bottomLeft");
    ci_buffer_add(out, "\" state=\"frozen\"/></sheetView></sheetViews>");
}

static void put_widths(ci_buffer *out, const ci_workbook_sheet *sheet)
{
    ci_buffer_add(out, "<cols>");
    for (size_t i = 0; i < sheet->column_count; i++) {
        ci_buffer_add(out, "<col min=\"");
        ci_workbook_put_count(out, i + 1);
        ci_buffer_add(out, "\" max=\"");
        ci_workbook_put_count(out, i + 1);
        ci_buffer_add(out, "\" width=\"");
        ci_buffer_add_double(out, sheet->widths[i]);
        ci_buffer_add(out, "\" customWidth=\"1\"/>");
    }
    ci_buffer_add(out, "</cols>");
}

void ci_workbook_put_sheet(ci_buffer *out, const ci_workbook_sheet *sheet,
                           bool is_first)
{
    ci_buffer_add(out, HEAD "<worksheet xmlns=\"" MAIN
                            "\"><sheetPr><pageSetUpPr fitToPage=\"1\"/>"
                            "</sheetPr>");
    put_view(out, sheet, is_first);
    ci_buffer_add(out, "<sheetFormatPr defaultRowHeight=\"");
    ci_workbook_put_count(out, CI_WORKBOOK_LINE_PT);
    ci_buffer_add(out, "\"/>");
    put_widths(out, sheet);
    ci_buffer_add(out, "<sheetData>\n");
    ci_buffer_add_n(out, sheet->rows.text, sheet->rows.size);
    ci_buffer_add(out, "</sheetData><autoFilter ref=\"A1:");
    ci_workbook_put_letters(out, sheet->column_count - 1);
    ci_workbook_put_count(out, sheet->filtered_rows);
    ci_buffer_add(out, "\"/><pageSetup paperSize=\"9\" "
                       "orientation=\"landscape\" fitToHeight=\"0\"/>"
                       "</worksheet>\n");
}
