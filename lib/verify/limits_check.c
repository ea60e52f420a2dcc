#include "verify/limits_check.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"

static size_t site_count_of(const circlet_location *location)
{
    return circlet_od_matrix_destination_count(location->reach);
}

static uint32_t group_of(const circlet_location *location, size_t site)
{
    return location->groups && location->group_count > 0
               ? location->groups[site]
               : CIRCLET_NO_GROUP;
}

/* ---- a choice ---------------------------------------------------------- */

static circlet_status open_sites(const circlet_location *location,
                                 const uint32_t *sites, size_t count,
                                 uint8_t *is_open, circlet_error *error)
{
    size_t site_count = site_count_of(location);
    char name[CI_NAME_SIZE];

    for (size_t site = 0; site < site_count; site++)
        is_open[site] = ci_state_of(location, site) == CIRCLET_SITE_EXISTING;
    for (size_t i = 0; i < count; i++) {
        if (sites[i] >= site_count || (i > 0 && sites[i] <= sites[i - 1]))
            return ci_fail(error, CIRCLET_E_DATA,
                           "site %" PRIu32 " is not one of %zu, or out of "
                           "order",
                           sites[i], site_count);
        if (ci_state_of(location, sites[i]) == CIRCLET_SITE_FORBIDDEN ||
            ci_state_of(location, sites[i]) == CIRCLET_SITE_EXISTING)
            return ci_fail(error, CIRCLET_E_DATA,
                           "site %s is existing or forbidden, it cannot be "
                           "chosen",
                           ci_name_of_site(name, location, sites[i]));
        is_open[sites[i]] = 1;
    }
    for (size_t site = 0; site < site_count; site++)
        if (ci_state_of(location, site) == CIRCLET_SITE_FIXED &&
            !is_open[site])
            return ci_fail(error, CIRCLET_E_DATA,
                           "site %s is fixed, but not chosen",
                           ci_name_of_site(name, location, site));
    return CIRCLET_OK;
}

static circlet_status check_sums(const circlet_location *location,
                                 const uint32_t *sites, size_t count,
                                 circlet_error *error)
{
    ci_exact_sum cost = {0, false};
    char budget[CI_DECIMAL_SIZE];

    if (location->has_p && count > location->p)
        return ci_fail(error, CIRCLET_E_DATA, "%zu sites are chosen, p is %zu",
                       count, location->p);
    for (size_t i = 0; i < count; i++)
        ci_exact_add(&cost, ci_cost_of(location, sites[i]));
    if (location->has_budget &&
        (cost.is_lost || cost.value > location->budget))
        return ci_fail(
            error, CIRCLET_E_DATA, "the sites cost more than the budget %s",
            ci_decimal_text(budget, location->budget,
                            location->names ? location->names->cost_decimals
                                            : 0));
    return CIRCLET_OK;
}

static circlet_status check_group(const circlet_location *location,
                                  uint32_t group, const uint8_t *is_open,
                                  circlet_error *error)
{
    uint32_t open = 0, chosen = 0;
    char name[CI_NAME_SIZE];

    for (size_t site = 0; site < site_count_of(location); site++) {
        if (location->groups[site] != group || !is_open[site])
            continue;
        open++;
        chosen += ci_state_of(location, site) != CIRCLET_SITE_EXISTING;
    }
    if (location->group_min && open < location->group_min[group])
        return ci_fail(error, CIRCLET_E_DATA,
                       "group %s has %" PRIu32 " sites, it needs %" PRIu32,
                       ci_name_of_group(name, location, group), open,
                       location->group_min[group]);
    if (location->group_max && chosen > 0 && open > location->group_max[group])
        return ci_fail(error, CIRCLET_E_DATA,
                       "group %s has %" PRIu32 " sites, it allows %" PRIu32,
                       ci_name_of_group(name, location, group), open,
                       location->group_max[group]);
    return CIRCLET_OK;
}

static circlet_status check_spacing(const circlet_location *location,
                                    const uint8_t *is_open,
                                    circlet_error *error)
{
    char one[CI_NAME_SIZE], two[CI_NAME_SIZE];

    for (size_t i = 0; i < location->apart_count; i++) {
        uint32_t a = location->apart[2 * i], b = location->apart[2 * i + 1];

        if (is_open[a] && is_open[b] &&
            !(ci_state_of(location, a) == CIRCLET_SITE_EXISTING &&
              ci_state_of(location, b) == CIRCLET_SITE_EXISTING))
            return ci_fail(error, CIRCLET_E_DATA,
                           "sites %s and %s must be apart, both are open",
                           ci_name_of_site(one, location, a),
                           ci_name_of_site(two, location, b));
    }
    return CIRCLET_OK;
}

