/* The checked city: what is kept, how it is sorted, what is refused. */
#include "city_fixture.h"

/* ---- records ------------------------------------------------------------ */

static void records_are_copied_and_sorted_by_their_ids(void **state)
{
    circlet_city_builder *builder = new_builder();
    char id[] = "b", kind[] = "visual;mental";
    circlet_demand_record record = person(id, 116.3, 39.9);
    circlet_city *city;

    (void)state;
    record.kind = kind;
    record.aid = "";
    assert_ok(circlet_city_builder_add_demand(builder, &record, error));
    id[0] = 'a';
    kind[0] = 'x';
    assert_ok(circlet_city_builder_add_demand(builder, &record, error));
    id[0] = 'z';
    kind[0] = 'y';
    city = finish(builder);

    assert_int_equal(circlet_city_demand_count(city), 2);
    assert_string_equal(circlet_city_demand(city, 0)->id, "a");
    assert_string_equal(circlet_city_demand(city, 0)->kind, "xisual;mental");
    assert_string_equal(circlet_city_demand(city, 1)->id, "b");
    assert_string_equal(circlet_city_demand(city, 1)->kind, "visual;mental");
    assert_null(circlet_city_demand(city, 1)->aid);
    assert_null(circlet_city_demand(city, 2));
    circlet_city_free(city);
}

static void codes_sort_by_bytes_and_are_found(void **state)
{
    static const char *const codes[] = {"\xE4\xB8\x9C", "a", "B", "10", "9"};
    static const char *const sorted[] = {"10", "9", "B", "a", "\xE4\xB8\x9C"};
    circlet_city_builder *builder = new_builder();
    circlet_city *city;

    (void)state;
    for (size_t i = 0; i < 5; i++)
        add_unit(builder, unit(codes[i], CIRCLET_LEVEL_STREET, NULL));
    city = finish(builder);

    for (circlet_unit i = 0; i < 5; i++) {
        assert_string_equal(circlet_city_unit(city, i)->code, sorted[i]);
        assert_int_equal(circlet_city_find_unit(city, sorted[i]), i);
    }
    assert_int_equal(circlet_city_find_unit(city, "8"), CIRCLET_NONE);
    assert_int_equal(circlet_city_find_unit(city, NULL), CIRCLET_NONE);
    assert_int_equal(circlet_city_find_site(city, "a"), CIRCLET_NONE);
    circlet_city_free(city);
}

static void facilities_and_sites_keep_what_they_offer(void **state)
{
    circlet_city_builder *builder = new_builder();
    circlet_service_record services[] = {{"day_care", 20, -1, 5, 0, 0},
                                         {"respite", -1, 4, -1, 0, 0}};
    circlet_facility_record facility = home("h");
    circlet_site_record place = site("s");
    const circlet_facility_record *kept;
    circlet_city *city;

    (void)state;
    facility.services = services;
    facility.service_count = 2;
    facility.measures[CIRCLET_MEASURE_AREA_M2] = 320.5;
    place.types = "warm_home; day_care_station";
    place.cost_cny = 1000.0;
    assert_ok(circlet_city_builder_add_facility(builder, &facility, error));
    assert_ok(circlet_city_builder_add_site(builder, &place, error));
    services[0].places = 99;
    city = finish(builder);

    kept = circlet_city_facility(city, circlet_city_find_facility(city, "h"));
    assert_int_equal(kept->service_count, 2);
    assert_string_equal(kept->services[0].service, "day_care");
    assert_int_equal(kept->services[0].places, 20);
    assert_int_equal(kept->services[1].beds, 4);
    assert_true(kept->measures[CIRCLET_MEASURE_AREA_M2] == 320.5);
    assert_true(isnan(kept->measures[CIRCLET_MEASURE_STARS]));
    assert_string_equal(circlet_city_site(city, 0)->types,
                        "warm_home; day_care_station");
    assert_true(circlet_city_site(city, 0)->cost_cny == 1000.0);
    circlet_city_free(city);
}

