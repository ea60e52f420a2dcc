#include "unit.h"

#ifdef HAVE_XLSX

#include "xlsx_fixture.h"

#define NAMES(a, b)                                                           \
    "<row r='1'><c r='A1' t='inlineStr'><is><t>" a "</t></is></c>"            \
    "<c r='B1' t='inlineStr'><is><t>" b "</t></is></c></row>"

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

static const char one_row[] = XLSX_SHEET("<row>" CELL("one") "</row>");

static void parts_that_are_missing_are_named(void **state)
{
    const xlsx_text no_sheet = {.sheet = NULL};
    const xlsx_text no_link = {.sheet = one_row,
                               .book_links =
                                   "<Relationships xmlns='" XLSX_LINKS "'/>"};
    const xlsx_text no_book = {.sheet = one_row,
                               .package_links =
                                   "<Relationships xmlns='" XLSX_LINKS "'/>"};
    const xlsx_text no_strings = {
        .sheet = one_row,
        .book_links =
            "<Relationships xmlns='" XLSX_LINKS "'><Relationship Id='r1' "
            "Type='" XLSX_OFFICE "/worksheet' "
            "Target='worksheets/sheet1.xml'/><Relationship Id='r2' "
            "Type='" XLSX_OFFICE "/sharedStrings' "
            "Target='sharedStrings.xml'/></Relationships>"};
    const xlsx_text binary = {
        .sheet = one_row,
        .package_links =
            "<Relationships xmlns='" XLSX_LINKS "'><Relationship Id='r1' "
            "Type='" XLSX_OFFICE "/officeDocument' "
            "Target='xl/workbook.bin'/></Relationships>"};
    (void)state;

    refuse_book(&no_sheet, CIRCLET_E_FORMAT,
                "its part xl/worksheets/sheet1.xml is missing");
    refuse_book(&no_link, CIRCLET_E_FORMAT,
                "the sheet 'Sheet1' of the .xlsx file has no part");
    refuse_book(&no_book, CIRCLET_E_FORMAT, "no workbook is in the file");
    refuse_book(&no_strings, CIRCLET_E_FORMAT,
                "its part xl/sharedStrings.xml is missing");
    refuse_book(&binary, CIRCLET_E_UNSUPPORTED,
                "a binary Excel file (.xlsb): save it as .xlsx or CSV");
}

static void sheets_that_no_program_writes_are_refused(void **state)
{
    (void)state;

    refuse("<!DOCTYPE a [<!ENTITY b 'c'>]><worksheet xmlns='" XLSX_MAIN
           "'><sheetData/></worksheet>",
           "sheet1.xml has a document type, which no spreadsheet has");
    refuse("<worksheet xmlns='" XLSX_MAIN "'><sheetData><row><c",
           "sheet1.xml, line 1: ");
    refuse("", "sheet1.xml, line 1: ");
    refuse(XLSX_SHEET("<row r='2'/><row r='2'/>"),
           "row '2' comes after row 2");
    refuse(XLSX_SHEET("<row r='1048577'/>"), "row '1048577' comes after");
    refuse(XLSX_SHEET("<row r='1e3'/>"), "row '1e3' comes after row 0");
    refuse(XLSX_SHEET("<row><c r='B1'/><c r='A1'/></row>"),
           "cell 'A1' stands where C1 or a later one is expected");
    refuse(XLSX_SHEET("<row><c r='A2'/></row>"), "cell 'A2' stands where A1");
    refuse(XLSX_SHEET("<row><c r='XFE1'/></row>"), "cell 'XFE1' stands where");
    refuse(XLSX_SHEET("<row><c r='XFD1'/><c/></row>"), "cell '' stands where");
    refuse(XLSX_SHEET("<row><c t='z'/></row>"), "cell '' has the type 'z'");
    refuse(XLSX_SHEET("<row><c t='s'><v>3</v></c></row>"),
           "cell A1 has the shared text '3' of 0");
    refuse(XLSX_SHEET("<row><c t='s'><v>-1</v></c></row>"),
           "cell A1 has the shared text '-1' of 0");
    refuse(XLSX_SHEET_WITH("", "<row>" CELL("a") "</row>",
                           "<mergeCell ref='A2:A1'/>"),
           "the merged cells 'A2:A1' are none");
}

