#include "unit.h"

#include <shapefil.h>

#include "base/id_map.h"
#include "io/source.h"
#include "scratch.h"

/* 残疾人证号码 in GB18030: 12 bytes, of which a field's name holds 10. */
#define NUMBER "残疾人证号码"
#define NUMBER_GB "\xB2\xD0\xBC\xB2\xC8\xCB\xD6\xA4\xBA\xC5\xC2\xEB"
#define STREET "街道"
#define STREET_GB "\xBD\xD6\xB5\xC0"

static scratch_folder folder;
static char path[SCRATCH_PATH_SIZE];

/* One point for each record of the table. */
static void write_shapes(const char *name, int count)
{
    SHPHandle shapes =
        SHPCreate(scratch_path(&folder, path, name), SHPT_POINT);

    assert_non_null(shapes);
    for (int i = 0; i < count; i++) {
        double x = 116.5, y = 39.5;
        SHPObject *point = SHPCreateSimpleObject(SHPT_POINT, 1, &x, &y, NULL);

        SHPWriteObject(shapes, -1, point);
        SHPDestroyObject(point);
    }
    SHPClose(shapes);
}

static DBFHandle start_table(const char *name, const char *code_page)
{
    DBFHandle table =
        DBFCreateEx(scratch_path(&folder, path, name), code_page);

    assert_non_null(table);
    return table;
}

static ci_source *open_source(const char *name, const char *encoding)
{
    ci_source_options options = {.crs = "EPSG:4326", .encoding = encoding};
    ci_source *source = NULL;

    assert_ok(ci_source_open(&source, scratch_path(&folder, path, name),
                             &options, error));
    return source;
}

static ci_record next_record(ci_source *source)
{
    ci_record record;
    bool has_row = false;

    assert_ok(ci_source_next(source, &record, &has_row, error));
    assert_true(has_row);
    return record;
}

/* A table whose only field has this name in these bytes. */
static void write_field(const char *code_page, const char *name)
{
    DBFHandle table = start_table("town.shp", code_page);

    assert_int_equal(DBFAddField(table, name, FTString, 8, 0), 0);
    assert_true(DBFWriteStringAttribute(table, 0, 0, STREET_GB));
    DBFClose(table);
    write_shapes("town.shp", 1);
}

static void a_field_is_found_by_its_whole_name_and_by_what_is_left(
    void **state)
{
    ci_source *source;

    (void)state;
    write_field("GBK", NUMBER_GB);
    source = open_source("town.shp", NULL);
    assert_string_equal(ci_source_field(source, 0), "残疾人证号");
    assert_int_equal(ci_source_find_field(source, NUMBER), CI_NOWHERE);
    assert_int_equal(ci_source_find_given_field(source, NUMBER), 0);
    assert_int_equal(ci_source_find_given_field(source, "残疾人证号"), 0);
    assert_int_equal(ci_source_find_given_field(source, "残疾人证"),
                     CI_NOWHERE);
    assert_int_equal(ci_source_find_given_field(source, "残疾人证书号"),
                     CI_NOWHERE);
    ci_source_close(source);
}

static void utf8_names_lose_the_character_that_was_cut(void **state)
{
    ci_source *source;

    (void)state;
    write_field("UTF-8", NUMBER); /* 残疾人 and one byte */
    source = open_source("town.shp", NULL);
    assert_string_equal(ci_source_field(source, 0), "残疾人");
    assert_int_equal(ci_source_find_given_field(source, NUMBER), 0);
    ci_source_close(source);
}

static void a_name_that_had_room_is_not_taken_for_a_longer_one(void **state)
{
    ci_source *source;

    (void)state;
    write_field("GBK", STREET_GB STREET_GB); /* 8 bytes, 10 would fit */
    source = open_source("town.shp", NULL);
    assert_int_equal(ci_source_find_given_field(source, STREET STREET "名"),
                     CI_NOWHERE);
    ci_source_close(source);
    write_field("GBK", "capacity");
    source = open_source("town.shp", NULL);
    assert_int_equal(ci_source_find_given_field(source, "capacity 床"),
                     CI_NOWHERE);
    assert_int_equal(ci_source_find_given_field(source, "capacity_b"),
                     CI_NOWHERE);
    ci_source_close(source);
}

static void two_fields_that_could_be_meant_are_none(void **state)
{
    DBFHandle table = start_table("town.shp", "UTF-8");
    ci_source *source;

    (void)state;
    DBFAddField(table, "残疾人a", FTString, 4, 0); /* 10 bytes */
    DBFAddField(table, "残疾人\xE8", FTString, 4, 0);
    DBFClose(table);
    write_shapes("town.shp", 0);
    source = open_source("town.shp", NULL);
    assert_string_equal(ci_source_field(source, 1), "残疾人");
    assert_int_equal(ci_source_find_given_field(source, "残疾人abc"),
                     CI_NOWHERE);
    assert_int_equal(ci_source_find_given_field(source, "残疾人证"), 1);
    ci_source_close(source);
}

static void names_that_are_the_same_when_cut_are_refused(void **state)
{
    DBFHandle table = start_table("town.shp", "UTF-8");
    ci_source *source = NULL;

    (void)state;
    DBFAddField(table, "残疾人\xE8", FTString, 4, 0);
    DBFAddField(table, "残疾人\xE7", FTString, 4, 0);
    DBFClose(table);
    write_shapes("town.shp", 0);
    assert_fails(
        ci_source_open(&source, scratch_path(&folder, path, "town.shp"), NULL,
                       error),
        CIRCLET_E_FORMAT, "town.shp: two fields have the name '残疾人'");
}

