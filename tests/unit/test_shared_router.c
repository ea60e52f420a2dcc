/* Several threads ask one router at a time, and get what one alone gets. */
#include "network_fixture.h"

#include <pthread.h>
#include <stdio.h>

#include <circlet/reach.h>

#include "network/travel_mode.h"

#define HOMES 400
#define GOALS 12
#define ASKERS 6
#define KINDS 4
#define TOWN_M 1500

typedef struct shared_town {
    circlet_network *network;
    circlet_travel_mode *modes[2];
    circlet_point homes[HOMES], goals[GOALS];
} shared_town;

static void shared_town_make(shared_town *out, uint64_t seed)
{
    uint64_t random = seed;
    random_town town;

    town_make(&town, &random, TOWN_M);
    town_doubt(&town, &random);
    out->network = town_build(&town, &random);
    for (int m = 0; m < 2; m++) {
        out->modes[m] = ci_travel_mode_new();
        assert_non_null(out->modes[m]);
        *out->modes[m] = fixture_doubtful_mode();
        out->modes[m]->name = m == 0 ? "slow" : "fast";
        out->modes[m]->speed_mps *= m + 1;
    }
    for (int i = 0; i < HOMES; i++)
        out->homes[i] = town_place(&random, TOWN_M);
    for (int i = 0; i < GOALS; i++)
        out->goals[i] = town_place(&random, TOWN_M);
}

static void shared_town_free(shared_town *town)
{
    for (int m = 0; m < 2; m++)
        circlet_travel_mode_free(town->modes[m]);
    circlet_network_free(town->network);
}

static circlet_router *open_router(const shared_town *town)
{
    circlet_engine_options options = CIRCLET_ENGINE_OPTIONS_INIT;
    circlet_router *router = NULL;

    options.threads = 2;
    assert_ok(circlet_router_new(&router, town->network, NULL, error));
    assert_ok(circlet_router_set_engine(router, &options, error));
    for (int m = 0; m < 2; m++)
        assert_ok(circlet_router_add_mode(router, town->modes[m], error));
    return router;
}

/* What one question comes to, as a number that any other answer changes. */
typedef struct answer {
    uint64_t sum;
    circlet_status status;
} answer;

static void add(answer *to, uint64_t value)
{
    to->sum = (to->sum ^ value) * UINT64_C(0x100000001b3) + 1;
}

static void ask_nearest(answer *out, const circlet_travel *travel,
                        const circlet_travel_query *query, bool at_edge)
{
    uint32_t times_ms[HOMES];
    circlet_snap snaps[HOMES] = {0};

    out->status =
        at_edge
            ? travel->find_edge(times_ms, query, travel->user, NULL)
            : travel->find_nearest(times_ms, snaps, query, travel->user, NULL);
    for (size_t i = 0; !out->status && i < query->origin_count; i++) {
        add(out, times_ms[i]);
        add(out, (uint64_t)snaps[i]);
    }
}

static void ask_within(answer *out, const circlet_travel *travel,
                       const circlet_travel_query *query)
{
    circlet_od_matrix *matrix = NULL;

    out->status = travel->find_within(&matrix, query, travel->user, NULL);
    for (size_t i = 0; !out->status && i < query->origin_count; i++) {
        const circlet_od_entry *row;
        size_t count;

        row = circlet_od_matrix_row(matrix, i, &count);
        for (size_t k = 0; k < count; k++) {
            add(out, row[k].destination);
            add(out, row[k].time_ms);
        }
    }
    circlet_od_matrix_free(matrix);
}

/* Question `number` about some of the homes and goals. */
static answer ask(const shared_town *town, const circlet_travel *travel,
                  uint32_t number)
{
    uint64_t random = number + 1;
    uint32_t from = unit_random_below(&random, HOMES / 2);
    uint32_t first = unit_random_below(&random, GOALS / 2);
    circlet_travel_query query = {
        .mode = unit_random_below(&random, 2) ? "slow" : "fast",
        .bound =
            (circlet_bound)unit_random_below(&random, CIRCLET_BOUND_COUNT),
        .origins = town->homes + from,
        .origin_count = HOMES - from,
        .destinations = town->goals + first,
        .destination_count = GOALS - first,
        .cutoff_ms = 60000 * (1 + unit_random_below(&random, 20))};
    answer out = {0};

    switch (number % KINDS) {
    case 0:
    case 1:
        ask_nearest(&out, travel, &query, false);
        break;
    case 2:
        ask_nearest(&out, travel, &query, true);
        break;
    default:
        ask_within(&out, travel, &query);
    }
    return out;
}

typedef struct asker {
    const shared_town *town;
    circlet_travel travel;
    uint32_t first, count; /* every ASKERS-th question from the first on */
    answer *answers;
    pthread_t thread;
} asker;

static void *run_asker(void *user)
{
    asker *self = user;

    for (uint32_t i = self->first; i < self->count; i += ASKERS)
        self->answers[i] = ask(self->town, &self->travel, i);
    return NULL;
}

#define QUESTIONS 48

static void several_threads_get_what_one_gets(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 12; seed++) {
        answer alone[QUESTIONS], together[QUESTIONS];
        asker askers[ASKERS];
        shared_town town;
        circlet_router *router;

        shared_town_make(&town, seed);
        router = open_router(&town);
        for (uint32_t i = 0; i < QUESTIONS; i++) {
            circlet_travel travel = circlet_router_travel(router);

            assert_true(travel.is_shared);
            alone[i] = ask(&town, &travel, i);
            assert_int_equal(alone[i].status, CIRCLET_OK);
        }
        circlet_router_free(router);

        router = open_router(&town);
        for (uint32_t k = 0; k < ASKERS; k++) {
            askers[k] = (asker){&town,    circlet_router_travel(router),
                                k,        QUESTIONS,
                                together, 0};
            assert_int_equal(
                pthread_create(&askers[k].thread, NULL, run_asker, &askers[k]),
                0);
        }
        for (int k = 0; k < ASKERS; k++)
            pthread_join(askers[k].thread, NULL);
        for (uint32_t i = 0; i < QUESTIONS; i++) {
            assert_int_equal(together[i].status, CIRCLET_OK);
            assert_true(together[i].sum == alone[i].sum);
        }
        circlet_router_free(router);
        shared_town_free(&town);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(several_threads_get_what_one_gets),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
