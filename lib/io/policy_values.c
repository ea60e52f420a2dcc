#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "io/policy_reader.h"

circlet_status ci_policy_take(void *out, ci_policy_reader *reader,
                              size_t count, size_t size)
{
    void *place;

    if (count > SIZE_MAX / size)
        return ci_fail_nomem(reader->error);
    place = ci_arena_take(&reader->policy->arena, count * size);
    if (!place)
        return ci_fail_nomem(reader->error);
    memset(place, 0, count * size);
    memcpy(out, &place, sizeof(place));
    return CIRCLET_OK;
}

static circlet_status copy_text(const char **out, ci_policy_reader *reader,
                                const ci_yaml_node *node)
{
    const char *text = NULL;
    circlet_status status =
        ci_yaml_text(&text, &reader->tree, node, reader->error);

    if (status)
        return status;
    text = ci_arena_copy(&reader->policy->arena, text);
    if (!text)
        return ci_fail_nomem(reader->error);
    *out = text;
    return CIRCLET_OK;
}

circlet_status ci_policy_text(const char **out, ci_policy_reader *reader,
                              const ci_yaml_node *map, const char *key)
{
    const ci_yaml_node *node = NULL;
    circlet_status status = ci_policy_need(&node, reader, map, key);

    return status ? status : copy_text(out, reader, node);
}

circlet_status ci_policy_path(const char **out, ci_policy_reader *reader,
                              const ci_yaml_node *map, const char *key)
{
    const char *file = reader->tree.file, *slash = strrchr(file, '/');
    const char *name = NULL;
    ci_buffer path = {0};
    circlet_status status = ci_policy_text(&name, reader, map, key);

    if (status)
        return status;
    if (slash && name[0] != '/')
        ci_buffer_add_n(&path, file, (size_t)(slash - file) + 1);
    ci_buffer_add(&path, name);
    if (!path.failed)
        *out = ci_arena_copy(&reader->policy->arena, path.text);
    else
        *out = NULL;
    ci_buffer_free(&path);
    return *out ? CIRCLET_OK : ci_fail_nomem(reader->error);
}

circlet_status ci_policy_optional_text(const char **out,
                                       ci_policy_reader *reader,
                                       const ci_yaml_node *map,
                                       const char *key)
{
    const ci_yaml_node *node = ci_policy_find(map, key);

    return node ? copy_text(out, reader, node) : CIRCLET_OK;
}

circlet_status ci_policy_optional_number(double *out, ci_policy_reader *reader,
                                         const ci_yaml_node *map,
                                         const char *key, double min,
                                         double max)
{
    const ci_yaml_node *node = ci_policy_find(map, key);

    return node ? ci_yaml_number(out, &reader->tree, node, min, max,
                                 reader->error)
                : CIRCLET_OK;
}

circlet_status ci_policy_optional_whole(int *out, ci_policy_reader *reader,
                                        const ci_yaml_node *map,
                                        const char *key, int min, int max)
{
    const ci_yaml_node *node = ci_policy_find(map, key);
    double value = 0;
    circlet_status status;

    if (!node)
        return CIRCLET_OK;
    status =
        ci_yaml_number(&value, &reader->tree, node, min, max, reader->error);
    if (status)
        return status;
    if (value != floor(value))
        return ci_yaml_fail(&reader->tree, node, reader->error,
                            "'%s' must be a whole number, not %s", node->key,
                            node->text);
    *out = (int)value;
    return CIRCLET_OK;
}

circlet_status ci_policy_optional_answer(circlet_answer *out,
                                         ci_policy_reader *reader,
                                         const ci_yaml_node *map,
                                         const char *key)
{
    const ci_yaml_node *node = ci_policy_find(map, key);
    bool is_yes = false;
    circlet_status status;

    if (!node)
        return CIRCLET_OK;
    status = ci_yaml_flag(&is_yes, &reader->tree, node, reader->error);
    if (!status)
        *out = is_yes ? CIRCLET_YES : CIRCLET_NO;
    return status;
}

