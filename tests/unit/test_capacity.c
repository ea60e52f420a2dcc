#include "unit.h"

#include <circlet/access.h>

#include "access/capacity.h"
#include "access/max_flow.h"

#define PEOPLE 9
#define FACILITIES 5

/* A small town: whole persons, and a time of each to each facility. */
typedef struct town {
    size_t people, facilities;
    int64_t weights[PEOPLE];
    bool is_focus[PEOPLE];
    int64_t places[FACILITIES];
    uint32_t times[PEOPLE][FACILITIES]; /* CIRCLET_UNREACHED: no pair */
} town;

/* The town as a problem; people come in the order of `order`. */
typedef struct laid_town {
    circlet_od_entry entries[PEOPLE][FACILITIES];
    ci_od_row rows[PEOPLE];
    int64_t weights[PEOPLE];
    bool is_focus[PEOPLE];
    ci_places_problem problem;
} laid_town;

static void lay(laid_town *out, const town *t, const size_t *order)
{
    for (size_t k = 0; k < t->people; k++) {
        size_t i = order ? order[k] : k, count = 0;

        for (uint32_t time = 0; time < 10; time++)
            for (uint32_t j = 0; j < t->facilities; j++)
                if (t->times[i][j] == time)
                    out->entries[k][count++] = (circlet_od_entry){j, time};
        out->rows[k] = (ci_od_row){out->entries[k], count};
        out->weights[k] = t->weights[i];
        out->is_focus[k] = t->is_focus[i];
    }
    out->problem = (ci_places_problem){.rows = out->rows,
                                       .weights_milli = out->weights,
                                       .is_focus = out->is_focus,
                                       .row_count = t->people,
                                       .places_milli = t->places,
                                       .facility_count = t->facilities};
}

static town random_town(uint64_t seed)
{
    town t = {.people = 1 + unit_random_below(&seed, PEOPLE),
              .facilities = 1 + unit_random_below(&seed, FACILITIES)};

    for (size_t i = 0; i < t.people; i++) {
        t.weights[i] = unit_random_below(&seed, 9);
        t.is_focus[i] = unit_random_below(&seed, 3) == 0;
        for (size_t j = 0; j < t.facilities; j++) {
            uint32_t time = unit_random_below(&seed, 9);

            t.times[i][j] = time > 5 ? CIRCLET_UNREACHED : time;
        }
    }
    for (size_t j = 0; j < t.facilities; j++)
        t.places[j] = unit_random_below(&seed, 12);
    return t;
}

static bool is_like(const town *t, size_t a, size_t b)
{
    return t->is_focus[a] == t->is_focus[b] &&
           memcmp(t->times[a], t->times[b],
                  t->facilities * sizeof(uint32_t)) == 0;
}

/* The group of people like person i, of which they are the first; their sum
 * is what is served. */
static int64_t class_weight(const town *t, size_t i)
{
    int64_t sum = 0;

    for (size_t k = 0; k < t->people; k++) {
        if (k < i && is_like(t, k, i))
            return 0;
        if (is_like(t, k, i))
            sum += t->weights[k];
    }
    return sum;
}

/* Divides the room of one facility: floors first, then one each by the
 * greatest remainder, found again and again. */
static void divide(const town *t, int64_t *left, int64_t *room, size_t j,
                   uint32_t time, bool is_focus)
{
    int64_t want[PEOPLE] = {0}, rest[PEOPLE], all = 0, given = 0, gives;

    for (size_t i = 0; i < t->people; i++)
        if (t->is_focus[i] == is_focus && t->times[i][j] == time) {
            want[i] = left[i];
            all += left[i];
        }
    gives = all < room[j] ? all : room[j];
    for (size_t i = 0; i < t->people; i++) {
        int64_t share = all > 0 ? want[i] * gives / all : 0;

        rest[i] = all > 0 ? want[i] * gives % all : 0;
        left[i] -= share;
        given += share;
    }
    for (; given < gives; given++) {
        size_t best = 0;

        for (size_t i = 1; i < t->people; i++)
            if (rest[i] > rest[best])
                best = i;
        left[best]--;
        rest[best] = -1;
    }
    room[j] -= gives;
}

/* Every minute, facility by facility, everybody is asked. */
static void simulate(const town *t, int64_t *placed, int64_t *taken)
{
    int64_t left[PEOPLE], room[FACILITIES];

    for (size_t i = 0; i < t->people; i++)
        left[i] = placed[i] = class_weight(t, i);
    for (size_t j = 0; j < t->facilities; j++)
        room[j] = t->places[j];
    for (int group = 1; group >= 0; group--)
        for (uint32_t time = 0; time < 10; time++)
            for (size_t j = 0; j < t->facilities; j++)
                divide(t, left, room, j, time, group == 1);
    for (size_t i = 0; i < t->people; i++)
        placed[i] -= left[i];
    for (size_t j = 0; j < t->facilities; j++)
        taken[j] = t->places[j] - room[j];
}

