#include "city_file_fixture.h"

#include <circlet/density.h>

static circlet_city *read_city(const city_folder *f)
{
    circlet_city *city = NULL;

    assert_ok(circlet_read_city(&city, f->city, NULL, error));
    return city;
}

static circlet_density *make(const circlet_city *city,
                             const circlet_density_options *options)
{
    circlet_density *density = NULL;

    assert_ok(
        circlet_density_make(&density, city, NULL, NULL, options, error));
    return density;
}

static void save(const city_folder *f, const circlet_city *city,
                 const circlet_density_options *options)
{
    circlet_density *density = make(city, options);

    assert_ok(circlet_write_density(f->city, density, city, error));
    circlet_density_free(density);
}

static void a_density_replaces_one_of_the_same_people_and_cells(void **state)
{
    city_folder *f = *state;
    circlet_density_options options = CIRCLET_DENSITY_OPTIONS_INIT;
    circlet_city *city;

    import_everything(f);
    city = read_city(f);
    options.has_outlines = true;
    save(f, city, &options);
    options.bandwidth_m = 700;
    save(f, city, &options);
    assert_int_equal(city_query(f, "SELECT count(*) FROM density_cell WHERE "
                                   "bandwidth_m <> 700"),
                     0);
    assert_int_equal(
        city_query(f, "SELECT abs(sum(persons) - 1.125) < 1e-9 AND "
                      "count(*) = count(DISTINCT id) FROM density_cell"),
        1);
    options.kind = "visual";
    options.shape = CIRCLET_CELL_HEXAGON;
    save(f, city, &options);
    assert_int_equal(city_query(f,
                                "SELECT count(DISTINCT subject || shape) FROM "
                                "density_cell"),
                     2);
    assert_int_equal(city_query(f,
                                "SELECT count(*) FROM run WHERE command LIKE "
                                "'density of %'"),
                     2);
    circlet_city_free(city);
}

static void units_are_stored_with_what_is_known(void **state)
{
    city_folder *f = *state;
    circlet_density_options options = CIRCLET_DENSITY_OPTIONS_INIT;
    circlet_city *city;

    import_everything(f);
    city = read_city(f);
    options.is_by_unit = true;
    options.level = CIRCLET_LEVEL_STREET;
    save(f, city, &options);
    save(f, city, &options);
    assert_int_equal(city_query(f, "SELECT count(*) FROM density_unit"), 2);
    /* D1 has nobody and does not say its residents; D2 has 1.125 of 4000. */
    assert_int_equal(
        city_query(f, "SELECT persons = 0 AND per_1000 IS NULL AND "
                      "internal = 0 FROM density_unit WHERE unit = 'D1'"),
        1);
    assert_int_equal(
        city_query(f, "SELECT persons = 1.125 AND abs(per_1000 - 0.28125) < "
                      "1e-12 AND internal = 1 AND abs(area_km2 - 0.948) < "
                      "0.001 FROM density_unit WHERE unit = 'D2'"),
        1);
    circlet_city_free(city);
}

static void a_density_without_outlines_is_refused(void **state)
{
    city_folder *f = *state;
    circlet_density_options options = CIRCLET_DENSITY_OPTIONS_INIT;
    circlet_density *density;
    circlet_city *city;

    import_everything(f);
    city = read_city(f);
    density = make(city, &options);
    assert_fails(circlet_write_density(f->city, density, city, error),
                 CIRCLET_E_ARGUMENT, "needs the outlines of its cells");
    assert_fails(circlet_write_density(NULL, density, city, error),
                 CIRCLET_E_ARGUMENT, "needs a path");
    circlet_density_free(density);
    circlet_city_free(city);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            a_density_replaces_one_of_the_same_people_and_cells,
            make_city_folder, remove_city_folder),
        cmocka_unit_test_setup_teardown(units_are_stored_with_what_is_known,
                                        make_city_folder, remove_city_folder),
        cmocka_unit_test_setup_teardown(a_density_without_outlines_is_refused,
                                        make_city_folder, remove_city_folder),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
