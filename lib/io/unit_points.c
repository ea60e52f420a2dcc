/* Communities that have no area, but a place. */
#include "io/unit_review.h"

#include "base/error.h"
#include "io/unit_places.h"

static const char sql_points[] =
    "SELECT u.fid, u.lon, u.lat, u.parent_code FROM unit AS u "
    "JOIN source AS s ON s.fid = u.source "
    "WHERE s.run = ? AND u.geom IS NULL AND u.lon IS NOT NULL AND "
    "EXISTS (SELECT 1 FROM unit WHERE geom IS NOT NULL) "
    "ORDER BY u.source, u.source_row";

static circlet_status say_nowhere(ci_unit_review *review, int64_t fid,
                                  circlet_point at, circlet_error *error)
{
    char lon[CI_NUMBER_SIZE], lat[CI_NUMBER_SIZE];
    circlet_status status = ci_review_name(review, fid, 0, error);

    if (status != CIRCLET_OK)
        return status;
    ci_format_double(lon, at.lon);
    ci_format_double(lat, at.lat);
    ci_reason_add(&review->reason,
                  "unit %s lies at %s,%s, in the area of no unit",
                  review->first.text, lon, lat);
    return ci_review_note(review, fid, "outside", NULL, &review->points, 0,
                          error);
}

static circlet_status look_at_point(ci_unit_review *review,
                                    const ci_unit_places *places,
                                    ci_statement *row, circlet_error *error)
{
    int64_t fid = ci_column_int(row, 0);
    circlet_point at = {ci_column_double(row, 1), ci_column_double(row, 2)};
    const char *code = ci_column_text(row, 3);
    uint32_t there = ci_unit_places_at(places, at);
    uint32_t parent = code ? ci_unit_places_find(places, code) : CI_NOWHERE;
    circlet_status status;

    if (there == CI_NOWHERE)
        return say_nowhere(review, fid, at, error);
    if (parent == CI_NOWHERE ||
        ci_unit_places_is_in(places, parent, there, at))
        return CIRCLET_OK;
    status = ci_review_name(review, fid, 0, error);
    if (status != CIRCLET_OK)
        return status;
    ci_reason_add(
        &review->reason, "unit %s lies in unit '%s', not in its parent '%s'",
        review->first.text, ci_unit_places_code(places, there), code);
    return ci_review_note(review, fid, "outside_parent", code, &review->points,
                          0, error);
}

static circlet_status look_at_points(ci_unit_review *review,
                                     const ci_unit_places *places,
                                     circlet_error *error)
{
    ci_statement *rows = NULL;
    bool has_row = true;
    circlet_status status =
        ci_db_prepare(&rows, review->import->db, sql_points, error);

    if (status == CIRCLET_OK)
        status = ci_bind_int(rows, 1, review->import->run, error);
    while (status == CIRCLET_OK && has_row) {
        status = ci_statement_step(rows, &has_row, error);
        if (status == CIRCLET_OK && has_row)
            status = look_at_point(review, places, rows, error);
    }
    ci_statement_free(rows);
    return status;
}

circlet_status ci_review_points(ci_unit_review *review, circlet_error *error)
{
    ci_unit_places *places = NULL;
    circlet_status status =
        ci_unit_places_read(&places, review->import->db, error);

    if (status == CIRCLET_OK)
        status = look_at_points(review, places, error);
    ci_unit_places_free(places);
    return status;
}