circlet_status ci_limits_keep(const circlet_location *location,
                              const uint32_t *sites, size_t count,
                              uint8_t *is_open, circlet_error *error)
{
    circlet_status status = open_sites(location, sites, count, is_open, error);

    if (status == CIRCLET_OK)
        status = check_sums(location, sites, count, error);
    for (uint32_t g = 0;
         location->groups && g < location->group_count && status == CIRCLET_OK;
         g++)
        status = check_group(location, g, is_open, error);
    if (status == CIRCLET_OK)
        status = check_spacing(location, is_open, error);
    return status;
}

/* ---- the most ---------------------------------------------------------- */

bool ci_most_scratch_make(ci_most_scratch *out,
                          const circlet_location *location)
{
    size_t count = site_count_of(location) + 1;
    ci_most_scratch made = {0};

    made.verdicts = calloc(count, sizeof(*made.verdicts));
    made.ranked = calloc(count, sizeof(*made.ranked));
    made.need = calloc(location->group_count + 1, sizeof(*made.need));
    made.room = calloc(location->group_count + 1, sizeof(*made.room));
    made.fill = calloc(location->group_count + 1, sizeof(*made.fill));
    if (!made.verdicts || !made.ranked || !made.need || !made.room ||
        !made.fill) {
        ci_most_scratch_clear(&made);
        return false;
    }
    *out = made;
    return true;
}

void ci_most_scratch_clear(ci_most_scratch *scratch)
{
    free(scratch->verdicts);
    free(scratch->ranked);
    free(scratch->need);
    free(scratch->room);
    free(scratch->fill);
}

/* Takes a site off its group's limits; false: there is no room. */
static bool count_in_group(const circlet_location *location, size_t site,
                           ci_most_scratch *scratch)
{
    uint32_t group = group_of(location, site);

    if (group == CIRCLET_NO_GROUP)
        return true;
    if (scratch->room[group] == 0)
        return false;
    scratch->room[group] -= scratch->room[group] < UINT32_MAX;
    scratch->need[group] -= scratch->need[group] > 0;
    return true;
}

/* The limits of the groups beside what stands: that serves a minimum, also
 * where it is more than the maximum. */
static void start_groups(const circlet_location *location,
                         ci_most_scratch *scratch)
{
    for (size_t g = 0; g < location->group_count; g++) {
        scratch->need[g] = location->group_min ? location->group_min[g] : 0;
        scratch->room[g] =
            location->group_max ? location->group_max[g] : UINT32_MAX;
    }
    for (size_t site = 0; site < site_count_of(location); site++) {
        uint32_t group = group_of(location, site);

        if (ci_state_of(location, site) != CIRCLET_SITE_EXISTING ||
            group == CIRCLET_NO_GROUP)
            continue;
        scratch->need[group] -= scratch->need[group] > 0;
        scratch->room[group] -=
            scratch->room[group] > 0 && scratch->room[group] < UINT32_MAX;
    }
}

bool ci_limits_settle(const circlet_location *location,
                      const uint8_t *verdicts, uint8_t *settled)
{
    for (size_t site = 0; site < site_count_of(location); site++) {
        uint8_t state = ci_state_of(location, site);

        settled[site] = verdicts[site];
        if (state == CIRCLET_SITE_FIXED) {
            if (verdicts[site] == CI_VERDICT_OUT)
                return false;
            settled[site] = CI_VERDICT_IN;
        } else if (state != CIRCLET_SITE_FREE) {
            if (verdicts[site] == CI_VERDICT_IN)
                return false;
            settled[site] = CI_VERDICT_OUT;
        }
    }
    for (size_t i = 0; i < 2 * location->apart_count; i++) {
        uint32_t one = location->apart[i], other = location->apart[i ^ 1];

        if (settled[one] != CI_VERDICT_IN &&
            ci_state_of(location, one) != CIRCLET_SITE_EXISTING)
            continue;
        if (settled[other] == CI_VERDICT_IN)
            return false;
        settled[other] = CI_VERDICT_OUT;
    }
    return true;
}

static int by_falling_key(const void *left, const void *right)
{
    const ci_keyed_site *a = left, *b = right;

    if (a->key != b->key)
        return a->key > b->key ? -1 : 1;
    return (a->site > b->site) - (a->site < b->site);
}

/* Whether the cheapest open sites that the groups still need fit into the
 * budget beside those that are in: no choice costs less. */
