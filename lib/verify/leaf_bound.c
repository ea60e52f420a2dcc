#include "verify/leaf_bound.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/divisor.h"
#include "base/error.h"
#include "verify/objective_check.h"

static size_t site_count_of(const ci_leaf_bound *bound)
{
    return circlet_od_matrix_destination_count(bound->location->reach);
}

static bool is_maximum_of(const circlet_certificate *certificate)
{
    return certificate->model == CIRCLET_MODEL_MCLP ||
           certificate->model == CIRCLET_MODEL_CAPACITATED_MCLP;
}

static bool has_capacities(const ci_leaf_bound *bound)
{
    return bound->certificate->model == CIRCLET_MODEL_CAPACITATED_MCLP ||
           bound->certificate->model == CIRCLET_MODEL_CAPACITATED_P_MEDIAN;
}

static bool has_target(const ci_leaf_bound *bound)
{
    return bound->certificate->model == CIRCLET_MODEL_LSCP &&
           bound->location->target > 0;
}

/* Whether rows that need several sites are bounded leaf by leaf. */
static bool has_need_rows(const ci_leaf_bound *bound)
{
    const ci_check_rows *rows = bound->rows;

    if (!rows || (bound->certificate->model != CIRCLET_MODEL_MCLP &&
                  !has_target(bound)))
        return false;
    for (size_t row = 0; row < rows->row_count; row++)
        if (ci_needs_several(rows, row))
            return true;
    return false;
}

/* What only some models have. */
static bool make_parts(ci_leaf_bound *bound)
{
    bound->has_need = has_need_rows(bound);
    if (bound->has_need) {
        bound->leaf_values =
            calloc(site_count_of(bound) + 1, sizeof(*bound->leaf_values));
        return bound->leaf_values &&
               ci_need_rows_make(&bound->need, bound->rows);
    }
    return !has_capacities(bound) ||
           ci_capacity_bound_make(&bound->capacity, bound->certificate,
                                  bound->location, bound->unserved_ms);
}

/* What states and spacing leave out of every choice does not count. */
static int64_t divisor_of(const ci_leaf_bound *bound)
{
    uint8_t *settled = bound->scratch.verdicts;
    bool is_settled =
        ci_limits_settle(bound->location, bound->joined, settled);
    int64_t divisor = 0;

    for (size_t site = 0; site < site_count_of(bound); site++) {
        uint8_t state = ci_state_of(bound->location, site);
        bool is_out = is_settled && settled[site] == CI_VERDICT_OUT;

        if (!is_out &&
            (state == CIRCLET_SITE_FREE || state == CIRCLET_SITE_FIXED))
            divisor =
                ci_common_divisor(ci_cost_of(bound->location, site), divisor);
    }
    return divisor;
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
    bound.joined = calloc(site_count_of(&bound) + 1, sizeof(*bound.joined));
    bound.may_open =
        calloc(site_count_of(&bound) + 1, sizeof(*bound.may_open));
    if (!bound.values || !bound.may_open || !bound.joined ||
        !make_parts(&bound) ||
        !ci_most_scratch_make(&bound.scratch, location)) {
        ci_leaf_bound_clear(&bound);
        return false;
    }
    bound.cost_divisor = divisor_of(&bound); /* all sites are open so far */
    *out = bound;
    return true;
}

void ci_leaf_bound_clear(ci_leaf_bound *bound)
{
    free(bound->values);
    free(bound->leaf_values);
    free(bound->may_open);
    free(bound->joined);
    ci_need_rows_clear(&bound->need);
    ci_capacity_bound_clear(&bound->capacity);
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

/* The price of a unit of a row's weight. */
static int64_t price_of(const ci_leaf_bound *bound)
{
    return is_maximum_of(bound->certificate)
               ? bound->certificate->scale
               : bound->certificate->thetas[bound->duals];
}

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
    return bound->has_need && ci_needs_several(bound->rows, row);
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
    if (is_maximum_of(bound->certificate))
        add_priced(bound, dual, price_of(bound), -1);
    else if (has_target(bound))
        add_priced(bound, dual, price_of(bound), 1);
    else
        ci_exact_add_product(&bound->base, 1, rows->needs[dual->row],
                             dual->value);
}

