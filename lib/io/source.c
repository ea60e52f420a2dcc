#include "io/source.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/error.h"
#include "base/id_map.h"
#include "base/text.h"
#include "io/whole_file.h"
#include "io/wkt_source.h"

#define LIST_SIZE 600 /* of a list of names within a message */

#define DBF_NAME_SIZE 10 /* bytes */

static bool ends_in(const char *path, size_t size, const char *suffix)
{
    size_t suffix_size = strlen(suffix);

    return size > suffix_size &&
           strncasecmp(path + size - suffix_size, suffix, suffix_size) == 0;
}

typedef circlet_status (*open_function)(ci_source *out, const char *path,
                                        const ci_source_options *options,
                                        circlet_error *error);

/* The formats by suffix; the first have layers, which a path may name. */
static const struct {
    const char *suffix;
    open_function open;
    bool has_layers;
} formats[] = {
    {".gpkg", ci_gpkg_open, true},        {".sqlite", ci_gpkg_open, true},
    {".db", ci_gpkg_open, true},          {".shp", ci_shapefile_open, false},
    {".geojson", ci_geojson_open, false}, {".json", ci_geojson_open, false},
    {".csv", ci_csv_open, false},         {".tsv", ci_csv_open, false},
    {".txt", ci_csv_open, false},         {".xlsx", ci_xlsx_open, true},
    {".dbf", ci_dbf_open, false},
};

#define FORMATS (sizeof(formats) / sizeof(formats[0]))

/* Whether the path up to `size` names a file whose layer follows a colon. */
static bool ends_in_layered(const char *path, size_t size)
{
    for (size_t i = 0; i < FORMATS; i++)
        if (formats[i].has_layers && ends_in(path, size, formats[i].suffix))
            return true;
    return false;
}

size_t ci_source_file_size(const char *path)
{
    size_t size = strlen(path);

    for (size_t i = 1; i < size; i++)
        if (path[i] == ':' && ends_in_layered(path, i))
            return i;
    return size;
}

static circlet_status check_file(const char *path, size_t size,
                                 circlet_error *error)
{
    char *file = ci_text_copy_n(path, size);
    circlet_status status;

    if (!file)
        return ci_fail_nomem(error);
    status = ci_check_readable(file, error);
    free(file);
    return status;
}

static circlet_status fail_suffix(const char *path, circlet_error *error)
{
    char list[128] = "";

    if (ends_in(path, strlen(path), ".xls"))
        return ci_fail(error, CIRCLET_E_UNSUPPORTED,
                       "%s: old Excel files (.xls) are not read: save it as "
                       ".xlsx or CSV",
                       path);
    for (size_t i = 0, size = 0; i < FORMATS; i++, size = strlen(list))
        snprintf(list + size, sizeof(list) - size, "%s%s", i > 0 ? ", " : "",
                 formats[i].suffix);
    return ci_fail(error, CIRCLET_E_UNSUPPORTED,
                   "%s: the suffix is none of %s", path, list);
}

static circlet_status open_by_suffix(ci_source *source, const char *path,
                                     const ci_source_options *options,
                                     circlet_error *error)
{
    size_t size = ci_source_file_size(path);

    for (size_t i = 0; i < FORMATS; i++) {
        circlet_status status;

        if (!ends_in(path, size, formats[i].suffix))
            continue;
        status = check_file(path, size, error);
        return status == CIRCLET_OK
                   ? formats[i].open(source, path, options, error)
                   : status;
    }
    return fail_suffix(path, error);
}

circlet_status ci_source_open_table(ci_source **out, const char *path,
                                    const ci_source_options *options,
                                    circlet_error *error)
{
    ci_source *source = calloc(1, sizeof(*source));
    circlet_status status;

    if (!source)
        return ci_fail_nomem(error);
    status = open_by_suffix(source, path, options, error);
    if (status != CIRCLET_OK) {
        free(source);
        return status;
    }
    *out = source;
    return CIRCLET_OK;
}

circlet_status ci_source_open(ci_source **out, const char *path,
                              const ci_source_options *options,
                              circlet_error *error)
{
    static const ci_source_options defaults = {0};
    ci_source *source = NULL;
    circlet_status status;

    options = options ? options : &defaults;
    status = ci_source_open_table(&source, path, options, error);
    if (status == CIRCLET_OK)
        status = ci_wkt_source_wrap(source, path, options, error);
    if (status != CIRCLET_OK) {
        ci_source_close(source);
        return status;
    }
    *out = source;
    return CIRCLET_OK;
}

void ci_source_free_parts(ci_source *source)
{
    if (source->format.close)
        source->format.close(source->state);
    for (size_t i = 0; i < source->field_count; i++)
        free(source->fields[i]);
    free(source->fields);
    free(source->name_sizes);
    for (size_t i = 0; i < CI_SOURCE_REMARK_MAX; i++) {
        free(source->remarks[i].english);
        free(source->remarks[i].translated);
    }
    memset(source, 0, sizeof(*source));
}

