#include "unit.h"

#include "access/max_flow.h"

#define PEOPLE 8
#define FACILITIES 6

typedef struct town {
    size_t people, facilities;
    int64_t weights[PEOPLE], places[FACILITIES];
    bool reaches[PEOPLE][FACILITIES];
} town;

static town random_town(uint64_t seed, uint32_t most)
{
    town t = {.people = 1 + unit_random_below(&seed, PEOPLE),
              .facilities = 1 + unit_random_below(&seed, FACILITIES)};

    for (size_t i = 0; i < t.people; i++) {
        t.weights[i] = unit_random_below(&seed, most);
        for (size_t j = 0; j < t.facilities; j++)
            t.reaches[i][j] = unit_random_below(&seed, 3) == 0;
    }
    for (size_t j = 0; j < t.facilities; j++)
        t.places[j] = unit_random_below(&seed, most);
    return t;
}

static void solve(const town *t, int64_t *most, int64_t *taken)
{
    circlet_od_entry entries[PEOPLE][FACILITIES];
    ci_od_row rows[PEOPLE];
    const ci_places_problem problem = {.rows = rows,
                                       .weights_milli = t->weights,
                                       .row_count = t->people,
                                       .places_milli = t->places,
                                       .facility_count = t->facilities};

    for (size_t i = 0; i < t->people; i++) {
        size_t count = 0;

        for (uint32_t j = 0; j < t->facilities; j++)
            if (t->reaches[i][j])
                entries[i][count++] =
                    (circlet_od_entry){j, (uint32_t)(i * 7 + j * 3) % 11};
        rows[i] = (ci_od_row){entries[i], count};
    }
    assert_ok(ci_max_flow(most, taken, &problem, error));
}

/* The least cut (Ford and Fulkerson 1956), by trying all: people on the
 * source's side pay for every facility that they reach, others for
 * themselves. */
static int64_t least_cut(const town *t)
{
    int64_t least = INT64_MAX;

    for (unsigned side = 0; side < 1u << t->people; side++) {
        int64_t cut = 0;

        for (size_t i = 0; i < t->people; i++)
            cut += side >> i & 1 ? 0 : t->weights[i];
        for (size_t j = 0; j < t->facilities; j++) {
            bool is_reached = false;

            for (size_t i = 0; i < t->people; i++)
                is_reached |= (side >> i & 1) && t->reaches[i][j];
            cut += is_reached ? t->places[j] : 0;
        }
        least = cut < least ? cut : least;
    }
    return least;
}

static void the_flow_is_as_great_as_the_least_cut(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 3000; seed++) {
        town t = random_town(seed, seed % 2 ? 10 : 100000);
        int64_t most = -1, taken[FACILITIES], sum = 0;

        solve(&t, &most, taken);
        if (most != least_cut(&t))
            fail_msg("seed %u", (unsigned)seed);
        for (size_t j = 0; j < t.facilities; j++) {
            assert_true(taken[j] >= 0 && taken[j] <= t.places[j]);
            sum += taken[j];
        }
        assert_true(sum == most);
    }
}

static void the_assignment_never_places_more(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 300; seed++) {
        town t = random_town(seed, 50);
        circlet_od_entry entries[PEOPLE][FACILITIES];
        ci_od_row rows[PEOPLE];
        const ci_places_problem problem = {.rows = rows,
                                           .weights_milli = t.weights,
                                           .row_count = t.people,
                                           .places_milli = t.places,
                                           .facility_count = t.facilities};
        int64_t most, placed[PEOPLE], sum = 0;

        for (size_t i = 0; i < t.people; i++) {
            rows[i] = (ci_od_row){entries[i], 0};
            for (uint32_t j = 0; j < t.facilities; j++)
                if (t.reaches[i][j])
                    entries[i][rows[i].count++] = (circlet_od_entry){j, 5};
        }
        assert_ok(ci_max_flow(&most, NULL, &problem, error));
        assert_ok(ci_assign_places(placed, NULL, &problem, error));
        for (size_t i = 0; i < t.people; i++)
            sum += placed[i];
        assert_true(sum <= most);
    }
}

/*
 * Person i is nearest to facility i and reaches i + 1 too; the last person
 * reaches facility 0 alone, last of all: nearest first they are left over,
 * and for them all others have to move on by one.
 */
static void a_long_way_back_is_found(void **state)
{
    enum { COUNT = 3000 };
    circlet_od_entry *entries = calloc(2 * COUNT, sizeof(*entries));
    ci_od_row *rows = calloc(COUNT, sizeof(*rows));
    int64_t *ones = calloc(COUNT, sizeof(*ones));
    int64_t *placed = calloc(COUNT, sizeof(*placed));
    const ci_places_problem problem = {.rows = rows,
                                       .weights_milli = ones,
                                       .row_count = COUNT,
                                       .places_milli = ones,
                                       .facility_count = COUNT};
    int64_t most = 0, sum = 0;

    (void)state;
    assert_true(entries && rows && ones && placed);
    for (uint32_t i = 0; i < COUNT; i++) {
        entries[2 * i] = (circlet_od_entry){i, 1};
        entries[2 * i + 1] = (circlet_od_entry){i + 1, 2};
        rows[i] = (ci_od_row){entries + 2 * i, 2};
        ones[i] = 1000;
    }
    entries[2 * (COUNT - 1)] = (circlet_od_entry){0, 9};
    rows[COUNT - 1].count = 1;
    assert_ok(ci_assign_places(placed, NULL, &problem, error));
    for (size_t i = 0; i < COUNT; i++)
        sum += placed[i];
    assert_ok(ci_max_flow(&most, NULL, &problem, error));
    assert_int_equal(sum, (COUNT - 1) * 1000);
    assert_int_equal(most, COUNT * 1000);
    free(entries);
    free(rows);
    free(ones);
    free(placed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_flow_is_as_great_as_the_least_cut),
        cmocka_unit_test(the_assignment_never_places_more),
        cmocka_unit_test(a_long_way_back_is_found),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
