#include "io/import_unit_rows.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/id_map.h"
#include "io/unit_areas.h"

/* ---- parents of no higher level ----------------------------------------- */

/* The rows to be removed, by their fids. */
typedef struct row_list {
    int64_t *fids;
    size_t count, capacity;
    ci_id_map *positions;
} row_list;

/* Positions of the query's columns: the child, then the parent. */
enum { FID, SOURCE, ROW, CODE, LEVEL, RUN, FILE_NAME, HALF };

#define HALF_COLUMNS(t)                                                       \
#t ".fid, " #t ".source, " #t ".source_row, " #t ".code, " #t             \
       ".level, s" #t ".run, s" #t ".file"

static const char sql_misplaced[] =
    "SELECT " HALF_COLUMNS(u) ", " HALF_COLUMNS(
        p) " FROM unit AS u "
           "JOIN unit AS p ON p.code = u.parent_code "
           "LEFT JOIN source AS su ON su.fid = u.source "
           "LEFT JOIN source AS sp ON sp.fid = p.source "
           "WHERE " CI_UNIT_RANK("p.level") " >= " CI_UNIT_RANK(
               "u.level") " AND "
                          "(u.source = ?1 OR p.source = ?1) ORDER BY "
                          "u.source, u.source_row";

static bool add_fid(row_list *list, int64_t fid)
{
    int64_t *fids = ci_array_reserve_one(list->fids, list->count,
                                         &list->capacity, sizeof(*fids));

    if (!fids)
        return false;
    list->fids = fids;
    fids[list->count] = fid;
    return ci_id_map_add(list->positions, fid, (uint32_t)list->count++);
}

/* Says why the child or, if `half` is HALF, the parent cannot be. */
static void blame(ci_row_import *r, ci_statement *row, int half)
{
    bool is_child = half == 0;
    const char *child = ci_column_text(row, CODE);
    const char *parent = ci_column_text(row, HALF + CODE);
    const char *low = ci_column_text(row, LEVEL);
    const char *high = ci_column_text(row, HALF + LEVEL);
    uint32_t column =
        ci_layer_find_column(r->table, is_child ? "parent_code" : "level");
    ci_buffer *reason = ci_row_blame(&r->fault, "bad_parent");

    r->fault.field =
        ci_mapping_field(&r->mapping, r->table, column, r->source);
    r->fault.value = is_child ? parent : high;
    if (is_child && strcmp(child, parent) == 0)
        ci_reason_add(reason, "unit '%s' is its own parent", child);
    else
        ci_reason_add(reason,
                      "unit '%s' (%s) names the parent '%s' (%s), which is "
                      "not of a higher level",
                      child, low, parent, high);
}

/* A row of an earlier source of the same import has been counted there. */
static circlet_status uncount(ci_row_import *r, int64_t source,
                              circlet_error *error)
{
    ci_statement *change = NULL;
    circlet_status status =
        ci_db_prepare(&change, r->import->db,
                      "UPDATE source SET imported = imported - 1, rejected = "
                      "rejected + 1 WHERE fid = ?",
                      error);

    if (status == CIRCLET_OK)
        status = ci_bind_int(change, 1, source, error);
    if (status == CIRCLET_OK)
        status = ci_statement_step(change, NULL, error);
    ci_statement_free(change);
    r->import->counts.imported -= status == CIRCLET_OK;
    return status;
}

static circlet_status refuse(ci_row_import *r, row_list *list,
                             ci_statement *row, circlet_error *error)
{
    bool is_new = ci_column_int(row, RUN) == r->import->run;
    int half = is_new ? 0 : HALF;
    int64_t fid = ci_column_int(row, half + FID);
    int64_t source = ci_column_int(row, half + SOURCE);
    uint64_t number = (uint64_t)ci_column_int(row, half + ROW);
    const char *path = r->path, *file;

    if (ci_id_map_find(list->positions, fid) != CI_NOWHERE)
        return CIRCLET_OK;
    if (!add_fid(list, fid))
        return ci_fail_nomem(error);
    blame(r, row, half);
    if (ci_record_has_failed(r))
        return ci_fail_nomem(error);
    if (source == r->fid) {
        r->row.imported--;
        ci_record_refuse(r, number);
        return CIRCLET_OK;
    }
    file = ci_column_text(row, half + FILE_NAME);
    r->path = file ? file : "";
    ci_record_note(r, number, CIRCLET_ROW_REFUSED);
    r->path = path;
    return uncount(r, source, error);
}

