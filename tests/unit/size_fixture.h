/* A policy whose catalogue has Warm Homes of five sizes and a hospital, with
 * prices of what else can be done. */
#ifndef TESTS_UNIT_SIZE_FIXTURE_H
#define TESTS_UNIT_SIZE_FIXTURE_H

#include "action_fixture.h"

#include "policy/price.h"

#define SIZE(size_tier, area, offers)                                         \
    {                                                                         \
        .type = "warm_home", .tier = size_tier, .opened = -1, .closed = -1,   \
        .measures = {[CIRCLET_MEASURE_AREA_M2] = area}, .services = offers,   \
        .service_count = sizeof(offers) / sizeof((offers)[0])                 \
    }

static const circlet_service_record village_offers[] = {
    {"warm_home", -1, -1, -1, 0, 0}, {"day_care", 10, -1, -1, 0, 0}};
static const circlet_service_record standard_offers[] = {
    {"warm_home", -1, -1, -1, 0, 0}, {"day_care", 30, -1, -1, 0, 0}};
static const circlet_service_record large_offers[] = {
    {"warm_home", -1, -1, -1, 0, 0}, {"day_care", 50, -1, -1, 0, 0}};
static const circlet_service_record largest_offers[] = {
    {"warm_home", -1, -1, -1, 0, 0},
    {"day_care", 80, -1, -1, 0, 0},
    {"respite", -1, 8, -1, 0, 0}};
static const circlet_service_record ward_offers[] = {
    {"rehabilitation", -1, 100, -1, 0, 0}};

/* Of the two with 500 m2 the second is cheaper. */
static const ci_catalogue_size home_sizes[] = {
    {SIZE("village", 100, village_offers), {NULL, 0}, 300000, 150000},
    {SIZE("street", 500, large_offers), {NULL, 0}, 1600000, 260000},
    {SIZE("street", 500, large_offers), {NULL, 0}, 1400000, 250000},
    {SIZE("street", 800, largest_offers), {NULL, 0}, 2500000, 400000}};

static const ci_catalogue_entry size_catalogue[] = {
    {.facility = SIZE("street", 300, standard_offers),
     .cost_cny = 1000000,
     .yearly_cny = 200000,
     .area_max_m2 = 1500,
     .origin = {NULL, true},
     .yearly_origin = {"B", false},
     .sizes = home_sizes,
     .size_count = 4},
    {.facility = {.type = "hospital",
                  .measures = {[CIRCLET_MEASURE_AREA_M2] = 5000},
                  .services = ward_offers,
                  .service_count = 1},
     .cost_cny = 80000000,
     .yearly_cny = 9000000,
     .area_max_m2 = UNKNOWN,
     .origin = {NULL, true},
     .yearly_origin = {NULL, true}}};

static const char *const sized_homes[] = {"warm_home"};

static const ci_action_price size_prices[] = {{.kind = CI_PRICE_ENLARGE,
                                               .types = {sized_homes, 1},
                                               .area_step_m2 = 50,
                                               .place_step = 5,
                                               .bed_step = 1,
                                               .once = {0, 4000, 5000, 0}},
                                              {.kind = CI_PRICE_ADD_SERVICE,
                                               .place_step = 1,
                                               .bed_step = 1,
                                               .once = {70000, 0, 1000, 2000}},
                                              {.kind = CI_PRICE_MOVE,
                                               .place_step = 1,
                                               .bed_step = 1,
                                               .once = {100000, 0, 0, 0}},
                                              {.kind = CI_PRICE_CLOSE,
                                               .place_step = 1,
                                               .bed_step = 1,
                                               .once = {50000, 0, 0, 0}}};

static const ci_word size_words[] = {
    {"warm_home", "温馨家园", "Warm Home", "Warm Homes"},
    {"hospital", "康复医院", "rehabilitation hospital", NULL},
    {"day_care", "日间照料", "day care", NULL},
    {"respite", "短期托养", "respite care", NULL},
    {"people", "残疾人", "people", "people"}};

static inline circlet_policy size_policy(void)
{
    circlet_policy policy = plan_policy;

    policy.catalogue = size_catalogue;
    policy.catalogue_count = 2;
    policy.prices = size_prices;
    policy.price_count = sizeof(size_prices) / sizeof(size_prices[0]);
    policy.words = size_words;
    policy.word_count = sizeof(size_words) / sizeof(size_words[0]);
    return policy;
}

/* The home "h1" of 120 m2 is called One; the site "s1" of 旧校舍 costs 7000
 * and has room for 1000 m2, "s2" says nothing. */
static inline circlet_city *size_city(void)
{
    static const circlet_service_record offered[] = {
        {"day_care", 20, -1, 9, 0, 0}};
    circlet_city_builder *builder = new_builder();
    circlet_site_record record = site("s1");
    circlet_facility_record facility = home("h1");

    add_streets(builder);
    add_person(builder, "p1", 2.0, 2.0, 1000);
    record.name = "旧校舍";
    record.cost_cny = 7000.0;
    record.max_area_m2 = 1000.0;
    assert_ok(circlet_city_builder_add_site(builder, &record, error));
    add_site(builder, "s2", 6.0, 6.0, NULL);
    facility.name = "One";
    facility.at = (circlet_point){2.0, 2.0};
    facility.services = offered;
    facility.service_count = 1;
    facility.measures[CIRCLET_MEASURE_AREA_M2] = 120.0;
    assert_ok(circlet_city_builder_add_facility(builder, &facility, error));
    return finish(builder);
}

#endif
