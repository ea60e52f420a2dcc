#include "siting/mclp_bound.h"

#include <stdlib.h>
#include <string.h>

#include "base/divisor.h"

#define SCALE_MAX (INT64_C(1) << 20)
#define MULTIPLE_MAX (INT64_C(1) << 20)
#define SUM_MAX (INT64_C(1) << 60)

/* With groups the price of a forced site asks for the whole choice anew. */
#define ASKED_MAX ((size_t)4 << 20)

static uint32_t greatest_need(const ci_cover *cover)
{
    uint32_t most = 1;

    for (size_t row = 0; cover->needs && row < cover->row_count; row++)
        most = cover->needs[row] > most ? cover->needs[row] : most;
    return most;
}

bool ci_mclp_scale_divides(const ci_cover *cover, int64_t scale)
{
    uint32_t most = greatest_need(cover);

    for (uint32_t need = 2; need <= most; need++)
        if (scale % need != 0)
            return false;
    return true;
}

/* The least number that all needs divide; 1 where that is too large. */
static int64_t common_multiple(const ci_cover *cover)
{
    uint32_t most = greatest_need(cover);
    int64_t multiple = 1;

    for (uint32_t need = 2; need <= most; need++) {
        multiple *= need / ci_common_divisor(multiple, need);
        if (multiple >= MULTIPLE_MAX)
            return 1;
    }
    return multiple;
}

int64_t ci_mclp_scale(const ci_cover *cover)
{
    int64_t sum = 0, scale = common_multiple(cover);

    for (size_t row = 0; row < cover->row_count; row++) {
        int64_t length =
            (int64_t)(cover->row_first[row + 1] - cover->row_first[row] + 1);

        if (cover->weights[row] > (SUM_MAX - sum) / length)
            return 0;
        sum += cover->weights[row] * length;
    }
    if (sum > 0 && scale > SUM_MAX / sum)
        scale = 1;
    while (scale < SCALE_MAX && sum * scale * 2 < SUM_MAX)
        scale *= 2;
    return scale;
}

bool ci_mclp_bound_make(ci_mclp_bound *out, const ci_cover *cover,
                        const ci_side *side, int64_t unit, int64_t scale,
                        bool keeps_best, ci_effort *effort)
{
    ci_mclp_bound bound = {
        .cover = cover, .side = side, .unit = unit, .scale = scale};
    size_t nodes = cover->row_count + 1, sites = cover->site_count + 1;
    bool is_made =
        ci_mclp_walk_make(&bound.walk, cover, side, (double)unit, effort) &&
        ci_most_make(&bound.most, side);

    bound.weights = calloc(nodes, sizeof(*bound.weights));
    bound.duals = calloc(nodes, sizeof(*bound.duals));
    bound.totals = calloc(sites, sizeof(*bound.totals));
    bound.forced = calloc(sites, sizeof(*bound.forced));
    bound.picked = calloc(sites, sizeof(*bound.picked));
    if (keeps_best)
        bound.best_duals = calloc(nodes, sizeof(*bound.best_duals));
    bound.best_totals = calloc(sites, sizeof(*bound.best_totals));
    bound.best_picked = calloc(sites, sizeof(*bound.best_picked));
    if (!is_made || !bound.weights || !bound.duals || !bound.totals ||
        !bound.forced || !bound.picked || !bound.best_totals ||
        !bound.best_picked || (keeps_best && !bound.best_duals)) {
        ci_mclp_bound_clear(&bound);
        return false;
    }
    for (size_t i = 1; i < nodes; i++)
        bound.weights[i] = cover->weights[bound.walk.tree.row_of[i]] / unit;
    bound.best_value = INT64_MAX;
    *out = bound;
    return true;
}

void ci_mclp_bound_clear(ci_mclp_bound *bound)
{
    ci_mclp_walk_clear(&bound->walk);
    ci_most_clear(&bound->most);
    free(bound->weights);
    free(bound->duals);
    free(bound->totals);
    free(bound->forced);
    free(bound->picked);
    free(bound->best_duals);
    free(bound->best_totals);
    free(bound->best_picked);
}

/* ---- one value --------------------------------------------------------- */

/* Rounds the duals of the walk; returns what the rows keep of their
 * weights. */
