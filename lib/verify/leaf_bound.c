#include "verify/leaf_bound.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/divisor.h"
#include "base/error.h"
#include "verify/knapsack.h"
#include "verify/objective_check.h"

static size_t site_count_of(const ci_leaf_bound *bound)
{
    return circlet_od_matrix_destination_count(bound->location->reach);
}

/* Whether rows are bounded leaf by leaf. */
static bool has_backup(const circlet_certificate *certificate,
                       const ci_check_rows *rows)
{
    if (!rows || certificate->model != CIRCLET_MODEL_MCLP)
        return false;
    for (size_t row = 0; row < rows->row_count; row++)
        if (rows->needs[row] > 1)
            return true;
    return false;
}

bool ci_leaf_bound_make(ci_leaf_bound *out,
                        const circlet_certificate *certificate,
                        const circlet_location *location,
                        const ci_check_rows *rows)
{
    ci_leaf_bound bound = {.certificate = certificate,
                           .location = location,
                           .rows = rows,
                           .duals = CIRCLET_NO_DUALS};

    bound.unserved_ms = ci_unserved_of(location);
    bound.values = calloc(site_count_of(&bound) + 1, sizeof(*bound.values));
    bound.may_open =
        calloc(site_count_of(&bound) + 1, sizeof(*bound.may_open));
    if (has_backup(certificate, rows))
        bound.leaf_values =
            calloc(site_count_of(&bound) + 1, sizeof(*bound.leaf_values));
    if (!bound.values || !bound.may_open ||
        (has_backup(certificate, rows) && !bound.leaf_values) ||
        !ci_most_scratch_make(&bound.scratch, location)) {
        free(bound.values);
        free(bound.leaf_values);
        free(bound.may_open);
        return false;
    }
    *out = bound;
    return true;
}

void ci_leaf_bound_clear(ci_leaf_bound *bound)
{
    free(bound->values);
    free(bound->leaf_values);
    free(bound->may_open);
    ci_most_scratch_clear(&bound->scratch);
}

/* Adds x to a site's value; false: the sum is lost. */
static bool add_to(int64_t *values, uint32_t site, int64_t x)
{
    ci_exact_sum sum = {values[site], false};

    ci_exact_add(&sum, x);
    values[site] = sum.value;
    return !sum.is_lost;
}

static void add_value(ci_leaf_bound *bound, uint32_t site, int64_t x)
{
    bound->base.is_lost |= !add_to(bound->values, site, x);
}

/* ---- covering ---------------------------------------------------------- */

/* Adds the lesser of price x w_i and n_i u_i, with this sign: what the dual
 * of a row takes off max(0, price x w_i - n_i u_i). */
static void add_priced(ci_leaf_bound *bound, const circlet_dual *dual,
                       int64_t price, int sign)
{
    ci_exact_sum whole = {0, false}, priced = {0, false};

    ci_exact_add_product(&whole, 1, price, bound->rows->weights[dual->row]);
    ci_exact_add_product(&priced, 1, bound->rows->needs[dual->row],
                         dual->value);
    bound->base.is_lost |= whole.is_lost;
    ci_exact_add(&bound->base,
                 sign * (priced.is_lost || priced.value > whole.value
                             ? whole.value
                             : priced.value));
}

/* Whether what a row gives depends on the leaf. */
static bool is_of_leaf(const ci_leaf_bound *bound, size_t row)
{
    return bound->leaf_values && bound->rows->needs[row] > 1;
}

static void add_cover_row(ci_leaf_bound *bound, const circlet_dual *dual)
{
    const ci_check_rows *rows = bound->rows;
    size_t count;
    const circlet_od_entry *entries;

    if (dual->row >= rows->row_count || rows->needs[dual->row] == 0 ||
        is_of_leaf(bound, dual->row))
        return;
    entries = ci_check_row_entries(rows, dual->row, &count);
    for (size_t k = 0; k < count; k++)
        if (ci_state_of(bound->location, entries[k].destination) !=
            CIRCLET_SITE_EXISTING)
            add_value(bound, entries[k].destination, dual->value);
    if (bound->certificate->model == CIRCLET_MODEL_MCLP)
        add_priced(bound, dual, bound->certificate->scale, -1);
    else if (bound->location->target > 0)
        add_priced(bound, dual, bound->certificate->thetas[bound->duals], 1);
    else
        ci_exact_add_product(&bound->base, 1, rows->needs[dual->row],
                             dual->value);
}

