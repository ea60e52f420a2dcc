/* Values of a travel mode file: texts, origins of numbers, tests of tags. */
#include <string.h>

#include "base/error.h"
#include "io/mode_reader.h"

#define LIMIT_MAX 1e6

circlet_status ci_mode_take(void *out, ci_mode_reader *reader, size_t count,
                            size_t size)
{
    void *place;

    if (count > SIZE_MAX / size)
        return ci_fail_nomem(reader->error);
    place = ci_arena_take(&reader->mode->arena, count * size);
    if (!place)
        return ci_fail_nomem(reader->error);
    memset(place, 0, count * size);
    memcpy(out, &place, sizeof(place));
    return CIRCLET_OK;
}

circlet_status ci_mode_copy(const char **out, ci_mode_reader *reader,
                            const char *text)
{
    char *kept = ci_arena_copy(&reader->mode->arena, text);

    if (!kept)
        return ci_fail_nomem(reader->error);
    *out = kept;
    return CIRCLET_OK;
}

circlet_status ci_mode_need(const ci_yaml_node **out, ci_mode_reader *reader,
                            const ci_yaml_node *map, const char *key)
{
    *out = ci_yaml_find(map, key);
    return *out ? CIRCLET_OK
                : ci_yaml_fail(&reader->tree, map, reader->error,
                               "key '%s' is missing", key);
}

circlet_status ci_mode_text(const char **out, ci_mode_reader *reader,
                            const ci_yaml_node *map, const char *key)
{
    const ci_yaml_node *node = NULL;
    const char *text = NULL;
    circlet_status status = ci_mode_need(&node, reader, map, key);

    if (!status)
        status = ci_yaml_text(&text, &reader->tree, node, reader->error);
    return status ? status : ci_mode_copy(out, reader, text);
}

circlet_status ci_mode_origin(ci_origin *out, ci_mode_reader *reader,
                              const ci_yaml_node *map, bool is_needed)
{
    const ci_yaml_node *source = ci_yaml_find(map, "source");
    const ci_yaml_node *assumed = ci_yaml_find(map, "assumed");
    ci_origin found = {0};
    circlet_status status = CIRCLET_OK;

    if (source)
        status = ci_mode_text(&found.source, reader, map, "source");
    if (!status && assumed)
        status = ci_yaml_flag(&found.is_assumed, &reader->tree, assumed,
                              reader->error);
    if (status)
        return status;
    if (found.source && found.is_assumed)
        return ci_yaml_fail(&reader->tree, source, reader->error,
                            "a number with a source is not assumed");
    if (is_needed && !found.source && !found.is_assumed)
        return ci_yaml_fail(&reader->tree, map, reader->error,
                            "the number needs a 'source' or 'assumed: yes'");
    *out = found;
    return CIRCLET_OK;
}

circlet_status ci_mode_words(const char *const **out, size_t *out_count,
                             ci_mode_reader *reader, const ci_yaml_node *node)
{
    bool is_list = node->type == CI_YAML_LIST;
    size_t count = is_list ? node->child_count : 1;
    const char **words = NULL;
    circlet_status status;

    if (count == 0)
        return ci_yaml_fail(&reader->tree, node, reader->error,
                            "'%s' has no values", node->key);
    status = ci_mode_take(&words, reader, count, sizeof(*words));
    for (size_t i = 0; !status && i < count; i++) {
        const char *text = NULL;

        status =
            ci_yaml_text(&text, &reader->tree,
                         is_list ? node->children[i] : node, reader->error);
        if (!status)
            status = ci_mode_copy(&words[i], reader, text);
    }
    if (status)
        return status;
    *out = words;
    *out_count = count;
    return CIRCLET_OK;
}

/* {above: 8}, {other: [zebra, marked]}, {not: [zebra, marked]} */
static circlet_status read_limit(ci_tag_test *test, ci_mode_reader *reader,
                                 const ci_yaml_node *node)
{
    static const char *const keys[] = {"above", "below", "other", "not", NULL};
    const ci_yaml_node *above, *other, *not_;
    circlet_status status =
        ci_yaml_check_keys(&reader->tree, node, keys, reader->error);

    if (status)
        return status;
    if (node->child_count != 1)
        return ci_yaml_fail(&reader->tree, node, reader->error,
                            "'%s' needs one of 'above', 'below', 'other', "
                            "'not'",
                            node->key);
    other = ci_yaml_find(node, "other");
    not_ = ci_yaml_find(node, "not");
    if (other || not_) {
        test->kind = other ? CI_TAG_IS_OTHER : CI_TAG_IS_NOT;
        return ci_mode_words(&test->values, &test->value_count, reader,
                             other ? other : not_);
    }
    above = ci_yaml_find(node, "above");
    test->kind = above ? CI_TAG_ABOVE : CI_TAG_BELOW;
    return ci_yaml_number(&test->limit, &reader->tree,
                          above ? above : ci_yaml_find(node, "below"),
                          -LIMIT_MAX, LIMIT_MAX, reader->error);
}

static circlet_status read_test(ci_tag_test *test, ci_mode_reader *reader,
                                const ci_yaml_node *node)
{
    circlet_status status = ci_mode_copy(&test->key, reader, node->key);

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
    test->kind = CI_TAG_IS_ONE_OF;
    return ci_mode_words(&test->values, &test->value_count, reader, node);
}

circlet_status ci_mode_tests(const ci_tag_test **out, size_t *out_count,
                             ci_mode_reader *reader, const ci_yaml_node *when)
{
    ci_tag_test *tests = NULL;
    circlet_status status;

    if (when->type != CI_YAML_MAP || when->child_count == 0)
        return ci_yaml_fail(&reader->tree, when, reader->error,
                            "'%s' must be a map of tags", when->key);
    status = ci_mode_take(&tests, reader, when->child_count, sizeof(*tests));
    for (size_t i = 0; !status && i < when->child_count; i++)
        status = read_test(&tests[i], reader, when->children[i]);
    if (status)
        return status;
    *out = tests;
    *out_count = when->child_count;
    return CIRCLET_OK;
}

bool ci_mode_tests_have_number(const ci_tag_test *tests, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (ci_tag_test_is_of_number(&tests[i]))
            return true;
    return false;
}
