#include "io/import_mapping.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/error.h"
#include "base/id_map.h"
#include "io/import_headings.h"
#include "io/import_source.h"

static circlet_status fail_column(const ci_layer_table *table,
                                  const char *option, const char *name,
                                  circlet_error *error)
{
    ci_buffer list = {0};
    circlet_status status;

    for (size_t i = 0; i < table->column_count; i++) {
        ci_buffer_add(&list, i > 0 ? ", " : "");
        ci_buffer_add(&list, table->columns[i].name);
    }
    status = list.failed
                 ? ci_fail_nomem(error)
                 : ci_fail(error, CIRCLET_E_ARGUMENT,
                           "%s: the layer has no column '%s' (columns: %s)",
                           option, name, list.text);
    ci_buffer_free(&list);
    return status;
}

/* As an editor for Chinese writes them: U+FF0C. */
static bool is_divided_by_wide_commas(const ci_source *source)
{
    return ci_source_field_count(source) == 1 &&
           strstr(ci_source_field(source, 0), "\xef\xbc\x8c");
}

circlet_status ci_mapping_fail_missing(const ci_source *source,
                                       const char *path, const char *column,
                                       circlet_error *error)
{
    ci_buffer list = {0};
    circlet_status status;

    ci_source_list_fields(&list, source);
    if (list.failed)
        status = ci_fail_nomem(error);
    else if (is_divided_by_wide_commas(source))
        status = ci_fail(error, CIRCLET_E_FORMAT,
                         "%s: needed column '%s' is missing (one column "
                         "found: %s); full-width commas divide no columns: "
                         "write ',' in place of them",
                         path, column, list.text);
    else
        status = ci_fail(error, CIRCLET_E_FORMAT,
                         "%s: needed column '%s' is missing (columns found: "
                         "%s)",
                         path, column, list.text);
    ci_buffer_free(&list);
    return status;
}

/* Splits "COLUMN=REST" and finds the column, which must not be taken. */
static circlet_status read_option(uint32_t *out_column, const char **out_rest,
                                  const ci_mapping *mapping,
                                  const ci_layer_table *table,
                                  const char *option, circlet_error *error)
{
    const char *equals = option ? strchr(option, '=') : NULL;
    circlet_status status = CIRCLET_OK;
    char *name;

    if (!equals || equals == option)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "'%s' is not of the form COLUMN=...",
                       option ? option : "");
    name = ci_text_copy_n(option, (size_t)(equals - option));
    if (!name)
        return ci_fail_nomem(error);
    *out_rest = equals + 1;
    *out_column = ci_layer_find_column(table, name);
    if (*out_column == CI_NOWHERE)
        status = fail_column(table, option, name, error);
    else if (ci_mapping_has(mapping, *out_column))
        status = ci_fail(error, CIRCLET_E_ARGUMENT,
                         "%s: column '%s' is given twice", option, name);
    free(name);
    return status;
}

static bool add_field(ci_column_origin *origin, uint32_t field)
{
    uint32_t *grown = realloc(origin->fields, (origin->field_count + 1) *
                                                  sizeof(*origin->fields));

    if (!grown)
        return false;
    origin->fields = grown;
    grown[origin->field_count++] = field;
    return true;
}

/* A field whose name has a '+' in it is taken as a whole. */
static circlet_status apply_map(ci_column_origin *origin, const char *fields,
                                const ci_source *source, const char *path,
                                circlet_error *error)
{
    uint32_t whole = ci_source_find_given_field(source, fields);

    if (whole != CI_NOWHERE)
        return add_field(origin, whole) ? CIRCLET_OK : ci_fail_nomem(error);
    for (;;) {
        size_t size = strcspn(fields, "+");
        char *name = ci_text_copy_n(fields, size);
        circlet_status status = CIRCLET_OK;
        uint32_t field;

        if (!name)
            return ci_fail_nomem(error);
        field = ci_source_find_given_field(source, name);
        if (field == CI_NOWHERE)
            status = ci_source_fail_field(source, path, name, error);
        else if (!add_field(origin, field))
            status = ci_fail_nomem(error);
        free(name);
        if (status != CIRCLET_OK || fields[size] == '\0')
            return status;
        fields += size + 1;
    }
}

static circlet_status apply_options(ci_mapping *mapping,
                                    const ci_layer_table *table,
                                    const ci_source *source, const char *path,
                                    const circlet_import_options *options,
                                    circlet_error *error)
{
    const char *rest = NULL;
    uint32_t column = 0;

    for (size_t i = 0; i < options->map_count; i++) {
        circlet_status status = read_option(&column, &rest, mapping, table,
                                            options->maps[i], error);

        if (status == CIRCLET_OK)
            status = apply_map(&mapping->origins[column], rest, source, path,
                               error);
        if (status != CIRCLET_OK)
            return status;
    }
    for (size_t i = 0; i < options->set_count; i++) {
        circlet_status status = read_option(&column, &rest, mapping, table,
                                            options->sets[i], error);

        if (status != CIRCLET_OK)
            return status;
        mapping->origins[column].constant = rest;
    }
    return CIRCLET_OK;
}

