/* What is particular to each kind of rule: who reads it. */
#include "io/policy_reader.h"

typedef circlet_status (*read_fn)(ci_rule *rule, ci_policy_reader *reader,
                                  const ci_yaml_node *node);

static const read_fn readers[CI_RULE_KIND_COUNT] = {
    [CI_RULE_CIRCLE] = ci_policy_read_circle,
    [CI_RULE_COUNT] = ci_policy_read_count,
    [CI_RULE_RATIO] = ci_policy_read_ratio,
    [CI_RULE_CLASS_COUNT] = ci_policy_read_class_count,
    [CI_RULE_EACH] = ci_policy_read_each,
    [CI_RULE_PHASE] = ci_policy_read_phase,
    [CI_RULE_GROUP_SIZE] = ci_policy_read_group_size,
    [CI_RULE_NEAR] = ci_policy_read_near,
    [CI_RULE_RECEIVED] = ci_policy_read_received,
    [CI_RULE_LIST] = ci_policy_read_list,
    [CI_RULE_PLACES] = ci_policy_read_places,
    [CI_RULE_EVENNESS] = ci_policy_read_evenness,
};

circlet_status ci_policy_need_group(ci_policy_reader *reader,
                                    const ci_rule *rule,
                                    const ci_yaml_node *node)
{
    const ci_yaml_node *group = NULL;

    return rule->group != CI_NO_POSITION
               ? CIRCLET_OK
               : ci_policy_need(&group, reader, node, "group");
}

circlet_status ci_policy_read_kind(ci_rule *rule, ci_policy_reader *reader,
                                   const ci_yaml_node *node)
{
    return readers[rule->kind](rule, reader, node);
}
