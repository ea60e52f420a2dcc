/* What can be built and done under a policy, and what it costs: by hand. */
#include "unit.h"

#include <math.h>
#include <stdlib.h>

#include "policy/price.h"

#define UNKNOWN ((double)NAN)

/* ---- a policy ----------------------------------------------------------- */

static const circlet_service_record small_services[] = {
    {"day_care", 10, -1, -1, 0, 0}};
static const circlet_service_record middle_services[] = {
    {"day_care", 30, -1, -1, 0, 0}, {"severe_care", 5, 8, -1, 0, 0}};
static const circlet_service_record large_services[] = {
    {"day_care", 80, -1, -1, 0, 0}, {"severe_care", -1, 20, -1, 0, 0}};
static const circlet_service_record ward_services[] = {
    {"ward", -1, 100, -1, 0, 0}};

#define FACILITY(name, area, offers)                                          \
    {                                                                         \
        .type = name, .measures = {[CIRCLET_MEASURE_AREA_M2] = area},         \
        .services = offers,                                                   \
        .service_count = sizeof(offers) / sizeof((offers)[0])                 \
    }

static const ci_catalogue_size home_sizes[] = {
    {FACILITY("home", 100, small_services), {NULL, 0}, 300000, 120000},
    {FACILITY("home", 800, large_services), {NULL, 0}, 2500000, (double)NAN}};

static const ci_catalogue_entry catalogue[] = {
    {.facility = FACILITY("home", 300, middle_services),
     .cost_cny = 1000000,
     .yearly_cny = 200000,
     .area_max_m2 = 1500,
     .origin = {NULL, true},
     .yearly_origin = {"B", false},
     .sizes = home_sizes,
     .size_count = 2},
    {.facility = FACILITY("hospital", (double)NAN, ward_services),
     .cost_cny = (double)NAN,
     .yearly_cny = 7000000,
     .area_max_m2 = (double)NAN,
     .origin = {"A", false},
     .yearly_origin = {"A", false}}};

static const char *const homes[] = {"home"};
static const char *const hospitals[] = {"hospital"};
static const char *const care[] = {"day_care", "severe_care"};
static const char *const wards[] = {"ward"};

static const ci_action_price prices[] = {
    {.kind = CI_PRICE_ENLARGE,
     .types = {homes, 1},
     .services = {care, 2},
     .area_step_m2 = 50,
     .place_step = 5,
     .bed_step = 1,
     .once = {0, 4000, 5000, (double)NAN},
     .yearly = {0, 0, 10000, (double)NAN},
     .origin = {NULL, true},
     .yearly_origin = {NULL, true}},
    {.kind = CI_PRICE_ENLARGE,
     .types = {hospitals, 1},
     .place_step = 1,
     .bed_step = 10,
     .once = {0, (double)NAN, (double)NAN, 30000},
     .yearly = {0, (double)NAN, (double)NAN, (double)NAN},
     .origin = {"A", false},
     .yearly_origin = {"A", false}},
    {.kind = CI_PRICE_ADD_SERVICE,
     .place_step = 1,
     .bed_step = 1,
     .once = {70000, 0, 1000, 2000},
     .yearly = {(double)NAN, 0, (double)NAN, (double)NAN},
     .origin = {NULL, true},
     .yearly_origin = {NULL, true}},
    {.kind = CI_PRICE_ADD_SERVICE,
     .types = {homes, 1},
     .service = "severe_care",
     .place_step = 1,
     .bed_step = 1,
     .once = {150000, 0, 8000, 20000},
     .yearly = {100000, 0, 0, 30000},
     .origin = {NULL, true},
     .yearly_origin = {"B", false}},
    {.kind = CI_PRICE_PARTITION,
     .types = {hospitals, 1},
     .services = {wards, 1},
     .place_step = 1,
     .bed_step = 1,
     .once = {300000, 0, 0, 20000},
     .yearly = {200000, 0, 0, 1000},
     .origin = {"A", false},
     .yearly_origin = {"A", false}},
    {.kind = CI_PRICE_DESIGNATE,
     .types = {hospitals, 1},
     .services = {wards, 1},
     .place_step = 1,
     .bed_step = 1,
     .once = {50000, 0, 0, 0},
     .yearly = {90000, 0, 0, 0},
     .origin = {NULL, true},
     .yearly_origin = {NULL, true}},
    {.kind = CI_PRICE_MOVE,
     .place_step = 1,
     .bed_step = 1,
     .once = {100000, 0, 0, 0},
     .origin = {"B", false},
     .yearly_origin = {"B", false}},
    {.kind = CI_PRICE_CLOSE,
     .types = {homes, 1},
     .place_step = 1,
     .bed_step = 1,
     .once = {20000, 0, 0, 0},
     .origin = {"B", false},
     .yearly_origin = {"B", false}}};