/* Columns that no option names come from the field of their name. */
static bool apply_names(ci_mapping *mapping, const ci_layer_table *table,
                        const ci_source *source)
{
    for (uint32_t i = 0; i < table->column_count; i++) {
        uint32_t field;

        if (ci_mapping_has(mapping, i))
            continue;
        field = ci_source_find_field(source, table->columns[i].name);
        if (field != CI_NOWHERE && !add_field(&mapping->origins[i], field))
            return false;
    }
    return true;
}

static const ci_column_origin *origin_of(const ci_mapping *mapping,
                                         uint32_t field)
{
    for (size_t i = 0; i < mapping->origin_count; i++)
        for (size_t j = 0; j < mapping->origins[i].field_count; j++)
            if (mapping->origins[i].fields[j] == field)
                return &mapping->origins[i];
    return NULL;
}

bool ci_mapping_names(const ci_mapping *mapping, uint32_t field)
{
    const ci_column_origin *origin = origin_of(mapping, field);

    return origin && !origin->is_by_heading;
}

static circlet_status fail_headings(const ci_source *source, const char *path,
                                    const char *column, uint32_t first,
                                    uint32_t second, circlet_error *error)
{
    return ci_fail(error, CIRCLET_E_DATA,
                   "%s: fields '%s' and '%s' may both be the column '%s': say "
                   "which with --map %s=FIELD",
                   path, ci_source_field(source, first),
                   ci_source_field(source, second), column, column);
}

/* The column whose name differs in capitals alone. */
static uint32_t column_in_capitals(const ci_layer_table *table,
                                   const char *name)
{
    for (uint32_t i = 0; i < table->column_count; i++)
        if (strcasecmp(table->columns[i].name, name) == 0)
            return i;
    return CI_NOWHERE;
}

/* The one column whose name a .dbf may have cut to that of the field. */
static uint32_t column_of_cut(const ci_layer_table *table,
                              const ci_source *source, uint32_t field)
{
    uint32_t found = CI_NOWHERE;

    for (uint32_t i = 0; i < table->column_count; i++)
        if (ci_source_field_may_be(source, field, table->columns[i].name)) {
            if (found != CI_NOWHERE)
                return CI_NOWHERE;
            found = i;
        }
    return found;
}

static uint32_t column_of_heading(circlet_layer layer, const ci_source *source,
                                  uint32_t field)
{
    const ci_layer_table *table = ci_layer_table_of(layer);
    const char *usual = ci_heading_column(layer, source, field);
    uint32_t column;

    if (usual)
        return ci_layer_find_column(table, usual);
    column = column_in_capitals(table, ci_source_field(source, field));
    return column == CI_NOWHERE ? column_of_cut(table, source, field) : column;
}

/* Columns that are still without a field come from one whose heading usually
 * names them, or that is written otherwise. */
static circlet_status apply_headings(ci_mapping *mapping, circlet_layer layer,
                                     const ci_source *source, const char *path,
                                     circlet_error *error)
{
    const ci_layer_table *table = ci_layer_table_of(layer);

    for (uint32_t field = 0; field < ci_source_field_count(source); field++) {
        uint32_t column = column_of_heading(layer, source, field);
        ci_column_origin *origin;

        if (column == CI_NOWHERE || origin_of(mapping, field))
            continue;
        origin = &mapping->origins[column];
        if (origin->is_by_heading)
            return fail_headings(source, path, table->columns[column].name,
                                 origin->fields[0], field, error);
        if (ci_mapping_has(mapping, column))
            continue;
        if (!add_field(origin, field))
            return ci_fail_nomem(error);
        origin->is_by_heading = true;
    }
    return CIRCLET_OK;
}

/* What is left: kept as attributes, in the order of their names. */
static bool find_others(ci_mapping *mapping, const ci_layer_table *table,
                        const ci_source *source)
{
    size_t count = ci_source_field_count(source);

    mapping->others = malloc((count + 1) * sizeof(*mapping->others));
    if (!mapping->others)
        return false;
    for (uint32_t field = 0; field < count; field++) {
        const char *name = ci_source_field(source, field);
        size_t i = mapping->other_count;

        /* A field that a constant replaces is a column all the same. */
        if (origin_of(mapping, field) ||
            (source->has_row_key && field == source->row_key) ||
            ci_layer_find_column(table, name) != CI_NOWHERE)
            continue;
        for (; i > 0 && strcmp(ci_source_field(source, mapping->others[i - 1]),
                               name) > 0;
             i--)
            mapping->others[i] = mapping->others[i - 1];
        mapping->others[i] = field;
        mapping->other_count++;
    }
    return true;
}

