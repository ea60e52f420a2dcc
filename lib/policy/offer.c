#include <circlet/service_area.h>

#include "policy/circle.h"
#include "policy/policy.h"
#include "policy/selection.h"

bool circlet_policy_offers(const circlet_policy *policy,
                           const circlet_facility_record *facility,
                           const char *service)
{
    const ci_facility_types types = {policy->types, policy->type_count};

    return ci_facility_offers(facility, service, &types);
}

bool circlet_facility_is_open(const circlet_facility_record *facility,
                              int year)
{
    return ci_facility_is_open(facility, year);
}
