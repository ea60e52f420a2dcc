/* A policy or a mode is small: what is large or deep is a mistake or an
 * attack, and is refused before it costs memory or stack. */
#include "io/yaml_tree.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#include "base/array.h"
#include "base/error.h"
#include "base/text.h"

#define MAX_FILE_SIZE ((size_t)4 * 1024 * 1024)
#define MAX_DEPTH 24
#define MAX_NODES ((size_t)20000)
#define MESSAGE_SIZE 512

/* Lists hold pointers to nodes, not nodes. */
#define POINTER_SIZE sizeof(void *)

typedef struct yaml_reader {
    yaml_parser_t parser;
    ci_yaml_tree *tree;
    size_t node_count;
    circlet_error *error;
} yaml_reader;

/* Children of one list or map while they are read. */
typedef struct yaml_children {
    const ci_yaml_node **items;
    size_t count, capacity;
} yaml_children;

circlet_status ci_yaml_fail(const ci_yaml_tree *tree, const ci_yaml_node *node,
                            circlet_error *error, const char *format, ...)
{
    char message[MESSAGE_SIZE];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(message, sizeof(message), ci_translate(format), arguments);
    va_end(arguments);
    ci_text_cut_at_character(message);
    return ci_fail(error, CIRCLET_E_FORMAT, "%s:%zu:%zu: %s", tree->file,
                   node->line, node->column, message);
}

circlet_status ci_yaml_fail_key(const ci_yaml_tree *tree,
                                const ci_yaml_node *node, circlet_error *error,
                                const char *format, ...)
{
    char message[MESSAGE_SIZE];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(message, sizeof(message), ci_translate(format), arguments);
    va_end(arguments);
    ci_text_cut_at_character(message);
    return ci_fail(error, CIRCLET_E_FORMAT, "%s:%zu:%zu: %s", tree->file,
                   node->key_line, node->key_column, message);
}

static circlet_status fail_at(yaml_reader *reader, yaml_mark_t mark,
                              const char *message)
{
    return ci_fail(reader->error, CIRCLET_E_FORMAT, "%s:%zu:%zu: %s",
                   reader->tree->file, mark.line + 1, mark.column + 1,
                   ci_translate(message));
}

static circlet_status next_event(yaml_reader *reader, yaml_event_t *event)
{
    const yaml_parser_t *parser = &reader->parser;

    if (yaml_parser_parse(&reader->parser, event))
        return CIRCLET_OK;
    if (parser->error == YAML_MEMORY_ERROR)
        return ci_fail_nomem(reader->error);
    if (parser->error == YAML_READER_ERROR)
        return ci_fail(reader->error, CIRCLET_E_FORMAT,
                       "%s: not UTF-8 text at byte %zu: %s",
                       reader->tree->file, parser->problem_offset,
                       parser->problem ? parser->problem : "unreadable");
    return fail_at(reader, parser->problem_mark,
                   parser->problem ? parser->problem : "not YAML");
}

/* Anchors would let a small file grow without end; tags would let a value
 * mean something else than its text. */
static circlet_status refuse_extras(yaml_reader *reader,
                                    const yaml_event_t *event)
{
    const yaml_char_t *anchor = NULL, *tag = NULL;

    if (event->type == YAML_ALIAS_EVENT)
        return fail_at(reader, event->start_mark, "aliases are not allowed");
    if (event->type == YAML_SCALAR_EVENT) {
        anchor = event->data.scalar.anchor;
        tag = event->data.scalar.tag;
    } else if (event->type == YAML_SEQUENCE_START_EVENT) {
        anchor = event->data.sequence_start.anchor;
        tag = event->data.sequence_start.tag;
    } else if (event->type == YAML_MAPPING_START_EVENT) {
        anchor = event->data.mapping_start.anchor;
        tag = event->data.mapping_start.tag;
    }
    if (anchor)
        return fail_at(reader, event->start_mark, "anchors are not allowed");
    if (tag)
        return fail_at(reader, event->start_mark, "tags are not allowed");
    return CIRCLET_OK;
}

