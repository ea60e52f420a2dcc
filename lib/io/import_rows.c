/* A source of records into a table: each is checked, then inserted. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/error.h"
#include "io/import_action.h"
#include "io/import_doubts.h"
#include "io/import_entrance.h"
#include "io/import_identity.h"
#include "io/import_insert.h"
#include "io/import_place.h"
#include "io/import_unit_rows.h"
#include "io/import_word_doubts.h"

#define REPORT_STEP 4096 /* rows */

static void rows_free(ci_row_import *r)
{
    ci_source_close(r->source);
    ci_mapping_free(&r->mapping);
    ci_transform_free(r->transform);
    ci_unit_places_free(r->units);
    for (size_t i = 0; r->values && i < r->table->column_count; i++)
        ci_value_free(&r->values[i]);
    free(r->values);
    ci_statement_free(r->insert);
    ci_statement_free(r->find);
    ci_statement_free(r->insert_service);
    ci_buffer_free(&r->scratch);
    ci_buffer_free(&r->attributes);
    ci_buffer_free(&r->blob);
    ci_row_fault_free(&r->fault);
    ci_geometry_free(&r->repaired);
    ci_geometry_free(&r->facility);
    ci_buffer_free(&r->repair_reason);
    ci_replaced_free(&r->replaced);
}

/* ---- setting up --------------------------------------------------------- */

/* What a building weighs may be told by its area or its dwellings. */
static circlet_status check_weight(const ci_row_import *r,
                                   circlet_error *error)
{
    if (r->table->place != CI_PLACE_BUILDING || r->has_geometry ||
        ci_mapping_has(&r->mapping,
                       ci_layer_find_column(r->table, "weight")) ||
        ci_mapping_has(&r->mapping,
                       ci_layer_find_column(r->table, "dwellings")))
        return CIRCLET_OK;
    return ci_mapping_fail_missing(r->source, r->path, "weight", error);
}

/* A layer of places without lon and lat may have them as geometries, which
 * only its records show. */
static circlet_status check_columns(const ci_row_import *r,
                                    circlet_error *error)
{
    for (uint32_t i = 0; i < r->table->column_count; i++) {
        const ci_layer_column *column = &r->table->columns[i];
        bool is_needed = column->is_needed;

        if (i == r->lon || i == r->lat)
            is_needed = r->table->place != CI_PLACE_UNIT &&
                        r->table->place != CI_PLACE_PERHAPS &&
                        !r->has_geometry;
        if (is_needed && !ci_mapping_has(&r->mapping, i))
            return ci_mapping_fail_missing(r->source, r->path, column->name,
                                           error);
    }
    return check_weight(r, error);
}

static circlet_status open_source(ci_row_import *r, circlet_error *error)
{
    ci_import *import = r->import;
    const ci_source_options options = {
        import->options.crs, import->options.datum, import->options.encoding};
    circlet_status status =
        ci_source_open(&r->source, r->path, &options, error);

    if (status != CIRCLET_OK)
        return status;
    r->has_geometry = ci_source_has_geometry(r->source);
    status = ci_mapping_make(&r->mapping, import->layer, r->source, r->path,
                             &import->options, error);
    if (status == CIRCLET_OK && import->layer == CIRCLET_LAYER_PEOPLE)
        status = ci_identity_check_fields(r, error);
    return status;
}

static circlet_status set_up(ci_row_import *r, circlet_error *error)
{
    circlet_status status = open_source(r, error);

    if (status == CIRCLET_OK)
        status = ci_place_set_up(r, error);
    if (status == CIRCLET_OK)
        status = check_columns(r, error);
    if (status == CIRCLET_OK)
        status = ci_replaced_remove(&r->replaced, r->import, r->path, error);
    if (status == CIRCLET_OK)
        status = ci_source_row_add(&r->fid, r->import, r->path, error);
    if (status == CIRCLET_OK)
        status = ci_insert_set_up(r, error);
    if (status != CIRCLET_OK)
        return status;
    r->values = calloc(r->table->column_count, sizeof(*r->values));
    return r->values ? CIRCLET_OK : ci_fail_nomem(error);
}

/* ---- one record --------------------------------------------------------- */

/* Hands on what became of the record's area. */
static void note_repair(ci_row_import *r, uint64_t row)
{
    if (!r->repair.is_noted)
        return;
    ci_buffer_add(ci_row_blame(&r->fault, r->repair.kind),
                  r->repair_reason.text);
    if (r->repair.column) {
        uint32_t column = ci_layer_find_column(r->table, r->repair.column);

        r->fault.field =
            ci_mapping_field(&r->mapping, r->table, column, r->source);
        r->fault.value = r->values[column].text.text;
    }
    if (r->repair.outcome == CIRCLET_ROW_REFUSED)
        ci_record_refuse(r, row);
    else
        ci_record_note(r, row, CIRCLET_ROW_REPAIRED);
}

