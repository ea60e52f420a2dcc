/* Facilities that are not needed where they stand are moved and closed. */
#include "plan_fixture.h"

#include <stdio.h>

#include <circlet/verify.h>

#include "policy/price.h"

#define BUILD_CNY 200000.0
#define YEARLY_CNY 50000.0
#define MOVE_CNY 20000.0 /* besides the new building */
#define CLOSE_CNY 5000.0

static const ci_action_price prices[] = {{.kind = CI_PRICE_MOVE,
                                          .place_step = 1,
                                          .bed_step = 1,
                                          .once = {.fixed = MOVE_CNY}},
                                         {.kind = CI_PRICE_CLOSE,
                                          .place_step = 1,
                                          .bed_step = 1,
                                          .once = {.fixed = CLOSE_CNY}}};

/* The circles of the fixture, with running costs and these prices. */
static circlet_policy policy_with(ci_catalogue_entry *entry)
{
    circlet_policy policy = plan_policy;

    *entry = plan_catalogue[0];
    entry->yearly_cny = YEARLY_CNY;
    policy.catalogue = entry;
    policy.prices = (ci_action_price *)prices;
    policy.price_count = 2;
    return policy;
}

static circlet_plan *plan_with(const circlet_city *city,
                               const circlet_policy *policy,
                               circlet_plan_options options)
{
    circlet_plan *plan = NULL;

    options.name = "p";
    assert_ok(circlet_plan_compute(&plan, policy, city, &plan_travel, &options,
                                   error));
    return plan;
}

static circlet_plan *plan_for(const circlet_city *city, const char *allow,
                              double budget, uint32_t threads)
{
    ci_catalogue_entry entry;
    const circlet_policy policy = policy_with(&entry);
    circlet_plan_options options = CIRCLET_PLAN_OPTIONS_INIT;

    options.allow = allow;
    options.budget_cny = budget;
    options.threads = threads;
    return plan_with(city, &policy, options);
}

/* Within budgets of units. */
static circlet_plan *plan_within(const circlet_city *city, const char *allow,
                                 const char *budgets)
{
    ci_catalogue_entry entry;
    const circlet_policy policy = policy_with(&entry);
    circlet_plan_options options = CIRCLET_PLAN_OPTIONS_INIT;

    options.allow = allow;
    options.budgets = budgets;
    return plan_with(city, &policy, options);
}

static const int years[] = {2018, 2019, 2020};

/* Closes over years, of which the first is given; to close takes so long. */
static circlet_plan *close_over_years(const circlet_city *city, size_t first,
                                      int lead_months, const char *budgets)
{
    ci_catalogue_entry entry;
    circlet_policy policy = policy_with(&entry);
    circlet_plan_options options = CIRCLET_PLAN_OPTIONS_INIT;
    ci_action_price slow[] = {prices[0], prices[1]};

    slow[1].lead_months = lead_months;
    policy.prices = slow;
    options.allow = "close";
    options.years = years + first;
    options.year_count = 3 - first;
    options.budgets = budgets;
    return plan_with(city, &policy, options);
}

static void assert_action(const circlet_plan *plan, size_t i, const char *kind,
                          const char *facility, double cny)
{
    const circlet_plan_action *action = circlet_plan_action_at(plan, i);

    assert_non_null(action);
    assert_string_equal(action->kind, kind);
    assert_string_equal(action->facility, facility);
    assert_float_equal(action->cost_cny, cny, 0.5);
}

static void assert_holds(const circlet_plan *plan, const circlet_city *city)
{
    ci_catalogue_entry entry;
    const circlet_policy policy = policy_with(&entry);
    circlet_verification *checked = NULL;

    assert_ok(circlet_plan_verify(&checked, plan, &policy, city, &plan_travel,
                                  NULL, error));
    for (size_t i = 0; i < circlet_verification_count(checked); i++) {
        const circlet_claim *claim = circlet_verification_at(checked, i);

        if (claim->state == CIRCLET_CLAIM_DIFFERS)
            fail_msg("%s of %s differs", claim->what, claim->subject);
    }
    circlet_verification_free(checked);
}

/* A home at 9,9, far from the people at 1,1, where there is a site. */
static circlet_city *city_with_idle_home(bool has_neighbour)
{
    circlet_city_builder *builder = new_builder();

    add_streets(builder);
    add_person(builder, "p1", 1, 1, 100000);
    if (has_neighbour)
        add_person(builder, "p2", 8, 8, 1000);
    add_home(builder, "h", 8, 8.5);
    add_site(builder, "s1", 1, 1.5, NULL);
    return finish(builder);
}

