/* `unknown`: tags that matter and may be missing, and what is plausible
 * where they are. `harmless`: values of theirs that change nothing. */
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "io/mode_reader.h"

#define RANGE_MAX 1e6

static circlet_status read_optional_words(const char *const **out,
                                          size_t *out_count,
                                          ci_mode_reader *reader,
                                          const ci_yaml_node *entry,
                                          const char *key)
{
    const ci_yaml_node *node = ci_yaml_find(entry, key);

    if (!node)
        return CIRCLET_OK;
    if (node->type == CI_YAML_MAP)
        return ci_yaml_fail(&reader->tree, node, reader->error,
                            "'%s' must be a word or a list of words", key);
    return ci_mode_words(out, out_count, reader, node);
}

/* What says no more than no tag cannot be what the truth may be. */
static circlet_status check_vague(const ci_unknown *unknown,
                                  ci_mode_reader *reader,
                                  const ci_yaml_node *entry)
{
    for (size_t i = 0; i < unknown->vague_count; i++)
        if (ci_tag_words_have(unknown->values, unknown->value_count,
                              unknown->vague[i]))
            return ci_yaml_fail(
                &reader->tree, ci_yaml_find(entry, "vague"), reader->error,
                "'%s' is vague and may be the truth, too", unknown->vague[i]);
    return CIRCLET_OK;
}

static circlet_status read_values(ci_unknown *unknown, ci_mode_reader *reader,
                                  const ci_yaml_node *entry)
{
    const ci_yaml_node *none = ci_yaml_find(entry, "none");
    circlet_status status = read_optional_words(
        &unknown->values, &unknown->value_count, reader, entry, "values");

    if (!status && none)
        status = ci_yaml_flag(&unknown->may_be_none, &reader->tree, none,
                              reader->error);
    return status ? status : check_vague(unknown, reader, entry);
}

static circlet_status read_range(ci_unknown *unknown, ci_mode_reader *reader,
                                 const ci_yaml_node *entry)
{
    const ci_yaml_node *from = NULL, *to = NULL;
    const ci_yaml_node *none = ci_yaml_find(entry, "none");
    circlet_status status = ci_mode_need(&from, reader, entry, "from");

    if (!status)
        status = ci_mode_need(&to, reader, entry, "to");
    if (!status)
        status = ci_yaml_number(&unknown->from, &reader->tree, from,
                                -RANGE_MAX, RANGE_MAX, reader->error);
    if (!status)
        status = ci_yaml_number(&unknown->to, &reader->tree, to, -RANGE_MAX,
                                RANGE_MAX, reader->error);
    if (status)
        return status;
    if (unknown->from > unknown->to)
        return ci_yaml_fail(&reader->tree, from, reader->error,
                            "'from' %s is above 'to' %s", from->text,
                            to->text);
    if (none)
        return ci_yaml_fail_key(&reader->tree, none, reader->error,
                                "'none' belongs to 'values'");
    return CIRCLET_OK;
}

/* Where it is known that no street built to the standard of roads is
 * steeper, none of these is taken to be; paths are not built to it. */
static circlet_status narrow_incline(ci_unknown *unknown,
                                     ci_mode_reader *reader)
{
    const ci_steepest *steepest = &reader->steepest;
    double most_pct = fmax(fabs(unknown->from), fabs(unknown->to));

    if (!unknown->is_graded || steepest->per_cent == 0 ||
        most_pct <= steepest->per_cent)
        return CIRCLET_OK;
    unknown->from = -steepest->per_cent;
    unknown->to = steepest->per_cent;
    unknown->origin = steepest->origin;
    return steepest->origin.source
               ? ci_mode_copy(&unknown->origin.source, reader,
                              steepest->origin.source)
               : CIRCLET_OK;
}