static circlet_status remove_rows(ci_row_import *r, const row_list *list,
                                  circlet_error *error)
{
    ci_statement *remove = NULL;
    circlet_status status = ci_db_prepare(
        &remove, r->import->db, "DELETE FROM unit WHERE fid = ?", error);

    for (size_t i = 0; i < list->count && status == CIRCLET_OK; i++) {
        status = ci_bind_int(remove, 1, list->fids[i], error);
        if (status == CIRCLET_OK)
            status = ci_statement_step(remove, NULL, error);
        ci_statement_reset(remove);
    }
    ci_statement_free(remove);
    return status;
}

static circlet_status refuse_all(ci_row_import *r, row_list *list,
                                 circlet_error *error)
{
    ci_statement *rows = NULL;
    bool has_row = true;
    circlet_status status =
        ci_db_prepare(&rows, r->import->db, sql_misplaced, error);

    if (status == CIRCLET_OK)
        status = ci_bind_int(rows, 1, r->fid, error);
    while (status == CIRCLET_OK && has_row) {
        status = ci_statement_step(rows, &has_row, error);
        if (status == CIRCLET_OK && has_row)
            status = refuse(r, list, rows, error);
    }
    ci_statement_free(rows);
    return status;
}

circlet_status ci_unit_rows_refuse_levels(ci_row_import *r,
                                          circlet_error *error)
{
    row_list list = {.positions = ci_id_map_new(16)};
    circlet_status status =
        list.positions ? refuse_all(r, &list, error) : ci_fail_nomem(error);

    if (status == CIRCLET_OK && list.count > 0)
        status = remove_rows(r, &list, error);
    ci_id_map_free(list.positions);
    free(list.fids);
    return status;
}

/* ---- parts of one unit -------------------------------------------------- */

/* The statement stands at the other row; `position` is the column's. */
static void doubt_value(ci_row_import *r, const char *name,
                        ci_statement *other, int position, uint64_t row)
{
    uint32_t column = ci_layer_find_column(r->table, name);
    const ci_value *value = &r->values[column];
    const char *stored = ci_column_text(other, position);
    bool is_same;

    if (value->state == CI_VALUE_IS_NULL)
        return;
    is_same = stored && (value->state == CI_VALUE_IS_INT
                             ? ci_column_int(other, position) == value->whole
                             : strcmp(stored, value->text.text) == 0);
    if (is_same)
        return;
    if (stored)
        ci_reason_add(ci_record_blame(r, column, "contradiction"),
                      "%s is '%s' here and '%s' in row %" PRId64
                      ", which has the same code: that one is kept",
                      name, value->text.text, stored, ci_column_int(other, 0));
    else
        ci_reason_add(ci_record_blame(r, column, "contradiction"),
                      "%s is '%s' here and empty in row %" PRId64
                      ", which has the same code: that one is kept",
                      name, value->text.text, ci_column_int(other, 0));
    ci_record_note(r, row, CIRCLET_ROW_DOUBTFUL);
}

circlet_status ci_unit_rows_doubt_part(ci_row_import *r, uint64_t row,
                                       circlet_error *error)
{
    static const char *const names[] = {"parent_code", "kind", "setting",
                                        "tags", "residents"};
    ci_statement *other = NULL;
    bool has_row = false;
    circlet_status status = ci_db_prepare(
        &other, r->import->db,
        "SELECT source_row, parent_code, kind, setting, tags, residents FROM "
        "unit WHERE code = ?",
        error);

    if (status == CIRCLET_OK)
        status = ci_bind_text(other, 1, r->values[0].text.text, error);
    if (status == CIRCLET_OK)
        status = ci_statement_step(other, &has_row, error);
    for (int i = 0; i < 5 && status == CIRCLET_OK && has_row; i++)
        doubt_value(r, names[i], other, i + 1, row);
    ci_statement_free(other);
    return status;
}
