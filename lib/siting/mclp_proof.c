/* The duals and decisions of the tree as a proof. */
#include "siting/mclp_branch.h"

#include <stdlib.h>
#include <string.h>

#include "siting/demand.h"

static bool proof_arrays(ci_mclp_branch *branch)
{
    size_t rows = circlet_od_matrix_origin_count(branch->location->reach) *
                  branch->full->band_count;

    if (!branch->duals)
        branch->duals = calloc(rows + 1, sizeof(*branch->duals));
    if (!branch->is_member)
        branch->is_member = calloc(rows + 1, sizeof(*branch->is_member));
    if (!branch->row_duals)
        branch->row_duals =
            calloc(branch->full->row_count + 1, sizeof(*branch->row_duals));
    return branch->duals && branch->row_duals && branch->is_member;
}

/* Gives `dual` to the parts of a merged row, each up to its weight over what
 * the row needs. */
static int64_t share_out(int64_t *dual, int64_t weight, int64_t need)
{
    int64_t most = weight / need, part = *dual < most ? *dual : most;

    *dual -= part;
    return part;
}

/* What the rows of the bound that a full row is part of need. */
static int64_t need_left(const ci_mclp_branch *branch, uint32_t row)
{
    uint32_t core_row = branch->core ? branch->core->core_row[row] : row;

    if (!branch->core)
        return ci_cover_need(branch->full, row);
    return core_row < CI_CORE_LOST
               ? ci_cover_need(&branch->core->cover, core_row)
               : 1;
}

/* Duals of the bound's rows as duals of the full cover's rows, in 1 / scale
 * of a weight. Rows with several needs that are lost say so themselves. */
static void fill_row_duals(ci_mclp_branch *branch, const int64_t *duals)
{
    const ci_mclp_bound *bound = branch->bound;
    const ci_row_tree *tree = &bound->walk.tree;
    const ci_cover *full = branch->full;

    for (size_t row = 0; branch->core && row < full->row_count; row++)
        branch->row_duals[row] = branch->core->core_row[row] == CI_CORE_LOST &&
                                         ci_cover_need(full, row) == 1
                                     ? full->weights[row] * bound->scale
                                     : 0;
    for (size_t i = 1; i < tree->node_count; i++) {
        uint32_t row = tree->row_of[i];
        int64_t dual = duals[i] * bound->unit;

        if (!branch->core) {
            branch->row_duals[row] = dual;
            continue;
        }
        for (size_t k = bound->cover->member_first[row];
             k < bound->cover->member_first[row + 1]; k++) {
            uint32_t part = bound->cover->members[k];

            branch->row_duals[part] =
                share_out(&dual, full->weights[part] * bound->scale,
                          ci_cover_need(bound->cover, row));
        }
    }
}

static int64_t member_weight(const circlet_location *location, uint32_t member,
                             size_t band_count)
{
    size_t point = member / band_count, band = member % band_count;
    int64_t weight = location->weights ? location->weights[point] : 1;
    uint32_t next = 0;

    if (!location->bands || location->band_count == 0)
        return weight;
    if (band + 1 < location->band_count)
        next = location->bands[band + 1].share_milli;
    return weight * (location->bands[band].share_milli - next);
}

static uint32_t cutoff_of(const circlet_location *location, size_t point,
                          size_t band)
{
    if (location->bands && location->band_count > 0)
        return location->bands[band].cutoff_ms;
    return ci_point_cutoff_ms(location, point);
}

/* Whether no existing site covers a point (or one of its bands). */
static bool is_alone(const ci_mclp_branch *branch, size_t row)
{
    const ci_side *side = branch->search->side;
    size_t point = row / branch->full->band_count, count;
    uint32_t cutoff_ms =
        cutoff_of(branch->location, point, row % branch->full->band_count);
    const circlet_od_entry *entries =
        circlet_od_matrix_row(branch->location->reach, point, &count);

    for (size_t k = 0; k < count && entries[k].time_ms <= cutoff_ms; k++)
        if (side->states[entries[k].destination] == CIRCLET_SITE_EXISTING)
            return false;
    return true;
}

/* Points that no site can cover are no rows: their whole weight is priced,
 * so that nothing of it counts. `count` duals are there already. */
