#include "unit.h"

#include "io/source.h"
#include "io/sqlite.h"
#include "scratch.h"

static scratch_folder folder;

/* The path of the file of the test that runs. */
static char path[SCRATCH_PATH_SIZE];

static const char tables_sql[] =
    "CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT, srs_id INTEGER,"
    " organization TEXT, organization_coordsys_id INTEGER, definition TEXT,"
    " description TEXT);"
    "INSERT INTO gpkg_spatial_ref_sys VALUES"
    " ('a', 4326, 'EPSG', 4326, 'undefined', ''),"
    " ('b', 4547, 'epsg', 4547, 'undefined', ''),"
    " ('c', 4214, 'EPSG', 4214, 'undefined', ''),"
    " ('d', 9000, 'TOWN', 1, '+proj=utm +zone=50 +datum=WGS84', ''),"
    " ('e', 9001, 'NONE', 1, '', '');"
    "CREATE TABLE gpkg_contents (table_name TEXT, data_type TEXT,"
    " identifier TEXT, srs_id INTEGER);"
    "CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT,"
    " geometry_type_name TEXT, srs_id INTEGER, z INTEGER, m INTEGER);";

static ci_db *start(void)
{
    ci_db *db = NULL;

    scratch_path(&folder, path, "town.gpkg");
    assert_ok(ci_db_open(&db, path, CI_DB_WRITE_COPY, error));
    assert_ok(ci_db_run(db, tables_sql, error));
    return db;
}

static void run(ci_db *db, const char *sql)
{
    assert_ok(ci_db_run(db, sql, error));
}

/* A layer with a name that needs quotes, and rows out of order. */
static void add_layer(ci_db *db, const char *name, int srs_id)
{
    char sql[1024];

    snprintf(sql, sizeof(sql),
             "CREATE TABLE \"%s\" (fid INTEGER PRIMARY KEY, geom POINT,"
             " \"na\"\"me\" TEXT, share REAL, picture BLOB, any_kind);"
             "INSERT INTO gpkg_contents VALUES"
             " ('%s', 'features', '%s', %d);"
             "INSERT INTO gpkg_geometry_columns VALUES"
             " ('%s', 'geom', 'POINT', %d, 0, 0)",
             name, name, name, srs_id, name, srs_id);
    run(db, sql);
}

static void add_point(ci_db *db, const char *layer, int fid, int srs_id,
                      circlet_point at)
{
    char sql[256];
    ci_buffer blob = {0};
    ci_statement *statement = NULL;

    ci_gpkg_write_point(&blob, at);
    blob.text[4] = (char)(srs_id & 0xff);
    blob.text[5] = (char)(srs_id >> 8);
    snprintf(sql, sizeof(sql),
             "INSERT INTO \"%s\" (fid, geom) VALUES (?1, ?2)", layer);
    assert_ok(ci_db_prepare(&statement, db, sql, error));
    assert_ok(ci_bind_int(statement, 1, fid, error));
    assert_ok(ci_bind_blob(statement, 2, blob.text, blob.size, error));
    assert_ok(ci_statement_step(statement, NULL, error));
    ci_statement_free(statement);
    ci_buffer_free(&blob);
}

static ci_source *open_town(const char *layer, const char *crs)
{
    char with_layer[SCRATCH_PATH_SIZE + 64];
    ci_source *source = NULL;

    snprintf(with_layer, sizeof(with_layer), "%s%s", path, layer);
    assert_ok(ci_source_open(&source, with_layer,
                             &(ci_source_options){.crs = crs}, error));
    return source;
}

