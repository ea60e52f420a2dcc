#include "siting/side.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "siting/demand.h"

static circlet_status check_site(const circlet_location *location, size_t site,
                                 circlet_error *error)
{
    char name[CI_NAME_SIZE], number[CI_DECIMAL_SIZE];

    if (location->states && location->states[site] > CIRCLET_SITE_EXISTING)
        return ci_fail(
            error, CIRCLET_E_ARGUMENT, "site %s has the unknown state %d",
            ci_site_name(name, location, site), location->states[site]);
    if (location->costs && location->costs[site] < 0)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "site %s has the negative cost %s",
                       ci_site_name(name, location, site),
                       ci_cost_text(number, location, location->costs[site]));
    if (location->capacities && location->capacities[site] < 0)
        return ci_fail(
            error, CIRCLET_E_ARGUMENT, "site %s has the negative capacity %s",
            ci_site_name(name, location, site),
            ci_weight_text(number, location, location->capacities[site]));
    if (location->groups && location->groups[site] != CIRCLET_NO_GROUP &&
        location->groups[site] >= location->group_count)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "site %s is of group %" PRIu32 ", there are %zu",
                       ci_site_name(name, location, site),
                       location->groups[site], location->group_count);
    return CIRCLET_OK;
}

static circlet_status check_pairs(const circlet_location *location,
                                  size_t site_count, circlet_error *error)
{
    for (size_t i = 0; i < location->apart_count; i++) {
        uint32_t a = location->apart[2 * i], b = location->apart[2 * i + 1];

        if (a >= site_count || b >= site_count || a == b)
            return ci_fail(error, CIRCLET_E_ARGUMENT,
                           "pair %zu of sites to be apart is %" PRIu32
                           " and %" PRIu32 " of %zu sites",
                           i, a, b, site_count);
    }
    return CIRCLET_OK;
}

static circlet_status check_arrays(const circlet_location *location,
                                   size_t site_count, circlet_error *error)
{
    char name[CI_NAME_SIZE];
    int64_t sum = 0;

    if (site_count >= CIRCLET_NO_GROUP)
        return ci_fail(error, CIRCLET_E_DATA, "%zu sites are too many",
                       site_count);
    for (size_t site = 0; site < site_count; site++) {
        circlet_status status = check_site(location, site, error);

        if (status != CIRCLET_OK)
            return status;
        if (location->costs && location->costs[site] > INT64_MAX / 4 - sum)
            return ci_fail(error, CIRCLET_E_DATA,
                           "site %s makes the sum of costs too large",
                           ci_site_name(name, location, site));
        sum += location->costs ? location->costs[site] : 1;
    }
    if (location->has_budget && location->budget < 0)
        return ci_fail(error, CIRCLET_E_ARGUMENT, "the budget %s is negative",
                       ci_cost_text(name, location, location->budget));
    return check_pairs(location, site_count, error);
}

/* Both ways, each list ascending, no pair twice. */
static bool fill_pairs(ci_side *side, const circlet_location *location)
{
    size_t count = 2 * location->apart_count;
    size_t *first = calloc(side->site_count + 2, sizeof(*first));
    uint32_t *by_second = calloc(count + 1, 2 * sizeof(*by_second));
    size_t kept = 0;

    side->apart_first = calloc(side->site_count + 2, sizeof(*first));
    side->apart = calloc(count + 1, sizeof(*side->apart));
    if (!first || !by_second || !side->apart_first || !side->apart) {
        free(first);
        free(by_second);
        return false;
    }
    /* Two counting sorts: by the neighbour, then by the site. */
    for (size_t i = 0; i < count; i++)
        first[location->apart[i] + 1]++;
    for (size_t site = 0; site < side->site_count; site++)
        first[site + 1] += first[site];
    memcpy(side->apart_first, first, (side->site_count + 1) * sizeof(*first));
    for (size_t i = 0; i < count; i++) {
        size_t at = first[location->apart[i]]++;

        by_second[2 * at] = location->apart[i ^ 1];
        by_second[2 * at + 1] = location->apart[i];
    }
    memcpy(first, side->apart_first, (side->site_count + 1) * sizeof(*first));
    for (size_t i = 0; i < count; i++)
        side->apart[first[by_second[2 * i]]++] = by_second[2 * i + 1];
    for (size_t site = 0; site < side->site_count; site++) {
        size_t start = side->apart_first[site], here = kept;

        for (size_t k = start; k < side->apart_first[site + 1]; k++)
            if (kept == here || side->apart[kept - 1] != side->apart[k])
                side->apart[kept++] = side->apart[k];
        /* The starts of later sites are still needed. */
        first[site] = here;
    }
    first[side->site_count] = kept;
    memcpy(side->apart_first, first, (side->site_count + 1) * sizeof(*first));
    free(first);
    free(by_second);
    return true;
}