/* What the truth may be: words, or a number of a range. */
static circlet_status read_truth(ci_unknown *unknown, ci_mode_reader *reader,
                                 const ci_yaml_node *entry)
{
    bool has_values = ci_yaml_find(entry, "values") != NULL;
    bool has_range = ci_yaml_find(entry, "from") || ci_yaml_find(entry, "to");

    if (has_values == has_range)
        return ci_yaml_fail(&reader->tree, entry, reader->error,
                            "'%s' needs either 'values' or 'from' and 'to'",
                            unknown->key);
    if (has_values && strcmp(unknown->key, "incline") == 0)
        return ci_yaml_fail(&reader->tree, ci_yaml_find(entry, "values"),
                            reader->error, "'incline' needs 'from' and 'to'");
    return has_values ? read_values(unknown, reader, entry)
                      : read_range(unknown, reader, entry);
}

static bool rules_ask(const ci_tag_rule *rules, size_t count, const char *key)
{
    for (size_t i = 0; i < count; i++) {
        if (rules[i].key && strcmp(rules[i].key, key) == 0)
            return true;
        for (size_t k = 0; k < rules[i].test_count; k++)
            if (strcmp(rules[i].tests[k].key, key) == 0)
                return true;
    }
    return false;
}

/* A tag that nothing asks for would be listed as missing and mean nothing. */
static circlet_status check_is_asked(const ci_unknown *unknown, bool on_links,
                                     ci_mode_reader *reader,
                                     const ci_yaml_node *entry)
{
    const circlet_travel_mode *mode = reader->mode;
    bool is_asked =
        on_links
            ? strcmp(unknown->key, "incline") == 0 ||
                  rules_ask(mode->link_rules, mode->link_rule_count,
                            unknown->key)
            : rules_ask(mode->node_rules, mode->node_rule_count, unknown->key);

    return is_asked
               ? CIRCLET_OK
               : ci_yaml_fail(&reader->tree, ci_yaml_find(entry, "key"),
                              reader->error, "no entry of '%s' asks for '%s'",
                              on_links ? "links" : "nodes", unknown->key);
}

static circlet_status read_when(ci_unknown *unknown, ci_mode_reader *reader,
                                const ci_yaml_node *entry)
{
    const ci_yaml_node *when = ci_yaml_find(entry, "when");
    ci_buffer words = {0};
    circlet_status status;

    if (!when)
        return CIRCLET_OK;
    status =
        ci_mode_tests(&unknown->tests, &unknown->test_count, reader, when);
    if (status)
        return status;
    ci_mode_tests_in_words(&words, unknown->tests, unknown->test_count);
    return ci_mode_keep_words(&unknown->when, reader, &words);
}

/* Whether a node at an end of a street may carry the tag in its place. */
static circlet_status read_ends(ci_unknown *unknown, bool on_links,
                                ci_mode_reader *reader,
                                const ci_yaml_node *entry)
{
    const ci_yaml_node *ends = ci_yaml_find(entry, "ends");

    if (!ends)
        return CIRCLET_OK;
    if (!on_links)
        return ci_yaml_fail_key(&reader->tree, ends, reader->error,
                                "only links have 'ends'");
    if (strcmp(unknown->key, "incline") == 0)
        return ci_yaml_fail_key(&reader->tree, ends, reader->error,
                                "no node says how steep a street is");
    return ci_yaml_flag(&unknown->may_stand_at_ends, &reader->tree, ends,
                        reader->error);
}

/* Whether a point is asked only where other ways meet a road. */
static circlet_status read_across(ci_unknown *unknown, bool on_links,
                                  ci_mode_reader *reader,
                                  const ci_yaml_node *entry)
{
    const ci_yaml_node *across = ci_yaml_find(entry, "across_road");

    if (!across)
        return CIRCLET_OK;
    if (on_links)
        return ci_yaml_fail_key(&reader->tree, across, reader->error,
                                "only nodes have 'across_road'");
    if (reader->mode->roadway_count == 0)
        return ci_yaml_fail_key(&reader->tree, across, reader->error,
                                "'across_road' needs the mode's 'roadway'");
    return ci_yaml_flag(&unknown->is_across_road, &reader->tree, across,
                        reader->error);
}

