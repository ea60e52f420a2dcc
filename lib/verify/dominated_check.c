#include "verify/dominated_check.h"

#include <inttypes.h>

#include "base/error.h"
#include "verify/limits_check.h"

static bool are_apart(const circlet_location *location, uint32_t a, uint32_t b)
{
    for (size_t i = 0; i < 2 * location->apart_count; i++)
        if (location->apart[i] == a && location->apart[i ^ 1] == b)
            return true;
    return false;
}

/* Whether so many more sites of its group as there are may be chosen, and
 * none need be. */
static bool is_group_free(const circlet_location *location, uint32_t group)
{
    size_t sites = circlet_od_matrix_destination_count(location->reach);
    uint32_t existing = 0, offered = 0;

    if (group == CIRCLET_NO_GROUP)
        return true;
    for (size_t site = 0; site < sites; site++) {
        if (location->groups[site] != group)
            continue;
        existing += ci_state_of(location, site) == CIRCLET_SITE_EXISTING;
        offered += ci_state_of(location, site) != CIRCLET_SITE_FORBIDDEN;
    }
    return (!location->group_min || location->group_min[group] <= existing) &&
           (!location->group_max || location->group_max[group] >= offered);
}

/* Whether one of another group, or of its own, may come in its stead. */
static bool groups_let(const circlet_location *location, uint32_t site,
                       uint32_t by)
{
    uint32_t group, other;

    if (!location->groups)
        return true;
    group = location->groups[site];
    other = location->groups[by];
    return (group == other &&
            (group == CIRCLET_NO_GROUP || !location->group_min ||
             location->group_min[group] == 0)) ||
           (is_group_free(location, group) && is_group_free(location, other));
}

/* Whether the limits let `by` take the place of `site` in every choice. */
static bool limits_let(const circlet_location *location, uint32_t site,
                       uint32_t by)
{
    uint8_t state = ci_state_of(location, by);

    if (ci_state_of(location, site) != CIRCLET_SITE_FREE ||
        (state != CIRCLET_SITE_FREE && state != CIRCLET_SITE_FIXED) ||
        ci_cost_of(location, by) > ci_cost_of(location, site) ||
        !groups_let(location, site, by))
        return false;
    for (size_t i = 0; i < 2 * location->apart_count; i++) {
        uint32_t other = location->apart[i ^ 1];

        if (location->apart[i] == by && other != site &&
            !are_apart(location, site, other))
            return false;
    }
    return true;
}

/* Whether `by` covers every row that `site` covers, once being enough. */
static bool covers_all(const ci_check_rows *rows, uint32_t site, uint32_t by)
{
    for (size_t row = 0; row < rows->row_count; row++) {
        size_t count;
        const circlet_od_entry *entries;
        bool by_site = false, by_other = false;

        if (rows->needs[row] == 0)
            continue;
        entries = ci_check_row_entries(rows, row, &count);
        for (size_t k = 0; k < count; k++) {
            by_site |= entries[k].destination == site;
            by_other |= entries[k].destination == by;
        }
        if (by_site && (!by_other || rows->needs[row] > 1))
            return false;
    }
    return true;
}

circlet_status ci_dominated_leave_out(const circlet_certificate *certificate,
                                      const circlet_location *location,
                                      const ci_check_rows *rows,
                                      uint8_t *verdicts, circlet_error *error)
{
    size_t sites = circlet_od_matrix_destination_count(location->reach);
    char one[CI_NAME_SIZE], two[CI_NAME_SIZE];

    for (size_t i = 0; i < certificate->dominated_count; i++) {
        uint32_t site = certificate->dominated[2 * i];
        uint32_t by = certificate->dominated[2 * i + 1];

        if (!rows || site >= sites || by >= sites)
            return ci_fail(error, CIRCLET_E_DATA,
                           "the dominated sites %" PRIu32 " and %" PRIu32
                           " are no pair of %zu sites",
                           site, by, rows ? sites : 0);
        if (site == by || verdicts[by] == CI_VERDICT_OUT ||
            !limits_let(location, site, by) || !covers_all(rows, site, by))
            return ci_fail(error, CIRCLET_E_DATA,
                           "site %s is not dominated by %s",
                           ci_name_of_site(one, location, site),
                           ci_name_of_site(two, location, by));
        verdicts[site] = CI_VERDICT_OUT;
    }
    return CIRCLET_OK;
}
