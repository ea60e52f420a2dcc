#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "io/policy_reader.h"

static circlet_status read_choice(int *out, ci_policy_reader *reader,
                                  const ci_yaml_node *rule, const char *key,
                                  const char *const *choices)
{
    const ci_yaml_node *node = NULL;
    circlet_status status = ci_policy_need(&node, reader, rule, key);
    const char *text = NULL;

    if (!status)
        status = ci_yaml_text(&text, &reader->tree, node, reader->error);
    if (status)
        return status;
    for (int i = 0; choices[i]; i++)
        if (strcmp(choices[i], text) == 0) {
            *out = i;
            return CIRCLET_OK;
        }
    return ci_yaml_fail(&reader->tree, node, reader->error,
                        "'%s' cannot be '%s'", node->key, text);
}

static circlet_status read_words_of_rule(ci_rule *rule,
                                         ci_policy_reader *reader,
                                         const ci_yaml_node *node)
{
    static const char *const kinds[] = {"circle", "count", "ratio", NULL};
    static const char *const forces[] = {"must", "should", "may", NULL};
    static const char *const levels[] = {"city", "district", "street",
                                         "community", NULL};
    int kind = 0, force = 0, level = 0;
    circlet_status status = read_choice(&kind, reader, node, "kind", kinds);

    if (!status)
        status = read_choice(&force, reader, node, "force", forces);
    if (!status)
        status = read_choice(&level, reader, node, "level", levels);
    rule->kind = (ci_rule_kind)kind;
    rule->force = (circlet_force)force;
    rule->level = (circlet_level)level;
    return status;
}

static circlet_status read_years(ci_rule *rule, ci_policy_reader *reader,
                                 const ci_yaml_node *node)
{
    circlet_status status;

    rule->from = reader->first_year;
    rule->due = rule->until = -1;
    status = ci_policy_optional_whole(&rule->from, reader, node, "from", 1,
                                      CI_YEAR_MAX);
    if (!status)
        status = ci_policy_optional_whole(&rule->due, reader, node, "due",
                                          rule->from, CI_YEAR_MAX);
    if (!status)
        status = ci_policy_optional_whole(&rule->until, reader, node, "until",
                                          rule->from, CI_YEAR_MAX);
    return status;
}

static circlet_status read_citation(ci_rule *rule, ci_policy_reader *reader,
                                    const ci_yaml_node *node)
{
    const char *name = NULL, *clause = NULL;
    ci_buffer citation = {0};
    circlet_status status = ci_policy_text(&name, reader, node, "document");

    if (!status)
        status = ci_policy_text(&clause, reader, node, "clause");
    if (!status)
        status = ci_policy_text(&rule->quote, reader, node, "quote");
    if (status)
        return status;
    for (size_t i = 0; i < reader->policy->document_count; i++)
        if (strcmp(reader->policy->documents[i].name, name) == 0)
            rule->document = &reader->policy->documents[i];
    if (!rule->document)
        return ci_yaml_fail(&reader->tree, ci_policy_find(node, "document"),
                            reader->error,
                            "document '%s' has no entry in 'documents'", name);
    ci_buffer_add(&citation, rule->document->number);
    ci_buffer_add(&citation, " ");
    ci_buffer_add(&citation, clause);
    if (!citation.failed)
        rule->citation = ci_arena_copy(&reader->policy->arena, citation.text);
    ci_buffer_free(&citation);
    return rule->citation ? CIRCLET_OK : ci_fail_nomem(reader->error);
}

static circlet_status read_group(ci_rule *rule, ci_policy_reader *reader,
                                 const ci_yaml_node *node)
{
    const circlet_policy *policy = reader->policy;
    const char *name = NULL;
    circlet_status status =
        ci_policy_optional_text(&name, reader, node, "group");

    rule->group = CI_NO_POSITION;
    if (status || !name)
        return status;
    for (size_t i = 0; i < policy->group_count; i++)
        if (strcmp(policy->groups[i].name, name) == 0)
            rule->group = i;
    if (rule->group != CI_NO_POSITION)
        return CIRCLET_OK;
    return ci_yaml_fail(&reader->tree, ci_policy_find(node, "group"),
                        reader->error, "group '%s' has no entry in 'groups'",
                        name);
}

static circlet_status check_id(ci_policy_reader *reader,
                               const ci_yaml_node *node, const char *id)
{
    for (size_t i = 0; i < reader->policy->rule_count; i++)
        if (strcmp(reader->policy->rules[i].id, id) == 0)
            return ci_yaml_fail(&reader->tree, ci_policy_find(node, "id"),
                                reader->error, "rule '%s' stands twice", id);
    return CIRCLET_OK;
}

