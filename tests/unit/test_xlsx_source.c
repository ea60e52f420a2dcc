#include "unit.h"

#ifdef HAVE_XLSX

#include "xlsx_fixture.h"

/* All values of the next row, "-" for none, with "|" between. */
static void join(char out[512], const opened *o, const ci_record *record)
{
    out[0] = '\0';
    for (size_t i = 0; i < ci_source_field_count(o->source); i++) {
        size_t size = strlen(out);

        snprintf(out + size, 512 - size, "%s%s", i > 0 ? "|" : "",
                 record->values[i] ? record->values[i] : "-");
    }
}

static void assert_row(opened *o, uint64_t number, const char *want)
{
    ci_record record;
    bool has_row = false;
    char got[512];

    assert_ok(ci_source_next(o->source, &record, &has_row, error));
    assert_true(has_row);
    assert_int_equal(record.row, number);
    assert_int_equal(record.geometry->type, CI_GEOMETRY_NONE);
    if (record.problem)
        fail_msg("row %d: %s", (int)number, record.problem);
    join(got, o, &record);
    assert_string_equal(got, want);
}

static void assert_problem(opened *o, uint64_t number, const char *want)
{
    ci_record record;
    bool has_row = false;

    assert_ok(ci_source_next(o->source, &record, &has_row, error));
    assert_true(has_row);
    assert_int_equal(record.row, number);
    assert_non_null(record.problem);
    if (!strstr(record.problem, want))
        fail_msg("the problem is '%s'", record.problem);
}

static void assert_end(opened *o)
{
    ci_record record;
    bool has_row = true;

    assert_ok(ci_source_next(o->source, &record, &has_row, error));
    assert_false(has_row);
}

/* ---- values ------------------------------------------------------------- */

#define NAMES(a, b)                                                           \
    "<row r='1'><c r='A1' t='inlineStr'><is><t>" a "</t></is></c>"            \
    "<c r='B1' t='inlineStr'><is><t>" b "</t></is></c></row>"

static void each_kind_of_text_is_read(void **state)
{
    const xlsx_text text = {
        .sheet = XLSX_SHEET(
            "<row r='1'><c r='A1' t='s'><v>0</v></c>"
            "<c r='B1' t='s'><v>1</v></c></row>"
            "<row r='2'><c r='A2' t='inlineStr'><is><r><t>李</t></r>"
            "<r><rPr><b/></rPr><t xml:space='preserve'> 四</t></r>"
            "<rPh sb='0' eb='1'><t>li</t></rPh></is></c>"
            "<c r='B2' t='str'><f>A1&amp;\"x\"</f><v>x&lt;y</v></c></row>"
            "<row r='3'><c r='A3' t='s'><v>2</v></c>"
            "<c r='B3' t='b'><v>1</v></c></row>"),
        .strings = "<sst xmlns='" XLSX_MAIN "'><si><t>id</t></si>"
                   "<si><r><t>na</t></r><r><t>me</t></r>"
                   "<rPh sb='0' eb='1'><t>READING</t></rPh>"
                   "<phoneticPr fontId='1'/></si>"
                   "<si><t>a_x000D_b_x005F_x41__xD800__x0000_</t></si></sst>"};
    opened o;
    (void)state;

    open_book(&o, &text);

    assert_int_equal(ci_source_field_count(o.source), 2);
    assert_string_equal(ci_source_field(o.source, 0), "id");
    assert_string_equal(ci_source_field(o.source, 1), "name");
    assert_row(&o, 2, "李 四|x<y");
    assert_row(&o, 3, "a\rb_x41__xD800__x0000_|1");
    assert_end(&o);
    assert_false(ci_source_has_geometry(o.source));
    close_book(&o);
}

