/* Groups of people and how they travel. */
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "io/import_layer.h"
#include "io/policy_reader.h"

#define MAX_AGE 150
#define MAX_HOUSEHOLD 100

/* What a condition may ask for. */
#define CONDITION_KEYS                                                        \
    "certified", "poor", "old_carer", "kind", "aid", "needs", "received",     \
        "grade", "age", "household_certified"

static circlet_status read_range(int *from, int *to, ci_policy_reader *reader,
                                 const ci_yaml_node *map, const char *key,
                                 int max)
{
    static const char *const keys[] = {"from", "to", NULL};
    const ci_yaml_node *range = ci_policy_find(map, key);
    circlet_status status;

    if (!range)
        return CIRCLET_OK;
    status = ci_policy_check(reader, range, keys);
    if (!status)
        status = ci_policy_optional_whole(from, reader, range, "from", 0, max);
    if (!status)
        status = ci_policy_optional_whole(to, reader, range, "to", 0, max);
    if (!status && ((*from < 0 && *to < 0) || (*to >= 0 && *from > *to)))
        return ci_yaml_fail(&reader->tree, range, reader->error,
                            "'%s' is an empty range", range->key);
    return status;
}

static circlet_status read_answers(ci_condition *out, ci_policy_reader *reader,
                                   const ci_yaml_node *map)
{
    circlet_status status =
        ci_policy_optional_answer(&out->certified, reader, map, "certified");

    if (!status)
        status = ci_policy_optional_answer(&out->poor, reader, map, "poor");
    if (!status)
        status = ci_policy_optional_answer(&out->old_carer, reader, map,
                                           "old_carer");
    return status;
}

static bool stands_in(const char *const *words, const char *word)
{
    while (*words && strcmp(*words, word) != 0)
        words++;
    return *words != NULL;
}

static circlet_status fail_word(ci_policy_reader *reader,
                                const ci_yaml_node *node, const char *word,
                                const char *const *words)
{
    ci_buffer list = {0};
    circlet_status status;

    for (size_t i = 0; words[i]; i++) {
        ci_buffer_add(&list, i > 0 ? ", " : "");
        ci_buffer_add(&list, words[i]);
    }
    status = list.failed ? ci_fail_nomem(reader->error)
                         : ci_yaml_fail(&reader->tree, node, reader->error,
                                        "'%s' is not among the words %s", word,
                                        list.text);
    ci_buffer_free(&list);
    return status;
}

/* Words under the name of a column of people: those that an import takes,
 * and one more (NULL: none). */
static circlet_status read_column_words(ci_words *out,
                                        ci_policy_reader *reader,
                                        const ci_yaml_node *map,
                                        const char *column, const char *more)
{
    const ci_layer_table *table = ci_layer_table_of(CIRCLET_LAYER_PEOPLE);
    const char *const *words =
        table->columns[ci_layer_find_column(table, column)].words;
    const ci_yaml_node *node = ci_policy_find(map, column);
    circlet_status status = ci_policy_optional_words(out, reader, map, column);

    for (size_t i = 0; !status && node && i < out->count; i++) {
        const char *word = out->items[i];

        if (!stands_in(words, word) && (!more || strcmp(word, more) != 0))
            status =
                fail_word(reader, ci_policy_word_at(node, i), word, words);
    }
    return status;
}

static circlet_status read_lists(ci_condition *out, ci_policy_reader *reader,
                                 const ci_yaml_node *map)
{
    circlet_status status =
        read_column_words(&out->kinds, reader, map, "kind", NULL);

    if (!status)
        status =
            read_column_words(&out->aids, reader, map, "aid", CI_AID_UNKNOWN);
    if (!status)
        status =
            ci_policy_optional_known_words(&out->needs, reader, map, "needs");
    if (!status)
        status = ci_policy_optional_known_words(&out->received, reader, map,
                                                "received");
    return status;
}

