/* Sites: what may stand on them, and how large. */
#include <math.h>
#include <string.h>

#include "city/plan_action.h"
#include "policy/selection.h"
#include "verify/carried_change.h"

/* Whoever a plan has put on the site before and left there; NULL: nobody. */
static const ci_carried_facility *holder_of(const circlet_site_record *site,
                                            const ci_carried_change *change)
{
    const ci_carried_city *carried = change->carried;
    size_t i = carried->count;

    while (i-- > 0)
        if (carried->facilities[i].site == site &&
            !carried->facilities[i].closed_by &&
            strcmp(carried->facilities[i].record.id,
                   change->action->facility) != 0)
            return &carried->facilities[i];
    return NULL;
}

ci_refusal ci_carried_place(ci_carried_change *change)
{
    const circlet_plan_action *action = change->action;
    ci_carried_facility *after = &change->after;
    bool has_site = action->site && *action->site;
    circlet_site position =
        has_site ? circlet_city_find_site(change->carried->city, action->site)
                 : CIRCLET_NONE;
    const ci_carried_facility *holder;

    after->placed_by = action;
    after->site = NULL;
    after->record.at = action->at;
    if (!has_site)
        return CI_REFUSED_NOT;
    if (position == CIRCLET_NONE)
        return CI_REFUSED_NO_SITE;
    after->site = circlet_city_site(change->carried->city, position);
    if (after->site->types && *after->site->types &&
        !circlet_list_has(after->site->types, after->record.type))
        return CI_REFUSED_SITE_TYPE;
    holder = holder_of(after->site, change);
    change->other = holder ? holder->placed_by : NULL;
    if (holder)
        return CI_REFUSED_SITE_TAKEN;
    if (!ci_action_has_place(action))
        after->record.at = after->site->at;
    return CI_REFUSED_NOT;
}

/* What is not known takes no room, and room that is not known is enough. */
ci_refusal ci_carried_fits(const ci_carried_change *change)
{
    const circlet_facility_record *record = &change->after.record;
    const circlet_site_record *site = change->after.site;
    double beds = 0;

    if (!site)
        return CI_REFUSED_NOT;
    if (ci_facility_measure_low(record, CIRCLET_MEASURE_AREA_M2) >
        site->max_area_m2)
        return CI_REFUSED_SITE_AREA;
    for (size_t i = 0; i < record->service_count; i++)
        beds += fmax(0, (double)record->services[i].beds);
    return beds > site->max_beds ? CI_REFUSED_SITE_BEDS : CI_REFUSED_NOT;
}
