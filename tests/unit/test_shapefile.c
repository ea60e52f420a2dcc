#include "unit.h"

#include <shapefil.h>

#include <sys/stat.h>

#include "io/source.h"
#include "scratch.h"

#define WGS84                                                                 \
    "GEOGCS[\"GCS_WGS_1984\",DATUM[\"D_WGS_1984\","                           \
    "SPHEROID[\"WGS_1984\",6378137.0,298.257223563]],"                        \
    "PRIMEM[\"Greenwich\",0.0],UNIT[\"Degree\",0.0174532925199433]]"
#define STREET "街道"
#define STREET_GB "\xBD\xD6\xB5\xC0"

static scratch_folder folder;

/* The path of the shapefile of the test that runs. */
static char path[SCRATCH_PATH_SIZE];

/* A shapefile with a text field of this name and width, written record by
 * record. */
typedef struct shape_writer {
    SHPHandle shapes;
    DBFHandle table;
    int count;
} shape_writer;

static shape_writer start(int type, const char *code_page, const char *field,
                          int width)
{
    shape_writer writer = {0};

    scratch_path(&folder, path, "town.shp");
    writer.shapes = SHPCreate(path, type);
    writer.table = DBFCreateEx(path, code_page);
    assert_non_null(writer.shapes);
    assert_non_null(writer.table);
    assert_int_equal(DBFAddField(writer.table, field, FTString, width, 0), 0);
    return writer;
}

static void add(shape_writer *writer, SHPObject *shape, const char *text)
{
    assert_non_null(shape);
    assert_int_equal(SHPWriteObject(writer->shapes, -1, shape), writer->count);
    SHPDestroyObject(shape);
    if (text)
        assert_true(
            DBFWriteStringAttribute(writer->table, writer->count, 0, text));
    else
        assert_true(DBFWriteNULLAttribute(writer->table, writer->count, 0));
    writer->count++;
}

static void add_point(shape_writer *writer, int type, double x, double y,
                      const char *text)
{
    double z = 7;

    add(writer, SHPCreateSimpleObject(type, 1, &x, &y, &z), text);
}

static void finish(shape_writer *writer, const char *prj)
{
    SHPClose(writer->shapes);
    DBFClose(writer->table);
    if (prj)
        assert_true(scratch_write(&folder, "town.prj", prj, strlen(prj)));
}

