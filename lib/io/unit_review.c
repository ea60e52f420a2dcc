#include "io/unit_review.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "io/import_source.h"

void ci_unit_review_free(ci_unit_review *review)
{
    ci_unit_areas_free(&review->areas);
    ci_geometry_free(&review->a);
    ci_geometry_free(&review->b);
    ci_statement_free(review->find);
    ci_statement_free(review->count);
    ci_buffer_free(&review->first);
    ci_buffer_free(&review->second);
    ci_buffer_free(&review->reason);
    free(review->doubts);
    ci_arena_free(&review->texts);
}

circlet_status ci_unit_review_start(ci_unit_review *review,
                                    circlet_error *error)
{
    circlet_status status =
        ci_db_prepare(&review->find, review->import->db,
                      "SELECT u.code, u.name, u.source_row, s.file, s.fid "
                      "FROM unit AS u LEFT JOIN source AS s "
                      "ON s.fid = u.source WHERE u.fid = ?",
                      error);

    if (status == CIRCLET_OK)
        status = ci_db_prepare(&review->count, review->import->db,
                               "UPDATE source SET doubtful = doubtful + ? "
                               "WHERE fid = ? AND run = ?",
                               error);
    if (status == CIRCLET_OK)
        status = ci_unit_areas_load(&review->areas, review->import, error);
    return status;
}

/* ---- saying something of a unit ----------------------------------------- */

/* 'code' (name) */
static circlet_status describe(ci_buffer *out, ci_unit_review *review,
                               int64_t fid, circlet_error *error)
{
    bool has_row = false;
    circlet_status status = ci_bind_int(review->find, 1, fid, error);
    const char *text;

    out->size = 0;
    if (status == CIRCLET_OK)
        status = ci_statement_step(review->find, &has_row, error);
    if (status != CIRCLET_OK)
        return status;
    ci_buffer_add(out, "'");
    if (has_row && (text = ci_column_text(review->find, 0)))
        ci_buffer_add(out, text);
    ci_buffer_add(out, "'");
    if (has_row && (text = ci_column_text(review->find, 1))) {
        ci_buffer_add(out, " (");
        ci_buffer_add(out, text);
        ci_buffer_add(out, ")");
    }
    ci_statement_reset(review->find);
    return out->failed ? ci_fail_nomem(error) : CIRCLET_OK;
}

/* The path that the import was called with, if the file is one of them. */
static const char *find_path(const ci_unit_review *review, const char *file)
{
    for (size_t i = 0; file && i < review->source_count; i++)
        if (strcmp(ci_source_base_name(review->sources[i]), file) == 0)
            return review->sources[i];
    return file ? file : "";
}

static void add_to_tally(ci_tally *t, double area_m2, const char *sentence)
{
    if (t->count++ == 0 || area_m2 > t->largest_m2) {
        t->largest_m2 = area_m2;
        snprintf(t->largest, sizeof(t->largest), "%s", sentence);
        ci_text_cut_at_character(t->largest);
    }
    t->area_m2 += area_m2;
}

circlet_status ci_review_name(ci_unit_review *review, int64_t first,
                              int64_t second, circlet_error *error)
{
    circlet_status status = describe(&review->first, review, first, error);

    review->reason.size = 0;
    if (status == CIRCLET_OK && second != 0)
        status = describe(&review->second, review, second, error);
    return status;
}

/* The statement stands at the row, or at none. */
static bool fill_doubt(ci_unit_review *review, ci_unit_doubt *doubt,
                       bool has_row, const char *value)
{
    ci_arena *texts = &review->texts;
    const char *file = has_row ? ci_column_text(review->find, 3) : NULL;

    if (has_row) {
        doubt->row = (uint64_t)ci_column_int(review->find, 2);
        doubt->source = ci_column_int(review->find, 4);
    }
    doubt->file = ci_arena_copy(texts, find_path(review, file));
    doubt->reason = ci_arena_copy(texts, review->reason.text);
    doubt->value = value ? ci_arena_copy(texts, value) : NULL;
    return doubt->file && doubt->reason && (doubt->value || !value);
}