static void a_home_without_anybody_moves(void **state)
{
    circlet_city *city = city_with_idle_home(false);
    circlet_plan *plan = plan_for(city, "move", 0, 1);
    const circlet_plan_level *cost = circlet_plan_level_at(plan, 4);

    (void)state;
    assert_int_equal(circlet_plan_action_count(plan), 1);
    assert_action(plan, 0, "move", "h", BUILD_CNY + MOVE_CNY);
    assert_string_equal(circlet_plan_action_at(plan, 0)->site, "s1");
    assert_string_equal(circlet_plan_action_at(plan, 0)->mends, "C15");
    assert_float_equal(circlet_plan_action_at(plan, 0)->persons_gained, 100,
                       1e-9);
    assert_float_equal(cost->objective, BUILD_CNY + MOVE_CNY, 0.5);
    assert_float_equal(cost->bound, BUILD_CNY, 0.5);
    assert_int_equal(cost->proof, CIRCLET_PROOF_BOUND);
    assert_holds(plan, city);
    circlet_plan_free(plan);
    circlet_city_free(city);
}

static void nothing_moves_unless_it_is_allowed(void **state)
{
    circlet_city *city = city_with_idle_home(false);
    circlet_plan *plan = plan_for(city, NULL, 0, 1);

    (void)state;
    assert_action(plan, 0, "build", "p/s1", BUILD_CNY);
    circlet_plan_free(plan);
    plan = plan_for(city, "close", 0, 1);
    assert_int_equal(circlet_plan_action_count(plan), 2);
    assert_action(plan, 0, "build", "p/s1", BUILD_CNY);
    assert_action(plan, 1, "close", "h", CLOSE_CNY);
    assert_holds(plan, city);
    circlet_plan_free(plan);
    circlet_city_free(city);
}

static void a_home_that_somebody_needs_stays(void **state)
{
    circlet_city *city = city_with_idle_home(true);
    circlet_plan *plan = plan_for(city, "move,close", 0, 1);

    (void)state;
    assert_int_equal(circlet_plan_action_count(plan), 1);
    assert_action(plan, 0, "build", "p/s1", BUILD_CNY);
    circlet_plan_free(plan);
    circlet_city_free(city);
}

static void a_move_keeps_to_the_budget(void **state)
{
    circlet_city *city = city_with_idle_home(false);
    circlet_plan *plan = plan_for(city, "move", BUILD_CNY + MOVE_CNY - 1, 1);

    (void)state;
    assert_action(plan, 0, "build", "p/s1", BUILD_CNY);
    circlet_plan_free(plan);
    plan = plan_for(city, "move", BUILD_CNY + MOVE_CNY, 1);
    assert_action(plan, 0, "move", "h", BUILD_CNY + MOVE_CNY);
    circlet_plan_free(plan);
    circlet_city_free(city);
}

/* A home in street B moves to street A, which pays for it. */
static void a_move_is_paid_where_it_goes(void **state)
{
    circlet_city_builder *builder = new_builder();
    circlet_city *city;
    circlet_plan *plan;

    (void)state;
    add_streets(builder);
    add_person(builder, "p1", 1, 1, 100000);
    add_home(builder, "h", 18, 8.5);
    add_site(builder, "s1", 1, 1.5, NULL);
    city = finish(builder);
    plan = plan_within(city, "move", "A=219999,B=900000");
    assert_action(plan, 0, "build", "p/s1", BUILD_CNY);
    circlet_plan_free(plan);
    plan = plan_within(city, "move", "A=220000,B=0");
    assert_action(plan, 0, "move", "h", BUILD_CNY + MOVE_CNY);
    assert_holds(plan, city);
    circlet_plan_free(plan);
    circlet_city_free(city);
}

static circlet_claim_state state_of_budgets(const circlet_plan *plan,
                                            const circlet_city *city)
{
    ci_catalogue_entry entry;
    const circlet_policy policy = policy_with(&entry);
    circlet_verification *checked = NULL;
    circlet_claim_state state = CIRCLET_CLAIM_OPEN;

    assert_ok(circlet_plan_verify(&checked, plan, &policy, city, &plan_travel,
                                  NULL, error));
    for (size_t i = 0; i < circlet_verification_count(checked); i++) {
        const circlet_claim *claim = circlet_verification_at(checked, i);

        if (strcmp(claim->what, "budgets") == 0)
            state = claim->state;
    }
    circlet_verification_free(checked);
    return state;
}