static void keep(ci_row_import *r, uint64_t row)
{
    r->row.imported++;
    r->is_repaired = r->is_doubtful = false;
    note_repair(r, row);
    if (ci_place_doubt(r))
        ci_record_note(r, row, CIRCLET_ROW_DOUBTFUL);
    ci_doubts_note(r, row);
    r->row.repaired += r->is_repaired;
    r->row.doubtful += r->is_doubtful;
}

/* A row that was merged with another one, whose values it has now. */
static circlet_status keep_part(ci_row_import *r, uint64_t row,
                                circlet_error *error)
{
    uint64_t doubtful = r->row.doubtful;
    circlet_status status;

    keep(r, row);
    status = ci_unit_rows_doubt_part(r, row, error);
    r->row.doubtful = doubtful + r->is_doubtful;
    return status;
}

/* A further row of a unit may be a further part of it. */
static circlet_status merge_unit(ci_row_import *r, uint64_t row,
                                 circlet_error *error)
{
    const ci_value *name = &r->values[ci_layer_find_column(r->table, "name")];
    const ci_value *level =
        &r->values[ci_layer_find_column(r->table, "level")];
    const ci_value *parent =
        &r->values[ci_layer_find_column(r->table, "parent_code")];
    const ci_unit_twin twin = {
        .code = r->values[0].text.text,
        .name = name->text.text,
        .level = level->text.text,
        .parent = parent->state == CI_VALUE_IS_NULL ? NULL : parent->text.text,
        .geometry = r->shape,
        .source = r->fid};
    circlet_status status;

    r->repair_reason.size = 0;
    status =
        ci_unit_merge(&r->repair, &r->repair_reason, r->import, &twin, error);
    if (status == CIRCLET_OK && r->repair_reason.failed)
        status = ci_fail_nomem(error);
    if (status != CIRCLET_OK)
        return status;
    if (r->repair.outcome == CIRCLET_ROW_REFUSED) {
        note_repair(r, row);
        return CIRCLET_OK;
    }
    return keep_part(r, row, error);
}

static circlet_status take_twin(ci_row_import *r, uint64_t row,
                                circlet_error *error)
{
    circlet_status status;

    if (r->import->layer == CIRCLET_LAYER_UNITS)
        return merge_unit(r, row, error);
    status = ci_insert_blame_twin(r, error);
    if (status == CIRCLET_OK && ci_record_has_failed(r))
        status = ci_fail_nomem(error);
    if (status != CIRCLET_OK)
        return status;
    if (!r->fault.kind)
        return ci_fail(error, CIRCLET_E_DATA,
                       "%s: row %" PRIu64 " breaks a rule of the table '%s'",
                       r->path, row, r->table->table);
    ci_record_refuse(r, row);
    return CIRCLET_OK;
}

static circlet_status import_record(ci_row_import *r, const ci_record *record,
                                    circlet_error *error)
{
    bool is_twin = false;
    circlet_status status;

    ci_row_fault_clear(&r->fault);
    r->row.rows++;
    ci_record_check(r, record);
    if (r->import->layer == CIRCLET_LAYER_ENTRANCES && !r->fault.kind) {
        status = ci_entrance_check(r, error);
        if (status != CIRCLET_OK)
            return status;
    }
    if (r->import->layer == CIRCLET_LAYER_PLAN && !r->fault.kind)
        ci_action_row_check(r);
    if (ci_record_has_failed(r))
        return ci_fail_nomem(error);
    if (r->fault.kind) {
        ci_record_refuse(r, record->row);
        return CIRCLET_OK;
    }
    status = ci_insert_record(r, record, &is_twin, error);
    if (status == CIRCLET_OK && is_twin)
        status = take_twin(r, record->row, error);
    else if (status == CIRCLET_OK)
        keep(r, record->row);
    if (status == CIRCLET_OK && ci_record_has_failed(r))
        status = ci_fail_nomem(error);
    return status;
}

static circlet_status import_all(ci_row_import *r, double fraction,
                                 circlet_error *error)
{
    bool has_row = true;

    for (;;) {
        ci_record record;
        circlet_status status =
            ci_source_next(r->source, &record, &has_row, error);

        if (status == CIRCLET_OK && has_row)
            status = import_record(r, &record, error);
        if (status != CIRCLET_OK || !has_row)
            return status;
        if (r->row.rows % REPORT_STEP == 0)
            status = ci_import_report(r->import, fraction, error);
        if (status != CIRCLET_OK)
            return status;
    }
}

/* ---- at the end --------------------------------------------------------- */

/* Actions of a plan have no attributes. */
static const char *others_format(const ci_row_import *r)
{
    return r->import->layer == CIRCLET_LAYER_PLAN
               ? CI_TRANSLATED("fields that are no columns here, left out: %s")
               : CI_TRANSLATED(
                     "fields that are no columns here, kept as attributes: "
                     "%s");
}

/* The fields that became attributes; false: there are none, or no memory. */
static bool list_others(const ci_row_import *r, ci_buffer *out)
{
    const ci_mapping *mapping = &r->mapping;

    for (size_t i = 0; i < mapping->other_count; i++) {
        ci_buffer_add(out, i > 0 ? ", " : "");
        ci_buffer_add(out, ci_source_field(r->source, mapping->others[i]));
    }
    return out->size > 0 && !out->failed;
}

