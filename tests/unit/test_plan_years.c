/* Plans from year to year: by hand, and person by person in drawn towns. */
#include "phased_town.h"

#include <circlet/plan_years.h>

/* ---- by hand ------------------------------------------------------------ */

/*
 * Home h1 closes in June 2019: then nothing covers p1 (100 persons). Nothing
 * covers p2 (50) from the start. Home h2 covers p3 (30) in the other street.
 * A home on s1 covers p1, one on s2 covers p2; each costs 200,000.
 */
static circlet_city *two_homes(void)
{
    circlet_city_builder *builder = new_builder();
    circlet_facility_record record = home("h1");

    add_streets(builder);
    add_person(builder, "p1", 1, 1, 100000);
    add_person(builder, "p2", 8, 1, 50000);
    add_person(builder, "p3", 12, 1, 30000);
    record.at = (circlet_point){1, 1};
    record.closed = 20190630;
    assert_ok(circlet_city_builder_add_facility(builder, &record, error));
    add_home(builder, "h2", 16, 1);
    add_site(builder, "s1", 2, 1, "warm_home");
    add_site(builder, "s2", 7, 1, "warm_home");
    assert_ok(circlet_city_builder_say_complete(
        builder, CIRCLET_PART_FACILITIES, error));
    assert_ok(circlet_city_builder_say_complete(builder, CIRCLET_PART_PEOPLE,
                                                error));
    return finish(builder);
}

static circlet_plan *plan_years(const circlet_policy *policy,
                                const circlet_city *city, const char *budgets)
{
    circlet_plan_options options = CIRCLET_PLAN_OPTIONS_INIT;
    circlet_plan *plan = NULL;

    options.name = "p";
    options.years = phase_years;
    options.year_count = PHASE_YEARS;
    options.budgets = budgets;
    options.threads = 1;
    assert_ok(circlet_plan_compute(&plan, policy, city, &town_travel, &options,
                                   error));
    return plan;
}

static circlet_plan_course *follow(const circlet_plan *plan,
                                   const circlet_policy *policy,
                                   const circlet_city *city)
{
    circlet_plan_course_options options = CIRCLET_PLAN_COURSE_OPTIONS_INIT;
    circlet_plan_course *course = NULL;

    options.threads = 1;
    options.names_people = true;
    assert_ok(circlet_plan_follow(&course, plan, policy, city, &town_travel,
                                  &options, error));
    return course;
}

static void assert_year(const circlet_plan_course *course, size_t i,
                        const circlet_course_year *wanted)
{
    const circlet_course_year *year = circlet_plan_course_at(course, i);

    assert_non_null(year);
    assert_int_equal(year->year, wanted->year);
    assert_int_equal(year->begun, wanted->begun);
    assert_int_equal(year->done, wanted->done);
    assert_float_equal(year->cost_cny, wanted->cost_cny, 0.5);
    assert_int_equal(year->must_fail_before, wanted->must_fail_before);
    assert_int_equal(year->must_fail, wanted->must_fail);
    assert_int_equal(year->should_fail_before, 0);
    assert_int_equal(year->should_fail, 0);
    assert_float_equal(year->persons, 180, 1e-9);
    assert_float_equal(year->uncovered_before, wanted->uncovered_before, 1e-9);
    assert_float_equal(year->uncovered, wanted->uncovered, 1e-9);
    assert_float_equal(year->lost, 0, 1e-9);
    assert_float_equal(year->closed_out, wanted->closed_out, 1e-9);
    assert_float_equal(year->answered, wanted->answered, 1e-9);
    assert_string_equal(year->closing, wanted->closing);
}

/* Whoever is outside from the start comes first, as p1 is covered in 2018. */
static void what_closes_is_answered_when_it_closes(void **state)
{
    static const circlet_course_year wanted[] = {{.year = 2018,
                                                  .begun = 1,
                                                  .done = 1,
                                                  .cost_cny = 200000,
                                                  .uncovered_before = 50,
                                                  .closing = ""},
                                                 {.year = 2019,
                                                  .begun = 1,
                                                  .done = 1,
                                                  .cost_cny = 200000,
                                                  .uncovered_before = 150,
                                                  .closed_out = 100,
                                                  .answered = 100,
                                                  .closing = "h1"},
                                                 {.year = 2020,
                                                  .must_fail_before = 1,
                                                  .uncovered_before = 150,
                                                  .closing = ""}};
    circlet_city *city = two_homes();
    circlet_plan *plan =
        plan_years(&plan_policy, city, "2018:200000,2019:200000,2020:200000");
    circlet_plan_course *course = follow(plan, &plan_policy, city);

    (void)state;
    assert_string_equal(circlet_plan_years(plan), "2018;2019;2020");
    assert_int_equal(circlet_plan_action_count(plan), 2);
    assert_string_equal(circlet_plan_action_at(plan, 0)->site, "s2");
    assert_string_equal(circlet_plan_action_at(plan, 1)->site, "s1");
    assert_int_equal(circlet_plan_course_count(course), 3);
    assert_int_equal(circlet_plan_loss_count(course), 0);
    for (size_t i = 0; i < 3; i++)
        assert_year(course, i, &wanted[i]);
    assert_null(circlet_plan_course_at(course, 3));
    circlet_plan_course_free(course);
    circlet_plan_free(plan);
    circlet_city_free(city);
}