/* What the rows give without their duals. */
static void start_cover(ci_leaf_bound *bound)
{
    const ci_check_rows *rows = bound->rows;
    const circlet_certificate *certificate = bound->certificate;
    bool is_maximum = certificate->model == CIRCLET_MODEL_MCLP;
    int64_t price =
        is_maximum ? certificate->scale : certificate->thetas[bound->duals];
    int sign = is_maximum ? 1 : -1;

    if (!is_maximum && bound->location->target == 0)
        return;
    bound->base.is_lost |= rows->served.is_lost;
    if (!is_maximum)
        ci_exact_add_product(&bound->base, 1, price, bound->location->target);
    ci_exact_add_product(&bound->base, sign, price, rows->served.value);
    for (size_t row = 0; row < rows->row_count; row++)
        if (!is_of_leaf(bound, row))
            ci_exact_add_product(&bound->base, sign, price,
                                 rows->weights[row]);
}

/* What a leaf says of a site: ci_limits_most() has settled what follows from
 * its verdicts, but what it picked is still open. */
static ci_verdict verdict_of(const ci_leaf_bound *bound,
                             const uint8_t *verdicts, uint32_t site)
{
    if (ci_state_of(bound->location, site) == CIRCLET_SITE_FIXED)
        return CI_VERDICT_IN;
    if (bound->scratch.verdicts[site] == CI_VERDICT_OUT)
        return CI_VERDICT_OUT;
    return verdicts[site] == CI_VERDICT_IN ? CI_VERDICT_IN : CI_VERDICT_OPEN;
}

/* A row that needs several sites; existing sites are out there. */
static void add_leaf_row(ci_leaf_bound *bound, const uint8_t *verdicts,
                         size_t row, int64_t dual)
{
    const ci_check_rows *rows = bound->rows;
    ci_exact_sum whole = {0, false}, priced = {0, false};
    uint32_t counts[3] = {0, 0, 0};
    uint32_t need = rows->needs[row], in_count;
    size_t count;
    const circlet_od_entry *entries = ci_check_row_entries(rows, row, &count);

    for (size_t k = 0; k < count; k++)
        counts[verdict_of(bound, verdicts, entries[k].destination)]++;
    in_count = counts[CI_VERDICT_IN];
    if (in_count + counts[CI_VERDICT_OPEN] < need)
        return;
    ci_exact_add_product(&whole, 1, bound->certificate->scale,
                         rows->weights[row]);
    bound->leaf_base.is_lost |= whole.is_lost;
    ci_exact_add(&bound->leaf_base, whole.value);
    if (in_count >= need)
        return;
    ci_exact_add_product(&priced, 1, need - in_count, dual);
    ci_exact_add(&bound->leaf_base,
                 priced.is_lost || priced.value > whole.value ? -whole.value
                                                              : -priced.value);
    for (size_t k = 0; k < count; k++)
        if (verdict_of(bound, verdicts, entries[k].destination) ==
            CI_VERDICT_OPEN)
            bound->leaf_base.is_lost |=
                !add_to(bound->leaf_values, entries[k].destination, dual);
}

/* The values of a leaf: those of its duals, and of the rows that need
 * several sites. */
static void read_leaf(ci_leaf_bound *bound, uint32_t position,
                      const uint8_t *verdicts)
{
    const circlet_certificate *certificate = bound->certificate;
    size_t at = certificate->dual_first[position];
    size_t end = certificate->dual_first[position + 1];

    memcpy(bound->leaf_values, bound->values,
           site_count_of(bound) * sizeof(*bound->values));
    bound->leaf_base = bound->base;
    for (size_t row = 0; row < bound->rows->row_count; row++) {
        while (at < end && certificate->duals[at].row < row)
            at++;
        if (is_of_leaf(bound, row))
            add_leaf_row(bound, verdicts, row,
                         at < end && certificate->duals[at].row == row
                             ? certificate->duals[at].value
                             : 0);
    }
}