/* Tells what was assumed about the source, and which columns were found by
 * their Chinese headings: also where the import fails, for it may be why. */
static void tell_remarks(const ci_row_import *r)
{
    const ci_source_remark_text *remark;
    ci_buffer others = {0};

    for (size_t i = 0; (remark = ci_source_remark(r->source, i)); i++)
        ci_import_remark(r->import, "%s", remark->translated);
    if (!r->values) /* its columns are not settled */
        return;
    if (list_others(r, &others))
        ci_import_remark(r->import, others_format(r), others.text);
    ci_buffer_free(&others);
    for (uint32_t i = 0; i < r->table->column_count; i++)
        if (r->mapping.origins[i].is_by_heading)
            ci_import_remark(
                r->import, "field %s is taken as %s",
                ci_mapping_field(&r->mapping, r->table, i, r->source),
                r->table->columns[i].name);
}

static void keep_remark(ci_row_import *r, const char *english)
{
    ci_buffer_add(&r->scratch, r->scratch.size > 0 ? "; " : "");
    ci_buffer_add(&r->scratch, english);
}

static void keep_others(ci_row_import *r)
{
    char english[CIRCLET_MESSAGE_SIZE];
    ci_buffer others = {0};

    if (list_others(r, &others)) {
        snprintf(english, sizeof(english), others_format(r), others.text);
        ci_text_cut_at_character(english);
        keep_remark(r, english);
    }
    ci_buffer_free(&others);
}

/* The same for the city file: in one line and in English, for a city file
 * knows no language. */
static void keep_remarks(ci_row_import *r)
{
    const ci_source_remark_text *remark;

    r->scratch.size = 0;
    for (size_t i = 0; (remark = ci_source_remark(r->source, i)); i++)
        keep_remark(r, remark->english);
    keep_others(r);
    for (uint32_t i = 0; i < r->table->column_count; i++) {
        char english[CIRCLET_MESSAGE_SIZE];

        if (!r->mapping.origins[i].is_by_heading)
            continue;
        snprintf(english, sizeof(english), "field %s is taken as %s",
                 ci_mapping_field(&r->mapping, r->table, i, r->source),
                 r->table->columns[i].name);
        ci_text_cut_at_character(english);
        keep_remark(r, english);
    }
    if (r->scratch.size > 0)
        r->row.remark = r->scratch.text;
}

static void tell_estimates(const ci_row_import *r)
{
    if (r->rounded > 0)
        ci_import_remark(r->import,
                         "weights rounded to thousandths of a person: "
                         "%" PRIu64,
                         r->rounded);
    if (r->modelled > 0)
        ci_import_remark(r->import,
                         "rows of no whole number of people, which are taken "
                         "as modelled: %" PRIu64,
                         r->modelled);
    if (r->estimated > 0)
        ci_import_remark(r->import,
                         "buildings without dwellings, weighed by their "
                         "floors with %d m2 for a dwelling: %" PRIu64,
                         (int)CI_DWELLING_M2, r->estimated);
}

static circlet_status finish(ci_row_import *r, circlet_error *error)
{
    circlet_import_counts *counts = &r->import->counts;
    circlet_status status = CIRCLET_OK;

    if (r->import->layer == CIRCLET_LAYER_UNITS)
        status = ci_unit_rows_refuse_levels(r, error);
    if (status != CIRCLET_OK)
        return status;
    counts->rows += r->row.rows;
    counts->imported += r->row.imported;
    if (r->row.rows > 0 && r->row.imported == 0)
        return ci_fail(error, CIRCLET_E_DATA,
                       "%s: none of its %" PRIu64 " rows can be used: %s",
                       r->path, r->row.rows, r->first_rejection);
    status =
        ci_replaced_compare(&r->replaced, r->import, r->path, r->fid, error);
    if (status == CIRCLET_OK)
        status = ci_doubts_note_ages(r, error);
    if (status == CIRCLET_OK && r->import->layer == CIRCLET_LAYER_GRID)
        status = ci_doubts_note_cells(r, error);
    if (status == CIRCLET_OK)
        status = ci_doubts_note_words(r, error);
    if (status != CIRCLET_OK)
        return status;
    tell_estimates(r);
    keep_remarks(r);
    if (ci_record_has_failed(r))
        return ci_fail_nomem(error);
    return ci_source_row_finish(r->import, r->fid, &r->row, error);
}

circlet_status ci_import_rows(ci_import *import, const char *path,
                              double fraction, circlet_error *error)
{
    ci_row_import r = {.import = import,
                       .table = ci_layer_table_of(import->layer),
                       .path = path};
    circlet_status status = set_up(&r, error);

    if (status == CIRCLET_OK)
        status = import_all(&r, fraction, error);
    if (r.source && status != CIRCLET_E_CANCELLED)
        tell_remarks(&r);
    if (status == CIRCLET_OK)
        status = finish(&r, error);
    rows_free(&r);
    return status;
}
