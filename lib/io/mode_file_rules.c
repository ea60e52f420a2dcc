/* Entries of `links` and `nodes`: where all tests hold, one effect. */
#include <string.h>

#include "base/error.h"
#include "io/mode_reader.h"

#define KMH_PER_MPS 3.6
#define SPEED_MIN_KMH 0.036
#define SPEED_MAX_KMH 216.0
#define TURN_SHARE_MIN 0.01
#define TURN_SHARE_MAX 0.5

static circlet_status read_flag_effect(ci_tag_rule *rule,
                                       ci_mode_reader *reader,
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

static circlet_status read_speed_from(ci_tag_rule *rule,
                                      ci_mode_reader *reader,
                                      const ci_yaml_node *node,
                                      const ci_yaml_node *entry)
{
    const ci_yaml_node *factor = ci_yaml_find(entry, "factor");

    rule->effect = CI_EFFECT_SPEED_FROM_TAG;
    rule->value = 1;
    if (factor) {
        circlet_status status = ci_yaml_number(
            &rule->value, &reader->tree, factor, CI_MODE_FACTOR_MIN,
            CI_MODE_FACTOR_MAX, reader->error);

        if (status)
            return status;
    }
    return ci_mode_text(&rule->key, reader, entry, node->key);
}

static circlet_status read_number_effect(ci_tag_rule *rule,
                                         ci_mode_reader *reader,
                                         const ci_yaml_node *node)
{
    circlet_status status;

    if (strcmp(node->key, "speed_kmh") == 0) {
        rule->effect = CI_EFFECT_SPEED;
        status = ci_yaml_number(&rule->value, &reader->tree, node,
                                SPEED_MIN_KMH, SPEED_MAX_KMH, reader->error);
        rule->value /= KMH_PER_MPS;
        return status;
    }
    if (strcmp(node->key, "factor") == 0) {
        rule->effect = CI_EFFECT_FACTOR;
        return ci_yaml_number(&rule->value, &reader->tree, node,
                              CI_MODE_FACTOR_MIN, CI_MODE_FACTOR_MAX,
                              reader->error);
    }
    rule->effect = CI_EFFECT_DELAY;
    return ci_yaml_number(&rule->value, &reader->tree, node, 0,
                          CI_MODE_DELAY_MAX_S, reader->error);
}

/* The one effect of an entry; a factor beside speed_from belongs to it. */
static circlet_status find_effect(const ci_yaml_node **out,
                                  ci_mode_reader *reader,
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

static circlet_status read_effect(ci_tag_rule *rule, ci_mode_reader *reader,
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

/* Whether a delay, or what closes, is for getting across the roadway. */
static circlet_status read_across(ci_tag_rule *rule, ci_mode_reader *reader,
                                  const ci_yaml_node *entry)
{
    const ci_yaml_node *across = ci_yaml_find(entry, "across_road");

    if (!across)
        return CIRCLET_OK;
    if (rule->effect != CI_EFFECT_DELAY && rule->value != 0)
        return ci_yaml_fail_key(&reader->tree, across, reader->error,
                                "'across_road' belongs to 'delay_s' or to "
                                "'pass: no'");
    if (reader->mode->roadway_count == 0)
        return ci_yaml_fail_key(&reader->tree, across, reader->error,
                                "'across_road' needs the mode's 'roadway'");
    if (rule->effect == CI_EFFECT_DELAY && reader->mode->turn_share == 0)
        return ci_yaml_fail_key(&reader->tree, across, reader->error,
                                "'across_road' of a delay needs the mode's "
                                "'turn_share'");
    return ci_yaml_flag(&rule->is_across_road, &reader->tree, across,
                        reader->error);
}

/* The way along a street in which the effect applies. */
static circlet_status read_toward(ci_tag_rule *rule, ci_mode_reader *reader,
                                  const ci_yaml_node *entry)
{
    const ci_yaml_node *node = ci_yaml_find(entry, "toward");
    const char *text = NULL;
    circlet_status status;

    if (!node)
        return CIRCLET_OK;
    status = ci_yaml_text(&text, &reader->tree, node, reader->error);
    if (status)
        return status;
    if (strcmp(text, "forward") != 0 && strcmp(text, "backward") != 0)
        return ci_yaml_fail(&reader->tree, node, reader->error,
                            "'toward' must be forward or backward, not '%s'",
                            text);
    if (rule->effect == CI_EFFECT_SNAP_BARRIER)
        return ci_yaml_fail_key(&reader->tree, node, reader->error,
                                "a snap barrier has no direction");
    rule->toward =
        strcmp(text, "forward") == 0 ? CI_TOWARD_END : CI_TOWARD_START;
    return CIRCLET_OK;
}

/* An entry about one way asks how steep it is that way: uphill is above 0. */
static circlet_status sign_slopes(ci_tag_rule *rule, ci_mode_reader *reader)
{
    bool is_forward = rule->toward == CI_TOWARD_END;
    ci_tag_test *tests = NULL;
    circlet_status status;

    if (rule->toward == CI_TOWARD_BOTH)
        return CIRCLET_OK;
    status = ci_mode_take(&tests, reader, rule->test_count, sizeof(*tests));
    if (status)
        return status;
    for (size_t i = 0; i < rule->test_count; i++) {
        tests[i] = rule->tests[i];
        if (strcmp(tests[i].key, "incline") != 0)
            continue;
        if (tests[i].kind == CI_TAG_ABOVE)
            tests[i].kind =
                is_forward ? CI_TAG_CLIMB_ABOVE : CI_TAG_FALL_ABOVE;
        else if (tests[i].kind == CI_TAG_BELOW)
            tests[i].kind =
                is_forward ? CI_TAG_CLIMB_BELOW : CI_TAG_FALL_BELOW;
    }
    rule->tests = tests;
    return CIRCLET_OK;
}

/* What lets pass or not holds of a list, too, of which all parts fit. Times
 * do not: they add up, and `other` may stand beside. */
static circlet_status take_lists(ci_tag_rule *rule, ci_mode_reader *reader)
{
    ci_tag_test *tests = NULL;
    circlet_status status;

    if (rule->effect != CI_EFFECT_PASS)
        return CIRCLET_OK;
    status = ci_mode_take(&tests, reader, rule->test_count, sizeof(*tests));
    if (status)
        return status;
    for (size_t i = 0; i < rule->test_count; i++) {
        tests[i] = rule->tests[i];
        if (tests[i].kind == CI_TAG_IS_ONE_OF)
            tests[i].kind = CI_TAG_ARE_ALL_OF;
    }
    rule->tests = tests;
    return CIRCLET_OK;
}

/* Whether a number was written into an entry. */
static bool has_number(const ci_tag_rule *rule, const ci_yaml_node *entry)
{
    if (ci_mode_tests_have_number(rule->tests, rule->test_count))
        return true;
    if (rule->effect == CI_EFFECT_SPEED_FROM_TAG)
        return ci_yaml_find(entry, "factor") != NULL;
    return rule->effect == CI_EFFECT_SPEED ||
           rule->effect == CI_EFFECT_FACTOR || rule->effect == CI_EFFECT_DELAY;
}

/* Numbers say where they come from; so does what closes a street. */
static circlet_status read_origin(ci_tag_rule *rule, ci_mode_reader *reader,
                                  const ci_yaml_node *entry)
{
    bool closes = rule->effect == CI_EFFECT_PASS && rule->value == 0;
    circlet_status status =
        ci_mode_origin(&rule->origin, reader, entry, has_number(rule, entry));

    if (!status && closes && !rule->origin.source && !rule->origin.is_assumed)
        status = ci_yaml_fail(&reader->tree, entry, reader->error,
                              "'pass: no' needs a 'source' or "
                              "'assumed: yes'");
    return status;
}

static circlet_status read_entry(ci_tag_rule *rule, ci_mode_reader *reader,
                                 const ci_yaml_node *entry,
                                 const char *const *keys)
{
    const ci_yaml_node *when = NULL;
    ci_buffer words = {0};
    circlet_status status =
        ci_yaml_check_keys(&reader->tree, entry, keys, reader->error);

    if (!status)
        status = ci_mode_need(&when, reader, entry, "when");
    if (!status)
        status = ci_mode_tests(&rule->tests, &rule->test_count, reader, when);
    if (!status)
        status = read_effect(rule, reader, entry);
    if (!status)
        status = read_across(rule, reader, entry);
    if (!status)
        status = read_toward(rule, reader, entry);
    if (!status)
        status = sign_slopes(rule, reader);
    if (!status)
        status = take_lists(rule, reader);
    if (!status)
        status = read_origin(rule, reader, entry);
    if (status)
        return status;
    ci_mode_tests_in_words(&words, rule->tests, rule->test_count);
    return ci_mode_keep_words(&rule->when, reader, &words);
}

static circlet_status read_list(const ci_tag_rule **out, size_t *out_count,
                                ci_mode_reader *reader,
                                const ci_yaml_node *list,
                                const char *const *keys)
{
    ci_tag_rule *rules = NULL;
    circlet_status status;

    if (list->type != CI_YAML_LIST)
        return ci_yaml_fail(&reader->tree, list, reader->error,
                            "'%s' must be a list", list->key);
    status =
        ci_mode_take(&rules, reader, list->child_count + 1, sizeof(*rules));
    for (size_t i = 0; !status && i < list->child_count; i++)
        status = read_entry(&rules[i], reader, list->children[i], keys);
    *out = rules;
    *out_count = list->child_count;
    return status;
}

/* The part of a wait for who turns between a road and another way; who gets
 * across takes two of them, and never more than all. */
static circlet_status read_turn_share(ci_mode_reader *reader,
                                      const ci_yaml_node *root)
{
    static const char *const keys[] = {"value", "source", "assumed", NULL};
    circlet_travel_mode *mode = reader->mode;
    const ci_yaml_node *map = ci_yaml_find(root, "turn_share");
    const ci_yaml_node *node = NULL;
    circlet_status status;

    if (!map)
        return CIRCLET_OK;
    status = ci_yaml_check_keys(&reader->tree, map, keys, reader->error);
    if (!status)
        status = ci_mode_need(&node, reader, map, "value");
    if (!status)
        status = ci_yaml_number(&mode->turn_share, &reader->tree, node,
                                TURN_SHARE_MIN, TURN_SHARE_MAX, reader->error);
    return status
               ? status
               : ci_mode_origin(&mode->turn_share_origin, reader, map, true);
}

circlet_status ci_mode_read_rules(ci_mode_reader *reader,
                                  const ci_yaml_node *root)
{
    static const char *const link_keys[] = {
        "when",   "pass",    "speed_kmh", "speed_from",
        "factor", "delay_s", "toward",    "snap_barrier",
        "source", "assumed", NULL};
    static const char *const node_keys[] = {
        "when", "pass", "delay_s", "across_road", "source", "assumed", NULL};
    circlet_travel_mode *mode = reader->mode;
    const ci_yaml_node *links = NULL;
    const ci_yaml_node *nodes = ci_yaml_find(root, "nodes");
    const ci_yaml_node *roadway = ci_yaml_find(root, "roadway");
    circlet_status status = ci_mode_need(&links, reader, root, "links");

    if (!status && roadway)
        status = ci_mode_tests(&mode->roadway, &mode->roadway_count, reader,
                               roadway);
    if (!status)
        status = read_turn_share(reader, root);
    if (!status)
        status = read_list(&mode->link_rules, &mode->link_rule_count, reader,
                           links, link_keys);
    if (!status && nodes)
        status = read_list(&mode->node_rules, &mode->node_rule_count, reader,
                           nodes, node_keys);
    return status;
}