/* Of what takes 18 months that for p1 is begun first: p2 is outside in 2018
 * in any case, and fewer than p1 are in 2019. */
static void what_takes_longer_is_begun_before(void **state)
{
    static const circlet_course_year wanted[] = {{.year = 2018,
                                                  .begun = 1,
                                                  .cost_cny = 200000,
                                                  .uncovered_before = 50,
                                                  .uncovered = 50,
                                                  .closing = ""},
                                                 {.year = 2019,
                                                  .begun = 1,
                                                  .done = 1,
                                                  .cost_cny = 200000,
                                                  .uncovered_before = 150,
                                                  .uncovered = 50,
                                                  .closed_out = 100,
                                                  .answered = 100,
                                                  .closing = "h1"},
                                                 {.year = 2020,
                                                  .done = 1,
                                                  .must_fail_before = 1,
                                                  .uncovered_before = 150,
                                                  .closing = ""}};
    ci_catalogue_entry entry = plan_catalogue[0];
    circlet_policy policy = plan_policy;
    circlet_city *city = two_homes();
    circlet_plan *plan;
    circlet_plan_course *course;

    (void)state;
    entry.lead_months = 18;
    policy.catalogue = &entry;
    plan = plan_years(&policy, city, "2018:200000,2019:200000,2020:200000");
    course = follow(plan, &policy, city);
    assert_int_equal(circlet_plan_action_count(plan), 2);
    assert_string_equal(circlet_plan_action_at(plan, 0)->site, "s1");
    assert_int_equal(circlet_plan_action_at(plan, 0)->start_year, 2018);
    assert_int_equal(circlet_plan_action_at(plan, 0)->year, 2019);
    assert_int_equal(circlet_plan_action_at(plan, 1)->start_year, 2019);
    assert_int_equal(circlet_plan_action_at(plan, 1)->year, 2020);
    for (size_t i = 0; i < 3; i++)
        assert_year(course, i, &wanted[i]);
    circlet_plan_course_free(course);
    circlet_plan_free(plan);
    circlet_city_free(city);
}

/* A plan by hand that closes h2 in 2019. */
static void who_loses_is_told(void **state)
{
    static const circlet_plan_action action = {.id = "x",
                                               .kind = "close",
                                               .facility = "h2",
                                               .places = -1,
                                               .beds = -1,
                                               .area_m2 = (double)NAN,
                                               .cost_cny = 1000,
                                               .year = 2019};
    static const circlet_plan_parts parts = {
        .actions = &action, .action_count = 1, .years = "2018;2019"};
    circlet_city *city = two_homes();
    circlet_plan *plan = NULL;
    circlet_plan_course *course;

    (void)state;
    assert_ok(circlet_plan_new(&plan, "hand", &parts, error));
    course = follow(plan, &plan_policy, city);
    assert_int_equal(circlet_plan_course_count(course), 2);
    assert_float_equal(circlet_plan_course_at(course, 0)->lost, 0, 1e-9);
    assert_float_equal(circlet_plan_course_at(course, 1)->lost, 30, 1e-9);
    assert_float_equal(circlet_plan_course_at(course, 1)->uncovered, 180,
                       1e-9);
    assert_float_equal(circlet_plan_course_at(course, 1)->answered, 0, 1e-9);
    assert_int_equal(circlet_plan_loss_count(course), 1);
    assert_int_equal(circlet_plan_loss_at(course, 0)->year, 2019);
    assert_string_equal(circlet_plan_loss_at(course, 0)->rule, "C30");
    assert_string_equal(circlet_plan_loss_at(course, 0)->unit, "B");
    assert_string_equal(circlet_plan_loss_at(course, 0)->ids, "p3");
    assert_float_equal(circlet_plan_loss_at(course, 0)->persons, 30, 1e-9);
    circlet_plan_course_free(course);
    circlet_plan_free(plan);
    circlet_city_free(city);
}

/* ---- person by person --------------------------------------------------- */

static bool is_open_then(const circlet_facility_record *home, int year)
{
    int day = year * 10000 + 1231;

    return home->opened <= day && !(home->closed >= 0 && home->closed <= day);
}