static void a_style_that_is_not_there_is_refused(void **state)
{
    const xlsx_text text = {.sheet = XLSX_SHEET("<row><c s='4'/></row>"),
                            .styles = styles};
    (void)state;

    refuse_book(&text, CIRCLET_E_FORMAT, "cell '' has a style that the file");
}

static void deep_nesting_and_long_tags_are_refused(void **state)
{
    enum { SIZE = 3 * 1024 * 1024 };
    char *deep = malloc(SIZE);
    xlsx_text text = {.sheet = deep, .sheet_size = SIZE};
    (void)state;

    assert_non_null(deep);
    for (size_t i = 0; i + 3 <= SIZE; i += 3)
        memcpy(deep + i, "<a>", 3);
    refuse_book(&text, CIRCLET_E_FORMAT,
                "sheet1.xml is nested deeper than 100 elements");
    memset(deep, 'a', SIZE);
    memcpy(deep, "<a b='", 6);
    refuse_book(&text, CIRCLET_E_FORMAT,
                "sheet1.xml has a tag of more than 1048576 bytes");
    free(deep);
}

static void bombs_are_refused(void **state)
{
    enum { SIZE = 100 * 1024 * 1024 };
    static const char start[] = "<worksheet xmlns='" XLSX_MAIN "'>";
    char *spaces = malloc(SIZE);
    xlsx_text text = {.sheet = spaces, .sheet_size = SIZE};
    (void)state;

    assert_non_null(spaces);
    memset(spaces, ' ', SIZE);
    memcpy(spaces, start, sizeof(start) - 1);
    text.sheet_size = SIZE;
    refuse_book(&text, CIRCLET_E_FORMAT, "which no spreadsheet does");
    free(spaces);
}

static void a_row_of_too_many_bytes_is_refused(void **state)
{
    enum { SIZE = 17 * 1024 * 1024 };
    static const char start[] =
        "<worksheet xmlns='" XLSX_MAIN "'><sheetData><row><c t='str'><v>";
    char *long_row = malloc(SIZE);
    xlsx_text text = {.sheet = long_row, .sheet_size = SIZE};
    (void)state;

    assert_non_null(long_row);
    memset(long_row, 'a', SIZE);
    memcpy(long_row, start, sizeof(start) - 1);
    refuse_book(&text, CIRCLET_E_FORMAT, "row 1 has more than 16777216 bytes");
    free(long_row);
}

/* Writes `size` bytes as a.xlsx and sees how it is refused. */
static void refuse_bytes(const void *bytes, size_t size, circlet_status status,
                         const char *message)
{
    scratch_folder folder;
    char path[SCRATCH_PATH_SIZE];
    ci_source *source = NULL;

    assert_true(scratch_make(&folder));
    assert_true(scratch_write(&folder, "a.xlsx", bytes, size));
    assert_fails(ci_source_open(&source, scratch_path(&folder, path, "a.xlsx"),
                                NULL, error),
                 status, message);
    scratch_remove(&folder);
}

