/*
 * Duals and shares walk towards each other, each looking ahead at the other
 * (A. Chambolle and T. Pock, A first-order primal-dual algorithm for convex
 * problems with applications to imaging, Journal of Mathematical Imaging and
 * Vision 40 (2011)), with steps by the length of a row or column (T. Pock
 * and A. Chambolle, Diagonal preconditioning for first order primal-dual
 * algorithms in convex optimization, ICCV 2011), which are overstepped. The
 * duals are a Lagrangian bound at every step.
 */
#include "siting/lscp_pair.h"

#include <math.h>
#include <string.h>

/* By so much each step is overstepped; below 2 the walk converges. */
#define OVERSTEP 1.8

/* Shares squared, by rows: about half of what is to be covered. */
#define SQUARE_SHARE 0.5

static size_t row_length(const ci_lscp_core *core, size_t row)
{
    return core->row_first[row + 1] - core->row_first[row];
}

static size_t site_length(const ci_lscp_core *core, size_t site)
{
    return core->site_first[site + 1] - core->site_first[site];
}

/* How far duals go for a step of shares: as long as the duals are to what
 * the shares will be. */
static double find_ratio(const ci_lscp_core *core)
{
    double duals = 0.0;
    double shares = 0.0;

    for (size_t i = 0; i < core->row_count; i++) {
        duals += core->duals[i] * core->duals[i] * (double)row_length(core, i);
        shares += SQUARE_SHARE * core->needs[i];
    }
    return duals > 0.0 ? sqrt(duals / shares) : 1.0;
}

static double within(double value, double most)
{
    return value < 0.0 ? 0.0 : value < most ? value : most;
}

/* The shares step, price->reduced becomes what they will be, and the sites'
 * part of the bound is returned. */
static double step_shares(ci_lscp_price *price, const ci_lscp_core *core,
                          double ratio)
{
    const uint32_t *rows = core->site_rows;
    const double *duals = price->trial;
    double sum = (double)core->base;

    for (size_t j = 0; j < core->site_count; j++) {
        double reduced = (double)core->costs[j];
        double share = core->shares[j];
        double next;

        for (size_t k = core->site_first[j]; k < core->site_first[j + 1]; k++)
            reduced -= duals[rows[k]];
        sum += reduced < 0.0 ? reduced : 0.0;
        next = share - reduced / ((double)(site_length(core, j) + 1) * ratio);
        next = within(next, 1.0);
        price->reduced[j] = 2.0 * next - share;
        core->shares[j] = within(share + OVERSTEP * (next - share), 1.0);
    }
    return sum;
}

static void step_duals(ci_lscp_price *price, const ci_lscp_core *core,
                       double ratio, double ceiling)
{
    const uint32_t *sites = core->row_sites;
    const double *ahead = price->reduced;

    for (size_t i = 0; i < core->row_count; i++) {
        double missing = core->needs[i];
        double dual = price->trial[i];
        double next;

        for (size_t k = core->row_first[i]; k < core->row_first[i + 1]; k++)
            missing -= ahead[sites[k]];
        next = dual + missing * ratio / (double)row_length(core, i);
        next = within(next, ceiling);
        price->trial[i] = within(dual + OVERSTEP * (next - dual), ceiling);
    }
}

static double rows_part(const ci_lscp_price *price, const ci_lscp_core *core)
{
    double sum = 0.0;

    for (size_t i = 0; i < core->row_count; i++)
        sum += core->needs[i] * price->trial[i];
    return sum;
}

/* One look and one step of both; true: the bound is better. */
static bool walk_on(ci_lscp_price *price, ci_lscp_core *core, double ratio,
                    double ceiling, double *best)
{
    double bound = rows_part(price, core);
    bool is_better;

    memcpy(price->direction, price->trial,
           core->row_count * sizeof(*price->direction));
    bound += step_shares(price, core, ratio);
    is_better = bound > *best;
    if (is_better) {
        *best = bound;
        memcpy(core->duals, price->direction,
               core->row_count * sizeof(*core->duals));
    }
    step_duals(price, core, ratio, ceiling);
    return is_better;
}

double ci_lscp_pair_rounds(ci_lscp_price *price, ci_lscp_core *core,
                           const ci_lscp_rounds *rounds)
{
    double aim = (double)rounds->limit - 1.0 + 1e-6;
    double ratio = find_ratio(core);
    double best = -HUGE_VAL;
    double noted = -HUGE_VAL;

    memcpy(price->trial, core->duals, core->row_count * sizeof(double));
    for (size_t round = 0; round < rounds->rounds && best <= aim; round++) {
        walk_on(price, core, ratio, (double)rounds->limit, &best);
        if (!ci_effort_spend(price->effort, core->entry_count + 100))
            break;
        if ((round + 1) % rounds->window != 0)
            continue;
        if (best - noted < rounds->worth * (aim - best))
            break;
        noted = best;
    }
    ci_lscp_look(price, core, core->duals);
    return best;
}
