#include "siting/lscp_plan.h"

#include <stdlib.h>
#include <string.h>

/* Steps for finding sites that groups still ask for. */
#define COMPLETE_STEPS 2000

bool ci_lscp_plan_make(ci_lscp_plan *out, const ci_lscp_core *root,
                       const ci_side *side, bool is_sided, int64_t limit)
{
    size_t sites = root->site_count;

    *out = (ci_lscp_plan){
        .side = side,
        .root = root,
        .limit = limit,
        .is_chosen = calloc(sites + 1, 1),
        .trial = calloc(sites + 1, 1),
        .place = calloc(side->site_count + 1, sizeof(*out->place)),
        .counts = calloc(root->row_count + 1, sizeof(*out->counts)),
        .order = calloc(sites + 1, sizeof(*out->order))};
    out->is_sided = is_sided && ci_choice_make(&out->choice, side);
    if (!out->is_chosen || !out->trial || !out->place || !out->counts ||
        !out->order || out->is_sided != is_sided) {
        ci_lscp_plan_clear(out);
        return false;
    }
    memset(out->place, 0xff, side->site_count * sizeof(*out->place));
    for (size_t j = 0; j < sites; j++)
        out->place[root->site_names[j]] = (uint32_t)j;
    return true;
}

void ci_lscp_plan_clear(ci_lscp_plan *plan)
{
    if (plan->is_sided)
        ci_choice_clear(&plan->choice);
    free(plan->is_chosen);
    free(plan->trial);
    free(plan->place);
    free(plan->counts);
    free(plan->order);
    *plan = (ci_lscp_plan){0};
}

void ci_lscp_plan_start(ci_lscp_plan *plan, const uint8_t *decided)
{
    for (size_t j = 0; j < plan->root->site_count; j++)
        plan->trial[j] = decided[plan->root->site_names[j]] == CI_IN;
}

/* ---- limits ------------------------------------------------------------ */

/* Fixed sites come by themselves, others as far as the limits let them. */
static bool obey_limits(ci_lscp_plan *plan)
{
    const ci_lscp_core *root = plan->root;
    ci_choice *choice = &plan->choice;
    bool is_proved;

    ci_choice_reset(choice);
    for (size_t j = 0; j < root->site_count; j++) {
        uint32_t site = root->site_names[j];

        if (plan->trial[j] && !choice->is_chosen[site] &&
            ci_choice_may_add(choice, site))
            ci_choice_add(choice, site);
    }
    if (!ci_choice_complete(choice, NULL, COMPLETE_STEPS, &is_proved) ||
        !ci_choice_is_allowed(choice))
        return false;
    for (size_t j = 0; j < root->site_count; j++)
        plan->trial[j] = choice->is_chosen[root->site_names[j]];
    return true;
}

/* ---- cover ------------------------------------------------------------- */

static void count_cover(ci_lscp_plan *plan)
{
    const ci_lscp_core *root = plan->root;

    memset(plan->counts, 0, root->row_count * sizeof(*plan->counts));
    for (size_t j = 0; j < root->site_count; j++) {
        if (!plan->trial[j])
            continue;
        for (size_t k = root->site_first[j]; k < root->site_first[j + 1]; k++)
            plan->counts[root->site_rows[k]]++;
    }
}

/* How much more than the target is covered; without weights 0 or, where a
 * row is not covered, -1. */
static int64_t find_slack(const ci_lscp_plan *plan)
{
    const ci_lscp_core *root = plan->root;
    int64_t slack = root->weights ? -root->target : 0;

    for (size_t i = 0; i < root->row_count; i++) {
        bool is_covered = plan->counts[i] >= root->needs[i];

        if (!root->weights && !is_covered)
            return -1;
        if (root->weights && is_covered)
            slack += root->weights[i];
    }
    return slack;
}

/* What is lost without the site: weight, or a row at least. */
static int64_t find_loss(const ci_lscp_plan *plan, size_t site)
{
    const ci_lscp_core *root = plan->root;
    int64_t loss = 0;

    for (size_t k = root->site_first[site]; k < root->site_first[site + 1];
         k++) {
        uint32_t row = root->site_rows[k];

        if (plan->counts[row] == root->needs[row])
            loss += root->weights ? root->weights[row] : 1;
    }
    return loss;
}