/* ---- median ------------------------------------------------------------ */

static bool is_reached(const circlet_location *location, size_t point)
{
    size_t count;
    const circlet_od_entry *entries =
        circlet_od_matrix_row(location->reach, point, &count);

    for (size_t k = 0; k < count; k++)
        if (ci_state_of(location, entries[k].destination) !=
            CIRCLET_SITE_FORBIDDEN)
            return true;
    return false;
}

/* scale x w x d; INT64_MAX where that does not fit. */
static int64_t scaled_cost(const ci_leaf_bound *bound, size_t point,
                           uint32_t time_ms)
{
    ci_exact_sum weight = {0, false}, cost = {0, false};

    ci_exact_add_product(&weight, 1, bound->certificate->scale,
                         ci_weight_of(bound->location, point));
    ci_exact_add_product(&cost, 1, weight.value, time_ms);
    return weight.is_lost || cost.is_lost ? INT64_MAX : cost.value;
}

static void add_median_row(ci_leaf_bound *bound, const circlet_dual *dual)
{
    const circlet_location *location = bound->location;
    size_t points = circlet_od_matrix_origin_count(location->reach), count;
    const circlet_od_entry *entries;
    int64_t cut, value = dual->value;

    if (dual->row >= points || ci_weight_of(location, dual->row) == 0 ||
        !is_reached(location, dual->row))
        return;
    cut = scaled_cost(bound, dual->row, bound->unserved_ms);
    value = value < cut ? value : cut;
    ci_exact_add(&bound->base, value);
    entries = circlet_od_matrix_row(location->reach, dual->row, &count);
    for (size_t k = 0; k < count; k++) {
        int64_t cost = scaled_cost(bound, dual->row, entries[k].time_ms);

        if (cost < value)
            add_value(bound, entries[k].destination, value - cost);
    }
}

/* ---- capacities -------------------------------------------------------- */

/* What the points of a site may give it, by the duals. */
typedef struct offers {
    const ci_leaf_bound *bound;
    int64_t *duals; /* of each point */
    size_t *first; /* of each site, into items */
    ci_item *items;
} offers;

static int64_t profit_of(const offers *found, size_t point, uint32_t time_ms)
{
    const ci_leaf_bound *bound = found->bound;
    const circlet_location *location = bound->location;
    int64_t cost;

    if (ci_weight_of(location, point) == 0)
        return 0;
    if (bound->certificate->model == CIRCLET_MODEL_CAPACITATED_MCLP) {
        cost = scaled_cost(bound, point, 1);
        return time_ms <= ci_cutoff_of(location, point) &&
                       cost > found->duals[point]
                   ? cost - found->duals[point]
                   : 0;
    }
    cost = scaled_cost(bound, point, time_ms);
    return cost < found->duals[point] ? found->duals[point] - cost : 0;
}

/* Once to count, once to fill: `first` of a site is one place ahead while
 * its items are filled. */
static void list_offers(offers *found, bool is_filling)
{
    const circlet_location *location = found->bound->location;
    size_t points = circlet_od_matrix_origin_count(location->reach);

    for (size_t i = 0; i < points; i++) {
        size_t count;
        const circlet_od_entry *entries =
            circlet_od_matrix_row(location->reach, i, &count);

        for (size_t k = 0; k < count; k++) {
            int64_t profit = profit_of(found, i, entries[k].time_ms);
            size_t *next = &found->first[entries[k].destination + 1];

            if (profit <= 0)
                continue;
            if (is_filling)
                found->items[*next] =
                    (ci_item){profit, ci_load_of(location, i)};
            (*next)++;
        }
    }
}

