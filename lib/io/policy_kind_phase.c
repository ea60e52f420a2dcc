#include <math.h>
#include <string.h>

#include "base/error.h"
#include "io/policy_reader.h"

#define COUNT_MAX 1000000

static circlet_status read_step_words(ci_phase_step *out,
                                      ci_policy_reader *reader,
                                      const ci_yaml_node *node)
{
    static const char *const forces[] = {"must", "should", "may", NULL};
    static const char *const levels[] = {"city", "district", "street",
                                         "community", NULL};
    int force = (int)out->force, level = (int)out->level;
    circlet_status status =
        ci_policy_optional_choice(&force, reader, node, "force", forces);

    if (!status)
        status =
            ci_policy_optional_choice(&level, reader, node, "level", levels);
    out->force = (circlet_force)force;
    out->level = (circlet_level)level;
    return status ? status
                  : ci_policy_optional_text(&out->tag, reader, node, "tag");
}

static circlet_status read_having(ci_selection *out, ci_policy_reader *reader,
                                  const ci_yaml_node *node)
{
    static const char *const keys[] = {CI_POLICY_FLAG_KEYS, "word", NULL};
    const ci_yaml_node *having = NULL, *word = NULL;
    circlet_status status = ci_policy_need(&having, reader, node, "having");

    if (!status)
        status = ci_policy_check(reader, having, keys);
    if (!status && having->child_count < 2)
        return ci_yaml_fail(&reader->tree, having, reader->error,
                            "'%s' needs a 'word' and what it stands for",
                            having->key);
    if (!status)
        status = ci_policy_need(&word, reader, having, "word");
    if (!status)
        status = ci_policy_read_flags(out, reader, having);
    return status ? status
                  : ci_policy_optional_known_word(&out->word, reader, having,
                                                  "word");
}

static circlet_status read_goal(ci_phase_step *out, ci_policy_reader *reader,
                                const ci_yaml_node *node)
{
    const ci_yaml_node *min = ci_policy_find(node, "min");
    const ci_yaml_node *target = ci_policy_find(node, "target");
    const ci_yaml_node *begun = ci_policy_find(node, "begun");
    double share = 0;
    bool is_begun = true;
    int count = 0;
    circlet_status status;

    if ((min != NULL) + (target != NULL) + (begun != NULL) != 1)
        return ci_yaml_fail(&reader->tree, node, reader->error,
                            "a step needs one of 'min', 'target', 'begun'");
    out->goal = min      ? CI_PHASE_COUNT
                : target ? CI_PHASE_SHARE
                         : CI_PHASE_BEGUN;
    status =
        ci_policy_optional_whole(&count, reader, node, "min", 1, COUNT_MAX);
    if (!status)
        status =
            ci_policy_optional_number(&share, reader, node, "target", 0, 1);
    if (!status && begun)
        status = ci_yaml_flag(&is_begun, &reader->tree, begun, reader->error);
    if (!status && !is_begun)
        return ci_yaml_fail(&reader->tree, begun, reader->error,
                            "'%s' can only be yes", begun->key);
    out->min = count;
    out->target_micro = llround(share * CI_MILLION);
    return status;
}

static circlet_status read_step(ci_phase_step *out, const ci_rule *rule,
                                ci_policy_reader *reader,
                                const ci_yaml_node *node)
{
    static const char *const keys[] = {"from",  "until",  "level", "force",
                                       "tag",   "having", "min",   "target",
                                       "begun", NULL};
    circlet_status status = ci_policy_check(reader, node, keys);

    out->from = rule->from;
    out->until = -1;
    out->level = rule->level;
    out->force = rule->force;
    if (!status)
        status = ci_policy_optional_whole(&out->from, reader, node, "from",
                                          rule->from, CI_YEAR_MAX);
    if (!status)
        status = ci_policy_optional_whole(&out->until, reader, node, "until",
                                          out->from, CI_YEAR_MAX);
    if (!status)
        status = read_step_words(out, reader, node);
    if (!status)
        status = read_having(&out->having, reader, node);
    return status ? status : read_goal(out, reader, node);
}

circlet_status ci_policy_read_phase(ci_rule *rule, ci_policy_reader *reader,
                                    const ci_yaml_node *node)
{
    static const char *const keys[] = {CI_POLICY_COMMON_KEYS, "steps", NULL};
    static const char *const selection[] = {CI_POLICY_SELECTION_KEYS, NULL};
    const ci_yaml_node *list = NULL;
    ci_phase_step *steps = NULL;
    circlet_status status = ci_policy_check(reader, node, keys);

    if (!status)
        status =
            ci_policy_read_selection(&rule->facility, reader, node, selection);
    if (!status)
        status = ci_policy_need(&list, reader, node, "steps");
    if (!status && (list->type != CI_YAML_LIST || list->child_count == 0))
        return ci_yaml_fail(&reader->tree, list, reader->error,
                            "'%s' must be a list of steps", list->key);
    if (!status)
        status =
            ci_policy_take(&steps, reader, list->child_count, sizeof(*steps));
    for (size_t i = 0; !status && i < list->child_count; i++)
        status = read_step(&steps[i], rule, reader, list->children[i]);
    if (!status)
        rule->as.phase = (ci_phase){steps, list->child_count};
    return status;
}
