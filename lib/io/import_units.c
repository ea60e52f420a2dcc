/* One unit's area: repaired, or joined with that of an earlier row. */
#include "io/import_units.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "geo/area.h"
#include "geo/polygon.h"
#include "geo/polygon_overlap.h"
#include "io/container.h"

/* Takes a polygon's arrays over. */
static void take_polygon(ci_geometry *out, ci_polygon *polygon)
{
    circlet_area area = ci_polygon_area(polygon);

    ci_geometry_free(out);
    out->type = CI_GEOMETRY_AREA;
    out->points = polygon->points;
    out->point_count = out->point_capacity = ci_area_point_count(&area);
    out->rings = polygon->rings;
    out->ring_count = out->ring_capacity = polygon->ring_count;
    *polygon = (ci_polygon){NULL, NULL, 0};
}

/* ---- the repair --------------------------------------------------------- */

static void say_repair(ci_buffer *reason, const ci_repair *repair)
{
    char before[CI_NUMBER_SIZE], after[CI_NUMBER_SIZE];

    ci_format_fixed(before, repair->before_m2, 1);
    ci_format_fixed(after, repair->after_m2, 1);
    if (repair->before_m2 > repair->after_m2 / 2)
        ci_reason_add(reason, "%s: its area is now %s m2, before %s m2",
                      repair->reason, after, before);
    else /* loops of opposite turns were taken from each other */
        ci_reason_add(reason,
                      "%s: its area is now %s m2, and could not be told "
                      "before",
                      repair->reason, after);
}

circlet_status ci_unit_repair_area(ci_unit_verdict *out, ci_geometry *repaired,
                                   ci_buffer *reason, const circlet_area *area,
                                   circlet_error *error)
{
    ci_unit_verdict verdict = {true, CIRCLET_ROW_REPAIRED, "invalid_area",
                               NULL};
    ci_repair repair = {.is_needed = false};
    circlet_error why = {CIRCLET_OK, ""};
    circlet_status status = ci_polygon_repair(&repair, area, &why);

    if (status == CIRCLET_E_NOMEM)
        return ci_fail_nomem(error);
    if (status != CIRCLET_OK) {
        verdict.outcome = CIRCLET_ROW_REFUSED;
        ci_buffer_add(reason, why.message);
    } else if (repair.is_needed) {
        say_repair(reason, &repair);
        take_polygon(repaired, &repair.polygon);
    } else {
        verdict.is_noted = false;
    }
    if (reason->failed)
        return ci_fail_nomem(error);
    *out = verdict;
    return CIRCLET_OK;
}

/* ---- the row that is there ---------------------------------------------- */

/* A merge under way: the row that has the code, and what it has. */
typedef struct merge {
    const ci_import *import;
    const ci_unit_twin *twin;
    ci_statement *find; /* stands at the row */
    ci_geometry stored;
    int64_t fid, row;
} merge;

static circlet_status find_row(merge *m, circlet_error *error)
{
    bool has_row = false;
    int32_t srs_id = 0;
    circlet_status status = ci_db_prepare(
        &m->find, m->import->db,
        "SELECT u.geom, u.fid, u.source_row, u.source, u.name, u.level, "
        "s.file, u.parent_code FROM unit AS u LEFT JOIN source AS s ON s.fid "
        "= u.source "
        "WHERE u.code = ?",
        error);

    if (status == CIRCLET_OK)
        status = ci_bind_text(m->find, 1, m->twin->code, error);
    if (status == CIRCLET_OK)
        status = ci_statement_step(m->find, &has_row, error);
    if (status == CIRCLET_OK && !has_row)
        return ci_fail(error, CIRCLET_E_NOT_FOUND, "no unit '%s'",
                       m->twin->code);
    if (status == CIRCLET_OK && !ci_column_is_null(m->find, 0))
        status = ci_container_read(&m->stored, &srs_id, m->find, 0, error);
    if (status != CIRCLET_OK)
        return status;
    m->fid = ci_column_int(m->find, 1);
    m->row = ci_column_int(m->find, 2);
    return CIRCLET_OK;
}

