/*
 * Blocks, clauses and the pairs of facility and clause between them are a
 * network of unit capacities; the sets of required places that can be filled
 * at once are a gammoid. Its greedy algorithm (Edmonds 1971), which fills one
 * place after the other by priority along augmenting paths, is therefore
 * both the most in sum and the best by priority.
 */
#include "policy/bed_contest.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"

#define NO_CLAUSE SIZE_MAX

typedef struct settling {
    const ci_bed_contest *contest;
    ci_membership least; /* of blocks that count */
    size_t *owners; /* clause of each block, or NO_CLAUSE */
    bool *is_tried; /* each block, in one search */
    bool *is_asked; /* each clause, in one search */
    int64_t *filled; /* of the required, of each clause */
    int64_t *beyond; /* of each clause */
} settling;

static bool is_member(const ci_bed_contest *contest, size_t block,
                      size_t clause, ci_membership least)
{
    return contest->members[block * contest->clause_count + clause] >=
           (uint8_t)least;
}

/* The position behind the blocks of the facility that has block `first`. */
static size_t facility_end(const ci_bed_contest *contest, size_t first)
{
    size_t end = first;

    while (end < contest->block_count &&
           contest->facilities[end] == contest->facilities[first])
        end++;
    return end;
}

static bool has_block(const settling *s, size_t first, size_t end,
                      size_t clause)
{
    for (size_t b = first; b < end; b++)
        if (s->owners[b] == clause)
            return true;
    return false;
}

static bool fill_clause(settling *s, size_t clause);

/* Gives a clause a block of the facility first ... end; a clause that loses
 * its block for it is given another one, of the same facility or else. */
static bool fill_from(settling *s, size_t first, size_t end, size_t clause)
{
    for (size_t b = first; b < end; b++) {
        size_t loser = s->owners[b];

        if (s->is_tried[b] || !is_member(s->contest, b, clause, s->least))
            continue;
        s->is_tried[b] = true;
        if (loser == NO_CLAUSE || fill_from(s, first, end, loser) ||
            fill_clause(s, loser)) {
            s->owners[b] = clause;
            return true;
        }
    }
    return false;
}

static bool fill_clause(settling *s, size_t clause)
{
    const ci_bed_contest *contest = s->contest;
    size_t end;

    if (s->is_asked[clause])
        return false;
    s->is_asked[clause] = true;
    for (size_t first = 0; first < contest->block_count; first = end) {
        end = facility_end(contest, first);
        if (!has_block(s, first, end, clause) &&
            fill_from(s, first, end, clause))
            return true;
    }
    return false;
}

static void fill_required(settling *s)
{
    const ci_bed_contest *contest = s->contest;

    for (size_t b = 0; b < contest->block_count; b++)
        s->owners[b] = NO_CLAUSE;
    for (size_t c = 0; c < contest->clause_count; c++) {
        s->filled[c] = s->beyond[c] = 0;
        while (s->filled[c] < contest->required[c]) {
            memset(s->is_tried, 0, contest->block_count);
            memset(s->is_asked, 0, contest->clause_count);
            if (!fill_clause(s, c))
                break;
            s->filled[c]++;
        }
    }
}

/* What no clause needs any more. */
static void add_beyond(settling *s)
{
    const ci_bed_contest *contest = s->contest;
    size_t end;

    for (size_t first = 0; first < contest->block_count; first = end) {
        end = facility_end(contest, first);
        for (size_t b = first; b < end; b++)
            for (size_t c = 0;
                 c < contest->clause_count && s->owners[b] == NO_CLAUSE; c++)
                if (is_member(contest, b, c, s->least) &&
                    !has_block(s, first, end, c)) {
                    s->owners[b] = c;
                    s->beyond[c]++;
                }
    }
}

/* Facilities that suit a clause and are counted for others alone. */
static int64_t count_taken(const settling *s, size_t clause)
{
    const ci_bed_contest *contest = s->contest;
    int64_t count = 0;
    size_t end;

    for (size_t first = 0; first < contest->block_count; first = end) {
        bool suits = false;

        end = facility_end(contest, first);
        for (size_t b = first; b < end; b++)
            suits |= is_member(contest, b, clause, s->least);
        count += suits && !has_block(s, first, end, clause);
    }
    return count;
}

/* Whether clauses compete, directly or by way of others: the same root. */
static void find_rivals(size_t *roots, const ci_bed_contest *contest)
{
    size_t count = contest->clause_count;
    bool has_changed = true;

    for (size_t c = 0; c < count; c++)
        roots[c] = c;
    while (has_changed) {
        has_changed = false;
        for (size_t b = 0; b < contest->block_count; b++) {
            size_t root = NO_CLAUSE;

            for (size_t c = 0; c < count; c++)
                if (is_member(contest, b, c, CI_MEMBER_MAYBE) &&
                    roots[c] < root)
                    root = roots[c];
            for (size_t c = 0; c < count; c++)
                if (is_member(contest, b, c, CI_MEMBER_MAYBE) &&
                    roots[c] != root) {
                    roots[c] = root;
                    has_changed = true;
                }
        }
    }
}