/* Whether an entry is about ways built to the standard of roads. */
static circlet_status read_graded(ci_unknown *unknown, ci_mode_reader *reader,
                                  const ci_yaml_node *entry)
{
    const ci_yaml_node *graded = ci_yaml_find(entry, "graded");

    if (!graded)
        return CIRCLET_OK;
    if (strcmp(unknown->key, "incline") != 0)
        return ci_yaml_fail_key(&reader->tree, graded, reader->error,
                                "'graded' belongs to 'incline'");
    return ci_yaml_flag(&unknown->is_graded, &reader->tree, graded,
                        reader->error);
}

static circlet_status read_entry(ci_unknown *unknown, bool on_links,
                                 ci_mode_reader *reader,
                                 const ci_yaml_node *entry)
{
    static const char *const keys[] = {
        "on",   "key", "when",   "ends",        "vague",  "values",  "none",
        "from", "to",  "graded", "across_road", "source", "assumed", NULL};
    circlet_status status =
        ci_yaml_check_keys(&reader->tree, entry, keys, reader->error);

    if (!status)
        status = ci_mode_text(&unknown->key, reader, entry, "key");
    if (!status)
        status = read_when(unknown, reader, entry);
    if (!status)
        status = read_ends(unknown, on_links, reader, entry);
    if (!status)
        status = read_across(unknown, on_links, reader, entry);
    if (!status)
        status = read_optional_words(&unknown->vague, &unknown->vague_count,
                                     reader, entry, "vague");
    if (!status)
        status = read_truth(unknown, reader, entry);
    if (!status)
        status = read_graded(unknown, reader, entry);
    if (!status)
        status = ci_mode_origin(&unknown->origin, reader, entry, true);
    if (!status)
        status = narrow_incline(unknown, reader);
    return status ? status : check_is_asked(unknown, on_links, reader, entry);
}

/* Whether an entry is about links or about nodes. */
static circlet_status read_place(bool *on_links, ci_mode_reader *reader,
                                 const ci_yaml_node *entry)
{
    const ci_yaml_node *node;
    const char *text = NULL;
    circlet_status status;

    if (entry->type != CI_YAML_MAP)
        return ci_yaml_fail(&reader->tree, entry, reader->error,
                            "must be a map of keys");
    status = ci_mode_need(&node, reader, entry, "on");
    if (!status)
        status = ci_yaml_text(&text, &reader->tree, node, reader->error);
    if (status)
        return status;
    *on_links = strcmp(text, "links") == 0;
    if (*on_links || strcmp(text, "nodes") == 0)
        return CIRCLET_OK;
    return ci_yaml_fail(&reader->tree, node, reader->error,
                        "'on' must be links or nodes, not '%s'", text);
}

circlet_status ci_mode_read_unknowns(ci_mode_reader *reader,
                                     const ci_yaml_node *root)
{
    const ci_yaml_node *list = ci_yaml_find(root, "unknown");
    circlet_travel_mode *mode = reader->mode;
    ci_unknown *links = NULL, *nodes = NULL;
    size_t count = list ? list->child_count : 0;
    circlet_status status;

    if (!list)
        return CIRCLET_OK;
    if (list->type != CI_YAML_LIST)
        return ci_yaml_fail(&reader->tree, list, reader->error,
                            "'%s' must be a list", list->key);
    if (count > CI_UNKNOWN_MAX)
        return ci_yaml_fail(&reader->tree, list, reader->error,
                            "%zu unknowns, more than %d", count,
                            CI_UNKNOWN_MAX);
    status = ci_mode_take(&links, reader, count + 1, sizeof(*links));
    if (!status)
        status = ci_mode_take(&nodes, reader, count + 1, sizeof(*nodes));
    mode->link_unknowns = links;
    mode->node_unknowns = nodes;
    for (size_t i = 0; !status && i < count; i++) {
        bool on_links = false;

        status = read_place(&on_links, reader, list->children[i]);
        if (!status)
            status = read_entry(on_links ? &links[mode->link_unknown_count++]
                                         : &nodes[mode->node_unknown_count++],
                                on_links, reader, list->children[i]);
    }
    return status;
}

