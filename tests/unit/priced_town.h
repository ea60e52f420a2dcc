/* Small cities with homes, institutions and candidate sites, and a policy
 * with prices, all by chance. */
#ifndef TESTS_PRICED_TOWN_H
#define TESTS_PRICED_TOWN_H

#include "hidden_town.h"

#include "policy/price.h"

#define PRICE_COUNT 8

/* ---- prices ------------------------------------------------------------- */

typedef struct priced_policy {
    circlet_policy *policy;
    ci_action_price prices[PRICE_COUNT];
    const char *donors[3], *homes[2];
} priced_policy;

static inline double price(uint64_t *dice, uint32_t limit)
{
    return 1000.0 * (1 + unit_random_below(dice, limit));
}

static inline ci_action_price *add_price(priced_policy *p, ci_price_kind kind,
                                         const char *service)
{
    ci_action_price *out = &((ci_action_price *)(uintptr_t)
                                 p->policy->prices)[p->policy->price_count++];

    *out = (ci_action_price){
        .kind = kind, .service = service, .place_step = 1, .bed_step = 1};
    return out;
}

/* Each size for another sum; those of every year are known of all, or of
 * none. */
static inline void set_sizes(circlet_policy *policy, uint64_t *dice,
                             bool has_years)
{
    for (size_t e = 0; e < policy->catalogue_count; e++) {
        ci_catalogue_entry *entry =
            (ci_catalogue_entry *)(uintptr_t)&policy->catalogue[e];

        entry->cost_cny = price(dice, 3000);
        entry->yearly_cny = has_years ? price(dice, 500) : (double)NAN;
        entry->area_max_m2 = unit_random_below(dice, 2) ? 400 : (double)NAN;
        for (size_t i = 0; i < entry->size_count; i++) {
            ci_catalogue_size *size =
                (ci_catalogue_size *)(uintptr_t)&entry->sizes[i];

            size->cost_cny = price(dice, 3000);
            size->yearly_cny = has_years ? price(dice, 500) : (double)NAN;
        }
    }
}

static inline void set_years(priced_policy *p, uint64_t *dice, bool has_years)
{
    for (size_t i = 0; i < p->policy->price_count; i++) {
        ci_action_price *one = &p->prices[i];

        one->yearly.fixed = has_years ? price(dice, 200) : (double)NAN;
        one->yearly.per_bed = has_years ? price(dice, 10) : 0;
    }
}

static inline priced_policy priced(uint64_t seed)
{
    uint64_t dice = seed * 77;
    bool has_years = seed % 3 != 0;
    priced_policy p = {.policy = judge_policy()};

    set_sizes(p.policy, &dice, has_years);
    return p;
}

/* Once it lies where it stays. */
static inline void set_prices(priced_policy *p, uint64_t seed)
{
    uint64_t dice = seed * 99;
    ci_action_price *one;

    p->donors[0] = "elderly_institution";
    p->donors[1] = "residential_institution";
    p->homes[0] = "warm_home";
    p->policy->prices = p->prices;
    p->policy->price_count = 0;
    one = add_price(p, CI_PRICE_ENLARGE, NULL);
    one->once.per_m2 = price(&dice, 20);
    one->once.per_bed = price(&dice, 60);
    one->area_step_m2 = 50;
    one->bed_step = 10;
    one = add_price(p, CI_PRICE_ADD_SERVICE, "mental_care");
    one->once.fixed = price(&dice, 2000);
    one = add_price(p, CI_PRICE_ADD_SERVICE, "rehabilitation_assessment");
    one->once.fixed = price(&dice, 3000);
    one = add_price(p, CI_PRICE_ADD_SERVICE, NULL);
    one->once.fixed = price(&dice, 2000);
    one->once.per_bed =
        unit_random_below(&dice, 2) ? price(&dice, 60) : (double)NAN;
    one = add_price(p, CI_PRICE_PARTITION, NULL);
    one->types = (ci_words){p->donors, 2};
    one->once.fixed = price(&dice, 1000);
    one->once.per_bed = price(&dice, 40);
    one->bed_step = 5;
    one = add_price(p, CI_PRICE_DESIGNATE, NULL);
    one->types = (ci_words){p->donors, 1 + unit_random_below(&dice, 2)};
    one->once.fixed = price(&dice, 4000);
    one = add_price(p, CI_PRICE_DESIGNATE, "severe_care");
    one->types = (ci_words){p->homes, 1};
    one->once.fixed = price(&dice, 2000);
    set_years(p, &dice, seed % 3 != 0);
}

/* ---- towns -------------------------------------------------------------- */

