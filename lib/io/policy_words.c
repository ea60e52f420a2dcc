#include <string.h>

#include "base/error.h"
#include "io/policy_reader.h"

/* English words that do not say their plural get an s. */
static circlet_status read_plural(ci_word *word, ci_policy_reader *reader,
                                  const ci_yaml_node *node)
{
    size_t size = strlen(word->en);
    char *plural;

    if (ci_policy_find(node, "plural"))
        return ci_policy_text(&word->en_plural, reader, node, "plural");
    plural = ci_arena_take(&reader->policy->arena, size + 2);
    if (!plural)
        return ci_fail_nomem(reader->error);
    memcpy(plural, word->en, size);
    memcpy(plural + size, "s", 2);
    word->en_plural = plural;
    return CIRCLET_OK;
}

/* `named` is the entry whose key is the word, `node` holds its texts. */
static circlet_status add_word(ci_policy_reader *reader, ci_word *words,
                               const ci_yaml_node *named,
                               const ci_yaml_node *node)
{
    static const char *const keys[] = {"zh", "en", "plural", NULL};
    circlet_policy *policy = reader->policy;
    ci_word word = {0};
    circlet_status status = ci_policy_check(reader, node, keys);

    if (status)
        return status;
    if (ci_policy_find_word(policy, named->key))
        return ci_yaml_fail_key(&reader->tree, named, reader->error,
                                "word '%s' is named before", named->key);
    word.word = ci_arena_copy(&policy->arena, named->key);
    if (!word.word)
        return ci_fail_nomem(reader->error);
    status = ci_policy_text(&word.zh, reader, node, "zh");
    if (!status)
        status = ci_policy_text(&word.en, reader, node, "en");
    if (!status)
        status = read_plural(&word, reader, node);
    if (!status)
        words[policy->word_count++] = word;
    return status;
}

static circlet_status check_map(ci_policy_reader *reader,
                                const ci_yaml_node *node)
{
    return node->type == CI_YAML_MAP
               ? CIRCLET_OK
               : ci_yaml_fail(&reader->tree, node, reader->error,
                              "'%s' must be a map of keys", node->key);
}

/* Adds the titles of the entries of a map. */
static circlet_status add_titles(ci_policy_reader *reader, ci_word *words,
                                 const ci_yaml_node *map)
{
    circlet_status status = CIRCLET_OK;

    for (size_t i = 0; !status && i < map->child_count; i++) {
        const ci_yaml_node *title = NULL;

        status = check_map(reader, map->children[i]);
        if (!status)
            status = ci_policy_need(&title, reader, map->children[i], "title");
        if (!status)
            status = add_word(reader, words, map->children[i], title);
    }
    return status;
}

/* ---- words of another file ---------------------------------------------- */

/* The words of another policy that this one does not name itself. */
static circlet_status add_others(ci_policy_reader *reader)
{
    circlet_policy *policy = reader->policy;
    const ci_yaml_node *root = reader->tree.root, *map = NULL;
    ci_word *words = NULL;
    circlet_status status = check_map(reader, root);

    if (!status)
        status = ci_policy_need(&map, reader, root, "words");
    if (!status)
        status = check_map(reader, map);
    if (!status)
        status = ci_policy_take(&words, reader,
                                policy->word_count + map->child_count + 1,
                                sizeof(*words));
    if (status)
        return status;
    if (policy->word_count > 0)
        memcpy(words, policy->words, policy->word_count * sizeof(*words));
    policy->words = words;
    for (size_t i = 0; !status && i < map->child_count; i++)
        if (!ci_policy_find_word(policy, map->children[i]->key))
            status =
                add_word(reader, words, map->children[i], map->children[i]);
    return status;
}

/* The file is beside the policy's, or has a path from there. */
static circlet_status read_words_from(ci_policy_reader *reader,
                                      const ci_yaml_node *root)
{
    ci_yaml_tree own = reader->tree;
    const char *path = NULL;
    circlet_status status;

    if (!ci_policy_find(root, "words_from"))
        return CIRCLET_OK;
    status = ci_policy_path(&path, reader, root, "words_from");
    if (!status)
        status = ci_yaml_read(&reader->tree, path, reader->error);
    if (!status) {
        status = add_others(reader);
        ci_yaml_tree_free(&reader->tree);
    }
    reader->tree = own;
    return status;
}

/* ---- all ------------------------------------------------------------------
 */

circlet_status ci_policy_read_words(ci_policy_reader *reader,
                                    const ci_yaml_node *root)
{
    static const char *const names[] = {"words", "groups", "types"};
    const ci_yaml_node *maps[3] = {NULL};
    ci_word *words = NULL;
    size_t count = 0;
    circlet_status status = CIRCLET_OK;

    for (size_t i = 0; !status && i < 3; i++) {
        status = ci_policy_need(&maps[i], reader, root, names[i]);
        if (!status)
            status = check_map(reader, maps[i]);
        if (!status)
            count += maps[i]->child_count;
    }
    if (!status)
        status = ci_policy_take(&words, reader, count + 1, sizeof(*words));
    if (status)
        return status;
    reader->policy->words = words;
    for (size_t i = 0; !status && i < maps[0]->child_count; i++)
        status = add_word(reader, words, maps[0]->children[i],
                          maps[0]->children[i]);
    for (size_t i = 1; !status && i < 3; i++)
        status = add_titles(reader, words, maps[i]);
    return status ? status : read_words_from(reader, root);
}