static bool needs_fit(const circlet_location *location, ci_exact_sum cost,
                      ci_most_scratch *scratch)
{
    size_t count = 0;

    for (size_t site = 0; site < site_count_of(location); site++) {
        uint32_t group = group_of(location, site);

        if (scratch->verdicts[site] == CI_VERDICT_OPEN &&
            group != CIRCLET_NO_GROUP && scratch->need[group] > 0)
            scratch->ranked[count++] =
                (ci_keyed_site){-ci_cost_of(location, site), (uint32_t)site};
    }
    qsort(scratch->ranked, count, sizeof(*scratch->ranked), by_falling_key);
    for (size_t g = 0; g < location->group_count; g++)
        scratch->fill[g] = scratch->need[g];
    for (size_t i = 0; i < count; i++) {
        uint32_t group = group_of(location, scratch->ranked[i].site);

        if (scratch->fill[group] == 0)
            continue;
        scratch->fill[group]--;
        ci_exact_add(&cost, -scratch->ranked[i].key);
    }
    return !cost.is_lost && cost.value <= location->budget;
}

/* Open sites by falling worth at the price; their number. */
static size_t rank_open(const circlet_location *location,
                        const int64_t *values, int64_t theta,
                        ci_most_scratch *scratch, bool *is_lost)
{
    size_t count = 0;

    for (size_t site = 0; site < site_count_of(location); site++) {
        ci_exact_sum key = {values[site], false};

        if (scratch->verdicts[site] != CI_VERDICT_OPEN)
            continue;
        ci_exact_add_product(&key, -1, theta, ci_cost_of(location, site));
        *is_lost |= key.is_lost;
        scratch->ranked[count++] = (ci_keyed_site){key.value, (uint32_t)site};
    }
    qsort(scratch->ranked, count, sizeof(*scratch->ranked), by_falling_key);
    return count;
}

/* First the best of each group that it still needs, then the best of all
 * that are worth something. */
static void pick_open(const circlet_location *location, size_t count, size_t p,
                      ci_most_scratch *scratch, ci_exact_sum *most)
{
    for (size_t i = 0; i < count && p > 0; i++) {
        uint32_t site = scratch->ranked[i].site;
        uint32_t group = group_of(location, site);

        if (group == CIRCLET_NO_GROUP || scratch->need[group] == 0)
            continue;
        (void)count_in_group(location, site, scratch);
        ci_exact_add(most, scratch->ranked[i].key);
        scratch->verdicts[site] = CI_VERDICT_IN;
        p--;
    }
    for (size_t i = 0; i < count && p > 0 && scratch->ranked[i].key > 0; i++) {
        uint32_t site = scratch->ranked[i].site;

        if (scratch->verdicts[site] == CI_VERDICT_IN ||
            !count_in_group(location, site, scratch))
            continue;
        ci_exact_add(most, scratch->ranked[i].key);
        p--;
    }
}

/* The sites that are in, and what the limits leave beside them. */
static bool take_in(const circlet_location *location, const int64_t *values,
                    ci_most_scratch *scratch, ci_exact_sum *most, size_t *p,
                    ci_exact_sum *cost)
{
    for (size_t site = 0; site < site_count_of(location); site++) {
        if (ci_state_of(location, site) == CIRCLET_SITE_EXISTING)
            ci_exact_add(most, values[site]);
        if (scratch->verdicts[site] != CI_VERDICT_IN)
            continue;
        if (*p == 0 || !count_in_group(location, site, scratch))
            return false;
        (*p)--;
        ci_exact_add(most, values[site]);
        ci_exact_add(cost, ci_cost_of(location, site));
    }
    return !location->has_budget ||
           (!cost->is_lost && cost->value <= location->budget);
}

bool ci_limits_most(const circlet_location *location, const int64_t *values,
                    const uint8_t *verdicts, int64_t theta,
                    ci_most_scratch *scratch, ci_exact_sum *most)
{
    size_t p = location->has_p ? location->p : SIZE_MAX, count;
    int64_t price = location->has_budget ? theta : 0;
    ci_exact_sum cost = {0, false};

    *most = (ci_exact_sum){0, false};
    if (!ci_limits_settle(location, verdicts, scratch->verdicts))
        return false;
    start_groups(location, scratch);
    if (!take_in(location, values, scratch, most, &p, &cost) ||
        (location->has_budget && !needs_fit(location, cost, scratch)))
        return false;
    count = rank_open(location, values, price, scratch, &most->is_lost);
    if (price > 0)
        ci_exact_add_product(most, 1, price, location->budget - cost.value);
    pick_open(location, count, p, scratch, most);
    for (size_t g = 0; g < location->group_count; g++)
        if (scratch->need[g] > 0)
            return false;
    return true;
}