static void a_builder_makes_the_same_city_again_and_again(void **state)
{
    circlet_city_builder *builder = new_builder();
    circlet_city *first = NULL, *second = NULL;

    (void)state;
    add_unit(builder, unit("1", CIRCLET_LEVEL_STREET, NULL));
    assert_ok(circlet_city_builder_finish(&first, builder, error));
    add_unit(builder, unit("0", CIRCLET_LEVEL_STREET, NULL));
    assert_ok(circlet_city_builder_finish(&second, builder, error));
    circlet_city_builder_free(builder);

    assert_int_equal(circlet_city_unit_count(first), 1);
    assert_int_equal(circlet_city_unit_count(second), 2);
    assert_string_equal(circlet_city_unit(first, 0)->code, "1");
    assert_string_equal(circlet_city_unit(second, 0)->code, "0");
    circlet_city_free(first);
    circlet_city_free(second);
}

/* ---- refusals ----------------------------------------------------------- */

static void refuse_unit(circlet_unit_record record, const char *reason)
{
    circlet_city_builder *builder = new_builder();
    circlet_city *city;

    assert_fails(circlet_city_builder_add_unit(builder, &record, error),
                 CIRCLET_E_DATA, reason);
    city = finish(builder);
    assert_int_equal(circlet_city_unit_count(city), 0);
    circlet_city_free(city);
}

static void refuse_person(circlet_demand_record record, const char *reason)
{
    circlet_city_builder *builder = new_builder();

    assert_fails(circlet_city_builder_add_demand(builder, &record, error),
                 CIRCLET_E_DATA, reason);
    circlet_city_builder_free(builder);
}

static void refuse_facility(circlet_facility_record record, const char *reason)
{
    circlet_city_builder *builder = new_builder();

    assert_fails(circlet_city_builder_add_facility(builder, &record, error),
                 CIRCLET_E_DATA, reason);
    circlet_city_builder_free(builder);
}

static void refuse_site(circlet_site_record record, const char *reason)
{
    circlet_city_builder *builder = new_builder();

    assert_fails(circlet_city_builder_add_site(builder, &record, error),
                 CIRCLET_E_DATA, reason);
    circlet_city_builder_free(builder);
}

static void units_that_break_their_format_are_refused(void **state)
{
    circlet_point corners[5];
    circlet_ring ring = {3, false};
    circlet_unit_record record;

    (void)state;
    refuse_unit(unit("", CIRCLET_LEVEL_CITY, NULL), "has no code");
    refuse_unit(unit(NULL, CIRCLET_LEVEL_CITY, NULL), "has no code");
    record = unit("7", CIRCLET_LEVEL_CITY, NULL);
    record.name = "";
    refuse_unit(record, "unit '7' has no name");
    refuse_unit(unit("7", (circlet_level)4, NULL), "unit '7' has level 4");
    record = unit("7", CIRCLET_LEVEL_CITY, NULL);
    record.residents = -2;
    refuse_unit(record, "unit '7' has residents -2");
    record = unit("7", CIRCLET_LEVEL_CITY, NULL);
    record.has_point = true;
    record.point = (circlet_point){181.0, 0.0};
    refuse_unit(record, "unit '7' lies at 181,0");

    record = unit("7", CIRCLET_LEVEL_CITY, NULL);
    record.area = rectangle(corners, 0.0, 0.0, 1.0, 1.0);
    corners[4].lat = 0.5;
    refuse_unit(record, "unit '7' has ring 1 that is not closed");
    record.area = rectangle(corners, 0.0, 0.0, 1.0, 91.0);
    refuse_unit(record, "unit '7' lies at 1,91");
    record.area.rings = &ring;
    refuse_unit(record, "unit '7' has ring 1 of fewer than 4 points");
    ring = (circlet_ring){5, true};
    refuse_unit(record, "unit '7' starts with a hole");
    record.area.points = NULL;
    refuse_unit(record, "unit '7' has 1 rings and no points");
}

static void people_that_cannot_be_are_refused(void **state)
{
    circlet_demand_record record = person("p", (double)NAN, 39.9);

    (void)state;
    refuse_person(person(NULL, 116.3, 39.9), "a person has no id");
    refuse_person(record, "person '#1' lies at null,39.9");
    refuse_person(person("p", 116.3, 90.1), "person '#1' lies at 116.3,90.1");
    record = person("p", 116.3, 39.9);
    record.weight_milli = -1;
    refuse_person(record, "person '#1' has weight -1 thousandths");
    record = person("p", 116.3, 39.9);
    record.grade = 0;
    refuse_person(record, "person '#1' has grade 0");
    record.grade = 5;
    refuse_person(record, "person '#1' has grade 5");
    record = person("p", 116.3, 39.9);
    record.age = 131;
    refuse_person(record, "person '#1' has age 131");
    record = person("p", 116.3, 39.9);
    record.birth_year = 1799;
    refuse_person(record, "person '#1' has birth_year 1799");
    record = person("p", 116.3, 39.9);
    record.poor = (circlet_answer)3;
    refuse_person(record, "person '#1' has poor 3");
}