static bool fill_arrays(ci_side *side, const circlet_location *location)
{
    size_t count = side->site_count, groups = location->group_count;
    bool has_groups = location->groups && groups > 0;

    side->states = calloc(count + 1, sizeof(*side->states));
    side->costs = calloc(count + 1, sizeof(*side->costs));
    side->group_min = calloc(groups + 1, sizeof(*side->group_min));
    side->group_max = calloc(groups + 1, sizeof(*side->group_max));
    if (has_groups)
        side->groups = calloc(count + 1, sizeof(*side->groups));
    if (!side->states || !side->costs || !side->group_min ||
        !side->group_max || (has_groups && !side->groups))
        return false;
    for (size_t site = 0; site < count; site++) {
        if (location->states)
            side->states[site] = location->states[site];
        if (side->states[site] != CIRCLET_SITE_EXISTING)
            side->costs[site] = location->costs ? location->costs[site] : 1;
        if (has_groups)
            side->groups[site] = location->groups[site];
    }
    side->group_count = has_groups ? groups : 0;
    for (size_t g = 0; g < side->group_count; g++) {
        side->group_min[g] = location->group_min ? location->group_min[g] : 0;
        side->group_max[g] =
            location->group_max ? location->group_max[g] : UINT32_MAX;
    }
    if (location->apart_count == 0)
        return true;
    side->is_kept_away = calloc(count + 1, sizeof(*side->is_kept_away));
    return side->is_kept_away && fill_pairs(side, location);
}

static circlet_status fail_apart(const ci_side *side,
                                 const circlet_location *location, size_t site,
                                 size_t other, circlet_error *error)
{
    char one[CI_NAME_SIZE], two[CI_NAME_SIZE];

    ci_site_name(one, location, site);
    ci_site_name(two, location, other);
    if (side->states[site] == CIRCLET_SITE_EXISTING)
        return ci_fail(error, CIRCLET_E_INFEASIBLE,
                       "site %s exists already and site %s is fixed, but must "
                       "be apart from it",
                       one, two);
    return ci_fail(error, CIRCLET_E_INFEASIBLE,
                   "sites %s and %s are both fixed, but must be apart", one,
                   two);
}

/* A fixed or existing site keeps those apart from it away. */
static circlet_status spread_spacing(ci_side *side,
                                     const circlet_location *location,
                                     circlet_error *error)
{
    for (size_t site = 0; side->apart && site < side->site_count; site++) {
        if (side->states[site] != CIRCLET_SITE_FIXED &&
            side->states[site] != CIRCLET_SITE_EXISTING)
            continue;
        for (size_t k = side->apart_first[site];
             k < side->apart_first[site + 1]; k++) {
            uint32_t other = side->apart[k];

            if (side->states[other] == CIRCLET_SITE_FREE) {
                side->states[other] = CIRCLET_SITE_FORBIDDEN;
                side->is_kept_away[other] = 1;
            } else if (side->states[other] == CIRCLET_SITE_FIXED) {
                return fail_apart(side, location, site, other, error);
            }
        }
    }
    return CIRCLET_OK;
}

/* What the existing sites leave of the limits. */
static circlet_status check_group_limits(const ci_side *side,
                                         const circlet_location *location,
                                         circlet_error *error)
{
    char name[CI_NAME_SIZE];

    for (size_t g = 0; g < side->group_count; g++)
        if (side->group_min[g] > side->group_max[g])
            return ci_fail(error, CIRCLET_E_INFEASIBLE,
                           "group %s needs %" PRIu32
                           " sites and allows %" PRIu32,
                           ci_group_name(name, location, g),
                           location->group_min[g], location->group_max[g]);
    return CIRCLET_OK;
}

/* Takes the existing sites off the limits of the groups. */
static void take_off_existing(ci_side *side)
{
    for (size_t site = 0; side->groups && site < side->site_count; site++) {
        uint32_t group = side->groups[site];

        if (side->states[site] != CIRCLET_SITE_EXISTING ||
            group == CIRCLET_NO_GROUP)
            continue;
        if (side->group_min[group] > 0)
            side->group_min[group]--;
        if (side->group_max[group] > 0 && side->group_max[group] < UINT32_MAX)
            side->group_max[group]--;
    }
}

/* Of a group, counted. */
typedef struct group_count {
    uint32_t fixed, existing, choosable; /* fixed ones, too */
} group_count;

static void count_groups(const ci_side *side, group_count *counts)
{
    for (size_t site = 0; site < side->site_count; site++) {
        uint8_t state = side->states[site];
        group_count *of;

        if (side->groups[site] == CIRCLET_NO_GROUP)
            continue;
        of = &counts[side->groups[site]];
        of->fixed += state == CIRCLET_SITE_FIXED;
        of->existing += state == CIRCLET_SITE_EXISTING;
        of->choosable +=
            state == CIRCLET_SITE_FIXED || state == CIRCLET_SITE_FREE;
    }
}

