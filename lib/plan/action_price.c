#include "plan/action_price.h"

#include <math.h>

#include "city/plan_action.h"
#include "plan/new_facility.h"

static const ci_price_kind price_kinds[CI_ACTION_KIND_COUNT] = {
    [CI_ACTION_KEEP] = CI_PRICE_KIND_COUNT,
    [CI_ACTION_ENLARGE] = CI_PRICE_ENLARGE,
    [CI_ACTION_ADD_SERVICE] = CI_PRICE_ADD_SERVICE,
    [CI_ACTION_PARTITION] = CI_PRICE_PARTITION,
    [CI_ACTION_DESIGNATE] = CI_PRICE_DESIGNATE,
    [CI_ACTION_BUILD] = CI_PRICE_BUILD,
    [CI_ACTION_MOVE] = CI_PRICE_MOVE,
    [CI_ACTION_CLOSE] = CI_PRICE_CLOSE};

/* What is given is paid for: places and beds that are not, are not added. */
static ci_price price_change(const circlet_policy *policy, ci_price_kind kind,
                             const char *type,
                             const circlet_plan_action *action)
{
    return ci_price_of(policy, kind, type, action->service,
                       isnan(action->area_m2) ? 0 : action->area_m2,
                       action->places < 0 ? 0 : action->places,
                       action->beds < 0 ? 0 : action->beds, (double)NAN);
}

ci_price ci_price_of_action(const circlet_policy *policy,
                            const ci_planned_facility *facility,
                            const circlet_plan_action *action)
{
    ci_price_kind kind = price_kinds[ci_action_kind_of(action->kind)];
    const ci_wish asked = ci_new_facility_wish(action);

    if (kind == CI_PRICE_MOVE || kind == CI_PRICE_CLOSE)
        return ci_price_like(policy, kind, &facility->record,
                             facility->site ? facility->site->cost_cny
                                            : (double)NAN);
    if (kind == CI_PRICE_BUILD)
        return ci_price_of_building(policy, &asked,
                                    facility->site ? facility->site->cost_cny
                                                   : (double)NAN);
    return price_change(policy, kind, facility->record.type, action);
}