static void expect_failure(const char *layer, circlet_status status,
                           const char *text)
{
    char with_layer[SCRATCH_PATH_SIZE + 64];
    ci_source *source = NULL;

    snprintf(with_layer, sizeof(with_layer), "%s%s", path, layer);
    assert_fails(ci_source_open(&source, with_layer, NULL, error), status,
                 text);
    assert_null(source);
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

static void rows_come_in_order_of_their_key_with_all_values(void **state)
{
    ci_db *db = start();
    ci_source *source;
    ci_record record;

    (void)state;
    add_layer(db, "the \"\"streets\"\"", 4326);
    run(db, "UPDATE gpkg_contents SET table_name = 'the \"streets\"';"
            "UPDATE gpkg_geometry_columns SET table_name = 'the \"streets\"'");
    add_point(db, "the \"\"streets\"\"", 30, 4326, (circlet_point){116, 39});
    run(db, "INSERT INTO \"the \"\"streets\"\"\" VALUES"
            " (7, NULL, 'one', 0.1, x'00', 9007199254740993),"
            " (8, NULL, '', 3.0, NULL, 'text'), (9, NULL, NULL, NULL, NULL, "
            "2.5)");
    ci_db_close(db);

    source = open_town("", NULL);
    assert_int_equal(ci_source_field_count(source), 4);
    assert_string_equal(ci_source_field(source, 0), "fid");
    assert_string_equal(ci_source_field(source, 1), "na\"me");
    assert_string_equal(ci_source_field(source, 3), "any_kind");
    record = next_record(source);
    assert_int_equal(record.row, 1);
    assert_string_equal(record.values[0], "7");
    assert_string_equal(record.values[1], "one");
    assert_string_equal(record.values[2], "0.1");
    assert_string_equal(record.values[3], "9007199254740993");
    assert_int_equal(record.geometry->type, CI_GEOMETRY_NONE);
    record = next_record(source);
    assert_null(record.values[1]);
    assert_string_equal(record.values[2], "3");
    assert_string_equal(record.values[3], "text");
    record = next_record(source);
    assert_null(record.values[2]);
    assert_string_equal(record.values[3], "2.5");
    record = next_record(source);
    assert_int_equal(record.row, 4);
    assert_string_equal(record.values[0], "30");
    assert_int_equal(record.geometry->type, CI_GEOMETRY_POINT);
    assert_true(record.geometry->points[0].lon == 116);
    expect_end(source);
}

static void one_of_several_layers_must_be_named(void **state)
{
    ci_db *db = start();

    (void)state;
    add_layer(db, "streets", 4326);
    add_layer(db, "Districts", 4326);
    run(db, "CREATE TABLE codes (code TEXT);"
            "INSERT INTO codes VALUES ('110101');"
            "INSERT INTO gpkg_contents VALUES"
            " ('codes', 'attributes', 'codes', 0)");
    add_point(db, "streets", 1, 4326, (circlet_point){116, 39});
    ci_db_close(db);

    expect_failure("", CIRCLET_E_NOT_FOUND,
                   "town.gpkg: file has several layers (Districts, streets)");
    expect_failure(":roads", CIRCLET_E_NOT_FOUND,
                   "no layer 'roads' (layers: Districts, streets)");
    ci_source_close(open_town(":districts", NULL));
    {
        ci_source *source = open_town(":streets", NULL);

        assert_int_equal(next_record(source).geometry->type,
                         CI_GEOMETRY_POINT);
        expect_end(source);
        source = open_town(":codes", NULL);
        assert_int_equal(ci_source_field_count(source), 1);
        assert_string_equal(next_record(source).values[0], "110101");
        expect_end(source);
    }
}

static void expect_place(ci_source *source, int lon_micro, int lat_micro)
{
    const circlet_point *at = next_record(source).geometry->points;

    assert_int_equal((int)(at->lon * 1e6), lon_micro);
    assert_int_equal((int)(at->lat * 1e6), lat_micro);
    expect_end(source);
}

static void the_layers_system_is_used_unless_overridden(void **state)
{
    ci_db *db = start();

    (void)state;
    add_layer(db, "gk", 4547);
    add_point(db, "gk", 1, 4547, (circlet_point){700000, 4420000});
    add_layer(db, "utm", 9000);
    add_point(db, "utm", 1, 9000, (circlet_point){450000, 4420000});
    ci_db_close(db);

    expect_place(open_town(":gk", NULL), 116338244, 39890599);
    expect_place(open_town(":utm", NULL), 116414854, 39928632);
    expect_place(open_town(":utm", "EPSG:4547"), 113415223, 39912704);
}

static void a_system_that_cannot_be_used_is_refused(void **state)
{
    ci_db *db = start();
    ci_source *source;

    (void)state;
    add_layer(db, "old", 4214);
    add_layer(db, "unknown", 9001);
    add_layer(db, "missing", 77);
    add_layer(db, "plane", -1);
    add_layer(db, "degrees", 0);
    ci_db_close(db);

    expect_failure(":old", CIRCLET_E_CRS,
                   "town.gpkg: coordinate system 'Beijing 1954'");
    expect_failure(":unknown", CIRCLET_E_CRS, "srs_id 9001");
    expect_failure(":missing", CIRCLET_E_CRS, "srs_id 77");
    for (int i = 0; i < 2; i++) { /* undefined, and nothing to guess by */
        source = open_town(i ? ":degrees" : ":plane", NULL);
        assert_non_null(strstr(ci_source_remark(source, 0)->english,
                               "WGS 84 degrees are assumed"));
        ci_source_close(source);
    }
}

static void bad_rows_have_a_problem_and_the_next_is_read(void **state)
{
    static const char *const problems[] = {
        "geometry has no GeoPackage header",
        "geometry has srs_id 4490, but its layer 4326",
        "point 441234 4412345 is not in degrees",
        "field 4 holds bytes that are no text",
        "text of field 2 is not UTF-8"};
    ci_db *db = start();
    ci_source *source;

    (void)state;
    add_layer(db, "streets", 4326);
    run(db, "INSERT INTO streets (fid, geom) VALUES (1, x'0102')");
    add_point(db, "streets", 2, 4490, (circlet_point){116, 39});
    add_point(db, "streets", 3, 4326, (circlet_point){441234, 4412345});
    run(db, "INSERT INTO streets (fid, any_kind) VALUES (4, x'00ff');"
            "INSERT INTO streets (fid, \"na\"\"me\") VALUES"
            " (5, CAST(x'BDD6' AS TEXT))");
    add_point(db, "streets", 6, 4326, (circlet_point){116, 39});
    ci_db_close(db);

    source = open_town("", NULL);
    for (size_t i = 0; i < sizeof(problems) / sizeof(problems[0]); i++) {
        ci_record record = next_record(source);

        assert_non_null(record.problem);
        if (!strstr(record.problem, problems[i]))
            fail_msg("problem is '%s'", record.problem);
        assert_int_equal(record.geometry->type, CI_GEOMETRY_NONE);
        assert_int_equal(record.values[0][0], '1' + (int)i);
    }
    assert_null(next_record(source).problem);
    expect_end(source);
}

static void what_is_no_geopackage_is_refused(void **state)
{
    ci_db *db = start();

    (void)state;
    ci_db_close(db);
    expect_failure("", CIRCLET_E_NOT_FOUND, "town.gpkg: file has no layer");
    assert_true(scratch_write(&folder, "town.gpkg",
                              "text that is no database at all", 31));
    expect_failure("", CIRCLET_E_FORMAT, "town.gpkg: ");
    db = NULL;
    scratch_path(&folder, path, "other.gpkg");
    assert_ok(ci_db_open(&db, path, CI_DB_WRITE_COPY, error));
    run(db, "CREATE TABLE a (b)");
    ci_db_close(db);
    expect_failure("", CIRCLET_E_FORMAT, "other.gpkg: ");
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
        in_a_folder(rows_come_in_order_of_their_key_with_all_values),
        in_a_folder(one_of_several_layers_must_be_named),
        in_a_folder(the_layers_system_is_used_unless_overridden),
        in_a_folder(a_system_that_cannot_be_used_is_refused),
        in_a_folder(bad_rows_have_a_problem_and_the_next_is_read),
        in_a_folder(what_is_no_geopackage_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
