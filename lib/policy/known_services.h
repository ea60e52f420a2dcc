/* What services a policy and a city know. */
#ifndef CI_POLICY_KNOWN_SERVICES_H
#define CI_POLICY_KNOWN_SERVICES_H

#include <circlet/city.h>
#include <circlet/policy.h>

/* Whether a policy names a service, of a type, a rule, the catalogue or a
 * price, or a facility of the city offers it. */
bool ci_service_is_known(const char *service, const circlet_policy *policy,
                         const circlet_city *city);

#endif