static const char styles[] =
    "<styleSheet xmlns='" XLSX_MAIN "'><numFmts count='2'>"
    "<numFmt numFmtId='176' formatCode='yyyy\"年\"m\"月\"d\"日\"'/>"
    "<numFmt numFmtId='177' formatCode='000000'/></numFmts>"
    "<cellStyleXfs count='1'><xf numFmtId='14'/></cellStyleXfs>"
    "<cellXfs count='4'><xf numFmtId='0'/><xf numFmtId='176'/>"
    "<xf numFmtId='177'/><xf numFmtId='20'/></cellXfs></styleSheet>";

#define DATED_ROWS                                                            \
    NAMES("a", "b")                                                           \
    "<row r='2'><c r='A2' s='1'><v>45351</v></c>"                             \
    "<c r='B2' s='2'><v>42</v></c></row>"                                     \
    "<row r='3'><c r='A3' s='3'><v>0.5</v></c><c r='B3'><v>45351</v></c>"     \
    "</row><row r='4'><c r='A4' s='1'><v>60</v></c></row>"

static void styles_tell_dates_from_numbers(void **state)
{
    const xlsx_text text = {.sheet = XLSX_SHEET(DATED_ROWS), .styles = styles};
    opened o;
    (void)state;

    open_book(&o, &text);

    assert_row(&o, 2, "2024-02-29|000042");
    assert_row(&o, 3, "12:00:00|45351");
    assert_problem(&o, 4,
                   "a in cell A4 is shown as a date, and there is no such "
                   "day");
    assert_end(&o);
    close_book(&o);
}

static void a_book_may_count_its_days_from_1904(void **state)
{
    const xlsx_text text = {
        .book = "<workbook xmlns='" XLSX_MAIN "' xmlns:r='" XLSX_OFFICE
                "'><workbookPr date1904='1'/><sheets><sheet name='S' "
                "sheetId='1' r:id='r1'/></sheets></workbook>",
        .sheet = XLSX_SHEET(DATED_ROWS),
        .styles = styles};
    opened o;
    (void)state;

    open_book(&o, &text);

    assert_row(&o, 2, "2028-03-01|000042");
    assert_row(&o, 3, "12:00:00|45351");
    assert_row(&o, 4, "1904-03-01|-");
    close_book(&o);
}

static void strict_files_are_read(void **state)
{
#define STRICT "http://purl.oclc.org/ooxml/spreadsheetml/main"
#define STRICT_LINKS "http://purl.oclc.org/ooxml/officeDocument/relationships"
    const xlsx_text text = {
        .package_links =
            "<Relationships xmlns='" XLSX_LINKS "'><Relationship Id='r1' "
            "Type='" STRICT_LINKS "/officeDocument' "
            "Target='/xl/workbook.xml'/></Relationships>",
        .book_links =
            "<Relationships xmlns='" XLSX_LINKS "'><Relationship Id='r1' "
            "Type='" STRICT_LINKS "/worksheet' "
            "Target='worksheets/sheet1.xml'/></Relationships>",
        .book = "<x:workbook xmlns:x='" STRICT "' xmlns:y='" STRICT_LINKS
                "'><x:sheets><x:sheet name='S' y:id='r1'/></x:sheets>"
                "</x:workbook>",
        .sheet = "<x:worksheet xmlns:x='" STRICT "'><x:sheetData><x:row>"
                 "<x:c t='str'><x:v>a</x:v></x:c></x:row><x:row>"
                 "<x:c t='d'><x:v>2024-02-29T00:00:00</x:v></x:c></x:row>"
                 "</x:sheetData></x:worksheet>"};
    opened o;
    (void)state;

    open_book(&o, &text);

    assert_string_equal(ci_source_field(o.source, 0), "a");
    assert_row(&o, 2, "2024-02-29");
    assert_end(&o);
    close_book(&o);
}