/* What one map of conditions asks for, apart from `one_of`. */
static circlet_status read_plain(ci_condition *out, ci_policy_reader *reader,
                                 const ci_yaml_node *map,
                                 const char *const *keys)
{
    ci_condition condition = CI_CONDITION_INIT;
    circlet_status status = ci_policy_check(reader, map, keys);

    if (!status)
        status = read_answers(&condition, reader, map);
    if (!status)
        status = read_lists(&condition, reader, map);
    if (!status)
        status = read_range(&condition.grade_from, &condition.grade_to, reader,
                            map, "grade", 4);
    if (!status)
        status = read_range(&condition.age_from, &condition.age_to, reader,
                            map, "age", MAX_AGE);
    if (!status)
        status = ci_policy_optional_whole(&condition.household_certified,
                                          reader, map, "household_certified",
                                          1, MAX_HOUSEHOLD);
    if (!status)
        *out = condition;
    return status;
}

/* The conditions one of which must hold as well; they have no parts of their
 * own. */
static circlet_status read_any(ci_condition *out, ci_policy_reader *reader,
                               const ci_yaml_node *when)
{
    static const char *const keys[] = {CONDITION_KEYS, NULL};
    const ci_yaml_node *list = ci_policy_find(when, "one_of");
    ci_condition *any = NULL;
    circlet_status status;

    if (!list)
        return CIRCLET_OK;
    if (list->type != CI_YAML_LIST || list->child_count == 0)
        return ci_yaml_fail(&reader->tree, list, reader->error,
                            "'%s' must be a list of conditions", list->key);
    status = ci_policy_take(&any, reader, list->child_count, sizeof(*any));
    for (size_t i = 0; !status && i < list->child_count; i++)
        status = read_plain(&any[i], reader, list->children[i], keys);
    if (!status) {
        out->any = any;
        out->any_count = list->child_count;
    }
    return status;
}

/* The condition under the key `when` of a map; none: everyone. */
static circlet_status read_condition(ci_condition *out,
                                     ci_policy_reader *reader,
                                     const ci_yaml_node *map)
{
    static const char *const keys[] = {CONDITION_KEYS, "one_of", NULL};
    const ci_yaml_node *when = ci_policy_find(map, "when");
    ci_condition condition = CI_CONDITION_INIT;
    circlet_status status = CIRCLET_OK;

    if (when)
        status = read_plain(&condition, reader, when, keys);
    if (!status && when)
        status = read_any(&condition, reader, when);
    if (!status)
        *out = condition;
    return status;
}

circlet_status ci_policy_read_groups(ci_policy_reader *reader,
                                     const ci_yaml_node *root)
{
    static const char *const keys[] = {"title", "when", NULL};
    const ci_yaml_node *map = ci_policy_find(root, "groups");
    ci_group *groups = NULL;
    circlet_status status =
        ci_policy_take(&groups, reader, map->child_count + 1, sizeof(*groups));

    reader->policy->groups = groups;
    for (size_t i = 0; !status && i < map->child_count; i++) {
        const ci_yaml_node *node = map->children[i];

        status = ci_policy_check(reader, node, keys);
        if (status)
            break;
        groups[i].name = ci_policy_find_word(reader->policy, node->key)->word;
        status = read_condition(&groups[i].condition, reader, node);
        reader->policy->group_count = i + 1;
    }
    return status;
}

static circlet_status check_mode_name(ci_policy_reader *reader,
                                      const ci_yaml_node *node,
                                      const char *mode)
{
    /* It becomes the name of a file, which must stay in its folder. */
    if (strspn(mode, "abcdefghijklmnopqrstuvwxyz0123456789_") != strlen(mode))
        return ci_yaml_fail(&reader->tree, node, reader->error,
                            "mode '%s' may only have a-z, 0-9 and _", mode);
    return CIRCLET_OK;
}

/* "beijing.yaml:27:5" */
static circlet_status keep_place(const char **out, ci_policy_reader *reader,
                                 const ci_yaml_node *node)
{
    ci_buffer place = {0};
    circlet_status status = CIRCLET_OK;

    ci_buffer_add(&place, reader->tree.file);
    ci_buffer_add(&place, ":");
    ci_buffer_add_double(&place, (double)node->line);
    ci_buffer_add(&place, ":");
    ci_buffer_add_double(&place, (double)node->column);
    if (!place.failed)
        *out = ci_arena_copy(&reader->policy->arena, place.text);
    if (place.failed || !*out)
        status = ci_fail_nomem(reader->error);
    ci_buffer_free(&place);
    return status;
}