/* On foot in the urban street, by car in the others. */
static bool is_near(const circlet_facility_record *home, circlet_point at)
{
    double degrees = fabs(home->at.lon - at.lon) + fabs(home->at.lat - at.lat);

    return strcmp(home->type, "warm_home") == 0 &&
           (at.lon < 10 ? degrees * 5 <= 15 : degrees * 4 <= 30);
}

/* Whether a person has a home in reach of those open at the end of a year. */
static bool has_home(const circlet_city *city, circlet_point at, int year)
{
    for (circlet_facility i = 0; i < circlet_city_facility_count(city); i++)
        if (is_open_then(circlet_city_facility(city, i), year) &&
            is_near(circlet_city_facility(city, i), at))
            return true;
    return false;
}

/* Whether every home in reach closes, as the data say, in the next year. */
static bool all_close(const phased_town *of, const circlet_city *city,
                      circlet_point at, int year)
{
    for (circlet_facility i = 0; i < circlet_city_facility_count(city); i++) {
        const circlet_facility_record *home = circlet_city_facility(city, i);
        circlet_facility own =
            circlet_city_find_facility(of->town.city, home->id);

        if (is_open_then(home, year) && is_near(home, at) &&
            (own == CIRCLET_NONE ||
             circlet_city_facility(of->town.city, own)->closed / 10000 !=
                 year + 1))
            return false;
    }
    return true;
}

/* How many circle rules ask for a person in a year. */
static size_t count_rules(const phased_town *of, circlet_point at, int year)
{
    const char *asked = at.lon < 10 ? "B-CIRCLE-15" : "B-CIRCLE-30";
    size_t count = 0;

    for (size_t i = 0; i < of->town.policy.rule_count; i++) {
        const ci_rule *rule = &of->town.rules[i];

        count += strcmp(rule->id, asked) == 0 && rule->from <= year &&
                 (rule->until < 0 || rule->until >= year);
    }
    return count;
}

typedef struct person_sums {
    double persons, before, after, closed_out, answered;
} person_sums;

static void add_person_up(person_sums *out, const phased_town *of,
                          const circlet_city *planned,
                          const circlet_demand_record *person, int year)
{
    double persons = (double)person->weight_milli / 1000 *
                     (double)count_rules(of, person->at, year);
    bool was_in = has_home(of->town.city, person->at, year);
    bool is_in = has_home(planned, person->at, year);
    bool is_shut_out =
        !was_in && has_home(of->town.city, person->at, year - 1);

    assert_true(is_in || !was_in || persons <= 0);
    out->persons += persons;
    out->before += was_in ? 0 : persons;
    out->after += is_in ? 0 : persons;
    out->closed_out += is_shut_out ? persons : 0;
    out->answered += is_shut_out && is_in ? persons : 0;
}

static void check_year(const phased_town *of, const circlet_city *planned,
                       const circlet_course_year *year)
{
    const circlet_city *city = of->town.city;
    person_sums sums = {0, 0, 0, 0, 0};

    for (circlet_demand i = 0; i < circlet_city_demand_count(city); i++)
        add_person_up(&sums, of, planned, circlet_city_demand(city, i),
                      year->year);
    assert_float_equal(year->persons, sums.persons, 1e-6);
    assert_float_equal(year->uncovered_before, sums.before, 1e-6);
    assert_float_equal(year->uncovered, sums.after, 1e-6);
    assert_float_equal(year->closed_out, sums.closed_out, 1e-6);
    assert_float_equal(year->answered, sums.answered, 1e-6);
    assert_float_equal(year->lost, 0, 1e-6);
}

/* Who has a home in reach in one year and none in the next; whose homes have
 * not closed must keep one. */
static size_t check_kept(const phased_town *of, const circlet_city *planned,
                         const circlet_city *next, int year)
{
    const circlet_city *city = of->town.city;
    size_t dropped = 0;

    for (circlet_demand i = 0; i < circlet_city_demand_count(city); i++) {
        circlet_point at = circlet_city_demand(city, i)->at;

        if (count_rules(of, at, year + 1) == 0 ||
            !has_home(planned, at, year) || has_home(next, at, year + 1))
            continue;
        assert_true(all_close(of, planned, at, year));
        dropped++;
    }
    return dropped;
}