/* Facilities that suit a clause and, but for `only`, others as well. */
static int64_t count_suiting(const ci_bed_contest *contest, size_t clause,
                             ci_membership least, bool only)
{
    int64_t count = 0;
    size_t end;

    for (size_t first = 0; first < contest->block_count; first = end) {
        bool suits = false;

        end = facility_end(contest, first);
        for (size_t b = first; b < end && !suits; b++) {
            size_t others = 0;

            for (size_t c = 0; c < contest->clause_count; c++)
                others +=
                    c != clause && is_member(contest, b, c, CI_MEMBER_MAYBE);
            suits =
                is_member(contest, b, clause, least) && (!only || others == 0);
        }
        count += suits;
    }
    return count;
}

static bool is_doubtful(const ci_bed_contest *contest, const size_t *roots,
                        size_t clause)
{
    for (size_t b = 0; b < contest->block_count; b++)
        for (size_t c = 0; c < contest->clause_count; c++)
            if (roots[c] == roots[clause] &&
                contest->members[b * contest->clause_count + c] ==
                    CI_MEMBER_MAYBE)
                return true;
    return false;
}

static int64_t least_of(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/*
 * In every case that the doubts leave, the places of the first i clauses
 * that can be filled, r(i), are between those of the sure blocks alone and
 * those of all; clause i gets r(i) - r(i - 1).
 */
static void bound_share(ci_bed_share *out, const settling *sure,
                        const settling *all, const size_t *roots,
                        size_t clause)
{
    const ci_bed_contest *contest = sure->contest;
    int64_t required = contest->required[clause], own;

    out->low = sure->filled[clause];
    out->high = all->filled[clause];
    for (size_t c = 0; c < clause; c++)
        if (roots[c] == roots[clause]) {
            out->low += sure->filled[c] - all->filled[c];
            out->high += all->filled[c] - sure->filled[c];
        }
    own = least_of(required,
                   count_suiting(contest, clause, CI_MEMBER_YES, true));
    if (out->low < own)
        out->low = own;
    own = least_of(required,
                   count_suiting(contest, clause, CI_MEMBER_MAYBE, false));
    out->high = least_of(out->high, own);
}

static void describe_share(ci_bed_share *out, const settling *sure,
                           const settling *all, const size_t *roots,
                           size_t clause)
{
    bool is_alone = true;

    bound_share(out, sure, all, roots, clause);
    for (size_t c = 0; c < sure->contest->clause_count; c++)
        is_alone &= c == clause || roots[c] != roots[clause];
    out->is_doubtful = is_doubtful(sure->contest, roots, clause);
    out->measured_low = out->low;
    out->measured_high = out->high;
    if (is_alone || !out->is_doubtful) {
        out->measured_low += sure->beyond[clause];
        out->measured_high += all->beyond[clause];
    }
    out->taken = out->is_doubtful ? 0 : count_taken(sure, clause);
}

static void settling_clear(settling *s)
{
    free(s->owners);
    free(s->is_tried);
    free(s->is_asked);
    free(s->filled);
    free(s->beyond);
}

static bool settle(settling *s, const ci_bed_contest *contest,
                   ci_membership least)
{
    size_t blocks = contest->block_count + 1;
    size_t clauses = contest->clause_count + 1;

    s->contest = contest;
    s->least = least;
    s->owners = calloc(blocks, sizeof(*s->owners));
    s->is_tried = calloc(blocks, sizeof(*s->is_tried));
    s->is_asked = calloc(clauses, sizeof(*s->is_asked));
    s->filled = calloc(clauses, sizeof(*s->filled));
    s->beyond = calloc(clauses, sizeof(*s->beyond));
    if (!s->owners || !s->is_tried || !s->is_asked || !s->filled || !s->beyond)
        return false;
    fill_required(s);
    add_beyond(s);
    return true;
}

circlet_status ci_bed_contest_settle(ci_bed_share *out,
                                     const ci_bed_contest *contest,
                                     circlet_error *error)
{
    settling sure = {0}, all = {0};
    size_t *roots = calloc(contest->clause_count + 1, sizeof(*roots));
    bool is_settled = roots && settle(&sure, contest, CI_MEMBER_YES) &&
                      settle(&all, contest, CI_MEMBER_MAYBE);

    if (is_settled) {
        find_rivals(roots, contest);
        for (size_t c = 0; c < contest->clause_count; c++)
            describe_share(&out[c], &sure, &all, roots, c);
    }
    settling_clear(&sure);
    settling_clear(&all);
    free(roots);
    return is_settled ? CIRCLET_OK : ci_fail_nomem(error);
}
