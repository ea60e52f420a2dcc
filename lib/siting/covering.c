/*
 * Maximal covering by lazy greedy. A gain can only shrink while sites are
 * chosen, so an old one is an upper limit of the present one, and a site
 * whose gain stays on top after it was computed anew is the best (M. Minoux,
 * Accelerated greedy algorithms for maximizing submodular set functions,
 * 1978).
 *
 * The bound: for any choice T of p sites and any S that was chosen so far,
 * f(T) <= f(S) + the sum of the gains of T after S (G. Nemhauser, L. Wolsey
 * and M. Fisher, An analysis of approximations for maximizing submodular
 * set functions I, 1978, proposition 2.1), hence at most f(S) + the p
 * largest gains. Old gains are valid there too; they are renewed whenever
 * the number of chosen sites has doubled, and at the end.
 */
#include <circlet/siting.h>

#include <stdlib.h>

#include "base/error.h"
#include "base/options.h"
#include "siting/cover.h"
#include "siting/siting.h"

#define REPORTS_MAX 100

typedef struct candidate {
    int64_t gain; /* when `age` sites were chosen */
    uint32_t site;
    size_t age;
} candidate;

typedef struct greedy {
    const ci_cover *cover;
    size_t p;
    bool *is_covered; /* of each group */
    candidate *heap; /* of sites not chosen, the best first */
    size_t heap_size;
    int64_t *gains; /* room to pick the largest */
    circlet_siting *answer;
} greedy;

static bool comes_before(const candidate *a, const candidate *b)
{
    return a->gain != b->gain ? a->gain > b->gain : a->site < b->site;
}

static void sift_down(candidate *heap, size_t size, size_t i)
{
    candidate moved = heap[i];

    for (size_t child = 2 * i + 1; child < size; child = 2 * i + 1) {
        if (child + 1 < size && comes_before(&heap[child + 1], &heap[child]))
            child++;
        if (!comes_before(&heap[child], &moved))
            break;
        heap[i] = heap[child];
        i = child;
    }
    heap[i] = moved;
}

static int64_t gain_of(const greedy *state, uint32_t site)
{
    const ci_cover *cover = state->cover;
    int64_t gain = 0;

    for (size_t k = cover->first[site]; k < cover->first[site + 1]; k++)
        if (!state->is_covered[cover->groups[k]])
            gain += cover->weights[cover->groups[k]];
    return gain;
}

static void renew_gains(greedy *state)
{
    for (size_t i = 0; i < state->heap_size; i++) {
        state->heap[i].gain = gain_of(state, state->heap[i].site);
        state->heap[i].age = state->answer->count;
    }
    for (size_t i = state->heap_size / 2; i-- > 0;)
        sift_down(state->heap, state->heap_size, i);
}

/* Moves the `count` largest values to the front (C. A. R. Hoare, Algorithm
 * 65: Find, 1961). */
static void pick_largest(int64_t *values, size_t size, size_t count)
{
    size_t low = 0, high = size;

    while (low < count && count < high) {
        int64_t pivot = values[low + (high - 1 - low) / 2];
        size_t i = low, j = high - 1;

        for (;;) {
            int64_t moved;

            while (values[i] > pivot)
                i++;
            while (values[j] < pivot)
                j--;
            if (i >= j)
                break;
            moved = values[i];
            values[i++] = values[j];
            values[j--] = moved;
        }
        /* Up to j nothing is below the pivot, after j nothing above it. */
        if (count <= j)
            high = j + 1;
        else
            low = j + 1;
    }
}

/* Lowers the bound to what the present gains allow. */
static void tighten(greedy *state)
{
    circlet_siting *answer = state->answer;
    size_t count = state->p < state->heap_size ? state->p : state->heap_size;
    int64_t room = answer->bound - answer->objective;

    for (size_t i = 0; i < state->heap_size; i++)
        state->gains[i] = state->heap[i].gain;
    pick_largest(state->gains, state->heap_size, count);
    for (size_t i = 0; i < count; i++) {
        if (state->gains[i] >= room)
            return;
        room -= state->gains[i];
    }
    answer->bound -= room;
}

