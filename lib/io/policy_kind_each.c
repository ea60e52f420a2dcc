#include <math.h>
#include <string.h>

#include "base/error.h"
#include "io/policy_reader.h"
#include "policy/selection.h"

#define AMOUNT_MIN 0.001
#define AMOUNT_MAX 1000000.0

/* What is read out of the attributes needs words of its own; a measure is
 * called as it is. */
static circlet_status read_source(ci_each_part *out, ci_policy_reader *reader,
                                  const ci_yaml_node *node)
{
    const ci_yaml_node *measure = ci_policy_find(node, "measure");
    const ci_yaml_node *attribute = ci_policy_find(node, "attribute");
    const ci_yaml_node *needed = NULL;
    circlet_status status;

    if ((measure != NULL) == (attribute != NULL))
        return ci_yaml_fail(&reader->tree, node, reader->error,
                            "what facilities must have needs either "
                            "'measure' or 'attribute'");
    if (measure) {
        out->is_measure = true;
        status = ci_policy_measure(&out->measure, reader, measure);
        out->word = circlet_measure_name(out->measure);
        out->reason = ci_measure_doubt_name(out->measure);
        return status;
    }
    status = ci_policy_text(&out->attribute, reader, node, "attribute");
    if (!status)
        status = ci_policy_need(&needed, reader, node, "word");
    return status ? status : ci_policy_need(&needed, reader, node, "reason");
}

static circlet_status read_part(ci_each_part *out, ci_policy_reader *reader,
                                const ci_yaml_node *node)
{
    static const char *const keys[] = {"measure", "attribute", "min",
                                       "word",    "reason",    NULL};
    const ci_yaml_node *min = NULL;
    double amount = 0;
    circlet_status status = ci_policy_check(reader, node, keys);

    if (!status)
        status = read_source(out, reader, node);
    if (!status)
        status = ci_policy_need(&min, reader, node, "min");
    if (!status)
        status = ci_yaml_number(&amount, &reader->tree, min, AMOUNT_MIN,
                                AMOUNT_MAX, reader->error);
    out->min_micro = llround(amount * CI_MILLION);
    if (!status)
        status =
            ci_policy_optional_known_word(&out->word, reader, node, "word");
    if (!status)
        status = ci_policy_optional_known_word(&out->reason, reader, node,
                                               "reason");
    if (!status)
        status = ci_policy_check_word(reader, node, out->word);
    return status ? status : ci_policy_check_word(reader, node, out->reason);
}

static circlet_status read_parts(ci_each *out, ci_policy_reader *reader,
                                 const ci_yaml_node *node)
{
    const ci_yaml_node *list = NULL;
    ci_each_part *parts = NULL;
    circlet_status status = ci_policy_need(&list, reader, node, "has");

    if (!status && (list->type != CI_YAML_LIST || list->child_count == 0 ||
                    list->child_count > CI_EACH_MAX))
        return ci_yaml_fail(&reader->tree, list, reader->error,
                            "'%s' must be a list of 1 to %d entries",
                            list->key, CI_EACH_MAX);
    if (!status)
        status =
            ci_policy_take(&parts, reader, list->child_count, sizeof(*parts));
    for (size_t i = 0; !status && i < list->child_count; i++)
        status = read_part(&parts[i], reader, list->children[i]);
    if (!status) {
        out->parts = parts;
        out->part_count = list->child_count;
    }
    return status;
}

circlet_status ci_policy_read_each(ci_rule *rule, ci_policy_reader *reader,
                                   const ci_yaml_node *node)
{
    static const char *const keys[] = {CI_POLICY_COMMON_KEYS, "beds", "has",
                                       NULL};
    static const char *const selection[] = {CI_POLICY_SELECTION_KEYS, NULL};
    circlet_status status = ci_policy_check(reader, node, keys);

    if (!status && rule->group != CI_NO_POSITION)
        return ci_yaml_fail(&reader->tree, ci_policy_find(node, "group"),
                            reader->error,
                            "a rule about each facility counts no people");
    if (!status)
        status =
            ci_policy_read_selection(&rule->facility, reader, node, selection);
    if (!status)
        status = ci_policy_optional_known_word(&rule->as.each.beds, reader,
                                               node, "beds");
    return status ? status : read_parts(&rule->as.each, reader, node);
}
