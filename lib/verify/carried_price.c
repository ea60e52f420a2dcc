#include "verify/carried_price.h"

#include <math.h>

#include "city/plan_action.h"
#include "policy/price.h"

static double site_cost(const ci_carried_facility *facility)
{
    return facility->site ? facility->site->cost_cny : (double)NAN;
}

/* For a building as large as the one that is moved or closed. */
static double price_like(const circlet_policy *policy, ci_price_kind kind,
                         const ci_carried_facility *facility)
{
    const circlet_facility_record *record = &facility->record;
    int64_t beds = 0;

    for (size_t i = 0; i < record->service_count; i++) {
        int64_t more = record->services[i].beds;

        if (more > 0)
            beds = beds > INT64_MAX - more ? INT64_MAX : beds + more;
    }
    return ci_price_of(policy, kind, record->type, NULL,
                       record->measures[CIRCLET_MEASURE_AREA_M2], 0, beds,
                       kind == CI_PRICE_MOVE ? site_cost(facility)
                                             : (double)NAN)
        .once_cny;
}

/* Places and beds that are not given are not added, and not paid for. */
static double price_change(const circlet_policy *policy, ci_price_kind kind,
                           const ci_carried_facility *facility,
                           const circlet_plan_action *action)
{
    return ci_price_of(policy, kind, facility->record.type, action->service,
                       isnan(action->area_m2) ? 0 : action->area_m2,
                       action->places < 0 ? 0 : action->places,
                       action->beds < 0 ? 0 : action->beds, (double)NAN)
        .once_cny;
}

double ci_carried_price(const circlet_policy *policy,
                        const ci_carried_facility *facility,
                        const circlet_plan_action *action)
{
    const ci_wish asked = {action->type,    action->service, action->tier,
                           action->area_m2, action->places,  action->beds};

    switch (ci_action_kind_of(action->kind)) {
    case CI_ACTION_BUILD:
        return ci_price_of_building(policy, &asked, site_cost(facility))
            .once_cny;
    case CI_ACTION_MOVE:
        return price_like(policy, CI_PRICE_MOVE, facility);
    case CI_ACTION_CLOSE:
        return price_like(policy, CI_PRICE_CLOSE, facility);
    case CI_ACTION_ENLARGE:
        return price_change(policy, CI_PRICE_ENLARGE, facility, action);
    case CI_ACTION_ADD_SERVICE:
        return price_change(policy, CI_PRICE_ADD_SERVICE, facility, action);
    case CI_ACTION_PARTITION:
        return price_change(policy, CI_PRICE_PARTITION, facility, action);
    case CI_ACTION_DESIGNATE:
        return price_change(policy, CI_PRICE_DESIGNATE, facility, action);
    default:
        return (double)NAN; /* to keep what there is costs nothing new */
    }
}
