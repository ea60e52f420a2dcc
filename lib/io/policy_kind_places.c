#include <math.h>
#include <string.h>

#include "io/policy_reader.h"

static circlet_status read_circle(ci_setting_circle *out,
                                  ci_policy_reader *reader,
                                  const ci_yaml_node *node)
{
    static const char *const keys[] = {"setting", "cutoff_min", "mode", NULL};
    circlet_status status = ci_policy_check(reader, node, keys);

    if (!status)
        status = ci_policy_optional_known_words(&out->settings, reader, node,
                                                "setting");
    if (!status)
        status =
            ci_policy_minutes(&out->cutoff_ms, reader, node, "cutoff_min");
    return status ? status
                  : ci_policy_read_mode(&out->mode, reader, node, "mode");
}

circlet_status ci_policy_read_setting_circles(ci_setting_circles *out,
                                              ci_policy_reader *reader,
                                              const ci_yaml_node *rule)
{
    const ci_yaml_node *list = NULL;
    ci_setting_circle *circles = NULL;
    circlet_status status = ci_policy_need(&list, reader, rule, "circles");

    if (!status && (list->type != CI_YAML_LIST || list->child_count == 0))
        return ci_yaml_fail(&reader->tree, list, reader->error,
                            "'%s' must be a list of circles", list->key);
    if (!status)
        status = ci_policy_take(&circles, reader, list->child_count,
                                sizeof(*circles));
    for (size_t i = 0; !status && i < list->child_count; i++) {
        status = read_circle(&circles[i], reader, list->children[i]);
        if (!status && circles[i].settings.count == 0 &&
            i + 1 < list->child_count)
            return ci_yaml_fail(&reader->tree, list->children[i],
                                reader->error,
                                "only the last circle may be for all "
                                "settings");
    }
    if (!status)
        *out = (ci_setting_circles){circles, list->child_count};
    return status;
}

/* The group that is served first, if there is one. */
static circlet_status read_focus(size_t *out, ci_policy_reader *reader,
                                 const ci_yaml_node *node)
{
    const circlet_policy *policy = reader->policy;
    const char *name = NULL;
    circlet_status status =
        ci_policy_optional_text(&name, reader, node, "focus");

    *out = CI_NO_POSITION;
    if (status || !name)
        return status;
    for (size_t i = 0; i < policy->group_count; i++)
        if (strcmp(policy->groups[i].name, name) == 0)
            *out = i;
    if (*out != CI_NO_POSITION)
        return CIRCLET_OK;
    return ci_yaml_fail(&reader->tree, ci_policy_find(node, "focus"),
                        reader->error, "group '%s' has no entry in 'groups'",
                        name);
}

/* Whose places: those of the service that the facilities are chosen by,
 * unless another is named. */
static circlet_status read_service(ci_rule *rule, ci_policy_reader *reader,
                                   const ci_yaml_node *node)
{
    circlet_status status;

    rule->as.places.service = rule->facility.service;
    status = ci_policy_optional_known_word(&rule->as.places.service, reader,
                                           node, "places");
    if (!status && !rule->as.places.service)
        return ci_yaml_fail(&reader->tree, node, reader->error,
                            "a rule about places needs 'places' or a "
                            "facility by 'service'");
    return status;
}

circlet_status ci_policy_read_places(ci_rule *rule, ci_policy_reader *reader,
                                     const ci_yaml_node *node)
{
    static const char *const keys[] = {
        CI_POLICY_COMMON_KEYS, "circles", "focus", "places", "target", NULL};
    static const char *const selection[] = {"type", "service", "word", NULL};
    const ci_yaml_node *target = NULL;
    double share = 0;
    circlet_status status = ci_policy_check(reader, node, keys);

    if (!status)
        status = ci_policy_need_group(reader, rule, node);
    if (!status)
        status =
            ci_policy_read_selection(&rule->facility, reader, node, selection);
    if (!status)
        status = read_service(rule, reader, node);
    if (!status)
        status = ci_policy_read_setting_circles(&rule->as.places.circles,
                                                reader, node);
    if (!status)
        status = read_focus(&rule->as.places.focus, reader, node);
    if (!status)
        status = ci_policy_need(&target, reader, node, "target");
    if (!status)
        status =
            ci_yaml_number(&share, &reader->tree, target, 0, 1, reader->error);
    rule->as.places.target_micro = llround(share * CI_MILLION);
    return status;
}
