#include "io/export_privacy.h"

#include <stdlib.h>
#include <string.h>

#include <circlet/privacy.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/error.h"
#include "report/finding_privacy.h"
#include "report/privacy.h"

/* The findings of temp.judged: the city's, then those with the plan. */
typedef struct judged_rows {
    ci_db *db;
    ci_public_count *counts;
    int64_t *row_ids;
    bool *hidden;
    size_t count, count_capacity, id_capacity, today_count;
    const char **codes; /* of the units, ascending */
    const char **above;
    uint32_t *parents;
    size_t unit_count, code_capacity, above_capacity;
    ci_arena texts;
    circlet_error *error;
} judged_rows;

static void judged_rows_free(judged_rows *rows)
{
    free(rows->counts);
    free(rows->row_ids);
    free(rows->hidden);
    free(rows->codes);
    free(rows->above);
    free(rows->parents);
    ci_arena_free(&rows->texts);
}

/* ---- units -------------------------------------------------------------- */

static int compare_codes(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static uint32_t find_unit(const judged_rows *rows, const char *code)
{
    const char **found = code ? bsearch(&code, rows->codes, rows->unit_count,
                                        sizeof(*rows->codes), compare_codes)
                              : NULL;

    return found ? (uint32_t)(found - rows->codes) : CI_PRIVACY_NONE;
}

/* A copy of a text of a row; NULL stays NULL. */
static bool copy_text(const char **out, judged_rows *rows, const char *text)
{
    *out = text ? ci_arena_copy(&rows->texts, text) : NULL;
    return *out || !text;
}

static circlet_status add_unit(judged_rows *rows, ci_statement *row)
{
    const char **codes = ci_array_reserve_one(
        rows->codes, rows->unit_count, &rows->code_capacity, sizeof(*codes));
    const char **above;

    if (codes)
        rows->codes = codes;
    above = ci_array_reserve_one(rows->above, rows->unit_count,
                                 &rows->above_capacity, sizeof(*above));
    if (above)
        rows->above = above;
    if (!codes || !above ||
        !copy_text(&codes[rows->unit_count], rows, ci_column_text(row, 0)) ||
        !copy_text(&above[rows->unit_count], rows, ci_column_text(row, 1)))
        return ci_fail_nomem(rows->error);
    rows->unit_count++;
    return CIRCLET_OK;
}

static circlet_status link_units(judged_rows *rows)
{
    rows->parents = malloc((rows->unit_count + 1) * sizeof(*rows->parents));
    if (!rows->parents)
        return ci_fail_nomem(rows->error);
    for (size_t i = 0; i < rows->unit_count; i++)
        rows->parents[i] = find_unit(rows, rows->above[i]);
    return CIRCLET_OK;
}

/* ---- findings ----------------------------------------------------------- */

static circlet_status add_finding(judged_rows *rows, ci_statement *row)
{
    ci_public_count *counts = ci_array_reserve_one(
        rows->counts, rows->count, &rows->count_capacity, sizeof(*counts));
    int64_t *ids;
    ci_public_count *count;

    if (counts)
        rows->counts = counts;
    ids = ci_array_reserve_one(rows->row_ids, rows->count, &rows->id_capacity,
                               sizeof(*ids));
    if (ids)
        rows->row_ids = ids;
    if (!counts || !ids)
        return ci_fail_nomem(rows->error);
    count = &counts[rows->count];
    if (!copy_text(&count->rule, rows, ci_column_text(row, 2)) ||
        !copy_text(&count->mode, rows, ci_column_text(row, 3)))
        return ci_fail_nomem(rows->error);
    count->unit = find_unit(rows, ci_column_text(row, 4));
    count->persons = ci_column_double(row, 5);
    count->covered = ci_column_double(row, 6);
    count->unreached = ci_column_double(row, 7);
    count->missing = ci_column_double(row, 8);
    count->doubtful[0] = ci_column_double(row, 9);
    count->doubtful[1] = ci_column_double(row, 10);
    ids[rows->count++] = ci_column_int(row, 0);
    rows->today_count += ci_column_int(row, 1) == 0;
    return CIRCLET_OK;
}

static circlet_status read_rows(judged_rows *rows, const char *sql,
                                circlet_status (*add)(judged_rows *rows,
                                                      ci_statement *row))
{
    ci_statement *statement = NULL;
    bool has_row = true;
    circlet_status status =
        ci_db_prepare(&statement, rows->db, sql, rows->error);

    while (status == CIRCLET_OK && has_row) {
        status = ci_statement_step(statement, &has_row, rows->error);
        if (status == CIRCLET_OK && has_row)
            status = add(rows, statement);
    }
    ci_statement_free(statement);
    return status;
}

/* ---- hiding ------------------------------------------------------------- */

static circlet_status find_hidden(judged_rows *rows)
{
    const ci_public_counts counts = {
        .today = rows->counts,
        .planned = rows->counts ? rows->counts + rows->today_count : NULL,
        .today_count = rows->today_count,
        .planned_count = rows->count - rows->today_count,
        .parents = rows->parents,
        .unit_count = rows->unit_count,
        .threshold = CIRCLET_PRIVACY_SMALL};

    rows->hidden = calloc(rows->count + 1, sizeof(*rows->hidden));
    if (!rows->hidden)
        return ci_fail_nomem(rows->error);
    return ci_public_counts_hide(
        rows->hidden, rows->hidden + rows->today_count, &counts, rows->error);
}

static circlet_status take_numbers(const judged_rows *rows)
{
    ci_statement *update = NULL;
    circlet_status status = ci_db_prepare(
        &update, rows->db,
        "UPDATE temp.judged SET measured = NULL, measured_low = NULL, "
        "measured_high = NULL, shortfall = NULL, persons = NULL, "
        "persons_covered = NULL, persons_unreached = NULL, "
        "persons_modelled = NULL, text_zh = ?, text_en = ? WHERE rowid = ?",
        rows->error);

    for (size_t i = 0; i < rows->count && status == CIRCLET_OK; i++) {
        if (!rows->hidden[i])
            continue;
        status =
            ci_bind_text(update, 1, circlet_privacy_text_zh(), rows->error);
        if (status == CIRCLET_OK)
            status = ci_bind_text(update, 2, circlet_privacy_text_en(),
                                  rows->error);
        if (status == CIRCLET_OK)
            status = ci_bind_int(update, 3, rows->row_ids[i], rows->error);
        if (status == CIRCLET_OK)
            status = ci_statement_step(update, NULL, rows->error);
    }
    ci_statement_free(update);
    return status;
}

circlet_status ci_export_hide_findings(ci_db *db, circlet_error *error)
{
    judged_rows rows = {.db = db, .error = error};
    circlet_status status = read_rows(
        &rows, "SELECT code, parent_code FROM city.unit ORDER BY code",
        add_unit);

    if (status == CIRCLET_OK)
        status = link_units(&rows);
    if (status == CIRCLET_OK)
        status = read_rows(
            &rows,
            "SELECT rowid, plan IS NOT NULL, rule, mode, "
            "iif(subject = 'unit', unit, NULL), persons, persons_covered, "
            "persons_unreached, "
            "iif(shortfall_unit = 'persons', shortfall, NULL), "
            "iif(measured_unit = 'share', "
            "persons * (measured - measured_low), NULL), "
            "iif(measured_unit = 'share', "
            "persons * (measured_high - measured), NULL) "
            "FROM temp.judged ORDER BY plan IS NOT NULL, position, rowid",
            add_finding);
    if (status == CIRCLET_OK)
        status = find_hidden(&rows);
    if (status == CIRCLET_OK)
        status = take_numbers(&rows);
    judged_rows_free(&rows);
    return status;
}
