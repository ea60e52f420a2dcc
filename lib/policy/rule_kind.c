/* The kinds of rules: what policies call them, and who judges them. */
#include "policy/rule.h"

typedef struct rule_kind {
    const char *name;
    ci_judge_fn judge;
} rule_kind;

static const rule_kind kinds[CI_RULE_KIND_COUNT] = {
    [CI_RULE_CIRCLE] = {"circle", ci_judge_circle},
    [CI_RULE_COUNT] = {"count", ci_judge_count},
    [CI_RULE_RATIO] = {"ratio", ci_judge_ratio},
    [CI_RULE_CLASS_COUNT] = {"class_count", ci_judge_class_count},
    [CI_RULE_EACH] = {"each", ci_judge_each},
    [CI_RULE_PHASE] = {"phase", ci_judge_phase},
    [CI_RULE_RECEIVED] = {"received", ci_judge_received},
    [CI_RULE_LIST] = {"list", ci_judge_list},
    [CI_RULE_NEAR] = {"near", ci_judge_near},
    [CI_RULE_PLACES] = {"places", ci_judge_places},
    [CI_RULE_EVENNESS] = {"evenness", ci_judge_evenness},
    [CI_RULE_GROUP_SIZE] = {"group_size", ci_judge_group_size},
};

const char *ci_rule_kind_name(ci_rule_kind kind)
{
    return kind < CI_RULE_KIND_COUNT ? kinds[kind].name : NULL;
}

ci_judge_fn ci_rule_kind_judge(ci_rule_kind kind)
{
    return kinds[kind].judge;
}