static void places_go_as_in_a_plain_simulation(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 2000; seed++) {
        town t = random_town(seed);
        laid_town laid;
        int64_t placed[PEOPLE], taken[FACILITIES];
        int64_t wanted[PEOPLE], wanted_taken[FACILITIES];

        lay(&laid, &t, NULL);
        simulate(&t, wanted, wanted_taken);
        assert_ok(ci_assign_places(placed, taken, &laid.problem, error));
        for (size_t i = 0; i < t.people; i++) {
            int64_t sum = 0;

            if (class_weight(&t, i) == 0)
                continue;
            for (size_t k = 0; k < t.people; k++)
                sum += is_like(&t, i, k) ? placed[k] : 0;
            if (sum != wanted[i])
                fail_msg("seed %u: person %zu", (unsigned)seed, i);
        }
        for (size_t j = 0; j < t.facilities; j++)
            if (taken[j] != wanted_taken[j])
                fail_msg("seed %u: facility %zu", (unsigned)seed, j);
    }
}

/* Nobody left over could take a place from somebody farther, and nobody has
 * more than they are. */
static void nobody_left_over_is_nearer_than_somebody_placed(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 500; seed++) {
        town t = random_town(seed);
        laid_town laid;
        int64_t placed[PEOPLE], without[PEOPLE];
        int64_t taken[FACILITIES], taken_without[FACILITIES];

        lay(&laid, &t, NULL);
        assert_ok(ci_assign_places(placed, taken, &laid.problem, error));
        for (size_t i = 0; i < t.people; i++) {
            int64_t weight = laid.weights[i];

            assert_true(placed[i] >= 0 && placed[i] <= weight);
            if (placed[i] == weight)
                continue;
            /* All in reach is full; and were all who are farther than this
             * person, or after them, not there, they would get no more. */
            for (size_t j = 0; j < t.facilities; j++)
                assert_true(t.times[i][j] == CIRCLET_UNREACHED ||
                            taken[j] == t.places[j]);
            for (size_t k = 0; k < t.people; k++) {
                bool is_later = t.is_focus[i] && !t.is_focus[k];

                if (is_later)
                    laid.weights[k] = 0;
            }
            assert_ok(ci_assign_places(without, taken_without, &laid.problem,
                                       error));
            assert_true(without[i] == placed[i]);
            lay(&laid, &t, NULL);
        }
    }
}

/* 5 places; at 3 minutes A (4 persons) and B (8) ask together. */
static void equal_times_share_in_proportion(void **state)
{
    const circlet_od_entry at3[] = {{0, 3}};
    const circlet_od_entry near[] = {{0, 3}, {1, 4}};
    const ci_od_row rows[] = {{at3, 1}, {near, 2}};
    const int64_t weights[] = {4000, 8000}, places[] = {5000, 1000};
    const ci_places_problem problem = {.rows = rows,
                                       .weights_milli = weights,
                                       .row_count = 2,
                                       .places_milli = places,
                                       .facility_count = 2};
    int64_t placed[2], taken[2];

    (void)state;
    assert_ok(ci_assign_places(placed, taken, &problem, error));
    /* 5000 x 4 / 12 = 1666 2/3 and 3333 1/3: the first was cut more. */
    assert_int_equal(placed[0], 1667);
    assert_int_equal(placed[1], 3333 + 1000);
    assert_int_equal(taken[0], 5000);
    assert_int_equal(taken[1], 1000);
}

static void the_focus_group_is_served_first_from_afar(void **state)
{
    const circlet_od_entry near[] = {{0, 1}}, far[] = {{0, 9}};
    const ci_od_row rows[] = {{near, 1}, {far, 1}};
    const int64_t weights[] = {3000, 2000}, places[] = {4000};
    const bool is_focus[] = {false, true};
    ci_places_problem problem = {.rows = rows,
                                 .weights_milli = weights,
                                 .is_focus = is_focus,
                                 .row_count = 2,
                                 .places_milli = places,
                                 .facility_count = 1};
    int64_t placed[2];

    (void)state;
    assert_ok(ci_assign_places(placed, NULL, &problem, error));
    assert_int_equal(placed[0], 2000);
    assert_int_equal(placed[1], 2000);
    problem.is_focus = NULL;
    assert_ok(ci_assign_places(placed, NULL, &problem, error));
    assert_int_equal(placed[0], 3000);
    assert_int_equal(placed[1], 1000);
}

