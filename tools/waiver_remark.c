#include "waiver_remark.h"

#include <string.h>

#include "locale.h"
#include "message.h"

static bool has_rule(const circlet_policy *policy, const char *rule)
{
    for (size_t i = 0; i < circlet_policy_rule_count(policy); i++)
        if (strcmp(circlet_policy_rule_id(policy, i), rule) == 0)
            return true;
    return false;
}

/* Waivers are sorted by rule, so that those of one stand together. */
void remark_on_waivers(const char *command, const circlet_city *city,
                       const circlet_policy *policy)
{
    const char *last = "";

    for (size_t i = 0; i < circlet_city_waiver_count(city); i++) {
        const circlet_waiver_record *waiver = circlet_city_waiver(city, i);

        if (strcmp(waiver->rule, last) != 0 && !has_rule(policy, waiver->rule))
            remark(command,
                   _("the policy has no rule '%s', which a waiver for unit "
                     "'%s' names (document: %s)"),
                   waiver->rule, waiver->unit_code, waiver->document);
        last = waiver->rule;
    }
}
