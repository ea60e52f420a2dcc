/* How cities hold under doubt: cases worked out by hand, on one long
 * street. */
#include "long_street.h"

#include <circlet/robust.h>

#include "plan/doubted_city.h"

#define RULE "B-CIRCLE-15"
#define DRAWS 400
static judge_city new_city(void)
{
    const circlet_point ring[] = {
        {115.9, 39.8}, {116.2, 39.8}, {116.2, 40}, {115.9, 40}, {115.9, 39.8}};
    const circlet_ring rings[] = {{5, false}};
    circlet_unit_record unit = CIRCLET_UNIT_RECORD_INIT;
    judge_city city = judge_city_new();

    unit.code = "S0";
    unit.name = "Street";
    unit.level = CIRCLET_LEVEL_STREET;
    unit.setting = "urban";
    unit.area = (circlet_area){ring, rings, 1};
    assert_ok(circlet_city_builder_add_unit(city.builder, &unit, error));
    judge_say_all(&city);
    return city;
}

static void add_person(judge_city *city, double steps)
{
    circlet_demand_record person = judge_person(0, 0);

    person.at = on_street(steps);
    judge_add_person(city, person);
}

static void add_home(judge_city *city, double steps)
{
    circlet_facility_record home = judge_facility("warm_home", 0);

    home.at = on_street(steps);
    judge_add_facility(city, home);
}

/* Seconds on foot as the mode says. */
static double walk_s(double from, double to)
{
    circlet_point origin = on_street(from), destination = on_street(to);
    circlet_travel_query query = {.mode = "walk",
                                  .bound = CIRCLET_BOUND_NOMINAL,
                                  .origins = &origin,
                                  .origin_count = 1,
                                  .destinations = &destination,
                                  .destination_count = 1,
                                  .cutoff_ms = 3600000};
    circlet_travel travel = circlet_router_travel(router);
    circlet_snap snap;
    uint32_t ms;

    assert_ok(travel.find_nearest(&ms, &snap, &query, travel.user, error));
    return ms / 1000.0;
}

/* ---- what holds --------------------------------------------------------- */

static circlet_robust_options no_doubt(void)
{
    circlet_robust_options options = CIRCLET_ROBUST_OPTIONS_INIT;

    options.doubt = (circlet_robust_doubt){0};
    options.draws = DRAWS;
    options.seed = 7;
    options.year = 2020;
    return options;
}

static circlet_robustness *compute(const circlet_city *city,
                                   const circlet_plan *plan,
                                   const circlet_robust_options *options)
{
    circlet_robustness *out = NULL;

    assert_ok(circlet_robustness_compute(&out, policy, city, plan, router,
                                         options, error));
    return out;
}

static const circlet_robust_finding *find(const circlet_robustness *in,
                                          const char *rule)
{
    for (size_t i = 0; i < circlet_robustness_finding_count(in); i++)
        if (strcmp(circlet_robustness_finding(in, i)->rule, rule) == 0)
            return circlet_robustness_finding(in, i);
    fail_msg("no finding of %s", rule);
    return NULL;
}

/* Within four standard errors: a fixed seed fails always or never. */
static void assert_share(double share, double wanted, double draws)
{
    double margin = 4 * sqrt(wanted * (1 - wanted) / draws) + 1e-9;

    if (!(fabs(share - wanted) <= margin))
        fail_msg("%.4f is not %.4f within %.4f", share, wanted, margin);
}

/* The share of draws in which the circle holds; what is drawn is known. */
static double held(judge_city *making, const circlet_robust_options *options)
{
    circlet_city *city = judge_finish(making);
    circlet_robustness *r = compute(city, NULL, options);
    circlet_held held = find(r, RULE)->held;

    assert_int_equal(find(r, RULE)->draws, options->draws);
    assert_near(held.surely, held.perhaps);
    circlet_robustness_free(r);
    circlet_city_free(city);
    return held.surely;
}

static void the_second_home_serves_when_the_first_is_closed(void **state)
{
    circlet_robust_options options = no_doubt();
    judge_city city = new_city();

    (void)state;
    options.doubt.closure_share = 0.3;
    add_person(&city, 20);
    add_home(&city, 18);
    add_home(&city, 22);
    assert_share(held(&city, &options), 1 - 0.3 * 0.3, DRAWS);
}

static void both_homes_are_needed_where_each_serves_its_own(void **state)
{
    circlet_robust_options options = no_doubt();
    judge_city city = new_city();

    (void)state;
    options.doubt.closure_share = 0.3;
    add_person(&city, 2);
    add_home(&city, 3);
    add_person(&city, 58);
    add_home(&city, 57);
    assert_share(held(&city, &options), 0.7 * 0.7, DRAWS);
}