/* A weighted point in parts beside each other, a place with two entrances. */
static void dividing_a_point_changes_no_sum(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 500; seed++) {
        town t = random_town(seed), parts;
        laid_town laid;
        int64_t placed[PEOPLE], taken[FACILITIES];
        int64_t divided[PEOPLE], taken_divided[FACILITIES];
        int64_t first;

        if (t.people == PEOPLE)
            continue;
        lay(&laid, &t, NULL);
        assert_ok(ci_assign_places(placed, taken, &laid.problem, error));
        parts = t;
        for (size_t i = t.people; i > 1; i--) {
            parts.weights[i] = t.weights[i - 1];
            parts.is_focus[i] = t.is_focus[i - 1];
            memcpy(parts.times[i], t.times[i - 1], sizeof(t.times[0]));
        }
        memcpy(parts.times[1], t.times[0], sizeof(t.times[0]));
        parts.is_focus[1] = t.is_focus[0];
        first = t.weights[0] / 3;
        parts.weights[0] = first;
        parts.weights[1] = t.weights[0] - first;
        parts.people++;
        lay(&laid, &parts, NULL);
        assert_ok(
            ci_assign_places(divided, taken_divided, &laid.problem, error));
        for (size_t j = 0; j < t.facilities; j++)
            assert_true(taken[j] == taken_divided[j]);
        for (size_t i = 1; i < t.people; i++)
            if (!is_like(&t, 0, i) && divided[i + 1] != placed[i]) {
                int64_t was = 0, is = 0;

                for (size_t k = 0; k < t.people; k++)
                    was += is_like(&t, k, i) ? placed[k] : 0;
                for (size_t k = 0; k < parts.people; k++)
                    is += is_like(&parts, k, i + 1) ? divided[k] : 0;
                assert_true(was == is);
            }
        {
            int64_t was = 0, is = 0;

            for (size_t k = 0; k < t.people; k++)
                was += is_like(&t, k, 0) ? placed[k] : 0;
            for (size_t k = 0; k < parts.people; k++)
                is += is_like(&parts, k, 0) ? divided[k] : 0;
            if (was != is)
                fail_msg("seed %u", (unsigned)seed);
        }
    }
}

static void entrances_are_doors_of_one_facility(void **state)
{
    const circlet_od_entry doors[] = {{0, 2}, {1, 2}, {2, 5}, {3, 6}};
    const circlet_od_entry back[] = {{2, 2}};
    const ci_od_row rows[] = {{doors, 4}, {back, 1}};
    const uint32_t facility_of[] = {0, 0, 0, 1};
    const int64_t weights[] = {4000, 4000}, places[] = {6000, 500};
    const ci_places_problem problem = {.rows = rows,
                                       .weights_milli = weights,
                                       .row_count = 2,
                                       .facility_of = facility_of,
                                       .places_milli = places,
                                       .facility_count = 2};
    int64_t placed[2], taken[2], most;

    (void)state;
    assert_ok(ci_assign_places(placed, taken, &problem, error));
    assert_int_equal(placed[0], 3000 + 500);
    assert_int_equal(placed[1], 3000);
    assert_int_equal(taken[0], 6000);
    assert_int_equal(taken[1], 500);
    assert_ok(ci_max_flow(&most, NULL, &problem, error));
    assert_int_equal(most, 6500);
}

static void there_may_be_nobody_no_facility_or_room_for_all(void **state)
{
    const circlet_od_entry entry[] = {{0, 1}};
    const ci_od_row rows[] = {{entry, 1}, {NULL, 0}};
    const int64_t weights[] = {INT64_C(9000000000000000000), 7};
    const int64_t places[] = {CI_PLACES_UNLIMITED};
    ci_places_problem problem = {.rows = rows,
                                 .weights_milli = weights,
                                 .row_count = 2,
                                 .places_milli = places,
                                 .facility_count = 1};
    int64_t placed[2], most;

    (void)state;
    assert_ok(ci_assign_places(placed, NULL, &problem, error));
    assert_true(placed[0] == weights[0] && placed[1] == 0);
    assert_ok(ci_max_flow(&most, NULL, &problem, error));
    assert_true(most == weights[0]);
    problem.row_count = 0;
    assert_ok(ci_assign_places(placed, NULL, &problem, error));
    assert_ok(ci_max_flow(&most, NULL, &problem, error));
    assert_int_equal(most, 0);
    problem.row_count = 2;
    problem.rows = (const ci_od_row[]){{NULL, 0}, {NULL, 0}};
    problem.facility_count = 0;
    assert_ok(ci_assign_places(placed, NULL, &problem, error));
    assert_true(placed[0] == 0 && placed[1] == 0);
    assert_ok(ci_max_flow(&most, NULL, &problem, error));
    assert_int_equal(most, 0);
}