static bool may_go(const ci_lscp_plan *plan, size_t site)
{
    uint32_t name = plan->root->site_names[site];

    return plan->side->states[name] == CIRCLET_SITE_FREE &&
           (!plan->is_sided || ci_choice_may_drop(&plan->choice, name));
}

static void take_out(ci_lscp_plan *plan, size_t site)
{
    const ci_lscp_core *root = plan->root;

    plan->trial[site] = 0;
    for (size_t k = root->site_first[site]; k < root->site_first[site + 1];
         k++)
        plan->counts[root->site_rows[k]]--;
    if (plan->is_sided)
        ci_choice_drop(&plan->choice, root->site_names[site]);
}

/* The dear ones first; among equals the small ones, then by position. */
static size_t order_chosen(ci_lscp_plan *plan)
{
    const ci_lscp_core *root = plan->root;
    uint32_t *order = plan->order;
    size_t count = 0;

    for (size_t j = 0; j < root->site_count; j++) {
        size_t rows = root->site_first[j + 1] - root->site_first[j];
        size_t at = count;

        if (!plan->trial[j])
            continue;
        for (; at > 0; at--) {
            uint32_t before = order[at - 1];
            size_t its =
                root->site_first[before + 1] - root->site_first[before];

            if (root->costs[before] > root->costs[j] ||
                (root->costs[before] == root->costs[j] && its <= rows))
                break;
            order[at] = before;
        }
        order[at] = (uint32_t)j;
        count++;
    }
    return count;
}

static int64_t drop_idle(ci_lscp_plan *plan, int64_t slack)
{
    const ci_lscp_core *root = plan->root;
    size_t count = order_chosen(plan);
    int64_t cost = 0;

    for (size_t i = 0; i < count; i++) {
        uint32_t site = plan->order[i];

        if (may_go(plan, site)) {
            int64_t loss = find_loss(plan, site);

            if (loss <= slack) {
                slack -= loss;
                take_out(plan, site);
                continue;
            }
        }
        cost += root->costs[site];
    }
    return cost;
}

bool ci_lscp_plan_offer(ci_lscp_plan *plan)
{
    int64_t slack;
    int64_t cost;

    if (plan->is_sided && !obey_limits(plan))
        return false;
    count_cover(plan);
    slack = find_slack(plan);
    if (slack < 0)
        return false;
    cost = drop_idle(plan, slack);
    if (cost >= plan->limit)
        return false;
    memcpy(plan->is_chosen, plan->trial, plan->root->site_count);
    plan->limit = cost;
    plan->has_plan = true;
    return true;
}

/* ---- repair ------------------------------------------------------------ */

/* The site of a row that is not in the trial and looks best, or the core's
 * number of sites. */
static size_t best_of_row(const ci_lscp_plan *plan, const ci_lscp_core *core,
                          const double *reduced, size_t row)
{
    size_t best = core->site_count;

    for (size_t k = core->row_first[row]; k < core->row_first[row + 1]; k++) {
        uint32_t j = core->row_sites[k];

        if (!plan->trial[plan->place[core->site_names[j]]] &&
            (best == core->site_count || reduced[j] < reduced[best]))
            best = j;
    }
    return best;
}

static void put_in(ci_lscp_plan *plan, const ci_lscp_core *core, size_t site)
{
    plan->trial[plan->place[core->site_names[site]]] = 1;
    for (size_t k = core->site_first[site]; k < core->site_first[site + 1];
         k++)
        plan->counts[core->site_rows[k]]++;
}

void ci_lscp_plan_repair(ci_lscp_plan *plan, const ci_lscp_core *core,
                         const double *reduced)
{
    int64_t left = core->target;

    memset(plan->counts, 0, core->row_count * sizeof(*plan->counts));
    for (size_t j = 0; j < core->site_count; j++)
        if (plan->trial[plan->place[core->site_names[j]]])
            put_in(plan, core, j);
    for (size_t i = 0; core->weights && i < core->row_count; i++)
        if (plan->counts[i] >= core->needs[i])
            left -= core->weights[i];
    for (size_t i = 0; i < core->row_count; i++) {
        if (core->weights && left <= 0)
            return;
        if (plan->counts[i] >= core->needs[i])
            continue;
        while (plan->counts[i] < core->needs[i]) {
            size_t site = best_of_row(plan, core, reduced, i);

            if (site == core->site_count)
                break;
            put_in(plan, core, site);
        }
        if (core->weights && plan->counts[i] >= core->needs[i])
            left -= core->weights[i];
    }
}