static bool pack_sites(ci_leaf_bound *bound, offers *found)
{
    const circlet_location *location = bound->location;
    size_t site_count = site_count_of(bound), sum = 0;

    list_offers(found, false);
    for (size_t site = 0; site < site_count; site++) {
        size_t count = found->first[site + 1];

        found->first[site + 1] = sum;
        sum += count;
    }
    found->items = calloc(sum + 1, sizeof(*found->items));
    if (!found->items)
        return false;
    list_offers(found, true);
    for (size_t site = 0; site < site_count; site++) {
        int64_t most = ci_knapsack_most(
            found->items + found->first[site],
            found->first[site + 1] - found->first[site],
            location->capacities ? location->capacities[site] : INT64_MAX,
            location->is_whole);

        if (most == CI_KNAPSACK_NOMEM)
            return false;
        bound->base.is_lost |= most == CI_KNAPSACK_LOST;
        bound->values[site] = most < 0 ? 0 : most;
    }
    return true;
}

static void add_capacitated(ci_leaf_bound *bound, const circlet_dual *duals,
                            size_t count)
{
    const circlet_location *location = bound->location;
    size_t points = circlet_od_matrix_origin_count(location->reach);
    offers found = {.bound = bound};

    found.duals = calloc(points + 1, sizeof(*found.duals));
    found.first = calloc(site_count_of(bound) + 2, sizeof(*found.first));
    for (size_t k = 0; found.duals && k < count; k++) {
        int64_t value = duals[k].value;

        if (duals[k].row >= points || !is_reached(location, duals[k].row))
            continue;
        if (bound->certificate->model == CIRCLET_MODEL_CAPACITATED_P_MEDIAN) {
            int64_t cut = scaled_cost(bound, duals[k].row, bound->unserved_ms);

            value = value < cut ? value : cut;
        }
        found.duals[duals[k].row] = value;
        ci_exact_add(&bound->base, value);
    }
    if (!found.duals || !found.first || !pack_sites(bound, &found))
        bound->is_out_of_memory = true;
    free(found.duals);
    free(found.first);
    free(found.items);
}

/* ---- a leaf ------------------------------------------------------------ */

static void take_off_costs(ci_leaf_bound *bound)
{
    for (size_t site = 0; site < site_count_of(bound); site++) {
        ci_exact_sum value = {bound->values[site], false};

        if (ci_state_of(bound->location, site) == CIRCLET_SITE_EXISTING)
            continue;
        ci_exact_add_product(&value, -1, bound->certificate->scale,
                             ci_cost_of(bound->location, site));
        bound->values[site] = value.value;
        bound->base.is_lost |= value.is_lost;
    }
}

static void read_duals(ci_leaf_bound *bound, uint32_t position)
{
    const circlet_certificate *certificate = bound->certificate;
    size_t first = certificate->dual_first[position];
    size_t end = certificate->dual_first[position + 1];
    circlet_model model = certificate->model;

    memset(bound->values, 0, site_count_of(bound) * sizeof(*bound->values));
    bound->base = (ci_exact_sum){0, false};
    bound->duals = position;
    if (model == CIRCLET_MODEL_CAPACITATED_MCLP ||
        model == CIRCLET_MODEL_CAPACITATED_P_MEDIAN) {
        if (end > first)
            add_capacitated(bound, certificate->duals + first, end - first);
        else
            add_capacitated(bound, NULL, 0);
        return;
    }
    if (bound->rows)
        start_cover(bound);
    for (size_t k = first; k < end; k++) {
        if (bound->rows)
            add_cover_row(bound, &certificate->duals[k]);
        else
            add_median_row(bound, &certificate->duals[k]);
    }
    if (model == CIRCLET_MODEL_LSCP ||
        model == CIRCLET_MODEL_FACILITY_LOCATION)
        take_off_costs(bound);
}

/* The greatest sum of costs below the bound, which must be above 0: all sums
 * are multiples of the costs' common divisor. */
