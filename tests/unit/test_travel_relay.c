#include "unit.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>

#include "base/error.h"
#include "policy/travel_relay.h"

#define THREADS 4
#define QUESTIONS 200

/* A source that adds one to what it is asked, on one thread alone. */
typedef struct source {
    pthread_t thread;
    int asked;
    bool was_asked_elsewhere;
} source;

static void note(source *asked)
{
    asked->asked++;
    if (!pthread_equal(asked->thread, pthread_self()))
        asked->was_asked_elsewhere = true;
}

static circlet_status find_nearest(uint32_t *times_ms, circlet_snap *snaps,
                                   const circlet_travel_query *query,
                                   void *user, circlet_error *error)
{
    note(user);
    if (query->cutoff_ms == 0)
        return ci_fail(error, CIRCLET_E_DATA, "no cutoff");
    times_ms[0] = query->cutoff_ms + 1;
    snaps[0] = CIRCLET_SNAP_TIED;
    return CIRCLET_OK;
}

static bool knows(circlet_point at, void *user)
{
    note(user);
    return at.lon > 0;
}

static circlet_status find_edge(uint32_t *times_ms,
                                const circlet_travel_query *query, void *user,
                                circlet_error *error)
{
    (void)error;
    note(user);
    times_ms[0] = query->cutoff_ms + 2;
    return CIRCLET_OK;
}

/* A thread that asks, and how many of its answers were right. */
typedef struct asker {
    ci_travel_relay *relay;
    atomic_int *working;
    uint32_t number;
    int right, refused;
    pthread_t thread;
} asker;

static void ask_one(asker *self, const circlet_travel *travel, uint32_t i)
{
    circlet_travel_query query = {.cutoff_ms = self->number * 1000 + i};
    circlet_error error = {CIRCLET_OK, ""};
    uint32_t nearest_ms = 0, edge_ms = 0;
    circlet_snap snap = CIRCLET_SNAP_NO_ROAD;
    circlet_status status =
        travel->find_nearest(&nearest_ms, &snap, &query, travel->user, &error);

    if (status == CIRCLET_E_CANCELLED)
        self->refused++;
    if (status)
        return;
    travel->find_edge(&edge_ms, &query, travel->user, &error);
    self->right += nearest_ms == query.cutoff_ms + 1 &&
                   edge_ms == query.cutoff_ms + 2 &&
                   snap == CIRCLET_SNAP_TIED &&
                   travel->knows((circlet_point){1, 0}, travel->user) &&
                   !travel->knows((circlet_point){-1, 0}, travel->user);
}

static void *ask(void *user)
{
    asker *self = user;
    circlet_travel travel = ci_travel_relay_travel(self->relay);

    for (uint32_t i = 0; i < QUESTIONS; i++)
        ask_one(self, &travel, i + 1);
    atomic_fetch_sub(self->working, 1);
    ci_travel_relay_knock(self->relay);
    return NULL;
}

/* Serves until all have asked. */
static void serve(ci_travel_relay *relay, asker *askers)
{
    atomic_int working = THREADS;

    for (uint32_t i = 0; i < THREADS; i++) {
        askers[i] =
            (asker){.relay = relay, .working = &working, .number = i + 1};
        assert_int_equal(
            pthread_create(&askers[i].thread, NULL, ask, &askers[i]), 0);
    }
    while (atomic_load(&working) > 0)
        ci_travel_relay_serve(relay);
    for (uint32_t i = 0; i < THREADS; i++)
        pthread_join(askers[i].thread, NULL);
}

static circlet_travel travel_of(source *asked)
{
    *asked = (source){.thread = pthread_self()};
    return (circlet_travel){.find_nearest = find_nearest,
                            .knows = knows,
                            .find_edge = find_edge,
                            .user = asked};
}

static void many_threads_are_answered_on_one(void **state)
{
    source asked;
    circlet_travel travel = travel_of(&asked);
    ci_travel_relay *relay = ci_travel_relay_new(&travel);
    asker askers[THREADS];

    (void)state;
    assert_non_null(relay);
    serve(relay, askers);

    for (int i = 0; i < THREADS; i++)
        assert_int_equal(askers[i].right, QUESTIONS);
    assert_int_equal(asked.asked, THREADS * QUESTIONS * 4);
    assert_false(asked.was_asked_elsewhere);
    ci_travel_relay_free(relay);
}

static void a_relay_can_do_what_its_source_can(void **state)
{
    source asked;
    circlet_travel travel = travel_of(&asked);
    ci_travel_relay *relay = ci_travel_relay_new(&travel);
    circlet_travel relayed = ci_travel_relay_travel(relay);

    (void)state;
    assert_non_null(relayed.find_nearest);
    assert_non_null(relayed.knows);
    assert_non_null(relayed.find_edge);
    assert_null(relayed.find_within);
    assert_null(relayed.find_gaps);
    assert_false(relayed.has_bounds);
    ci_travel_relay_free(relay);
}

static void a_relay_that_refuses_asks_nobody(void **state)
{
    source asked;
    circlet_travel travel = travel_of(&asked);
    ci_travel_relay *relay = ci_travel_relay_new(&travel);
    asker askers[THREADS];

    (void)state;
    ci_travel_relay_refuse(relay);
    serve(relay, askers);

    for (int i = 0; i < THREADS; i++)
        assert_int_equal(askers[i].refused, QUESTIONS);
    assert_int_equal(asked.asked, 0);
    ci_travel_relay_free(relay);
}

typedef struct failing {
    ci_travel_relay *relay;
    circlet_status status;
    circlet_error error;
} failing;

static void *fail_one(void *user)
{
    failing *self = user;
    circlet_travel travel = ci_travel_relay_travel(self->relay);
    const circlet_travel_query query = {.cutoff_ms = 0};
    uint32_t time_ms;
    circlet_snap snap;

    self->status = travel.find_nearest(&time_ms, &snap, &query, travel.user,
                                       &self->error);
    return NULL;
}

static void a_failure_comes_back_with_its_message(void **state)
{
    source asked;
    circlet_travel travel = travel_of(&asked);
    failing one = {.relay = ci_travel_relay_new(&travel)};
    pthread_t thread;

    (void)state;
    assert_int_equal(pthread_create(&thread, NULL, fail_one, &one), 0);
    ci_travel_relay_serve(one.relay);
    pthread_join(thread, NULL);

    assert_int_equal(one.status, CIRCLET_E_DATA);
    assert_string_equal(one.error.message, "no cutoff");
    ci_travel_relay_free(one.relay);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(many_threads_are_answered_on_one),
        cmocka_unit_test(a_relay_can_do_what_its_source_can),
        cmocka_unit_test(a_relay_that_refuses_asks_nobody),
        cmocka_unit_test(a_failure_comes_back_with_its_message),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
