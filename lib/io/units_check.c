/* The units of a city together: their parents, their areas, the remarks. */
#include "io/import_units.h"

#include <inttypes.h>
#include <string.h>

#include "base/error.h"
#include "io/import_source.h"
#include "io/unit_review.h"

/* ---- parents that are missing ------------------------------------------- */

/* Streets and districts may do without a parent, as long as all do: a city
 * can be a list of streets. A community belongs to something. */
static const char sql_no_parent[] =
    "SELECT u.fid, NULL FROM unit AS u JOIN source AS s ON s.fid = u.source "
    "WHERE s.run = ? AND u.parent_code IS NULL AND u.level <> 'city' AND "
    "(u.level = 'community' OR u.level IN (SELECT level FROM unit WHERE "
    "parent_code IS NOT NULL)) ORDER BY u.source, u.source_row";

/* Parents may be still to come: a later import tells what they leave without
 * one, too, be it of an earlier import, once a unit of its level has one. */
static const char sql_lost_parent[] =
    "SELECT u.fid, u.parent_code FROM unit AS u "
    "JOIN source AS s ON s.fid = u.source "
    "WHERE u.parent_code NOT IN (SELECT code FROM unit) AND "
    "(s.run = ?1 OR (" CI_UNIT_RANK("u.level") " > (SELECT min(" CI_UNIT_RANK(
        "n.level") ") FROM unit AS n JOIN source AS o ON o.fid = n.source "
                   "WHERE o.run = ?1) AND u.level IN (SELECT level FROM unit "
                   "WHERE parent_code IN (SELECT code FROM unit)))) "
                   "ORDER BY u.source, u.source_row";

/* The row holds a fid, and the parent's code if it has one. */
static circlet_status say_missing(ci_unit_review *review, ci_statement *row,
                                  circlet_error *error)
{
    int64_t fid = ci_column_int(row, 0);
    const char *parent = ci_column_text(row, 1);
    circlet_status status = ci_review_name(review, fid, 0, error);

    if (status != CIRCLET_OK)
        return status;
    if (!parent) {
        ci_reason_add(&review->reason, "unit %s has no parent",
                      review->first.text);
        return ci_review_note(review, fid, "no_parent", NULL,
                              &review->no_parent, 0, error);
    }
    ci_reason_add(&review->reason,
                  "unit %s names the parent '%s', which is not in the city",
                  review->first.text, parent);
    return ci_review_note(review, fid, "unknown_parent", parent,
                          &review->lost_parent, 0, error);
}

static circlet_status look_for_missing(ci_unit_review *review, const char *sql,
                                       circlet_error *error)
{
    ci_statement *rows = NULL;
    bool has_row = true;
    circlet_status status =
        ci_db_prepare(&rows, review->import->db, sql, error);

    if (status == CIRCLET_OK)
        status = ci_bind_int(rows, 1, review->import->run, error);
    while (status == CIRCLET_OK && has_row) {
        status = ci_statement_step(rows, &has_row, error);
        if (status == CIRCLET_OK && has_row)
            status = say_missing(review, rows, error);
    }
    ci_statement_free(rows);
    return status;
}

/* ---- remarks ------------------------------------------------------------ */

static circlet_status remark_on_lost(const ci_import *import,
                                     circlet_error *error)
{
    int64_t count = 0;
    circlet_status status = ci_db_query_int(
        &count, import->db,
        "SELECT count(*) FROM unit WHERE parent_code IS NOT NULL AND "
        "parent_code NOT IN (SELECT code FROM unit)",
        error);

    if (status != CIRCLET_OK || count == 0)
        return status;
    if (count == 1)
        ci_import_remark(
            import, "1 unit names a parent that is not in the city (yet)");
    else
        ci_import_remark(import,
                         "%" PRId64
                         " units name a parent that is not in the city (yet)",
                         count);
    return CIRCLET_OK;
}