/* Brings the best site to the top; false if none adds anything. */
static bool find_best(greedy *state)
{
    candidate *top = state->heap;

    while (state->heap_size > 0 && top->gain > 0) {
        if (top->age == state->answer->count)
            return true;
        top->gain = gain_of(state, top->site);
        top->age = state->answer->count;
        sift_down(state->heap, state->heap_size, 0);
    }
    return false;
}

static void choose_best(greedy *state)
{
    const ci_cover *cover = state->cover;
    circlet_siting *answer = state->answer;
    uint32_t site = state->heap[0].site;

    for (size_t k = cover->first[site]; k < cover->first[site + 1]; k++)
        state->is_covered[cover->groups[k]] = true;
    answer->sites[answer->count] = site;
    answer->gains[answer->count] = state->heap[0].gain;
    answer->objective += state->heap[0].gain;
    answer->count++;
    state->heap[0] = state->heap[--state->heap_size];
    if (state->heap_size > 0)
        sift_down(state->heap, state->heap_size, 0);
}

static circlet_status report(const circlet_progress *progress, size_t done,
                             size_t all, circlet_error *error)
{
    double fraction = all > 0 ? (double)done / (double)all : 1.0;

    if (!progress->report ||
        progress->report("siting", fraction, progress->user))
        return CIRCLET_OK;
    return ci_fail(error, CIRCLET_E_CANCELLED, "cancelled");
}

static circlet_status search(greedy *state, const circlet_progress *progress,
                             circlet_error *error)
{
    circlet_siting *answer = state->answer;
    size_t step = state->p / REPORTS_MAX + 1;
    circlet_status status = report(progress, 0, state->p, error);

    renew_gains(state);
    tighten(state);
    while (status == CIRCLET_OK && answer->count < state->p &&
           find_best(state)) {
        choose_best(state);
        if ((answer->count & (answer->count - 1)) == 0)
            renew_gains(state);
        tighten(state);
        if (answer->count % step == 0 && answer->count < state->p)
            status = report(progress, answer->count, state->p, error);
    }
    if (status != CIRCLET_OK)
        return status;
    renew_gains(state);
    tighten(state);
    answer->proof = answer->objective == answer->bound ? CIRCLET_PROOF_OPTIMAL
                                                       : CIRCLET_PROOF_BOUND;
    return report(progress, state->p, state->p, error);
}

static bool greedy_make(greedy *out, const ci_cover *cover, size_t p)
{
    out->cover = cover;
    out->p = p < cover->site_count ? p : cover->site_count;
    out->is_covered = calloc(cover->group_count + 1, sizeof(*out->is_covered));
    out->heap = calloc(cover->site_count + 1, sizeof(*out->heap));
    out->gains = calloc(cover->site_count + 1, sizeof(*out->gains));
    out->answer = ci_siting_new(out->p);
    if (!out->is_covered || !out->heap || !out->gains || !out->answer)
        return false;
    out->heap_size = cover->site_count;
    for (size_t i = 0; i < cover->site_count; i++)
        out->heap[i].site = (uint32_t)i;
    out->answer->bound = cover->total;
    return true;
}

static void greedy_clear(greedy *state)
{
    free(state->is_covered);
    free(state->heap);
    free(state->gains);
    circlet_siting_free(state->answer);
}

circlet_status circlet_solve_mclp(circlet_siting **out,
                                  const circlet_od_matrix *reach,
                                  const int64_t *weights, size_t p,
                                  const circlet_siting_options *options,
                                  circlet_error *error)
{
    circlet_siting_options wanted;
    ci_cover cover = {0};
    greedy state = {0};
    circlet_status status;

    if (!out || !reach)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "no matrix or no place for an answer");
    status = ci_options_read(&wanted, sizeof(wanted), options, error);
    if (status == CIRCLET_OK)
        status = ci_cover_make(&cover, reach, weights, error);
    if (status != CIRCLET_OK)
        return status;
    status = greedy_make(&state, &cover, p)
                 ? search(&state, &wanted.progress, error)
                 : ci_fail_nomem(error);
    if (status == CIRCLET_OK) {
        *out = state.answer;
        state.answer = NULL;
    }
    greedy_clear(&state);
    ci_cover_clear(&cover);
    return status;
}