static void the_user_knows_the_encoding_better_than_the_file(void **state)
{
    ci_source *source = NULL;

    (void)state;
    write_field("UTF-8", "name");
    source = open_source("town.shp", NULL);
    assert_string_equal(next_record(source).problem,
                        "text of field 1 is not UTF-8");
    ci_source_close(source);
    source = open_source("town.shp", "gbk");
    assert_string_equal(next_record(source).values[0], STREET);
    assert_null(ci_source_remark(source, 0));
    ci_source_close(source);
}

static void a_guess_is_told_with_the_names_of_fields_only(void **state)
{
    ci_source *source;

    (void)state;
    write_field(NULL, STREET_GB);
    source = open_source("town.shp", NULL);
    assert_string_equal(
        ci_source_remark(source, 0)->english,
        "nothing says how text is encoded; it is taken as GB18030, in which "
        "the heading has '" STREET "'; say its encoding if this is wrong");
    ci_source_close(source);
    write_field(NULL, "name");
    source = open_source("town.shp", NULL);
    assert_string_equal(
        ci_source_remark(source, 0)->english,
        "nothing says how text is encoded; it is taken as GB18030, in which "
        "2 of 2 characters are common Chinese ones; say its encoding if this "
        "is wrong");
    ci_source_close(source);
    write_field("ISO-8859-1", "name");
    source = open_source("town.shp", NULL);
    assert_string_equal(ci_source_remark(source, 0)->english,
                        "text is said to be ISO-8859-1, but looks like "
                        "GB18030; say its encoding if this is so");
    ci_source_close(source);
}

/* The raw bytes of fields of four types: number, date, truth, text. */
static void write_values(const char *number, const char *date,
                         const char *truth)
{
    DBFHandle table = start_table("town.shp", "UTF-8");

    assert_int_equal(DBFAddNativeFieldType(table, "n", 'N', 6, 0), 0);
    assert_int_equal(DBFAddNativeFieldType(table, "d", 'D', 8, 0), 1);
    assert_int_equal(DBFAddNativeFieldType(table, "l", 'L', 1, 0), 2);
    assert_int_equal(DBFAddNativeFieldType(table, "c", 'C', 6, 0), 3);
    DBFWriteAttributeDirectly(table, 0, 0, (void *)number);
    DBFWriteAttributeDirectly(table, 0, 1, (void *)date);
    DBFWriteAttributeDirectly(table, 0, 2, (void *)truth);
    DBFWriteAttributeDirectly(table, 0, 3, (void *)"***");
    DBFClose(table);
    write_shapes("town.shp", 1);
}

static void values_come_as_their_text_and_missing_ones_not_at_all(void **state)
{
    ci_source *source;
    ci_record record;

    (void)state;
    write_values("    42", "20240229", "T");
    source = open_source("town.shp", NULL);
    record = next_record(source);
    assert_null(record.problem);
    assert_string_equal(record.values[0], "42");
    assert_string_equal(record.values[1], "20240229");
    assert_string_equal(record.values[2], "T");
    assert_string_equal(record.values[3], "***");
    assert_null(ci_source_remark(source, 0));
    ci_source_close(source);
    write_values("******", "00000000", "?");
    source = open_source("town.shp", NULL);
    record = next_record(source);
    assert_null(record.problem);
    for (size_t i = 0; i < 3; i++)
        assert_null(record.values[i]);
    assert_string_equal(ci_source_remark(source, 0)->english,
                        "1 numbers are asterisks (they are missing or wider "
                        "than their field), and are taken as missing");
    ci_source_close(source);
    write_values("**12  ", "        ", " ");
    source = open_source("town.shp", NULL);
    record = next_record(source);
    assert_string_equal(record.problem, "field 1 of the .dbf cannot be read");
    assert_null(record.values[0]);
    assert_null(record.values[1]);
    assert_null(record.values[2]);
    ci_source_close(source);
}

static void rename_part(const char *from, const char *to)
{
    char old[SCRATCH_PATH_SIZE], new[SCRATCH_PATH_SIZE];

    assert_int_equal(rename(scratch_path(&folder, old, from),
                            scratch_path(&folder, new, to)),
                     0);
}

static void capitals_and_chinese_names_of_files_are_read(void **state)
{
    static const char *const pairs[][2] = {{"town.shp", "街道.SHP"},
                                           {"town.shx", "街道.SHX"},
                                           {"town.dbf", "街道.DBF"},
                                           {"town.cpg", "街道.CPG"}};
    ci_source *source;

    (void)state;
    write_field("GBK", "name");
    for (size_t i = 0; i < 4; i++)
        rename_part(pairs[i][0], pairs[i][1]);
    source = open_source("街道.SHP", NULL);
    assert_string_equal(next_record(source).values[0], STREET);
    assert_null(ci_source_remark(source, 0));
    ci_source_close(source);
}

static int make_folder(void **state)
{
    (void)state;
    return scratch_make(&folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    scratch_remove(&folder);
    return 0;
}

#define in_a_folder(test)                                                     \
    cmocka_unit_test_setup_teardown(test, make_folder, remove_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        in_a_folder(a_field_is_found_by_its_whole_name_and_by_what_is_left),
        in_a_folder(utf8_names_lose_the_character_that_was_cut),
        in_a_folder(a_name_that_had_room_is_not_taken_for_a_longer_one),
        in_a_folder(two_fields_that_could_be_meant_are_none),
        in_a_folder(names_that_are_the_same_when_cut_are_refused),
        in_a_folder(the_user_knows_the_encoding_better_than_the_file),
        in_a_folder(a_guess_is_told_with_the_names_of_fields_only),
        in_a_folder(values_come_as_their_text_and_missing_ones_not_at_all),
        in_a_folder(capitals_and_chinese_names_of_files_are_read),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