static circlet_status copy_scalar(const char **out, yaml_reader *reader,
                                  const yaml_event_t *event)
{
    const char *text = (const char *)event->data.scalar.value;
    size_t size = event->data.scalar.length;

    if (memchr(text, '\0', size))
        return fail_at(reader, event->start_mark,
                       "text with a null character");
    *out = ci_arena_copy_n(&reader->tree->arena, text, size);
    return *out ? CIRCLET_OK : ci_fail_nomem(reader->error);
}

static circlet_status keep_child(yaml_reader *reader, yaml_children *children,
                                 const ci_yaml_node *child)
{
    const ci_yaml_node **items =
        ci_array_reserve_one((void *)children->items, children->count,
                             &children->capacity, POINTER_SIZE);

    if (!items)
        return ci_fail_nomem(reader->error);
    children->items = items;
    items[children->count++] = child;
    return CIRCLET_OK;
}

static circlet_status read_node(ci_yaml_node **out, yaml_reader *reader,
                                const yaml_event_t *event, int depth);

/* Reads the key that `event` is, and then its value. */
static circlet_status read_entry(ci_yaml_node **out, yaml_reader *reader,
                                 const yaml_event_t *event,
                                 const yaml_children *before, int depth)
{
    const char *key = NULL;
    yaml_event_t value;
    circlet_status status = refuse_extras(reader, event);

    if (status)
        return status;
    if (event->type != YAML_SCALAR_EVENT)
        return fail_at(reader, event->start_mark, "a key must be a text");
    status = copy_scalar(&key, reader, event);
    if (status)
        return status;
    for (size_t i = 0; i < before->count; i++)
        if (strcmp(before->items[i]->key, key) == 0)
            return ci_fail(reader->error, CIRCLET_E_FORMAT,
                           "%s:%zu:%zu: key '%s' stands twice",
                           reader->tree->file, event->start_mark.line + 1,
                           event->start_mark.column + 1, key);
    status = next_event(reader, &value);
    if (status)
        return status;
    status = read_node(out, reader, &value, depth);
    yaml_event_delete(&value);
    if (status)
        return status;
    (*out)->key = key;
    (*out)->key_line = event->start_mark.line + 1;
    (*out)->key_column = event->start_mark.column + 1;
    return CIRCLET_OK;
}

static circlet_status read_children(yaml_children *children,
                                    yaml_reader *reader, bool is_map,
                                    int depth)
{
    for (;;) {
        yaml_event_t event;
        ci_yaml_node *child = NULL;
        circlet_status status = next_event(reader, &event);

        if (status)
            return status;
        if (event.type == YAML_SEQUENCE_END_EVENT ||
            event.type == YAML_MAPPING_END_EVENT) {
            yaml_event_delete(&event);
            return CIRCLET_OK;
        }
        status = is_map ? read_entry(&child, reader, &event, children, depth)
                        : read_node(&child, reader, &event, depth);
        yaml_event_delete(&event);
        if (!status)
            status = keep_child(reader, children, child);
        if (status)
            return status;
    }
}

static circlet_status read_branch(ci_yaml_node *node, yaml_reader *reader,
                                  const yaml_event_t *event, int depth)
{
    yaml_children children = {NULL, 0, 0};
    circlet_status status;
    const ci_yaml_node **kept;

    node->type =
        event->type == YAML_MAPPING_START_EVENT ? CI_YAML_MAP : CI_YAML_LIST;
    if (depth >= MAX_DEPTH)
        return fail_at(reader, event->start_mark, "nested too deeply");
    status =
        read_children(&children, reader, node->type == CI_YAML_MAP, depth + 1);
    if (!status && children.count > 0) {
        kept =
            ci_arena_take(&reader->tree->arena, children.count * POINTER_SIZE);
        if (kept)
            memcpy((void *)kept, (const void *)children.items,
                   children.count * POINTER_SIZE);
        else
            status = ci_fail_nomem(reader->error);
        node->children = kept;
        node->child_count = children.count;
    }
    free((void *)children.items);
    return status;
}