/* The move in place of the building, which is what the budget is enough for.
 */
static void a_move_beyond_the_budget_of_a_unit_is_refuted(void **state)
{
    circlet_city *city = city_with_idle_home(false);
    circlet_plan *built = plan_within(city, NULL, "A=219999,B=900000");
    circlet_plan *moved = plan_for(city, "move", 0, 1), *mixed = NULL;
    circlet_plan_level levels[8];
    const circlet_plan_parts parts = {
        .actions = circlet_plan_action_at(moved, 0),
        .action_count = 1,
        .levels = levels,
        .level_count = circlet_plan_level_count(built)};

    (void)state;
    assert_true(parts.level_count <= 8);
    for (size_t i = 0; i < parts.level_count; i++)
        levels[i] = *circlet_plan_level_at(built, i);
    assert_ok(circlet_plan_new(&mixed, "p", &parts, error));
    assert_int_equal(state_of_budgets(built, city), CIRCLET_CLAIM_HOLDS);
    assert_int_equal(state_of_budgets(mixed, city), CIRCLET_CLAIM_DIFFERS);
    circlet_plan_free(mixed);
    circlet_plan_free(moved);
    circlet_plan_free(built);
    circlet_city_free(city);
}

/* Two homes for the same people; `taken` places of the first. */
static circlet_city *city_with_two_homes(int64_t taken)
{
    const circlet_service_record care = {"day_care", 20, -1, taken, 0, 0};
    circlet_city_builder *builder = new_builder();
    circlet_facility_record first = home("h1");

    add_streets(builder);
    add_person(builder, "p1", 1, 1, 100000);
    first.at = (circlet_point){1, 1};
    first.services = &care;
    first.service_count = 1;
    assert_ok(circlet_city_builder_add_facility(builder, &first, error));
    add_home(builder, "h2", 1, 1.5);
    return finish(builder);
}

static void one_of_two_homes_closes(void **state)
{
    circlet_city *city = city_with_two_homes(-1);
    circlet_plan *plan = plan_for(city, "close", 0, 1);

    (void)state;
    assert_int_equal(circlet_plan_action_count(plan), 1);
    assert_action(plan, 0, "close", "h1", CLOSE_CNY);
    assert_non_null(
        strstr(circlet_plan_action_at(plan, 0)->text_en, "saves 50000 CNY"));
    assert_holds(plan, city);
    circlet_plan_free(plan);
    circlet_city_free(city);
}

static void assert_begun(circlet_plan *plan, int start)
{
    const circlet_plan_action *action = circlet_plan_action_at(plan, 0);

    assert_int_equal(circlet_plan_action_count(plan), start > 0);
    if (start > 0) {
        assert_string_equal(action->kind, "close");
        assert_int_equal(action->start_year, start);
        assert_int_equal(action->year, 2020);
    }
    circlet_plan_free(plan);
}

static void closing_begins_in_a_year_with_the_money(void **state)
{
    circlet_city *city = city_with_two_homes(1);

    (void)state;
    assert_begun(close_over_years(city, 0, 0, NULL), 2020);
    assert_begun(close_over_years(city, 0, 0, "2018:5000,2019:5000,2020:4999"),
                 2019);
    assert_begun(close_over_years(city, 0, 0, "2018:5000,2019:0,2020:0"),
                 2018);
    assert_begun(close_over_years(city, 0, 0, "2018:4999,2019:4999,2020:4999"),
                 0);
    assert_begun(close_over_years(city, 0, 0, "2020:A=4999,2020:B=9000"),
                 2019);
    assert_begun(close_over_years(city, 0, 0, "A=4999"), 0);
    circlet_city_free(city);
}

static void closing_takes_its_time(void **state)
{
    circlet_city *city = city_with_two_homes(1);

    (void)state;
    assert_begun(close_over_years(city, 0, 24, NULL), 2019);
    assert_begun(close_over_years(city, 0, 36, NULL), 2018);
    assert_begun(close_over_years(city, 0, 37, NULL), 0);
    assert_begun(close_over_years(city, 2, 24, NULL), 0);
    assert_begun(close_over_years(city, 0, 36, "2018:4999"), 0);
    circlet_city_free(city);
}