static void files_that_are_something_else_are_named(void **state)
{
    ci_source *source = NULL;
    (void)state;

    refuse_bytes("", 0, CIRCLET_E_FORMAT, "a.xlsx: file is empty");
    refuse_bytes("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 and more", 18,
                 CIRCLET_E_UNSUPPORTED,
                 "an old Excel file (.xls) or one with a password: save it as "
                 ".xlsx without a password, or as CSV");
    refuse_bytes("<html><table>", 13, CIRCLET_E_FORMAT, "not an .xlsx file");
    refuse_bytes("PK\3\4 and no more", 16, CIRCLET_E_FORMAT,
                 "the .xlsx file is cut short or damaged");
    assert_fails(ci_source_open(&source, "a.xls", NULL, error),
                 CIRCLET_E_UNSUPPORTED,
                 "a.xls: old Excel files (.xls) are not read");
    assert_fails(ci_source_open(&source, "a.ods", NULL, error),
                 CIRCLET_E_UNSUPPORTED, "a.ods: the suffix is none of");
    assert_fails(ci_source_open(&source, "/none/a.xlsx:S", NULL, error),
                 CIRCLET_E_INPUT, "/none/a.xlsx: No such file or directory");
}

/* Every file cut short is refused, wherever it was cut. */
static void truncated_files_are_refused(void **state)
{
    const xlsx_text text = {.sheet = XLSX_SHEET(DATED_ROWS), .styles = styles};
    char bytes[8192];
    size_t size;
    FILE *file;
    opened o;
    (void)state;

    write_book(&o, &text);
    file = fopen(o.path, "rb");
    assert_non_null(file);
    size = fread(bytes, 1, sizeof(bytes), file);
    fclose(file);
    assert_true(size > 1000 && size < sizeof(bytes));
    for (size_t i = 2; i < size; i += 7)
        refuse_bytes(bytes, i, CIRCLET_E_FORMAT, "damaged");
    close_book(&o);
}

/* A changed byte of what is packed is found by its check sum, but only once
 * the part was read to its end. */
static void damaged_parts_are_refused(void **state)
{
    const xlsx_text text = {.sheet = XLSX_SHEET(DATED_ROWS), .styles = styles};
    char bytes[8192];
    size_t size, refused = 0, tried = 0;
    FILE *file;
    opened o;
    (void)state;

    write_book(&o, &text);
    file = fopen(o.path, "rb");
    assert_non_null(file);
    size = fread(bytes, 1, sizeof(bytes), file);
    fclose(file);
    for (size_t i = 60; i < size / 2; i += 11) {
        circlet_error error = {CIRCLET_OK, ""};

        bytes[i] = (char)(bytes[i] ^ 4);
        assert_true(scratch_write(&o.folder, "a.xlsx", bytes, size));
        bytes[i] = (char)(bytes[i] ^ 4);
        tried++;
        if (ci_source_open(&o.source, o.path, NULL, &error) != CIRCLET_OK) {
            assert_true(error.status == CIRCLET_E_FORMAT ||
                        error.status == CIRCLET_E_UNSUPPORTED);
            refused++;
            continue;
        }
        ci_source_close(o.source);
        o.source = NULL;
    }
    /* What is not refused are the times and flags that say nothing. */
    assert_true(refused * 10 > tried * 7);
    close_book(&o);
}

static void an_encoding_is_refused(void **state)
{
    const xlsx_text text = {.sheet = one_row};
    const ci_source_options options = {.encoding = "GBK"};
    opened o;
    (void)state;

    write_book(&o, &text);
    assert_fails(ci_source_open(&o.source, o.path, &options, error),
                 CIRCLET_E_ARGUMENT,
                 "the encoding of an .xlsx file is known: it takes no other");
    close_book(&o);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parts_that_are_missing_are_named),
        cmocka_unit_test(sheets_that_no_program_writes_are_refused),
        cmocka_unit_test(a_style_that_is_not_there_is_refused),
        cmocka_unit_test(deep_nesting_and_long_tags_are_refused),
        cmocka_unit_test(bombs_are_refused),
        cmocka_unit_test(a_row_of_too_many_bytes_is_refused),
        cmocka_unit_test(files_that_are_something_else_are_named),
        cmocka_unit_test(truncated_files_are_refused),
        cmocka_unit_test(damaged_parts_are_refused),
        cmocka_unit_test(an_encoding_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

#else

static void built_without_xlsx(void **state)
{
    (void)state;
    skip();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(built_without_xlsx),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

#endif