static circlet_policy made = {.catalogue = catalogue,
                              .catalogue_count = 2,
                              .prices = prices,
                              .price_count =
                                  sizeof(prices) / sizeof(prices[0])};

static ci_price price_of(ci_price_kind kind, const char *type,
                         const char *service, double area_m2, int64_t places,
                         int64_t beds)
{
    return ci_price_of(&made, kind, type, service, area_m2, places, beds,
                       UNKNOWN);
}

static void assert_near(double got, double want)
{
    if (isnan(got) != isnan(want) || fabs(got - want) > 1e-9 * fabs(want))
        fail_msg("%.17g is not %.17g", got, want);
}

static void assert_price(ci_price price, double once, double yearly)
{
    assert_true(price.is_offered);
    assert_near(price.once_cny, once);
    assert_near(price.yearly_cny, yearly);
}

static void assert_not_offered(ci_price price)
{
    assert_false(price.is_offered);
    assert_true(isnan(price.once_cny));
    assert_true(isnan(price.yearly_cny));
}

/* ---- the catalogue ------------------------------------------------------ */

static void sizes_go_from_the_smallest_to_the_largest(void **state)
{
    const ci_catalogue_entry *home = ci_catalogue_find(&made, "home");
    const double areas[] = {100, 300, 800};
    const double costs[] = {300000, 1000000, 2500000};

    (void)state;
    assert_int_equal(ci_catalogue_size_count(home), 3);
    assert_int_equal(ci_catalogue_standard(home), 1);
    for (size_t i = 0; i < 3; i++) {
        ci_catalogue_size size = ci_catalogue_size_at(home, i);

        assert_near(size.facility.measures[CIRCLET_MEASURE_AREA_M2], areas[i]);
        assert_near(size.cost_cny, costs[i]);
    }
    assert_int_equal(
        ci_catalogue_size_count(ci_catalogue_find(&made, "hospital")), 1);
    assert_null(ci_catalogue_find(&made, "castle"));
    assert_null(ci_catalogue_find(&made, NULL));
}

static void sizes_compare_by_area_then_beds_then_places(void **state)
{
    const circlet_service_record few[] = {{"a", 5, 10, -1, 0, 0},
                                          {"b", -1, 1, -1, 0, 0}};
    const circlet_service_record many[] = {{"a", 9, 11, -1, 0, 0}};
    const circlet_service_record more[] = {{"a", 9, 12, -1, 0, 0}};
    const circlet_facility_record small = FACILITY("x", 10, more);
    const circlet_facility_record large = FACILITY("x", 20, few);
    const circlet_facility_record unknown = FACILITY("x", UNKNOWN, few);
    const circlet_facility_record equal = FACILITY("x", 20, many);
    const circlet_facility_record beds = FACILITY("x", 20, more);
    const circlet_facility_record none = {
        .measures = {[CIRCLET_MEASURE_AREA_M2] = UNKNOWN}};

    (void)state;
    assert_true(ci_catalogue_compare(&small, &large) < 0);
    assert_true(ci_catalogue_compare(&large, &small) > 0);
    assert_true(ci_catalogue_compare(&large, &beds) < 0);
    assert_true(ci_catalogue_compare(&large, &equal) < 0); /* 5, 9 places */
    assert_true(ci_catalogue_compare(&unknown, &small) < 0); /* 11, 12 beds */
    assert_int_equal(ci_catalogue_compare(&large, &unknown), 0);
    assert_int_equal(ci_catalogue_compare(&large, &none), 0);
}

static void a_new_building_is_the_smallest_that_is_enough(void **state)
{
    ci_price price = price_of(CI_PRICE_BUILD, "home", NULL, 0, 0, 0);

    (void)state;
    assert_price(price, 1000000, 200000);
    assert_true(price.is_assumed && !price.is_yearly_assumed);
    assert_near(price.area_m2, 300);
    assert_int_equal(price.places, 35);
    assert_int_equal(price.beds, 8);
    assert_int_equal(price.size, 1);
    assert_price(price_of(CI_PRICE_BUILD, "home", NULL, 100, 0, 0), 300000,
                 120000);
    assert_price(price_of(CI_PRICE_BUILD, "home", NULL, 100.5, 0, 0), 1000000,
                 200000);
    assert_price(price_of(CI_PRICE_BUILD, "home", "day_care", 50, 10, 0),
                 300000, 120000);
    assert_price(price_of(CI_PRICE_BUILD, "home", "day_care", 50, 11, 0),
                 1000000, 200000);
    assert_price(price_of(CI_PRICE_BUILD, "home", "severe_care", 50, 0, 0),
                 1000000, 200000);
    assert_price(price_of(CI_PRICE_BUILD, "home", "severe_care", 0, 0, 9),
                 2500000, UNKNOWN);
    price = price_of(CI_PRICE_BUILD, "home", "day_care", 301, 0, 0);
    assert_int_equal(price.places, 80);
    assert_int_equal(price.beds, -1);
    assert_int_equal(price.size, 2);
}

