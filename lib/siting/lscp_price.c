#include "siting/lscp_price.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "siting/lscp_fill.h"

/* Sums of whole numbers stay below this. */
#define WHOLE_MAX 0x1p60

/* How fast the mean of the picks forgets. */
#define FORGOTTEN 0.06

bool ci_lscp_price_make(ci_lscp_price *out, const ci_lscp_core *core,
                        const ci_side *side, const uint8_t *decided,
                        int64_t scale, bool is_sided, ci_effort *effort)
{
    size_t rows = core->row_count + 1;
    size_t sites = core->site_count + 1;
    size_t all = side->site_count + 1;

    *out = (ci_lscp_price){
        .effort = effort,
        .decided = decided,
        .scale = scale,
        .values = calloc(all, sizeof(int64_t)),
        .most_picked = calloc(all, 1),
        .reduced = calloc(sites, sizeof(double)),
        .picked = calloc(sites, 1),
        .mean = calloc(sites, sizeof(double)),
        .fill = calloc(rows, sizeof(double)),
        .trial = calloc(rows, sizeof(double)),
        .direction = calloc(rows, sizeof(double)),
        .order = calloc(rows, sizeof(uint32_t)),
        .whole = calloc(rows, sizeof(int64_t)),
        .whole_reduced = calloc(sites, sizeof(int64_t)),
    };
    if (is_sided)
        out->is_sided = ci_most_make(&out->most, side);
    if (out->is_sided == is_sided && out->values && out->most_picked &&
        out->reduced && out->picked && out->mean && out->fill && out->trial &&
        out->direction && out->order && out->whole && out->whole_reduced)
        return true;
    ci_lscp_price_clear(out);
    return false;
}

void ci_lscp_price_clear(ci_lscp_price *price)
{
    if (price->is_sided)
        ci_most_clear(&price->most);
    free(price->values);
    free(price->most_picked);
    free(price->reduced);
    free(price->picked);
    free(price->mean);
    free(price->fill);
    free(price->trial);
    free(price->direction);
    free(price->order);
    free(price->whole);
    free(price->whole_reduced);
    *price = (ci_lscp_price){0};
}

/* Each row at the cheapest cost per row that covers it: never above it. */
void ci_lscp_first_duals(ci_lscp_core *core)
{
    for (size_t i = 0; i < core->row_count; i++) {
        double least = HUGE_VAL;

        for (size_t k = core->row_first[i]; k < core->row_first[i + 1]; k++) {
            uint32_t j = core->row_sites[k];
            double share =
                (double)core->costs[j] /
                (double)(core->site_first[j + 1] - core->site_first[j]);

            least = share < least ? share : least;
        }
        core->duals[i] = least < HUGE_VAL ? least : 0.0;
    }
}

static void find_reduced(ci_lscp_price *price, const ci_lscp_core *core,
                         const double *duals)
{
    for (size_t j = 0; j < core->site_count; j++) {
        double sum = 0.0;

        for (size_t k = core->site_first[j]; k < core->site_first[j + 1]; k++)
            sum += duals[core->site_rows[k]];
        price->reduced[j] = (double)core->costs[j] - sum;
    }
}

/* Cut off where all values together would be too large; no bound rests on
 * it, ci_lscp_prove() has its own values. */
static int64_t as_value(const ci_lscp_price *price, const ci_lscp_core *core,
                        size_t site)
{
    double most = WHOLE_MAX / (double)core->site_count;
    double value = -price->reduced[site] * (double)price->scale;

    value = value < most ? value : most;
    return (int64_t)(value > -most ? value : -most);
}

/* The least of the sites' part, with what is chosen already. */
static double pick_sites(ci_lscp_price *price, const ci_lscp_core *core)
{
    double sum = (double)core->base;
    int64_t theta = 0;
    int64_t value;

    if (!price->is_sided) {
        for (size_t j = 0; j < core->site_count; j++) {
            price->picked[j] = price->reduced[j] < 0.0;
            if (price->picked[j])
                sum += price->reduced[j];
        }
        return sum;
    }
    for (size_t j = 0; j < core->site_count; j++)
        price->values[core->site_names[j]] = as_value(price, core, j);
    if (!ci_most_find(&price->most, price->values, price->decided, &theta,
                      false, &value, price->most_picked))
        return HUGE_VAL;
    for (size_t j = 0; j < core->site_count; j++)
        price->picked[j] = price->most_picked[core->site_names[j]];
    return -(double)value / (double)price->scale;
}