static ci_source *open_town(void)
{
    ci_source *source = NULL;

    assert_ok(ci_source_open(&source, path, NULL, error));
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

static void expect_end(ci_source *source)
{
    ci_record record;
    bool has_row = true;

    assert_ok(ci_source_next(source, &record, &has_row, error));
    assert_false(has_row);
    ci_source_close(source);
}

static void expect_failure(const char *crs, circlet_status status,
                           const char *text)
{
    ci_source *source = NULL;

    assert_fails(
        ci_source_open(&source, path, &(ci_source_options){.crs = crs}, error),
        status, text);
    assert_null(source);
}

static void remove_part(const char *name)
{
    char part[SCRATCH_PATH_SIZE];

    assert_int_equal(unlink(scratch_path(&folder, part, name)), 0);
}

static void write_points(int type)
{
    shape_writer writer = start(type, "UTF-8", "name", 10);

    add_point(&writer, type, 116.5, 39.5, "one  ");
    add(&writer, SHPCreateSimpleObject(SHPT_NULL, 0, NULL, NULL, NULL), NULL);
    add_point(&writer, type, 116.75, 39.25, STREET);
    finish(&writer, WGS84);
}

static void points_and_values_are_read(void **state)
{
    static const int types[] = {SHPT_POINT, SHPT_POINTZ, SHPT_POINTM};

    (void)state;
    for (size_t i = 0; i < 3; i++) {
        ci_source *source;
        ci_record record;

        write_points(types[i]);
        source = open_town();
        assert_int_equal(ci_source_field_count(source), 1);
        assert_string_equal(ci_source_field(source, 0), "name");
        assert_null(ci_source_remark(source, 0));
        record = next_record(source);
        assert_int_equal(record.row, 1);
        assert_string_equal(record.values[0], "one");
        assert_int_equal(record.geometry->type, CI_GEOMETRY_POINT);
        assert_true(record.geometry->points[0].lon == 116.5 &&
                    record.geometry->points[0].lat == 39.5);
        record = next_record(source);
        assert_null(record.problem);
        assert_null(record.values[0]);
        assert_int_equal(record.geometry->type, CI_GEOMETRY_NONE);
        record = next_record(source);
        assert_int_equal(record.row, 3);
        assert_string_equal(record.values[0], STREET);
        expect_end(source);
    }
}

static void polygons_have_their_holes_behind_them(void **state)
{
    static const int types[] = {SHPT_POLYGON, SHPT_POLYGONZ, SHPT_POLYGONM};
    static const int starts[] = {0, 5, 10};
    /* A hole of the last ring, a clockwise ring, another round the hole. */
    static const double x[] = {22, 24, 24, 22, 22, 0,  0, 9,
                               9,  0,  20, 20, 29, 29, 20};
    static const double y[] = {2, 2, 4, 4, 2, 0, 9, 9, 0, 0, 0, 9, 9, 0, 0};

    (void)state;
    for (size_t i = 0; i < 3; i++) {
        shape_writer writer = start(types[i], "UTF-8", "name", 4);
        ci_source *source;
        const ci_geometry *geometry;

        add(&writer,
            SHPCreateObject(types[i], -1, 3, starts, NULL, 15, x, y, NULL,
                            NULL),
            "a");
        finish(&writer, WGS84);
        source = open_town();
        geometry = next_record(source).geometry;
        assert_int_equal(geometry->type, CI_GEOMETRY_AREA);
        assert_int_equal(geometry->ring_count, 3);
        assert_true(geometry->points[0].lon == 0);
        assert_false(geometry->rings[1].is_hole);
        assert_true(geometry->rings[2].is_hole);
        assert_true(geometry->points[geometry->rings[1].end].lon == 22);
        expect_end(source);
    }
}

static void a_line_may_have_several_parts(void **state)
{
    static const int starts[] = {0, 2};
    static const double x[] = {1, 2, 3, 4}, y[] = {5, 6, 7, 8};
    shape_writer writer = start(SHPT_ARC, "UTF-8", "name", 4);
    ci_source *source;
    ci_record record;

    (void)state;
    add(&writer,
        SHPCreateObject(SHPT_ARC, -1, 2, starts, NULL, 4, x, y, NULL, NULL),
        "a");
    add(&writer, SHPCreateSimpleObject(SHPT_ARC, 4, x, y, NULL), "b");
    finish(&writer, WGS84);

    source = open_town();
    record = next_record(source);
    assert_null(record.problem);
    assert_string_equal(record.values[0], "a");
    assert_int_equal(record.geometry->type, CI_GEOMETRY_LINE);
    assert_int_equal(record.geometry->point_count, 4);
    assert_int_equal(record.geometry->ring_count, 2);
    assert_int_equal(record.geometry->rings[0].end, 2);
    assert_int_equal(record.geometry->rings[1].end, 4);
    record = next_record(source);
    assert_null(record.problem);
    assert_int_equal(record.geometry->type, CI_GEOMETRY_LINE);
    assert_int_equal(record.geometry->point_count, 4);
    expect_end(source);
}

static void deleted_records_are_passed_over(void **state)
{
    DBFHandle table;
    ci_source *source;

    (void)state;
    write_points(SHPT_POINT);
    table = DBFOpen(path, "rb+");
    assert_non_null(table);
    assert_true(DBFMarkRecordDeleted(table, 0, 1));
    DBFClose(table);

    source = open_town();
    assert_int_equal(next_record(source).row, 2);
    assert_int_equal(next_record(source).row, 3);
    expect_end(source);
}

static void numbers_keep_their_text(void **state)
{
    shape_writer writer = start(SHPT_POINT, "UTF-8", "name", 4);
    ci_source *source;
    ci_record record;

    (void)state;
    assert_int_equal(DBFAddField(writer.table, "id", FTInteger, 18, 0), 1);
    assert_int_equal(DBFAddField(writer.table, "share", FTDouble, 10, 3), 2);
    add_point(&writer, SHPT_POINT, 1, 2, "a");
    assert_true(
        DBFWriteAttributeDirectly(writer.table, 0, 1, "110101001001000001"));
    assert_true(DBFWriteDoubleAttribute(writer.table, 0, 2, 0.125));
    add_point(&writer, SHPT_POINT, 1, 2, "b");
    assert_true(DBFWriteNULLAttribute(writer.table, 1, 1));
    assert_true(DBFWriteNULLAttribute(writer.table, 1, 2));
    finish(&writer, WGS84);

    source = open_town();
    record = next_record(source);
    assert_string_equal(record.values[1], "110101001001000001");
    assert_string_equal(record.values[2], "0.125");
    record = next_record(source);
    assert_string_equal(record.values[0], "b");
    assert_null(record.values[1]);
    assert_null(record.values[2]);
    expect_end(source);
}

static void write_chinese(const char *code_page)
{
    shape_writer writer = start(SHPT_POINT, code_page, STREET_GB STREET_GB, 9);

    add_point(&writer, SHPT_POINT, 116, 39, STREET_GB STREET_GB "\xBD");
    finish(&writer, WGS84);
}

static void expect_chinese(void)
{
    ci_source *source = open_town();

    assert_string_equal(ci_source_field(source, 0), STREET STREET);
    assert_string_equal(next_record(source).values[0], STREET STREET);
    expect_end(source);
}

static void chinese_code_pages_are_read_names_and_values(void **state)
{
    static const char *const pages[] = {"GBK", "LDID/77"};
    ci_source *source;

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        write_chinese(pages[i]);
        expect_chinese();
    }
    write_chinese(NULL);
    expect_chinese();
    source = open_town();
    assert_non_null(
        strstr(ci_source_remark(source, 0)->english, "taken as GB18030"));
    assert_null(ci_source_remark(source, 1));
    ci_source_close(source);
}