static void what_no_size_has_cannot_be_built(void **state)
{
    (void)state;
    assert_not_offered(price_of(CI_PRICE_BUILD, "home", NULL, 801, 0, 0));
    assert_not_offered(price_of(CI_PRICE_BUILD, "home", "day_care", 0, 81, 0));
    assert_not_offered(
        price_of(CI_PRICE_BUILD, "home", "severe_care", 0, 6, 0));
    assert_not_offered(price_of(CI_PRICE_BUILD, "home", "ward", 0, 0, 0));
    assert_not_offered(price_of(CI_PRICE_BUILD, "castle", NULL, 0, 0, 0));
    /* It is not known whether this is large enough. */
    assert_not_offered(price_of(CI_PRICE_BUILD, "hospital", NULL, 1, 0, 0));
}

static void a_site_that_costs_is_added(void **state)
{
    (void)state;
    assert_price(
        ci_price_of(&made, CI_PRICE_BUILD, "home", NULL, 0, 0, 0, 250000),
        1250000, 200000);
    assert_price(
        ci_price_of(&made, CI_PRICE_BUILD, "hospital", NULL, 0, 0, 0, 250000),
        UNKNOWN, 7000000);
    assert_price(
        ci_price_of(&made, CI_PRICE_MOVE, "home", NULL, 100, 0, 0, 250000),
        650000, 0);
    /* Who enlarges a building buys no site. */
    assert_price(
        ci_price_of(&made, CI_PRICE_ENLARGE, "home", NULL, 50, 0, 0, 250000),
        200000, 0);
    assert_price(ci_price_of(&made, CI_PRICE_BUILD, "home", NULL, 0, 0, 0,
                             (double)INFINITY),
                 UNKNOWN, 200000);
}

/* ---- actions ------------------------------------------------------------ */

static void a_building_grows_by_whole_steps(void **state)
{
    ci_price price = price_of(CI_PRICE_ENLARGE, "home", NULL, 50.5, 0, 0);

    (void)state;
    assert_price(price, 100 * 4000, 0);
    assert_near(price.area_m2, 100);
    assert_true(price.size == CI_NO_POSITION);
    assert_price(price_of(CI_PRICE_ENLARGE, "home", NULL, 50, 0, 0), 200000,
                 0);
    assert_price(price_of(CI_PRICE_ENLARGE, "home", NULL, 0.1 + 0.2, 0, 0),
                 200000, 0);
    price = price_of(CI_PRICE_ENLARGE, "home", "day_care", 0, 6, 0);
    assert_price(price, 10 * 5000, 10 * 10000);
    assert_int_equal(price.places, 10);
    assert_true(price.is_assumed && price.is_yearly_assumed);
    assert_price(price_of(CI_PRICE_ENLARGE, "home", "day_care", 60, 5, 0),
                 100 * 4000 + 5 * 5000, 5 * 10000);
    price = price_of(CI_PRICE_ENLARGE, "hospital", "ward", 0, 0, 41);
    assert_price(price, 50 * 30000, UNKNOWN);
    assert_int_equal(price.beds, 50);
    assert_false(price.is_assumed);
}

static void a_step_of_an_awkward_size_is_met_exactly(void **state)
{
    ci_action_price tenth = prices[0];
    circlet_policy policy = {.prices = &tenth, .price_count = 1};

    (void)state;
    tenth.area_step_m2 = 0.1;
    for (int i = 1; i <= 1000; i++) {
        ci_price price = ci_price_of(&policy, CI_PRICE_ENLARGE, "home", NULL,
                                     i * 0.1, 0, 0, UNKNOWN);

        assert_near(price.area_m2, i * 0.1);
    }
}

