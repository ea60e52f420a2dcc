/* The verifier's own travel times against the router's: random towns with
 * doubts, one-way streets, kerbs, islands and turn restrictions. */
#include "town_world.h"

#include <circlet/verify.h>

#include "network/travel_mode.h"

#define TOWNS 600
#define MAX_TURNS 40

/* A box that leaves some of the town outside. */
static circlet_area make_extent(circlet_point *corners, circlet_ring *ring,
                                uint64_t *random)
{
    double west = TOWN_LON + unit_random_below(random, 200) * TOWN_METRE;
    double south = TOWN_LAT + unit_random_below(random, 200) * TOWN_METRE;
    double east = west + (50 + unit_random_below(random, 500)) * TOWN_METRE;
    double north = south + (50 + unit_random_below(random, 500)) * TOWN_METRE;

    corners[0] = corners[4] = (circlet_point){west, south};
    corners[1] = (circlet_point){east, south};
    corners[2] = (circlet_point){east, north};
    corners[3] = (circlet_point){west, north};
    *ring = (circlet_ring){5, false};
    return (circlet_area){corners, ring, 1};
}

static int compare_turns(const void *left, const void *right)
{
    const ci_turn *a = left, *b = right;

    if (a->via != b->via)
        return a->via < b->via ? -1 : 1;
    if (a->from_link != b->from_link)
        return a->from_link < b->from_link ? -1 : 1;
    return (a->to_link > b->to_link) - (a->to_link < b->to_link);
}

/* Signs at nodes where streets meet. The turns belong to the caller. */
static void forbid_turns(circlet_network *network, ci_turn *turns,
                         uint64_t *random)
{
    size_t count = 0;

    for (int i = 0; i < MAX_TURNS; i++) {
        uint32_t via =
            unit_random_below(random, (uint32_t)network->node_count);
        uint32_t start = network->first[via];
        uint32_t degree = network->first[via + 1] - start;

        if (degree == 0)
            continue;
        turns[count++] = (ci_turn){
            network->adjacent[start + unit_random_below(random, degree)].link,
            via,
            network->adjacent[start + unit_random_below(random, degree)].link,
            one_in(random, 4),
            "",
            ""};
    }
    qsort(turns, count, sizeof(*turns), compare_turns);
    free(network->turns);
    network->turns = turns;
    network->turn_count = count;
}

/* What both sources are asked. */
typedef struct contest {
    tied_world world;
    circlet_area box;
    circlet_point corners[5];
    circlet_ring ring;
    circlet_plain_travel *plain;
    circlet_travel ours, theirs;
    circlet_travel_query query;
    size_t reached, unreached;
} contest;

static void open_contest(contest *c, uint64_t seed)
{
    uint64_t random = seed;
    tied_world *world = &c->world;

    make_world(world, &random);
    close_router(world);
    if (one_in(&random, 2)) {
        c->box = make_extent(c->corners, &c->ring, &random);
        world->extent = &c->box;
    }
    world->mode = fixture_doubtful_mode();
    world->mode.boarding_s = one_in(&random, 2) ? 20 : 0;
    world->mode.obeys_turns = one_in(&random, 2);
    if (one_in(&random, 2))
        fixture_cross_roads(&world->mode);
    world->network = town_build_in(&world->town, world->extent, &random);
    forbid_turns(world->network, calloc(MAX_TURNS, sizeof(ci_turn)), &random);
    assert_ok(circlet_router_new(&world->router, world->network,
                                 &world->options, error));
    assert_ok(circlet_router_add_mode(world->router, &world->mode, error));
    assert_ok(circlet_plain_travel_new(&c->plain, world->network,
                                       &world->options, error));
    assert_ok(circlet_plain_travel_add_mode(c->plain, &world->mode, error));
    c->ours = circlet_plain_travel_source(c->plain);
    c->theirs = circlet_router_travel(world->router);
    world->bound = (circlet_bound)(seed % 3);
    c->query = query_of(world, seed % 5 ? 400000 : CIRCLET_CUTOFF_MAX);
    if (one_in(&random, 4))
        c->query.cutoff_ms = 30000;
}

static void close_contest(contest *c)
{
    circlet_plain_travel_free(c->plain);
    close_router(&c->world);
}

static void note(contest *c, uint32_t ms)
{
    c->reached += ms != CIRCLET_UNREACHED && ms > 0;
    c->unreached += ms == CIRCLET_UNREACHED;
}

