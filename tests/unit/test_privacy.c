/* What is not published, and what somebody who computes makes of the rest. */
#include "unit.h"

#include "report/privacy.h"

#define UNITS 40
#define COLUMNS 6
#define CELLS (UNITS * COLUMNS)
#define FEW 5
#define MOST 14 /* in a cell of what is tried out */

typedef struct crowd {
    ci_privacy_table table;
    uint32_t parents[UNITS];
    ci_privacy_column columns[COLUMNS];
    int64_t counts[CELLS];
    bool hidden[CELLS];
} crowd;

static int64_t *count_at(crowd *c, size_t unit, size_t column)
{
    return &c->counts[unit * c->table.column_count + column];
}

static bool is_hidden(const crowd *c, size_t unit, size_t column)
{
    return c->hidden[unit * c->table.column_count + column];
}

/* Columns 0: all; 1 to `first`: a division of it; then another. */
static void start(crowd *c, size_t units, size_t columns, size_t first)
{
    memset(c, 0, sizeof(*c));
    for (size_t i = 0; i < columns; i++)
        c->columns[i] =
            (ci_privacy_column){i == 0 ? CI_PRIVACY_NONE : 0, i > first};
    c->table = (ci_privacy_table){.unit_count = units,
                                  .parents = c->parents,
                                  .column_count = columns,
                                  .columns = c->columns,
                                  .counts_milli = c->counts,
                                  .threshold_milli = FEW * INT64_C(1000)};
    c->parents[0] = CI_PRIVACY_NONE;
}

static void add(crowd *c, size_t unit, size_t column, int64_t persons)
{
    for (uint32_t u = (uint32_t)unit; u != CI_PRIVACY_NONE; u = c->parents[u])
        *count_at(c, u, column) += 1000 * persons;
}

static void hide(crowd *c)
{
    circlet_error error;

    assert_int_equal(ci_privacy_hide(c->hidden, &c->table, &error),
                     CIRCLET_OK);
}

/* ---- one who adds and subtracts ----------------------------------------- */

/* What can be known of every cell, in persons. */
typedef struct guess {
    int64_t low[CELLS], high[CELLS];
} guess;

#define UNKNOWN INT64_C(100000000)

static bool narrow(guess *g, size_t whole, const size_t *parts, size_t count)
{
    int64_t low = 0, high = 0;
    bool is_new = false;

    for (size_t i = 0; i < count; i++) {
        low += g->low[parts[i]];
        high += g->high[parts[i]];
    }
    if (low > g->low[whole]) {
        g->low[whole] = low;
        is_new = true;
    }
    if (high < g->high[whole]) {
        g->high[whole] = high;
        is_new = true;
    }
    for (size_t i = 0; i < count; i++) {
        int64_t least = g->low[whole] - (high - g->high[parts[i]]);
        int64_t most = g->high[whole] - (low - g->low[parts[i]]);

        if (least > g->low[parts[i]]) {
            g->low[parts[i]] = least;
            is_new = true;
        }
        if (most < g->high[parts[i]]) {
            g->high[parts[i]] = most;
            is_new = true;
        }
        if (is_new)
            return true;
    }
    return is_new;
}

static bool narrow_units(guess *g, const crowd *c)
{
    size_t columns = c->table.column_count;

    for (size_t u = 0; u < c->table.unit_count; u++)
        for (size_t k = 0; k < columns; k++) {
            size_t parts[UNITS], count = 0;

            for (size_t i = u + 1; i < c->table.unit_count; i++)
                if (c->parents[i] == u)
                    parts[count++] = i * columns + k;
            if (count > 0 && narrow(g, u * columns + k, parts, count))
                return true;
        }
    return false;
}

static bool narrow_divisions(guess *g, const crowd *c)
{
    size_t columns = c->table.column_count;

    for (size_t u = 0; u < c->table.unit_count; u++)
        for (uint32_t d = 0; d < 2; d++) {
            size_t parts[COLUMNS], count = 0;

            for (size_t k = 1; k < columns; k++)
                if (c->columns[k].division == d)
                    parts[count++] = u * columns + k;
            if (count > 0 && narrow(g, u * columns, parts, count))
                return true;
        }
    return false;
}

static void attack(guess *g, const crowd *c)
{
    size_t columns = c->table.column_count;

    for (size_t i = 0; i < c->table.unit_count * columns; i++) {
        bool knows_whole = !c->hidden[i / columns * columns];

        g->low[i] = g->high[i] = c->counts[i] / 1000;
        if (!c->hidden[i])
            continue;
        g->low[i] = i % columns > 0 && knows_whole ? 1 : 0;
        g->high[i] = UNKNOWN;
    }
    while (narrow_units(g, c) || narrow_divisions(g, c))
        ;
}