circlet_status ci_review_note(ci_unit_review *review, int64_t fid,
                              const char *kind, const char *value,
                              ci_tally *tally, double area_m2,
                              circlet_error *error)
{
    ci_unit_doubt *doubts,
        doubt = {.kind = kind, .position = review->doubt_count};
    bool has_row = false, is_filled;
    circlet_status status = ci_bind_int(review->find, 1, fid, error);

    if (status == CIRCLET_OK)
        status = ci_statement_step(review->find, &has_row, error);
    if (status != CIRCLET_OK)
        return status;
    is_filled =
        !review->reason.failed && fill_doubt(review, &doubt, has_row, value);
    ci_statement_reset(review->find);
    doubts =
        is_filled
            ? ci_array_reserve_one(review->doubts, review->doubt_count,
                                   &review->doubt_capacity, sizeof(*doubts))
            : NULL;
    if (!doubts)
        return ci_fail_nomem(error);
    review->doubts = doubts;
    doubts[review->doubt_count++] = doubt;
    add_to_tally(tally, area_m2, doubt.reason);
    return CIRCLET_OK;
}

/* ---- telling ------------------------------------------------------------ */

static int compare_doubts(const void *left, const void *right)
{
    const ci_unit_doubt *a = left, *b = right;

    if (a->source != b->source)
        return a->source < b->source ? -1 : 1;
    if (a->row != b->row)
        return a->row < b->row ? -1 : 1;
    return a->position < b->position ? -1 : a->position > b->position;
}

/* What an earlier import said of its rows stays as it was. */
static circlet_status count_doubts(ci_unit_review *review, int64_t source,
                                   uint64_t count, circlet_error *error)
{
    circlet_status status =
        ci_bind_int(review->count, 1, (int64_t)count, error);

    if (status == CIRCLET_OK)
        status = ci_bind_int(review->count, 2, source, error);
    if (status == CIRCLET_OK)
        status = ci_bind_int(review->count, 3, review->import->run, error);
    if (status == CIRCLET_OK)
        status = ci_statement_step(review->count, NULL, error);
    return status;
}

circlet_status ci_review_tell(ci_unit_review *review, circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    if (review->doubt_count > 0)
        qsort(review->doubts, review->doubt_count, sizeof(*review->doubts),
              compare_doubts);
    for (size_t i = 0; i < review->doubt_count && status == CIRCLET_OK; i++) {
        const ci_unit_doubt *doubt = &review->doubts[i];
        const circlet_row_note note = {.outcome = CIRCLET_ROW_DOUBTFUL,
                                       .kind = doubt->kind,
                                       .source = doubt->file,
                                       .row = doubt->row,
                                       .field =
                                           doubt->value ? "parent_code" : NULL,
                                       .value = doubt->value,
                                       .reason = doubt->reason};
        uint64_t before = review->import->counts.doubtful;

        ci_import_note(review->import, &note);
        if (review->import->counts.doubtful > before)
            status =
                count_doubts(review, doubt->source,
                             review->import->counts.doubtful - before, error);
    }
    return status;
}

ci_overlay_text ci_review_write(const ci_overlay *found)
{
    ci_overlay_text text;

    ci_format_fixed(text.area_m2, found->area_m2, 0);
    ci_format_fixed(text.lon, found->at.lon, 6);
    ci_format_fixed(text.lat, found->at.lat, 6);
    return text;
}

circlet_status ci_review_count(ci_unit_review *review, circlet_status status,
                               const circlet_error *why,
                               const ci_overlay *found, circlet_error *error)
{
    if (status == CIRCLET_E_GEOMETRY)
        review->failures++;
    else if (status != CIRCLET_OK)
        return ci_fail(error, status, "%s", why->message);
    else if (found->part_count == 0 && found->sliver_m2 > 0)
        add_to_tally(&review->slivers, found->sliver_m2, "");
    return CIRCLET_OK;
}
