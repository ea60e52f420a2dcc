/*
 * Travel modes are data. A number that changes a time or closes a street
 * must say where it comes from, or that it is assumed: a planner who doubts
 * a result can then find the number to doubt.
 */
#include <circlet/io.h>

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "io/yaml_tree.h"
#include "network/travel_mode.h"
#include "policy/policy.h"

#define KMH_PER_MPS 3.6
#define SPEED_MIN_MPS 0.01
#define SPEED_MAX_MPS 60.0
#define LIMIT_MAX 1e6
#define DELAY_MAX_S 86400.0
#define FACTOR_MIN 0.01
#define FACTOR_MAX 100.0

typedef struct mode_reader {
    ci_yaml_tree tree;
    circlet_travel_mode *mode;
    circlet_error *error;
} mode_reader;

static circlet_status take(void *out, mode_reader *reader, size_t count,
                           size_t size)
{
    void *place = ci_arena_take(&reader->mode->arena, count * size);

    if (!place)
        return ci_fail_nomem(reader->error);
    memset(place, 0, count * size);
    memcpy(out, &place, sizeof(place));
    return CIRCLET_OK;
}

static circlet_status copy(const char **out, mode_reader *reader,
                           const char *text)
{
    char *kept = ci_arena_copy(&reader->mode->arena, text);

    if (!kept)
        return ci_fail_nomem(reader->error);
    *out = kept;
    return CIRCLET_OK;
}

static circlet_status need(const ci_yaml_node **out, mode_reader *reader,
                           const ci_yaml_node *map, const char *key)
{
    *out = ci_yaml_find(map, key);
    return *out ? CIRCLET_OK
                : ci_yaml_fail(&reader->tree, map, reader->error,
                               "key '%s' is missing", key);
}

static circlet_status read_text(const char **out, mode_reader *reader,
                                const ci_yaml_node *map, const char *key)
{
    const ci_yaml_node *node = NULL;
    const char *text = NULL;
    circlet_status status = need(&node, reader, map, key);

    if (!status)
        status = ci_yaml_text(&text, &reader->tree, node, reader->error);
    return status ? status : copy(out, reader, text);
}

/* A number comes from a source or is assumed, and not both. */
static circlet_status check_origin(mode_reader *reader,
                                   const ci_yaml_node *map, bool has_number)
{
    const ci_yaml_node *source = ci_yaml_find(map, "source");
    const ci_yaml_node *assumed = ci_yaml_find(map, "assumed");
    const char *text = NULL;
    bool is_assumed = false;
    circlet_status status = CIRCLET_OK;

    if (source)
        status = ci_yaml_text(&text, &reader->tree, source, reader->error);
    if (!status && assumed)
        status =
            ci_yaml_flag(&is_assumed, &reader->tree, assumed, reader->error);
    if (!status && text && is_assumed)
        return ci_yaml_fail(&reader->tree, source, reader->error,
                            "a number with a source is not assumed");
    if (!status && has_number && !text && !is_assumed)
        return ci_yaml_fail(&reader->tree, map, reader->error,
                            "the number needs a 'source' or 'assumed: yes'");
    return status;
}

/* A speed as {kmh|m_per_s, source|assumed}. */
static circlet_status read_speed(double *out, mode_reader *reader,
                                 const ci_yaml_node *map, const char *key)
{
    static const char *const keys[] = {"kmh", "m_per_s", "source", "assumed",
                                       NULL};
    const ci_yaml_node *node = NULL, *kmh, *mps;
    circlet_status status = need(&node, reader, map, key);
    double unit;

    if (!status)
        status = ci_yaml_check_keys(&reader->tree, node, keys, reader->error);
    if (status)
        return status;
    kmh = ci_yaml_find(node, "kmh");
    mps = ci_yaml_find(node, "m_per_s");
    if ((kmh != NULL) == (mps != NULL))
        return ci_yaml_fail(&reader->tree, node, reader->error,
                            "'%s' needs either 'kmh' or 'm_per_s'", key);
    unit = kmh ? KMH_PER_MPS : 1.0;
    status = ci_yaml_number(out, &reader->tree, kmh ? kmh : mps,
                            SPEED_MIN_MPS * unit, SPEED_MAX_MPS * unit,
                            reader->error);
    *out /= unit;
    return status ? status : check_origin(reader, node, true);
}