static void a_code_page_that_is_not_known_is_named(void **state)
{
    shape_writer writer;

    (void)state;
    write_chinese("Klingon");
    expect_failure(NULL, CIRCLET_E_UNSUPPORTED,
                   "town.shp: text encoding 'Klingon' of the .dbf is not "
                   "known");
    writer = start(SHPT_POINT, "Klingon", "name", 4);
    add_point(&writer, SHPT_POINT, 116, 39, "abc");
    finish(&writer, WGS84);
    ci_source_close(open_town()); /* plain letters are the same in all */
}

static void text_that_breaks_its_encoding_is_a_problem(void **state)
{
    shape_writer writer = start(SHPT_POINT, "UTF-8", "name", 8);
    ci_source *source;
    ci_record record;

    (void)state;
    add_point(&writer, SHPT_POINT, 116, 39, STREET_GB "abc");
    finish(&writer, WGS84);

    source = open_town();
    record = next_record(source);
    assert_string_equal(record.problem, "text of field 1 is not UTF-8");
    assert_null(record.values[0]);
    assert_int_equal(record.geometry->type, CI_GEOMETRY_POINT);
    expect_end(source);
}

static void coordinates_are_turned_into_degrees(void **state)
{
    shape_writer writer = start(SHPT_POINT, "UTF-8", "name", 4);
    ci_source *source;
    const circlet_point *at;

    (void)state;
    add_point(&writer, SHPT_POINT, 700000, 4420000, "a");
    finish(&writer, NULL);
    assert_ok(ci_source_open(&source, path,
                             &(ci_source_options){.crs = "EPSG:4547"}, error));
    at = next_record(source).geometry->points;
    assert_int_equal((int)(at->lon * 1e6), 116338244);
    assert_int_equal((int)(at->lat * 1e6), 39890599);
    expect_end(source);
}

static void metres_that_a_prj_calls_degrees_are_an_error(void **state)
{
    shape_writer writer = start(SHPT_POINT, "UTF-8", "name", 4);

    (void)state;
    add_point(&writer, SHPT_POINT, 441234.5, 4412345, "a");
    finish(&writer, WGS84);
    expect_failure(NULL, CIRCLET_E_CRS,
                   "town.shp: coordinates such as 441234.5 4412345 are not "
                   "the degrees that coordinate system 'WGS 84' has");
}

static void without_a_prj_degrees_are_assumed_and_metres_refused(void **state)
{
    shape_writer writer;
    ci_source *source;

    (void)state;
    write_points(SHPT_POINT);
    remove_part("town.prj");
    source = open_town();
    assert_string_equal(ci_source_remark(source, 0)->english,
                        "nothing says which coordinate system it has; "
                        "coordinates from 116.5 39.25 to 116.75 39.5 are "
                        "taken as WGS 84 degrees");
    ci_source_close(source);
    writer = start(SHPT_POINT, "UTF-8", "name", 4);
    add_point(&writer, SHPT_POINT, 441234.5, 4412345, "a");
    finish(&writer, NULL);
    expect_failure(NULL, CIRCLET_E_CRS,
                   "nothing says which coordinate system coordinates such as "
                   "441234.5 4412345 have: they look like metres from a "
                   "central meridian that nothing tells");
}

static void a_bad_prj_is_told_with_the_file(void **state)
{
    (void)state;
    write_points(SHPT_POINT);
    assert_true(scratch_write(&folder, "town.prj", "nonsense", 8));
    expect_failure(NULL, CIRCLET_E_CRS,
                   "town.shp: coordinate system 'nonsense' is not known");
    assert_true(
        scratch_write(&folder, "town.prj", WGS84 "\r\n", sizeof(WGS84) + 1));
    ci_source_close(open_town());
}

