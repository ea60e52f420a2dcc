#include <circlet/io.h>

#include "city_file_fixture.h"

static void a_source_of_the_same_name_replaces_its_rows(void **state)
{
    city_folder *f = *state;
    circlet_import_counts counts;

    assert_ok(import_file(&counts, f, CIRCLET_LAYER_FACILITIES,
                          "facilities.csv", NULL, error));
    assert_int_equal(counts.replaced, 0);
    assert_ok(import_file(&counts, f, CIRCLET_LAYER_FACILITIES,
                          "facilities.csv", NULL, error));

    assert_int_equal(counts.replaced, 2);
    assert_int_equal(city_query(f, "SELECT count(*) FROM facility"), 2);
    assert_int_equal(city_query(f, "SELECT count(*) FROM facility_service"),
                     2);
    assert_int_equal(city_query(f, "SELECT count(*) FROM source"), 1);
    assert_int_equal(city_query(f, "SELECT count(*) FROM run"), 2);
}

/* One file of each district, all of one name. */
static void another_file_of_the_same_name_replaces_nothing(void **state)
{
    static const char *const others[] = {
        "id,name,type,lon,lat\ng1,G,warm_home,1,2\n",
        "id,name,type,lon,lat\n"};
    city_folder *f = *state;
    circlet_import_counts counts = {.rows = 77};
    size_t size;
    char *before;

    assert_ok(import_file(&counts, f, CIRCLET_LAYER_FACILITIES,
                          "facilities.csv", NULL, error));
    before = file_bytes(f->city, &size);
    counts.rows = 77;
    for (size_t i = 0; i < 2; i++) {
        write_source(f, "facilities.csv", others[i]);
        assert_fails(import_file(&counts, f, CIRCLET_LAYER_FACILITIES,
                                 "facilities.csv", NULL, error),
                     CIRCLET_E_DATA,
                     "/facilities.csv: another source of that name is in the "
                     "city, and none of its 2 ids is in this one; rename one "
                     "of the two");
    }
    assert_int_equal(counts.rows, 77);
    assert_true(file_is(f->city, before, size));
    free(before);
    write_source(f, "facilities.csv",
                 "id,name,type,lon,lat\nf1,One,warm_home,1,95\n");
    assert_fails(import_file(&counts, f, CIRCLET_LAYER_FACILITIES,
                             "facilities.csv", NULL, error),
                 CIRCLET_E_DATA, "none of its 1 rows can be used");
}

static void a_corrected_file_needs_one_id_of_the_first(void **state)
{
    city_folder *f = *state;
    circlet_import_counts counts;

    assert_ok(import_file(&counts, f, CIRCLET_LAYER_PEOPLE, "people.csv", NULL,
                          error));
    write_source(f, "people.csv",
                 "id,lon,lat\nn1,116,40\np3,116,40\nn2,116,40\n");
    assert_ok(import_file(&counts, f, CIRCLET_LAYER_PEOPLE, "people.csv", NULL,
                          error));
    assert_int_equal(counts.replaced, 3);
    assert_int_equal(city_query(f, "SELECT count(*) FROM demand"), 3);
    /* A row that is refused does not bring its id along. */
    write_source(f, "people.csv", "id,lon,lat\nn1,116,95\nn4,116,40\n");
    assert_fails(import_file(&counts, f, CIRCLET_LAYER_PEOPLE, "people.csv",
                             NULL, error),
                 CIRCLET_E_DATA, "none of its 3 ids");
    assert_int_equal(city_query(f, "SELECT count(*) FROM demand"), 3);
}

/* The first time its columns were mapped wrongly. */
static void the_same_file_may_give_other_ids(void **state)
{
    const char *const maps[] = {"code=name"};
    city_folder *f = *state;
    circlet_import_options options = CIRCLET_IMPORT_OPTIONS_INIT;
    circlet_import_counts counts;

    options.maps = maps;
    options.map_count = 1;
    assert_ok(import_file(&counts, f, CIRCLET_LAYER_UNITS, "units.geojson",
                          &options, error));
    assert_ok(import_file(&counts, f, CIRCLET_LAYER_UNITS, "units.geojson",
                          NULL, error));
    assert_int_equal(counts.replaced, 3);
    write_source(f, "units.geojson",
                 "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":"
                 "\"Feature\",\"properties\":{\"code\":\"E\",\"name\":"
                 "\"E\",\"level\":\"community\",\"parent_code\":\"D1\"},"
                 "\"geometry\":null}]}");
    assert_fails(import_file(&counts, f, CIRCLET_LAYER_UNITS, "units.geojson",
                             NULL, error),
                 CIRCLET_E_DATA, "none of its 3 codes is in this one");
}

