/*
 * YAML with a strict schema: a tree of nodes that know their line and
 * column, and readers that complain with both. Wraps libyaml; anchors,
 * aliases, tags, several documents and deep or huge files are refused.
 */
#ifndef CI_IO_YAML_TREE_H
#define CI_IO_YAML_TREE_H

#include <circlet/error.h>
#include <circlet/types.h>

#include "base/arena.h"

typedef enum ci_yaml_type {
    CI_YAML_SCALAR,
    CI_YAML_LIST,
    CI_YAML_MAP
} ci_yaml_type;

typedef struct ci_yaml_node ci_yaml_node;

struct ci_yaml_node {
    ci_yaml_type type;
    size_t line, column; /* counted from 1 */
    const char *key; /* of an entry of a map, else NULL */
    size_t key_line, key_column; /* where that key stands */
    const char *text; /* of a scalar */
    const ci_yaml_node *const *children; /* of a list or map, in order */
    size_t child_count;
};

typedef struct ci_yaml_tree {
    const ci_yaml_node *root;
    const char *file; /* as messages name it */
    ci_arena arena;
} ci_yaml_tree;

/* Reads a file; CIRCLET_E_INPUT or CIRCLET_E_FORMAT with line and column.
 * Keys that stand twice in a map are refused. */
circlet_status ci_yaml_read(ci_yaml_tree *out, const char *path,
                            circlet_error *error);
void ci_yaml_tree_free(ci_yaml_tree *tree);

/* "FILE:LINE:COLUMN: message"; returns CIRCLET_E_FORMAT. */
circlet_status ci_yaml_fail(const ci_yaml_tree *tree, const ci_yaml_node *node,
                            circlet_error *error, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* The same, at the key of an entry of a map. */
circlet_status ci_yaml_fail_key(const ci_yaml_tree *tree,
                                const ci_yaml_node *node, circlet_error *error,
                                const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* The entry of a map with this key, or NULL. */
const ci_yaml_node *ci_yaml_find(const ci_yaml_node *map, const char *key);

/* Fails on the first key of a map that is not in the NULL-ended list. */
circlet_status ci_yaml_check_keys(const ci_yaml_tree *tree,
                                  const ci_yaml_node *map,
                                  const char *const *keys,
                                  circlet_error *error);

/* Scalars; fail with line and column if the node is of another kind. */
circlet_status ci_yaml_text(const char **out, const ci_yaml_tree *tree,
                            const ci_yaml_node *node, circlet_error *error);
circlet_status ci_yaml_number(double *out, const ci_yaml_tree *tree,
                              const ci_yaml_node *node, double min, double max,
                              circlet_error *error);
circlet_status ci_yaml_flag(bool *out, const ci_yaml_tree *tree,
                            const ci_yaml_node *node, circlet_error *error);

#endif
