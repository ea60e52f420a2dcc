/*
 * Unbiased controlled rounding of the table of expected numbers: L. H. Cox,
 * "A constructive procedure for unbiased controlled rounding", Journal of
 * the American Statistical Association 82 (1987) 520-524, in the form of
 * R. Gandhi, S. Khuller, S. Parthasarathy, A. Srinivasan, "Dependent rounding
 * and its applications to approximation algorithms", Journal of the ACM 53
 * (2006) 324-360.
 *
 * The numbers with a fraction are the edges between rows and targets. A walk
 * over them ends in a cycle or, at both ends, in a target with one edge only.
 * Along it the fractions are raised and lowered in turn, so that no row sum
 * changes and no target's sum but at the ends, until one of them is whole;
 * which way is drawn so that no expected value changes.
 *
 * Fractions are whole multiples of 2^-62: sums are exact, and the same on
 * every machine.
 */
#include "city/spread.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/id_map.h"

#define FRACTION_BITS 62
#define ONE (UINT64_C(1) << FRACTION_BITS)

/* A row or a target: the first two positions of its fractions, or those
 * that were. They only ever move on. */
typedef struct node {
    uint32_t first, second;
} node;

/* Targets are in the order of their keys here. */
typedef struct spreading {
    size_t row_count, target_count;
    const ci_spread_target **targets;
    uint64_t *shares; /* of each target, in sum ONE */
    uint64_t *fractions; /* row by row */
    int64_t *out; /* row by row, in the order of the targets as given */
    const ci_spread_target *given;
    node *rows, *columns;
    uint32_t *path; /* rows and targets in turn; a target has row_count on */
    uint32_t *places; /* of each row and target in the path, or CI_NOWHERE */
    size_t length;
    uint32_t next_row; /* rows before it are whole */
    ci_random *random;
} spreading;

static void spreading_free(spreading *s)
{
    free(s->targets);
    free(s->shares);
    free(s->fractions);
    free(s->rows);
    free(s->columns);
    free(s->path);
    free(s->places);
}

static bool spreading_make(spreading *s)
{
    size_t nodes = s->row_count + s->target_count;

    /* NOLINTNEXTLINE(bugprone-sizeof-expression) */
    s->targets = calloc(s->target_count, sizeof(*s->targets));
    s->shares = calloc(s->target_count, sizeof(*s->shares));
    s->fractions =
        calloc(s->row_count * s->target_count, sizeof(*s->fractions));
    s->rows = calloc(s->row_count, sizeof(*s->rows));
    s->columns = calloc(s->target_count, sizeof(*s->columns));
    s->path = calloc(nodes + 1, sizeof(*s->path));
    s->places = calloc(nodes, sizeof(*s->places));
    return s->targets && s->shares && s->fractions && s->rows && s->columns &&
           s->path && s->places;
}

/* ---- expected numbers --------------------------------------------------- */

static int compare_keys(const void *a, const void *b)
{
    const ci_spread_target *const *x = a, *const *y = b;

    return strcmp((*x)->key, (*y)->key);
}

/* The ends of the targets' parts on a line of length ONE are rounded, so that
 * the parts add up. The line is summed with compensation: A. Neumaier,
 * "Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen",
 * ZAMM 54 (1974) 39-51. Weights are divided by the greatest, so that their
 * sum is finite. */
static void find_shares(spreading *s)
{
    double greatest = 0, total = 0;
    uint64_t before = 0;

    for (size_t t = 0; t < s->target_count; t++)
        greatest = fmax(greatest, s->targets[t]->weight);
    for (int pass = 0; pass < 2; pass++) {
        double sum = 0, lost = 0;

        for (size_t t = 0; t < s->target_count; t++) {
            double weight =
                greatest > 0 ? s->targets[t]->weight / greatest : 1.0;
            double next = sum + weight;
            uint64_t end;

            lost +=
                sum >= weight ? (sum - next) + weight : (weight - next) + sum;
            sum = next;
            if (pass == 0)
                continue;
            end = (uint64_t)ldexp((sum + lost) / total, FRACTION_BITS);
            end = end < before ? before : end > ONE ? ONE : end;
            s->shares[t] = end - before;
            before = end;
        }
        total = sum + lost;
    }
}