static void what_has_no_price_is_not_known(void **state)
{
    (void)state;
    assert_price(price_of(CI_PRICE_ENLARGE, "home", "day_care", 50, 0, 1),
                 UNKNOWN, UNKNOWN);
    assert_price(price_of(CI_PRICE_ENLARGE, "hospital", NULL, 1, 0, 0),
                 UNKNOWN, UNKNOWN);
    assert_price(price_of(CI_PRICE_ENLARGE, "home", NULL, UNKNOWN, 0, 0),
                 UNKNOWN, 0);
    assert_price(price_of(CI_PRICE_ENLARGE, "home", "day_care", 0, -1, 0),
                 UNKNOWN, UNKNOWN);
    /* The number of places is nothing to a price that has no such part. */
    assert_price(price_of(CI_PRICE_DESIGNATE, "hospital", "ward", 0, 0, 40),
                 50000, 90000);
    assert_price(
        price_of(CI_PRICE_DESIGNATE, "hospital", "ward", UNKNOWN, -1, -1),
        50000, 90000);
}

static void a_service_has_its_own_price_or_that_of_others(void **state)
{
    ci_price price =
        price_of(CI_PRICE_ADD_SERVICE, "home", "severe_care", 0, 5, 8);

    (void)state;
    assert_price(price, 150000 + 5 * 8000 + 8 * 20000, 100000 + 8 * 30000);
    assert_true(price.is_assumed && !price.is_yearly_assumed);
    assert_price(price_of(CI_PRICE_ADD_SERVICE, "home", "day_care", 0, 20, 0),
                 90000, UNKNOWN);
    assert_price(
        price_of(CI_PRICE_ADD_SERVICE, "hospital", "day_care", 0, 0, 3), 76000,
        UNKNOWN);
    /* Its own price is for homes, and the other not for this service. */
    assert_not_offered(
        price_of(CI_PRICE_ADD_SERVICE, "hospital", "severe_care", 0, 0, 3));
}

static void sections_and_designations_are_of_types_and_services(void **state)
{
    (void)state;
    assert_price(price_of(CI_PRICE_PARTITION, "hospital", "ward", 0, 0, 50),
                 300000 + 50 * 20000, 200000 + 50 * 1000);
    assert_not_offered(
        price_of(CI_PRICE_PARTITION, "hospital", "day_care", 0, 0, 50));
    assert_not_offered(price_of(CI_PRICE_PARTITION, "home", "ward", 0, 0, 50));
    assert_price(price_of(CI_PRICE_DESIGNATE, "hospital", "ward", 0, 0, 0),
                 50000, 90000);
    assert_not_offered(
        price_of(CI_PRICE_DESIGNATE, "hospital", "day_care", 0, 0, 0));
}

/* 150000 for the move, and the site; no building. */
static void to_move_into_rooms_costs_their_fitting_out(void **state)
{
    const ci_action_price rooms = {.kind = CI_PRICE_MOVE,
                                   .place_step = 1,
                                   .bed_step = 1,
                                   .once = {100000, 500, 0, 0},
                                   .origin = {NULL, true}};
    circlet_policy policy = made;
    ci_price price;

    (void)state;
    policy.prices = &rooms;
    policy.price_count = 1;
    price =
        ci_price_of(&policy, CI_PRICE_MOVE, "home", NULL, 100, 0, 0, 250000);
    assert_float_equal(price.once_cny, 400000, 0.5);
    assert_float_equal(price.yearly_cny, 0, 0.5);
    price = ci_price_of(&policy, CI_PRICE_MOVE, "home", NULL, (double)NAN, 0,
                        0, 250000);
    assert_true(isnan(price.once_cny));
}

static void to_move_costs_a_new_building(void **state)
{
    ci_price price = price_of(CI_PRICE_MOVE, "home", NULL, 300, 0, 0);

    (void)state;
    assert_price(price, 1100000, 0);
    assert_true(price.is_assumed); /* the building's sum is */
    assert_price(price_of(CI_PRICE_MOVE, "hospital", NULL, 0, 0, 0), UNKNOWN,
                 0);
    assert_price(price_of(CI_PRICE_MOVE, "castle", NULL, 0, 0, 0), UNKNOWN, 0);
}

static void to_close_saves_the_running_cost(void **state)
{
    ci_price price = price_of(CI_PRICE_CLOSE, "home", NULL, 0, 0, 0);

    (void)state;
    assert_price(price, 20000, -200000);
    assert_true(!price.is_assumed && !price.is_yearly_assumed);
    assert_price(price_of(CI_PRICE_CLOSE, "home", NULL, 90, 0, 0), 20000,
                 -120000);
    assert_price(price_of(CI_PRICE_CLOSE, "home", NULL, 900, 0, 0), 20000,
                 UNKNOWN);
    assert_not_offered(price_of(CI_PRICE_CLOSE, "hospital", NULL, 0, 0, 0));
}

