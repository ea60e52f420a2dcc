#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "io/policy_reader.h"
#include "policy/rule.h"

static circlet_status read_choice(int *out, ci_policy_reader *reader,
                                  const ci_yaml_node *rule, const char *key,
                                  const char *const *choices)
{
    const ci_yaml_node *node = NULL;
    circlet_status status = ci_policy_need(&node, reader, rule, key);

    return status ? status
                  : ci_policy_optional_choice(out, reader, rule, key, choices);
}

static circlet_status read_words_of_rule(ci_rule *rule,
                                         ci_policy_reader *reader,
                                         const ci_yaml_node *node)
{
    const char *kinds[CI_RULE_KIND_COUNT + 1] = {0};
    static const char *const forces[] = {"must", "should", "may", NULL};
    static const char *const levels[] = {"city", "district", "street",
                                         "community", NULL};
    int kind = 0, force = 0, level = 0;
    circlet_status status;

    for (int i = 0; i < CI_RULE_KIND_COUNT; i++)
        kinds[i] = ci_rule_kind_name((ci_rule_kind)i);
    status = read_choice(&kind, reader, node, "kind", kinds);
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

circlet_status ci_policy_read_source(const ci_document **document,
                                     const char **citation, const char **quote,
                                     ci_policy_reader *reader,
                                     const ci_yaml_node *node)
{
    const char *name = NULL, *clause = NULL;
    const ci_document *found = NULL;
    ci_buffer text = {0};
    circlet_status status = ci_policy_text(&name, reader, node, "document");

    if (!status)
        status = ci_policy_text(&clause, reader, node, "clause");
    if (!status)
        status = ci_policy_text(quote, reader, node, "quote");
    if (status)
        return status;
    for (size_t i = 0; i < reader->policy->document_count; i++)
        if (strcmp(reader->policy->documents[i].name, name) == 0)
            found = &reader->policy->documents[i];
    if (!found)
        return ci_yaml_fail(&reader->tree, ci_policy_find(node, "document"),
                            reader->error,
                            "document '%s' has no entry in 'documents'", name);
    ci_buffer_add(&text, found->number);
    ci_buffer_add(&text, " ");
    ci_buffer_add(&text, clause);
    *document = found;
    *citation =
        text.failed ? NULL : ci_arena_copy(&reader->policy->arena, text.text);
    ci_buffer_free(&text);
    return *citation ? CIRCLET_OK : ci_fail_nomem(reader->error);
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
        status = ci_policy_read_source(&rule->document, &rule->citation,
                                       &rule->quote, reader, node);
    if (!status)
        status = read_group(rule, reader, node);
    if (!status)
        status = ci_policy_optional_known_words(&rule->settings, reader, node,
                                                "setting");
    return status ? status : ci_policy_read_kind(rule, reader, node);
}

/* A variant is named RULE/ID. */
static circlet_status name_variant(ci_rule *out, ci_policy_reader *reader,
                                   const ci_rule *rule, const char *id,
                                   const ci_yaml_node *node)
{
    ci_buffer name = {0};

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

/* The rule in another mode. */
static circlet_status read_variant(ci_rule *out, ci_policy_reader *reader,
                                   const ci_rule *rule,
                                   const ci_yaml_node *node)
{
    static const char *const keys[] = {"id", "title", "mode", NULL};
    const char *id = NULL;
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
    return status ? status : name_variant(out, reader, rule, id, node);
}

/* Who could reach the service beside who has received it. */
static circlet_status add_reach(ci_rule *rules, ci_policy_reader *reader,
                                const ci_rule *rule, const ci_yaml_node *reach)
{
    ci_rule *out = &rules[reader->policy->rule_count];
    circlet_status status;

    *out = *rule;
    out->is_variant = true;
    status = ci_policy_read_reach(out, reader, reach);
    if (!status)
        status = name_variant(out, reader, rule, "reach", reach);
    if (!status)
        reader->policy->rule_count++;
    return status;
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
        count += node->type == CI_YAML_MAP && ci_policy_find(node, "reach");
    }
    return count;
}

/* Circles that go by the setting; NULL: the rule has none. */
static const ci_setting_circles *circles_of(const ci_rule *rule)
{
    switch (rule->kind) {
    case CI_RULE_PLACES:
        return &rule->as.places.circles;
    case CI_RULE_EVENNESS:
        return &rule->as.evenness.circles;
    case CI_RULE_RECEIVED:
        return &rule->as.received.reach;
    case CI_RULE_LIST:
        return &rule->as.list.circles;
    default:
        return NULL;
    }
}

/* Adds to `out`, unless it is NULL, and returns how many there may be. */
static size_t add_settings(ci_words *out, const char **items,
                           const ci_words *own)
{
    for (size_t k = 0; out && k < own->count; k++)
        if (!ci_words_have(out, own->items[k])) {
            items[out->count] = own->items[k];
            *out = (ci_words){items, out->count + 1};
        }
    return own->count;
}

static size_t add_settings_of(ci_words *out, const char **items,
                              const ci_rule *rule)
{
    const ci_setting_circles *circles = circles_of(rule);
    size_t count = add_settings(out, items, &rule->settings);

    if (rule->kind == CI_RULE_LIST)
        count += add_settings(out, items, &rule->as.list.member_settings);
    for (size_t k = 0; circles && k < circles->count; k++)
        count += add_settings(out, items, &circles->items[k].settings);
    return count;
}

/* The settings that all rules ask for, each once. */
static circlet_status gather_settings(ci_policy_reader *reader)
{
    circlet_policy *policy = reader->policy;
    const char **items = NULL;
    size_t most = 0;
    circlet_status status;

    for (size_t i = 0; i < policy->rule_count; i++)
        most += add_settings_of(NULL, NULL, &policy->rules[i]);
    status = ci_policy_take(&items, reader, most + 1, sizeof(*items));
    for (size_t i = 0; !status && i < policy->rule_count; i++)
        add_settings_of(&policy->settings, items, &policy->rules[i]);
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
        const ci_yaml_node *variants, *reach;

        status = read_rule(rule, reader, node);
        if (status)
            break;
        policy->rule_count++;
        variants = ci_policy_find(node, "variants");
        if (variants)
            status = read_variants(rules, reader, rule, variants);
        reach = ci_policy_find(node, "reach");
        if (!status && reach)
            status = add_reach(rules, reader, rule, reach);
    }
    return status ? status : gather_settings(reader);
}