static void closing_keeps_to_the_budget_of_its_unit(void **state)
{
    circlet_city *city = city_with_two_homes(-1);
    circlet_plan *plan = plan_within(city, "close", "A=4999,B=100000");

    (void)state;
    assert_int_equal(circlet_plan_action_count(plan), 0);
    circlet_plan_free(plan);
    plan = plan_within(city, "close", "A=5000,B=0");
    assert_int_equal(circlet_plan_action_count(plan), 1);
    assert_holds(plan, city);
    circlet_plan_free(plan);
    circlet_city_free(city);
}

static void what_somebody_uses_does_not_close(void **state)
{
    circlet_city *city = city_with_two_homes(1);
    circlet_plan *plan = plan_for(city, "close", 0, 1);

    (void)state;
    assert_int_equal(circlet_plan_action_count(plan), 1);
    assert_action(plan, 0, "close", "h2", CLOSE_CNY);
    circlet_plan_free(plan);
    circlet_city_free(city);
}

static void other_words_are_refused(void **state)
{
    circlet_city *city = city_with_idle_home(false);
    circlet_plan_options options = options_for(NULL, 0);
    circlet_plan *plan = NULL;

    (void)state;
    options.allow = "move,sell";
    assert_fails(circlet_plan_compute(&plan, &plan_policy, city, &plan_travel,
                                      &options, error),
                 CIRCLET_E_ARGUMENT, "'move,sell'");
    assert_null(plan);
    circlet_city_free(city);
}

/* ---- against every set of actions --------------------------------------- */

#define HOMES 2
#define SITES 2

/* Sites that are nowhere: what stays, or is not built. */
typedef struct arrangement {
    int site_of[HOMES]; /* -1: it stays */
    bool builds[SITES];
} arrangement;

static circlet_point drawn(uint64_t *seed)
{
    return (circlet_point){0.5 + unit_random_below(seed, 9),
                           0.5 + unit_random_below(seed, 9)};
}

static circlet_city *draw_city(uint64_t seed)
{
    circlet_city_builder *builder = new_builder();
    char id[8];

    add_streets(builder);
    for (int i = 0; i < 4; i++) {
        circlet_point at = drawn(&seed);

        snprintf(id, sizeof(id), "p%d", i);
        add_person(builder, id, at.lon, at.lat,
                   1000 * (1 + unit_random_below(&seed, 9)));
    }
    for (int i = 0; i < HOMES; i++) {
        circlet_point at = drawn(&seed);

        snprintf(id, sizeof(id), "h%d", i);
        add_home(builder, id, at.lon, at.lat);
    }
    for (int i = 0; i < SITES; i++) {
        circlet_point at = drawn(&seed);

        snprintf(id, sizeof(id), "s%d", i);
        add_site(builder, id, at.lon, at.lat, NULL);
    }
    return finish(builder);
}

static bool is_within(circlet_point a, circlet_point b)
{
    return fabs(a.lon - b.lon) + fabs(a.lat - b.lat) <= 3;
}

static bool is_covered(const circlet_city *city, const arrangement *way,
                       circlet_point at)
{
    for (int h = 0; h < HOMES; h++)
        if (is_within(
                at,
                way->site_of[h] < 0
                    ? circlet_city_facility(city, (circlet_facility)h)->at
                    : circlet_city_site(city, (circlet_site)way->site_of[h])
                          ->at))
            return true;
    for (int s = 0; s < SITES; s++)
        if (way->builds[s] &&
            is_within(at, circlet_city_site(city, (circlet_site)s)->at))
            return true;
    return false;
}

static double covered_by(const circlet_city *city, const arrangement *way)
{
    double sum = 0;

    for (circlet_demand i = 0; i < circlet_city_demand_count(city); i++)
        if (is_covered(city, way, circlet_city_demand(city, i)->at))
            sum += (double)circlet_city_demand(city, i)->weight_milli / 1000;
    return sum;
}

/* Whether somebody who is covered now would not be. */
static bool takes_cover(const circlet_city *city, const arrangement *way)
{
    const arrangement now = {{-1, -1}, {false, false}};

    for (circlet_demand i = 0; i < circlet_city_demand_count(city); i++) {
        circlet_point at = circlet_city_demand(city, i)->at;

        if (is_covered(city, &now, at) && !is_covered(city, way, at))
            return true;
    }
    return false;
}