static size_t check_people(const phased_town *of, const circlet_plan *plan)
{
    circlet_plan_course *course =
        follow(plan, &of->town.policy, of->town.city);
    circlet_city *cities[PHASE_YEARS];
    size_t dropped = 0;

    assert_int_equal(circlet_plan_course_count(course), PHASE_YEARS);
    assert_int_equal(circlet_plan_loss_count(course), 0);
    for (size_t y = 0; y < PHASE_YEARS; y++) {
        assert_ok(circlet_plan_apply(&cities[y], plan, &of->town.policy,
                                     of->town.city, phase_years[y], error));
        check_year(of, cities[y], circlet_plan_course_at(course, y));
    }
    for (size_t y = 0; y + 1 < PHASE_YEARS; y++)
        dropped += check_kept(of, cities[y], cities[y + 1], phase_years[y]);
    for (size_t y = 0; y < PHASE_YEARS; y++)
        circlet_city_free(cities[y]);
    circlet_plan_course_free(course);
    return dropped;
}

static circlet_plan *plan_town(const phased_town *of, const char *allow,
                               uint32_t threads)
{
    circlet_plan_options options = CIRCLET_PLAN_OPTIONS_INIT;
    circlet_plan *plan = NULL;

    options.name = "p";
    options.years = phase_years;
    options.year_count = PHASE_YEARS;
    options.budgets = of->budget_text;
    options.budget_cny = of->budget_cny;
    options.allow = allow;
    options.threads = threads;
    assert_ok(circlet_plan_compute(&plan, &of->town.policy, of->town.city,
                                   &town_travel, &options, error));
    return plan;
}

static bool rearranges(const circlet_plan *plan)
{
    for (size_t i = 0; i < circlet_plan_action_count(plan); i++) {
        const char *kind = circlet_plan_action_at(plan, i)->kind;

        if (strcmp(kind, "move") == 0 || strcmp(kind, "close") == 0)
            return true;
    }
    return false;
}

static void no_year_takes_cover_from_anybody(void **state)
{
    char *text = shipped_text();
    circlet_policy *policy = NULL;
    size_t dropped = 0, rearranged = 0;

    (void)state;
    assert_ok(read_text(&policy, text, error));
    for (uint64_t seed = 5001; seed <= 5000 + unit_cases(300); seed++) {
        phased_town of;
        circlet_plan *plan;

        draw_phased_town(&of, policy, seed);
        plan = plan_town(&of, seed % 2 ? "move,close" : NULL, 1);
        dropped += check_people(&of, plan);
        rearranged += rearranges(plan);
        circlet_plan_free(plan);
        circlet_city_free(of.town.city);
    }
    print_message("%zu lose a home that closes, %zu plans move or close "
                  "one\n",
                  dropped, rearranged);
    if (unit_tries_all())
        assert_true(dropped > 5 && rearranged > 5);
    free(text);
    circlet_policy_free(policy);
}

/* ---- threads ------------------------------------------------------------ */

static void assert_same_plan(const circlet_plan *a, const circlet_plan *b)
{
    assert_int_equal(circlet_plan_action_count(a),
                     circlet_plan_action_count(b));
    for (size_t i = 0; i < circlet_plan_action_count(a); i++) {
        const circlet_plan_action *x = circlet_plan_action_at(a, i);
        const circlet_plan_action *y = circlet_plan_action_at(b, i);

        assert_string_equal(x->text_en, y->text_en);
        assert_string_equal(x->mends, y->mends);
        assert_int_equal(x->start_year, y->start_year);
        assert_int_equal(x->year, y->year);
        assert_true(x->cost_cny <= y->cost_cny && x->cost_cny >= y->cost_cny);
    }
    for (size_t i = 0; i < circlet_plan_level_count(a); i++) {
        const circlet_plan_level *x = circlet_plan_level_at(a, i);
        const circlet_plan_level *y = circlet_plan_level_at(b, i);

        assert_memory_equal(&x->objective, &y->objective, sizeof(double));
        assert_memory_equal(&x->bound, &y->bound, sizeof(double));
        assert_int_equal(x->proof, y->proof);
    }
}

static void threads_change_nothing(void **state)
{
    char *text = shipped_text();
    circlet_policy *policy = NULL;

    (void)state;
    assert_ok(read_text(&policy, text, error));
    for (uint64_t seed = 9001; seed <= 9000 + unit_cases(60); seed++) {
        phased_town of;
        circlet_plan *one;

        draw_phased_town(&of, policy, seed);
        one = plan_town(&of, NULL, 1);
        for (uint32_t threads = 2; threads <= 4; threads += 2) {
            circlet_plan *other = plan_town(&of, NULL, threads);

            assert_same_plan(one, other);
            circlet_plan_free(other);
        }
        circlet_plan_free(one);
        circlet_city_free(of.town.city);
    }
    free(text);
    circlet_policy_free(policy);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_closes_is_answered_when_it_closes),
        cmocka_unit_test(what_takes_longer_is_begun_before),
        cmocka_unit_test(who_loses_is_told),
        cmocka_unit_test(no_year_takes_cover_from_anybody),
        cmocka_unit_test(threads_change_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