static void check_attack(const crowd *c)
{
    static guess g;

    attack(&g, c);
    for (size_t i = 0; i < c->table.unit_count * c->table.column_count; i++) {
        int64_t persons = c->counts[i] / 1000;

        if (persons > 0 && persons < FEW)
            assert_true(c->hidden[i]);
        if (!c->hidden[i])
            continue;
        assert_true(g.low[i] <= persons && persons <= g.high[i]);
        assert_true(g.high[i] - g.low[i] >= FEW);
    }
}

/* Districts, streets, communities of chance; both divisions add up. */
static void make_town(crowd *c, uint64_t *random)
{
    size_t streets = 2 + unit_random_below(random, 4);
    size_t units = 1 + streets;
    uint32_t most = 2 + unit_random_below(random, 30);

    start(c, UNITS, COLUMNS, 3);
    for (size_t i = 1; i <= streets; i++)
        c->parents[i] = 0;
    for (size_t i = 1; i <= streets; i++)
        for (size_t k = unit_random_below(random, 6); k > 0; k--)
            c->parents[units++] = (uint32_t)i;
    c->table.unit_count = units;
    for (size_t i = units; i-- > 1;) {
        bool is_leaf = true;

        for (size_t k = i + 1; k < units; k++)
            is_leaf = is_leaf && c->parents[k] != i;
        for (size_t n = is_leaf ? unit_random_below(random, most) : 0; n > 0;
             n--) {
            add(c, i, 0, 1);
            add(c, i, 1 + unit_random_below(random, 3), 1);
            add(c, i, 4 + (unit_random_below(random, 4) == 0), 1);
        }
    }
}

static void nobody_works_out_what_is_hidden(void **state)
{
    static crowd c;
    uint64_t random = 20180604;
    size_t hidden = 0, shown = 0;

    (void)state;
    for (int round = 0; round < 3000; round++) {
        make_town(&c, &random);
        hide(&c);
        check_attack(&c);
        for (size_t i = 0; i < c.table.unit_count * COLUMNS; i++) {
            hidden += c.hidden[i];
            shown += !c.hidden[i] && c.counts[i] > 0;
        }
    }
    assert_true(hidden > 1000 && shown > 1000);
}

/* ---- one who tries all towns -------------------------------------------- */

#define SMALL_LEAVES 3
#define SMALL_UNITS (1 + SMALL_LEAVES)

typedef struct trial {
    const crowd *town;
    int64_t cells[SMALL_UNITS * 3];
    int64_t low[SMALL_UNITS * 3], high[SMALL_UNITS * 3];
} trial;

static bool fits(const trial *t, size_t unit)
{
    for (size_t k = 0; k < 3; k++) {
        size_t i = unit * 3 + k;
        bool knows_whole = !t->town->hidden[unit * 3];

        if (!t->town->hidden[i] && t->cells[i] * 1000 != t->town->counts[i])
            return false;
        if (t->town->hidden[i] && k > 0 && knows_whole && t->cells[i] < 1)
            return false;
    }
    return true;
}

static void try_all(trial *t, size_t unit)
{
    if (unit == SMALL_UNITS) {
        for (size_t k = 0; k < 3; k++) {
            t->cells[k] = 0;
            for (size_t u = 1; u < SMALL_UNITS; u++)
                t->cells[k] += t->cells[u * 3 + k];
        }
        for (size_t i = 0; fits(t, 0) && i < SMALL_UNITS * 3; i++) {
            if (t->cells[i] < t->low[i])
                t->low[i] = t->cells[i];
            if (t->cells[i] > t->high[i])
                t->high[i] = t->cells[i];
        }
        return;
    }
    for (int64_t a = 0; a <= MOST; a++)
        for (int64_t b = 0; b <= MOST; b++) {
            t->cells[unit * 3] = a + b;
            t->cells[unit * 3 + 1] = a;
            t->cells[unit * 3 + 2] = b;
            if (fits(t, unit))
                try_all(t, unit + 1);
        }
}