static circlet_status check_group(const ci_side *side, size_t g,
                                  const group_count *count,
                                  const circlet_location *location,
                                  circlet_error *error)
{
    char name[CI_NAME_SIZE];

    if (count->fixed > side->group_max[g])
        return ci_fail(error, CIRCLET_E_INFEASIBLE,
                       "group %s has %" PRIu32 " fixed and %" PRIu32
                       " existing sites and allows %" PRIu32,
                       ci_group_name(name, location, g), count->fixed,
                       count->existing, location->group_max[g]);
    if (count->choosable < side->group_min[g])
        return ci_fail(error, CIRCLET_E_INFEASIBLE,
                       "group %s needs %" PRIu32 " sites, %" PRIu32
                       " can be chosen",
                       ci_group_name(name, location, g), side->group_min[g],
                       count->choosable);
    return CIRCLET_OK;
}

/* Groups whose limits bind nothing are none. */
static void drop_groups(ci_side *side)
{
    free(side->groups);
    side->groups = NULL;
    side->group_count = 0;
}

static circlet_status check_groups(ci_side *side,
                                   const circlet_location *location,
                                   circlet_error *error)
{
    group_count *counts = calloc(side->group_count + 1, sizeof(*counts));
    circlet_status status = CIRCLET_OK;
    bool binds = false;

    if (!counts)
        return ci_fail_nomem(error);
    count_groups(side, counts);
    for (size_t g = 0; g < side->group_count && status == CIRCLET_OK; g++) {
        binds |=
            side->group_min[g] > 0 || side->group_max[g] < counts[g].choosable;
        status = check_group(side, g, &counts[g], location, error);
    }
    free(counts);
    if (status == CIRCLET_OK && !binds)
        drop_groups(side);
    return status;
}

static circlet_status check_sums(ci_side *side,
                                 const circlet_location *location,
                                 circlet_error *error)
{
    size_t fixed = 0, choosable = 0, needed = 0;
    int64_t fixed_cost = 0;
    char cost[CI_DECIMAL_SIZE], budget[CI_DECIMAL_SIZE];

    for (size_t site = 0; site < side->site_count; site++) {
        bool is_fixed = side->states[site] == CIRCLET_SITE_FIXED;

        fixed += is_fixed;
        fixed_cost += is_fixed ? side->costs[site] : 0;
        choosable += is_fixed || side->states[site] == CIRCLET_SITE_FREE;
    }
    for (size_t g = 0; g < side->group_count; g++)
        needed += side->group_min[g];
    if (location->has_p && fixed > location->p)
        return ci_fail(error, CIRCLET_E_INFEASIBLE,
                       "%zu sites are fixed, but p is %zu", fixed,
                       location->p);
    if (location->has_p && needed > location->p)
        return ci_fail(error, CIRCLET_E_INFEASIBLE,
                       "the groups need %zu sites, but p is %zu", needed,
                       location->p);
    if (location->has_budget && fixed_cost > location->budget)
        return ci_fail(error, CIRCLET_E_INFEASIBLE,
                       "the fixed sites cost %s, the budget is %s",
                       ci_cost_text(cost, location, fixed_cost),
                       ci_cost_text(budget, location, location->budget));
    side->p =
        location->has_p && location->p < choosable ? location->p : choosable;
    side->budget = location->has_budget ? location->budget : INT64_MAX;
    side->is_plain = !location->has_budget && !side->groups && !side->apart;
    return CIRCLET_OK;
}

circlet_status ci_side_make(ci_side *out, const circlet_location *location,
                            circlet_error *error)
{
    ci_side side = {0};
    circlet_status status;

    side.site_count = circlet_od_matrix_destination_count(location->reach);
    status = check_arrays(location, side.site_count, error);
    if (status != CIRCLET_OK)
        return status;
    if (!fill_arrays(&side, location))
        status = ci_fail_nomem(error);
    if (status == CIRCLET_OK)
        status = spread_spacing(&side, location, error);
    if (status == CIRCLET_OK)
        take_off_existing(&side);
    if (status == CIRCLET_OK)
        status = check_group_limits(&side, location, error);
    if (status == CIRCLET_OK && side.groups)
        status = check_groups(&side, location, error);
    if (status == CIRCLET_OK)
        status = check_sums(&side, location, error);
    if (status != CIRCLET_OK) {
        ci_side_clear(&side);
        return status;
    }
    *out = side;
    return CIRCLET_OK;
}

void ci_side_clear(ci_side *side)
{
    free(side->states);
    free(side->is_kept_away);
    free(side->costs);
    free(side->groups);
    free(side->group_min);
    free(side->group_max);
    free(side->apart_first);
    free(side->apart);
}
