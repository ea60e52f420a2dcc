/* Sites that may be built on, and who reaches them. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "verify/bound_check.h"

/* Whether the city has the facility already that the plan would put there:
 * "plan/site". */
static bool is_taken(const ci_uncovered *uncovered, const char *site)
{
    const char *plan = circlet_plan_name(uncovered->question.plan);
    const circlet_city *city = uncovered->question.city;
    size_t size = strlen(plan);

    for (circlet_facility i = 0; i < circlet_city_facility_count(city); i++) {
        const char *id = circlet_city_facility(city, i)->id;

        if (strncmp(id, plan, size) == 0 && id[size] == '/' &&
            strcmp(id + size + 1, site) == 0)
            return true;
    }
    return false;
}

/* Room that is not known is room enough; where it is known, how large the
 * building is must be, too. */
static bool is_usable(const ci_uncovered *uncovered,
                      const circlet_site_record *site,
                      const circlet_facility_record *building)
{
    double beds = 0;

    for (size_t i = 0; i < building->service_count; i++)
        if (building->services[i].beds > 0)
            beds += (double)building->services[i].beds;
    return !(site->types && !circlet_list_has(site->types, building->type)) &&
           (isnan(site->max_area_m2) ||
            (site->max_area_m2 > 0 &&
             building->measures[CIRCLET_MEASURE_AREA_M2] >= 0)) &&
           !(beds > site->max_beds) && !is_taken(uncovered, site->id);
}

static bool find_sites(ci_site_reach *out, const ci_uncovered *uncovered)
{
    const circlet_city *city = uncovered->question.city;
    const circlet_facility_record *building =
        ci_policy_catalogue(uncovered->question.policy, uncovered->asked[0]);
    size_t count = circlet_city_site_count(city);

    out->is_known = building != NULL;
    out->sites = malloc((count + 1) * sizeof(*out->sites));
    out->places = malloc((count + 1) * sizeof(*out->places));
    if (!out->sites || !out->places)
        return false;
    for (circlet_site i = 0; building && i < count; i++) {
        const circlet_site_record *site = circlet_city_site(city, i);

        if (!is_usable(uncovered, site, building))
            continue;
        out->sites[out->site_count] = i;
        out->places[out->site_count++] = site->at;
    }
    return true;
}

static bool take_row(size_t row, const circlet_od_entry *entries, size_t count,
                     void *user)
{
    ci_site_reach *out = user;

    for (size_t i = 0; i < count; i++) {
        circlet_od_entry *grown =
            ci_array_reserve_one(out->entries, out->entry_count,
                                 &out->entry_capacity, sizeof(*grown));

        if (!grown)
            return false;
        out->entries = grown;
        grown[out->entry_count++] = entries[i];
    }
    out->first[row + 1] = out->entry_count;
    return true;
}

circlet_status ci_site_reach_find(ci_site_reach *out,
                                  const ci_uncovered *uncovered,
                                  circlet_error *error)
{
    ci_reach_goals sites;
    circlet_status status = CIRCLET_OK;

    *out = (ci_site_reach){.is_known = false};
    if (uncovered->asked_count != 1)
        return CIRCLET_OK;
    out->first = calloc(uncovered->row_count + 1, sizeof(*out->first));
    if (!out->first || !find_sites(out, uncovered))
        return ci_fail_nomem(error);
    sites = (ci_reach_goals){out->places, NULL, out->site_count};
    for (size_t i = 0; status == CIRCLET_OK && i < uncovered->batch_count; i++)
        status =
            ci_uncovered_reach(uncovered, i, &sites, take_row, out, error);
    return status;
}

void ci_site_reach_clear(ci_site_reach *reach)
{
    free(reach->sites);
    free(reach->places);
    free(reach->first);
    free(reach->entries);
    *reach = (ci_site_reach){.is_known = false};
}
