/* Whether a city is worse off than another one by the rules. */
#ifndef CI_PLAN_WORSE_H
#define CI_PLAN_WORSE_H

#include <circlet/policy.h>

/*
 * Whether a finding of `after` is worse than the same one of `before`: of a
 * worse verdict (best is pass, then advice, then what is not known, then
 * fail), with more missing, or with fewer people covered, surely or as
 * measured; or one that fails and was not there. CIRCLET_E_NOMEM.
 */
circlet_status ci_is_worse(bool *out, const circlet_findings *before,
                           const circlet_findings *after,
                           circlet_error *error);

/* The same, whoever is covered as long as no more is missing; advice is no
 * worse than a pass. */
circlet_status ci_lacks_more(bool *out, const circlet_findings *before,
                             const circlet_findings *after,
                             circlet_error *error);

#endif
