/* What is told of groups with plans: by brute force over many small towns and
 * several plans each. */
#include "unit.h"

#include <math.h>

#include "report/group_planned.h"
#include "report/group_privacy.h"
#include "report/group_rows.h"

#define STEP 5000
#define PEOPLE 160
#define GROUPS 3 /* of the division */
#define ROWS (1 + GROUPS)
#define PLANS 5
#define TOWNS 3000

/* Whether one is covered: 0 no, 1 at best, 2 as measured, 3 surely; and how
 * far it is. */
typedef struct person {
    size_t group;
    bool is_sure; /* the rule is surely about them */
    int cover[1 + PLANS]; /* today, and with each plan */
    int64_t way_ms[1 + PLANS];
} person;

static unsigned draw(unsigned *seed, unsigned below)
{
    *seed = *seed * 1664525U + 1013904223U;
    return (*seed >> 8) % below;
}

static void add(circlet_group_figures *of, const person *who, size_t state)
{
    int cover = who->cover[state];

    of->covered_milli += cover >= 2 ? 1000 : 0;
    of->covered_low_milli += cover == 3 && who->is_sure ? 1000 : 0;
    of->persons_low_milli += cover < 3 || who->is_sure ? 1000 : 0;
    of->covered_high_milli += cover >= 1 ? 1000 : 0;
    of->persons_high_milli += cover >= 1 || who->is_sure ? 1000 : 0;
    of->timed_milli += 1000;
    of->time_milli_ms += 1000 * who->way_ms[state];
}

static void add_person(circlet_group_row *row, const person *who, size_t plan)
{
    bool was = who->cover[0] >= 2, is = who->cover[plan] >= 2;

    row->is_known = true;
    row->persons_milli += 1000;
    add(&row->before, who, 0);
    add(&row->after, who, plan);
    row->gained_milli += !was && is ? 1000 : 0;
    row->lost_milli += was && !is ? 1000 : 0;
    row->farther_milli += who->way_ms[plan] > who->way_ms[0] ? 1000 : 0;
}

static void count_people(circlet_group_row rows[ROWS], const person *people,
                         size_t count, size_t plan)
{
    memset(rows, 0, ROWS * sizeof(*rows));
    for (size_t i = 1; i < ROWS; i++)
        rows[i].by = CIRCLET_GROUP_BY_GRADE;
    for (size_t i = 0; i < count; i++) {
        add_person(&rows[0], &people[i], plan);
        add_person(&rows[1 + people[i].group], &people[i], plan);
    }
    for (size_t i = 0; i < ROWS; i++)
        ci_group_row_finish(&rows[i]);
}

/* A town of which plans change a little, or much. */
static size_t make_people(person people[PEOPLE], unsigned seed)
{
    size_t count = 40 + draw(&seed, PEOPLE - 40);
    unsigned doubts = draw(&seed, 3), change[1 + PLANS];

    for (size_t p = 1; p <= PLANS; p++)
        change[p] = 1 + draw(&seed, p < 3 ? 12 : 60);
    for (size_t i = 0; i < count; i++) {
        person *who = &people[i];
        bool has_doubt = doubts > 0 && draw(&seed, 4) == 0;
        int bit = draw(&seed, 3) == 0 ? 0 : 3;

        who->group = draw(&seed, 6) / 2 % GROUPS;
        who->is_sure = doubts < 2 || draw(&seed, 4) > 0;
        who->cover[0] = has_doubt ? (int)draw(&seed, 4) : bit;
        who->way_ms[0] = 1000 * draw(&seed, 3600);
        for (size_t p = 1; p <= PLANS; p++) {
            bool is_changed = draw(&seed, 100) < change[p];

            who->cover[p] = is_changed && draw(&seed, 5) > 0 ? 3
                            : is_changed                     ? 0
                                                             : who->cover[0];
            who->way_ms[p] =
                is_changed ? 1000 * draw(&seed, 3600) : who->way_ms[0];
        }
    }
    return count;
}

#define NUMBERS 8

static void numbers_of(int64_t out[NUMBERS], const circlet_group_row *row,
                       const circlet_group_figures *of)
{
    const int64_t numbers[NUMBERS] = {
        of->covered_milli,
        of->covered_low_milli,
        of->persons_low_milli,
        of->covered_high_milli,
        of->persons_high_milli,
        of == &row->after ? row->gained_milli : 0,
        of == &row->after ? row->lost_milli : 0,
        of == &row->after ? row->farther_milli : 0};

    memcpy(out, numbers, sizeof(numbers));
}

static void assert_not_few(int64_t milli)
{
    assert_true(milli == 0 || llabs(milli) >= STEP);
}