/* What the rows give without their duals. */
static void start_cover(ci_leaf_bound *bound)
{
    const ci_check_rows *rows = bound->rows;
    bool is_maximum = is_maximum_of(bound->certificate);
    int64_t price = price_of(bound);
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

/* The values of a leaf, whose verdicts are settled: those of its duals, and
 * of the rows that need several sites. */
static void read_leaf(ci_leaf_bound *bound)
{
    ci_need_rows *need = &bound->need;
    const uint8_t *verdicts = bound->scratch.verdicts;

    ci_need_rows_settle(need, verdicts);
    bound->leaf_base = bound->base;
    bound->leaf_base.is_lost |= need->is_lost;
    ci_exact_add(&bound->leaf_base,
                 is_maximum_of(bound->certificate) ? need->sum : -need->sum);
    for (size_t site = 0; site < site_count_of(bound); site++) {
        ci_exact_sum value = {bound->values[site], false};

        if (verdicts[site] == CI_VERDICT_OPEN)
            ci_exact_add(&value, need->values[site]);
        bound->leaf_values[site] = value.value;
        bound->leaf_base.is_lost |= value.is_lost;
    }
}

/* ---- median ------------------------------------------------------------ */

static void add_median_row(ci_leaf_bound *bound, const circlet_dual *dual)
{
    const circlet_location *location = bound->location;
    size_t points = circlet_od_matrix_origin_count(location->reach), count;
    const circlet_od_entry *entries;
    int64_t cut, value = dual->value;

    if (dual->row >= points || ci_weight_of(location, dual->row) == 0 ||
        !ci_is_reached(location, dual->row))
        return;
    cut = ci_scaled_weight(bound->location, bound->certificate->scale,
                           dual->row, bound->unserved_ms);
    value = value < cut ? value : cut;
    ci_exact_add(&bound->base, value);
    entries = circlet_od_matrix_row(location->reach, dual->row, &count);
    for (size_t k = 0; k < count; k++) {
        int64_t cost =
            ci_scaled_weight(bound->location, bound->certificate->scale,
                             dual->row, entries[k].time_ms);

        if (cost < value)
            add_value(bound, entries[k].destination, value - cost);
    }
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
    /* There may be no duals at all. */
    const circlet_dual *duals =
        end > first ? certificate->duals + first : NULL;

    memset(bound->values, 0, site_count_of(bound) * sizeof(*bound->values));
    bound->base = (ci_exact_sum){0, false};
    bound->duals = position;
    if (has_capacities(bound)) {
        ci_capacity_read(&bound->capacity, duals, end - first, &bound->base);
        return;
    }
    if (bound->has_need)
        ci_need_rows_read(&bound->need, duals, end - first, price_of(bound));
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
    int64_t divisor = bound->cost_divisor;

    return divisor > 0 ? (bound->certificate->bound - 1) / divisor * divisor
                       : bound->certificate->bound - 1;
}

/* Whether the leaf's limit is on the safe side of the bound. */
static bool is_proved(const ci_leaf_bound *bound, const ci_exact_sum *most)
{
    const circlet_certificate *certificate = bound->certificate;
    bool is_maximum = is_maximum_of(certificate);
    ci_exact_sum limit = bound->has_need ? bound->leaf_base : bound->base;
    ci_exact_sum claim = {0, false};
    int64_t next =
        is_maximum ? certificate->bound + 1 : certificate->bound - 1;

    if (certificate->model == CIRCLET_MODEL_LSCP && certificate->bound > 0)
        next = cost_below(bound);
    ci_exact_add(&limit, is_maximum ? most->value : -most->value);
    if (limit.is_lost || most->is_lost || bound->are_values_lost)
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

/* The values that the duals give the sites at the leaf, with `is_sharp` the
 * least of them; false: no choice obeys the verdicts. */
static bool find_values(ci_leaf_bound *bound, const uint8_t *verdicts,
                        bool is_sharp, const int64_t **values)
{
    bool is_lost = false;

    *values = bound->values;
    if (bound->has_need) {
        if (!ci_limits_settle(bound->location, verdicts,
                              bound->scratch.verdicts))
            return false;
        read_leaf(bound);
        *values = bound->leaf_values;
    }
    if (has_capacities(bound)) {
        bound->is_out_of_memory |= !ci_capacity_values(
            &bound->capacity, is_sharp, bound->values, &is_lost);
    }
    bound->are_values_lost = is_lost;
    return true;
}

/* A leaf without duals holds no choice, or none that reaches the target. */
static circlet_status check_bare(ci_leaf_bound *bound, const uint8_t *verdicts,
                                 circlet_error *error)
{
    ci_exact_sum most;

    if (!ci_limits_most(bound->location, bound->values, verdicts, 0,
                        &bound->scratch, &most) ||
        misses_target(bound))
        return CIRCLET_OK;
    return ci_fail(error, CIRCLET_E_DATA,
                   "a leaf without duals holds choices");
}

/* Whether the leaf holds no choice or the duals prove its bound. */
static bool is_closed(ci_leaf_bound *bound, const uint8_t *verdicts,
                      bool is_sharp)
{
    int64_t theta =
        has_target(bound) ? 0 : bound->certificate->thetas[bound->duals];
    const int64_t *values;
    ci_exact_sum most;

    return !find_values(bound, verdicts, is_sharp, &values) ||
           !ci_limits_most(bound->location, values, verdicts, theta,
                           &bound->scratch, &most) ||
           is_proved(bound, &most);
}

circlet_status ci_leaf_bound_check(ci_leaf_bound *bound, uint32_t duals,
                                   const uint8_t *verdicts,
                                   circlet_error *error)
{
    bool is_shown;

    if (has_capacities(bound)) {
        if (!ci_capacity_join(&bound->capacity, verdicts, bound->joined))
            return CIRCLET_OK;
        verdicts = bound->joined;
    }
    if (duals == CIRCLET_NO_DUALS)
        return check_bare(bound, verdicts, error);
    if (duals != bound->duals)
        read_duals(bound, duals);
    is_shown = is_closed(bound, verdicts, false) ||
               (has_capacities(bound) && is_closed(bound, verdicts, true));
    if (bound->is_out_of_memory)
        return ci_fail_nomem(error);
    return is_shown
               ? CIRCLET_OK
               : ci_fail(error, CIRCLET_E_DATA,
                         "the duals %" PRIu32
                         " do not prove the bound %" PRId64 " of their leaf",
                         duals, bound->certificate->bound);
}