/* Recursion ends at MAX_DEPTH. */
static circlet_status read_node(ci_yaml_node **out, yaml_reader *reader,
                                const yaml_event_t *event, int depth)
{
    ci_yaml_node *node;
    circlet_status status = refuse_extras(reader, event);

    if (status)
        return status;
    if (++reader->node_count > MAX_NODES)
        return fail_at(reader, event->start_mark, "too many entries");
    node = ci_arena_take(&reader->tree->arena, sizeof(*node));
    if (!node)
        return ci_fail_nomem(reader->error);
    memset(node, 0, sizeof(*node));
    node->line = event->start_mark.line + 1;
    node->column = event->start_mark.column + 1;
    *out = node;
    if (event->type == YAML_SCALAR_EVENT) {
        node->type = CI_YAML_SCALAR;
        return copy_scalar(&node->text, reader, event);
    }
    return read_branch(node, reader, event, depth);
}

/* Skips to the first event of the document and hands it over. */
static circlet_status find_root(yaml_reader *reader, yaml_event_t *event)
{
    for (;;) {
        circlet_status status = next_event(reader, event);
        bool is_start;

        if (status)
            return status;
        if (event->type == YAML_STREAM_END_EVENT) {
            yaml_event_delete(event);
            return ci_fail(reader->error, CIRCLET_E_FORMAT,
                           "%s: the file is empty", reader->tree->file);
        }
        is_start = event->type == YAML_STREAM_START_EVENT ||
                   event->type == YAML_DOCUMENT_START_EVENT;
        if (!is_start)
            return CIRCLET_OK;
        yaml_event_delete(event);
    }
}

static circlet_status expect_end(yaml_reader *reader)
{
    for (;;) {
        yaml_event_t event;
        yaml_event_type_t type;
        yaml_mark_t mark;
        circlet_status status = next_event(reader, &event);

        if (status)
            return status;
        type = event.type;
        mark = event.start_mark;
        yaml_event_delete(&event);
        if (type == YAML_STREAM_END_EVENT)
            return CIRCLET_OK;
        if (type != YAML_DOCUMENT_END_EVENT)
            return fail_at(reader, mark, "a second document in the file");
    }
}

static circlet_status read_document(yaml_reader *reader)
{
    yaml_event_t event;
    ci_yaml_node *root = NULL;
    circlet_status status = find_root(reader, &event);

    if (status)
        return status;
    status = read_node(&root, reader, &event, 0);
    yaml_event_delete(&event);
    if (status)
        return status;
    reader->tree->root = root;
    return expect_end(reader);
}

static circlet_status read_bytes(char **out, size_t *out_size,
                                 const char *path, circlet_error *error)
{
    FILE *file = fopen(path, "rb");
    char *bytes;

    if (!file)
        return ci_fail(error, CIRCLET_E_INPUT, "cannot open '%s': %s", path,
                       strerror(errno));
    bytes = malloc(MAX_FILE_SIZE + 1);
    if (!bytes) {
        fclose(file);
        return ci_fail_nomem(error);
    }
    errno = 0;
    *out_size = fread(bytes, 1, MAX_FILE_SIZE + 1, file);
    if (ferror(file)) {
        int reason = errno;

        fclose(file);
        free(bytes);
        return ci_fail(error, CIRCLET_E_INPUT, "cannot read '%s': %s", path,
                       strerror(reason));
    }
    fclose(file);
    if (*out_size > MAX_FILE_SIZE) {
        free(bytes);
        return ci_fail(error, CIRCLET_E_FORMAT,
                       "%s: the file is larger than %zu bytes", path,
                       MAX_FILE_SIZE);
    }
    *out = bytes;
    return CIRCLET_OK;
}

