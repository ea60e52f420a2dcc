/* A run file: the steps of a run and what is said for all of them. */
#include <circlet/run_file.h>

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "io/yaml_tree.h"

#define DEFAULT_COUNT 3

static const char *const default_keys[DEFAULT_COUNT] = {"city", "policy",
                                                        "results"};

struct circlet_run_file {
    ci_yaml_tree tree; /* the texts are its */
    circlet_run_value defaults[DEFAULT_COUNT]; /* key NULL: not said */
    circlet_run_step *steps;
    size_t step_count;
};

/* "- new:" has an empty text where others have a map. */
static bool is_nothing(const ci_yaml_node *node)
{
    return node->type == CI_YAML_SCALAR &&
           (node->text[0] == '\0' || strcmp(node->text, "~") == 0 ||
            strcmp(node->text, "null") == 0);
}

/* ---- the values of a step ----------------------------------------------- */

static circlet_status fill_value(circlet_run_value *out,
                                 const ci_yaml_tree *tree,
                                 const ci_yaml_node *of,
                                 const ci_yaml_node *node,
                                 circlet_error *error)
{
    if (node->type != CI_YAML_SCALAR)
        return ci_yaml_fail(tree, node, error,
                            "'%s' has lists or maps inside of its own",
                            of->key);
    *out = (circlet_run_value){
        .key = of->key,
        .field = of->type == CI_YAML_MAP ? node->key : NULL,
        .text = node->text,
        .shape = of->type == CI_YAML_MAP    ? CIRCLET_RUN_MAP
                 : of->type == CI_YAML_LIST ? CIRCLET_RUN_LIST
                                            : CIRCLET_RUN_ONE,
        .line = (uint32_t)node->line,
        .column = (uint32_t)node->column,
        .key_line = (uint32_t)of->key_line,
        .key_column = (uint32_t)of->key_column};
    return CIRCLET_OK;
}

static size_t count_values(const ci_yaml_node *map)
{
    size_t count = 0;

    for (size_t i = 0; i < map->child_count; i++)
        count += map->children[i]->type == CI_YAML_SCALAR
                     ? 1
                     : map->children[i]->child_count;
    return count;
}

static circlet_status fill_entry(circlet_run_value *values, size_t *count,
                                 const ci_yaml_tree *tree,
                                 const ci_yaml_node *of, circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    if (of->type == CI_YAML_SCALAR)
        return fill_value(&values[(*count)++], tree, of, of, error);
    if (of->child_count == 0)
        return ci_yaml_fail(tree, of, error, "'%s' is empty", of->key);
    for (size_t i = 0; !status && i < of->child_count; i++)
        status =
            fill_value(&values[(*count)++], tree, of, of->children[i], error);
    return status;
}

static circlet_status fill_values(circlet_run_step *step, ci_yaml_tree *tree,
                                  const ci_yaml_node *map,
                                  circlet_error *error)
{
    circlet_run_value *values =
        ci_arena_take(&tree->arena, (count_values(map) + 1) * sizeof(*values));
    circlet_status status = CIRCLET_OK;

    if (!values)
        return ci_fail_nomem(error);
    for (size_t i = 0; !status && i < map->child_count; i++)
        status = fill_entry(values, &step->value_count, tree, map->children[i],
                            error);
    step->values = values;
    return status;
}

/* ---- steps -------------------------------------------------------------- */

/* "- new", "- new:" or "- import: {layer: people, ...}". */
static circlet_status read_step(circlet_run_step *out, ci_yaml_tree *tree,
                                const ci_yaml_node *node, circlet_error *error)
{
    const ci_yaml_node *entry = node;

    if (node->type == CI_YAML_SCALAR && !is_nothing(node)) {
        *out = (circlet_run_step){.command = node->text,
                                  .line = (uint32_t)node->line,
                                  .column = (uint32_t)node->column};
        return CIRCLET_OK;
    }
    if (node->type == CI_YAML_MAP && node->child_count > 1)
        return ci_yaml_fail_key(
            tree, node->children[1], error,
            "'%s' is a second command in one step; what belongs to '%s' "
            "stands farther right than it, and each step starts with '-'",
            node->children[1]->key, node->children[0]->key);
    if (node->type != CI_YAML_MAP || node->child_count != 1)
        return ci_yaml_fail(tree, node, error,
                            "a step is '- COMMAND: {OPTION: VALUE, ...}'");
    entry = node->children[0];
    *out = (circlet_run_step){.command = entry->key,
                              .line = (uint32_t)entry->key_line,
                              .column = (uint32_t)entry->key_column};
    if (is_nothing(entry))
        return CIRCLET_OK;
    if (entry->type != CI_YAML_MAP)
        return ci_yaml_fail(tree, entry, error,
                            "step '%s' takes a map of options: {OPTION: "
                            "VALUE, ...}",
                            entry->key);
    return fill_values(out, tree, entry, error);
}

