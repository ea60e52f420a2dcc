#include <circlet/io.h>

#include "city_file_fixture.h"

#include "io/import_word_doubts.h"

/* D holds D1 (west) and D2 (east), which meet at 116.01. */
static void people_who_live_elsewhere_are_kept_and_counted(void **state)
{
    static const struct {
        const char *row, *kind; /* NULL: nothing is odd */
    } cases[] = {
        {"a,116.005,40.005,D1", NULL},
        {"a,116.005,40.005,D", NULL},
        {"a,116.005,40.005,", NULL},
        {"a,116.005,40.005,D2", "elsewhere"},
        {"a,116.010,40.005,D1", NULL}, /* on the border */
        {"a,116.010,40.005,D2", NULL},
        {"a,116.005,40.005,C1", NULL}, /* no area, in D1 */
        {"a,116.015,40.005,C1", "elsewhere"},
        {"a,116.005,40.005,X", "unknown_unit"},
    };
    city_folder *f = *state;
    circlet_import_counts counts;
    circlet_summary *summary = NULL;

    assert_ok(import_file(&counts, f, CIRCLET_LAYER_UNITS, "units.geojson",
                          NULL, error));
    write_source(f, "c.csv",
                 "code,name,level,parent_code\nC1,C,community,D1\n");
    assert_ok(
        import_file(&counts, f, CIRCLET_LAYER_UNITS, "c.csv", NULL, error));
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char text[128];

        snprintf(text, sizeof(text), "id,lon,lat,unit_code\n%s\n",
                 cases[i].row);
        write_source(f, "a.csv", text);
        assert_ok(import_file(&counts, f, CIRCLET_LAYER_PEOPLE, "a.csv", NULL,
                              error));
        assert_int_equal(counts.imported, 1);
        assert_int_equal(counts.doubtful, cases[i].kind ? 1 : 0);
        assert_string_equal(f->last.kind, cases[i].kind ? cases[i].kind : "");
        assert_ok(circlet_read_summary(&summary, f->city, error));
        for (size_t d = 0; d < circlet_summary_doubt_count(summary); d++)
            if (strcmp(circlet_summary_doubt(summary, d)->name,
                       "people_elsewhere") == 0)
                assert_int_equal(circlet_summary_doubt(summary, d)->count,
                                 cases[i].kind && *cases[i].kind == 'e');
        circlet_summary_free(summary);
        summary = NULL;
    }
}

/* No word is doubted for itself: a policy may name any. */
static void words_of_any_policy_are_taken(void **state)
{
    city_folder *f = *state;
    circlet_import_counts counts;

    write_source(f, "f.csv",
                 "id,name,type,lon,lat,services,tier\n"
                 "a,A,kindergarten,1,2,day_care:3;spa:beds=4,region\n"
                 "b,B,clinic,1,2,,\nc,C,clinic,1,2,respite;spa:3,\n");
    assert_ok(import_file(&counts, f, CIRCLET_LAYER_FACILITIES, "f.csv", NULL,
                          error));
    assert_int_equal(counts.imported, 3);
    assert_int_equal(counts.doubtful, 0);
    write_source(f, "s.csv", "id,lon,lat,types\na,1,2,warm_home;clinic\n");
    assert_ok(
        import_file(&counts, f, CIRCLET_LAYER_SITES, "s.csv", NULL, error));
    assert_int_equal(counts.doubtful, 0);
    write_source(f, "p.csv", "id,lon,lat,needs\na,1,2,day_care;chess\n");
    assert_ok(
        import_file(&counts, f, CIRCLET_LAYER_PEOPLE, "p.csv", NULL, error));
    assert_int_equal(counts.doubtful, 0);
}

/* Misspelt once, before and after three that are right. */
static void words_all_but_the_same_as_common_ones_are_doubted(void **state)
{
    city_folder *f = *state;
    circlet_import_counts counts;

    write_source(f, "f.csv",
                 "id,name,type,lon,lat,services\n"
                 "a,A,clinc,1,2,spa\nb,B,clinic,1,2,respite\n"
                 "c,C,clinic,1,2,respite\nd,D,clinic,1,2,respite\n"
                 "e,E,school,1,2,repsite\n");
    assert_ok(import_file(&counts, f, CIRCLET_LAYER_FACILITIES, "f.csv", NULL,
                          error));
    assert_int_equal(counts.imported, 5);
    assert_int_equal(counts.doubtful, 2);
    assert_string_equal(f->last.kind, "unknown_service");
    assert_int_equal(f->last.row, 6);
    assert_string_equal(f->last.field, "services");
    assert_string_equal(f->last.reason,
                        "'repsite' stands in this row alone, and 'respite', "
                        "which is all but the same, in 3");
    write_source(f, "s.csv", "id,lon,lat,types\na,1,2,school;clinik\n");
    assert_ok(
        import_file(&counts, f, CIRCLET_LAYER_SITES, "s.csv", NULL, error));
    assert_int_equal(counts.doubtful, 1);
    assert_string_equal(f->last.kind, "unknown_type");
    write_source(f, "p.csv",
                 "id,lon,lat,needs\na,1,2,chess;spa\nb,1,2,chess\n"
                 "c,1,2,chess;care\nd,1,2,chesss\n");
    assert_ok(
        import_file(&counts, f, CIRCLET_LAYER_PEOPLE, "p.csv", NULL, error));
    assert_int_equal(counts.doubtful, 1);
    assert_string_equal(f->last.field, "needs");
}

