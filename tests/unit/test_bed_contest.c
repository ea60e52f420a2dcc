#include "unit.h"

#include "policy/bed_contest.h"

#define MAX_CLAUSES 3
#define MAX_BLOCKS 6

typedef struct contest {
    int64_t required[MAX_CLAUSES];
    uint32_t facilities[MAX_BLOCKS];
    uint8_t members[MAX_BLOCKS * MAX_CLAUSES];
    size_t clauses, blocks;
} contest;

static contest random_contest(uint64_t *random, bool with_doubts)
{
    contest c = {.clauses = 1 + unit_random_below(random, MAX_CLAUSES),
                 .blocks = unit_random_below(random, MAX_BLOCKS + 1)};
    uint32_t facility = 0;

    for (size_t i = 0; i < c.clauses; i++)
        c.required[i] = unit_random_below(random, 3);
    for (size_t b = 0; b < c.blocks; b++) {
        facility += unit_random_below(random, 2);
        c.facilities[b] = facility;
        for (size_t i = 0; i < c.clauses; i++) {
            uint32_t roll = unit_random_below(random, with_doubts ? 3 : 2);

            c.members[b * c.clauses + i] = roll == 0   ? CI_MEMBER_NO
                                           : roll == 1 ? CI_MEMBER_YES
                                                       : CI_MEMBER_MAYBE;
        }
    }
    return c;
}

static void settle(ci_bed_share *out, const contest *c)
{
    const ci_bed_contest all = {c->required, c->clauses, c->facilities,
                                c->blocks, c->members};

    assert_ok(ci_bed_contest_settle(out, &all, error));
}

/* What an assignment of blocks to clauses fills, a base-(clauses + 1) number
 * per block; false if a facility fills a clause twice or a block does not
 * suit. */
static bool fills(int64_t filled[MAX_CLAUSES], const contest *c, size_t code)
{
    size_t owners[MAX_BLOCKS];

    memset(filled, 0, MAX_CLAUSES * sizeof(*filled));
    for (size_t b = 0; b < c->blocks; b++) {
        owners[b] = code % (c->clauses + 1);
        code /= c->clauses + 1;
        if (owners[b] == c->clauses)
            continue;
        if (c->members[b * c->clauses + owners[b]] != CI_MEMBER_YES)
            return false;
        for (size_t a = 0; a < b; a++)
            if (owners[a] == owners[b] && c->facilities[a] == c->facilities[b])
                return false;
        filled[owners[b]]++;
    }
    for (size_t i = 0; i < c->clauses; i++)
        if (filled[i] > c->required[i])
            return false;
    return true;
}

/* The most in sum; of these the best by priority. */
static void enumerate(int64_t best[MAX_CLAUSES], const contest *c)
{
    size_t codes = 1;
    int64_t best_sum = -1;

    for (size_t b = 0; b < c->blocks; b++)
        codes *= c->clauses + 1;
    for (size_t code = 0; code < codes; code++) {
        int64_t filled[MAX_CLAUSES], sum = 0;
        bool is_better;

        if (!fills(filled, c, code))
            continue;
        for (size_t i = 0; i < c->clauses; i++)
            sum += filled[i];
        is_better = sum > best_sum;
        for (size_t i = 0; sum == best_sum && i < c->clauses; i++)
            if (filled[i] != best[i]) {
                is_better = filled[i] > best[i];
                break;
            }
        if (is_better) {
            memcpy(best, filled, MAX_CLAUSES * sizeof(*best));
            best_sum = sum;
        }
    }
}

static void it_counts_as_enumeration_does(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 600; seed++) {
        uint64_t random = seed;
        contest c = random_contest(&random, false);
        ci_bed_share shares[MAX_CLAUSES];
        int64_t best[MAX_CLAUSES] = {0};

        settle(shares, &c);
        enumerate(best, &c);
        for (size_t i = 0; i < c.clauses; i++) {
            if (shares[i].low != best[i] || shares[i].high != best[i])
                fail_msg("seed %d, clause %zu: %d to %d instead of %d",
                         (int)seed, i, (int)shares[i].low, (int)shares[i].high,
                         (int)best[i]);
            assert_false(shares[i].is_doubtful);
            assert_true(shares[i].measured_low == shares[i].measured_high);
            assert_true(shares[i].measured_low >= shares[i].low);
        }
    }
}

