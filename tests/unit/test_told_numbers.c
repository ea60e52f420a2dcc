/* Numbers of a report that are not findings': by brute force. */
#include "unit.h"

#include <math.h>

#include <circlet/privacy.h>

#include "page/told_numbers.h"

#define FEW 5
#define TOWNS 4000
#define PLANS 4

static unsigned draw(unsigned *seed, unsigned below)
{
    *seed = *seed * 1664525U + 1013904223U;
    return (*seed >> 8) % below;
}

static bool is_few(double persons)
{
    return fabs(persons) > 0.0005 && fabs(persons) < FEW - 0.0005;
}

/* ---- bands -------------------------------------------------------------- */

/* As many people in every state; the limit ends a band, or none. */
static void fill(ci_page_band_row *row, unsigned *seed, unsigned people,
                 double limit_min)
{
    static const unsigned likely[] = {3, 5, 9, 16, 24};
    unsigned most = likely[draw(seed, 5)];

    *row = (ci_page_band_row){.limit_min = limit_min, .all = people};
    while (people > 0) {
        size_t band = draw(seed, CI_TIME_BANDS);
        unsigned here = 1 + draw(seed, most);

        here = here > people ? people : here;
        row->persons[band] += here;
        people -= here;
    }
    for (size_t b = 0; b + 1 < CI_TIME_BANDS; b++)
        if (ci_time_band_end(b) <= limit_min)
            row->within += row->persons[b];
}

/* A plan moves some of one band to another. */
static ci_page_band_row change(const ci_page_band_row *today, unsigned *seed)
{
    ci_page_band_row out = *today;
    size_t from = draw(seed, CI_TIME_BANDS), to = draw(seed, CI_TIME_BANDS);
    double moved = draw(seed, 12);

    moved = fmin(moved, out.persons[from]);
    out.persons[from] -= moved;
    out.persons[to] += moved;
    out.within = 0;
    for (size_t b = 0; b + 1 < CI_TIME_BANDS; b++)
        if (ci_time_band_end(b) <= out.limit_min)
            out.within += out.persons[b];
    return out;
}

/* Of bands whose true sum is known, the hidden ones are not. */
static void check_hidden(const ci_page_band_row *today,
                         const ci_told_bands *told, size_t from, size_t to)
{
    double hidden = 0;
    size_t count = 0;

    for (size_t b = from; b < to; b++) {
        if (!told->is_hidden[b]) {
            assert_false(is_few(today->persons[b]));
            assert_true(told->persons[b] == today->persons[b]);
            continue;
        }
        hidden += today->persons[b];
        count++;
    }
    assert_true(count != 1);
    for (size_t b = from; b < to; b++)
        if (told->is_hidden[b])
            assert_true(fabs(told->persons[b] - hidden / (double)count) <
                        0.001);
}

static void check_two(const ci_told_bands *a, const ci_told_bands *b)
{
    for (size_t i = 0; i < CI_TIME_BANDS; i++) {
        assert_int_equal(a->is_hidden[i], b->is_hidden[i]);
        if (!a->is_hidden[i])
            assert_false(is_few(a->persons[i] - b->persons[i]));
    }
}

static void bands_tell_of_no_few(void **state)
{
    static const double limits[] = {15, 30, 20, 12, 90};
    size_t shown = 0, changed = 0;

    (void)state;
    for (unsigned town = 0; town < TOWNS; town++) {
        unsigned seed = town * 7919U + 5;
        double limit = limits[draw(&seed, 5)];
        ci_page_band_row today, planned;
        ci_told_bands told[1 + PLANS];

        fill(&today, &seed, 8 + draw(&seed, 150), limit);
        told[0] = ci_told_bands_of(&today);
        if (isfinite(told[0].within) && limit == 15) {
            check_hidden(&today, &told[0], 0, 3);
            check_hidden(&today, &told[0], 3, CI_TIME_BANDS);
        } else if (limit == 12) {
            check_hidden(&today, &told[0], 0, CI_TIME_BANDS);
        }
        for (size_t p = 1; p <= PLANS; p++) {
            planned = change(&today, &seed);
            assert_true(ci_told_bands_planned(&told[p], &today, &planned));
            for (size_t b = 0; b < CI_TIME_BANDS; b++) {
                if (told[0].is_hidden[b])
                    continue;
                shown++;
                changed += told[p].persons[b] != told[0].persons[b];
                assert_false(is_few(told[p].persons[b]));
                assert_true(fabs(told[p].persons[b] - planned.persons[b]) <
                            2 * FEW);
            }
            for (size_t q = 0; q < p; q++)
                check_two(&told[p], &told[q]);
        }
    }
    assert_true(shown > TOWNS);
    assert_true(changed > TOWNS / 10);
}