static void missing_parts_are_named(void **state)
{
    (void)state;
    write_points(SHPT_POINT);
    remove_part("town.dbf");
    expect_failure(NULL, CIRCLET_E_INPUT,
                   "town.dbf: this part of the shapefile is missing");
    remove_part("town.shx");
    expect_failure(NULL, CIRCLET_E_INPUT,
                   "town.shx: this part of the shapefile is missing");
}

static void what_is_no_shapefile_is_refused(void **state)
{
    shape_writer writer;
    DBFHandle table;

    (void)state;
    write_points(SHPT_POINT);
    assert_true(scratch_write(&folder, "town.shp", "text", 4));
    expect_failure(NULL, CIRCLET_E_FORMAT, "not a shapefile's");
    write_points(SHPT_POINT);
    assert_true(scratch_write(&folder, "town.dbf", "text", 4));
    expect_failure(NULL, CIRCLET_E_FORMAT, "not a table of dBASE");
    write_points(SHPT_POINT);
    table = DBFOpen(path, "rb+");
    assert_non_null(table);
    assert_true(DBFWriteStringAttribute(table, 3, 0, "more"));
    DBFClose(table);
    expect_failure(NULL, CIRCLET_E_FORMAT,
                   "file has 3 shapes, but its .dbf has 4 records");
    writer = start(SHPT_MULTIPATCH, "UTF-8", "name", 4);
    finish(&writer, WGS84);
    expect_failure(NULL, CIRCLET_E_UNSUPPORTED, "type MultiPatch");
}

/* Cuts a part of a whole shapefile to `size` bytes, or by -size. */
static void expect_cut(const char *name, long size, const char *message)
{
    char part[SCRATCH_PATH_SIZE];
    struct stat found;

    write_points(SHPT_POINT);
    scratch_path(&folder, part, name);
    assert_int_equal(stat(part, &found), 0);
    if (size < 0)
        size += (long)found.st_size;
    assert_int_equal(truncate(part, size), 0);
    expect_failure(NULL, CIRCLET_E_FORMAT, message);
}

/* Two points of 28 bytes and a null shape of 12, three records of 11 bytes
 * behind a header of 65. */
static void a_part_that_was_cut_short_is_named(void **state)
{
    (void)state;
    expect_cut("town.shp", -1, "town.shp: cut short: 167 bytes of 168");
    expect_cut("town.shp", 140, "town.shp: cut short: 140 bytes of 168");
    expect_cut("town.shp", 60, "town.shp: cut short: 60 bytes of 168");
    expect_cut("town.shx", -1, "town.shx: cut short: 123 bytes of 124");
    expect_cut("town.shx", 100, "town.shx: cut short: 100 bytes of 124");
    expect_cut("town.dbf", 97, "town.dbf: cut short: 97 bytes of 98");
    expect_cut("town.dbf", 65, "town.dbf: cut short: 65 bytes of 98");
    expect_cut("town.dbf", 32, "town.dbf: cut short: 32 bytes of 98");
}

/* Neither the mark at the end of a table nor what may follow is needed. */
static void bytes_after_the_last_record_do_not_matter(void **state)
{
    char part[SCRATCH_PATH_SIZE];
    static const char *const names[] = {"town.shp", "town.shx", "town.dbf"};

    (void)state;
    write_points(SHPT_POINT);
    assert_int_equal(truncate(scratch_path(&folder, part, "town.dbf"), 98), 0);
    ci_source_close(open_town());
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(truncate(scratch_path(&folder, part, names[i]), 1000),
                         0);
    ci_source_close(open_town());
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
        in_a_folder(points_and_values_are_read),
        in_a_folder(polygons_have_their_holes_behind_them),
        in_a_folder(a_line_may_have_several_parts),
        in_a_folder(deleted_records_are_passed_over),
        in_a_folder(numbers_keep_their_text),
        in_a_folder(chinese_code_pages_are_read_names_and_values),
        in_a_folder(a_code_page_that_is_not_known_is_named),
        in_a_folder(text_that_breaks_its_encoding_is_a_problem),
        in_a_folder(coordinates_are_turned_into_degrees),
        in_a_folder(metres_that_a_prj_calls_degrees_are_an_error),
        in_a_folder(without_a_prj_degrees_are_assumed_and_metres_refused),
        in_a_folder(a_bad_prj_is_told_with_the_file),
        in_a_folder(missing_parts_are_named),
        in_a_folder(what_is_no_shapefile_is_refused),
        in_a_folder(a_part_that_was_cut_short_is_named),
        in_a_folder(bytes_after_the_last_record_do_not_matter),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