/* Adds a mode, which lives in the policy's arena, to those of the policy. */
static circlet_status add_mode(ci_policy_reader *reader,
                               const ci_yaml_node *node, const char *mode)
{
    circlet_policy *policy = reader->policy;
    const char **modes = NULL, **places = NULL;
    circlet_status status;

    if (policy->mode_count == CI_POLICY_MODE_MAX)
        return ci_yaml_fail(&reader->tree, node, reader->error,
                            "more than %d modes", CI_POLICY_MODE_MAX);
    status =
        ci_policy_take(&modes, reader, policy->mode_count + 1, sizeof(*modes));
    if (!status)
        status = ci_policy_take(&places, reader, policy->mode_count + 1,
                                sizeof(*places));
    if (!status)
        status = keep_place(&places[policy->mode_count], reader, node);
    if (status)
        return status;
    for (size_t i = 0; i < policy->mode_count; i++) {
        modes[i] = policy->modes[i];
        places[i] = policy->mode_places[i];
    }
    modes[policy->mode_count++] = mode;
    policy->modes = modes;
    policy->mode_places = places;
    return CIRCLET_OK;
}

/* The position of the mode that `node` names. */
static circlet_status place_mode(size_t *out, ci_policy_reader *reader,
                                 const ci_yaml_node *node, const char *mode)
{
    const circlet_policy *policy = reader->policy;
    circlet_status status = check_mode_name(reader, node, mode);
    size_t i = 0;

    if (status)
        return status;
    if (strcmp(mode, CI_MODE_OWN) == 0) {
        *out = CI_NO_POSITION;
        return CIRCLET_OK;
    }
    while (i < policy->mode_count && strcmp(policy->modes[i], mode) != 0)
        i++;
    if (i == policy->mode_count)
        status = add_mode(reader, node, mode);
    if (!status)
        *out = i;
    return status;
}

circlet_status ci_policy_read_mode(size_t *out, ci_policy_reader *reader,
                                   const ci_yaml_node *map, const char *key)
{
    const char *mode = NULL;
    circlet_status status = ci_policy_text(&mode, reader, map, key);

    return status ? status
                  : place_mode(out, reader, ci_policy_find(map, key), mode);
}

static circlet_status fail_own(ci_policy_reader *reader,
                               const ci_yaml_node *node)
{
    return ci_yaml_fail(&reader->tree, node, reader->error,
                        "a row of own modes cannot say 'own'");
}

/* The mode under one key of a row, which is a mode and not "own". */
static circlet_status read_row_mode(size_t *out, ci_policy_reader *reader,
                                    const ci_yaml_node *node, const char *key)
{
    circlet_status status = ci_policy_read_mode(out, reader, node, key);

    return status || *out != CI_NO_POSITION
               ? status
               : fail_own(reader, ci_policy_find(node, key));
}

/* A row says its `mode`, or where that is not known, `slow` and `fast`. */
static circlet_status read_row_modes(ci_own_mode *out,
                                     ci_policy_reader *reader,
                                     const ci_yaml_node *node)
{
    bool has_mode = ci_policy_find(node, "mode") != NULL;
    bool has_slow = ci_policy_find(node, "slow") != NULL;
    bool has_fast = ci_policy_find(node, "fast") != NULL;
    circlet_status status;

    if (has_mode == has_slow || has_slow != has_fast)
        return ci_yaml_fail(&reader->tree, node, reader->error,
                            "a row of own modes needs either 'mode', or "
                            "'slow' and 'fast'");
    status =
        read_row_mode(&out->slow, reader, node, has_mode ? "mode" : "slow");
    if (status || has_mode) {
        out->fast = out->slow;
        return status;
    }
    return read_row_mode(&out->fast, reader, node, "fast");
}