static int64_t cost_below(const ci_leaf_bound *bound)
{
    int64_t divisor = 0;

    for (size_t site = 0; site < site_count_of(bound); site++) {
        uint8_t state = ci_state_of(bound->location, site);

        if (state == CIRCLET_SITE_FREE || state == CIRCLET_SITE_FIXED)
            divisor =
                ci_common_divisor(ci_cost_of(bound->location, site), divisor);
    }
    return divisor > 0 ? (bound->certificate->bound - 1) / divisor * divisor
                       : bound->certificate->bound - 1;
}

/* Whether the leaf's limit is on the safe side of the bound. */
static bool is_proved(const ci_leaf_bound *bound, const ci_exact_sum *most)
{
    const circlet_certificate *certificate = bound->certificate;
    bool is_maximum = certificate->model == CIRCLET_MODEL_MCLP ||
                      certificate->model == CIRCLET_MODEL_CAPACITATED_MCLP;
    ci_exact_sum limit = bound->leaf_values ? bound->leaf_base : bound->base;
    ci_exact_sum claim = {0, false};
    int64_t next =
        is_maximum ? certificate->bound + 1 : certificate->bound - 1;

    if (certificate->model == CIRCLET_MODEL_LSCP && certificate->bound > 0)
        next = cost_below(bound);
    ci_exact_add(&limit, is_maximum ? most->value : -most->value);
    if (limit.is_lost || most->is_lost)
        return false;
    if (certificate->model == CIRCLET_MODEL_P_CENTER)
        return limit.value > 0;
    ci_exact_add_product(&claim, next < 0 ? -1 : 1, certificate->scale,
                         next < 0 ? -next : next);
    if (claim.is_lost)
        return false;
    return is_maximum ? limit.value < claim.value : limit.value > claim.value;
}

/* Whether the sites that are not out cover too little weight. */
static bool misses_target(const ci_leaf_bound *bound)
{
    const ci_check_rows *rows = bound->rows;
    size_t sites = site_count_of(bound);
    uint8_t *may_open = bound->may_open;
    ci_exact_sum covered;

    if (bound->certificate->model != CIRCLET_MODEL_LSCP)
        return false;
    covered = rows->served;
    for (size_t site = 0; site < sites; site++)
        may_open[site] = bound->scratch.verdicts[site] != CI_VERDICT_OUT;
    for (size_t row = 0; row < rows->row_count; row++)
        if (rows->needs[row] > 0 &&
            ci_check_row_cover(rows, row, may_open) >= rows->needs[row])
            ci_exact_add(&covered, rows->weights[row]);
    return !covered.is_lost && covered.value < bound->location->target;
}

circlet_status ci_leaf_bound_check(ci_leaf_bound *bound, uint32_t duals,
                                   const uint8_t *verdicts,
                                   circlet_error *error)
{
    bool has_target = bound->certificate->model == CIRCLET_MODEL_LSCP &&
                      bound->location->target > 0;
    ci_exact_sum most;
    int64_t theta = 0;

    if (duals != CIRCLET_NO_DUALS) {
        if (duals != bound->duals)
            read_duals(bound, duals);
        if (bound->is_out_of_memory)
            return ci_fail_nomem(error);
        if (!has_target)
            theta = bound->certificate->thetas[duals];
    }
    /* Without duals the values do not matter: only whether a choice is. */
    if (!ci_limits_most(bound->location, bound->values, verdicts, theta,
                        &bound->scratch, &most))
        return CIRCLET_OK;
    if (duals == CIRCLET_NO_DUALS) {
        if (misses_target(bound))
            return CIRCLET_OK;
        return ci_fail(error, CIRCLET_E_DATA,
                       "a leaf without duals holds choices");
    }
    if (bound->leaf_values) {
        /* Verdicts are known now. */
        read_leaf(bound, duals, verdicts);
        if (!ci_limits_most(bound->location, bound->leaf_values, verdicts,
                            theta, &bound->scratch, &most))
            return CIRCLET_OK;
    }
    if (!is_proved(bound, &most))
        return ci_fail(error, CIRCLET_E_DATA,
                       "the duals %" PRIu32 " do not prove the bound %" PRId64
                       " of their leaf",
                       duals, bound->certificate->bound);
    return CIRCLET_OK;
}