static int64_t round_duals(ci_mclp_bound *bound)
{
    const ci_mclp_walk *walk = &bound->walk;
    double scale = (double)bound->scale;
    int64_t kept = 0;

    for (size_t i = 1; i < walk->tree.node_count; i++) {
        int64_t weight = bound->weights[i] * bound->scale;
        int64_t dual = (int64_t)(walk->u_next[i] * scale + 0.5);
        int64_t need = (int64_t)walk->needs[i];
        int64_t most = need == 1 ? weight : weight / need;

        bound->duals[i] = dual < most ? dual : most;
        kept += weight - need * bound->duals[i];
    }
    return kept;
}

static void keep_best(ci_mclp_bound *bound)
{
    size_t sites = bound->cover->site_count;

    bound->best_value = bound->value;
    bound->best_kept = bound->kept;
    bound->best_theta = bound->theta;
    memcpy(bound->best_totals, bound->totals,
           sites * sizeof(*bound->best_totals));
    memcpy(bound->best_picked, bound->picked, sites);
    if (bound->best_duals)
        memcpy(bound->best_duals, bound->duals,
               bound->walk.tree.node_count * sizeof(*bound->duals));
}

/* False: no choice keeps the decisions. */
static bool evaluate(ci_mclp_bound *bound, const uint8_t *decided)
{
    int64_t most;

    bound->kept = bound->base * bound->scale + round_duals(bound);
    ci_row_tree_total_exact(&bound->walk.tree, bound->duals, bound->totals);
    if (!ci_most_find(&bound->most, bound->totals, decided, &bound->theta,
                      true, &most, bound->picked))
        return false;
    bound->value = bound->kept + most;
    if (bound->value < bound->best_value)
        keep_best(bound);
    return true;
}

/* ---- a run ------------------------------------------------------------- */

bool ci_mclp_bound_begin(ci_mclp_bound *bound, const uint8_t *decided)
{
    int64_t most;

    ci_mclp_walk_decide(&bound->walk, decided);
    if (bound->best_value < INT64_MAX) {
        if (!ci_most_find(&bound->most, bound->best_totals, decided,
                          &bound->best_theta, true, &most, bound->best_picked))
            return false;
        bound->best_value = bound->best_kept + most;
    }
    return evaluate(bound, decided);
}

/* What is kept of the best duals beside the walk. */
typedef struct best_place {
    int64_t value, kept, theta;
} best_place;

static size_t number_room(size_t bytes)
{
    return bytes / sizeof(double) + 1;
}

size_t ci_mclp_bound_room(const ci_mclp_bound *bound)
{
    size_t duals = bound->best_duals ? bound->walk.tree.node_count : 0;

    return ci_mclp_walk_room(&bound->walk) + number_room(sizeof(best_place)) +
           number_room((bound->cover->site_count + duals) * sizeof(int64_t));
}

void ci_mclp_bound_keep(const ci_mclp_bound *bound, double *place)
{
    best_place best = {bound->best_value, bound->best_kept, bound->best_theta};
    size_t sites = bound->cover->site_count;
    char *at;

    ci_mclp_walk_keep(&bound->walk, place);
    at = (char *)(place + ci_mclp_walk_room(&bound->walk));
    memcpy(at, &best, sizeof(best));
    at += sizeof(best);
    memcpy(at, bound->best_totals, sites * sizeof(int64_t));
    if (bound->best_duals)
        memcpy(at + sites * sizeof(int64_t), bound->best_duals,
               bound->walk.tree.node_count * sizeof(int64_t));
}

void ci_mclp_bound_return(ci_mclp_bound *bound, const double *place)
{
    best_place best;
    size_t sites = bound->cover->site_count;
    const char *at;

    ci_mclp_walk_return(&bound->walk, place);
    at = (const char *)(place + ci_mclp_walk_room(&bound->walk));
    memcpy(&best, at, sizeof(best));
    at += sizeof(best);
    memcpy(bound->best_totals, at, sites * sizeof(int64_t));
    if (bound->best_duals)
        memcpy(bound->best_duals, at + sites * sizeof(int64_t),
               bound->walk.tree.node_count * sizeof(int64_t));
    bound->best_value = best.value;
    bound->best_kept = best.kept;
    bound->best_theta = best.theta;
}