static void facilities_that_cannot_be_are_refused(void **state)
{
    circlet_service_record service = {"", -1, -1, -1, 0, 0};
    circlet_facility_record record = home("");

    (void)state;
    refuse_facility(record, "facility 'Home' has no id");
    record = home("h");
    record.name = NULL;
    refuse_facility(record, "facility 'h' has no name");
    record = home("h");
    record.type = "";
    refuse_facility(record, "facility 'h' has no type");
    record = home("h");
    record.at.lat = (double)INFINITY;
    refuse_facility(record, "facility 'h' lies at 116.3,null");
    record = home("h");
    record.opened = 20181301;
    refuse_facility(record, "facility 'h' has opened 20181301");
    record = home("h");
    record.opened = 20190101;
    record.closed = 20181231;
    refuse_facility(record, "facility 'h' closed on 20181231, before");
    record = home("h");
    record.measures[CIRCLET_MEASURE_NURSES] = -0.5;
    refuse_facility(record, "facility 'h' has nurses -0.5");
    record = home("h");
    record.measures_low[CIRCLET_MEASURE_AREA_M2] = (double)NAN;
    refuse_facility(record, "'h' has no number as the least of area_m2");
    record.measures_low[CIRCLET_MEASURE_AREA_M2] = -1;
    refuse_facility(record, "facility 'h' has area_m2 -1");
    record = home("h");
    record.services = &service;
    record.service_count = 1;
    refuse_facility(record, "facility 'h' has service 1 without a name");
    service = (circlet_service_record){"day_care", -2, -1, -1, 0, 0};
    refuse_facility(record, "facility 'h' has places -2");
}

static void venues_are_sorted_found_and_located(void **state)
{
    circlet_city_builder *builder = new_builder();
    circlet_point corners[5];
    circlet_unit_record street = unit("S", CIRCLET_LEVEL_STREET, NULL);
    circlet_venue_record venue = {
        .id = "v2", .name = "Hall", .at = {116.5, 40.5}, .kind = ""};
    circlet_city *city;

    (void)state;
    street.area = rectangle(corners, 116, 40, 117, 41);
    add_unit(builder, street);
    assert_ok(circlet_city_builder_add_venue(builder, &venue, error));
    venue.id = "v1";
    venue.kind = "arena";
    venue.at.lon = 118;
    assert_ok(circlet_city_builder_add_venue(builder, &venue, error));
    city = finish(builder);

    assert_int_equal(circlet_city_venue_count(city), 2);
    assert_string_equal(circlet_city_venue(city, 0)->id, "v1");
    assert_string_equal(circlet_city_venue(city, 0)->kind, "arena");
    assert_null(circlet_city_venue(city, 1)->kind);
    assert_null(circlet_city_venue(city, 2));
    assert_int_equal(circlet_city_find_venue(city, "v2"), 1);
    assert_int_equal(circlet_city_find_venue(city, "v3"), CIRCLET_NONE);
    assert_int_equal(circlet_city_venue_unit(city, 1, CIRCLET_LEVEL_STREET),
                     0);
    assert_int_equal(circlet_city_venue_unit(city, 0, CIRCLET_LEVEL_STREET),
                     CIRCLET_NONE);
    assert_int_equal(circlet_city_venue_unit(city, 2, CIRCLET_LEVEL_STREET),
                     CIRCLET_NONE);
    circlet_city_free(city);
}

static void venues_that_cannot_be_are_refused(void **state)
{
    static const struct {
        circlet_venue_record record;
        const char *reason;
    } cases[] = {{{.id = "", .name = "Hall"}, "venue 'Hall' has no id"},
                 {{.id = "v", .name = NULL}, "venue 'v' has no name"},
                 {{.id = "v", .name = "Hall", .at = {0, 91}},
                  "venue 'v' lies at 0,91: not a longitude and latitude"}};
    circlet_city_builder *builder = new_builder();
    circlet_venue_record venue = {.id = "v", .name = "Hall"};
    circlet_city *city = NULL;

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        assert_fails(
            circlet_city_builder_add_venue(builder, &cases[i].record, error),
            CIRCLET_E_DATA, cases[i].reason);
    assert_ok(circlet_city_builder_add_venue(builder, &venue, error));
    assert_ok(circlet_city_builder_add_venue(builder, &venue, error));
    assert_fails(circlet_city_builder_finish(&city, builder, error),
                 CIRCLET_E_DATA, "venue 'v' is given twice");
    assert_null(city);
    circlet_city_builder_free(builder);
}