/* floor(a x b / 2^62): the products of the halves, as on paper. */
static uint64_t whole_part(uint64_t a, uint64_t b)
{
    uint64_t a_low = (uint32_t)a, a_high = a >> 32;
    uint64_t b_low = (uint32_t)b, b_high = b >> 32;
    uint64_t low = a_low * b_low;
    uint64_t middle = a_high * b_low + (low >> 32);
    uint64_t other = a_low * b_high + (uint32_t)middle;
    uint64_t high = a_high * b_high + (middle >> 32) + (other >> 32);

    return high << (64 - FRACTION_BITS) |
           (other << 32 | (uint32_t)low) >> FRACTION_BITS;
}

static int64_t *out_of(const spreading *s, size_t row, size_t target)
{
    return &s->out[row * s->target_count +
                   (size_t)(s->targets[target] - s->given)];
}

/* Unsigned products wrap, so that a fraction is exact however large its
 * whole part. */
static void fill(spreading *s, const int64_t *counts)
{
    for (size_t r = 0; r < s->row_count; r++)
        for (size_t t = 0; t < s->target_count; t++) {
            uint64_t count = (uint64_t)counts[r];

            *out_of(s, r, t) = (int64_t)whole_part(count, s->shares[t]);
            s->fractions[r * s->target_count + t] =
                count * s->shares[t] & (ONE - 1);
        }
}

/* ---- the walk ----------------------------------------------------------- */

static bool is_target(const spreading *s, uint32_t at)
{
    return at >= s->row_count;
}

static uint64_t *edge(const spreading *s, uint32_t a, uint32_t b)
{
    size_t row = is_target(s, a) ? b : a;
    size_t target = (is_target(s, a) ? a : b) - s->row_count;

    return &s->fractions[row * s->target_count + target];
}

/* Another end of an edge of `at` than `but`; CI_NOWHERE: there is none. */
static uint32_t next_of(spreading *s, uint32_t at, uint32_t but)
{
    uint32_t start = is_target(s, at) ? 0 : (uint32_t)s->row_count;
    uint32_t end =
        start + (uint32_t)(is_target(s, at) ? s->row_count : s->target_count);
    node *edges =
        is_target(s, at) ? &s->columns[at - s->row_count] : &s->rows[at];

    while (edges->first < end - start && !*edge(s, at, start + edges->first))
        edges->first++;
    if (edges->second <= edges->first)
        edges->second = edges->first + 1;
    if (edges->first < end - start && start + edges->first != but)
        return start + edges->first;
    while (edges->second < end - start && !*edge(s, at, start + edges->second))
        edges->second++;
    return edges->second < end - start ? start + edges->second : CI_NOWHERE;
}

static void push(spreading *s, uint32_t at)
{
    s->places[at] = (uint32_t)s->length;
    s->path[s->length++] = at;
}

static void cut(spreading *s, size_t length)
{
    while (s->length > length)
        s->places[s->path[--s->length]] = CI_NOWHERE;
}

/* Raises the fractions of the path from its `from`-th edge on, the first, the
 * third ..., by `step` and lowers the others; or the other way round. */
static void move(spreading *s, size_t from, bool raises_first, uint64_t step)
{
    for (size_t i = from; i + 1 < s->length; i++) {
        uint64_t *fraction = edge(s, s->path[i], s->path[i + 1]);
        bool rises = ((i - from) % 2 == 0) == raises_first;

        *fraction = rises ? *fraction + step : *fraction - step;
        if (*fraction == ONE) {
            uint32_t row =
                is_target(s, s->path[i]) ? s->path[i + 1] : s->path[i];
            uint32_t target = s->path[i] + s->path[i + 1] - row;

            *fraction = 0;
            ++*out_of(s, row, target - s->row_count);
        }
    }
}

/* How far the edges from the `from`-th on can be moved. */
static uint64_t room(const spreading *s, size_t from, bool raises_first)
{
    uint64_t least = ONE;

    for (size_t i = from; i + 1 < s->length; i++) {
        uint64_t fraction = *edge(s, s->path[i], s->path[i + 1]);
        bool rises = ((i - from) % 2 == 0) == raises_first;
        uint64_t can = rises ? ONE - fraction : fraction;

        if (can < least)
            least = can;
    }
    return least;
}

/* Rounds along the path from its `from`-th edge on and keeps what comes
 * before the first edge that is whole now. A step up by `up` is as likely as
 * `down` is long: the expected step is 0. */
