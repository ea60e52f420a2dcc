/* Random pairs of cities against a plain walk through the changes with double
 * loops; and what holds of every comparison. */
#include "plane_roads.h"

#include <circlet/compare.h>

#define RULE "B-CIRCLE-15"
#define PEOPLE 12
#define HOMES 6
#define CASES 300

/* What may be different between the two states. */
typedef struct town_person {
    bool is_there;
    double lon;
    bool is_on_wheels;
    int64_t weight_milli;
} town_person;

typedef struct town_home {
    bool is_there, is_open, is_home;
    double lon;
} town_home;

typedef struct town {
    town_person people[PEOPLE];
    town_home homes[HOMES];
    plane_roads roads;
} town;

static circlet_policy *policy;
static uint64_t last_seed; /* said if a test fails */

/* ---- making ------------------------------------------------------------- */

static double place(uint64_t *state)
{
    return 0.02 * (1 + unit_random_below(state, 98)) + 0.001;
}

static void make(town *t, uint64_t *state)
{
    for (size_t i = 0; i < PEOPLE; i++)
        t->people[i] =
            (town_person){unit_random_below(state, 4) > 0, place(state),
                          unit_random_below(state, 3) == 0,
                          1000 * (1 + unit_random_below(state, 3))};
    for (size_t i = 0; i < HOMES; i++)
        t->homes[i] = (town_home){
            unit_random_below(state, 4) > 0, unit_random_below(state, 3) > 0,
            unit_random_below(state, 3) > 0, place(state)};
    t->roads = (plane_roads){1, 0, 0.25};
}

/* Another state of the same town: each thing changes with chance 1 in 3. */
static void change(town *t, uint64_t *state)
{
    town other;

    make(&other, state);
    for (size_t i = 0; i < PEOPLE; i++) {
        if (unit_random_below(state, 3) == 0)
            t->people[i].is_there = other.people[i].is_there;
        if (unit_random_below(state, 3) == 0)
            t->people[i].lon = other.people[i].lon;
        if (unit_random_below(state, 3) == 0)
            t->people[i].is_on_wheels = other.people[i].is_on_wheels;
        if (unit_random_below(state, 3) == 0)
            t->people[i].weight_milli = other.people[i].weight_milli;
    }
    for (size_t i = 0; i < HOMES; i++)
        if (unit_random_below(state, 2) == 0)
            t->homes[i] = other.homes[i];
    if (unit_random_below(state, 2) == 0)
        t->roads.factor = 0.8 + 0.1 * unit_random_below(state, 5);
}

static void add_person(judge_city *making, const town_person *from, size_t i)
{
    circlet_demand_record person = judge_person(0, 0.5);
    char id[8];

    if (!from->is_there)
        return;
    snprintf(id, sizeof(id), "p%02zu", i);
    person.id = person.household = id;
    person.at.lon = from->lon;
    person.weight_milli = from->weight_milli;
    if (from->is_on_wheels)
        person.aid = "manual_wheelchair";
    assert_ok(
        circlet_city_builder_add_demand(making->builder, &person, error));
}

static void add_home(judge_city *making, const town_home *from, size_t i)
{
    circlet_facility_record home =
        judge_facility(from->is_home ? "warm_home" : "day_care_station", 0);
    char id[8];

    if (!from->is_there)
        return;
    snprintf(id, sizeof(id), "h%zu", i);
    home.id = home.name = id;
    home.at.lon = from->lon;
    home.status =
        from->is_open ? CIRCLET_FACILITY_OPEN : CIRCLET_FACILITY_CLOSED;
    assert_ok(
        circlet_city_builder_add_facility(making->builder, &home, error));
}

static circlet_city *build(const town *t, bool is_backwards)
{
    judge_city making = judge_city_new();

    for (int k = 0; k < 2; k++)
        judge_add_street(&making, is_backwards ? 1 - k : k, "urban");
    for (size_t i = 0; i < PEOPLE; i++) {
        size_t k = is_backwards ? PEOPLE - 1 - i : i;

        add_person(&making, &t->people[k], k);
    }
    for (size_t i = 0; i < HOMES; i++) {
        size_t k = is_backwards ? HOMES - 1 - i : i;

        add_home(&making, &t->homes[k], k);
    }
    assert_ok(circlet_city_builder_say_complete(
        making.builder, CIRCLET_PART_FACILITIES, error));
    return judge_finish(&making);
}

/* ---- the plain way ------------------------------------------------------ */

static bool is_serving(const town_home *home)
{
    return home->is_there && home->is_open;
}

static bool is_covered(const town_person *person, const town_home *homes,
                       const plane_roads *roads)
{
    for (size_t i = 0; i < HOMES; i++)
        if (is_serving(&homes[i]) && homes[i].is_home &&
            plane_ms(roads,
                     person->is_on_wheels ? "manual_wheelchair" : "walk",
                     CIRCLET_BOUND_NOMINAL, (circlet_point){person->lon, 0.5},
                     (circlet_point){homes[i].lon, 0.5}) <= 900000)
            return true;
    return false;
}