/* Who needs t minutes is inside at 15 / t of their speed, or more. */
static void the_slower_half_does_not_get_there(void **state)
{
    circlet_robust_options options = no_doubt();
    judge_city city = new_city();
    double steps = 2, needed;

    (void)state;
    while (walk_s(0, steps) < 900)
        steps += 0.25;
    needed = walk_s(0, steps) / 900;
    assert_true(needed < 1.05);
    options.doubt.speed_low = 0.9;
    options.doubt.speed_high = 1.1;
    add_person(&city, 0);
    add_home(&city, steps);
    assert_share(held(&city, &options), (1.1 - needed) / 0.2, DRAWS);
}

static void who_moves_lives_where_another_did(void **state)
{
    circlet_robust_options options = no_doubt();
    judge_city city = new_city();

    (void)state;
    options.doubt.move_share = 0.5;
    add_person(&city, 2); /* inside */
    add_home(&city, 3);
    add_person(&city, 58); /* outside, unless they move to the other's */
    assert_share(held(&city, &options), 0.75 * 0.25, DRAWS);
}

/* ---- without doubt ------------------------------------------------------ */

static void nothing_in_doubt_is_the_verdict(void **state)
{
    circlet_robust_options options = no_doubt();
    judge_city making = new_city();
    circlet_travel travel = circlet_router_travel(router);
    circlet_city *city;
    circlet_findings *findings;
    circlet_robustness *r;

    (void)state;
    options.draws = 3;
    add_person(&making, 2);
    add_home(&making, 3);
    add_person(&making, 40);
    city = judge_finish(&making);
    r = compute(city, NULL, &options);
    findings = judge_city_now(policy, city, &travel, 2020, NULL);
    assert_int_equal(circlet_robustness_finding_count(r),
                     circlet_findings_count(findings));
    for (size_t i = 0; i < circlet_findings_count(findings); i++) {
        const circlet_robust_finding *f = circlet_robustness_finding(r, i);
        circlet_verdict verdict = circlet_findings_at(findings, i)->verdict;
        bool holds = verdict == CIRCLET_VERDICT_PASS ||
                     verdict == CIRCLET_VERDICT_ADVICE;

        assert_true(f->is_known);
        assert_int_equal(f->verdict, verdict);
        assert_near(f->held.surely, holds ? 1 : 0);
        assert_near(f->held.perhaps, verdict == CIRCLET_VERDICT_FAIL ? 0 : 1);
    }
    circlet_findings_free(findings);
    circlet_robustness_free(r);
    circlet_city_free(city);
}

/* ---- the same again ----------------------------------------------------- */

/* Twelve people and three homes, in one order or the other. */
static circlet_city *mixed_city(bool is_turned)
{
    judge_city making = new_city();

    for (int k = 0; k < 12; k++) {
        int i = is_turned ? 11 - k : k;
        circlet_demand_record person = judge_person(0, 0);
        char id[16];

        snprintf(id, sizeof(id), "q%02d", i);
        person.id = id;
        person.at = on_street(i * 5);
        person.aid = i % 3 == 0 ? NULL : "none";
        assert_ok(
            circlet_city_builder_add_demand(making.builder, &person, error));
    }
    for (int k = 0; k < 3; k++) {
        int i = is_turned ? 2 - k : k;
        circlet_facility_record home = judge_facility("warm_home", 0);
        char id[16];

        snprintf(id, sizeof(id), "h%d", i);
        home.id = id;
        home.name = id;
        home.at = on_street(10 + i * 20);
        if (i == 1)
            home.measures[CIRCLET_MEASURE_AREA_M2] = 400;
        assert_ok(
            circlet_city_builder_add_facility(making.builder, &home, error));
    }
    return judge_finish(&making);
}

static void assert_same(const circlet_robustness *a,
                        const circlet_robustness *b)
{
    assert_int_equal(circlet_robustness_finding_count(a),
                     circlet_robustness_finding_count(b));
    for (size_t i = 0; i < circlet_robustness_finding_count(a); i++) {
        const circlet_robust_finding *f = circlet_robustness_finding(a, i);
        const circlet_robust_finding *g = circlet_robustness_finding(b, i);

        assert_string_equal(f->rule, g->rule);
        assert_string_equal(f->subject_id, g->subject_id);
        assert_int_equal(f->draws, g->draws);
        assert_true(f->held.surely == g->held.surely);
        assert_true(f->held.perhaps == g->held.perhaps);
    }
    for (size_t i = 0; i < circlet_robustness_street_count(a); i++)
        assert_true(circlet_robustness_street(a, i)->persons ==
                    circlet_robustness_street(b, i)->persons);
}