/* Sets every doubt to yes or no, as the bits of `world` say. */
static contest in_world(const contest *c, size_t world)
{
    contest sure = *c;

    for (size_t k = 0; k < c->blocks * c->clauses; k++)
        if (c->members[k] == CI_MEMBER_MAYBE) {
            sure.members[k] = world & 1 ? CI_MEMBER_YES : CI_MEMBER_NO;
            world >>= 1;
        }
    return sure;
}

static void the_truth_lies_between_the_bounds(void **state)
{
    size_t tight = 0, all = 0;

    (void)state;
    for (uint64_t seed = 1; seed <= 400; seed++) {
        uint64_t random = seed;
        contest c = random_contest(&random, true);
        ci_bed_share shares[MAX_CLAUSES], sure[MAX_CLAUSES];
        int64_t least[MAX_CLAUSES], most[MAX_CLAUSES];
        size_t doubts = 0;

        for (size_t k = 0; k < c.blocks * c.clauses; k++)
            doubts += c.members[k] == CI_MEMBER_MAYBE;
        settle(shares, &c);
        for (size_t world = 0; world < (size_t)1 << doubts; world++) {
            contest one = in_world(&c, world);

            settle(sure, &one);
            for (size_t i = 0; i < c.clauses; i++) {
                least[i] = world == 0 || sure[i].low < least[i] ? sure[i].low
                                                                : least[i];
                most[i] = world == 0 || sure[i].low > most[i] ? sure[i].low
                                                              : most[i];
            }
        }
        for (size_t i = 0; i < c.clauses; i++) {
            if (shares[i].low > least[i] || shares[i].high < most[i])
                fail_msg("seed %d, clause %zu: %d to %d, but %d to %d",
                         (int)seed, i, (int)shares[i].low, (int)shares[i].high,
                         (int)least[i], (int)most[i]);
            tight += shares[i].low == least[i] && shares[i].high == most[i];
            all++;
            if (c.clauses == 1)
                assert_true(shares[i].low == least[i] &&
                            shares[i].high == most[i]);
        }
    }
    assert_true(tight * 10 > all * 7);
}

/* Two clauses that ask for one each: block 1 must go to the second, though
 * the first would take it. */
static void a_clause_gives_way_where_it_has_another(void **state)
{
    const contest c = {{1, 1}, {0, 1}, {2, 0, 2, 2}, 2, 2};
    ci_bed_share shares[MAX_CLAUSES];

    (void)state;
    settle(shares, &c);
    assert_int_equal(shares[0].low, 1);
    assert_int_equal(shares[1].low, 1);
    assert_int_equal(shares[0].taken, 1);
    assert_int_equal(shares[1].taken, 0);
}

static void a_facility_fills_a_clause_once(void **state)
{
    const contest c = {{2, 1}, {4, 4}, {2, 2, 2, 0}, 2, 2};
    ci_bed_share shares[MAX_CLAUSES];

    (void)state;
    settle(shares, &c);
    assert_int_equal(shares[0].low, 1);
    assert_int_equal(shares[0].measured_high, 1);
    assert_int_equal(shares[1].low, 1);
}

static void what_is_left_counts_for_the_first_that_it_suits(void **state)
{
    const contest c = {{1, 1}, {1, 2, 3, 4}, {2, 0, 2, 2, 2, 2, 0, 2}, 2, 4};
    ci_bed_share shares[MAX_CLAUSES];

    (void)state;
    settle(shares, &c);
    assert_int_equal(shares[0].measured_low + shares[1].measured_low, 4);
    assert_int_equal(shares[0].measured_low, 2);
    assert_int_equal(shares[1].measured_low, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_counts_as_enumeration_does),
        cmocka_unit_test(the_truth_lies_between_the_bounds),
        cmocka_unit_test(a_clause_gives_way_where_it_has_another),
        cmocka_unit_test(a_facility_fills_a_clause_once),
        cmocka_unit_test(what_is_left_counts_for_the_first_that_it_suits),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