static void rows_that_cannot_be_used_say_why(void **state)
{
    opened o;
    (void)state;

    open_rows(&o,
              XLSX_SHEET(NAMES(
                  "id", "age") "<row r='2'><c r='A2'><v>1.1010119800101E+17"
                               "</v></c></row>"
                               "<row r='3'><c r='A3'><v>7</v></c><c r='B3' "
                               "t='e'><v>#N/A</v></c></row>"
                               "<row r='4'><c r='B4'><f>A1+1</f><v></v></c>"
                               "</row>"
                               "<row r='5'><c r='A5'><v>seven</v></c>"
                               "<c r='B5' t='e'><f>1/0</f><v>#DIV/0!</v></c>"
                               "</row><row r='6'><c r='A6'><v>6</v></c>"
                               "</row>"));

    assert_problem(&o, 2,
                   "id in cell A2 is a number of more than 15 digits, of "
                   "which a spreadsheet loses some: format the column as "
                   "text and enter it again");
    assert_problem(&o, 3, "age in cell B3 is the error #N/A");
    assert_problem(&o, 4, "age in cell B4 is a formula without a stored");
    assert_problem(&o, 5,
                   "id in cell A5 is marked as a number, and is none; age in "
                   "cell B5 is the error #DIV/0!");
    assert_row(&o, 6, "6|-");
    assert_end(&o);
    close_book(&o);
}

/* ---- rows and columns --------------------------------------------------- */

static void cells_stand_where_their_references_say(void **state)
{
    opened o;
    (void)state;

    open_rows(
        &o, XLSX_SHEET("<row r='3'><c r='B3' t='str'><v>a</v></c>"
                       "<c r='AA3' t='str'><v>b</v></c><c t='str'><v>c</v></c>"
                       "</row><row r='4'/><row r='5'><c r='C5' s='0'/></row>"
                       "<row r='7'><c r='AB7'><v>3</v></c></row>"
                       "<row><c r='B8'><v>1</v></c><c r='AA8' t='str'>"
                       "<v>  </v></c></row>"));

    assert_int_equal(ci_source_field_count(o.source), 3);
    assert_row(&o, 7, "-|-|3");
    assert_row(&o, 8, "1|-|-");
    assert_end(&o);
    assert_remark(&o, 0,
                  "the heading of sheet 'Sheet1' is row 3: what stands above "
                  "it is not read");
    close_book(&o);
}

static void titles_and_notes_stand_above_the_heading(void **state)
{
    opened o;
    (void)state;

    open_rows(
        &o,
        XLSX_SHEET_WITH(
            "",
            "<row>" CELL(
                "2023 年花名册") "</row>"
                                 "<row>" CELL("单位：东街道") "<c/><c/>" CELL(
                                     "日期：5 月") "</row><row>" CELL("编号")
                                     CELL("姓\n别") CELL("birth\nyear")
                                         CELL(" 住  址 ") CELL(
                                             "备注") "</row><row>" CELL("1")
                                             CELL("2") CELL("3") CELL("4")
                                                 CELL("5") "</row>",
            "<mergeCells><mergeCell ref='A1:E1'/></mergeCells>"));

    assert_int_equal(ci_source_field_count(o.source), 5);
    assert_string_equal(ci_source_field(o.source, 0), "编号");
    assert_string_equal(ci_source_field(o.source, 1), "姓别");
    assert_string_equal(ci_source_field(o.source, 2), "birth year");
    assert_string_equal(ci_source_field(o.source, 3), "住  址");
    assert_row(&o, 4, "1|2|3|4|5");
    assert_end(&o);
    assert_remark(&o, 0,
                  "the heading of sheet 'Sheet1' is row 3: what stands above "
                  "it is not read");
    assert_remark(&o, 1, NULL);
    close_book(&o);
}

static void a_sheet_may_have_one_column(void **state)
{
    opened o;
    (void)state;

    open_rows(&o, XLSX_SHEET("<row>" CELL("code") "</row><row>" CELL(
                      "a") "</row><row>" CELL("b") "</row>"));

    assert_string_equal(ci_source_field(o.source, 0), "code");
    assert_row(&o, 2, "a");
    assert_row(&o, 3, "b");
    assert_end(&o);
    assert_remark(&o, 0, NULL);
    close_book(&o);
}