static void sums_do_not_overflow(void **state)
{
    ci_price price =
        price_of(CI_PRICE_ENLARGE, "hospital", "ward", 0, 0, INT64_MAX - 1);

    (void)state;
    assert_true(price.beds >= INT64_MAX - 10);
    assert_true(price.once_cny > 1e22 && isfinite(price.once_cny));
    price = price_of(CI_PRICE_ENLARGE, "home", NULL, 1e308, 0, 0);
    assert_true(isnan(price.once_cny));
    price = price_of(CI_PRICE_ENLARGE, "home", NULL, (double)INFINITY, 0, 0);
    assert_true(isnan(price.once_cny) && isnan(price.area_m2));
    price = price_of(CI_PRICE_ENLARGE, "home", NULL, -1, 0, 0);
    assert_true(isnan(price.once_cny));
}

static void without_prices_nothing_is_offered(void **state)
{
    const circlet_policy empty = {.catalogue_count = 0};

    (void)state;
    for (int kind = 0; kind < CI_PRICE_KIND_COUNT; kind++)
        assert_not_offered(ci_price_of(&empty, (ci_price_kind)kind, "home",
                                       NULL, 1, 1, 1, 0));
}

static void every_kind_has_a_name(void **state)
{
    (void)state;
    assert_string_equal(ci_price_kind_name(CI_PRICE_BUILD), "build");
    assert_string_equal(ci_price_kind_name(CI_PRICE_ADD_SERVICE),
                        "add_service");
    assert_string_equal(ci_price_kind_name(CI_PRICE_CLOSE), "close");
    assert_string_equal(ci_price_kind_name(CI_PRICE_KIND_COUNT), "unknown");
}

/* ---- against a plain search --------------------------------------------- */

/* The first size, in ascending order, that has enough of all. */
static void the_size_is_that_of_a_plain_search(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 500; seed++) {
        ci_catalogue_size sizes[5];
        circlet_service_record offers[6];
        ci_catalogue_entry entry = {.size_count = 0};
        circlet_policy policy = {.catalogue = &entry, .catalogue_count = 1};
        uint64_t random = seed;
        double area = unit_random_below(&random, 200), best = UNKNOWN;
        int64_t places = (int64_t)(unit_random(&random) % 40);
        size_t standard = unit_random(&random) % 6, count = 0;
        double step = 0;
        ci_price price;

        for (size_t i = 0; i < 6; i++) {
            ci_catalogue_size size = {.cost_cny = (double)(i + 1)};

            step += 1 + unit_random_below(&random, 40);
            offers[i] = (circlet_service_record){
                "s", (int64_t)(unit_random(&random) % 50) - 1, -1, -1, 0, 0};
            size.facility = (circlet_facility_record){
                .type = "t",
                .measures = {[CIRCLET_MEASURE_AREA_M2] = step},
                .services = &offers[i],
                .service_count = 1};
            if (isnan(best) && step >= area && offers[i].places >= places)
                best = size.cost_cny;
            if (i == standard) {
                entry.facility = size.facility;
                entry.cost_cny = size.cost_cny;
            } else {
                sizes[count++] = size;
            }
        }
        entry.sizes = sizes;
        entry.size_count = count;
        price = ci_price_of(&policy, CI_PRICE_BUILD, "t", "s", area, places, 0,
                            UNKNOWN);
        if (area == 0 && places == 0)
            best = (double)(standard + 1);
        if (isnan(best) != isnan(price.once_cny) ||
            (!isnan(best) && price.once_cny != best))
            fail_msg("seed %d", (int)seed);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sizes_go_from_the_smallest_to_the_largest),
        cmocka_unit_test(sizes_compare_by_area_then_beds_then_places),
        cmocka_unit_test(a_new_building_is_the_smallest_that_is_enough),
        cmocka_unit_test(what_no_size_has_cannot_be_built),
        cmocka_unit_test(a_site_that_costs_is_added),
        cmocka_unit_test(a_building_grows_by_whole_steps),
        cmocka_unit_test(a_step_of_an_awkward_size_is_met_exactly),
        cmocka_unit_test(what_has_no_price_is_not_known),
        cmocka_unit_test(a_service_has_its_own_price_or_that_of_others),
        cmocka_unit_test(sections_and_designations_are_of_types_and_services),
        cmocka_unit_test(to_move_costs_a_new_building),
        cmocka_unit_test(to_move_into_rooms_costs_their_fitting_out),
        cmocka_unit_test(to_close_saves_the_running_cost),
        cmocka_unit_test(sums_do_not_overflow),
        cmocka_unit_test(without_prices_nothing_is_offered),
        cmocka_unit_test(every_kind_has_a_name),
        cmocka_unit_test(the_size_is_that_of_a_plain_search),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