static circlet_status parse_bytes(ci_yaml_tree *tree, const char *bytes,
                                  size_t size, circlet_error *error)
{
    yaml_reader reader = {.tree = tree, .error = error};
    circlet_status status;

    if (!yaml_parser_initialize(&reader.parser))
        return ci_fail_nomem(error);
    yaml_parser_set_encoding(&reader.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&reader.parser, (const unsigned char *)bytes,
                                 size);
    status = read_document(&reader);
    yaml_parser_delete(&reader.parser);
    return status;
}

circlet_status ci_yaml_read(ci_yaml_tree *out, const char *path,
                            circlet_error *error)
{
    ci_yaml_tree tree = {0};
    char *bytes = NULL;
    size_t size = 0;
    circlet_status status = read_bytes(&bytes, &size, path, error);

    if (status)
        return status;
    tree.file = ci_arena_copy(&tree.arena, path);
    status = tree.file ? parse_bytes(&tree, bytes, size, error)
                       : ci_fail_nomem(error);
    free(bytes);
    if (status)
        ci_yaml_tree_free(&tree);
    else
        *out = tree;
    return status;
}

void ci_yaml_tree_free(ci_yaml_tree *tree)
{
    ci_arena_free(&tree->arena);
    tree->root = NULL;
    tree->file = NULL;
}

const ci_yaml_node *ci_yaml_find(const ci_yaml_node *map, const char *key)
{
    if (map->type != CI_YAML_MAP)
        return NULL;
    for (size_t i = 0; i < map->child_count; i++)
        if (strcmp(map->children[i]->key, key) == 0)
            return map->children[i];
    return NULL;
}

circlet_status ci_yaml_check_keys(const ci_yaml_tree *tree,
                                  const ci_yaml_node *map,
                                  const char *const *keys,
                                  circlet_error *error)
{
    if (map->type != CI_YAML_MAP)
        return ci_yaml_fail(tree, map, error, "must be a map of keys");
    for (size_t i = 0; i < map->child_count; i++) {
        const ci_yaml_node *child = map->children[i];
        size_t k = 0;

        while (keys[k] && strcmp(keys[k], child->key) != 0)
            k++;
        if (!keys[k])
            return ci_yaml_fail_key(tree, child, error, "unknown key '%s'",
                                    child->key);
    }
    return CIRCLET_OK;
}

circlet_status ci_yaml_text(const char **out, const ci_yaml_tree *tree,
                            const ci_yaml_node *node, circlet_error *error)
{
    if (node->type != CI_YAML_SCALAR || !node->text[0])
        return node->key ? ci_yaml_fail(tree, node, error,
                                        "'%s' must be a text", node->key)
                         : ci_yaml_fail(tree, node, error, "must be a text");
    *out = node->text;
    return CIRCLET_OK;
}

circlet_status ci_yaml_number(double *out, const ci_yaml_tree *tree,
                              const ci_yaml_node *node, double min, double max,
                              circlet_error *error)
{
    const char *name = node->key ? node->key : "value";
    char low[CI_NUMBER_SIZE], high[CI_NUMBER_SIZE];
    double value;

    if (node->type != CI_YAML_SCALAR || !ci_parse_double(&value, node->text))
        return ci_yaml_fail(tree, node, error, "'%s' must be a number", name);
    if (value >= min && value <= max) {
        *out = value;
        return CIRCLET_OK;
    }
    ci_format_double(low, min);
    ci_format_double(high, max);
    return ci_yaml_fail(tree, node, error,
                        "'%s' must be from %s to %s, not %s", name, low, high,
                        node->text);
}

circlet_status ci_yaml_flag(bool *out, const ci_yaml_tree *tree,
                            const ci_yaml_node *node, circlet_error *error)
{
    const char *text = node->type == CI_YAML_SCALAR ? node->text : "";
    bool is_yes = strcmp(text, "yes") == 0 || strcmp(text, "true") == 0;
    bool is_no = strcmp(text, "no") == 0 || strcmp(text, "false") == 0;

    if (!is_yes && !is_no)
        return ci_yaml_fail(tree, node, error, "'%s' must be yes or no",
                            node->key ? node->key : "value");
    *out = is_yes;
    return CIRCLET_OK;
}
