#include "unit.h"

#include <errno.h>
#include <sys/stat.h>

#include "base/id_map.h"
#include "io/source.h"
#include "scratch.h"

static scratch_folder folder;

static circlet_status open_file(ci_source **out, const char *name,
                                circlet_error *error)
{
    char path[SCRATCH_PATH_SIZE];

    return ci_source_open(out, scratch_path(&folder, path, name), NULL, error);
}

static void expect_failure(const char *name, circlet_status status,
                           const char *text)
{
    ci_source *source = NULL;

    assert_fails(open_file(&source, name, error), status, text);
    assert_null(source);
}

static void an_unknown_suffix_is_refused_with_those_known(void **state)
{
    (void)state;
    expect_failure("town.kml", CIRCLET_E_UNSUPPORTED,
                   "/town.kml: the suffix is none of .gpkg, .sqlite, .db, ");
    expect_failure("town.kml", CIRCLET_E_UNSUPPORTED, ".shp, .geojson, ");
    expect_failure("gpkg", CIRCLET_E_UNSUPPORTED, "the suffix is none of");
}

static void a_file_that_is_not_there_is_told_as_the_system_tells_it(
    void **state)
{
    static const char *const names[] = {
        "no.shp",    "no.gpkg",        "no.gpkg:layer", "no.json",
        "no.sqlite", "no.SQLITE:town", "no.db:x:y",     "no.csv"};

    (void)state;
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        expect_failure(names[i], CIRCLET_E_INPUT, strerror(ENOENT));
    expect_failure("no.gpkg:layer", CIRCLET_E_INPUT, "/no.gpkg: ");
    expect_failure("no.SQLITE:town", CIRCLET_E_INPUT, "/no.SQLITE: ");
    expect_failure("no.db:x:y", CIRCLET_E_INPUT, "/no.db: ");
}

static void a_folder_is_no_file(void **state)
{
    char path[SCRATCH_PATH_SIZE];

    (void)state;
    assert_int_equal(mkdir(scratch_path(&folder, path, "d.json"), 0700), 0);
    expect_failure("d.json", CIRCLET_E_INPUT, strerror(EISDIR));
    assert_int_equal(rmdir(path), 0);
}

static void suffixes_in_capitals_are_the_same(void **state)
{
    static const char *const names[] = {"TOWN.GeoJSON", "town.JSON"};
    static const char text[] =
        "{\"type\":\"Feature\",\"properties\":{\"a\":7},"
        "\"geometry\":null}";

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        ci_source *source = NULL;
        ci_record record;
        bool has_row = false;

        assert_true(scratch_write(&folder, names[i], text, strlen(text)));
        assert_ok(open_file(&source, names[i], error));
        assert_int_equal(ci_source_field_count(source), 1);
        assert_int_equal(ci_source_find_field(source, "a"), 0);
        assert_int_equal(ci_source_find_field(source, "A"), CI_NOWHERE);
        assert_null(ci_source_remark(source, 0));
        assert_ok(ci_source_next(source, &record, &has_row, error));
        assert_true(has_row);
        assert_string_equal(record.values[0], "7");
        ci_source_close(source);
    }
    ci_source_close(NULL);
}

static void a_layer_is_named_after_the_file(void **state)
{
    (void)state;
    assert_int_equal(ci_source_file_size("a.gpkg"), 6);
    assert_int_equal(ci_source_file_size("a.gpkg:roads"), 6);
    assert_int_equal(ci_source_file_size("A.GPKG:a.gpkg:b"), 6);
    assert_int_equal(ci_source_file_size("x/a.csv"), 7);
    assert_int_equal(ci_source_file_size(".gpkg:b"), 7);
}

static void any_number_of_fields_can_be_added(void **state)
{
    ci_source source = {0};

    (void)state;
    for (int i = 0; i < 300; i++) {
        char name[16];

        snprintf(name, sizeof(name), "f%d", i);
        assert_true(ci_source_add_field(&source, name));
    }
    assert_int_equal(ci_source_field_count(&source), 300);
    assert_int_equal(ci_source_find_field(&source, "f299"), 299);
    assert_string_equal(ci_source_field(&source, 17), "f17");
    ci_source_free_parts(&source);
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_unknown_suffix_is_refused_with_those_known),
        cmocka_unit_test(
            a_file_that_is_not_there_is_told_as_the_system_tells_it),
        cmocka_unit_test(a_folder_is_no_file),
        cmocka_unit_test(suffixes_in_capitals_are_the_same),
        cmocka_unit_test(a_layer_is_named_after_the_file),
        cmocka_unit_test(any_number_of_fields_can_be_added),
    };

    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
