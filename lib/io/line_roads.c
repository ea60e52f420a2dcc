#include "io/line_roads.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/id_map.h"
#include "io/line_roads_cross.h"
#include "io/line_roads_finish.h"
#include "io/line_roads_words.h"
#include "io/osm_streets.h"
#include "network/travel_mode.h"

#define SNAP_M 0.01 /* rounding of files and of transformations */
#define REPORT_STEP 4096 /* rows */

/* ---- what is said of rows ----------------------------------------------- */

static void note(ci_line_reader *r, circlet_row_outcome outcome,
                 const char *kind, uint64_t row, const char *reason)
{
    circlet_row_note said = {.outcome = outcome,
                             .kind = kind,
                             .source = r->path,
                             .row = row,
                             .reason = reason};

    ci_import_note(r->import, &said);
}

/* ---- one record --------------------------------------------------------- */

/* NULL if the record is a line. */
static const char *wrong_geometry(const ci_record *record, const char **kind)
{
    switch (record->geometry->type) {
    case CI_GEOMETRY_LINE:
        return NULL;
    case CI_GEOMETRY_NONE:
        *kind = "no_geometry";
        return ci_translate("the row has no geometry");
    default:
        *kind = "wrong_geometry";
        return ci_translate("the geometry is no line");
    }
}

static bool is_street(const ci_line_mapping *mapping)
{
    for (size_t i = 0; i < mapping->tag_count; i++)
        if (ci_osm_is_street_tag(&mapping->tags[i]))
            return true;
    return false;
}

/* The number of a level, which lines of the same words share. */
static circlet_status find_level(uint32_t *out, ci_line_reader *r,
                                 const circlet_tag *tags, size_t count,
                                 circlet_error *error)
{
    char text[64];
    char *name;

    ci_line_level(text, tags, count);
    *out = ci_name_map_find(r->levels, text);
    if (*out != CI_NOWHERE)
        return CIRCLET_OK;
    name = ci_arena_copy(&r->roads->arena, text);
    if (!name || !ci_name_map_add(r->levels, name, r->level_count))
        return ci_fail_nomem(error);
    *out = r->level_count++;
    return CIRCLET_OK;
}

/* The tags but oneway, whose words are known only when all rows are. */
static circlet_status keep_tags(ci_line_record *out, ci_line_reader *r,
                                circlet_error *error)
{
    ci_line_mapping *mapping = &r->mapping;
    size_t count = 0;

    for (size_t i = 0; i < mapping->tag_count; i++) {
        if (strcmp(mapping->tags[i].key, "oneway") != 0) {
            mapping->tags[count++] = mapping->tags[i];
            continue;
        }
        if (out->oneway)
            continue;
        out->oneway = ci_arena_copy(&r->roads->arena, mapping->tags[i].value);
        if (!out->oneway)
            return ci_fail_nomem(error);
        r->oneway_words = ci_line_oneway_words(r->oneway_words, out->oneway);
    }
    return ci_tag_store_keep(&r->store, mapping->tags, count, &out->tags,
                             &out->tag_count)
               ? CIRCLET_OK
               : ci_fail_nomem(error);
}

static circlet_status keep_id(ci_line_record *out, ci_line_reader *r,
                              const ci_record *record, circlet_error *error)
{
    const char *id = ci_line_mapping_id(&r->mapping, record);

    if (!id || r->ids_are_rows) {
        r->ids_are_rows = true;
        return CIRCLET_OK;
    }
    out->id = ci_arena_copy(&r->roads->arena, id);
    if (!out->id)
        return ci_fail_nomem(error);
    if (ci_name_map_find(r->ids, out->id) != CI_NOWHERE)
        r->ids_are_rows = true;
    else if (!ci_name_map_add(r->ids, out->id, (uint32_t)r->record_count))
        return ci_fail_nomem(error);
    return CIRCLET_OK;
}

/* Adds the parts of a record's line that have a length. */
static circlet_status add_parts(ci_line_record *out, ci_line_reader *r,
                                const ci_geometry *geometry, uint32_t level,
                                circlet_error *error)
{
    size_t count = geometry->ring_count > 0 ? geometry->ring_count : 1;
    size_t start = 0;

    for (size_t i = 0; i < count; i++) {
        size_t end = geometry->ring_count > 0 ? geometry->rings[i].end
                                              : geometry->point_count;
        ci_line line = {0, level, (uint32_t)r->record_count};
        bool has_length = false;
        circlet_status status =
            ci_line_set_add(&r->set, geometry->points + start, end - start,
                            &line, &has_length, error);

        if (status != CIRCLET_OK)
            return status;
        out->part_count += has_length;
        start = end;
    }
    return CIRCLET_OK;
}

static circlet_status keep_record(ci_line_reader *r, const ci_record *record,
                                  circlet_error *error)
{
    ci_line_record kept = {.row = record->row};
    ci_line_record *records = ci_array_reserve_one(
        r->records, r->record_count, &r->record_capacity, sizeof(*records));
    uint32_t level = 0;
    circlet_status status;

    if (!records)
        return ci_fail_nomem(error);
    r->records = records;
    if (r->record_count >= CI_NOWHERE - 1)
        return ci_fail(error, CIRCLET_E_DATA, "%s: more than %zu lines",
                       r->path, r->record_count);
    status = keep_tags(&kept, r, error);
    if (status == CIRCLET_OK)
        status = find_level(&level, r, kept.tags, kept.tag_count, error);
    if (status == CIRCLET_OK)
        status = add_parts(&kept, r, record->geometry, level, error);
    if (status == CIRCLET_OK && kept.part_count == 0) {
        note(r, CIRCLET_ROW_REFUSED, "zero_length", record->row,
             ci_translate("the line has no length"));
        return CIRCLET_OK;
    }
    if (status == CIRCLET_OK)
        status = keep_id(&kept, r, record, error);
    if (status == CIRCLET_OK)
        records[r->record_count++] = kept;
    return status;
}