static void no_town_that_fits_tells_a_small_count(void **state)
{
    static crowd c;
    uint64_t random = 7;
    size_t hidden = 0;

    (void)state;
    for (int round = 0; round < 12; round++) {
        trial t = {.town = &c};

        start(&c, SMALL_UNITS, 3, 2);
        for (size_t u = 1; u < SMALL_UNITS; u++)
            for (size_t k = 1; k <= 2; k++) {
                int64_t persons = unit_random_below(&random, 9);

                add(&c, u, k, persons);
                add(&c, u, 0, persons);
            }
        hide(&c);
        for (size_t i = 0; i < SMALL_UNITS * 3; i++)
            t.low[i] = UNKNOWN;
        try_all(&t, 1);
        for (size_t i = 0; i < SMALL_UNITS * 3; i++) {
            hidden += c.hidden[i];
            assert_true(t.high[i] - t.low[i] >= (c.hidden[i] ? FEW : 0));
        }
    }
    assert_true(hidden > 60);
}

/* ---- by hand ------------------------------------------------------------ */

/* One leaf has 2 of a kind: it and another hide both kinds, no sum is
 * hidden, and the third unit is left alone. */
static void one_small_count_hides_a_square(void **state)
{
    static const int64_t persons[3][2] = {{2, 30}, {20, 40}, {50, 60}};
    static crowd c;

    (void)state;
    start(&c, 4, 3, 2);
    for (size_t u = 0; u < 3; u++)
        for (size_t k = 0; k < 2; k++) {
            add(&c, u + 1, k + 1, persons[u][k]);
            add(&c, u + 1, 0, persons[u][k]);
        }
    hide(&c);
    for (size_t u = 0; u < 4; u++) {
        assert_false(is_hidden(&c, u, 0));
        assert_int_equal(is_hidden(&c, u, 1), u == 1 || u == 2);
        assert_int_equal(is_hidden(&c, u, 2), u == 1 || u == 2);
    }
}

/* 0 of 200 is shown; 0 of 3 is not: it would say of all three what they are
 * not. */
static void a_zero_is_shown_of_many(void **state)
{
    static crowd c;

    (void)state;
    start(&c, 4, 3, 2);
    add(&c, 1, 1, 200);
    add(&c, 1, 0, 200);
    add(&c, 2, 1, 3);
    add(&c, 2, 0, 3);
    add(&c, 3, 1, 40);
    add(&c, 3, 2, 60);
    add(&c, 3, 0, 100);
    hide(&c);
    assert_false(is_hidden(&c, 1, 2));
    for (size_t k = 0; k < 3; k++)
        assert_true(is_hidden(&c, 2, k));
    check_attack(&c);
}

/* Nothing beside it is large enough: then the sums are hidden, too. */
static void a_single_unit_hides_its_sums(void **state)
{
    static crowd c;

    (void)state;
    start(&c, 2, 3, 2);
    c.parents[1] = 0;
    add(&c, 1, 1, 2);
    add(&c, 1, 2, 1);
    add(&c, 1, 0, 3);
    hide(&c);
    for (size_t i = 0; i < 6; i++)
        assert_true(c.hidden[i]);
}

/* A cell that was published before is not hidden in vain. */
static void what_was_told_is_not_hidden(void **state)
{
    static crowd c;
    bool told[CELLS] = {false};

    (void)state;
    start(&c, 4, 3, 2);
    for (size_t u = 1; u < 4; u++)
        for (size_t k = 1; k <= 2; k++) {
            add(&c, u, k, u == 1 && k == 1 ? 2 : (int64_t)(20 * u));
            add(&c, u, 0, u == 1 && k == 1 ? 2 : (int64_t)(20 * u));
        }
    told[2 * 3 + 1] = true;
    c.table.told = told;
    hide(&c);
    assert_true(is_hidden(&c, 1, 1));
    assert_false(is_hidden(&c, 2, 1));
    assert_true(is_hidden(&c, 3, 1));
}

static void the_order_must_be_right(void **state)
{
    static crowd c;
    circlet_error error;

    (void)state;
    start(&c, 2, 2, 1);
    c.parents[0] = 1;
    assert_int_equal(ci_privacy_hide(c.hidden, &c.table, &error),
                     CIRCLET_E_ARGUMENT);
    c.parents[0] = CI_PRIVACY_NONE;
    c.columns[0].whole = 1;
    assert_int_equal(ci_privacy_hide(c.hidden, &c.table, &error),
                     CIRCLET_E_ARGUMENT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nobody_works_out_what_is_hidden),
        cmocka_unit_test(no_town_that_fits_tells_a_small_count),
        cmocka_unit_test(one_small_count_hides_a_square),
        cmocka_unit_test(a_zero_is_shown_of_many),
        cmocka_unit_test(a_single_unit_hides_its_sums),
        cmocka_unit_test(what_was_told_is_not_hidden),
        cmocka_unit_test(the_order_must_be_right),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