static void sites_that_cannot_be_are_refused(void **state)
{
    circlet_site_record record = site("s");

    (void)state;
    refuse_site(site(NULL), "has no id");
    record.cost_cny = -1.0;
    refuse_site(record, "site 's' has cost_cny -1");
    record = site("s");
    record.max_area_m2 = (double)INFINITY;
    refuse_site(record, "site 's' has max_area_m2 infinity");
    record = site("s");
    record.at.lon = -180.5;
    refuse_site(record, "site 's' lies at -180.5,39.9");
}

static void refuse_city(circlet_city_builder *builder, const char *reason)
{
    circlet_city *city = NULL;

    assert_fails(circlet_city_builder_finish(&city, builder, error),
                 CIRCLET_E_DATA, reason);
    assert_null(city);
    circlet_city_builder_free(builder);
}

static void what_is_given_twice_is_named(void **state)
{
    circlet_city_builder *builder = new_builder();
    circlet_demand_record one = person("p1", 116.3, 39.9);
    circlet_facility_record facility = home("h1");
    circlet_site_record place = site("s1");

    (void)state;
    add_unit(builder, unit("1", CIRCLET_LEVEL_CITY, NULL));
    add_unit(builder, unit("0", CIRCLET_LEVEL_CITY, NULL));
    add_unit(builder, unit("1", CIRCLET_LEVEL_STREET, NULL));
    refuse_city(builder, "unit '1' is given twice");

    builder = new_builder();
    assert_ok(circlet_city_builder_add_demand(builder, &one, error));
    assert_ok(circlet_city_builder_add_demand(builder, &one, error));
    refuse_city(builder, "two people have the same id");

    builder = new_builder();
    assert_ok(circlet_city_builder_add_facility(builder, &facility, error));
    assert_ok(circlet_city_builder_add_facility(builder, &facility, error));
    refuse_city(builder, "facility 'h1' is given twice");

    builder = new_builder();
    assert_ok(circlet_city_builder_add_site(builder, &place, error));
    assert_ok(circlet_city_builder_add_site(builder, &place, error));
    refuse_city(builder, "site 's1' is given twice");
}

static void a_parent_must_be_there_and_of_a_higher_level(void **state)
{
    circlet_city_builder *builder = new_builder();

    (void)state;
    add_unit(builder, unit("1", CIRCLET_LEVEL_STREET, "9"));
    refuse_city(builder, "unit '1' names the parent '9', which is not there");

    builder = new_builder();
    add_unit(builder, unit("1", CIRCLET_LEVEL_STREET, "2"));
    add_unit(builder, unit("2", CIRCLET_LEVEL_STREET, NULL));
    refuse_city(builder, "unit '1' (street) names the parent '2' (street)");

    builder = new_builder();
    add_unit(builder, unit("1", CIRCLET_LEVEL_CITY, "1"));
    refuse_city(builder, "which is not of a higher level");
}

static void sums_that_would_overflow_are_refused(void **state)
{
    circlet_city_builder *builder = new_builder();
    circlet_demand_record record = person("p", 116.3, 39.9);
    circlet_unit_record crowded = unit("1", CIRCLET_LEVEL_CITY, NULL);

    (void)state;
    record.weight_milli = INT64_MAX;
    assert_ok(circlet_city_builder_add_demand(builder, &record, error));
    record.id = "q";
    record.weight_milli = 1;
    assert_ok(circlet_city_builder_add_demand(builder, &record, error));
    refuse_city(builder, "the sum of the weights of people is too large");

    builder = new_builder();
    crowded.residents = INT64_MAX;
    add_unit(builder, crowded);
    crowded.code = "2";
    add_unit(builder, crowded);
    refuse_city(builder, "unit '2' makes the sum of residents too large");
}