static void of_merged_cells_only_the_first_has_the_value(void **state)
{
    opened o;
    (void)state;

    open_rows(
        &o,
        XLSX_SHEET_WITH(
            "",
            NAMES("street",
                  "id") "<row r='2'><c r='A2'><v>1</v></c><c r='B2'><v>2</v>"
                        "</c></row><row r='3'><c r='A3'><v>3</v></c>"
                        "<c r='B3'><v>4</v></c></row><row r='4'><c r='A4'>"
                        "<v>5</v></c><c r='B4'><v>6</v></c></row><row r='5'>"
                        "<c r='A5'><v>7</v></c><c r='B5'><v>8</v></c></row>",
            "<mergeCells><mergeCell ref='A5:B5'/>"
            "<mergeCell ref='A2:A4'/></mergeCells>"));

    assert_row(&o, 2, "1|2");
    assert_row(&o, 3, "-|4");
    assert_row(&o, 4, "-|6");
    assert_row(&o, 5, "7|-");
    assert_end(&o);
    assert_remark(&o, 0,
                  "sheet 'Sheet1' has merged cells (2) below the heading: "
                  "only the first cell of each has the value");
    close_book(&o);
}

static void what_is_hidden_is_read_and_said(void **state)
{
    opened o;
    (void)state;

    open_rows(&o,
              XLSX_SHEET_WITH("<cols><col min='2' max='16384' hidden='1'/>"
                              "</cols>",
                              NAMES("a", "b") "<row r='2' hidden='1'>"
                                              "<c r='B2'><v>7</v></c></row>"
                                              "<row r='3' hidden='1'/>",
                              ""));

    assert_row(&o, 2, "-|7");
    assert_end(&o);
    assert_remark(&o, 0,
                  "hidden rows (1) and columns (1) of sheet 'Sheet1' are read "
                  "like the others");
    close_book(&o);
}

static void headings_that_name_no_columns_are_refused(void **state)
{
    (void)state;

    refuse(XLSX_SHEET(NAMES("a", "a ")), "two columns have the name 'a'");
    refuse(XLSX_SHEET(NAMES("a", "b") "<row r='9'><c r='D9'><v>1</v></c>"
                                      "<c r='E9'><v>1</v></c></row>"),
           "sheet 'Sheet1': column D has values (the last in row 9), but no "
           "name in the heading (row 1)");
    refuse(XLSX_SHEET_WITH("",
                           NAMES("a", "b") "<row r='2'><c r='B2' t='str'>"
                                           "<v>c</v></c></row>",
                           "<mergeCells><mergeCell ref='A1:A2'/>"
                           "</mergeCells>"),
           "cells A1:A2 of the heading (row 1) are merged: unmerge them and "
           "give each column one name in one row");
    refuse(XLSX_SHEET_WITH("", NAMES("a", "b"),
                           "<mergeCells><mergeCell ref='B1:D1'/>"
                           "</mergeCells>"),
           "cells B1:D1 of the heading (row 1) are merged");
    refuse(XLSX_SHEET("<row><c t='e'><v>#REF!</v></c></row>"),
           "cell A1 of the heading holds no name");
}

/* ---- sheets ------------------------------------------------------------- */

static const char three_sheets[] =
    "<workbook xmlns='" XLSX_MAIN "' xmlns:r='" XLSX_OFFICE
    "'><sheets><sheet name='说明' r:id='r1'/>"
    "<sheet name='People: 2023' r:id='r2'/>"
    "<sheet name='old' state='hidden' r:id='r3'/></sheets></workbook>";

static const char one_row[] = XLSX_SHEET("<row>" CELL("one") "</row>");
static const char no_row[] =
    XLSX_SHEET("<row><c s='0'/>" CELL(" ") "</row><row/>");