static void compare_nearest(contest *c, uint64_t seed)
{
    uint32_t ours[MAX_POINTS], theirs[MAX_POINTS];
    circlet_snap our_snaps[MAX_POINTS], their_snaps[MAX_POINTS];

    assert_ok(
        c->ours.find_nearest(ours, our_snaps, &c->query, c->ours.user, error));
    assert_ok(c->theirs.find_nearest(theirs, their_snaps, &c->query,
                                     c->theirs.user, error));
    for (size_t i = 0; i < c->query.origin_count; i++) {
        if (ours[i] != theirs[i] || our_snaps[i] != their_snaps[i])
            fail_msg("seed %llu, nearest of %zu: %u (%d), not %u (%d)",
                     (unsigned long long)seed, i, ours[i], our_snaps[i],
                     theirs[i], their_snaps[i]);
        note(c, ours[i]);
    }
}

static void compare_within(contest *c, uint64_t seed)
{
    circlet_od_matrix *ours = NULL, *theirs = NULL;

    assert_ok(c->ours.find_within(&ours, &c->query, c->ours.user, error));
    assert_ok(
        c->theirs.find_within(&theirs, &c->query, c->theirs.user, error));
    for (size_t i = 0; i < c->query.origin_count; i++) {
        size_t count, other;
        const circlet_od_entry *row = circlet_od_matrix_row(ours, i, &count);
        const circlet_od_entry *same =
            circlet_od_matrix_row(theirs, i, &other);

        if (count != other)
            fail_msg("seed %llu, row %zu: %zu pairs, not %zu",
                     (unsigned long long)seed, i, count, other);
        for (size_t k = 0; k < count; k++) {
            if (row[k].destination != same[k].destination ||
                row[k].time_ms != same[k].time_ms)
                fail_msg("seed %llu, row %zu: %u ms to %u, not %u ms to %u",
                         (unsigned long long)seed, i, row[k].time_ms,
                         row[k].destination, same[k].time_ms,
                         same[k].destination);
            note(c, row[k].time_ms);
        }
    }
    circlet_od_matrix_free(ours);
    circlet_od_matrix_free(theirs);
}

static void compare_edge(contest *c, uint64_t seed)
{
    uint32_t ours[MAX_POINTS], theirs[MAX_POINTS];

    assert_ok(c->ours.find_edge(ours, &c->query, c->ours.user, error));
    assert_ok(c->theirs.find_edge(theirs, &c->query, c->theirs.user, error));
    for (size_t i = 0; i < c->query.origin_count; i++) {
        if (ours[i] != theirs[i])
            fail_msg("seed %llu, edge from %zu: %u ms, not %u",
                     (unsigned long long)seed, i, ours[i], theirs[i]);
        note(c, ours[i]);
        assert_true(c->ours.knows(c->query.origins[i], c->ours.user) ==
                    c->theirs.knows(c->query.origins[i], c->theirs.user));
    }
}

static void run_contests(void (*compare)(contest *c, uint64_t seed),
                         size_t wanted)
{
    static contest c;
    size_t reached = 0, unreached = 0;

    for (uint64_t seed = 1; seed <= TOWNS; seed++) {
        memset(&c, 0, sizeof(c));
        open_contest(&c, seed);
        compare(&c, seed);
        close_contest(&c);
        reached += c.reached;
        unreached += c.unreached;
    }
    assert_true(reached > wanted);
    assert_true(compare == compare_within || unreached > wanted / 4);
}

static void the_nearest_are_those_of_the_router(void **state)
{
    (void)state;
    run_contests(compare_nearest, 400);
}

static void all_pairs_are_those_of_the_router(void **state)
{
    (void)state;
    run_contests(compare_within, 1000);
}

static void the_edge_is_that_of_the_router(void **state)
{
    (void)state;
    run_contests(compare_edge, 200);
}

static bool stop(const char *stage, double fraction, void *user)
{
    (void)stage;
    (void)fraction;
    (void)user;
    return false;
}

static void what_cannot_be_answered_is_refused(void **state)
{
    static contest c;
    uint32_t times_ms[MAX_POINTS];
    circlet_snap snaps[MAX_POINTS];
    circlet_travel_query query;

    (void)state;
    memset(&c, 0, sizeof(c));
    open_contest(&c, 7);

    query = c.query;
    query.mode = "swim";
    assert_fails(
        c.ours.find_nearest(times_ms, snaps, &query, c.ours.user, error),
        CIRCLET_E_NOT_FOUND, "no travel mode 'swim'");
    query = c.query;
    query.cutoff_ms = CIRCLET_CUTOFF_MAX + 1;
    assert_int_equal(
        c.ours.find_nearest(times_ms, snaps, &query, c.ours.user, NULL),
        CIRCLET_E_ARGUMENT);
    query = c.query;
    query.progress.report = stop;
    assert_int_equal(
        c.ours.find_nearest(times_ms, snaps, &query, c.ours.user, NULL),
        CIRCLET_E_CANCELLED);
    close_contest(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_nearest_are_those_of_the_router),
        cmocka_unit_test(all_pairs_are_those_of_the_router),
        cmocka_unit_test(the_edge_is_that_of_the_router),
        cmocka_unit_test(what_cannot_be_answered_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