/* Of the first year; below 0: two stand on one site. */
static double cost_of(const arrangement *way)
{
    double sum = 0;

    for (int s = 0; s < SITES; s++) {
        int used = way->builds[s];

        sum += way->builds[s] ? BUILD_CNY + YEARLY_CNY : 0;
        for (int h = 0; h < HOMES; h++)
            used += way->site_of[h] == s;
        if (used > 1)
            return -1;
    }
    for (int h = 0; h < HOMES; h++)
        sum += way->site_of[h] < 0 ? 0 : BUILD_CNY + MOVE_CNY;
    return sum;
}

static void find_best(double *covered, double *cny, const circlet_city *city)
{
    *covered = -1;
    *cny = INFINITY;
    for (int set = 0; set < 4 * 9; set++) {
        const arrangement way = {{set / 4 % 3 - 1, set / 12 - 1},
                                 {set & 1, set >> 1 & 1}};
        double sum = cost_of(&way), persons = covered_by(city, &way);

        if (sum >= 0 && !takes_cover(city, &way) &&
            (persons > *covered || (persons >= *covered && sum < *cny))) {
            *covered = persons;
            *cny = sum;
        }
    }
}

static double first_year_of(const circlet_plan *plan)
{
    double sum = 0;

    for (size_t i = 0; i < circlet_plan_action_count(plan); i++) {
        const circlet_plan_action *action = circlet_plan_action_at(plan, i);

        sum += action->cost_cny;
        if (strcmp(action->kind, "build") == 0)
            sum += YEARLY_CNY;
    }
    return sum;
}

static void no_set_of_actions_covers_more_or_costs_less(void **state)
{
    size_t moved = 0;

    (void)state;
    for (uint64_t seed = 0; seed < 200; seed++) {
        circlet_city *city = draw_city(seed), *planned;
        circlet_plan *plan = plan_for(city, "move", 0, 1);
        double covered, cny, persons;

        find_best(&covered, &cny, city);
        planned = apply(plan, city);
        assert_float_equal(covered_persons(planned, "C15", &persons), covered,
                           1e-6);
        for (size_t i = 0; i < circlet_plan_action_count(plan); i++)
            moved +=
                strcmp(circlet_plan_action_at(plan, i)->kind, "move") == 0;
        assert_float_equal(first_year_of(plan), cny, 0.5);
        assert_holds(plan, city);
        circlet_city_free(planned);
        circlet_plan_free(plan);
        circlet_city_free(city);
    }
    print_message("%zu moves\n", moved);
    assert_true(moved > 20);
}

static void any_number_of_threads_moves_the_same(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 40; seed++) {
        circlet_city *city = draw_city(seed);
        circlet_plan *one = plan_for(city, "move,close", 0, 1);

        for (uint32_t threads = 2; threads <= 4; threads *= 2) {
            circlet_plan *other = plan_for(city, "move,close", 0, threads);

            assert_int_equal(circlet_plan_action_count(one),
                             circlet_plan_action_count(other));
            for (size_t i = 0; i < circlet_plan_action_count(one); i++)
                assert_string_equal(circlet_plan_action_at(one, i)->text_zh,
                                    circlet_plan_action_at(other, i)->text_zh);
            circlet_plan_free(other);
        }
        circlet_plan_free(one);
        circlet_city_free(city);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_home_without_anybody_moves),
        cmocka_unit_test(nothing_moves_unless_it_is_allowed),
        cmocka_unit_test(a_home_that_somebody_needs_stays),
        cmocka_unit_test(a_move_keeps_to_the_budget),
        cmocka_unit_test(a_move_is_paid_where_it_goes),
        cmocka_unit_test(a_move_beyond_the_budget_of_a_unit_is_refuted),
        cmocka_unit_test(one_of_two_homes_closes),
        cmocka_unit_test(closing_begins_in_a_year_with_the_money),
        cmocka_unit_test(closing_takes_its_time),
        cmocka_unit_test(closing_keeps_to_the_budget_of_its_unit),
        cmocka_unit_test(what_somebody_uses_does_not_close),
        cmocka_unit_test(other_words_are_refused),
        cmocka_unit_test(no_set_of_actions_covers_more_or_costs_less),
        cmocka_unit_test(any_number_of_threads_moves_the_same),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