void ci_source_close(ci_source *source)
{
    if (!source)
        return;
    ci_source_free_parts(source);
    free(source);
}

bool ci_source_add_field(ci_source *source, const char *name)
{
    size_t count = source->field_count;
    char **fields = source->fields;

    /* Room for 16, then doubled whenever the count is a power of two. */
    if (count == 0 || (count >= 16 && (count & (count - 1)) == 0)) {
        fields =
            realloc(fields, (count < 16 ? 16 : count * 2) * sizeof(*fields));
        if (!fields)
            return false;
        source->fields = fields;
    }
    fields[count] = ci_text_copy(name);
    if (!fields[count])
        return false;
    source->field_count++;
    return true;
}

size_t ci_source_field_count(const ci_source *source)
{
    return source->field_count;
}

const char *ci_source_field(const ci_source *source, size_t i)
{
    return source->fields[i];
}

uint32_t ci_source_find_field(const ci_source *source, const char *name)
{
    for (size_t i = 0; i < source->field_count; i++)
        if (strcmp(source->fields[i], name) == 0)
            return (uint32_t)i;
    return CI_NOWHERE;
}

bool ci_source_field_may_go_on(const ci_source *source, uint32_t field,
                               const char *rest)
{
    size_t size = strlen(source->fields[field]), raw_size, next;

    if (!source->name_sizes || size == 0 || *rest == '\0')
        return false;
    raw_size = source->name_sizes[field];
    next = (unsigned char)*rest < 0x80 ? 1 : raw_size == size ? 3 : 2;
    return raw_size + next > DBF_NAME_SIZE;
}

bool ci_source_field_may_be(const ci_source *source, uint32_t field,
                            const char *name)
{
    const char *text = source->fields[field];
    size_t size = strlen(text);

    if (strcmp(text, name) == 0)
        return true;
    return strncmp(text, name, size) == 0 &&
           ci_source_field_may_go_on(source, field, name + size);
}

uint32_t ci_source_find_given_field(const ci_source *source, const char *name)
{
    uint32_t found = ci_source_find_field(source, name);

    if (found != CI_NOWHERE || !source->name_sizes)
        return found;
    for (uint32_t i = 0; i < source->field_count; i++) {
        if (!ci_source_field_may_be(source, i, name))
            continue;
        if (found != CI_NOWHERE)
            return CI_NOWHERE;
        found = i;
    }
    return found;
}

void ci_source_list_fields(ci_buffer *out, const ci_source *source)
{
    for (size_t i = 0; i < source->field_count; i++) {
        ci_buffer_add(out, i > 0 ? ", " : "");
        ci_buffer_add(out, source->fields[i]);
    }
    ci_buffer_add(out, "");
    if (out->size > LIST_SIZE) {
        out->text[LIST_SIZE] = '\0';
        ci_text_cut_at_character(out->text);
        out->size = strlen(out->text);
        ci_buffer_add(out, " ...");
    }
}

circlet_status ci_source_fail_field(const ci_source *source, const char *path,
                                    const char *name, circlet_error *error)
{
    ci_buffer list = {0};
    circlet_status status;

    ci_source_list_fields(&list, source);
    status = list.failed ? ci_fail_nomem(error)
                         : ci_fail(error, CIRCLET_E_NOT_FOUND,
                                   "%s: no field '%s' (fields found: %s)",
                                   path, name, list.text);
    ci_buffer_free(&list);
    return status;
}

circlet_status ci_source_next(ci_source *source, ci_record *out, bool *has_row,
                              circlet_error *error)
{
    return source->format.next(source->state, out, has_row, error);
}

static char *format_text(const char *format, va_list arguments)
{
    char text[CIRCLET_MESSAGE_SIZE];

    vsnprintf(text, sizeof(text), format, arguments);
    ci_text_cut_at_character(text);
    return ci_text_copy(text);
}

bool ci_source_add_remark(ci_source *source, const char *format, ...)
{
    va_list arguments;

    for (size_t i = 0; i < CI_SOURCE_REMARK_MAX; i++) {
        ci_source_remark_text *remark = &source->remarks[i];

        if (remark->english)
            continue;
        va_start(arguments, format);
        remark->english = format_text(format, arguments);
        va_end(arguments);
        va_start(arguments, format);
        remark->translated = format_text(ci_translate(format), arguments);
        va_end(arguments);
        return remark->english && remark->translated;
    }
    return true;
}

const ci_source_remark_text *ci_source_remark(const ci_source *source,
                                              size_t i)
{
    return i < CI_SOURCE_REMARK_MAX && source->remarks[i].english
               ? &source->remarks[i]
               : NULL;
}

bool ci_source_has_geometry(const ci_source *source)
{
    return source->has_geometry;
}