static bool says_other(const char *ours, const char *stored)
{
    return ours && stored && strcmp(ours, stored) != 0;
}

/* The column that says that the record is no part of the unit, or "code". */
static const char *find_column(const merge *m)
{
    const ci_unit_twin *twin = m->twin;

    if (ci_column_int(m->find, 3) != twin->source)
        return "code";
    if (says_other(twin->name, ci_column_text(m->find, 4)))
        return "name";
    if (says_other(twin->level, ci_column_text(m->find, 5)))
        return "level";
    if (says_other(twin->parent, ci_column_text(m->find, 7)))
        return "parent_code";
    return "code";
}

/* Why the record cannot be a part of the unit, if it cannot. */
static void find_contradiction(merge *m, ci_buffer *reason)
{
    const ci_unit_twin *twin = m->twin;
    const char *name = ci_column_text(m->find, 4);
    const char *level = ci_column_text(m->find, 5);
    const char *file = ci_column_text(m->find, 6);
    const char *parent = ci_column_text(m->find, 7);

    if (ci_column_int(m->find, 3) != twin->source && file)
        ci_reason_add(reason, "%s '%s' stands in %s, row %" PRId64 " already",
                      "code", twin->code, file, m->row);
    else if (ci_column_int(m->find, 3) != twin->source)
        ci_reason_add(reason,
                      "%s '%s' stands in an unnamed source, row %" PRId64
                      " already",
                      "code", twin->code, m->row);
    else if (says_other(twin->name, name))
        ci_reason_add(reason,
                      "code '%s' stands in row %" PRId64 " already, with the "
                      "name '%s' instead of '%s'",
                      twin->code, m->row, name, twin->name);
    else if (says_other(twin->level, level))
        ci_reason_add(reason,
                      "code '%s' stands in row %" PRId64 " already, with the "
                      "level %s instead of %s",
                      twin->code, m->row, level, twin->level);
    else if (says_other(twin->parent, parent))
        ci_reason_add(reason,
                      "code '%s' stands in row %" PRId64 " already, with the "
                      "parent '%s' instead of '%s'",
                      twin->code, m->row, parent, twin->parent);
    else if (m->stored.type != CI_GEOMETRY_AREA ||
             twin->geometry->type != CI_GEOMETRY_AREA)
        ci_reason_add(reason, "%s '%s' stands in row %" PRId64 " already",
                      "code", twin->code, m->row);
}

/* ---- the merge ---------------------------------------------------------- */

/* Both areas one after the other, as they came. */
static bool append_area(ci_geometry *out, const ci_geometry *geometry)
{
    for (size_t r = 0, i = 0; r < geometry->ring_count; r++) {
        for (; i < geometry->rings[r].end; i++)
            if (!ci_geometry_add_point(out, geometry->points[i]))
                return false;
        if (!ci_geometry_end_ring(out, geometry->rings[r].is_hole))
            return false;
    }
    return true;
}

/* Parts that lie apart stay as they were drawn; else they are united. */
static circlet_status join(ci_geometry *out, const ci_geometry *a,
                           const ci_geometry *b, circlet_error *error)
{
    ci_polygon united = {NULL, NULL, 0};
    circlet_area left = ci_geometry_area(a), right = ci_geometry_area(b), both;
    circlet_error why = {CIRCLET_OK, ""};
    circlet_status status;

    ci_geometry_clear(out, CI_GEOMETRY_AREA);
    if (!append_area(out, a) || !append_area(out, b))
        return ci_fail_nomem(error);
    both = ci_geometry_area(out);
    status = ci_polygon_check(&both, &why);
    if (status == CIRCLET_E_NOMEM)
        return ci_fail_nomem(error);
    if (status == CIRCLET_OK)
        return CIRCLET_OK;
    status = ci_polygon_union(&united, &left, &right, error);
    if (status == CIRCLET_OK)
        take_polygon(out, &united);
    return status;
}