static circlet_status read_title(mode_reader *reader, const ci_yaml_node *root)
{
    static const char *const keys[] = {"zh", "en", NULL};
    const ci_yaml_node *title = NULL;
    circlet_status status = need(&title, reader, root, "title");

    if (!status)
        status = ci_yaml_check_keys(&reader->tree, title, keys, reader->error);
    if (!status)
        status = read_text(&reader->mode->title_zh, reader, title, "zh");
    return status ? status
                  : read_text(&reader->mode->title_en, reader, title, "en");
}

static circlet_status read_oneway(mode_reader *reader,
                                  const ci_yaml_node *root)
{
    const ci_yaml_node *node = NULL;
    const char *text = NULL;
    circlet_status status = need(&node, reader, root, "oneway");

    if (!status)
        status = ci_yaml_text(&text, &reader->tree, node, reader->error);
    if (status)
        return status;
    reader->mode->obeys_oneway = strcmp(text, "observed") == 0;
    if (reader->mode->obeys_oneway || strcmp(text, "ignored") == 0)
        return CIRCLET_OK;
    return ci_yaml_fail(&reader->tree, node, reader->error,
                        "'oneway' must be ignored or observed, not '%s'",
                        text);
}

/* A tag's values: one, or a list. */
static circlet_status read_values(ci_tag_test *test, mode_reader *reader,
                                  const ci_yaml_node *node)
{
    bool is_list = node->type == CI_YAML_LIST;
    size_t count = is_list ? node->child_count : 1;
    const char **values = NULL;
    circlet_status status;

    if (count == 0)
        return ci_yaml_fail(&reader->tree, node, reader->error,
                            "'%s' has no values", node->key);
    status = take(&values, reader, count, sizeof(*values));
    for (size_t i = 0; !status && i < count; i++) {
        const char *text = NULL;

        status =
            ci_yaml_text(&text, &reader->tree,
                         is_list ? node->children[i] : node, reader->error);
        if (!status)
            status = copy(&values[i], reader, text);
    }
    test->kind = CI_TAG_IS_ONE_OF;
    test->values = values;
    test->value_count = count;
    return status;
}

static circlet_status read_limit(ci_tag_test *test, mode_reader *reader,
                                 const ci_yaml_node *node)
{
    static const char *const keys[] = {"above", "below", NULL};
    const ci_yaml_node *above;
    circlet_status status =
        ci_yaml_check_keys(&reader->tree, node, keys, reader->error);

    if (status)
        return status;
    if (node->child_count != 1)
        return ci_yaml_fail(&reader->tree, node, reader->error,
                            "'%s' needs either 'above' or 'below'", node->key);
    above = ci_yaml_find(node, "above");
    test->kind = above ? CI_TAG_ABOVE : CI_TAG_BELOW;
    return ci_yaml_number(&test->limit, &reader->tree,
                          above ? above : ci_yaml_find(node, "below"),
                          -LIMIT_MAX, LIMIT_MAX, reader->error);
}

static circlet_status read_test(ci_tag_test *test, mode_reader *reader,
                                const ci_yaml_node *node)
{
    circlet_status status = copy(&test->key, reader, node->key);

    if (status)
        return status;
    if (node->type == CI_YAML_MAP)
        return read_limit(test, reader, node);
    if (node->type == CI_YAML_SCALAR && strcmp(node->text, "present") == 0) {
        test->kind = CI_TAG_IS_PRESENT;
        return CIRCLET_OK;
    }
    if (node->type == CI_YAML_SCALAR && strcmp(node->text, "absent") == 0) {
        test->kind = CI_TAG_IS_ABSENT;
        return CIRCLET_OK;
    }
    return read_values(test, reader, node);
}

static circlet_status read_tests(ci_tag_rule *rule, mode_reader *reader,
                                 const ci_yaml_node *node)
{
    const ci_yaml_node *when = NULL;
    ci_tag_test *tests = NULL;
    circlet_status status = need(&when, reader, node, "when");

    if (status)
        return status;
    if (when->type != CI_YAML_MAP || when->child_count == 0)
        return ci_yaml_fail(&reader->tree, when, reader->error,
                            "'when' must be a map of tags");
    status = take(&tests, reader, when->child_count, sizeof(*tests));
    for (size_t i = 0; !status && i < when->child_count; i++)
        status = read_test(&tests[i], reader, when->children[i]);
    rule->tests = tests;
    rule->test_count = when->child_count;
    return status;
}

static circlet_status read_flag_effect(ci_tag_rule *rule, mode_reader *reader,
                                       const ci_yaml_node *node)
{
    bool is_yes = false;
    circlet_status status =
        ci_yaml_flag(&is_yes, &reader->tree, node, reader->error);

    rule->value = is_yes ? 1 : 0;
    rule->effect = strcmp(node->key, "pass") == 0 ? CI_EFFECT_PASS
                                                  : CI_EFFECT_SNAP_BARRIER;
    if (!status && rule->effect == CI_EFFECT_SNAP_BARRIER && !is_yes)
        return ci_yaml_fail(&reader->tree, node, reader->error,
                            "'snap_barrier' can only be yes");
    return status;
}