/* ---- harmless ----------------------------------------------------------- */

static bool is_of_unknown(const circlet_travel_mode *mode, const char *key)
{
    for (size_t i = 0; i < mode->link_unknown_count; i++)
        if (strcmp(mode->link_unknowns[i].key, key) == 0)
            return true;
    for (size_t i = 0; i < mode->node_unknown_count; i++)
        if (strcmp(mode->node_unknowns[i].key, key) == 0)
            return true;
    return false;
}

/* Values that change nothing of a tag that is nowhere unknown, or of one of
 * which only numbers are read, would mean nothing. */
static circlet_status read_harmless(ci_tag_test *test, ci_mode_reader *reader,
                                    const ci_yaml_node *node)
{
    circlet_status status = ci_mode_copy(&test->key, reader, node->key);

    if (status)
        return status;
    test->kind = CI_TAG_IS_ONE_OF;
    if (!is_of_unknown(reader->mode, node->key) ||
        strcmp(node->key, "incline") == 0)
        return ci_yaml_fail_key(&reader->tree, node, reader->error,
                                "no entry of 'unknown' asks for words of '%s'",
                                node->key);
    if (node->type == CI_YAML_MAP)
        return ci_yaml_fail(&reader->tree, node, reader->error,
                            "'%s' must be a word or a list of words",
                            node->key);
    return ci_mode_words(&test->values, &test->value_count, reader, node);
}

static bool rules_name(const ci_tag_rule *rules, size_t count, const char *key,
                       const char *word)
{
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < rules[i].test_count; k++)
            if (strcmp(rules[i].tests[k].key, key) == 0 &&
                ci_tag_words_have(rules[i].tests[k].values,
                                  rules[i].tests[k].value_count, word))
                return true;
    return false;
}

/* What an entry asks for changes something. */
static circlet_status check_harmless(const ci_tag_test *test,
                                     ci_mode_reader *reader,
                                     const ci_yaml_node *node)
{
    const circlet_travel_mode *mode = reader->mode;

    for (size_t i = 0; i < test->value_count; i++) {
        const char *word = test->values[i];

        if (ci_tag_words_have(test->values, i, word))
            return ci_yaml_fail(&reader->tree, node, reader->error,
                                "'%s' stands here twice", word);
        if (rules_name(mode->link_rules, mode->link_rule_count, test->key,
                       word) ||
            rules_name(mode->node_rules, mode->node_rule_count, test->key,
                       word))
            return ci_yaml_fail(&reader->tree, node, reader->error,
                                "%s=%s is not harmless: an entry of 'links' "
                                "or 'nodes' asks for it",
                                test->key, word);
    }
    return CIRCLET_OK;
}

circlet_status ci_mode_read_harmless(ci_mode_reader *reader,
                                     const ci_yaml_node *root)
{
    const ci_yaml_node *map = ci_yaml_find(root, "harmless");
    ci_tag_test *tests = NULL;
    circlet_status status;

    if (!map)
        return CIRCLET_OK;
    if (map->type != CI_YAML_MAP || map->child_count == 0)
        return ci_yaml_fail(&reader->tree, map, reader->error,
                            "'%s' must be a map of tags", map->key);
    status = ci_mode_take(&tests, reader, map->child_count, sizeof(*tests));
    for (size_t i = 0; !status && i < map->child_count; i++) {
        status = read_harmless(&tests[i], reader, map->children[i]);
        if (!status)
            status = check_harmless(&tests[i], reader, map->children[i]);
    }
    if (status)
        return status;
    reader->mode->harmless = tests;
    reader->mode->harmless_count = map->child_count;
    return CIRCLET_OK;
}
