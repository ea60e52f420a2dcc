/*
 * The answer is read off the rows of the chosen sites alone: the search with
 * all that it keeps of the other sites would take longer than a caller waits
 * once time is over.
 */
#include "siting/mclp.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"

/* The chosen sites and the rows that they cover. */
typedef struct chosen_rows {
    const ci_cover *cover;
    uint32_t *sites; /* of each slot */
    size_t site_count;
    size_t *first; /* row_count + 1; into `slots` */
    uint32_t *slots;
    uint32_t *counts; /* of each row: sites that are in so far */
    int64_t *gains; /* of each slot: rows that it would complete */
    bool *is_in; /* of each slot */
} chosen_rows;

/* ---- what adds nothing goes -------------------------------------------- */

/* Drops sites that nothing is lost without, the last ones first. */
static void drop_idle(ci_choice *choice, const ci_cover *cover,
                      uint32_t *counts)
{
    for (size_t i = cover->site_count; i-- > 0;) {
        size_t from = cover->site_first[i], end = cover->site_first[i + 1];
        bool is_idle = true;

        if (!choice->is_chosen[i] ||
            choice->side->states[i] != CIRCLET_SITE_FREE ||
            !ci_choice_may_drop(choice, (uint32_t)i))
            continue;
        for (size_t k = from; k < end && is_idle; k++)
            is_idle = counts[ci_cover_row(cover, k)] !=
                      ci_cover_need(cover, ci_cover_row(cover, k));
        if (!is_idle)
            continue;
        ci_choice_drop(choice, (uint32_t)i);
        for (size_t k = from; k < end; k++)
            counts[ci_cover_row(cover, k)]--;
    }
}

/* The best choice of the search. False: no memory. */
static bool choose(ci_choice *choice, const ci_mclp *mclp)
{
    const ci_cover *cover = &mclp->cover;
    const ci_side *side = &mclp->side;
    uint32_t *counts = calloc(cover->row_count + 1, sizeof(*counts));

    if (!counts)
        return false;
    for (size_t site = 0; site < cover->site_count; site++) {
        if (!mclp->search.best[site] ||
            side->states[site] == CIRCLET_SITE_EXISTING)
            continue;
        if (!choice->is_chosen[site])
            ci_choice_add(choice, (uint32_t)site);
        for (size_t k = cover->site_first[site];
             k < cover->site_first[site + 1]; k++)
            counts[ci_cover_row(cover, k)]++;
    }
    drop_idle(choice, cover, counts);
    free(counts);
    return true;
}

/* ---- order ------------------------------------------------------------- */

static bool rows_make(chosen_rows *out, const ci_cover *cover,
                      const ci_choice *choice)
{
    chosen_rows rows = {.cover = cover};
    size_t entries = 0;

    rows.sites = calloc(choice->count + 1, sizeof(*rows.sites));
    rows.gains = calloc(choice->count + 1, sizeof(*rows.gains));
    rows.is_in = calloc(choice->count + 1, sizeof(*rows.is_in));
    rows.first = calloc(cover->row_count + 2, sizeof(*rows.first));
    rows.counts = calloc(cover->row_count + 1, sizeof(*rows.counts));
    for (size_t site = 0; rows.sites && site < cover->site_count; site++)
        if (choice->is_chosen[site] &&
            choice->side->states[site] != CIRCLET_SITE_EXISTING) {
            rows.sites[rows.site_count++] = (uint32_t)site;
            entries += cover->site_first[site + 1] - cover->site_first[site];
        }
    rows.slots = calloc(entries + 1, sizeof(*rows.slots));
    *out = rows;
    return rows.sites && rows.gains && rows.is_in && rows.first &&
           rows.counts && rows.slots;
}

static void rows_clear(chosen_rows *rows)
{
    free(rows->sites);
    free(rows->gains);
    free(rows->is_in);
    free(rows->first);
    free(rows->counts);
    free(rows->slots);
}

/* Starts of rows are one place ahead while they are filled. */
static void rows_fill(chosen_rows *rows)
{
    const ci_cover *cover = rows->cover;

    for (size_t slot = 0; slot < rows->site_count; slot++)
        for (size_t k = cover->site_first[rows->sites[slot]];
             k < cover->site_first[rows->sites[slot] + 1]; k++)
            rows->first[ci_cover_row(cover, k) + 2]++;
    for (size_t row = 0; row < cover->row_count; row++)
        rows->first[row + 2] += rows->first[row + 1];
    for (size_t slot = 0; slot < rows->site_count; slot++)
        for (size_t k = cover->site_first[rows->sites[slot]];
             k < cover->site_first[rows->sites[slot] + 1]; k++) {
            uint32_t row = ci_cover_row(cover, k);

            rows->slots[rows->first[row + 1]++] = (uint32_t)slot;
            if (ci_cover_need(cover, row) == 1)
                rows->gains[slot] += cover->weights[row];
        }
}