static void slips_of_the_pen_are_told_from_other_words(void **state)
{
    (void)state;
    assert_true(ci_is_slip("warm_home", "warm_hone"));
    assert_true(ci_is_slip("warm_home", "warmhome"));
    assert_true(ci_is_slip("warm_home", "warm_homes"));
    assert_true(ci_is_slip("warm_home", "wram_home"));
    assert_true(ci_is_slip("温馨家园", "温心家园"));
    assert_true(ci_is_slip("温馨家园", "温馨家"));
    assert_false(ci_is_slip("温馨家园", "温心花园"));
    assert_false(ci_is_slip("warm_home", "warm_home"));
    assert_false(ci_is_slip("warm_home", "warm_hole_"));
    assert_false(ci_is_slip("level_1", "level_2"));
    assert_false(ci_is_slip("spa", "spb"));
}

/* The survey was in 2023: two sums are right, and 1950 + 40 is not. */
static void ages_are_compared_with_years_of_birth(void **state)
{
    city_folder *f = *state;
    circlet_import_counts counts;

    write_source(f, "p.csv",
                 "id,lon,lat,age,birth_year\n"
                 "a,1,2,23,2000\nb,1,2,22,2000\nc,1,2,40,1950\n"
                 "d,1,2,,1950\ne,1,2,73,1950\n");
    assert_ok(
        import_file(&counts, f, CIRCLET_LAYER_PEOPLE, "p.csv", NULL, error));
    assert_int_equal(counts.imported, 5);
    assert_int_equal(counts.doubtful, 1);
    assert_int_equal(f->last.row, 4);
    assert_string_equal(f->last.kind, "contradiction");
    assert_string_equal(f->last.reason,
                        "age 40 and birth_year 1950 do not agree: by most "
                        "rows they add up to 2022 or 2023");
    assert_int_equal(city_query(f, "SELECT doubtful FROM source"), 1);
    /* Three years off tell nothing, four do, on either side. */
    write_source(f, "p.csv",
                 "id,lon,lat,age,birth_year\n"
                 "a,1,2,23,2000\nb,1,2,22,2000\nc,1,2,26,2000\n"
                 "d,1,2,19,2000\ne,1,2,73,1950\nf,1,2,22,2000\n");
    assert_ok(
        import_file(&counts, f, CIRCLET_LAYER_PEOPLE, "p.csv", NULL, error));
    assert_int_equal(counts.doubtful, 0);
    write_source(f, "p.csv",
                 "id,lon,lat,age,birth_year\n"
                 "a,1,2,23,2000\nb,1,2,22,2000\nc,1,2,27,2000\n"
                 "d,1,2,18,2000\ne,1,2,73,1950\nf,1,2,22,2000\n");
    assert_ok(
        import_file(&counts, f, CIRCLET_LAYER_PEOPLE, "p.csv", NULL, error));
    assert_int_equal(counts.doubtful, 2);
    /* Where no year has most of the rows, none can be told to be wrong. */
    write_source(f, "q.csv",
                 "id,lon,lat,age,birth_year\n"
                 "f,1,2,23,2000\ng,1,2,40,1950\n");
    assert_ok(
        import_file(&counts, f, CIRCLET_LAYER_PEOPLE, "q.csv", NULL, error));
    assert_int_equal(counts.doubtful, 0);
}

#define CITY_TEST(test)                                                       \
    cmocka_unit_test_setup_teardown(test, make_city_folder, remove_city_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CITY_TEST(people_who_live_elsewhere_are_kept_and_counted),
        CITY_TEST(words_of_any_policy_are_taken),
        CITY_TEST(words_all_but_the_same_as_common_ones_are_doubted),
        cmocka_unit_test(slips_of_the_pen_are_told_from_other_words),
        CITY_TEST(ages_are_compared_with_years_of_birth),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