static circlet_status read_speed_from(ci_tag_rule *rule, mode_reader *reader,
                                      const ci_yaml_node *node,
                                      const ci_yaml_node *entry)
{
    const ci_yaml_node *factor = ci_yaml_find(entry, "factor");

    rule->effect = CI_EFFECT_SPEED_FROM_TAG;
    rule->value = 1;
    if (factor) {
        circlet_status status =
            ci_yaml_number(&rule->value, &reader->tree, factor, FACTOR_MIN,
                           FACTOR_MAX, reader->error);

        if (status)
            return status;
    }
    return read_text(&rule->key, reader, entry, node->key);
}

static circlet_status read_number_effect(ci_tag_rule *rule,
                                         mode_reader *reader,
                                         const ci_yaml_node *node)
{
    circlet_status status;

    if (strcmp(node->key, "speed_kmh") == 0) {
        rule->effect = CI_EFFECT_SPEED;
        status = ci_yaml_number(&rule->value, &reader->tree, node,
                                SPEED_MIN_MPS * KMH_PER_MPS,
                                SPEED_MAX_MPS * KMH_PER_MPS, reader->error);
        rule->value /= KMH_PER_MPS;
        return status;
    }
    if (strcmp(node->key, "factor") == 0) {
        rule->effect = CI_EFFECT_FACTOR;
        return ci_yaml_number(&rule->value, &reader->tree, node, FACTOR_MIN,
                              FACTOR_MAX, reader->error);
    }
    rule->effect = CI_EFFECT_DELAY;
    return ci_yaml_number(&rule->value, &reader->tree, node, 0, DELAY_MAX_S,
                          reader->error);
}

/* The one effect of an entry; a factor beside speed_from belongs to it. */
static circlet_status find_effect(const ci_yaml_node **out,
                                  mode_reader *reader,
                                  const ci_yaml_node *entry)
{
    static const char *const effects[] = {"speed_from", "pass",
                                          "speed_kmh",  "factor",
                                          "delay_s",    "snap_barrier"};
    const ci_yaml_node *found = NULL;

    for (size_t i = 0; i < sizeof(effects) / sizeof(effects[0]); i++) {
        const ci_yaml_node *node = ci_yaml_find(entry, effects[i]);
        bool belongs = found && strcmp(found->key, "speed_from") == 0 &&
                       strcmp(effects[i], "factor") == 0;

        if (!node || belongs)
            continue;
        if (found)
            return ci_yaml_fail_key(&reader->tree, node, reader->error,
                                    "a second effect beside '%s'", found->key);
        found = node;
    }
    *out = found;
    return found ? CIRCLET_OK
                 : ci_yaml_fail(&reader->tree, entry, reader->error,
                                "the entry has no effect");
}

static circlet_status read_effect(ci_tag_rule *rule, mode_reader *reader,
                                  const ci_yaml_node *entry)
{
    const ci_yaml_node *node = NULL;
    circlet_status status = find_effect(&node, reader, entry);

    if (status || !node)
        return status;
    if (strcmp(node->key, "speed_from") == 0)
        return read_speed_from(rule, reader, node, entry);
    if (strcmp(node->key, "pass") == 0 ||
        strcmp(node->key, "snap_barrier") == 0)
        return read_flag_effect(rule, reader, node);
    return read_number_effect(rule, reader, node);
}

/* Whether a number was written into an entry. */
static bool has_number(const ci_tag_rule *rule, const ci_yaml_node *entry)
{
    for (size_t i = 0; i < rule->test_count; i++)
        if (rule->tests[i].kind == CI_TAG_ABOVE ||
            rule->tests[i].kind == CI_TAG_BELOW)
            return true;
    if (rule->effect == CI_EFFECT_SPEED_FROM_TAG)
        return ci_yaml_find(entry, "factor") != NULL;
    return rule->effect == CI_EFFECT_SPEED ||
           rule->effect == CI_EFFECT_FACTOR || rule->effect == CI_EFFECT_DELAY;
}

static circlet_status read_entry(ci_tag_rule *rule, mode_reader *reader,
                                 const ci_yaml_node *entry,
                                 const char *const *keys)
{
    circlet_status status =
        ci_yaml_check_keys(&reader->tree, entry, keys, reader->error);

    if (!status)
        status = read_tests(rule, reader, entry);
    if (!status)
        status = read_effect(rule, reader, entry);
    return status ? status
                  : check_origin(reader, entry, has_number(rule, entry));
}

