#include "plan/site_limits.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "city/plan_action.h"
#include "policy/selection.h"

static bool is_empty(const char *text)
{
    return !text || !*text;
}

/* ---- which site --------------------------------------------------------- */

/* What the plan put there and has not closed, other than the action's own;
 * NULL: nothing. */
static const ci_planned_facility *find_occupant(
    const ci_planned_city *planned, const circlet_site_record *site,
    const circlet_plan_action *action)
{
    for (size_t i = 0; i < planned->count; i++) {
        const ci_planned_facility *other = &planned->facilities[i];

        if (other->site == site && !other->closed_by &&
            strcmp(other->record.id, action->facility) != 0)
            return other;
    }
    return NULL;
}

static circlet_status check_site(const ci_planned_city *planned,
                                 const circlet_site_record *site,
                                 const circlet_plan_action *action,
                                 const char *type, circlet_error *error)
{
    const ci_planned_facility *other;

    if (!is_empty(site->types) && !circlet_list_has(site->types, type))
        return ci_fail(error, CIRCLET_E_DATA,
                       "action '%s' puts a '%s' on the site '%s', which is "
                       "for %s",
                       action->id, type, site->id, site->types);
    other = find_occupant(planned, site, action);
    if (other)
        return ci_fail(error, CIRCLET_E_DATA,
                       "action '%s' puts the facility '%s' on the site '%s', "
                       "where action '%s' puts '%s'",
                       action->id, action->facility, site->id,
                       other->placed_by->id, other->record.id);
    return CIRCLET_OK;
}

/* Its own place says more than that of its site. */
circlet_status ci_new_place_find(ci_new_place *out,
                                 const ci_planned_city *planned,
                                 const circlet_plan_action *action,
                                 const char *type, circlet_error *error)
{
    circlet_site site;

    *out = (ci_new_place){action->at, NULL};
    if (is_empty(action->site))
        return CIRCLET_OK;
    site = circlet_city_find_site(planned->city, action->site);
    if (site == CIRCLET_NONE)
        return ci_fail(error, CIRCLET_E_DATA,
                       "action '%s' names the site '%s', which is not there",
                       action->id, action->site);
    out->site = circlet_city_site(planned->city, site);
    if (!ci_action_has_place(action))
        out->at = out->site->at;
    return check_site(planned, out->site, action, type, error);
}

/* ---- how much ----------------------------------------------------------- */

double ci_site_fit_area(const circlet_site_record *site, double area_m2)
{
    return site && site->max_area_m2 > 0 && area_m2 > site->max_area_m2
               ? site->max_area_m2
               : area_m2;
}

/* Beds that it surely has: of all its services, or where it is not known
 * what it offers those of the action. */
static double beds_of(const ci_planned_facility *facility,
                      const circlet_plan_action *action)
{
    double beds = 0;

    if (facility->hides_services)
        return (double)action->beds;
    for (size_t i = 0; i < facility->record.service_count; i++)
        if (facility->record.services[i].beds > 0)
            beds += (double)facility->record.services[i].beds;
    return beds;
}

circlet_status ci_site_check_limits(const ci_planned_facility *facility,
                                    const circlet_plan_action *action,
                                    circlet_error *error)
{
    const circlet_site_record *site = facility->site;
    double area =
        ci_facility_measure_low(&facility->record, CIRCLET_MEASURE_AREA_M2);
    double beds = beds_of(facility, action);
    char has[CI_NUMBER_SIZE], room[CI_NUMBER_SIZE];

    if (site && area > site->max_area_m2) {
        ci_format_double(has, area);
        ci_format_double(room, site->max_area_m2);
        return ci_fail(error, CIRCLET_E_DATA,
                       "action '%s' gives the facility '%s' %s m2, and its "
                       "site '%s' has room for %s",
                       action->id, action->facility, has, site->id, room);
    }
    if (site && beds > site->max_beds) {
        ci_format_double(has, beds);
        ci_format_double(room, site->max_beds);
        return ci_fail(error, CIRCLET_E_DATA,
                       "action '%s' gives the facility '%s' %s beds, and its "
                       "site '%s' has room for %s",
                       action->id, action->facility, has, site->id, room);
    }
    return CIRCLET_OK;
}
