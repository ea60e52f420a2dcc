#include "io/line_roads_tags.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/id_map.h"
#include "io/line_roads_pairs.h"
#include "io/line_roads_words.h"

void ci_line_mapping_free(ci_line_mapping *mapping)
{
    for (size_t i = 0; i < mapping->origin_count; i++)
        ci_buffer_free(&mapping->origins[i].joined);
    ci_buffer_free(&mapping->id.joined);
    free(mapping->origins);
    free(mapping->tags);
    ci_arena_free(&mapping->arena);
    ci_tag_list_free(&mapping->from_json);
    ci_tag_list_free(&mapping->from_list);
    *mapping = (ci_line_mapping){0};
}

/* ---- messages ----------------------------------------------------------- */

circlet_status ci_line_mapping_fail_highway(const ci_source *source,
                                            const char *path,
                                            circlet_error *error)
{
    ci_buffer list = {0};
    circlet_status status;

    ci_source_list_fields(&list, source);
    status =
        list.failed
            ? ci_fail_nomem(error)
            : ci_fail(error, CIRCLET_E_FORMAT,
                      "%s: nothing says which kind of street a line is: map "
                      "a field to it, as in highway=FCLASS, or set it for "
                      "all, as in highway=residential (fields found: %s)",
                      path, list.text);
    ci_buffer_free(&list);
    return status;
}

/* ---- setting up --------------------------------------------------------- */

static char *lower_copy(ci_arena *arena, const char *text, size_t size)
{
    char *copy = ci_arena_copy_n(arena, text, size);

    for (char *c = copy; c && *c; c++)
        if (*c >= 'A' && *c <= 'Z')
            *c = (char)(*c - 'A' + 'a');
    return copy;
}

static bool has_origin(const ci_line_mapping *mapping, const char *key)
{
    for (size_t i = 0; i < mapping->origin_count; i++)
        if (strcmp(mapping->origins[i].key, key) == 0)
            return true;
    return false;
}

static bool add_origin(ci_line_mapping *mapping, const ci_tag_origin *origin)
{
    ci_tag_origin *list =
        ci_array_reserve_one(mapping->origins, mapping->origin_count,
                             &mapping->origin_capacity, sizeof(*list));

    if (!list)
        return false;
    mapping->origins = list;
    list[mapping->origin_count++] = *origin;
    return true;
}

/* Splits "KEY=REST". */
static circlet_status read_option(char **out_key, const char **out_rest,
                                  ci_line_mapping *mapping, const char *option,
                                  circlet_error *error)
{
    const char *equals = strchr(option, '=');

    if (!equals || equals == option)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "'%s' is not of the form COLUMN=...", option);
    *out_key =
        ci_arena_copy_n(&mapping->arena, option, (size_t)(equals - option));
    if (!*out_key)
        return ci_fail_nomem(error);
    *out_rest = equals + 1;
    if (has_origin(mapping, *out_key) ||
        (strcmp(*out_key, "id") == 0 && mapping->is_id_mapped))
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "%s: column '%s' is given twice", option, *out_key);
    return CIRCLET_OK;
}

/* "A+B", or a field whose name has a '+' in it. */
static circlet_status find_fields(ci_tag_origin *out, ci_arena *arena,
                                  const char *names, const ci_source *source,
                                  const char *path, circlet_error *error)
{
    size_t room = 1;
    uint32_t whole = ci_source_find_field(source, names);

    for (const char *c = names; *c; c++)
        room += *c == '+';
    out->fields = ci_arena_take(arena, room * sizeof(*out->fields));
    if (!out->fields)
        return ci_fail_nomem(error);
    if (whole != CI_NOWHERE) {
        out->fields[out->field_count++] = whole;
        return CIRCLET_OK;
    }
    for (;; names++) {
        size_t size = strcspn(names, "+");
        char *name = ci_arena_copy_n(arena, names, size);
        uint32_t field;

        if (!name)
            return ci_fail_nomem(error);
        field = ci_source_find_field(source, name);
        if (field == CI_NOWHERE)
            return ci_source_fail_field(source, path, name, error);
        out->fields[out->field_count++] = field;
        names += size;
        if (*names == '\0')
            return CIRCLET_OK;
    }
}