static circlet_status store(const merge *m, const ci_geometry *joined,
                            circlet_error *error)
{
    circlet_area area = ci_geometry_area(joined);
    ci_buffer blob = {0};
    ci_statement *update = NULL;
    circlet_status status =
        ci_db_prepare(&update, m->import->db,
                      "UPDATE unit SET geom = ? WHERE fid = ?", error);

    ci_container_write_area(m->import->db, &blob, &area);
    if (status == CIRCLET_OK && blob.failed)
        status = ci_fail_nomem(error);
    if (status == CIRCLET_OK)
        status = ci_bind_blob(update, 1, blob.text, blob.size, error);
    if (status == CIRCLET_OK)
        status = ci_bind_int(update, 2, m->fid, error);
    if (status == CIRCLET_OK)
        status = ci_statement_step(update, NULL, error);
    ci_statement_free(update);
    ci_buffer_free(&blob);
    return status;
}

static void say_merged(ci_buffer *reason, const merge *m,
                       const ci_overlay *common)
{
    char area[CI_NUMBER_SIZE];

    ci_reason_add(reason,
                  "a further part of unit '%s': merged with row %" PRId64
                  ", whose other values it has now",
                  m->twin->code, m->row);
    if (common->part_count == 0)
        return;
    ci_format_fixed(area, common->area_m2, 1);
    ci_buffer_add(reason, "; ");
    ci_reason_add(reason, "the two had %s m2 in common", area);
}

/* Adds the record's area to the row's, unless it is in it already. */
static circlet_status merge_areas(ci_unit_verdict *out, ci_buffer *reason,
                                  const merge *m, circlet_error *error)
{
    circlet_area stored = ci_geometry_area(&m->stored);
    circlet_area more = ci_geometry_area(m->twin->geometry);
    ci_geometry joined = {0};
    ci_overlay excess, common;
    circlet_status status = ci_polygon_excess(&excess, &more, &stored, error);

    if (status == CIRCLET_OK)
        status = ci_polygon_overlap(&common, &more, &stored, error);
    if (status == CIRCLET_OK && excess.part_count == 0 &&
        (common.part_count > 0 || excess.sliver_m2 == 0)) {
        ci_reason_add(reason,
                      "code '%s' stands in row %" PRId64 " already, with this "
                      "area",
                      m->twin->code, m->row);
        return CIRCLET_OK;
    }
    if (status == CIRCLET_OK)
        status = join(&joined, &m->stored, m->twin->geometry, error);
    if (status == CIRCLET_OK)
        status = store(m, &joined, error);
    ci_geometry_free(&joined);
    if (status != CIRCLET_OK)
        return status;
    say_merged(reason, m, &common);
    *out = (ci_unit_verdict){true, CIRCLET_ROW_REPAIRED, "merged", "code"};
    return CIRCLET_OK;
}

circlet_status ci_unit_merge(ci_unit_verdict *out, ci_buffer *reason,
                             const ci_import *import, const ci_unit_twin *twin,
                             circlet_error *error)
{
    ci_unit_verdict verdict = {true, CIRCLET_ROW_REFUSED, "duplicate", "code"};
    merge m = {.import = import, .twin = twin};
    circlet_error why = {CIRCLET_OK, ""};
    size_t said = reason->size;
    circlet_status status = find_row(&m, error);

    if (status == CIRCLET_OK) {
        find_contradiction(&m, reason);
        verdict.column = find_column(&m);
        ci_statement_reset(m.find);
    }
    if (status == CIRCLET_OK && reason->size == said && !reason->failed)
        status = merge_areas(&verdict, reason, &m, &why);
    if (why.status == CIRCLET_E_GEOMETRY) {
        ci_buffer_add(reason, why.message);
        status = CIRCLET_OK;
    } else if (why.status != CIRCLET_OK) {
        status = ci_fail(error, why.status, "%s", why.message);
    }
    if (status == CIRCLET_OK && reason->failed)
        status = ci_fail_nomem(error);
    ci_statement_free(m.find);
    ci_geometry_free(&m.stored);
    if (status == CIRCLET_OK)
        *out = verdict;
    return status;
}