static inline void add_random_site(judge_city *town, uint64_t *dice, int i,
                                   bool has_cost)
{
    static const char *const types[] = {
        NULL, "warm_home", "special_welfare_institution;warm_home",
        "mental_welfare_institution;rehabilitation_hospital"};
    char id[16];
    circlet_site_record site = {.id = id,
                                .name = id,
                                .types = types[unit_random_below(dice, 4)],
                                .at = {unit_random_below(dice, 3) + 0.3, 0.4},
                                .base_score = (double)NAN};

    snprintf(id, sizeof(id), "s%d", i);
    site.max_area_m2 = unit_random_below(dice, 2)
                           ? 200.0 * unit_random_below(dice, 60)
                           : (double)NAN;
    site.max_beds = unit_random_below(dice, 2)
                        ? 25.0 * unit_random_below(dice, 9)
                        : (double)NAN;
    site.cost_cny = has_cost ? price(dice, 500) : (double)NAN;
    assert_ok(circlet_city_builder_add_site(town->builder, &site, error));
}

static inline void add_home(judge_city *town, uint64_t *dice)
{
    circlet_facility_record home =
        judge_facility("warm_home", (int)unit_random_below(dice, 3));
    circlet_service_record services[3] = {{"day_care", 20, -1, -1, 0, 0}};

    home.service_count = 1;
    if (unit_random_below(dice, 3) == 0)
        services[home.service_count++] =
            (circlet_service_record){"mental_care", -1, -1, -1, 0, 0};
    if (unit_random_below(dice, 3) == 0)
        services[home.service_count++] =
            (circlet_service_record){"severe_care", -1, -1, -1, 0, 0};
    home.services = services;
    home.tier = "street";
    home.is_comprehensive = CIRCLET_YES;
    home.measures[CIRCLET_MEASURE_AREA_M2] =
        10.0 * unit_random_below(dice, 40);
    if (unit_random_below(dice, 5) == 0)
        home.service_count = 0;
    judge_add_facility(town, home);
}

static inline void add_institution(judge_city *town, uint64_t *dice)
{
    static const char *const types[] = {
        "elderly_institution",         "residential_institution",
        "special_welfare_institution", "mental_welfare_institution",
        "rehabilitation_hospital",     "rehabilitation_institution"};
    static const char *const own[] = {"residential",     "residential",
                                      "special_welfare", "mental_welfare",
                                      "rehabilitation",  "rehabilitation"};
    static const char *const others[] = {"respite", "nursing",
                                         "special_welfare"};
    size_t t = unit_random_below(dice, 6);
    circlet_facility_record one =
        judge_facility(types[t], (int)unit_random_below(dice, 3));
    circlet_service_record services[2] = {
        {own[t], -1, 5 * unit_random_below(dice, 26), -1, 0, 0},
        {others[unit_random_below(dice, 3)], -1,
         5 * unit_random_below(dice, 20), -1, 0, 0}};

    for (size_t i = 0; i < 2; i++)
        if (unit_random_below(dice, 4) == 0)
            services[i].occupied =
                unit_random_below(dice, (uint32_t)services[i].beds + 1);
    one.services = services;
    one.service_count = 1;
    if (t != 2 && unit_random_below(dice, 2))
        one.service_count = 2;
    judge_add_facility(town, one);
}

static inline void add_district(judge_city *town, uint64_t *dice)
{
    const circlet_point ring[] = {{0, 0}, {3, 0}, {3, 1}, {0, 1}, {0, 0}};
    const circlet_ring rings[] = {{5, false}};
    circlet_unit_record unit = CIRCLET_UNIT_RECORD_INIT;

    unit.code = unit.name = "D";
    unit.level = CIRCLET_LEVEL_DISTRICT;
    unit.residents = 10000 * (1 + unit_random_below(dice, 30));
    unit.area = (circlet_area){ring, rings, 1};
    assert_ok(circlet_city_builder_add_unit(town->builder, &unit, error));
}

/* With one facility more, or NULL. */
static inline circlet_city *make_town(uint64_t seed,
                                      const circlet_facility_record *built)
{
    uint64_t dice = seed * 1234577;
    judge_city town = judge_city_new();
    int homes = (int)unit_random_below(&dice, 5);
    int institutions = (int)unit_random_below(&dice, 6);
    int sites = (int)unit_random_below(&dice, 5);

    add_district(&town, &dice);
    for (int k = 0; k < 3; k++) {
        circlet_demand_record people = judge_person(k, 0.1);

        judge_add_street(&town, k, "urban");
        people.certified = CIRCLET_YES;
        people.weight_milli = 100000 * (1 + unit_random_below(&dice, 15));
        judge_add_person(&town, people);
    }
    for (int i = 0; i < homes; i++)
        add_home(&town, &dice);
    for (int i = 0; i < institutions; i++)
        add_institution(&town, &dice);
    if (built)
        judge_add_facility(&town, *built);
    for (int i = 0; i < sites; i++)
        add_random_site(&town, &dice, i, seed % 4 != 0);
    for (int part = 0; part < CIRCLET_PART_COUNT; part++)
        assert_ok(circlet_city_builder_say_complete(
            town.builder, (circlet_part)part, error));
    return judge_finish(&town);
}

#endif