/* The rows' part: all of them, or those that fill the target cheapest. */
static double fill_rows(ci_lscp_price *price, const ci_lscp_core *core,
                        const double *duals)
{
    double sum = 0.0;

    if (core->weights)
        return ci_lscp_fill(core, duals, price->fill, price->order,
                            &price->price_of_weight);
    for (size_t i = 0; i < core->row_count; i++) {
        sum += core->needs[i] * duals[i];
        price->fill[i] = 1.0;
    }
    return sum;
}

double ci_lscp_look(ci_lscp_price *price, const ci_lscp_core *core,
                    const double *duals)
{
    find_reduced(price, core, duals);
    return pick_sites(price, core) + fill_rows(price, core, duals);
}

/* How far a walk has come. */
typedef struct walk {
    double best; /* bound */
    double step;
    size_t idle; /* rounds without progress */
    bool is_fresh; /* there is no direction yet */
} walk;

/* The direction in which the bound rises; returns its squared length. */
static double turn_direction(ci_lscp_price *price, const ci_lscp_core *core,
                             double kept)
{
    double *direction = price->direction;
    double square = 0.0;

    if (kept == 0.0)
        memset(direction, 0, core->row_count * sizeof(*direction));
    for (size_t i = 0; i < core->row_count; i++)
        direction[i] = kept * direction[i] +
                       (1.0 - kept) * core->needs[i] * price->fill[i];
    for (size_t j = 0; j < core->site_count; j++) {
        price->mean[j] *= 1.0 - FORGOTTEN;
        if (!price->picked[j])
            continue;
        price->mean[j] += FORGOTTEN;
        for (size_t k = core->site_first[j]; k < core->site_first[j + 1]; k++)
            direction[core->site_rows[k]] -= 1.0 - kept;
    }
    for (size_t i = 0; i < core->row_count; i++)
        if (price->trial[i] > 0.0 || direction[i] > 0.0)
            square += direction[i] * direction[i];
    return square;
}

/* A dual above what any plan may cost helps no bound. */
static void take_step(ci_lscp_price *price, const ci_lscp_core *core,
                      double step, double ceiling)
{
    for (size_t i = 0; i < core->row_count; i++) {
        double dual = price->trial[i] + step * price->direction[i];

        dual = dual < ceiling ? dual : ceiling;
        price->trial[i] = dual > 0.0 ? dual : 0.0;
    }
}

/* Where no plan is known the aim is far away: half as much again as has been
 * reached will do. */
static double nearer(double aim, double best)
{
    double near = best + 0.5 * fabs(best) + 1.0;

    return aim < near ? aim : near;
}

/* Back to the best duals, with half the step. */
static void turn_back(ci_lscp_price *price, const ci_lscp_core *core, walk *on)
{
    on->idle = 0;
    on->step *= 0.5;
    memcpy(price->trial, core->duals, core->row_count * sizeof(double));
}

/* One look and one step; false: nothing more is to be gained. */
static bool walk_on(ci_lscp_price *price, ci_lscp_core *core,
                    const ci_lscp_rounds *rounds, walk *on)
{
    double aim = (double)rounds->limit;
    double bound = ci_lscp_look(price, core, price->trial);
    double square;

    on->idle++;
    if (bound > on->best) {
        if (bound > on->best + 1e-4 * (aim - on->best))
            on->idle = 0;
        on->best = bound;
        memcpy(core->duals, price->trial, core->row_count * sizeof(double));
    }
    square = turn_direction(price, core, on->is_fresh ? 0.0 : rounds->kept);
    if (on->best > aim - 1.0 + 1e-6 || (on->is_fresh && square < 1e-12))
        return false;
    on->is_fresh = false;
    if (on->idle >= rounds->patience || square < 1e-12) {
        on->is_fresh = square < 1e-12;
        turn_back(price, core, on);
        if (on->is_fresh || on->step < 1e-3)
            return on->step >= 1e-3;
        bound = on->best;
    }
    take_step(price, core, on->step * (nearer(aim, on->best) - bound) / square,
              aim);
    return ci_effort_spend(price->effort, core->entry_count + 100);
}

