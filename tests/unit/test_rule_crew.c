#include "judge_city.h"

#include <pthread.h>

#define STREETS 5

/* A source that notes whether it was asked on another thread, and that can
 * fail. */
typedef struct own_source {
    judge_roads roads;
    circlet_travel inner;
    pthread_t thread;
    bool was_asked_elsewhere;
    bool fails;
} own_source;

static circlet_status find_nearest(uint32_t *times_ms, circlet_snap *snaps,
                                   const circlet_travel_query *query,
                                   void *user, circlet_error *error)
{
    own_source *source = user;

    if (!pthread_equal(source->thread, pthread_self()))
        source->was_asked_elsewhere = true;
    source->roads.modes[0] = '\0'; /* there is room for few */
    if (source->fails && error) {
        error->status = CIRCLET_E_IO;
        snprintf(error->message, sizeof(error->message),
                 "nothing in %lu ms of %s", (unsigned long)query->cutoff_ms,
                 query->mode);
    }
    return source->fails
               ? CIRCLET_E_IO
               : source->inner.find_nearest(times_ms, snaps, query,
                                            source->inner.user, error);
}

static bool knows(circlet_point at, void *user)
{
    own_source *source = user;

    if (!pthread_equal(source->thread, pthread_self()))
        source->was_asked_elsewhere = true;
    return source->inner.knows(at, source->inner.user);
}

static circlet_travel travel_of(own_source *source)
{
    circlet_travel travel;

    source->roads.known_west_of = 4.2;
    source->inner = judge_travel(&source->roads);
    source->thread = pthread_self();
    travel = source->inner;
    travel.find_nearest = find_nearest;
    travel.knows = knows;
    travel.user = source;
    return travel;
}

/* ---- cities ------------------------------------------------------------- */

static circlet_demand_record random_person(uint64_t *seed)
{
    static const char *const kinds[] = {"visual", "hearing", "mental",
                                        "physical;mental", NULL};
    static const char *const aids[] = {"none", "stick", "crutches", NULL};
    static const char *const needs[] = {"day_care", "rehabilitation",
                                        "assistive_device;day_care", NULL};
    circlet_demand_record person =
        judge_person((int)unit_random_below(seed, STREETS),
                     (double)unit_random_below(seed, 1000) / 1000);

    person.weight_milli = 1 + unit_random_below(seed, 5000);
    person.certified = (circlet_answer)unit_random_below(seed, 3);
    person.poor = (circlet_answer)unit_random_below(seed, 3);
    person.kind = kinds[unit_random_below(seed, 5)];
    person.aid = aids[unit_random_below(seed, 4)];
    person.needs = needs[unit_random_below(seed, 4)];
    person.received = needs[unit_random_below(seed, 4)];
    person.grade = (int)unit_random_below(seed, 5);
    person.grade = person.grade ? person.grade : -1;
    person.birth_year = 1930 + (int)unit_random_below(seed, 88);
    person.is_modelled = unit_random_below(seed, 8) == 0;
    return person;
}

static circlet_city *random_city(uint64_t seed)
{
    static const char *const settings[] = {"urban", "plain", "mountain", NULL};
    static const char *const types[] = {"warm_home", "mental_day",
                                        "assistive_station", "day_care"};
    judge_city small = judge_city_new();

    for (int k = 0; k < STREETS; k++)
        judge_add_street(&small, k, settings[unit_random_below(&seed, 4)]);
    for (uint32_t i = unit_random_below(&seed, 60); i > 0; i--)
        judge_add_person(&small, random_person(&seed));
    for (uint32_t i = unit_random_below(&seed, 8); i > 0; i--)
        judge_add_facility(
            &small, judge_facility(types[unit_random_below(&seed, 4)],
                                   (int)unit_random_below(&seed, STREETS)));
    return judge_finish(&small);
}

static circlet_status judge_by(circlet_findings **out,
                               const circlet_policy *policy,
                               const circlet_city *city,
                               const circlet_travel *travel, uint32_t threads,
                               circlet_error *error)
{
    circlet_judge_options options = CIRCLET_JUDGE_OPTIONS_INIT;

    options.year = 2020;
    options.threads = threads;
    return circlet_policy_judge(out, policy, city, travel, &options, error);
}

static void assert_same_text(const char *a, const char *b)
{
    assert_true((a == NULL) == (b == NULL));
    if (a)
        assert_string_equal(a, b);
}

static void assert_same(const circlet_finding *a, const circlet_finding *b)
{
    assert_same_text(a->rule, b->rule);
    assert_same_text(a->unit, b->unit);
    assert_same_text(a->subject_id, b->subject_id);
    assert_int_equal(a->verdict, b->verdict);
    assert_memory_equal(&a->measured, &b->measured, sizeof(a->measured));
    assert_memory_equal(&a->shortfall, &b->shortfall, sizeof(a->shortfall));
    assert_int_equal(a->reason_count, b->reason_count);
    for (size_t i = 0; i < a->reason_count; i++)
        assert_same_text(a->reasons[i], b->reasons[i]);
    assert_same_text(a->text_en, b->text_en);
    assert_same_text(a->text_zh, b->text_zh);
}

