/* Types of facilities, and which ones a rule means. */
#include <string.h>

#include "base/error.h"
#include "io/policy_reader.h"

circlet_status ci_policy_check_type(ci_policy_reader *reader,
                                    const ci_yaml_node *node, const char *type)
{
    return circlet_policy_has_facility_type(reader->policy, type)
               ? CIRCLET_OK
               : ci_yaml_fail(&reader->tree, node, reader->error,
                              "facility type '%s' has no entry in 'types'",
                              type);
}

static circlet_status read_type(ci_facility_type *out,
                                ci_policy_reader *reader,
                                const ci_yaml_node *node)
{
    static const char *const keys[] = {"title", "services", "perhaps",
                                       "bedded", NULL};
    circlet_status status = ci_policy_check(reader, node, keys);

    if (status)
        return status;
    out->type = ci_policy_find_word(reader->policy, node->key)->word;
    status = ci_policy_optional_known_words(&out->services, reader, node,
                                            "services");
    if (!status)
        status = ci_policy_optional_known_words(&out->perhaps, reader, node,
                                                "perhaps");
    if (!status)
        status = ci_policy_optional_known_words(&out->bedded, reader, node,
                                                "bedded");
    for (size_t i = 0; !status && i < out->bedded.count; i++)
        if (!ci_words_have(&out->services, out->bedded.items[i]))
            return ci_yaml_fail(
                &reader->tree, ci_policy_find(node, "bedded"), reader->error,
                "'%s' is not among the services", out->bedded.items[i]);
    return status;
}

circlet_status ci_policy_read_types(ci_policy_reader *reader,
                                    const ci_yaml_node *root)
{
    const ci_yaml_node *map = ci_policy_find(root, "types");
    ci_facility_type *types = NULL;
    circlet_status status =
        ci_policy_take(&types, reader, map->child_count + 1, sizeof(*types));

    for (size_t i = 0; !status && i < map->child_count; i++)
        status = read_type(&types[i], reader, map->children[i]);
    if (!status) {
        reader->policy->types = types;
        reader->policy->type_count = map->child_count;
    }
    return status;
}

circlet_status ci_policy_read_flags(ci_selection *out,
                                    ci_policy_reader *reader,
                                    const ci_yaml_node *node)
{
    circlet_status status = ci_policy_optional_known_words(
        &out->services, reader, node, "services");

    if (!status)
        status =
            ci_policy_optional_known_word(&out->tier, reader, node, "tier");
    if (!status)
        status = ci_policy_optional_answer(&out->is_comprehensive, reader,
                                           node, "is_comprehensive");
    if (!status)
        status = ci_policy_optional_answer(&out->is_pilot, reader, node,
                                           "is_pilot");
    if (!status)
        status = ci_policy_optional_answer(&out->is_reformed, reader, node,
                                           "is_reformed");
    if (!status)
        status = ci_policy_optional_answer(&out->is_reform_base, reader, node,
                                           "is_reform_base");
    return status;
}

/* One of type, service, services or `any: yes`, which needs a word. */
static circlet_status read_word(ci_selection *out, ci_policy_reader *reader,
                                const ci_yaml_node *node)
{
    circlet_answer any = CIRCLET_UNKNOWN;
    circlet_status status =
        ci_policy_optional_answer(&any, reader, node, "any");
    bool is_any = any == CIRCLET_YES;

    if (status)
        return status;
    if (is_any && (out->type || out->service || out->services.count > 0))
        return ci_yaml_fail(&reader->tree, node, reader->error,
                            "'%s' cannot be any facility and of a type or "
                            "service",
                            node->key);
    if (!is_any && !out->type && !out->service && out->services.count == 0)
        return ci_yaml_fail(&reader->tree, node, reader->error,
                            "'%s' needs a 'type' or a 'service'", node->key);
    out->word = out->type      ? out->type
                : out->service ? out->service
                : is_any       ? NULL
                               : out->services.items[0];
    status = ci_policy_optional_known_word(&out->word, reader, node, "word");
    return status || out->word
               ? status
               : ci_yaml_fail(&reader->tree, node, reader->error,
                              "'%s' needs a 'word' for any facility",
                              node->key);
}

circlet_status ci_policy_read_selection(ci_selection *out,
                                        ci_policy_reader *reader,
                                        const ci_yaml_node *rule,
                                        const char *const *keys)
{
    const ci_yaml_node *node = NULL;
    circlet_status status = ci_policy_need(&node, reader, rule, "facility");

    if (!status)
        status = ci_policy_check(reader, node, keys);
    if (!status)
        status = ci_policy_optional_text(&out->type, reader, node, "type");
    if (status)
        return status;
    if (out->type)
        status = ci_policy_check_type(reader, ci_policy_find(node, "type"),
                                      out->type);
    if (!status)
        status = ci_policy_optional_known_word(&out->service, reader, node,
                                               "service");
    if (!status)
        status = ci_policy_read_flags(out, reader, node);
    return status ? status : read_word(out, reader, node);
}