static circlet_status read_rule(ci_rule *rule, ci_policy_reader *reader,
                                const ci_yaml_node *node)
{
    circlet_status status;

    if (node->type != CI_YAML_MAP)
        return ci_yaml_fail(&reader->tree, node, reader->error,
                            "a rule must be a map of keys");
    status = ci_policy_text(&rule->id, reader, node, "id");
    if (!status)
        status = check_id(reader, node, rule->id);
    if (!status)
        status =
            ci_policy_title(&rule->title_zh, &rule->title_en, reader, node);
    if (!status)
        status = read_words_of_rule(rule, reader, node);
    if (!status)
        status = read_years(rule, reader, node);
    if (!status)
        status = read_citation(rule, reader, node);
    if (!status)
        status = read_group(rule, reader, node);
    if (!status)
        status = ci_policy_optional_known_words(&rule->settings, reader, node,
                                                "setting");
    return status ? status : ci_policy_read_kind(rule, reader, node);
}

/* A variant is the rule in another mode, named RULE/ID. */
static circlet_status read_variant(ci_rule *out, ci_policy_reader *reader,
                                   const ci_rule *rule,
                                   const ci_yaml_node *node)
{
    static const char *const keys[] = {"id", "title", "mode", NULL};
    const char *id = NULL;
    ci_buffer name = {0};
    circlet_status status = ci_policy_check(reader, node, keys);

    *out = *rule;
    out->is_variant = true;
    if (!status)
        status = ci_policy_text(&id, reader, node, "id");
    if (!status)
        status = ci_policy_title(&out->title_zh, &out->title_en, reader, node);
    if (!status)
        status =
            ci_policy_read_mode(&out->as.circle.mode, reader, node, "mode");
    if (status)
        return status;
    ci_buffer_add(&name, rule->id);
    ci_buffer_add(&name, "/");
    ci_buffer_add(&name, id);
    out->id =
        name.failed ? NULL : ci_arena_copy(&reader->policy->arena, name.text);
    ci_buffer_free(&name);
    if (!out->id)
        return ci_fail_nomem(reader->error);
    return check_id(reader, node, out->id);
}

static circlet_status read_variants(ci_rule *rules, ci_policy_reader *reader,
                                    const ci_rule *rule,
                                    const ci_yaml_node *list)
{
    circlet_policy *policy = reader->policy;
    circlet_status status = CIRCLET_OK;

    for (size_t i = 0; !status && i < list->child_count; i++) {
        status = read_variant(&rules[policy->rule_count], reader, rule,
                              list->children[i]);
        if (!status)
            policy->rule_count++;
    }
    return status;
}

/* How many rules a list makes, its variants counted; the lists are checked
 * when they are read. */
static size_t count_rules(const ci_yaml_node *list)
{
    size_t count = list->child_count;

    for (size_t i = 0; i < list->child_count; i++) {
        const ci_yaml_node *node = list->children[i];
        const ci_yaml_node *variants = node->type == CI_YAML_MAP
                                           ? ci_policy_find(node, "variants")
                                           : NULL;

        count += variants ? variants->child_count : 0;
    }
    return count;
}

/* The settings of all rules, each once. */
static circlet_status gather_settings(ci_policy_reader *reader)
{
    circlet_policy *policy = reader->policy;
    const char **settings = NULL;
    size_t most = 0, count = 0;
    circlet_status status;

    for (size_t i = 0; i < policy->rule_count; i++)
        most += policy->rules[i].settings.count;
    status = ci_policy_take(&settings, reader, most + 1, sizeof(*settings));
    for (size_t i = 0; !status && i < policy->rule_count; i++) {
        const ci_words *own = &policy->rules[i].settings;

        for (size_t k = 0; k < own->count; k++) {
            if (ci_words_have(&policy->settings, own->items[k]))
                continue;
            settings[count++] = own->items[k];
            policy->settings = (ci_words){settings, count};
        }
    }
    return status;
}

circlet_status ci_policy_read_rules(ci_policy_reader *reader,
                                    const ci_yaml_node *root)
{
    circlet_policy *policy = reader->policy;
    const ci_yaml_node *list = NULL;
    ci_rule *rules = NULL;
    circlet_status status = ci_policy_need(&list, reader, root, "rules");

    if (status)
        return status;
    if (list->type != CI_YAML_LIST || list->child_count == 0)
        return ci_yaml_fail(&reader->tree, list, reader->error,
                            "'%s' must be a list of rules", list->key);
    status = ci_policy_take(&rules, reader, count_rules(list), sizeof(*rules));
    policy->rules = rules;
    for (size_t i = 0; !status && i < list->child_count; i++) {
        const ci_yaml_node *node = list->children[i];
        ci_rule *rule = &rules[policy->rule_count];
        const ci_yaml_node *variants;

        status = read_rule(rule, reader, node);
        if (status)
            break;
        policy->rule_count++;
        variants = ci_policy_find(node, "variants");
        if (variants)
            status = read_variants(rules, reader, rule, variants);
    }
    return status ? status : gather_settings(reader);
}