static void shift_gains(chosen_rows *rows, uint32_t row, int64_t by)
{
    for (size_t k = rows->first[row]; k < rows->first[row + 1]; k++)
        rows->gains[rows->slots[k]] += by;
}

/* Lets a site in: rows that it completes are a gain no longer, those that
 * lack one more site become one. */
static void let_in(chosen_rows *rows, size_t slot)
{
    const ci_cover *cover = rows->cover;
    uint32_t site = rows->sites[slot];

    rows->is_in[slot] = true;
    for (size_t k = cover->site_first[site]; k < cover->site_first[site + 1];
         k++) {
        uint32_t row = ci_cover_row(cover, k),
                 need = ci_cover_need(cover, row);
        uint32_t count = ++rows->counts[row];

        if (count == need)
            shift_gains(rows, row, -cover->weights[row]);
        else if (count + 1 == need)
            shift_gains(rows, row, cover->weights[row]);
    }
}

/* Sites and gains in the order in which they add most. */
static bool order_sites(circlet_siting *siting, const ci_cover *cover,
                        const ci_choice *choice)
{
    chosen_rows rows;
    bool is_made = rows_make(&rows, cover, choice);

    if (is_made)
        rows_fill(&rows);
    for (siting->count = 0; is_made && siting->count < rows.site_count;
         siting->count++) {
        size_t best = SIZE_MAX;

        for (size_t slot = 0; slot < rows.site_count; slot++)
            if (!rows.is_in[slot] &&
                (best == SIZE_MAX || rows.gains[slot] > rows.gains[best]))
                best = slot;
        siting->sites[siting->count] = rows.sites[best];
        siting->gains[siting->count] = rows.gains[best];
        let_in(&rows, best);
    }
    rows_clear(&rows);
    return is_made;
}

/* ---- the answer -------------------------------------------------------- */

static bool fill_answer(circlet_siting *siting, ci_mclp *mclp,
                        const ci_effort *effort)
{
    circlet_siting_report *report = &siting->report;
    int64_t served = mclp->cover.served_weight;
    ci_choice choice;
    bool is_filled;

    if (!ci_choice_make(&choice, &mclp->side))
        return false;
    is_filled =
        choose(&choice, mclp) && order_sites(siting, &mclp->cover, &choice);
    siting->objective = served + mclp->search.best_value;
    siting->bound = served + mclp->limit;
    ci_siting_finish(siting, &choice, effort);
    report->root_bound = served + mclp->root_limit;
    report->nodes = mclp->nodes;
    report->unreachable = mclp->cover.unreachable;
    report->unreachable_weight = mclp->cover.unreachable_weight;
    report->merged_points = mclp->cover.merged;
    report->dominated_sites = mclp->reduced.out_count;
    report->forced_sites = mclp->forced;
    is_filled =
        is_filled && order_sites(siting, &mclp->cover, &choice) &&
        ci_siting_assign(siting, mclp->location, choice.is_chosen, true);
    ci_choice_clear(&choice);
    return is_filled;
}

circlet_status ci_mclp_answer(circlet_siting **out, ci_mclp *mclp,
                              const ci_effort *effort, circlet_error *error)
{
    circlet_siting *siting =
        ci_siting_new(CIRCLET_MODEL_MCLP, mclp->side.p + 1);

    if (!siting || !fill_answer(siting, mclp, effort)) {
        circlet_siting_free(siting);
        return ci_fail_nomem(error);
    }
    if (effort->options.wants_certificate) {
        ci_proof *proof = mclp->proof ? mclp->proof : ci_proof_new();

        if (!mclp->proof)
            ci_proof_give_up(proof);
        mclp->proof = NULL;
        siting->certificate = ci_proof_finish(proof, mclp->scale, siting);
        if (!siting->certificate) {
            ci_proof_free(proof);
            circlet_siting_free(siting);
            return ci_fail_nomem(error);
        }
    }
    *out = siting;
    return CIRCLET_OK;
}
