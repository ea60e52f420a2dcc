/* The travel modes by which rules judge, as a plan names them. */
#ifndef CI_VERIFY_MODE_LIST_H
#define CI_VERIFY_MODE_LIST_H

#include "base/text.h"
#include "policy/policy.h"
#include "verify/verification.h"

/* Adds "own;walk": the modes of those circle rules that are in a list of ids
 * divided by ';', each once, people's own first, then in the policy's order.
 */
void ci_mode_list_add(ci_buffer *out, const circlet_policy *policy,
                      const char *rules);

/*
 * Adds a claim where a word of what a plan leaves is another than it must be:
 * that of the modes of `rule`, where a policy is given, else `found`; "" and
 * NULL are one. False: no memory.
 */
bool ci_words_claim_add(circlet_verification *out, const char *what,
                        const char *rule, const char *unit,
                        const char *claimed, const circlet_policy *policy,
                        const char *found);

#endif
