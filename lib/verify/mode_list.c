#include "verify/mode_list.h"

#include <math.h>
#include <string.h>

#include "policy/rule.h"

static bool has_mode(const circlet_policy *policy, const char *rules,
                     size_t mode)
{
    for (size_t i = 0; i < policy->rule_count; i++) {
        const ci_rule *rule = &policy->rules[i];

        if (rule->kind == CI_RULE_CIRCLE && rule->as.circle.mode == mode &&
            circlet_list_has(rules, rule->id))
            return true;
    }
    return false;
}

static void add_mode(ci_buffer *out, const char *mode)
{
    ci_buffer_add(out, out->size > 0 ? ";" : "");
    ci_buffer_add(out, mode);
}

void ci_mode_list_add(ci_buffer *out, const circlet_policy *policy,
                      const char *rules)
{
    ci_buffer_add(out, "");
    if (has_mode(policy, rules, CI_NO_POSITION))
        add_mode(out, CI_MODE_OWN);
    for (size_t m = 0; m < policy->mode_count; m++)
        if (has_mode(policy, rules, m))
            add_mode(out, policy->modes[m]);
}

bool ci_words_claim_add(circlet_verification *out, const char *what,
                        const char *rule, const char *unit,
                        const char *claimed, const circlet_policy *policy,
                        const char *found)
{
    ci_buffer text = {0};
    circlet_claim claim = {.what = what,
                           .subject = rule,
                           .part = unit,
                           .claimed = (double)NAN,
                           .found = (double)NAN,
                           .claimed_text = claimed ? claimed : "",
                           .state = CIRCLET_CLAIM_DIFFERS};
    bool is_done;

    ci_buffer_add(&text, policy || !found ? "" : found);
    if (policy)
        ci_mode_list_add(&text, policy, rule);
    claim.found_text = text.text;
    is_done = !text.failed && (strcmp(claim.claimed_text, text.text) == 0 ||
                               ci_verification_add(out, &claim));
    ci_buffer_free(&text);
    return is_done;
}