static circlet_status read_rules(const ci_tag_rule **out, size_t *out_count,
                                 mode_reader *reader, const ci_yaml_node *list,
                                 const char *const *keys)
{
    ci_tag_rule *rules = NULL;
    circlet_status status;

    if (list->type != CI_YAML_LIST)
        return ci_yaml_fail(&reader->tree, list, reader->error,
                            "'%s' must be a list", list->key);
    status = take(&rules, reader, list->child_count + 1, sizeof(*rules));
    for (size_t i = 0; !status && i < list->child_count; i++)
        status = read_entry(&rules[i], reader, list->children[i], keys);
    *out = rules;
    *out_count = list->child_count;
    return status;
}

static circlet_status read_tag_rules(mode_reader *reader,
                                     const ci_yaml_node *root)
{
    static const char *const link_keys[] = {
        "when",    "pass",         "speed_kmh", "speed_from", "factor",
        "delay_s", "snap_barrier", "source",    "assumed",    NULL};
    static const char *const node_keys[] = {"when",   "pass",    "delay_s",
                                            "source", "assumed", NULL};
    circlet_travel_mode *mode = reader->mode;
    const ci_yaml_node *links = NULL;
    const ci_yaml_node *nodes = ci_yaml_find(root, "nodes");
    circlet_status status = need(&links, reader, root, "links");

    if (!status)
        status = read_rules(&mode->link_rules, &mode->link_rule_count, reader,
                            links, link_keys);
    if (!status && nodes)
        status = read_rules(&mode->node_rules, &mode->node_rule_count, reader,
                            nodes, node_keys);
    return status;
}

static circlet_status read_mode(mode_reader *reader)
{
    static const char *const keys[] = {"name",   "title", "speed", "off_road",
                                       "oneway", "links", "nodes", NULL};
    const ci_yaml_node *root = reader->tree.root;
    circlet_travel_mode *mode = reader->mode;
    circlet_status status =
        ci_yaml_check_keys(&reader->tree, root, keys, reader->error);

    if (!status)
        status = read_text(&mode->name, reader, root, "name");
    if (!status)
        status = read_title(reader, root);
    if (!status)
        status = read_speed(&mode->speed_mps, reader, root, "speed");
    if (!status)
        status = read_speed(&mode->off_road_mps, reader, root, "off_road");
    if (!status)
        status = read_oneway(reader, root);
    return status ? status : read_tag_rules(reader, root);
}

circlet_status circlet_read_travel_mode(circlet_travel_mode **out,
                                        const char *path, circlet_error *error)
{
    mode_reader reader = {.error = error};
    circlet_status status;

    if (!out || !path)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "reading a travel mode needs a path");
    status = ci_yaml_read(&reader.tree, path, error);
    if (status)
        return status;
    reader.mode = ci_travel_mode_new();
    status = reader.mode ? read_mode(&reader) : ci_fail_nomem(error);
    ci_yaml_tree_free(&reader.tree);
    if (status)
        circlet_travel_mode_free(reader.mode);
    else
        *out = reader.mode;
    return status;
}

/* Reads FOLDER/NAME.yaml, which must be the mode of that name. */
static circlet_status add_mode(circlet_router *router, const char *folder,
                               const char *name, circlet_error *error)
{
    circlet_travel_mode *mode = NULL;
    ci_buffer path = {0};
    circlet_status status;

    ci_buffer_add(&path, folder);
    ci_buffer_add(&path, "/");
    ci_buffer_add(&path, name);
    ci_buffer_add(&path, ".yaml");
    status = path.failed ? ci_fail_nomem(error)
                         : circlet_read_travel_mode(&mode, path.text, error);
    if (!status && strcmp(mode->name, name) != 0)
        status = ci_fail(error, CIRCLET_E_FORMAT,
                         "%s: the file is about mode '%s', not '%s'",
                         path.text, mode->name, name);
    if (!status)
        status = circlet_router_add_mode(router, mode, error);
    circlet_travel_mode_free(mode);
    ci_buffer_free(&path);
    return status;
}

circlet_status circlet_read_policy_modes(circlet_router *router,
                                         const circlet_policy *policy,
                                         circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    if (!router || !policy)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "reading modes needs a router and a policy");
    for (size_t i = 0; !status && i < policy->mode_count; i++)
        status =
            add_mode(router, policy->mode_folder, policy->modes[i], error);
    return status;
}