static void what_changed_is_said(void **state)
{
    city_folder *f = *state;
    circlet_import_counts counts;

    assert_ok(import_file(&counts, f, CIRCLET_LAYER_FACILITIES,
                          "facilities.csv", NULL, error));
    assert_int_equal(counts.entered + counts.left + counts.changed, 0);
    write_source(f, "facilities.csv",
                 "id,name,type,lon,lat,status,services,opened,area_m2,"
                 "is_pilot\n"
                 "f1,One,warm_home,116.004,40.004,open,"
                 "day_care:30:13;residential:beds=100,2019-05,300.5,1\n"
                 "f3,Three,warm_home,116.014,40.004,planned,,,,\n");
    assert_ok(import_file(&counts, f, CIRCLET_LAYER_FACILITIES,
                          "facilities.csv", NULL, error));
    assert_int_equal(counts.changed, 1); /* a place more is occupied */
    assert_int_equal(counts.entered, 1);
    assert_int_equal(counts.left, 1);
}

/* Files of 26 possible people whose one value has 3 forms. */
typedef struct people_file {
    char value[26]; /* 0: not in it */
} people_file;

static people_file draw_file(uint64_t *seed)
{
    people_file file;

    for (int i = 0; i < 26; i++)
        file.value[i] = (char)(unit_random_below(seed, 4));
    file.value[0] = 1; /* two files of one name share an id */
    return file;
}

static void write_file(const city_folder *f, const people_file *file)
{
    char text[1024] = "id,lon,lat,household\n";

    for (int i = 25; i >= 0; i--)
        if (file->value[i])
            snprintf(text + strlen(text), sizeof(text) - strlen(text),
                     "%c,1,2,h%d\n", 'a' + i, file->value[i]);
    write_source(f, "p.csv", text);
}

static void changes_are_those_of_a_comparison_by_hand(void **state)
{
    city_folder *f = *state;
    circlet_import_counts counts;
    people_file before = {{0}};
    uint64_t seed = 5;

    for (int i = 0; i < 60; i++) {
        people_file after = draw_file(&seed);
        uint64_t entered = 0, left = 0, changed = 0;

        write_file(f, &after);
        assert_ok(import_file(&counts, f, CIRCLET_LAYER_PEOPLE, "p.csv", NULL,
                              error));
        for (int k = 0; k < 26 && i > 0; k++) {
            entered += !before.value[k] && after.value[k];
            left += before.value[k] && !after.value[k];
            changed += before.value[k] && after.value[k] &&
                       before.value[k] != after.value[k];
        }
        assert_int_equal(counts.entered, entered);
        assert_int_equal(counts.left, left);
        assert_int_equal(counts.changed, changed);
        before = after;
    }
}

/* A total without an id is known again by whom it counts. */
static void rows_without_keys_enter_and_leave(void **state)
{
    city_folder *f = *state;
    circlet_import_counts counts;

    write_source(f, "t.csv",
                 "unit_code,count,kind\na,3,\na,3,\na,3,visual\nb,4,\n");
    assert_ok(
        import_file(&counts, f, CIRCLET_LAYER_TOTALS, "t.csv", NULL, error));
    write_source(f, "t.csv",
                 "unit_code,count,kind\nb,5,\na,3,visual\na,3,\nc,1,\n");
    assert_ok(
        import_file(&counts, f, CIRCLET_LAYER_TOTALS, "t.csv", NULL, error));
    assert_int_equal(counts.replaced, 4);
    assert_int_equal(counts.entered, 1); /* c */
    assert_int_equal(counts.left, 1); /* a second a */
    assert_int_equal(counts.changed, 1); /* b */
    assert_int_equal(city_query(f, "SELECT sum(count) FROM totals"), 12);
}

typedef struct news_heard {
    char text[1024];
    char remark[1024];
} news_heard;

