#include "siting/lscp_trail.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"

bool ci_lscp_trail_make(ci_lscp_trail *out, const ci_lscp_plan *plan,
                        int64_t unit, bool wants_proof)
{
    const ci_side *side = plan->side;
    size_t rows = plan->root->row_count + 1;

    *out = (ci_lscp_trail){
        .side = side,
        .root = plan->root,
        .place = plan->place,
        .unit = unit,
        .wants_proof = wants_proof,
        .decided = malloc(side->site_count + 1),
        .scratch = calloc(wants_proof ? rows : 1, sizeof(circlet_dual)),
        .covers = calloc(wants_proof ? rows : 1, sizeof(uint32_t)),
        .needs = calloc(wants_proof ? rows : 1, sizeof(uint32_t))};
    if (!out->decided || !out->scratch || !out->covers || !out->needs) {
        ci_lscp_trail_clear(out);
        return false;
    }
    for (size_t j = 0; j < side->site_count; j++)
        out->decided[j] = side->states[j] == CIRCLET_SITE_FREE        ? CI_OPEN
                          : side->states[j] == CIRCLET_SITE_FORBIDDEN ? CI_OUT
                                                                      : CI_IN;
    return true;
}

void ci_lscp_trail_clear(ci_lscp_trail *trail)
{
    for (size_t i = 0; i < trail->kept_count; i++)
        free(trail->kept[i].duals);
    free(trail->kept);
    free(trail->kept_places);
    free(trail->decided);
    free(trail->steps);
    free(trail->scratch);
    free(trail->spread);
    free(trail->covers);
    free(trail->needs);
    ci_proof_free(trail->proof);
    *trail = (ci_lscp_trail){0};
}

bool ci_lscp_trail_spread(ci_lscp_trail *trail, const ci_cover *cover,
                          const int64_t *weights)
{
    if (!cover || !trail->wants_proof)
        return true;
    trail->cover = cover;
    trail->weights = weights;
    trail->spread = calloc(cover->member_first[cover->row_count] + 1,
                           sizeof(*trail->spread));
    return trail->spread != NULL;
}

/* ---- decisions --------------------------------------------------------- */

static void push(ci_lscp_trail *trail, ci_lscp_step step, uint8_t fate)
{
    ci_lscp_step *steps = ci_array_reserve_one(
        trail->steps, trail->count, &trail->capacity, sizeof(*trail->steps));

    if (!steps) {
        trail->has_failed = true;
        return;
    }
    trail->steps = steps;
    steps[trail->count++] = step;
    trail->decided[step.site] = fate;
}

void ci_lscp_trail_decide(ci_lscp_trail *trail, uint32_t site, uint8_t fate,
                          uint32_t duals)
{
    const size_t *first = trail->side->apart_first;

    if (trail->decided[site] != CI_OPEN)
        return;
    push(trail, (ci_lscp_step){site, duals, false}, fate);
    if (fate != CI_IN)
        return;
    trail->price->values[site] =
        -trail->root->costs[trail->place[site]] * trail->price->scale;
    for (size_t k = first ? first[site] : 0; first && k < first[site + 1]; k++)
        if (trail->decided[trail->side->apart[k]] == CI_OPEN)
            push(trail,
                 (ci_lscp_step){trail->side->apart[k], CIRCLET_NO_DUALS, true},
                 CI_OUT);
}

void ci_lscp_trail_try(ci_lscp_trail *trail, uint32_t site, uint8_t fate)
{
    size_t count = trail->count;

    ci_lscp_trail_decide(trail, site, fate, CIRCLET_NO_DUALS);
    if (trail->count > count)
        trail->steps[count].is_given = true;
}

void ci_lscp_trail_dominate(ci_lscp_trail *trail, uint32_t site, uint32_t by)
{
    push(trail, (ci_lscp_step){site, by, true}, CI_OUT);
}

static uint32_t place_of_duals(const ci_lscp_trail *trail, uint32_t duals,
                               bool is_root)
{
    return is_root && duals != CIRCLET_NO_DUALS ? trail->kept_places[duals]
                                                : duals;
}

/* The branch whose other child is the leaf with the step's duals. */
static uint32_t wrap(ci_lscp_trail *trail, const ci_lscp_step *step,
                     uint32_t node, bool is_root)
{
    uint32_t leaf;

    if (step->is_given)
        return node;
    leaf = ci_proof_leaf(trail->proof,
                         place_of_duals(trail, step->duals, is_root));
    if (trail->decided[step->site] == CI_OUT)
        return ci_proof_branch(trail->proof, step->site, node, leaf);
    return ci_proof_branch(trail->proof, step->site, leaf, node);
}

uint32_t ci_lscp_trail_undo(ci_lscp_trail *trail, size_t count, uint32_t node)
{
    while (trail->count > count) {
        const ci_lscp_step *step = &trail->steps[--trail->count];

        if (trail->proof)
            node = wrap(trail, step, node, false);
        trail->decided[step->site] = CI_OPEN;
    }
    return node;
}

/* ---- duals ------------------------------------------------------------- */

static int by_row(const void *a, const void *b)
{
    uint32_t x = ((const circlet_dual *)a)->row;
    uint32_t y = ((const circlet_dual *)b)->row;

    return (x > y) - (x < y);
}

/* A row's dual goes to its points, to each as much as its weight is worth
 * over what it still needs: so their parts of the bound add up to the row's.
 */