circlet_status ci_mapping_make(ci_mapping *out, circlet_layer layer,
                               const ci_source *source, const char *path,
                               const circlet_import_options *options,
                               circlet_error *error)
{
    const ci_layer_table *table = ci_layer_table_of(layer);
    ci_mapping mapping = {.origin_count = table->column_count};
    circlet_status status;

    mapping.origins = calloc(table->column_count, sizeof(*mapping.origins));
    if (!mapping.origins)
        return ci_fail_nomem(error);
    status = apply_options(&mapping, table, source, path, options, error);
    if (status == CIRCLET_OK && !apply_names(&mapping, table, source))
        status = ci_fail_nomem(error);
    if (status == CIRCLET_OK)
        status = apply_headings(&mapping, layer, source, path, error);
    if (status == CIRCLET_OK && !find_others(&mapping, table, source))
        status = ci_fail_nomem(error);
    if (status != CIRCLET_OK) {
        ci_mapping_free(&mapping);
        return status;
    }
    *out = mapping;
    return CIRCLET_OK;
}

void ci_mapping_free(ci_mapping *mapping)
{
    for (size_t i = 0; mapping->origins && i < mapping->origin_count; i++)
        free(mapping->origins[i].fields);
    free(mapping->origins);
    free(mapping->others);
    *mapping = (ci_mapping){0};
}

bool ci_mapping_has(const ci_mapping *mapping, uint32_t column)
{
    return mapping->origins[column].field_count > 0 ||
           mapping->origins[column].constant;
}

const char *ci_mapping_cell(const ci_mapping *mapping,
                            const ci_layer_table *table, uint32_t column,
                            const ci_record *record, ci_buffer *scratch)
{
    const ci_column_origin *origin = &mapping->origins[column];

    if (origin->field_count == 0)
        return origin->constant ? origin->constant
                                : table->columns[column].missing;
    if (origin->field_count == 1)
        return record->values[origin->fields[0]];
    scratch->size = 0;
    for (size_t i = 0; i < origin->field_count; i++) {
        const char *value = record->values[origin->fields[i]];

        if (!value || !*value)
            return NULL;
        if (i > 0)
            ci_buffer_add(scratch, "/");
        ci_buffer_add(scratch, value);
    }
    return scratch->failed ? NULL : scratch->text;
}

void ci_mapping_add_attributes(const ci_mapping *mapping,
                               const ci_source *source,
                               const ci_record *record, ci_buffer *out)
{
    const char *before = "{";

    for (size_t i = 0; i < mapping->other_count; i++) {
        const char *value = record->values[mapping->others[i]];

        if (!value || !*value)
            continue;
        ci_buffer_add(out, before);
        ci_buffer_add_json(out, ci_source_field(source, mapping->others[i]));
        ci_buffer_add(out, ":");
        ci_buffer_add_json(out, value);
        before = ",";
    }
    if (out->size > 0)
        ci_buffer_add(out, "}");
}

const char *ci_mapping_field(const ci_mapping *mapping,
                             const ci_layer_table *table, uint32_t column,
                             const ci_source *source)
{
    const ci_column_origin *origin = &mapping->origins[column];

    return origin->field_count == 1
               ? ci_source_field(source, origin->fields[0])
               : table->columns[column].name;
}

/* ---- the options of the run --------------------------------------------- */

static void add_key(ci_buffer *out, const char *key)
{
    ci_buffer_add(out, out->size > 1 ? "," : "");
    ci_buffer_add_json(out, key);
    ci_buffer_add(out, ":");
}

static void add_text(ci_buffer *out, const char *key, const char *text)
{
    if (!text)
        return;
    add_key(out, key);
    ci_buffer_add_json(out, text);
}

static void add_truth(ci_buffer *out, const char *key, bool is_true)
{
    if (!is_true)
        return;
    add_key(out, key);
    ci_buffer_add(out, "true");
}

static void add_list(ci_buffer *out, const char *key, const char *const *items,
                     size_t count)
{
    if (count == 0)
        return;
    add_key(out, key);
    ci_buffer_add(out, "[");
    for (size_t i = 0; i < count; i++) {
        ci_buffer_add(out, i > 0 ? "," : "");
        ci_buffer_add_json(out, items[i]);
    }
    ci_buffer_add(out, "]");
}

void ci_mapping_add_options(const circlet_import_options *options,
                            ci_buffer *out)
{
    ci_buffer_add(out, "{");
    add_truth(out, "complete", options->is_complete);
    add_text(out, "crs", options->crs);
    if (options->datum != CIRCLET_DATUM_NONE)
        add_text(out, "datum", circlet_datum_word(options->datum));
    add_text(out, "encoding", options->encoding);
    if (options->extent) /* without the folder, if it is a file */
        add_text(out, "extent", ci_source_base_name(options->extent));
    add_truth(out, "id_key", options->id_key != NULL);
    add_list(out, "map", options->maps, options->map_count);
    add_text(out, "plan", options->plan);
    if (options->spread) {
        add_key(out, "seed");
        ci_buffer_add_int(out, (int64_t)options->seed);
    }
    add_list(out, "set", options->sets, options->set_count);
    add_truth(out, "split_crossings", options->split_crossings);
    add_text(out, "spread", options->spread);
    add_truth(out, "strict", options->is_strict);
    ci_buffer_add(out, "}");
}
