/* What is promised, and how it holds in the draws planned for and others. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "plan/hold.h"

#define CONFIDENCE 0.95

/* A bound is found so close. */
#define HALVINGS 60

struct circlet_holding {
    circlet_hold_summary summary;
    circlet_hold_finding *findings;
    size_t count;
    circlet_robustness *counted; /* has the texts */
};

/* ---- Clopper and Pearson ------------------------------------------------ */

/* That of `draws`, each of which holds with a chance, as many as `held` or
 * more hold. */
static double chance_of(uint32_t held, uint32_t draws, double chance)
{
    double n = draws, sum = 0;

    for (uint32_t k = held; k <= draws; k++)
        sum += exp(lgamma(n + 1) - lgamma(k + 1.0) - lgamma(n - k + 1) +
                   k * log(chance) + (n - k) * log1p(-chance));
    return sum;
}

/* The share below which so many would hold with a chance of 5% at most. */
static double lower_bound(uint32_t held, uint32_t draws)
{
    double low = 0, high = 1;

    if (held == 0)
        return 0;
    if (held == draws)
        return pow(1 - CONFIDENCE, 1.0 / draws);
    for (int i = 0; i < HALVINGS; i++) {
        double middle = (low + high) / 2;

        if (chance_of(held, draws, middle) < 1 - CONFIDENCE)
            low = middle;
        else
            high = middle;
    }
    return low;
}

/* ---- findings ----------------------------------------------------------- */

const ci_finding_row *ci_hold_same(const circlet_robustness *in,
                                   const ci_finding_row *row)
{
    const circlet_robust_finding *f = &row->out;

    for (size_t i = 0; i < in->finding_count; i++) {
        const circlet_robust_finding *g = &in->findings[i].out;

        if (in->findings[i].rule == row->rule && f->subject == g->subject &&
            strcmp(f->unit, g->unit) == 0 &&
            strcmp(f->subject_id, g->subject_id) == 0 &&
            strcmp(f->mode ? f->mode : "", g->mode ? g->mode : "") == 0)
            return &in->findings[i];
    }
    return NULL;
}

static uint32_t held_of(const circlet_robustness *in,
                        const ci_finding_row *row)
{
    const ci_finding_row *same = ci_hold_same(in, row);

    return same ? same->count.held : 0;
}

static circlet_hold_finding figures_of(const ci_hold *hold,
                                       const ci_finding_row *row,
                                       const circlet_robustness *others)
{
    const circlet_robust_finding *f = &row->out;
    const ci_finding_row *other = ci_hold_same(others, row);
    circlet_hold_finding out = {.rule = f->rule,
                                .unit = f->unit,
                                .unit_name = f->unit_name,
                                .subject_id = f->subject_id,
                                .mode = f->mode,
                                .level = f->level,
                                .subject = f->subject,
                                .draws = f->draws,
                                .held = row->count.held,
                                .plain_held =
                                    held_of(hold->plain_counted, row),
                                .most = held_of(hold->most, row)};

    if (out.most < out.held)
        out.most = out.held;
    if (!other)
        return out;
    out.other_draws = other->out.draws;
    out.other_held = other->count.held;
    out.other_low =
        out.other_draws ? lower_bound(out.other_held, out.other_draws) : 0;
    return out;
}

static const char *reason_of(const ci_hold *hold, const ci_finding_row *row,
                             uint32_t most)
{
    const ci_finding_row *same = ci_hold_same(hold->most, row);
    uint32_t need = ci_hold_need(hold, row->out.draws);

    if (most >= need)
        return "not_together";
    return same && most + same->count.open >= need ? "in_doubt" : "no_way";
}

static void sum_up(circlet_hold_summary *sum, const ci_hold *hold,
                   const circlet_hold_finding *one)
{
    double share = one->draws ? (double)one->held / one->draws : 1;
    double lowest = sum->lowest_draws
                        ? (double)sum->lowest_held / sum->lowest_draws
                        : HUGE_VAL;

    sum->findings++;
    if (!one->is_promised)
        return;
    sum->promised++;
    sum->other_promised +=
        one->other_held >= ci_hold_need(hold, one->other_draws);
    if (one->draws > 0 && share < lowest) {
        sum->lowest_held = one->held;
        sum->lowest_draws = one->draws;
    }
}

static circlet_status fill(circlet_holding *out, const ci_hold *hold,
                           const circlet_robustness *others,
                           circlet_error *error)
{
    const circlet_robustness *counted = out->counted;
    circlet_status status = CIRCLET_OK;

    out->findings = calloc(counted->finding_count + 1, sizeof(*out->findings));
    if (!out->findings)
        return ci_fail_nomem(error);
    for (size_t i = 0; !status && i < counted->finding_count; i++) {
        const ci_finding_row *row = &counted->findings[i];
        circlet_hold_finding *one = &out->findings[out->count];

        if (!ci_hold_is_asked(hold, row))
            continue;
        *one = figures_of(hold, row, others);
        status = ci_hold_is_promised(&one->is_promised, hold, row, error);
        if (!one->is_promised)
            one->reason = reason_of(hold, row, one->most);
        sum_up(&out->summary, hold, one);
        out->count++;
    }
    return status;
}

/* ---- the whole ---------------------------------------------------------- */

circlet_status ci_hold_make_figures(circlet_holding **out, ci_hold *hold,
                                    const ci_hold_choice *choice,
                                    circlet_error *error)
{
    uint32_t draws = hold->asked.draws;
    circlet_robustness *others = NULL;
    circlet_holding *made = calloc(1, sizeof(*made));
    circlet_status status = made ? CIRCLET_OK : ci_fail_nomem(error);

    if (status)
        return status;
    *out = made;
    made->summary = (circlet_hold_summary){
        .share = hold->asked.share,
        .draws = draws,
        .seed = hold->asked.seed,
        .cost_cny = ci_hold_cost(&hold->pool, choice),
        .plain_cost_cny = ci_hold_cost(&hold->pool, &hold->plain),
        .bound_cny = hold->bound_cny,
        .trials = hold->trials};
    status = ci_hold_count(&made->counted, hold, choice, 0, draws, error);
    if (!status)
        status = ci_hold_count(&others, hold, choice, draws, 2 * draws, error);
    if (!status && (!made->counted || !others))
        status = ci_fail(error, CIRCLET_E_DATA, "plan '%s' contradicts itself",
                         hold->options.name);
    if (!status)
        ci_robust_finish(made->counted);
    if (!status)
        status = fill(made, hold, others, error);
    circlet_robustness_free(others);
    return status;
}

void circlet_holding_free(circlet_holding *holding)
{
    if (!holding)
        return;
    circlet_robustness_free(holding->counted);
    free(holding->findings);
    free(holding);
}

circlet_hold_summary circlet_holding_summary(const circlet_holding *holding)
{
    return holding->summary;
}

size_t circlet_holding_finding_count(const circlet_holding *holding)
{
    return holding->count;
}

const circlet_hold_finding *circlet_holding_finding(
    const circlet_holding *holding, size_t i)
{
    return &holding->findings[i];
}