static void doubt_highway(ci_line_reader *r, uint64_t row, const char *value)
{
    circlet_row_note said = {
        .outcome = CIRCLET_ROW_DOUBTFUL,
        .kind = "unknown_highway",
        .source = r->path,
        .row = row,
        .field = "highway",
        .value = value,
        .reason = ci_translate("no travel mode knows this kind of street")};

    ci_import_note(r->import, &said);
}

static void look_at_highway(ci_line_reader *r, uint64_t row)
{
    const ci_line_mapping *mapping = &r->mapping;

    for (size_t i = 0; i < mapping->tag_count; i++) {
        const char *value = mapping->tags[i].value;

        if (strcmp(mapping->tags[i].key, "highway") != 0)
            continue;
        r->has_highway = true;
        if (!ci_line_knows_highway(value))
            doubt_highway(r, row, value);
        return;
    }
}

static circlet_status read_record(ci_line_reader *r, const ci_record *record,
                                  circlet_error *error)
{
    const char *kind = "unreadable", *reason = record->problem;

    r->roads->way_row_count++;
    if (!reason)
        reason = wrong_geometry(record, &kind);
    if (!reason &&
        ci_line_mapping_read(&r->mapping, record, error) != CIRCLET_OK)
        return CIRCLET_E_NOMEM;
    if (!reason && !is_street(&r->mapping)) {
        kind = "no_street";
        reason = ci_translate("no tag says that this is a street, a railway "
                              "or water");
    }
    if (reason) {
        note(r, CIRCLET_ROW_REFUSED, kind, record->row, reason);
        return CIRCLET_OK;
    }
    if (r->mapping.problem.status != CIRCLET_OK)
        note(r, CIRCLET_ROW_REPAIRED, "cut_tags", record->row,
             r->mapping.problem.message);
    look_at_highway(r, record->row);
    return keep_record(r, record, error);
}

/* ---- all ---------------------------------------------------------------- */

static circlet_status read_records(ci_line_reader *r, circlet_error *error)
{
    bool has_row = true;

    for (;;) {
        ci_record record;
        circlet_status status =
            ci_source_next(r->source, &record, &has_row, error);

        if (status == CIRCLET_OK && has_row)
            status = read_record(r, &record, error);
        if (status != CIRCLET_OK || !has_row)
            return status;
        if (r->roads->way_row_count % REPORT_STEP == 0)
            status = ci_import_report(r->import, 0.0, error);
        if (status != CIRCLET_OK)
            return status;
    }
}

static bool may_have_highway(const ci_line_mapping *mapping)
{
    for (size_t i = 0; i < mapping->origin_count; i++)
        if (strcmp(mapping->origins[i].key, "highway") == 0)
            return true;
    return mapping->json != CI_NOWHERE || mapping->list != CI_NOWHERE;
}

static circlet_status set_up(ci_line_reader *r, circlet_error *error)
{
    circlet_status status;

    if (!ci_source_has_geometry(r->source))
        return ci_fail(error, CIRCLET_E_UNSUPPORTED,
                       "%s: roads from a table are GMNS's node.csv and "
                       "link.csv; lines come from a shapefile, GeoPackage, "
                       "SpatiaLite or GeoJSON file",
                       r->path);
    r->roads = calloc(1, sizeof(*r->roads));
    r->levels = ci_name_map_new();
    r->ids = ci_name_map_new();
    if (!r->roads || !r->levels || !r->ids ||
        !ci_tag_store_start(&r->store, &r->roads->arena))
        return ci_fail_nomem(error);
    status = ci_line_mapping_make(&r->mapping, r->source, r->path,
                                  &r->import->options, error);
    if (status == CIRCLET_OK && !may_have_highway(&r->mapping))
        status = ci_line_mapping_fail_highway(r->source, r->path, error);
    return status;
}

static void tear_down(ci_line_reader *r)
{
    ci_line_mapping_free(&r->mapping);
    ci_tag_store_free(&r->store);
    ci_name_map_free(r->levels);
    ci_name_map_free(r->ids);
    ci_line_set_free(&r->set);
    free(r->records);
    ci_roads_free(r->roads);
}

static circlet_status check_records(const ci_line_reader *r,
                                    circlet_error *error)
{
    const ci_import *import = r->import;

    if (r->roads->way_row_count == 0)
        return ci_fail(error, CIRCLET_E_DATA, "%s: no row", r->path);
    if (r->record_count == 0)
        return ci_fail(error, CIRCLET_E_DATA,
                       "%s: none of its %" PRIu64 " rows can be used: %s",
                       r->path, r->roads->way_row_count,
                       import->first_rejection);
    if (!r->has_highway)
        return ci_line_mapping_fail_highway(r->source, r->path, error);
    return CIRCLET_OK;
}

circlet_status ci_line_roads_read(ci_roads **out, ci_import *import,
                                  ci_source *source, const char *path,
                                  circlet_error *error)
{
    ci_line_reader r = {
        .import = import, .source = source, .path = path, .snap_m = SNAP_M};
    circlet_status status = set_up(&r, error);

    if (status == CIRCLET_OK)
        status = read_records(&r, error);
    if (status == CIRCLET_OK)
        status = check_records(&r, error);
    if (status == CIRCLET_OK)
        status = ci_line_roads_finish(&r, error);
    if (status == CIRCLET_OK) {
        *out = r.roads;
        r.roads = NULL;
    }
    tear_down(&r);
    return status;
}