double ci_lscp_price_rounds(ci_lscp_price *price, ci_lscp_core *core,
                            const ci_lscp_rounds *rounds)
{
    walk on = {-HUGE_VAL, rounds->step, 0, true};

    memcpy(price->trial, core->duals, core->row_count * sizeof(double));
    for (size_t round = 0; round < rounds->rounds; round++)
        if (!walk_on(price, core, rounds, &on))
            break;
    memcpy(core->shares, price->mean, core->site_count * sizeof(double));
    if (on.best < HUGE_VAL)
        ci_lscp_look(price, core, core->duals);
    return on.best;
}

/* ---- in whole numbers -------------------------------------------------- */

/* Written down, the dual of a row is shared out between its points, none of
 * which takes more than its price over what it needs. With whole numbers that
 * is a little less than the row's, and more would be of no use. */
static int64_t most_shared(const ci_lscp_price *price,
                           const ci_lscp_core *core, size_t row)
{
    int64_t need = core->needs[row], points = 1, left;

    if (price->row_points) {
        size_t name = core->row_names[row];

        points =
            (int64_t)(price->row_points[name + 1] - price->row_points[name]);
    }
    left = price->whole_theta * core->weights[row] - points * (need - 1);
    return left > 0 ? left / need : 0;
}

/* Duals rounded down; where their sum would be too large, shrunk: any duals
 * are a bound. */
static void round_duals(ci_lscp_price *price, const ci_lscp_core *core)
{
    double scale = (double)price->scale;
    double sum = 0.0;
    double shrink = 1.0;

    for (size_t i = 0; i < core->row_count; i++) {
        size_t sites = core->row_first[i + 1] - core->row_first[i];

        sum += core->duals[i] * scale * (double)(sites + core->needs[i]);
    }
    if (sum > WHOLE_MAX)
        shrink = WHOLE_MAX / sum;
    price->whole_theta = 0;
    if (core->weights)
        price->whole_theta =
            (int64_t)(price->price_of_weight * scale * shrink);
    for (size_t i = 0; i < core->row_count; i++) {
        price->whole[i] = (int64_t)(core->duals[i] * scale * shrink);
        if (core->weights && core->needs[i] > 1) {
            int64_t most = most_shared(price, core, i);

            price->whole[i] = price->whole[i] < most ? price->whole[i] : most;
        }
    }
}

static int64_t whole_rows(const ci_lscp_price *price, const ci_lscp_core *core)
{
    int64_t theta = price->whole_theta;
    int64_t sum = core->weights ? theta * core->target : 0;

    for (size_t i = 0; i < core->row_count; i++) {
        int64_t dual = core->needs[i] * price->whole[i];

        if (!core->weights)
            sum += dual;
        else if (theta * core->weights[i] > dual)
            sum -= theta * core->weights[i] - dual;
    }
    return sum;
}

/* Values that could pass the room of ci_most are no proof of anything. */
static int64_t whole_sites(ci_lscp_price *price, const ci_lscp_core *core)
{
    int64_t sum = core->base * price->scale;
    int64_t theta = 0;
    int64_t value;

    for (size_t j = 0; j < core->site_count; j++) {
        int64_t left = core->costs[j] * price->scale;

        for (size_t k = core->site_first[j]; k < core->site_first[j + 1]; k++)
            left -= price->whole[core->site_rows[k]];
        price->whole_reduced[j] = left;
        price->values[core->site_names[j]] = -left;
        if (left < 0)
            sum += left;
    }
    if (!price->is_sided)
        return sum;
    if (!ci_most_find(&price->most, price->values, price->decided, &theta,
                      false, &value, NULL))
        return CI_LSCP_NONE;
    return -value;
}

int64_t ci_lscp_prove(ci_lscp_price *price, const ci_lscp_core *core)
{
    int64_t sites;

    if (core->weights)
        fill_rows(price, core, core->duals);
    round_duals(price, core);
    sites = whole_sites(price, core);
    ci_effort_spend(price->effort, core->entry_count);
    return sites == CI_LSCP_NONE ? sites : whole_rows(price, core) + sites;
}