static void arguments_that_are_missing_are_refused(void **state)
{
    circlet_city_builder *builder = new_builder();

    (void)state;
    assert_fails(circlet_city_builder_new(NULL, error), CIRCLET_E_ARGUMENT,
                 "no place");
    assert_fails(circlet_city_builder_add_unit(builder, NULL, error),
                 CIRCLET_E_ARGUMENT, "no builder or no record");
    assert_fails(circlet_city_builder_add_site(NULL, NULL, error),
                 CIRCLET_E_ARGUMENT, "no builder or no record");
    assert_fails(circlet_city_builder_finish(NULL, builder, error),
                 CIRCLET_E_ARGUMENT, "no place");
    circlet_city_builder_free(builder);
    circlet_city_builder_free(NULL);
    circlet_city_free(NULL);
}

/* ---- words -------------------------------------------------------------- */

static void a_list_has_whole_words_only(void **state)
{
    (void)state;
    assert_true(circlet_list_has("visual", "visual"));
    assert_true(circlet_list_has("visual;mental", "mental"));
    assert_true(circlet_list_has(" visual ; mental ", "visual"));
    assert_true(circlet_list_has("a; b c ;d", "b c"));
    assert_true(circlet_list_has(";;x", "x"));
    assert_false(circlet_list_has("visual;mental", "ment"));
    assert_false(circlet_list_has("visual;mental", "mental;"));
    assert_false(circlet_list_has("ab", "b"));
    assert_false(circlet_list_has("a;;b", ""));
    assert_false(circlet_list_has("", "a"));
    assert_false(circlet_list_has(NULL, "a"));
    assert_false(circlet_list_has("a", NULL));
}

static void levels_and_measures_have_names(void **state)
{
    (void)state;
    assert_string_equal(circlet_level_name(CIRCLET_LEVEL_CITY), "city");
    assert_string_equal(circlet_level_name(CIRCLET_LEVEL_COMMUNITY),
                        "community");
    assert_string_equal(circlet_measure_name(CIRCLET_MEASURE_AREA_M2),
                        "area_m2");
    assert_string_equal(circlet_measure_name(CIRCLET_MEASURE_MENTAL_STAFF),
                        "mental_staff");
}

static void none_means_none_only_where_it_was_said(void **state)
{
    circlet_city_builder *builder = new_builder();
    circlet_facility_record facility = home("h");
    circlet_city *city = NULL;

    (void)state;
    assert_ok(circlet_city_builder_add_facility(builder, &facility, error));
    assert_ok(circlet_city_builder_finish(&city, builder, error));
    assert_false(circlet_city_knows_people(city));
    assert_true(circlet_city_knows_facility_type(city, "warm_home"));
    assert_false(circlet_city_knows_facility_type(city, "day_care_station"));
    assert_false(circlet_city_is_complete(city, CIRCLET_PART_FACILITIES));
    circlet_city_free(city);

    assert_ok(circlet_city_builder_say_complete(builder, CIRCLET_PART_PEOPLE,
                                                error));
    assert_ok(circlet_city_builder_say_complete(
        builder, CIRCLET_PART_FACILITIES, error));
    city = finish(builder);
    assert_true(circlet_city_knows_people(city));
    assert_true(circlet_city_knows_facility_type(city, "day_care_station"));
    assert_true(circlet_city_is_complete(city, CIRCLET_PART_FACILITIES));
    circlet_city_free(city);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(records_are_copied_and_sorted_by_their_ids),
        cmocka_unit_test(codes_sort_by_bytes_and_are_found),
        cmocka_unit_test(facilities_and_sites_keep_what_they_offer),
        cmocka_unit_test(a_builder_makes_the_same_city_again_and_again),
        cmocka_unit_test(units_that_break_their_format_are_refused),
        cmocka_unit_test(people_that_cannot_be_are_refused),
        cmocka_unit_test(facilities_that_cannot_be_are_refused),
        cmocka_unit_test(venues_are_sorted_found_and_located),
        cmocka_unit_test(venues_that_cannot_be_are_refused),
        cmocka_unit_test(sites_that_cannot_be_are_refused),
        cmocka_unit_test(what_is_given_twice_is_named),
        cmocka_unit_test(a_parent_must_be_there_and_of_a_higher_level),
        cmocka_unit_test(sums_that_would_overflow_are_refused),
        cmocka_unit_test(arguments_that_are_missing_are_refused),
        cmocka_unit_test(a_list_has_whole_words_only),
        cmocka_unit_test(levels_and_measures_have_names),
        cmocka_unit_test(none_means_none_only_where_it_was_said),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