/* The modes under `also`, none of which the row has already. */
static circlet_status read_also(ci_own_mode *out, ci_policy_reader *reader,
                                const ci_yaml_node *row)
{
    const ci_modes said = (ci_modes)1 << out->slow % CI_POLICY_MODE_MAX |
                          (ci_modes)1 << out->fast % CI_POLICY_MODE_MAX;
    const ci_yaml_node *list = ci_policy_find(row, "also");
    ci_words words = {NULL, 0};
    circlet_status status =
        ci_policy_optional_words(&words, reader, row, "also");

    for (size_t i = 0; !status && i < words.count; i++) {
        const ci_yaml_node *node = ci_policy_word_at(list, i);
        size_t mode = CI_NO_POSITION;

        status = place_mode(&mode, reader, node, words.items[i]);
        if (status)
            return status;
        if (mode == CI_NO_POSITION)
            return fail_own(reader, node);
        if ((said | out->also) >> mode & 1)
            return ci_yaml_fail(&reader->tree, node, reader->error,
                                "mode '%s' stands twice in a row",
                                words.items[i]);
        out->also |= (ci_modes)1 << mode;
    }
    return status;
}

static circlet_status read_own_mode(ci_own_mode *out, ci_policy_reader *reader,
                                    const ci_yaml_node *node, bool is_last)
{
    static const char *const keys[] = {"when", "mode",   "slow", "fast",
                                       "also", "reason", NULL};
    circlet_status status = ci_policy_check(reader, node, keys);

    if (status)
        return status;
    if (is_last == (ci_policy_find(node, "when") != NULL))
        return ci_yaml_fail(&reader->tree, node, reader->error,
                            "every row but the last needs 'when', and the "
                            "last must not have it");
    status = read_condition(&out->condition, reader, node);
    if (!status)
        status = read_row_modes(out, reader, node);
    if (!status)
        status = read_also(out, reader, node);
    return status ? status
                  : ci_policy_optional_known_word(&out->reason, reader, node,
                                                  "reason");
}

circlet_status ci_policy_check_speeds(const circlet_policy *policy,
                                      const double *speeds_mps,
                                      circlet_error *error)
{
    for (size_t i = 0; i < policy->own_mode_count; i++) {
        const ci_own_mode *row = &policy->own_modes[i];
        char slow[CI_NUMBER_SIZE], fast[CI_NUMBER_SIZE];

        if (!(speeds_mps[row->slow] > speeds_mps[row->fast]))
            continue;
        ci_format_fixed(slow, speeds_mps[row->slow], 3);
        ci_format_fixed(fast, speeds_mps[row->fast], 3);
        return ci_fail(error, CIRCLET_E_FORMAT,
                       "%s: row %zu of own modes calls '%s' slow, which goes "
                       "%s m/s on the flat, and '%s' fast, which goes %s m/s",
                       policy->own_mode_places ? policy->own_mode_places[i]
                                               : policy->id,
                       i + 1, policy->modes[row->slow], slow,
                       policy->modes[row->fast], fast);
    }
    return CIRCLET_OK;
}

circlet_status ci_policy_read_own_modes(ci_policy_reader *reader,
                                        const ci_yaml_node *root)
{
    const ci_yaml_node *list = NULL;
    ci_own_mode *rows = NULL;
    const char **places = NULL;
    circlet_status status = ci_policy_need(&list, reader, root, "own_mode");

    if (status)
        return status;
    if (list->type != CI_YAML_LIST || list->child_count == 0 ||
        list->child_count > CI_OWN_MODE_MAX)
        return ci_yaml_fail(&reader->tree, list, reader->error,
                            "'%s' must be a list of 1 to %d rows", list->key,
                            CI_OWN_MODE_MAX);
    status = ci_policy_take(&rows, reader, list->child_count, sizeof(*rows));
    if (!status)
        status = ci_policy_take(&places, reader, list->child_count,
                                sizeof(*places));
    for (size_t i = 0; !status && i < list->child_count; i++) {
        status = read_own_mode(&rows[i], reader, list->children[i],
                               i + 1 == list->child_count);
        if (!status)
            status = keep_place(&places[i], reader, list->children[i]);
    }
    if (!status) {
        reader->policy->own_mode_places = places;
        reader->policy->own_modes = rows;
        reader->policy->own_mode_count = list->child_count;
    }
    return status;
}
