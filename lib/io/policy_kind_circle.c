#include <math.h>

#include "io/policy_reader.h"

circlet_status ci_policy_read_circle(ci_rule *rule, ci_policy_reader *reader,
                                     const ci_yaml_node *node)
{
    static const char *const keys[] = {CI_POLICY_COMMON_KEYS,
                                       "cutoff_min",
                                       "target",
                                       "mode",
                                       "variants",
                                       NULL};
    static const char *const selection[] = {"type", "service", "word", NULL};
    const ci_yaml_node *target = NULL, *variants;
    double share = 0;
    circlet_status status = ci_policy_check(reader, node, keys);

    if (!status)
        status = ci_policy_need_group(reader, rule, node);
    if (!status)
        status =
            ci_policy_read_selection(&rule->facility, reader, node, selection);
    if (!status)
        status = ci_policy_minutes(&rule->as.circle.cutoff_ms, reader, node,
                                   "cutoff_min");
    if (!status)
        status = ci_policy_need(&target, reader, node, "target");
    if (!status)
        status =
            ci_yaml_number(&share, &reader->tree, target, 0, 1, reader->error);
    if (!status)
        status =
            ci_policy_read_mode(&rule->as.circle.mode, reader, node, "mode");
    rule->as.circle.target_micro = llround(share * CI_MILLION);
    variants = ci_policy_find(node, "variants");
    if (!status && variants && variants->type != CI_YAML_LIST)
        return ci_yaml_fail(&reader->tree, variants, reader->error,
                            "'%s' must be a list", variants->key);
    return status;
}