circlet_status ci_policy_optional_choice(int *out, ci_policy_reader *reader,
                                         const ci_yaml_node *map,
                                         const char *key,
                                         const char *const *choices)
{
    const ci_yaml_node *node = ci_policy_find(map, key);
    const char *text = NULL;
    circlet_status status;

    if (!node)
        return CIRCLET_OK;
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

circlet_status ci_policy_measure(circlet_measure *out,
                                 ci_policy_reader *reader,
                                 const ci_yaml_node *node)
{
    const char *text = NULL;
    circlet_status status =
        ci_yaml_text(&text, &reader->tree, node, reader->error);

    if (status)
        return status;
    for (int i = 0; i < CIRCLET_MEASURE_COUNT; i++)
        if (strcmp(circlet_measure_name((circlet_measure)i), text) == 0) {
            *out = (circlet_measure)i;
            return CIRCLET_OK;
        }
    return ci_yaml_fail(&reader->tree, node, reader->error,
                        "unknown measure '%s'", text);
}

const ci_yaml_node *ci_policy_word_at(const ci_yaml_node *node,
                                      size_t position)
{
    return node->type == CI_YAML_LIST ? node->children[position] : node;
}

circlet_status ci_policy_optional_words(ci_words *out,
                                        ci_policy_reader *reader,
                                        const ci_yaml_node *map,
                                        const char *key)
{
    const ci_yaml_node *node = ci_policy_find(map, key);
    const char **items = NULL;
    circlet_status status = CIRCLET_OK;
    size_t count;

    if (!node)
        return CIRCLET_OK;
    if (node->type == CI_YAML_MAP ||
        (node->type == CI_YAML_LIST && node->child_count == 0))
        return ci_yaml_fail(&reader->tree, node, reader->error,
                            "'%s' must be a word or a list of words",
                            node->key);
    count = node->type == CI_YAML_LIST ? node->child_count : 1;
    status = ci_policy_take(&items, reader, count, sizeof(*items));
    for (size_t i = 0; !status && i < count; i++)
        status = copy_text(&items[i], reader, ci_policy_word_at(node, i));
    if (!status)
        *out = (ci_words){items, count};
    return status;
}

circlet_status ci_policy_title(const char **zh, const char **en,
                               ci_policy_reader *reader,
                               const ci_yaml_node *map)
{
    static const char *const keys[] = {"zh", "en", NULL};
    const ci_yaml_node *title = NULL;
    circlet_status status = ci_policy_need(&title, reader, map, "title");

    if (!status)
        status = ci_policy_check(reader, title, keys);
    if (!status)
        status = ci_policy_text(zh, reader, title, "zh");
    return status ? status : ci_policy_text(en, reader, title, "en");
}

circlet_status ci_policy_origin(ci_origin *out, ci_policy_reader *reader,
                                const ci_yaml_node *map)
{
    const ci_yaml_node *assumed = ci_policy_find(map, "assumed");
    circlet_status status =
        ci_policy_optional_text(&out->source, reader, map, "source");

    if (!status && assumed)
        status = ci_yaml_flag(&out->is_assumed, &reader->tree, assumed,
                              reader->error);
    if (!status && !out->source && !out->is_assumed)
        return ci_yaml_fail(&reader->tree, map, reader->error,
                            "'%s' needs a 'source' or 'assumed: yes'",
                            map->key);
    return status;
}

circlet_status ci_policy_check_word(ci_policy_reader *reader,
                                    const ci_yaml_node *node, const char *word)
{
    return ci_policy_find_word(reader->policy, word)
               ? CIRCLET_OK
               : ci_yaml_fail(&reader->tree, node, reader->error,
                              "'%s' is not among the words of the policy",
                              word);
}

circlet_status ci_policy_optional_known_word(const char **out,
                                             ci_policy_reader *reader,
                                             const ci_yaml_node *map,
                                             const char *key)
{
    const ci_yaml_node *node = ci_policy_find(map, key);
    const char *word = NULL;
    circlet_status status;

    if (!node)
        return CIRCLET_OK;
    status = copy_text(&word, reader, node);
    if (status)
        return status;
    status = ci_policy_check_word(reader, node, word);
    if (!status)
        *out = word;
    return status;
}

circlet_status ci_policy_optional_known_words(ci_words *out,
                                              ci_policy_reader *reader,
                                              const ci_yaml_node *map,
                                              const char *key)
{
    const ci_yaml_node *node = ci_policy_find(map, key);
    circlet_status status = ci_policy_optional_words(out, reader, map, key);

    for (size_t i = 0; !status && node && i < out->count; i++)
        status = ci_policy_check_word(reader, ci_policy_word_at(node, i),
                                      out->items[i]);
    return status;
}

circlet_status ci_policy_level_below(circlet_level *out,
                                     ci_policy_reader *reader,
                                     const ci_rule *rule,
                                     const ci_yaml_node *node)
{
    const char *name = NULL;
    circlet_status status = ci_policy_text(&name, reader, node, "level");

    for (int i = 0; !status && i < CIRCLET_LEVEL_COUNT; i++)
        if (strcmp(circlet_level_name((circlet_level)i), name) == 0 &&
            i > (int)rule->level) {
            *out = (circlet_level)i;
            return CIRCLET_OK;
        }
    return status
               ? status
               : ci_yaml_fail(&reader->tree, ci_policy_find(node, "level"),
                              reader->error,
                              "'%s' is no level below that of the rule", name);
}

circlet_status ci_policy_minutes(uint32_t *out_ms, ci_policy_reader *reader,
                                 const ci_yaml_node *map, const char *key)
{
    const ci_yaml_node *node = NULL;
    double minutes = 0;
    circlet_status status = ci_policy_need(&node, reader, map, key);

    if (!status)
        status = ci_yaml_number(&minutes, &reader->tree, node,
                                CI_POLICY_MINUTES_MIN, CI_POLICY_MINUTES_MAX,
                                reader->error);
    *out_ms = (uint32_t)llround(minutes * 60000);
    return status;
}
