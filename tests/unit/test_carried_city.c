/* What the verifier makes of actions, against the planner's own code: random
 * cities, random actions, most of them fitting and some not. */
#include "action_fixture.h"

#include <stdio.h>

#include "policy/price.h"
#include "verify/carried_city.h"
#include "verify/carried_price.h"

#define CITIES 400
#define ACTIONS_MAX 12
#define FACILITIES 5

/* ---- the policy --------------------------------------------------------- */

static const circlet_service_record large_services[] = {
    {"day_care", 50, -1, -1, 0, 0}, {"residential", -1, 40, -1, 0, 0}};

static const ci_catalogue_size sizes[] = {
    {.facility = {.type = "warm_home",
                  .opened = -1,
                  .closed = -1,
                  .tier = "village",
                  .measures = {[CIRCLET_MEASURE_AREA_M2] = 100.0},
                  .services = plan_services,
                  .service_count = 1},
     .cost_cny = 90000,
     .yearly_cny = 1000},
    {.facility = {.type = "warm_home",
                  .opened = -1,
                  .closed = -1,
                  .measures = {[CIRCLET_MEASURE_AREA_M2] = 800.0},
                  .services = large_services,
                  .service_count = 2},
     .cost_cny = 700000,
     .yearly_cny = 3000}};

static const ci_catalogue_entry catalogue[] = {
    {.facility = {.type = "warm_home",
                  .opened = -1,
                  .closed = -1,
                  .tier = "street",
                  .is_comprehensive = CIRCLET_YES,
                  .measures = {[CIRCLET_MEASURE_AREA_M2] = 300.0},
                  .services = plan_services,
                  .service_count = 1},
     .cost_cny = 200000.0,
     .yearly_cny = 2000,
     .area_max_m2 = (double)NAN,
     .sizes = sizes,
     .size_count = 2}};

#define PRICE_OF(of, sum)                                                     \
    {                                                                         \
        .kind = (of), .place_step = 1, .bed_step = 1, .once = {               \
            .fixed = (sum),                                                   \
            .per_m2 = 7,                                                      \
            .per_place = 11,                                                  \
            .per_bed = 13                                                     \
        }                                                                     \
    }

static const ci_action_price prices[] = {
    PRICE_OF(CI_PRICE_ENLARGE, 100),   PRICE_OF(CI_PRICE_ADD_SERVICE, 200),
    PRICE_OF(CI_PRICE_PARTITION, 300), PRICE_OF(CI_PRICE_DESIGNATE, 400),
    PRICE_OF(CI_PRICE_MOVE, 500),      PRICE_OF(CI_PRICE_CLOSE, 600)};

static circlet_policy priced_policy(void)
{
    circlet_policy policy = plan_policy;

    policy.catalogue = catalogue;
    policy.prices = prices;
    policy.price_count = sizeof(prices) / sizeof(prices[0]);
    return policy;
}

/* ---- cities and actions ------------------------------------------------- */

static const char *const facility_ids[] = {"h0", "h1", "h2", "h3",
                                           "h4", "n0", "n1"};
static const char *const site_ids[] = {"s0", "s1", "s2"};

static const char *pick(uint64_t *dice, const char *const *words,
                        uint32_t count)
{
    return words[unit_random_below(dice, count)];
}

static void add_facility(circlet_city_builder *builder, int number,
                         uint64_t *dice)
{
    int taken = (int)unit_random_below(dice, 60) - 30;
    const circlet_service_record services[] = {
        {"day_care", unit_random_below(dice, 30), -1, -1, 0, 0},
        {"residential", -1, unit_random_below(dice, 60),
         taken < 0 ? -1 : taken, 0, 0}};
    const circlet_point doors[] = {{3.0, 3.0}, {4.0, 4.0}};
    circlet_facility_record record = home(facility_ids[number]);

    record.at = (circlet_point){unit_random_below(dice, 9), 5.0};
    record.services = services;
    record.service_count = unit_random_below(dice, 3);
    record.accesses = doors;
    record.access_count = unit_random_below(dice, 3);
    if (unit_random_below(dice, 3) == 0)
        record.measures[CIRCLET_MEASURE_AREA_M2] = (double)NAN;
    if (unit_random_below(dice, 4) == 0)
        record.status = (circlet_facility_status)unit_random_below(dice, 3);
    if (unit_random_below(dice, 4) == 0)
        record.opened = 20180101 + (int)unit_random_below(dice, 4) * 10000;
    if (unit_random_below(dice, 6) == 0)
        record.closed = 20210601 + (int)unit_random_below(dice, 3) * 10000;
    assert_ok(circlet_city_builder_add_facility(builder, &record, error));
}