static circlet_status apply_map(ci_line_mapping *mapping, const char *option,
                                const ci_source *source, const char *path,
                                circlet_error *error)
{
    ci_tag_origin origin = {0};
    const char *rest = NULL;
    char *key = NULL;
    circlet_status status = read_option(&key, &rest, mapping, option, error);

    if (status == CIRCLET_OK)
        status =
            find_fields(&origin, &mapping->arena, rest, source, path, error);
    if (status != CIRCLET_OK)
        return status;
    origin.key = key;
    if (strcmp(key, "id") == 0) {
        mapping->id = origin;
        mapping->is_id_mapped = true;
        return CIRCLET_OK;
    }
    return add_origin(mapping, &origin) ? CIRCLET_OK : ci_fail_nomem(error);
}

static circlet_status apply_set(ci_line_mapping *mapping, const char *option,
                                circlet_error *error)
{
    ci_tag_origin origin = {0};
    char *key = NULL;
    circlet_status status =
        read_option(&key, &origin.constant, mapping, option, error);

    if (status != CIRCLET_OK)
        return status;
    if (strcmp(key, "id") == 0)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "%s: all links would have one id", option);
    origin.key = key;
    return add_origin(mapping, &origin) ? CIRCLET_OK : ci_fail_nomem(error);
}

static circlet_status apply_options(ci_line_mapping *mapping,
                                    const ci_source *source, const char *path,
                                    const circlet_import_options *options,
                                    circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    for (size_t i = 0; i < options->map_count && status == CIRCLET_OK; i++)
        status = apply_map(mapping, options->maps[i], source, path, error);
    for (size_t i = 0; i < options->set_count && status == CIRCLET_OK; i++)
        status = apply_set(mapping, options->sets[i], error);
    return status;
}

static bool is_used(const ci_tag_origin *origin, uint32_t field)
{
    for (size_t i = 0; i < origin->field_count; i++)
        if (origin->fields[i] == field)
            return true;
    return false;
}

static bool is_mapped(const ci_line_mapping *mapping, uint32_t field)
{
    for (size_t i = 0; i < mapping->origin_count; i++)
        if (is_used(&mapping->origins[i], field))
            return true;
    return is_used(&mapping->id, field);
}

/* Where ids usually stand; those named first count. */
static circlet_status find_id(ci_line_mapping *mapping,
                              const ci_source *source, circlet_error *error)
{
    static const char *const names[] = {"link_id", "osm_id", "id", "full_id",
                                        "way_id"};
    size_t count = ci_source_field_count(source);

    mapping->id.fields =
        ci_arena_take(&mapping->arena, sizeof(*mapping->id.fields));
    if (!mapping->id.fields)
        return ci_fail_nomem(error);
    for (size_t n = 0; n < sizeof(names) / sizeof(names[0]); n++)
        for (uint32_t f = 0; f < count; f++) {
            char *name =
                lower_copy(&mapping->arena, ci_source_field(source, f),
                           strlen(ci_source_field(source, f)));

            if (!name)
                return ci_fail_nomem(error);
            if (strcmp(name, names[n]) != 0 || is_mapped(mapping, f))
                continue;
            mapping->id.fields[0] = f;
            mapping->id.field_count = 1;
            return CIRCLET_OK;
        }
    return CIRCLET_OK;
}

/* A field that no option names is a tag of its name, if no option gives
 * that tag. The number of a row in its container says nothing. */
static circlet_status add_field(ci_line_mapping *mapping,
                                const ci_source *source, uint32_t field,
                                circlet_error *error)
{
    const char *name = ci_source_field(source, field);
    ci_tag_origin origin = {0};

    if (is_mapped(mapping, field))
        return CIRCLET_OK;
    origin.key = lower_copy(&mapping->arena, name, strlen(name));
    origin.fields = ci_arena_take(&mapping->arena, sizeof(*origin.fields));
    if (!origin.key || !origin.fields)
        return ci_fail_nomem(error);
    if (strcmp(origin.key, "fid") == 0 || strcmp(origin.key, "ogc_fid") == 0 ||
        has_origin(mapping, origin.key))
        return CIRCLET_OK;
    if (strcmp(origin.key, "tags") == 0) {
        mapping->json = field;
        return CIRCLET_OK;
    }
    if (strcmp(origin.key, "other_tags") == 0) {
        mapping->list = field;
        return CIRCLET_OK;
    }
    origin.fields[0] = field;
    origin.field_count = 1;
    return add_origin(mapping, &origin) ? CIRCLET_OK : ci_fail_nomem(error);
}