static void hear_news(const circlet_row_news *news, void *user)
{
    static const char *const words[] = {"entered", "left", "changed"};
    news_heard *heard = user;
    size_t size = strlen(heard->text);

    snprintf(heard->text + size, sizeof(heard->text) - size, "%s %s %u;",
             words[news->change], news->id ? news->id : "-",
             (unsigned)news->row);
}

static void hear_remark(const char *remark, void *user)
{
    news_heard *heard = user;

    if (strstr(remark, "1 km") || strstr(remark, "as a whole"))
        snprintf(heard->remark, sizeof(heard->remark), "%s", remark);
}

/* Serial ids are in every district's file: where their people live tells. */
static void each_row_that_changed_is_told(void **state)
{
    city_folder *f = *state;
    circlet_import_options options = CIRCLET_IMPORT_OPTIONS_INIT;
    circlet_import_counts counts;
    news_heard heard = {"", ""};
    char path[SCRATCH_PATH_SIZE];
    const char *source = scratch_path(&f->folder, path, "p.csv");

    options.changed = hear_news;
    options.remarked = hear_remark;
    options.user = &heard;
    write_source(f, "p.csv", "id,lon,lat\n1,116,40\n2,116,40.1\n3,116,40.2\n");
    assert_ok(circlet_import(&counts, f->city, CIRCLET_LAYER_PEOPLE, &source,
                             1, &options, error));
    assert_string_equal(heard.text, "");
    write_source(f, "p.csv",
                 "id,lon,lat\n4,116,40\n3,116,40.2\n2,116,40.101\n");
    assert_ok(circlet_import(&counts, f->city, CIRCLET_LAYER_PEOPLE, &source,
                             1, &options, error));
    assert_string_equal(heard.text, "entered 4 2;changed 2 4;left 1 2;");
    assert_string_equal(heard.remark, "");
    heard.text[0] = '\0';
    write_source(f, "p.csv", "id,lon,lat\n3,117,40.2\n2,117,40.1\n");
    assert_ok(circlet_import(&counts, f->city, CIRCLET_LAYER_PEOPLE, &source,
                             1, &options, error));
    assert_string_equal(heard.text, "changed 3 2;changed 2 3;left 4 2;");
    assert_non_null(strstr(heard.remark, "2 of 2 ids"));
}

/* Cells have no ids: two districts' files of one name share no place. */
static void a_layer_without_ids_is_replaced_as_a_whole_and_said(void **state)
{
    city_folder *f = *state;
    circlet_import_options options = CIRCLET_IMPORT_OPTIONS_INIT;
    circlet_import_counts counts;
    news_heard heard = {"", ""};
    char path[SCRATCH_PATH_SIZE];
    const char *source = scratch_path(&f->folder, path, "g.csv");

    options.remarked = hear_remark;
    options.user = &heard;
    write_source(f, "g.csv", "lon,lat,weight\n1,2,3\n1,3,3\n");
    assert_ok(circlet_import(&counts, f->city, CIRCLET_LAYER_GRID, &source, 1,
                             &options, error));
    write_source(f, "g.csv", "lon,lat,weight\n1,2,4\n1,4,3\n");
    assert_ok(circlet_import(&counts, f->city, CIRCLET_LAYER_GRID, &source, 1,
                             &options, error));
    assert_string_equal(heard.remark, "");
    write_source(f, "g.csv", "lon,lat,weight\n5,2,4\n5,4,3\n");
    assert_ok(circlet_import(&counts, f->city, CIRCLET_LAYER_GRID, &source, 1,
                             &options, error));
    assert_int_equal(counts.left, 2);
    assert_non_null(strstr(heard.remark, "g.csv: another source of that name "
                                         "was in the city"));
}

#define CITY_TEST(test)                                                       \
    cmocka_unit_test_setup_teardown(test, make_city_folder, remove_city_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CITY_TEST(a_source_of_the_same_name_replaces_its_rows),
        CITY_TEST(another_file_of_the_same_name_replaces_nothing),
        CITY_TEST(a_corrected_file_needs_one_id_of_the_first),
        CITY_TEST(the_same_file_may_give_other_ids),
        CITY_TEST(what_changed_is_said),
        CITY_TEST(changes_are_those_of_a_comparison_by_hand),
        CITY_TEST(rows_without_keys_enter_and_leave),
        CITY_TEST(each_row_that_changed_is_told),
        CITY_TEST(a_layer_without_ids_is_replaced_as_a_whole_and_said),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