/* Where all remainders differ, who stands where does not matter. */
static void the_order_of_people_decides_only_ties(void **state)
{
    const circlet_od_entry entry[] = {{0, 1}};
    const circlet_od_entry other[] = {{0, 1}, {1, 8}};
    const ci_od_row rows[] = {{entry, 1}, {other, 2}};
    const ci_od_row turned[] = {{other, 2}, {entry, 1}};
    const int64_t weights[] = {1000, 3000}, turned_weights[] = {3000, 1000};
    const int64_t places[] = {1001, 0};
    ci_places_problem problem = {.rows = rows,
                                 .weights_milli = weights,
                                 .row_count = 2,
                                 .places_milli = places,
                                 .facility_count = 2};
    int64_t placed[2], turned_placed[2];

    (void)state;
    assert_ok(ci_assign_places(placed, NULL, &problem, error));
    problem.rows = turned;
    problem.weights_milli = turned_weights;
    assert_ok(ci_assign_places(turned_placed, NULL, &problem, error));
    assert_int_equal(placed[0], 250);
    assert_int_equal(placed[1], 751);
    assert_int_equal(turned_placed[0], 751);
    assert_int_equal(turned_placed[1], 250);
}

/* ---- the log ------------------------------------------------------------ */

/* Grants are what people and facilities have, within the rows; who has not
 * enough asked everywhere, and all that they asked at before is full. */
static void check_log(const laid_town *laid, uint64_t seed)
{
    int64_t placed[PEOPLE], plain[PEOPLE], taken[FACILITIES];
    int64_t granted[PEOPLE] = {0}, got[PEOPLE] = {0}, given[FACILITIES] = {0};
    const ci_places_problem *p = &laid->problem;
    ci_place_log log = {NULL, 0, NULL, NULL, 0, 0};
    int64_t wanted[PEOPLE] = {0};

    assert_ok(ci_assign_places(plain, taken, p, error));
    assert_ok(ci_assign_places_logged(placed, &log, p, error));
    for (size_t g = 0; g < log.grant_count; g++) {
        assert_true(log.grants[g].milli > 0);
        granted[log.grants[g].class] += log.grants[g].milli;
        given[log.grants[g].facility] += log.grants[g].milli;
    }
    for (size_t j = 0; j < p->facility_count; j++)
        assert_int_equal(given[j], taken[j]);
    for (size_t i = 0; i < p->row_count; i++) {
        assert_int_equal(placed[i], plain[i]);
        got[log.class_of[i]] += placed[i];
        wanted[log.class_of[i]] += p->weights_milli[i];
    }
    for (size_t i = 0; i < p->row_count; i++) {
        uint32_t class = log.class_of[i];
        bool has_all = granted[class] == wanted[class];

        assert_int_equal(granted[class], got[class]);
        if (has_all == (log.ends_ms[class] == CIRCLET_UNREACHED))
            fail_msg("seed %u: person %zu", (unsigned)seed, i);
        for (size_t k = 0; k < p->rows[i].count; k++) {
            const circlet_od_entry *entry = &p->rows[i].entries[k];

            if (entry->time_ms < log.ends_ms[class])
                assert_int_equal(given[entry->destination],
                                 p->places_milli[entry->destination]);
        }
    }
    ci_place_log_clear(&log);
}

static void the_log_tells_who_got_what_and_who_asked_where(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 3000; seed++) {
        town t = random_town(seed);
        laid_town laid;

        lay(&laid, &t, NULL);
        check_log(&laid, seed);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_log_tells_who_got_what_and_who_asked_where),
        cmocka_unit_test(places_go_as_in_a_plain_simulation),
        cmocka_unit_test(nobody_left_over_is_nearer_than_somebody_placed),
        cmocka_unit_test(equal_times_share_in_proportion),
        cmocka_unit_test(the_focus_group_is_served_first_from_afar),
        cmocka_unit_test(dividing_a_point_changes_no_sum),
        cmocka_unit_test(entrances_are_doors_of_one_facility),
        cmocka_unit_test(there_may_be_nobody_no_facility_or_room_for_all),
        cmocka_unit_test(the_order_of_people_decides_only_ties),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
