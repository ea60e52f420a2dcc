/* Findings of chance, and what their sums and differences tell. */
#include "unit.h"

#include <math.h>

#include "report/finding_privacy.h"
#include "report/privacy.h"

#define STREETS 9
#define RULES 3
#define FINDINGS (STREETS * RULES)
#define FEW 5

typedef struct town {
    uint32_t parents[STREETS + 1]; /* the city is the last unit */
    ci_public_count today[FINDINGS], planned[FINDINGS];
    bool hidden[FINDINGS];
    ci_public_figure then[FINDINGS];
    ci_public_counts counts;
} town;

static const char *const rules[RULES] = {"A", "B", "C"};

static void start(town *t)
{
    memset(t, 0, sizeof(*t));
    for (uint32_t i = 0; i < STREETS; i++)
        t->parents[i] = STREETS;
    t->parents[STREETS] = CI_PRIVACY_NONE;
    t->counts = (ci_public_counts){.today = t->today,
                                   .planned = t->planned,
                                   .today_count = FINDINGS,
                                   .parents = t->parents,
                                   .unit_count = STREETS + 1,
                                   .threshold = FEW};
}

/* A and B are about the same persons, C about others; the plan covers some
 * more of A and leaves the rest. */
static void fill(town *t, uint64_t *random)
{
    start(t);
    for (uint32_t s = 0; s < STREETS; s++) {
        uint32_t persons = 3 + unit_random_below(random, 90);

        for (uint32_t r = 0; r < RULES; r++) {
            ci_public_count *now = &t->today[r * STREETS + s];
            ci_public_count *then = &t->planned[r * STREETS + s];
            uint32_t all = r < 2 ? persons : unit_random_below(random, 50);
            uint32_t covered =
                unit_random_below(random, 3) == 0
                    ? all - unit_random_below(random, all < 6 ? all + 1 : 6)
                    : unit_random_below(random, all + 1);

            *now = (ci_public_count){rules[r],    NULL,    s,
                                     all,         covered, (double)NAN,
                                     (double)NAN, {0},     (double)NAN};
            *then = *now;
            if (r == 0)
                then->covered +=
                    unit_random_below(random, (uint32_t)(all - covered) + 1);
        }
    }
}

static void hide(town *t)
{
    circlet_error error;

    assert_int_equal(
        ci_public_counts_hide(t->hidden, t->then, &t->counts, &error),
        CIRCLET_OK);
}

static bool is_few(double persons)
{
    return persons > 0 && persons < FEW;
}

/* What differs between two sums of what is shown and the sum over all: those
 * that are hidden in a rule are none or, together, at least two whose persons
 * outside can be spread in more than one way. */
static void check_sums(const ci_public_count *counts, const bool *hidden)
{
    for (size_t r = 0; r < RULES; r++) {
        size_t number = 0;
        double outside = 0;

        for (size_t s = 0; s < STREETS; s++) {
            const ci_public_count *count = &counts[r * STREETS + s];

            if (is_few(count->persons) || is_few(count->covered) ||
                is_few(count->persons - count->covered))
                assert_true(hidden[r * STREETS + s]);
            if (!hidden[r * STREETS + s])
                continue;
            number++;
            outside += count->persons - count->covered;
        }
        assert_true(number != 1);
        assert_true(number == 0 || outside >= FEW);
    }
}

static void sums_tell_no_small_number(void **state)
{
    static town t;
    uint64_t random = 99;
    size_t shown = 0, hidden = 0;

    (void)state;
    for (int round = 0; round < 400; round++) {
        bool alone[FINDINGS];

        fill(&t, &random);
        hide(&t);
        check_sums(t.today, t.hidden);
        memcpy(alone, t.hidden, sizeof(alone));
        t.counts.planned_count = FINDINGS;
        hide(&t);
        assert_memory_equal(alone, t.hidden, sizeof(alone));
        for (size_t i = 0; i < FINDINGS; i++) {
            assert_true(t.then[i].is_hidden || !t.hidden[i]);
            hidden += t.hidden[i];
            shown += !t.hidden[i];
        }
    }
    assert_true(shown > 1000 && hidden > 1000);
}