static circlet_city *random_city(uint64_t *dice)
{
    circlet_city_builder *builder = new_builder();

    add_streets(builder);
    add_person(builder, "p", 2.0, 2.0, 1000);
    for (int i = 0; i < FACILITIES; i++)
        add_facility(builder, i, dice);
    for (int i = 0; i < 3; i++) {
        circlet_site_record record = site(site_ids[i]);

        record.at = (circlet_point){2.0 * i, 7.0};
        record.types = unit_random_below(dice, 5) == 0 ? "castle" : NULL;
        record.max_area_m2 = unit_random_below(dice, 3) == 0
                                 ? (double)NAN
                                 : 150.0 * (1 + unit_random_below(dice, 4));
        record.max_beds = unit_random_below(dice, 3) == 0
                              ? (double)NAN
                              : 20.0 * unit_random_below(dice, 4);
        record.cost_cny = unit_random_below(dice, 3) == 0
                              ? (double)NAN
                              : 1000.0 * unit_random_below(dice, 50);
        assert_ok(circlet_city_builder_add_site(builder, &record, error));
    }
    return finish(builder);
}

static int64_t some_or_unknown(uint64_t *dice, uint32_t limit)
{
    return unit_random_below(dice, 2)
               ? -1
               : (int64_t)unit_random_below(dice, limit);
}

static circlet_plan_action random_action(uint64_t *dice, const char *id)
{
    static const char *const kinds[] = {
        "keep",  "enlarge", "add_service", "partition", "designate",
        "build", "move",    "close",       "build"};
    static const char *const services[] = {"day_care", "residential",
                                           "respite"};
    static const char *const tiers[] = {"street", "village", "city"};
    circlet_plan_action action =
        act(id, pick(dice, kinds, 9), pick(dice, facility_ids, 7),
            unit_random_below(dice, 5) ? 2018 + (int)unit_random_below(dice, 4)
                                       : -1);

    if (unit_random_below(dice, 3))
        action.service = pick(dice, services, 3);
    action.type = unit_random_below(dice, 8) ? "warm_home" : "castle";
    if (unit_random_below(dice, 3) == 0)
        action.tier = pick(dice, tiers, 3);
    if (unit_random_below(dice, 2))
        action.site = pick(dice, site_ids, 3);
    if (!action.site || unit_random_below(dice, 4) == 0)
        action.at = (circlet_point){unit_random_below(dice, 9), 3.0};
    action.places = some_or_unknown(dice, 60);
    action.beds = some_or_unknown(dice, 50);
    if (unit_random_below(dice, 2))
        action.area_m2 = 50.0 * unit_random_below(dice, 20);
    return action;
}

/* ---- comparing ---------------------------------------------------------- */

static void assert_same_number(double a, double b, unsigned seed)
{
    if (a != b && !(isnan(a) && isnan(b)))
        fail_msg("seed %u: %g, not %g", seed, a, b);
}

static void assert_same_text(const char *a, const char *b)
{
    assert_string_equal(a ? a : "", b ? b : "");
}

static void assert_same_facility(const circlet_facility_record *a,
                                 const circlet_facility_record *b,
                                 unsigned seed)
{
    assert_string_equal(a->id, b->id);
    assert_string_equal(a->name, b->name);
    assert_string_equal(a->type, b->type);
    assert_same_text(a->tier, b->tier);
    assert_same_text(a->address, b->address);
    assert_same_number(a->at.lon, b->at.lon, seed);
    assert_same_number(a->at.lat, b->at.lat, seed);
    assert_int_equal(a->status, b->status);
    assert_int_equal(a->opened, b->opened);
    assert_int_equal(a->closed, b->closed);
    assert_int_equal(a->is_comprehensive, b->is_comprehensive);
    assert_int_equal(a->access_count, b->access_count);
    for (int i = 0; i < CIRCLET_MEASURE_COUNT; i++) {
        assert_same_number(a->measures[i], b->measures[i], seed);
        assert_same_number(a->measures_low[i], b->measures_low[i], seed);
    }
    assert_int_equal(a->service_count, b->service_count);
    for (size_t i = 0; i < a->service_count; i++) {
        assert_string_equal(a->services[i].service, b->services[i].service);
        assert_int_equal(a->services[i].places, b->services[i].places);
        assert_int_equal(a->services[i].beds, b->services[i].beds);
        assert_int_equal(a->services[i].places_low, b->services[i].places_low);
        assert_int_equal(a->services[i].beds_low, b->services[i].beds_low);
    }
}