/* 100 people, 60 within 15 minutes; with plans 62 and 63, or of others. */
static void shares_go_by_steps(void **state)
{
    const ci_page_band_row today = {.limit_min = 15, .all = 100, .within = 60};
    ci_page_band_row planned = today;

    (void)state;
    assert_true(ci_told_share(&today, NULL) == 0.6);
    planned.within = 62;
    assert_true(ci_told_share(&today, &planned) == 0.6);
    planned.within = 63;
    assert_true(ci_told_share(&today, &planned) == 0.65);
    planned.within = 100;
    assert_true(ci_told_share(&today, &planned) == 1);
    planned.all = 101;
    assert_true(isnan(ci_told_share(&today, &planned)));
    planned = today;
    planned.within = 3; /* today's are few */
    assert_true(isnan(ci_told_share(&planned, NULL)));
    assert_true(isnan(ci_told_share(&planned, &today)));
}

/* ---- years -------------------------------------------------------------- */

static double covered_of(circlet_course_year year, bool is_planned)
{
    return year.persons -
           (is_planned ? year.uncovered : year.uncovered_before);
}

/* All small towns: what is had in a year if nothing is done, and with it. */
static void years_tell_of_no_few(void **state)
{
    const double all = 27, start = 11;
    const circlet_course_year first = {.persons = all,
                                       .uncovered_before = all - start};

    (void)state;
    for (double was = 0; was <= all; was++)
        for (double is = 0; is <= all; is++) {
            const circlet_course_year year = {.persons = all,
                                              .uncovered_before = all - was,
                                              .uncovered = all - is};
            circlet_course_year told = circlet_privacy_year(&first, &year, 0);
            double before = covered_of(told, false);
            double after = covered_of(told, true);

            assert_false(is_few(before - start) || is_few(after - before));
            assert_false(is_few(before) || is_few(told.uncovered_before));
            assert_false(is_few(after) || is_few(told.uncovered));
            assert_true(fabs(after - is) < 2 * FEW);
        }
}

static void few_of_the_first_year_hide_all(void **state)
{
    const circlet_course_year first = {.persons = 40, .uncovered_before = 3};
    const circlet_course_year year = {.persons = 40, .uncovered_before = 20};

    (void)state;
    assert_true(isnan(circlet_privacy_year(&first, &year, 0).uncovered));
    assert_true(isnan(circlet_privacy_year(&first, &first, 0).persons));
    assert_true(circlet_privacy_year(&year, &year, 0).uncovered_before == 20);
}

/* ---- cells -------------------------------------------------------------- */

static void cells_go_by_steps(void **state)
{
    ci_outside_cell was[] = {{.row = 1, .column = 1, .persons = 12},
                             {.row = 1, .column = 3, .persons = 7},
                             {.row = 2, .column = 0, .persons = 20}};
    ci_outside_cell is[] = {{.row = 0, .column = 9, .persons = 8},
                            {.row = 1, .column = 1, .persons = 10},
                            {.row = 1, .column = 2, .persons = 11},
                            {.row = 1, .column = 3, .persons = 6},
                            {.row = 2, .column = 0, .persons = 14}};
    const double expected[] = {10, 12, 10, 7, 15};
    const ci_outside today = {.items = was, .count = 3};
    ci_outside planned = {.items = is, .count = 5};

    (void)state;
    ci_told_cells_round(&planned, &today);
    for (size_t i = 0; i < 5; i++)
        assert_true(is[i].persons == expected[i]);
    assert_int_equal(planned.count, 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bands_tell_of_no_few),
        cmocka_unit_test(shares_go_by_steps),
        cmocka_unit_test(years_tell_of_no_few),
        cmocka_unit_test(few_of_the_first_year_hide_all),
        cmocka_unit_test(cells_go_by_steps),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