static void threads_and_the_order_of_rows_change_nothing(void **state)
{
    circlet_robust_options options = CIRCLET_ROBUST_OPTIONS_INIT;
    circlet_city *city = mixed_city(false), *turned = mixed_city(true);
    circlet_robustness *one, *two;

    (void)state;
    options.draws = 40;
    options.seed = 3;
    options.threads = 1;
    one = compute(city, NULL, &options);
    options.threads = 3;
    two = compute(turned, NULL, &options);
    assert_same(one, two);
    circlet_robustness_free(two);
    options.seed = 4;
    two = compute(city, NULL, &options);
    assert_true(circlet_robustness_street(one, 0)->persons !=
                circlet_robustness_street(two, 0)->persons);
    circlet_robustness_free(two);
    circlet_robustness_free(one);
    circlet_city_free(turned);
    circlet_city_free(city);
}

/* ---- actions ------------------------------------------------------------ */

/* One home is there, another is built where the same person gets. Without
 * the new one the circle fails where the old is closed; with it, where both
 * are. */
static void an_action_saves_what_fails_without_it(void **state)
{
    const circlet_plan_action build = {.id = "a1",
                                       .kind = "build",
                                       .facility = "new",
                                       .type = "warm_home",
                                       .at = on_street(22),
                                       .places = -1,
                                       .beds = -1,
                                       .area_m2 = NAN,
                                       .cost_cny = NAN,
                                       .year = 2020,
                                       .mends = RULE};
    const circlet_plan_parts parts = {.actions = &build, .action_count = 1};
    circlet_robust_options options = no_doubt();
    judge_city making = new_city();
    const circlet_robust_action *action;
    circlet_plan *plan = NULL;
    circlet_robustness *r;
    circlet_city *city;

    (void)state;
    options.doubt.closure_share = 0.4;
    add_person(&making, 20);
    add_home(&making, 18);
    city = judge_finish(&making);
    assert_ok(circlet_plan_new(&plan, "p", &parts, error));
    r = compute(city, plan, &options);
    assert_share(find(r, RULE)->held.surely, 1 - 0.16, DRAWS);
    assert_int_equal(circlet_robustness_action_count(r), 1);
    action = circlet_robustness_action(r, 0);
    assert_string_equal(action->facility, "new");
    assert_string_equal(action->actions, "a1");
    assert_int_equal(action->with + action->without, DRAWS);
    assert_true(fabs(action->failures - (0.4 - 0.16)) <
                4 * action->failures_error);
    assert_true(action->failures_error > 0.02 &&
                action->failures_error < 0.08);
    assert_near(action->persons, action->failures);
    circlet_robustness_free(r);
    circlet_plan_free(plan);
    circlet_city_free(city);
}

/* ---- what cannot be asked ----------------------------------------------- */

static void doubts_that_cannot_be_are_refused(void **state)
{
    const circlet_robust_doubt wrong[] = {
        {.speed_low = 1.1, .speed_high = 0.9},
        {.speed_low = 0, .speed_high = 1},
        {.closure_share = 1.5},
        {.closure_share = -0.1},
        {.growth_low = -1, .growth_high = 0},
        {.growth_low = 0.1, .growth_high = 0},
        {.move_share = NAN}};
    judge_city making = new_city();
    circlet_city *city = judge_finish(&making);

    (void)state;
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        circlet_robust_options options = no_doubt();
        circlet_robustness *out = NULL;

        options.doubt = wrong[i];
        assert_fails(circlet_robustness_compute(&out, policy, city, NULL,
                                                router, &options, error),
                     CIRCLET_E_ARGUMENT, "");
        assert_null(out);
    }
    circlet_city_free(city);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_second_home_serves_when_the_first_is_closed),
        cmocka_unit_test(both_homes_are_needed_where_each_serves_its_own),
        cmocka_unit_test(the_slower_half_does_not_get_there),
        cmocka_unit_test(who_moves_lives_where_another_did),
        cmocka_unit_test(nothing_in_doubt_is_the_verdict),
        cmocka_unit_test(threads_and_the_order_of_rows_change_nothing),
        cmocka_unit_test(an_action_saves_what_fails_without_it),
        cmocka_unit_test(doubts_that_cannot_be_are_refused)};

    return cmocka_run_group_tests(tests, start, end);
}