static size_t add_uncovered(ci_mclp_branch *branch, size_t count)
{
    size_t bands = branch->full->band_count;
    size_t members = branch->full->member_first[branch->full->row_count];
    size_t rows =
        circlet_od_matrix_origin_count(branch->location->reach) * bands;

    memset(branch->is_member, 0, rows);
    for (size_t k = 0; k < members; k++)
        branch->is_member[branch->full->members[k]] = 1;
    for (size_t row = 0; row < rows; row++) {
        int64_t weight;

        if (branch->is_member[row] || !is_alone(branch, row))
            continue;
        weight = member_weight(branch->location, (uint32_t)row, bands);
        if (weight > 0)
            branch->duals[count++] =
                (circlet_dual){(uint32_t)row, weight * branch->scale};
    }
    return count;
}

static int compare_duals(const void *left, const void *right)
{
    const circlet_dual *a = left, *b = right;

    return (a->row > b->row) - (a->row < b->row);
}

/* Adds the dual of a full row, shared out between its points. */
static size_t add_row(ci_mclp_branch *branch, size_t count, uint32_t row,
                      int64_t dual, int64_t need)
{
    const ci_cover *full = branch->full;

    for (size_t k = full->member_first[row];
         dual > 0 && k < full->member_first[row + 1]; k++) {
        uint32_t member = full->members[k];
        int64_t weight =
            member_weight(branch->location, member, full->band_count);
        int64_t part = share_out(&dual, weight * branch->scale, need);

        if (part > 0)
            branch->duals[count++] = (circlet_dual){member, part};
    }
    return count;
}

static uint32_t write_duals(ci_mclp_branch *branch, size_t count,
                            int64_t theta)
{
    count = add_uncovered(branch, count);
    qsort(branch->duals, count, sizeof(*branch->duals), compare_duals);
    return ci_proof_duals(branch->proof, branch->duals, count, theta);
}

uint32_t ci_mclp_branch_duals(ci_mclp_branch *branch)
{
    const ci_mclp_bound *bound = branch->bound;
    size_t count = 0;

    if (!branch->proof || !proof_arrays(branch))
        return 0;
    fill_row_duals(branch, bound->best_duals);
    for (uint32_t row = 0; row < branch->full->row_count; row++)
        count = add_row(branch, count, row, branch->row_duals[row],
                        need_left(branch, row));
    return write_duals(branch, count, bound->best_theta * bound->unit);
}

uint32_t ci_mclp_branch_settled(ci_mclp_branch *branch)
{
    const ci_cover *full = branch->full;
    const ci_side *side = branch->search->side;
    size_t count = 0;

    if (!branch->proof || !proof_arrays(branch))
        return 0;
    for (uint32_t row = 0; row < full->row_count; row++) {
        uint32_t need = ci_cover_need(full, row), in_count = 0;

        for (size_t k = full->row_first[row]; k < full->row_first[row + 1];
             k++) {
            uint32_t site = ci_cover_site(full, k);

            in_count += side->states[site] == CIRCLET_SITE_FIXED ||
                        (side->states[site] == CIRCLET_SITE_FREE &&
                         branch->decided[site] == CI_IN);
        }
        if (in_count < need)
            count =
                add_row(branch, count, row,
                        full->weights[row] * branch->scale / (need - in_count),
                        need - in_count);
    }
    return write_duals(branch, count, 0);
}

uint32_t ci_mclp_branch_no_choice(ci_mclp_branch *branch)
{
    const ci_side *side = branch->search->side;

    if (!branch->proof || side->budget == INT64_MAX || !proof_arrays(branch))
        return CIRCLET_NO_DUALS;
    /* At this price one unit beyond the budget outweighs all rows. */
    if (branch->costly == CIRCLET_NO_DUALS)
        branch->costly =
            write_duals(branch, 0, branch->full->total * branch->scale);
    return branch->costly;
}

void ci_mclp_branch_trivial(ci_mclp_branch *branch)
{
    size_t count;

    if (!branch->proof || !proof_arrays(branch))
        return;
    count = add_uncovered(branch, 0);
    ci_proof_leaf(branch->proof,
                  ci_proof_duals(branch->proof, branch->duals, count, 0));
}

uint32_t ci_mclp_branch_wrap(ci_mclp_branch *branch, size_t mark,
                             uint32_t node, uint32_t duals)
{
    for (size_t i = branch->trail_count; branch->proof && i-- > mark;) {
        uint32_t site = branch->trail[i], leaf;

        if (branch->kinds[site] == CI_BY_SPACING)
            continue;
        leaf = ci_proof_leaf(branch->proof, branch->kinds[site] == CI_BY_LIMIT
                                                ? CIRCLET_NO_DUALS
                                                : duals);
        node = branch->decided[site] == CI_IN
                   ? ci_proof_branch(branch->proof, site, leaf, node)
                   : ci_proof_branch(branch->proof, site, node, leaf);
    }
    return node;
}