/* The homes when the changes up to one kind are made. */
static void mix_homes(town_home out[HOMES], const town *a, const town *b,
                      circlet_change_kind done)
{
    for (size_t i = 0; i < HOMES; i++) {
        const town_home *x = &a->homes[i], *y = &b->homes[i];

        out[i] = *x;
        if (!is_serving(x) && is_serving(y)) {
            if (done >= CIRCLET_CHANGE_FACILITY_OPENED)
                out[i] = *y;
        } else if (is_serving(x) && !is_serving(y)) {
            if (done >= CIRCLET_CHANGE_FACILITY_CLOSED)
                out[i] = *y;
        } else {
            if (done >= CIRCLET_CHANGE_FACILITY_MOVED)
                out[i].lon = y->lon;
            if (done >= CIRCLET_CHANGE_FACILITY_CHANGED)
                out[i] = *y;
        }
    }
}

static bool is_covered_after(const town *a, const town *b, size_t i,
                             circlet_change_kind done)
{
    town_person person = a->people[i];
    town_home homes[HOMES];

    mix_homes(homes, a, b, done);
    if (done >= CIRCLET_CHANGE_PERSON_CHANGED)
        person.is_on_wheels = b->people[i].is_on_wheels;
    if (done >= CIRCLET_CHANGE_PERSON_MOVED)
        person.lon = b->people[i].lon;
    return is_covered(&person, homes,
                      done >= CIRCLET_CHANGE_ROAD ? &b->roads : &a->roads);
}

/* Adds who gained or lost to the sums by the last change that mattered. */
static void follow(circlet_change_sums *gained, circlet_change_sums *lost,
                   const town *a, const town *b, size_t i)
{
    int64_t was = a->people[i].weight_milli, is = b->people[i].weight_milli;
    bool first = is_covered_after(a, b, i, CIRCLET_CHANGE_NONE), now = first;
    circlet_change_kind reason = CIRCLET_CHANGE_NONE;

    if (!a->people[i].is_there || !b->people[i].is_there)
        return;
    for (int k = 1; k < CIRCLET_CHANGE_KIND_COUNT; k++) {
        bool then = is_covered_after(a, b, i, (circlet_change_kind)k);

        if (then != now)
            reason = (circlet_change_kind)k;
        now = then;
    }
    if (first != now)
        (now ? gained : lost)->milli[reason] += was < is ? was : is;
}

/* ---- what is compared --------------------------------------------------- */

static circlet_comparison *compare(const town *a, const town *b,
                                   bool is_backwards)
{
    circlet_city *before = build(a, is_backwards);
    circlet_city *after = build(b, is_backwards);
    plane_roads old = a->roads, now = b->roads;
    circlet_travel travel[] = {plane_travel(&old), plane_travel(&now)};
    circlet_compare_options options = CIRCLET_COMPARE_OPTIONS_INIT;
    circlet_compared sides[] = {{before, policy, &travel[0], 2020},
                                {after, policy, &travel[1], 2020}};
    circlet_comparison *comparison = NULL;

    options.rule = RULE;
    assert_ok(circlet_comparison_compute(&comparison, &sides[0], &sides[1],
                                         &options, error));
    circlet_city_free(before);
    circlet_city_free(after);
    return comparison;
}

static int64_t sum(const circlet_change_sums *sums)
{
    int64_t all = 0;

    for (int i = 0; i < CIRCLET_CHANGE_KIND_COUNT; i++)
        all += sums->milli[i];
    return all;
}

static void assert_adds_up(const circlet_cover_change *cover)
{
    assert_int_equal(sum(&cover->gained_by), cover->gained_milli);
    assert_int_equal(sum(&cover->lost_by), cover->lost_milli);
    assert_int_equal(sum(&cover->came_by), cover->came_milli);
    assert_int_equal(sum(&cover->went_by), cover->went_milli);
}

static void assert_whole_adds_up(const circlet_comparison *comparison)
{
    const circlet_cover_change *rule = circlet_comparison_rule(comparison, 0);
    circlet_compared_people people = circlet_comparison_people(comparison);
    int64_t gained = 0, lost = 0, came = 0, went = 0;

    assert_adds_up(rule);
    assert_int_equal(rule->covered_after_milli - rule->covered_before_milli,
                     rule->gained_milli - rule->lost_milli +
                         rule->came_covered_milli - rule->went_covered_milli);
    assert_int_equal(rule->people_after_milli - rule->people_before_milli,
                     rule->came_milli - rule->went_milli);
    assert_int_equal(people.gained_milli + people.lost_milli +
                         people.unchanged_milli + people.left_milli,
                     people.before_milli);
    assert_int_equal(people.before_milli + people.entered_milli -
                         people.left_milli,
                     people.after_milli);
    for (size_t i = 0; i < circlet_comparison_unit_count(comparison); i++) {
        const circlet_cover_change *unit =
            circlet_comparison_unit(comparison, i);

        assert_adds_up(unit);
        gained += unit->gained_milli;
        lost += unit->lost_milli;
        came += unit->came_milli;
        went += unit->went_milli;
    }
    assert_int_equal(gained, rule->gained_milli);
    assert_int_equal(lost, rule->lost_milli);
    assert_int_equal(came, rule->came_milli);
    assert_int_equal(went, rule->went_milli);
}