static void the_only_sheet_with_cells_is_taken(void **state)
{
    const xlsx_text text = {.book = three_sheets,
                            .sheet = no_row,
                            .sheet2 = one_row,
                            .sheet3 = one_row,
                            .strings = "<sst xmlns='" XLSX_MAIN "'/>",
                            .styles = styles};
    opened o;
    (void)state;

    open_book(&o, &text);

    assert_string_equal(ci_source_field(o.source, 0), "one");
    assert_remark(&o, 0,
                  "of the 3 sheets 'People: 2023' is read: it is the only one "
                  "shown that has cells");
    assert_end(&o);
    close_book(&o);
}

static void a_sheet_can_be_named(void **state)
{
    const xlsx_text text = {.book = three_sheets,
                            .sheet = one_row,
                            .sheet2 = XLSX_SHEET("<row>" CELL("two") "</row>"),
                            .sheet3 =
                                XLSX_SHEET("<row>" CELL("three") "</row>"),
                            .strings = "<sst xmlns='" XLSX_MAIN "'/>",
                            .styles = styles};
    char path[SCRATCH_PATH_SIZE + 128];
    opened o;
    (void)state;

    write_book(&o, &text);

    snprintf(path, sizeof(path), "%s:People: 2023", o.path);
    assert_ok(ci_source_open(&o.source, path, NULL, error));
    assert_string_equal(ci_source_field(o.source, 0), "two");
    assert_remark(&o, 0, NULL);
    ci_source_close(o.source);
    snprintf(path, sizeof(path), "%s:old", o.path);
    assert_ok(ci_source_open(&o.source, path, NULL, error));
    assert_string_equal(ci_source_field(o.source, 0), "three");
    ci_source_close(o.source);
    o.source = NULL;
    snprintf(path, sizeof(path), "%s:none", o.path);
    assert_fails(ci_source_open(&o.source, path, NULL, error), CIRCLET_E_INPUT,
                 "a.xlsx: there is no sheet 'none' (sheets: 说明, People: "
                 "2023, old)");
    assert_fails(ci_source_open(&o.source, o.path, NULL, error),
                 CIRCLET_E_INPUT, "a.xlsx:SHEET (sheets: 说明, People: 2023)");
    close_book(&o);
}

static void a_book_without_filled_cells_is_refused(void **state)
{
    const xlsx_text text = {.sheet = no_row};
    (void)state;

    refuse_book(&text, CIRCLET_E_INPUT,
                "no sheet that is shown has a filled cell (sheets: Sheet1)");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_kind_of_text_is_read),
        cmocka_unit_test(styles_tell_dates_from_numbers),
        cmocka_unit_test(a_book_may_count_its_days_from_1904),
        cmocka_unit_test(strict_files_are_read),
        cmocka_unit_test(rows_that_cannot_be_used_say_why),
        cmocka_unit_test(cells_stand_where_their_references_say),
        cmocka_unit_test(titles_and_notes_stand_above_the_heading),
        cmocka_unit_test(a_sheet_may_have_one_column),
        cmocka_unit_test(of_merged_cells_only_the_first_has_the_value),
        cmocka_unit_test(what_is_hidden_is_read_and_said),
        cmocka_unit_test(headings_that_name_no_columns_are_refused),
        cmocka_unit_test(the_only_sheet_with_cells_is_taken),
        cmocka_unit_test(a_sheet_can_be_named),
        cmocka_unit_test(a_book_without_filled_cells_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

#else

#include "io/source.h"

static void without_xlsx_the_reason_is_said(void **state)
{
    ci_source source = {0};
    const ci_source_options options = {0};
    (void)state;

    assert_fails(ci_xlsx_open(&source, "a.xlsx", &options, error),
                 CIRCLET_E_UNSUPPORTED,
                 "a.xlsx: this circlet was built without xlsx");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_xlsx_the_reason_is_said),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

#endif