static size_t spread_duals(ci_lscp_trail *trail, size_t count, int64_t theta)
{
    const ci_cover *cover = trail->cover;
    size_t to = 0;

    for (size_t i = 0; i < count; i++) {
        uint32_t row = trail->scratch[i].row;
        int64_t left = trail->scratch[i].value;

        for (size_t k = cover->member_first[row];
             k < cover->member_first[row + 1] && left > 0; k++) {
            uint32_t point = cover->members[k];
            int64_t weight = trail->weights ? trail->weights[point] : 1;
            int64_t share = theta * weight / trail->needs[row];

            if (share > left || k + 1 == cover->member_first[row + 1])
                share = left;
            left -= share;
            if (share > 0)
                trail->spread[to++] = (circlet_dual){point, share};
        }
    }
    return to;
}

/* Keeps a vector of the root. */
static uint32_t keep(ci_lscp_trail *trail, const circlet_dual *vector,
                     size_t count, int64_t theta)
{
    ci_lscp_vector *kept =
        ci_array_reserve_one(trail->kept, trail->kept_count,
                             &trail->kept_capacity, sizeof(*trail->kept));
    circlet_dual *duals = malloc((count + 1) * sizeof(*duals));

    if (kept)
        trail->kept = kept;
    if (!kept || !duals) {
        free(duals);
        trail->has_failed = true;
        return CIRCLET_NO_DUALS;
    }
    memcpy(duals, vector, count * sizeof(*duals));
    kept[trail->kept_count] = (ci_lscp_vector){duals, count, theta};
    return (uint32_t)trail->kept_count++;
}

static uint32_t write(ci_lscp_trail *trail, size_t count, int64_t theta)
{
    circlet_dual *vector = trail->scratch;

    if (trail->cover) {
        count = spread_duals(trail, count, theta);
        vector = trail->spread;
    }
    qsort(vector, count, sizeof(*vector), by_row);
    return trail->proof ? ci_proof_duals(trail->proof, vector, count, theta)
                        : keep(trail, vector, count, theta);
}

/* With a target: a row that no site covers any more costs its whole weight,
 * so that the formula gives it up as the core did; of rows that need several
 * sites it sees that itself. */
static size_t add_lost(ci_lscp_trail *trail, int64_t theta)
{
    const ci_lscp_core *root = trail->root;
    size_t count = 0;

    memset(trail->covers, 0, root->row_count * sizeof(*trail->covers));
    for (size_t j = 0; j < root->site_count; j++) {
        if (trail->decided[root->site_names[j]] == CI_OUT)
            continue;
        for (size_t k = root->site_first[j]; k < root->site_first[j + 1]; k++)
            trail->covers[root->site_rows[k]]++;
    }
    for (size_t i = 0; i < root->row_count; i++) {
        trail->needs[i] = 1;
        if (root->needs[i] == 1 && trail->covers[i] == 0 && theta > 0)
            trail->scratch[count++] =
                (circlet_dual){root->row_names[i], theta * root->weights[i]};
    }
    return count;
}

uint32_t ci_lscp_trail_duals(ci_lscp_trail *trail, const ci_lscp_core *core)
{
    int64_t theta =
        core->weights ? trail->price->whole_theta * trail->unit : trail->theta;
    size_t count = 0;

    if (!trail->wants_proof)
        return CIRCLET_NO_DUALS;
    if (core->weights)
        count = add_lost(trail, theta);
    for (size_t i = 0; i < core->row_count; i++) {
        uint32_t row = core->row_names[i];

        if (core->weights)
            trail->needs[row] = core->needs[i];
        if (trail->price->whole[i] > 0)
            trail->scratch[count++] =
                (circlet_dual){row, trail->price->whole[i] * trail->unit};
    }
    return write(trail, count, theta);
}

uint32_t ci_lscp_trail_dual(ci_lscp_trail *trail, uint32_t row, int64_t value)
{
    if (!trail->wants_proof)
        return CIRCLET_NO_DUALS;
    trail->scratch[0] = (circlet_dual){row, value * trail->unit};
    return write(trail, value > 0, trail->theta);
}

/* ---- proofs ------------------------------------------------------------ */

bool ci_lscp_trail_begin(ci_lscp_trail *trail)
{
    if (!trail->wants_proof)
        return true;
    ci_proof_free(trail->proof);
    free(trail->kept_places);
    trail->proof = ci_proof_new();
    trail->kept_places =
        calloc(trail->kept_count + 1, sizeof(*trail->kept_places));
    if (!trail->proof || !trail->kept_places)
        return false;
    for (size_t i = 0; i < trail->kept_count; i++)
        trail->kept_places[i] =
            ci_proof_duals(trail->proof, trail->kept[i].duals,
                           trail->kept[i].count, trail->kept[i].theta);
    for (size_t i = 0; i < trail->count; i++)
        if (trail->steps[i].is_given &&
            trail->steps[i].duals != CIRCLET_NO_DUALS)
            ci_proof_dominated(trail->proof, trail->steps[i].site,
                               trail->steps[i].duals);
    return true;
}

ci_proof *ci_lscp_trail_end(ci_lscp_trail *trail, uint32_t node)
{
    ci_proof *proof = trail->proof;

    for (size_t i = trail->count; proof && i > 0; i--)
        node = wrap(trail, &trail->steps[i - 1], node, true);
    trail->proof = NULL;
    return proof;
}