/* What is said of each change is what is said of its kind. */
static void assert_changes_add_up(const circlet_comparison *comparison)
{
    const circlet_cover_change *rule = circlet_comparison_rule(comparison, 0);
    circlet_change_sums gained = {{0}}, lost = {{0}};

    for (size_t i = 0; i < circlet_comparison_change_count(comparison); i++) {
        const circlet_change *change =
            circlet_comparison_change(comparison, i);

        assert_true(change->effect_count <= 1);
        if (change->effect_count == 0)
            continue;
        /* Every facility is told. */
        assert_true(change->kind > CIRCLET_CHANGE_FACILITY_CHANGED ||
                    change->id);
        gained.milli[change->kind] += change->effects[0].gained_milli;
        lost.milli[change->kind] += change->effects[0].lost_milli;
    }
    assert_memory_equal(&gained, &rule->gained_by, sizeof(gained));
    assert_memory_equal(&lost, &rule->lost_by, sizeof(lost));
}

static void assert_same(const circlet_comparison *a,
                        const circlet_comparison *b)
{
    const circlet_cover_change *x = circlet_comparison_rule(a, 0);
    const circlet_cover_change *y = circlet_comparison_rule(b, 0);

    assert_memory_equal(
        &x->people_before_milli, &y->people_before_milli,
        sizeof(*x) - offsetof(circlet_cover_change, people_before_milli));
    assert_int_equal(circlet_comparison_person_count(a),
                     circlet_comparison_person_count(b));
    for (size_t i = 0; i < circlet_comparison_person_count(a); i++) {
        const circlet_person_change *p = circlet_comparison_person(a, i);
        const circlet_person_change *q = circlet_comparison_person(b, i);

        assert_string_equal(p->id_after ? p->id_after : p->id_before,
                            q->id_after ? q->id_after : q->id_before);
        assert_int_equal(p->reason, q->reason);
        assert_string_equal(p->facility ? p->facility : "",
                            q->facility ? q->facility : "");
    }
    assert_int_equal(circlet_comparison_verdict_count(a),
                     circlet_comparison_verdict_count(b));
    for (size_t i = 0; i < circlet_comparison_verdict_count(a); i++)
        assert_int_equal(circlet_comparison_verdict(a, i)->reasons,
                         circlet_comparison_verdict(b, i)->reasons);
}

/* ---- tests -------------------------------------------------------------- */

static void reasons_are_those_of_a_plain_walk(void **unused)
{
    size_t busy = 0;

    (void)unused;
    for (uint64_t seed = 1; seed <= CASES; seed++) {
        uint64_t random = seed;
        circlet_change_sums gained = {{0}}, lost = {{0}};
        circlet_comparison *comparison;
        const circlet_cover_change *rule;
        town a, b;

        last_seed = seed;
        make(&a, &random);
        b = a;
        change(&b, &random);
        for (size_t i = 0; i < PEOPLE; i++)
            follow(&gained, &lost, &a, &b, i);
        comparison = compare(&a, &b, false);

        rule = circlet_comparison_rule(comparison, 0);
        assert_memory_equal(&gained, &rule->gained_by, sizeof(gained));
        assert_memory_equal(&lost, &rule->lost_by, sizeof(lost));
        assert_whole_adds_up(comparison);
        assert_changes_add_up(comparison);
        busy += rule->gained_milli > 0 && rule->lost_milli > 0;
        circlet_comparison_free(comparison);
    }
    assert_true(busy > CASES / 20);
}

static void the_order_of_rows_changes_nothing(void **unused)
{
    (void)unused;
    for (uint64_t seed = 1; seed <= CASES / 6; seed++) {
        uint64_t random = seed;
        circlet_comparison *forwards, *backwards;
        town a, b;

        make(&a, &random);
        b = a;
        change(&b, &random);
        forwards = compare(&a, &b, false);
        backwards = compare(&a, &b, true);

        assert_same(forwards, backwards);
        circlet_comparison_free(forwards);
        circlet_comparison_free(backwards);
    }
}

static void a_city_and_its_copy_differ_in_nothing(void **unused)
{
    (void)unused;
    for (uint64_t seed = 1; seed <= CASES / 6; seed++) {
        uint64_t random = seed;
        circlet_comparison *comparison;
        town a;

        make(&a, &random);
        comparison = compare(&a, &a, false);

        assert_int_equal(circlet_comparison_change_count(comparison), 0);
        assert_int_equal(circlet_comparison_verdict_count(comparison), 0);
        assert_int_equal(circlet_comparison_unit_count(comparison), 0);
        assert_int_equal(circlet_comparison_person_count(comparison), 0);
        circlet_comparison_free(comparison);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reasons_are_those_of_a_plain_walk),
        cmocka_unit_test(the_order_of_rows_changes_nothing),
        cmocka_unit_test(a_city_and_its_copy_differ_in_nothing),
    };
    int failed;

    policy = judge_policy();
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    circlet_policy_free(policy);
    if (failed)
        print_message("seed %llu\n", (unsigned long long)last_seed);
    return failed;
}
