/* Better prices, and with them better bounds. */
#include <math.h>
#include <string.h>

#include "siting/capacitated_bound.h"

/* How much of the last direction is kept. */
#define KEEP 0.75

/* Steps without progress after which they are made shorter. */
#define BAD_MAX 12

/* Shorter steps are in vain. */
#define FACTOR_MIN 2e-3

/* Weights of newer shares grow by this, and are scaled back beyond it. */
#define SHARE_GROWTH 1.15
#define SHARE_MAX 1e100

double ci_capacitated_bound_share(const ci_capacitated_bound *bound,
                                  size_t visit)
{
    return bound->share_weight > 0
               ? bound->pair_share[visit] / bound->share_weight
               : 0.0;
}

static void clear_shares(ci_capacitated_bound *bound)
{
    const ci_capacitated *problem = bound->problem;

    memset(bound->site_share, 0,
           problem->site_count * sizeof(*bound->site_share));
    memset(bound->pair_share, 0,
           problem->site_first[problem->site_count] *
               sizeof(*bound->pair_share));
    bound->share_weight = 0;
}

/* Adds the last evaluation with weight `newest`. */
static void add_shares(ci_capacitated_bound *bound, double newest)
{
    const ci_capacitated *problem = bound->problem;

    bound->share_weight += newest;
    for (size_t site = 0; site < problem->site_count; site++) {
        size_t count = bound->taken_count[site];
        const size_t *taken = bound->taken + problem->site_first[site];

        if (!bound->picked[site])
            continue;
        bound->site_share[site] += newest;
        for (size_t i = 0; i < count; i++)
            bound->pair_share[taken[i]] +=
                i + 1 < count ? newest : newest * bound->taken_last[site];
    }
}

/*
 * The next direction: what is served too much or too little, bent towards
 * the last direction (P. Camerini, L. Fratta and F. Maffioli, On improving
 * relaxation methods by modified gradient techniques, Mathematical
 * Programming Study 3 (1975)). Gives the sum of weight x direction^2.
 */
static double turn(ci_capacitated_bound *bound, const int64_t *prices,
                   double keep)
{
    const ci_capacitated *problem = bound->problem;
    double norm = 0;

    for (size_t c = 0; c < problem->client_count; c++) {
        double lack = 1.0 - bound->served[c];
        double direction = keep * bound->direction[c] + (1 - keep) * lack;

        if (bound->forced[c] != CI_CAPACITATED_NONE ||
            (direction > 0 && prices[c] >= ci_capacitated_bound_top(bound, c)))
            direction = 0;
        bound->direction[c] = direction;
        norm += (double)problem->weights[c] * direction * direction;
    }
    return norm;
}

void ci_capacitated_bound_clip(const ci_capacitated_bound *bound,
                               int64_t *prices)
{
    const ci_capacitated *problem = bound->problem;

    for (size_t c = 0; c < problem->client_count; c++) {
        int64_t top = ci_capacitated_bound_top(bound, c), low = top;
        int64_t weight = problem->is_whole ? problem->weights[c] : 1;

        if (bound->forced[c] != CI_CAPACITATED_NONE) {
            prices[c] = 0;
            continue;
        }
        if (bound->degree[c] > 0)
            low = (problem->options[problem->first[c]].time * weight)
                  << bound->shift;
        prices[c] = prices[c] < low ? low : prices[c];
        prices[c] = prices[c] > top ? top : prices[c];
    }
}

static void step(ci_capacitated_bound *bound, const int64_t *from,
                 double length)
{
    const ci_capacitated *problem = bound->problem;

    for (size_t c = 0; c < problem->client_count; c++) {
        double weight = problem->is_whole ? (double)problem->weights[c] : 1.0;
        double top = (double)ci_capacitated_bound_top(bound, c);
        double way = length * weight * bound->direction[c];

        way = way > top ? top : way < -top ? -top : way;
        bound->trial[c] = from[c] + (int64_t)way;
    }
    ci_capacitated_bound_clip(bound, bound->trial);
}

/* How the steps go. */
typedef struct pace {
    double factor;
    double newest; /* weight of the newest shares */
    size_t bad; /* steps since the last progress */
} pace;

static void slow_down(pace *now, bool is_better)
{
    now->newest *= SHARE_GROWTH;
    if (is_better) {
        now->factor *= 1.05;
        now->bad = 0;
    } else if (++now->bad >= BAD_MAX) {
        now->factor *= 0.6;
        now->bad = 0;
    }
}

static void add_newest(ci_capacitated_bound *bound, pace *now)
{
    if (now->newest > SHARE_MAX) {
        clear_shares(bound);
        now->newest = 1.0;
    }
    add_shares(bound, now->newest);
}

bool ci_capacitated_bound_raise(ci_capacitated_bound *bound,
                                const ci_capacitated_raise *how,
                                int64_t *prices, int64_t *limit)
{
    size_t size = bound->problem->client_count * sizeof(*prices);
    pace now = {.factor = how->factor, .newest = 1.0};
    double aim = ldexp((double)how->aim, (int)bound->shift), keep = 0.0;
    int64_t theta;

    clear_shares(bound);
    memset(bound->direction, 0,
           bound->problem->client_count * sizeof(*bound->direction));
    ci_capacitated_bound_clip(bound, prices);
    if (!ci_capacitated_bound_evaluate(bound, prices, limit))
        return false;
    add_shares(bound, now.newest);
    theta = bound->theta;
    for (size_t i = 0; i < how->rounds && now.factor > FACTOR_MIN; i++) {
        double norm = turn(bound, prices, keep), way = aim - (double)*limit;
        int64_t found;

        if (norm <= 0 || bound->effort->is_over ||
            ci_capacitated_bound_units(bound, *limit) >= how->enough)
            break;
        /* The aim may be met already: then a little beyond it. */
        if (way < 1e-3 * fabs(aim))
            way = 1e-3 * fabs(aim) + 1;
        keep = KEEP;
        step(bound, prices, now.factor * way / norm);
        if (!ci_capacitated_bound_evaluate(bound, bound->trial, &found))
            return false;
        add_newest(bound, &now);
        slow_down(&now, found > *limit);
        if (found <= *limit)
            continue;
        memcpy(prices, bound->trial, size);
        *limit = found;
        theta = bound->theta;
    }
    bound->theta = theta;
    return true;
}