static void round_path(spreading *s, size_t from)
{
    uint64_t up = room(s, from, true), down = room(s, from, false);
    bool raises_first = ci_random_below(s->random, up + down) < down;
    size_t kept = from;

    move(s, from, raises_first, raises_first ? up : down);
    while (kept + 1 < s->length && *edge(s, s->path[kept], s->path[kept + 1]))
        kept++;
    /* The last point of a cycle is its first again. */
    if (s->path[s->length - 1] == s->path[from])
        s->length--;
    cut(s, kept + 1 < s->length ? kept + 1 : s->length);
}

/* The first row that has a fraction; false: there is none. */
static bool start_path(spreading *s)
{
    for (; s->next_row < s->row_count; s->next_row++)
        if (next_of(s, s->next_row, CI_NOWHERE) != CI_NOWHERE) {
            push(s, s->next_row);
            return true;
        }
    return false;
}

/* A row never has one fraction alone, because its sum is whole. So a walk
 * that ends does so at a target, and one that began elsewhere is begun again
 * from there. */
static void round_all(spreading *s)
{
    while (s->length > 0 || start_path(s)) {
        uint32_t at = s->path[s->length - 1];
        uint32_t came =
            s->length > 1 ? s->path[s->length - 2] : (uint32_t)CI_NOWHERE;
        uint32_t next = next_of(s, at, came);

        if (next != CI_NOWHERE && s->places[next] != CI_NOWHERE) {
            size_t from = s->places[next];

            s->path[s->length++] = next;
            round_path(s, from);
        } else if (next != CI_NOWHERE) {
            push(s, next);
        } else if (s->length == 1) {
            cut(s, 0);
        } else if (is_target(s, s->path[0]) &&
                   next_of(s, s->path[0], s->path[1]) == CI_NOWHERE) {
            round_path(s, 0);
        } else {
            cut(s, 0);
            push(s, at);
        }
    }
}

/* ---- the call ----------------------------------------------------------- */

static circlet_status check_counts(const int64_t *counts, size_t count,
                                   circlet_error *error)
{
    int64_t sum = 0;

    for (size_t i = 0; i < count; i++) {
        if (counts[i] < 0 || counts[i] > (int64_t)ONE - sum)
            return ci_fail(error, CIRCLET_E_DATA,
                           "people to spread are counted from 0 to 2^62 in "
                           "sum");
        sum += counts[i];
    }
    return CIRCLET_OK;
}

static circlet_status check(const int64_t *counts, size_t count,
                            const ci_spread_target *targets,
                            size_t target_count, circlet_error *error)
{
    if (target_count == 0)
        return ci_fail(error, CIRCLET_E_DATA,
                       "there is nowhere to spread people over");
    if (count > CI_SPREAD_CELLS_MAX / target_count)
        return ci_fail(error, CIRCLET_E_DATA,
                       "%zu totals over %zu places are more than %zu cells",
                       count, target_count, CI_SPREAD_CELLS_MAX);
    for (size_t i = 0; i < target_count; i++)
        if (!(targets[i].weight >= 0 && isfinite(targets[i].weight)))
            return ci_fail(error, CIRCLET_E_DATA,
                           "the weight of '%s' is no number from 0 on",
                           targets[i].key);
    return check_counts(counts, count, error);
}

circlet_status ci_spread(int64_t *out, const int64_t *counts, size_t count,
                         const ci_spread_target *targets, size_t target_count,
                         ci_random *random, circlet_error *error)
{
    spreading s = {.row_count = count,
                   .target_count = target_count,
                   .out = out,
                   .given = targets,
                   .random = random};
    circlet_status status = check(counts, count, targets, target_count, error);

    if (status != CIRCLET_OK || count == 0)
        return status;
    if (!spreading_make(&s)) {
        spreading_free(&s);
        return ci_fail_nomem(error);
    }
    for (size_t t = 0; t < target_count; t++)
        s.targets[t] = &targets[t];
    qsort(s.targets, target_count, sizeof(const ci_spread_target *),
          compare_keys);
    for (size_t i = 0; i < count + target_count; i++)
        s.places[i] = CI_NOWHERE;
    find_shares(&s);
    fill(&s, counts);
    round_all(&s);
    spreading_free(&s);
    return CIRCLET_OK;
}
