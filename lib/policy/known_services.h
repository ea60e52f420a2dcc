/* What services a policy and a city know. */
#ifndef CI_POLICY_KNOWN_SERVICES_H
#define CI_POLICY_KNOWN_SERVICES_H

#include <circlet/city.h>
#include <circlet/policy.h>

/*
 * The service that a word is probably meant to be: neither the policy (its
 * types, rules, catalogue and prices) nor a facility of the city names the
 * word itself, and one of them names one that differs by a slip. NULL: it is
 * named, or like none of them: there are services that no policy speaks of.
 */
const char *ci_service_meant(const char *word, const circlet_policy *policy,
                             const circlet_city *city);

#endif