static void assert_same_city(const circlet_city *a, const circlet_city *b,
                             unsigned seed)
{
    assert_int_equal(circlet_city_facility_count(a),
                     circlet_city_facility_count(b));
    assert_int_equal(circlet_city_demand_count(a),
                     circlet_city_demand_count(b));
    assert_int_equal(circlet_city_site_count(a), circlet_city_site_count(b));
    for (circlet_facility i = 0; i < circlet_city_facility_count(a); i++)
        assert_same_facility(circlet_city_facility(a, i),
                             circlet_city_facility(b, i), seed);
}

/* What the verifier makes of a plan: the city, and what each action costs. */
static circlet_status carry(circlet_city **out, double *costs,
                            const circlet_policy *policy,
                            const circlet_plan *plan, const circlet_city *city)
{
    ci_carried_city carried = {.city = NULL};
    circlet_error problem = {CIRCLET_OK, ""};
    size_t *order = ci_carried_order(plan);
    circlet_status status = CIRCLET_OK;

    assert_non_null(order);
    assert_ok(ci_carried_city_start(&carried, city, policy, error));
    for (size_t i = 0;
         status == CIRCLET_OK && i < circlet_plan_action_count(plan); i++) {
        const circlet_plan_action *action =
            circlet_plan_action_at(plan, order[i]);

        status = ci_carried_city_do(&carried, action, &problem);
        if (status == CIRCLET_OK)
            costs[order[i]] = ci_carried_price(
                policy, ci_carried_city_find(&carried, action->facility),
                action);
    }
    if (status == CIRCLET_OK)
        assert_ok(ci_carried_city_make(out, &carried, error));
    ci_carried_city_clear(&carried);
    free(order);
    return status;
}

static void compare_costs(const circlet_policy *policy,
                          const circlet_plan *plan, const circlet_city *city,
                          const double *costs, unsigned seed)
{
    circlet_plan *complete = NULL;

    assert_ok(circlet_plan_complete(&complete, plan, policy, city, error));
    for (size_t i = 0; i < circlet_plan_action_count(complete); i++)
        assert_same_number(
            costs[i], circlet_plan_action_at(complete, i)->cost_cny, seed);
    circlet_plan_free(complete);
}

/* Whether the planner carries the plan out; then both do the same. */
static bool compare(const circlet_policy *policy, const circlet_plan *plan,
                    const circlet_city *city, unsigned seed)
{
    circlet_city *theirs = NULL, *ours = NULL;
    circlet_error problem = {CIRCLET_OK, ""};
    double costs[ACTIONS_MAX];
    circlet_status planned =
        circlet_plan_apply(&theirs, plan, policy, city, 0, &problem);
    circlet_status carried = carry(&ours, costs, policy, plan, city);

    if ((planned == CIRCLET_OK) != (carried == CIRCLET_OK))
        fail_msg("seed %u: carried out: %d; the planner says: %s", seed,
                 carried, problem.message);
    if (planned == CIRCLET_OK) {
        assert_same_city(ours, theirs, seed);
        compare_costs(policy, plan, city, costs, seed);
    }
    circlet_city_free(theirs);
    circlet_city_free(ours);
    return planned == CIRCLET_OK;
}

static void actions_do_what_the_planner_says_that_they_do(void **state)
{
    const circlet_policy policy = priced_policy();
    size_t done = 0, refused = 0;

    (void)state;
    for (unsigned seed = 1; seed <= CITIES; seed++) {
        uint64_t dice = seed;
        circlet_city *city = random_city(&dice);
        circlet_plan_action actions[ACTIONS_MAX];
        char ids[40][16];
        size_t count = 0;

        for (int i = 0; i < 40 && count < ACTIONS_MAX; i++) {
            circlet_plan *plan;

            snprintf(ids[i], sizeof(ids[i]), "a%d", i);
            actions[count] = random_action(&dice, ids[i]);
            plan = plan_of(actions, count + 1);
            if (compare(&policy, plan, city, seed))
                count++;
            else
                refused++;
            circlet_plan_free(plan);
        }
        done += count;
        circlet_city_free(city);
    }
    assert_true(done > 1000 && refused > 1000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(actions_do_what_the_planner_says_that_they_do),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