circlet_status ci_line_mapping_make(ci_line_mapping *out,
                                    const ci_source *source, const char *path,
                                    const circlet_import_options *options,
                                    circlet_error *error)
{
    ci_line_mapping mapping = {.json = CI_NOWHERE, .list = CI_NOWHERE};
    circlet_status status =
        apply_options(&mapping, source, path, options, error);

    if (status == CIRCLET_OK && !mapping.is_id_mapped)
        status = find_id(&mapping, source, error);
    for (uint32_t f = 0;
         status == CIRCLET_OK && f < ci_source_field_count(source); f++)
        status = add_field(&mapping, source, f, error);
    if (status != CIRCLET_OK) {
        ci_line_mapping_free(&mapping);
        return status;
    }
    *out = mapping;
    return CIRCLET_OK;
}

/* ---- a record ----------------------------------------------------------- */

/* The text of an origin, or NULL. */
static const char *text_of(ci_tag_origin *origin, const ci_record *record)
{
    if (origin->constant)
        return origin->constant;
    if (origin->field_count == 0)
        return NULL;
    if (origin->field_count == 1)
        return record->values[origin->fields[0]];
    origin->joined.size = 0;
    for (size_t i = 0; i < origin->field_count; i++) {
        const char *value = record->values[origin->fields[i]];

        if (!value || !*value)
            return NULL;
        ci_buffer_add(&origin->joined, i > 0 ? "/" : "");
        ci_buffer_add(&origin->joined, value);
    }
    return origin->joined.text;
}

static bool add_tag(ci_line_mapping *mapping, const char *key,
                    const char *value)
{
    circlet_tag tags[CI_LINE_WORD_TAGS];
    size_t count = ci_line_words(tags, key, value);

    for (size_t i = 0; i < count; i++) {
        circlet_tag *list =
            ci_array_reserve_one(mapping->tags, mapping->tag_count,
                                 &mapping->tag_capacity, sizeof(*list));

        if (!list)
            return false;
        mapping->tags = list;
        list[mapping->tag_count++] = tags[i];
    }
    return true;
}

static bool add_list(ci_line_mapping *mapping, const ci_tag_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        if (*list->tags[i].value &&
            !add_tag(mapping, list->tags[i].key, list->tags[i].value))
            return false;
    return true;
}

/* The lists of a record; `plain` is what stands in `tags` and is none. */
static circlet_status read_lists(ci_line_mapping *mapping, const char **plain,
                                 const ci_record *record)
{
    const char *json =
        mapping->json == CI_NOWHERE ? NULL : record->values[mapping->json];
    circlet_status status = CIRCLET_OK;

    mapping->problem.status = CIRCLET_OK;
    mapping->from_json.count = mapping->from_list.count = 0;
    *plain = json && *json != '{' ? json : NULL;
    if (json && *json == '{')
        status =
            ci_tag_list_read(&mapping->from_json, json, &mapping->problem);
    if (status == CIRCLET_E_NOMEM || mapping->list == CI_NOWHERE)
        return status;
    return ci_tag_pairs_read(&mapping->from_list,
                             record->values[mapping->list], &mapping->problem);
}

circlet_status ci_line_mapping_read(ci_line_mapping *mapping,
                                    const ci_record *record,
                                    circlet_error *error)
{
    const char *plain = NULL;

    mapping->tag_count = 0;
    if (read_lists(mapping, &plain, record) == CIRCLET_E_NOMEM)
        return ci_fail_nomem(error);
    for (size_t i = 0; i < mapping->origin_count; i++) {
        ci_tag_origin *origin = &mapping->origins[i];
        const char *value = text_of(origin, record);

        if (origin->joined.failed ||
            (value && *value && !add_tag(mapping, origin->key, value)))
            return ci_fail_nomem(error);
    }
    if (plain && *plain && !add_tag(mapping, "tags", plain))
        return ci_fail_nomem(error);
    return add_list(mapping, &mapping->from_json) &&
                   add_list(mapping, &mapping->from_list)
               ? CIRCLET_OK
               : ci_fail_nomem(error);
}

const char *ci_line_mapping_id(ci_line_mapping *mapping,
                               const ci_record *record)
{
    const char *id = text_of(&mapping->id, record);

    return id && *id && !mapping->id.joined.failed ? id : NULL;
}