ci_mclp_end ci_mclp_bound_run(ci_mclp_bound *bound, const uint8_t *decided,
                              int64_t goal, const ci_mclp_patience *patience,
                              ci_effort *effort)
{
    size_t size = ci_mclp_walk_size(&bound->walk);
    int64_t before = bound->best_value;

    for (uint32_t looks = 1; bound->best_value >= goal; looks++) {
        for (uint32_t i = 0; i < patience->look_every; i++) {
            ci_mclp_walk_step(&bound->walk);
            if (!ci_effort_spend(effort, size))
                return CI_MCLP_OVER;
        }
        evaluate(bound, decided);
        if (bound->best_value >= goal && looks % patience->looks == 0) {
            double fall = (double)(before - bound->best_value);

            if (looks >= patience->looks_max ||
                fall < patience->share * (double)(bound->best_value - goal))
                return CI_MCLP_ABOVE;
            before = bound->best_value;
        }
    }
    return CI_MCLP_BELOW;
}

bool ci_mclp_bound_other(ci_mclp_bound *bound, int64_t *value)
{
    int64_t theta = bound->best_theta, most;

    if (!ci_most_find(&bound->most, bound->best_totals, NULL, &theta, true,
                      &most, NULL))
        return false;
    *value = bound->best_kept + most;
    return true;
}

/* ---- forced sites ------------------------------------------------------ */

static bool is_open(const ci_mclp_bound *bound, const uint8_t *decided,
                    size_t site)
{
    return bound->side->states[site] == CIRCLET_SITE_FREE &&
           decided[site] == CI_OPEN;
}

static int64_t key_of(const ci_mclp_bound *bound, size_t site)
{
    return bound->best_totals[site] -
           bound->best_theta * bound->side->costs[site];
}

/* Without groups: a forced site takes the place of the least picked one, a
 * barred one leaves its place to the best of the others. */
static void force_plain(ci_mclp_bound *bound, const uint8_t *decided)
{
    int64_t least = INT64_MAX, next = 0;
    size_t picked = 0;

    for (size_t site = 0; site < bound->cover->site_count; site++) {
        bool counts = bound->side->states[site] != CIRCLET_SITE_EXISTING;

        picked += counts && bound->best_picked[site];
        if (!is_open(bound, decided, site))
            continue;
        if (bound->best_picked[site] && key_of(bound, site) < least)
            least = key_of(bound, site);
        if (!bound->best_picked[site] && key_of(bound, site) > next)
            next = key_of(bound, site);
    }
    for (size_t site = 0; site < bound->cover->site_count; site++) {
        int64_t key = key_of(bound, site);

        if (!is_open(bound, decided, site))
            continue;
        if (bound->best_picked[site])
            bound->forced[site] = bound->best_value - key + next;
        else if (picked < bound->side->p)
            bound->forced[site] = bound->best_value + key;
        else if (least < INT64_MAX)
            bound->forced[site] = bound->best_value + key - least;
        else
            bound->forced[site] = INT64_MIN; /* decided ones fill p */
    }
}

static void force_grouped(ci_mclp_bound *bound, const uint8_t *decided)
{
    size_t sites = bound->cover->site_count;
    uint8_t *tried = bound->best_picked;
    uint8_t *copy = malloc(sites + 1);
    int64_t theta = bound->best_theta, with, all;

    if (!copy)
        return;
    memcpy(copy, decided, sites);
    if (ci_most_find(&bound->most, bound->best_totals, decided, &theta, false,
                     &all, NULL))
        for (size_t site = 0; site < sites; site++) {
            if (!is_open(bound, decided, site))
                continue;
            copy[site] = tried[site] ? CI_OUT : CI_IN;
            theta = bound->best_theta;
            bound->forced[site] =
                ci_most_find(&bound->most, bound->best_totals, copy, &theta,
                             false, &with, NULL)
                    ? bound->best_value - all + with
                    : INT64_MIN;
            copy[site] = CI_OPEN;
        }
    free(copy);
}

void ci_mclp_bound_force(ci_mclp_bound *bound, const uint8_t *decided)
{
    size_t sites = bound->cover->site_count;

    for (size_t site = 0; site < sites; site++)
        bound->forced[site] = INT64_MAX;
    if (!bound->side->groups)
        force_plain(bound, decided);
    else if (sites * sites <= ASKED_MAX)
        force_grouped(bound, decided);
}