static void check_row(const circlet_group_row *row)
{
    const circlet_group_figures *of = &row->after;
    int64_t numbers[NUMBERS], today[NUMBERS];

    numbers_of(numbers, row, of);
    numbers_of(today, row, &row->before);
    for (size_t n = 0; n < NUMBERS; n++) {
        assert_not_few(numbers[n]);
        assert_not_few(row->persons_milli - numbers[n]);
        assert_not_few(numbers[n] - today[n]);
    }
    assert_not_few(of->covered_milli - of->covered_low_milli);
    assert_not_few(of->covered_high_milli - of->covered_milli);
    assert_true(of->covered_low_milli <= of->covered_milli);
    assert_true(of->covered_milli <= of->covered_high_milli);
    assert_true(of->covered_high_milli <= of->persons_high_milli);
    assert_true(of->covered_low_milli <= of->persons_low_milli);
}

static void check_two(const circlet_group_row *a, const circlet_group_row *b)
{
    int64_t x[NUMBERS], y[NUMBERS];

    assert_int_equal(a->is_internal, b->is_internal);
    if (a->is_internal)
        return;
    numbers_of(x, a, &a->after);
    numbers_of(y, b, &b->after);
    for (size_t n = 0; n < NUMBERS; n++)
        assert_not_few(x[n] - y[n]);
}

/* True counts are within a step of what is told. */
static void check_near(const circlet_group_row *told,
                       const circlet_group_row *exact)
{
    assert_true(llabs(told->after.covered_milli - exact->after.covered_milli) <
                2 * STEP);
    assert_true(fabs(told->after.mean_minutes - exact->after.mean_minutes) <
                0.051);
    if (exact->after.covered_milli == exact->before.covered_milli)
        assert_int_equal(told->after.covered_milli,
                         told->before.covered_milli);
    if (exact->lost_milli == 0 && exact->gained_milli > STEP)
        assert_int_equal(told->gained_milli - told->lost_milli,
                         told->after.covered_milli -
                             told->before.covered_milli);
}

static bool is_whole(const circlet_group_row *row)
{
    return row->after.covered_milli == 0 ||
           row->after.covered_milli == row->persons_milli;
}

/* The groups come to everybody; returns whether that could be seen. */
static bool check_sum(const circlet_group_row rows[ROWS])
{
    int64_t sum = 0;

    for (size_t i = 1; i < ROWS; i++) {
        int64_t all = rows[i].persons_milli;

        /* Where there is no room for a step a sum cannot be kept. */
        if (rows[i].is_internal || is_whole(&rows[i]) ||
            rows[i].after.covered_milli < 2 * STEP ||
            rows[i].after.covered_milli > all - 2 * STEP)
            return false;
        sum += rows[i].after.covered_milli;
    }
    if (is_whole(&rows[0]))
        return false;
    assert_int_equal(sum, rows[0].after.covered_milli);
    return true;
}

static void no_plans_tell_of_few(void **state)
{
    size_t shown = 0, sums = 0;

    (void)state;
    for (unsigned town = 0; town < TOWNS; town++) {
        circlet_group_row rows[PLANS][ROWS], exact[ROWS];
        person people[PEOPLE];
        size_t count = make_people(people, town * 7919U + 1);

        for (size_t p = 0; p < PLANS; p++) {
            count_people(rows[p], people, count, p + 1);
            memcpy(exact, rows[p], sizeof(exact));
            ci_group_rows_hide(rows[p], ROWS, STEP);
            ci_group_rows_round(rows[p], ROWS, STEP);
            for (size_t i = 0; i < ROWS; i++) {
                if (rows[p][i].is_internal)
                    continue;
                check_row(&rows[p][i]);
                check_near(&rows[p][i], &exact[i]);
                shown++;
            }
            sums += check_sum(rows[p]);
            for (size_t q = 0; q < p; q++)
                for (size_t i = 0; i < ROWS; i++)
                    check_two(&rows[p][i], &rows[q][i]);
        }
    }
    assert_true(shown > TOWNS); /* or nothing has been looked at */
    assert_true(sums > TOWNS / 30);
}

/* 40 of 100 today; 43 with the plan, who are told as 45, and 41, as 40. */
static void steps_start_from_today(void **state)
{
    circlet_group_row row = {.persons_milli = 100000, .is_known = true};

    (void)state;
    row.before.covered_milli = row.before.covered_low_milli =
        row.before.covered_high_milli = 40000;
    row.before.persons_low_milli = row.before.persons_high_milli = 100000;
    row.after = row.before;
    row.after.covered_milli = row.after.covered_low_milli =
        row.after.covered_high_milli = 43000;
    row.gained_milli = 4000;
    row.lost_milli = 1000;
    ci_group_rows_round(&row, 1, STEP);
    assert_int_equal(row.after.covered_milli, 45000);
    assert_int_equal(row.after.covered_low_milli, 45000);
    assert_int_equal(row.gained_milli, 5000);
    assert_int_equal(row.lost_milli, 0);
    assert_int_equal(row.losses, 0);
    row.after.covered_milli = 38000;
    row.gained_milli = 0;
    row.lost_milli = 2000;
    ci_group_rows_round(&row, 1, STEP);
    assert_int_equal(row.after.covered_milli, 40000);
    assert_int_equal(row.lost_milli, 0);
    assert_false(row.losses & CIRCLET_GROUP_LOSES_COVER);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_plans_tell_of_few),
        cmocka_unit_test(steps_start_from_today),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