/* Another plan of the same town. */
static void plan_anew(town *t, uint64_t *random)
{
    for (size_t i = 0; i < FINDINGS; i++) {
        uint32_t left = (uint32_t)(t->today[i].persons - t->today[i].covered);

        t->planned[i].covered =
            unit_random_below(random, 4) == 0
                ? t->today[i].persons
                : t->today[i].covered + unit_random_below(random, left + 1);
    }
}

static bool differs_by_few(double a, double b)
{
    return fabs(a - b) > 1e-9 && fabs(a - b) < FEW - 1e-9;
}

/* What is hidden of a rule, from the sum over all streets and those shown. */
static double rest_of(const ci_public_figure *figures, size_t rule)
{
    double rest = 0;

    for (size_t s = 0; s < STREETS; s++)
        if (figures[rule * STREETS + s].is_hidden)
            rest += figures[rule * STREETS + s].covered;
    return rest;
}

/* Of two plans and today, in each street and in what sums tell of those that
 * are hidden; and nothing is far from what it stands for. */
static void plans_differ_by_no_small_number(void **state)
{
    static town t;
    static ci_public_figure first[FINDINGS];
    uint64_t random = 7;
    size_t shown = 0;

    (void)state;
    for (int round = 0; round < 400; round++) {
        fill(&t, &random);
        t.counts.planned_count = FINDINGS;
        plan_anew(&t, &random);
        hide(&t);
        memcpy(first, t.then, sizeof(first));
        plan_anew(&t, &random);
        hide(&t);
        for (size_t i = 0; i < FINDINGS; i++) {
            assert_true(fabs(t.then[i].covered - t.planned[i].covered) <
                        2 * FEW);
            if (t.then[i].is_hidden || first[i].is_hidden)
                continue;
            shown++;
            assert_false(differs_by_few(t.then[i].covered, first[i].covered));
            assert_false(
                differs_by_few(t.then[i].covered, t.today[i].covered));
            assert_false(is_few(t.then[i].covered));
            assert_false(is_few(t.then[i].persons - t.then[i].covered));
        }
        for (size_t r = 0; r < RULES; r++) {
            bool is_same = true;

            for (size_t s = r * STREETS; s < (r + 1) * STREETS; s++)
                is_same = is_same && first[s].is_hidden == t.then[s].is_hidden;
            if (is_same)
                assert_false(
                    differs_by_few(rest_of(first, r), rest_of(t.then, r)));
        }
    }
    assert_true(shown > 3000);
}

/* Three persons in a street hide it in every rule that is about them, and the
 * same other street in each. */
static void rules_about_the_same_hide_the_same(void **state)
{
    static town t;

    (void)state;
    start(&t);
    for (uint32_t r = 0; r < RULES; r++)
        for (uint32_t s = 0; s < STREETS; s++)
            t.today[r * STREETS + s] =
                (ci_public_count){rules[r],
                                  NULL,
                                  s,
                                  s == 4 ? 3 : 40 + 10 * s,
                                  s == 4 ? 3 : 20,
                                  (double)NAN,
                                  (double)NAN,
                                  {0},
                                  (double)NAN};
    hide(&t);
    for (size_t s = 0; s < STREETS; s++) {
        assert_int_equal(t.hidden[s], t.hidden[STREETS + s]);
        assert_int_equal(t.hidden[s], t.hidden[2 * STREETS + s]);
    }
    assert_true(t.hidden[4]);
    check_sums(t.today, t.hidden);
}

/* Nobody small: nothing is hidden; one who lives off every street, and then
 * another street with them. */
static void only_small_numbers_are_hidden(void **state)
{
    static town t;
    size_t hidden = 0;

    (void)state;
    start(&t);
    for (uint32_t i = 0; i < FINDINGS; i++)
        t.today[i] = (ci_public_count){
            rules[i / STREETS], "own",       i % STREETS, 50,         25,
            (double)NAN,        (double)NAN, {0},         (double)NAN};
    hide(&t);
    for (size_t i = 0; i < FINDINGS; i++)
        assert_false(t.hidden[i]);
    t.today[2].unreached = 1;
    hide(&t);
    for (size_t i = 0; i < FINDINGS; i++)
        hidden += t.hidden[i];
    assert_true(t.hidden[2]);
    assert_int_equal(hidden, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sums_tell_no_small_number),
        cmocka_unit_test(plans_differ_by_no_small_number),
        cmocka_unit_test(rules_about_the_same_hide_the_same),
        cmocka_unit_test(only_small_numbers_are_hidden),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
