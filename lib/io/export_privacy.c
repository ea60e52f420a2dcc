#include "io/export_privacy.h"

#include <stdlib.h>
#include <string.h>

#include <circlet/privacy.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/error.h"
#include "report/finding_privacy.h"
#include "report/planned_words.h"
#include "report/privacy.h"

/* The findings of temp.judged: the city's, then those with the plan. */
typedef struct judged_rows {
    ci_db *db;
    ci_public_count *counts;
    int64_t *row_ids;
    const char **names; /* of the units */
    bool *hidden;
    ci_public_figure *figures; /* of the planned ones */
    size_t count, count_capacity, id_capacity, name_capacity, today_count;
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
    free(rows->names);
    free(rows->hidden);
    free(rows->figures);
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
    const char **names = ci_array_reserve_one(
        rows->names, rows->count, &rows->name_capacity, sizeof(*names));
    int64_t *ids;
    ci_public_count *count;

    if (counts)
        rows->counts = counts;
    if (names)
        rows->names = names;
    ids = ci_array_reserve_one(rows->row_ids, rows->count, &rows->id_capacity,
                               sizeof(*ids));
    if (ids)
        rows->row_ids = ids;
    if (!counts || !names || !ids)
        return ci_fail_nomem(rows->error);
    count = &counts[rows->count];
    if (!copy_text(&count->rule, rows, ci_column_text(row, 2)) ||
        !copy_text(&count->mode, rows, ci_column_text(row, 3)) ||
        !copy_text(&names[rows->count], rows, ci_column_text(row, 12)))
        return ci_fail_nomem(rows->error);
    count->unit = find_unit(rows, ci_column_text(row, 4));
    count->persons = ci_column_double(row, 5);
    count->covered = ci_column_double(row, 6);
    count->unreached = ci_column_double(row, 7);
    count->missing = ci_column_double(row, 8);
    count->doubtful[0] = ci_column_double(row, 9);
    count->doubtful[1] = ci_column_double(row, 10);
    count->required = ci_column_double(row, 11);
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
    rows->figures = calloc(counts.planned_count + 1, sizeof(*rows->figures));
    if (!rows->hidden || !rows->figures)
        return ci_fail_nomem(rows->error);
    return ci_public_counts_hide(rows->hidden, rows->figures, &counts,
                                 rows->error);
}

static circlet_status bind_all(ci_statement *update, const double *numbers,
                               int count, circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    for (int i = 0; i < count && status == CIRCLET_OK; i++)
        status = ci_bind_double(update, i + 1, numbers[i], error);
    return status;
}

static circlet_status hide_row(ci_statement *update, int64_t row_id,
                               circlet_error *error)
{
    circlet_status status =
        ci_bind_text(update, 1, circlet_privacy_text_zh(), error);

    if (status == CIRCLET_OK)
        status = ci_bind_text(update, 2, circlet_privacy_text_en(), error);
    if (status == CIRCLET_OK)
        status = ci_bind_int(update, 3, row_id, error);
    return status == CIRCLET_OK ? ci_statement_step(update, NULL, error)
                                : status;
}

static circlet_status step_row(ci_statement *update, const judged_rows *rows,
                               size_t i)
{
    const ci_public_figure *figure = &rows->figures[i - rows->today_count];
    const double numbers[] = {figure->covered, figure->covered_low,
                              figure->covered_high, figure->missing};
    ci_planned_words words = {{0}, {0}};
    circlet_status status = bind_all(update, numbers, 4, rows->error);

    ci_planned_words_say(&words, rows->names[i], rows->counts[i].required,
                         figure);
    if (words.zh.failed || words.en.failed)
        status = ci_fail_nomem(rows->error);
    if (status == CIRCLET_OK)
        status = ci_bind_text(update, 5, words.zh.text, rows->error);
    if (status == CIRCLET_OK)
        status = ci_bind_text(update, 6, words.en.text, rows->error);
    if (status == CIRCLET_OK)
        status = ci_bind_int(update, 7, rows->row_ids[i], rows->error);
    if (status == CIRCLET_OK)
        status = ci_statement_step(update, NULL, rows->error);
    ci_planned_words_clear(&words);
    return status;
}

static const char hide_sql[] =
    "UPDATE temp.judged SET measured = NULL, measured_low = NULL, "
    "measured_high = NULL, shortfall = NULL, persons = NULL, "
    "persons_covered = NULL, persons_unreached = NULL, "
    "persons_modelled = NULL, text_zh = ?, text_en = ? WHERE rowid = ?";

static const char step_sql[] =
    "UPDATE temp.judged SET persons_covered = ?1, "
    "measured = iif(measured_unit = 'share', ?1 / persons, measured), "
    "measured_low = iif(measured_unit = 'share', ?2 / persons, measured_low), "
    "measured_high = "
    "iif(measured_unit = 'share', ?3 / persons, measured_high), "
    "shortfall = iif(shortfall_unit = 'persons', ?4, shortfall), "
    "text_zh = ?5, text_en = ?6 WHERE rowid = ?7";

static circlet_status publish(const judged_rows *rows)
{
    ci_statement *hiding = NULL, *stepping = NULL;
    circlet_status status =
        ci_db_prepare(&hiding, rows->db, hide_sql, rows->error);

    if (status == CIRCLET_OK)
        status = ci_db_prepare(&stepping, rows->db, step_sql, rows->error);
    for (size_t i = 0; i < rows->count && status == CIRCLET_OK; i++) {
        const ci_public_figure *figure =
            i < rows->today_count ? NULL
                                  : &rows->figures[i - rows->today_count];

        if (figure ? figure->is_hidden : rows->hidden[i])
            status = hide_row(hiding, rows->row_ids[i], rows->error);
        else if (figure && figure->is_stepped)
            status = step_row(stepping, rows, i);
    }
    ci_statement_free(hiding);
    ci_statement_free(stepping);
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
            "persons * (measured_high - measured), NULL), "
            "iif(measured_unit = 'share', required, NULL), "
            "(SELECT name FROM city.unit WHERE code = judged.unit) "
            "FROM temp.judged ORDER BY plan IS NOT NULL, position, rowid",
            add_finding);
    if (status == CIRCLET_OK)
        status = find_hidden(&rows);
    if (status == CIRCLET_OK)
        status = publish(&rows);
    judged_rows_free(&rows);
    return status;
}