static circlet_status read_steps(circlet_run_file *file,
                                 const ci_yaml_node *root,
                                 circlet_error *error)
{
    const ci_yaml_node *list = ci_yaml_find(root, "steps");
    circlet_status status = CIRCLET_OK;

    if (!list)
        return ci_yaml_fail(&file->tree, root, error, "'steps' is missing");
    if (list->type != CI_YAML_LIST || list->child_count == 0)
        return ci_yaml_fail(&file->tree, list, error,
                            "'steps' is a list of at least one step");
    file->steps = calloc(list->child_count, sizeof(*file->steps));
    if (!file->steps)
        return ci_fail_nomem(error);
    file->step_count = list->child_count;
    for (size_t i = 0; !status && i < list->child_count; i++)
        status =
            read_step(&file->steps[i], &file->tree, list->children[i], error);
    return status;
}

static circlet_status read_default(circlet_run_file *file, size_t i,
                                   const ci_yaml_node *root,
                                   circlet_error *error)
{
    const ci_yaml_node *node = ci_yaml_find(root, default_keys[i]);
    const char *text = NULL;
    circlet_status status;

    if (!node)
        return CIRCLET_OK;
    status = ci_yaml_text(&text, &file->tree, node, error);
    return status ? status
                  : fill_value(&file->defaults[i], &file->tree, node, node,
                               error);
}

static circlet_status read_root(circlet_run_file *file, circlet_error *error)
{
    static const char *const keys[] = {"city", "policy", "results", "steps",
                                       NULL};
    const ci_yaml_node *root = file->tree.root;
    circlet_status status;

    if (root->type != CI_YAML_MAP)
        return ci_yaml_fail(&file->tree, root, error,
                            "a run file is a map with the key 'steps'");
    status = ci_yaml_check_keys(&file->tree, root, keys, error);
    for (size_t i = 0; !status && i < DEFAULT_COUNT; i++)
        status = read_default(file, i, root, error);
    return status ? status : read_steps(file, root, error);
}

circlet_status circlet_read_run_file(circlet_run_file **out, const char *path,
                                     circlet_error *error)
{
    circlet_run_file *file;
    circlet_status status;

    if (!out || !path)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "reading a run file needs a path");
    file = calloc(1, sizeof(*file));
    if (!file)
        return ci_fail_nomem(error);
    status = ci_yaml_read(&file->tree, path, error);
    if (status) {
        free(file);
        return status;
    }
    status = read_root(file, error);
    if (status) {
        circlet_run_file_free(file);
        return status;
    }
    *out = file;
    return CIRCLET_OK;
}

void circlet_run_file_free(circlet_run_file *file)
{
    if (!file)
        return;
    free(file->steps);
    ci_yaml_tree_free(&file->tree);
    free(file);
}

size_t circlet_run_file_step_count(const circlet_run_file *file)
{
    return file ? file->step_count : 0;
}

const circlet_run_step *circlet_run_file_step(const circlet_run_file *file,
                                              size_t i)
{
    return file && i < file->step_count ? &file->steps[i] : NULL;
}

const circlet_run_value *circlet_run_file_default(const circlet_run_file *file,
                                                  const char *key)
{
    for (size_t i = 0; file && i < DEFAULT_COUNT; i++)
        if (file->defaults[i].key && strcmp(file->defaults[i].key, key) == 0)
            return &file->defaults[i];
    return NULL;
}