static void remark_on_neighbours(const ci_unit_review *review)
{
    const ci_tally *same = &review->same, *overlaps = &review->overlaps;
    char area_m2[CI_NUMBER_SIZE];

    if (same->count > 0)
        ci_import_remark(review->import,
                         "pairs of units with the same area: %" PRIu64
                         ", among them: %s",
                         same->count, same->largest);
    ci_format_fixed(area_m2, overlaps->area_m2, 0);
    if (overlaps->count > 0)
        ci_import_remark(review->import,
                         "pairs of units that overlap: %" PRIu64
                         ", with %s m2 in all, the largest: %s",
                         overlaps->count, area_m2, overlaps->largest);
}

static void remark_on_families(const ci_unit_review *review)
{
    const ci_tally *outside = &review->outside, *gaps = &review->gaps;
    char area_m2[CI_NUMBER_SIZE];

    ci_format_fixed(area_m2, outside->area_m2, 0);
    if (outside->count > 0)
        ci_import_remark(review->import,
                         "units that reach out of their parent: %" PRIu64
                         ", with %s m2 in all, the most: %s",
                         outside->count, area_m2, outside->largest);
    ci_format_fixed(area_m2, gaps->area_m2, 0);
    if (gaps->count > 0)
        ci_import_remark(review->import,
                         "units that those below them do not cover: %" PRIu64
                         ", with %s m2 in all, the most: %s",
                         gaps->count, area_m2, gaps->largest);
}

static void remark_on_places(const ci_unit_review *review)
{
    const ci_tally *points = &review->points;

    if (review->holes.count > 0)
        ci_import_remark(review->import, "%s", review->holes.largest);
    if (points->count > 0)
        ci_import_remark(review->import,
                         "units that lie outside the city or their parent: "
                         "%" PRIu64 ", the first: %s",
                         points->count, points->largest);
}

static void remark_on_rest(const ci_unit_review *review)
{
    const ci_tally *slivers = &review->slivers;
    char area_m2[CI_NUMBER_SIZE];

    ci_format_fixed(area_m2, slivers->area_m2, 0);
    if (slivers->count > 0)
        ci_import_remark(review->import,
                         "borders that differ by slivers alone, less than 1 m "
                         "wide or 100 m2 each: %" PRIu64 ", with %s m2 in all",
                         slivers->count, area_m2);
    if (review->failures > 0)
        ci_import_remark(review->import,
                         "areas of units that cannot be compared: %" PRIu64,
                         review->failures);
    if (review->no_parent.count > 0)
        ci_import_remark(review->import,
                         "units without a parent: %" PRIu64 ", the first: %s",
                         review->no_parent.count, review->no_parent.largest);
}

/* ---- all of it ---------------------------------------------------------- */

static circlet_status look_at_units(ci_unit_review *review,
                                    circlet_error *error)
{
    circlet_status status = ci_unit_review_start(review, error);

    if (status == CIRCLET_OK)
        status = look_for_missing(review, sql_no_parent, error);
    if (status == CIRCLET_OK)
        status = look_for_missing(review, sql_lost_parent, error);
    if (status == CIRCLET_OK)
        status = ci_review_neighbours(review, error);
    if (status == CIRCLET_OK)
        status = ci_review_families(review, error);
    if (status == CIRCLET_OK)
        status = ci_review_holes(review, error);
    if (status == CIRCLET_OK)
        status = ci_review_points(review, error);
    if (status == CIRCLET_OK)
        status = ci_review_tell(review, error);
    if (status != CIRCLET_OK)
        return status;
    remark_on_neighbours(review);
    remark_on_families(review);
    remark_on_places(review);
    remark_on_rest(review);
    return CIRCLET_OK;
}

circlet_status ci_units_check(ci_import *import, const char *const *sources,
                              size_t source_count, circlet_error *error)
{
    ci_unit_review review = {
        .import = import, .sources = sources, .source_count = source_count};
    circlet_status status = look_at_units(&review, error);

    ci_unit_review_free(&review);
    if (status == CIRCLET_OK)
        status = remark_on_lost(import, error);
    return status;
}
