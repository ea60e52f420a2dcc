#include "io/source.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/error.h"
#include "base/id_map.h"
#include "base/text.h"
#include "io/whole_file.h"

static bool ends_in(const char *path, size_t size, const char *suffix)
{
    size_t suffix_size = strlen(suffix);

    return size > suffix_size &&
           strncasecmp(path + size - suffix_size, suffix, suffix_size) == 0;
}

size_t ci_source_file_size(const char *path)
{
    static const char mark[] = ".gpkg:";
    size_t size = strlen(path);

    for (size_t i = 1; i + sizeof(mark) - 1 <= size; i++)
        if (strncasecmp(path + i, mark, sizeof(mark) - 1) == 0)
            return i + sizeof(mark) - 2;
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

static circlet_status open_by_suffix(ci_source *source, const char *path,
                                     const char *crs, circlet_error *error)
{
    size_t size = ci_source_file_size(path);
    bool is_shapefile = ends_in(path, size, ".shp");
    bool is_gpkg = ends_in(path, size, ".gpkg");
    bool is_csv = ends_in(path, size, ".csv");
    bool is_json =
        ends_in(path, size, ".geojson") || ends_in(path, size, ".json");
    circlet_status status;

    if (!is_shapefile && !is_gpkg && !is_csv && !is_json)
        return ci_fail(error, CIRCLET_E_UNSUPPORTED,
                       "%s: the suffix is none of .shp, .gpkg, .geojson, "
                       ".json, .csv",
                       path);
    status = check_file(path, size, error);
    if (status != CIRCLET_OK)
        return status;
    if (is_shapefile)
        return ci_shapefile_open(source, path, crs, error);
    if (is_gpkg)
        return ci_gpkg_open(source, path, crs, error);
    if (is_json)
        return ci_geojson_open(source, path, crs, error);
    return ci_csv_open(source, path, error);
}

circlet_status ci_source_open(ci_source **out, const char *path,
                              const char *crs, circlet_error *error)
{
    ci_source *source = calloc(1, sizeof(*source));
    circlet_status status;

    if (!source)
        return ci_fail_nomem(error);
    status = open_by_suffix(source, path, crs, error);
    if (status != CIRCLET_OK) {
        free(source);
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

circlet_status ci_source_next(ci_source *source, ci_record *out, bool *has_row,
                              circlet_error *error)
{
    return source->format.next(source->state, out, has_row, error);
}

void ci_source_add_remark(ci_source *source, const char *remark)
{
    for (size_t i = 0; i < CI_SOURCE_REMARK_MAX; i++)
        if (!source->remarks[i]) {
            source->remarks[i] = remark;
            return;
        }
}

const char *ci_source_remark(const ci_source *source, size_t i)
{
    return i < CI_SOURCE_REMARK_MAX ? source->remarks[i] : NULL;
}