/* ---- tests -------------------------------------------------------------- */

static void any_number_of_threads_finds_the_same(void **state)
{
    static const uint32_t threads[] = {2, 3, 16};
    circlet_policy *policy = judge_policy();

    (void)state;
    for (uint64_t seed = 1; seed <= 60; seed++) {
        circlet_city *city = random_city(seed);
        circlet_findings *wanted = NULL, *found = NULL;
        own_source source = {.fails = false};
        circlet_travel travel = travel_of(&source);

        assert_ok(judge_by(&wanted, policy, city, &travel, 1, error));
        assert_ok(
            judge_by(&found, policy, city, &travel, threads[seed % 3], error));

        assert_int_equal(circlet_findings_count(found),
                         circlet_findings_count(wanted));
        for (size_t i = 0; i < circlet_findings_count(wanted); i++)
            assert_same(circlet_findings_at(found, i),
                        circlet_findings_at(wanted, i));
        assert_false(source.was_asked_elsewhere);
        circlet_findings_free(wanted);
        circlet_findings_free(found);
        circlet_city_free(city);
    }
    circlet_policy_free(policy);
}

static void all_rules_find_what_each_finds_alone(void **state)
{
    circlet_policy *policy = judge_policy();

    (void)state;
    for (uint64_t seed = 100; seed < 110; seed++) {
        circlet_city *city = random_city(seed);
        circlet_findings *all = NULL;
        own_source source = {.fails = false};
        circlet_travel travel = travel_of(&source);
        size_t next = 0;

        assert_ok(judge_by(&all, policy, city, &travel, 2, error));
        for (size_t r = 0; r < circlet_policy_rule_count(policy); r++) {
            const char *id = circlet_policy_rule_id(policy, r);
            circlet_findings *one;

            if (strchr(id, '/'))
                continue; /* comes with the rule whose variant it is */
            one = judge_city_now(policy, city, &travel, 2020, id);
            for (size_t i = 0; i < circlet_findings_count(one); i++)
                assert_same(circlet_findings_at(all, next++),
                            circlet_findings_at(one, i));
            circlet_findings_free(one);
        }

        assert_int_equal(next, circlet_findings_count(all));
        circlet_findings_free(all);
        circlet_city_free(city);
    }
    circlet_policy_free(policy);
}

static void of_several_failures_that_of_the_first_rule_is_told(void **state)
{
    circlet_policy *policy = judge_policy();
    int failures = 0;

    (void)state;
    for (uint64_t seed = 200; seed < 230; seed++) {
        circlet_city *city = random_city(seed);
        own_source source = {.fails = true};
        circlet_travel travel = travel_of(&source);
        circlet_error first = {CIRCLET_OK, ""}, second = {CIRCLET_OK, ""};
        circlet_findings *alone = NULL, *together = NULL;
        circlet_status wanted =
            judge_by(&alone, policy, city, &travel, 1, &first);

        assert_int_equal(
            judge_by(&together, policy, city, &travel, 4, &second), wanted);

        assert_string_equal(second.message, first.message);
        assert_true((together == NULL) == (alone == NULL));
        failures += wanted == CIRCLET_E_IO;
        circlet_findings_free(alone);
        circlet_findings_free(together);
        circlet_city_free(city);
    }
    assert_true(failures > 5);
    circlet_policy_free(policy);
}

static bool stop_later(const char *stage, double fraction, void *user)
{
    pthread_t *thread = user;

    (void)stage;
    assert_true(pthread_equal(*thread, pthread_self()));
    return fraction < 0.3;
}

static void many_threads_can_be_cancelled(void **state)
{
    circlet_policy *policy = judge_policy();
    circlet_city *city = random_city(7);
    own_source source = {.fails = false};
    circlet_travel travel = travel_of(&source);
    circlet_judge_options options = CIRCLET_JUDGE_OPTIONS_INIT;
    circlet_findings *findings = NULL;

    (void)state;
    options.threads = 3;
    options.progress.report = stop_later;
    options.progress.user = &source.thread;
    for (int i = 0; i < 20; i++) {
        assert_fails(circlet_policy_judge(&findings, policy, city, &travel,
                                          &options, error),
                     CIRCLET_E_CANCELLED, "judging was cancelled");
        assert_null(findings);
    }
    circlet_city_free(city);
    circlet_policy_free(policy);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_number_of_threads_finds_the_same),
        cmocka_unit_test(all_rules_find_what_each_finds_alone),
        cmocka_unit_test(of_several_failures_that_of_the_first_rule_is_told),
        cmocka_unit_test(many_threads_can_be_cancelled),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
