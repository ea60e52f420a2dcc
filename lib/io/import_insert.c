#include "io/import_insert.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "io/container.h"
#include "io/import_entrance.h"
#include "io/import_services.h"

/* ---- setting up --------------------------------------------------------- */

/* A column that the source does not give stays NULL, unless it has a default
 * or is made from others. */
static bool is_inserted(const ci_row_import *r, uint32_t i)
{
    const ci_layer_column *column = &r->table->columns[i];

    return ci_layer_is_stored(column) &&
           (ci_mapping_has(&r->mapping, i) || column->missing ||
            r->import->options.id_key ||
            (r->import->layer == CIRCLET_LAYER_PEOPLE &&
             strcmp(column->name, "modelled") == 0) ||
            (r->table->place == CI_PLACE_BUILDING &&
             column->type == CI_VALUE_REAL));
}

static void add_name(ci_buffer *names, ci_buffer *marks, const char *name)
{
    ci_buffer_add(names, marks->size > 0 ? ", " : "");
    ci_buffer_add(names, name);
    ci_buffer_add(marks, marks->size > 0 ? ", ?" : "?");
}

/* IGNORE: a row whose key is there is looked at afterwards, so that the rows
 * of which that is not so need no search. */
static circlet_status prepare_insert(ci_row_import *r, circlet_error *error)
{
    ci_buffer names = {0}, marks = {0};
    circlet_status status;

    ci_buffer_add(&names, "INSERT OR IGNORE INTO ");
    ci_buffer_add(&names, r->table->table);
    ci_buffer_add(&names, " (");
    add_name(&names, &marks, "attributes, source, source_row");
    ci_buffer_add(&marks, ", ?, ?");
    if (r->table->place != CI_PLACE_NONE)
        add_name(&names, &marks, "geom");
    if (ci_layer_has_areas(r->table)) {
        add_name(&names, &marks, "lon");
        add_name(&names, &marks, "lat");
    }
    for (uint32_t i = 0; i < r->table->column_count; i++)
        if (is_inserted(r, i))
            add_name(&names, &marks,
                     ci_layer_stored_name(&r->table->columns[i]));
    ci_buffer_add(&names, ") VALUES (");
    if (!marks.failed)
        ci_buffer_add(&names, marks.text);
    ci_buffer_add(&names, ")");
    status = names.failed || marks.failed
                 ? ci_fail_nomem(error)
                 : ci_db_prepare(&r->insert, r->import->db, names.text, error);
    ci_buffer_free(&names);
    ci_buffer_free(&marks);
    return status;
}

static circlet_status prepare_find(ci_row_import *r, circlet_error *error)
{
    ci_buffer sql = {0};
    circlet_status status;

    ci_buffer_add(&sql, "SELECT t.source, t.source_row, s.file FROM ");
    ci_buffer_add(&sql, r->table->table);
    ci_buffer_add(&sql,
                  " AS t LEFT JOIN source AS s ON s.fid = t.source WHERE t.");
    ci_buffer_add(&sql, r->table->key);
    ci_buffer_add(&sql, " = ?");
    status = sql.failed
                 ? ci_fail_nomem(error)
                 : ci_db_prepare(&r->find, r->import->db, sql.text, error);
    ci_buffer_free(&sql);
    return status;
}

circlet_status ci_insert_set_up(ci_row_import *r, circlet_error *error)
{
    circlet_status status = prepare_insert(r, error);

    if (status == CIRCLET_OK && r->table->key)
        status = prepare_find(r, error);
    if (status == CIRCLET_OK && r->import->layer == CIRCLET_LAYER_ENTRANCES)
        status = ci_entrance_set_up(r, error);
    if (status == CIRCLET_OK && r->import->layer == CIRCLET_LAYER_FACILITIES)
        status = ci_db_prepare(
            &r->insert_service, r->import->db,
            "INSERT INTO facility_service (facility, service, places, beds, "
            "occupied) VALUES (?, ?, ?, ?, ?)",
            error);
    return status;
}

/* ---- inserting ---------------------------------------------------------- */

static circlet_status bind_geometry(ci_row_import *r, int position,
                                    circlet_error *error)
{
    r->blob.size = 0;
    if (r->table->place == CI_PLACE_PERHAPS && !r->has_point)
        return ci_bind_null(r->insert, position, error);
    if (!ci_layer_has_areas(r->table)) {
        ci_container_write_point(r->import->db, &r->blob, r->at);
    } else if (r->shape->type == CI_GEOMETRY_AREA) {
        circlet_area area = ci_geometry_area(r->shape);

        ci_container_write_area(r->import->db, &r->blob, &area);
    } else {
        return ci_bind_null(r->insert, position, error);
    }
    if (r->blob.failed)
        return ci_fail_nomem(error);
    return ci_bind_blob(r->insert, position, r->blob.text, r->blob.size,
                        error);
}

static circlet_status bind_origin(ci_row_import *r, const ci_record *record,
                                  circlet_error *error)
{
    circlet_status status;

    r->attributes.size = 0;
    ci_mapping_add_attributes(&r->mapping, r->source, record, &r->attributes);
    if (r->attributes.failed)
        return ci_fail_nomem(error);
    status = ci_bind_text(r->insert, 1,
                          r->attributes.size > 0 ? r->attributes.text : NULL,
                          error);
    if (status == CIRCLET_OK)
        status = ci_bind_int(r->insert, 2, r->fid, error);
    if (status == CIRCLET_OK)
        status = ci_bind_int(r->insert, 3, (int64_t)record->row, error);
    return status;
}

static circlet_status bind_place(ci_row_import *r, int *position,
                                 circlet_error *error)
{
    circlet_status status;

    if (r->table->place == CI_PLACE_NONE)
        return CIRCLET_OK;
    status = bind_geometry(r, (*position)++, error);
    if (!ci_layer_has_areas(r->table))
        return status;
    if (status == CIRCLET_OK)
        status = ci_bind_double(r->insert, (*position)++,
                                r->has_point ? r->at.lon : (double)NAN, error);
    if (status == CIRCLET_OK)
        status = ci_bind_double(r->insert, (*position)++,
                                r->has_point ? r->at.lat : (double)NAN, error);
    return status;
}

static circlet_status insert_services(ci_row_import *r, circlet_error *error)
{
    uint32_t services;

    if (r->import->layer != CIRCLET_LAYER_FACILITIES)
        return CIRCLET_OK;
    services = ci_layer_find_column(r->table, "services");
    if (r->values[services].state != CI_VALUE_IS_TEXT)
        return CIRCLET_OK;
    return ci_services_write(r->insert_service, r->values[0].text.text,
                             r->values[services].text.text, error);
}

circlet_status ci_insert_record(ci_row_import *r, const ci_record *record,
                                bool *is_twin, circlet_error *error)
{
    circlet_status status = bind_origin(r, record, error);
    int position = 4;

    if (status == CIRCLET_OK)
        status = bind_place(r, &position, error);
    for (uint32_t i = 0; i < r->table->column_count && status == CIRCLET_OK;
         i++)
        if (is_inserted(r, i))
            status =
                ci_value_bind(r->insert, position++, &r->values[i], error);
    if (status == CIRCLET_OK)
        status = ci_statement_step(r->insert, NULL, error);
    if (status != CIRCLET_OK)
        return status;
    *is_twin = ci_db_changes(r->import->db) == 0;
    return *is_twin ? CIRCLET_OK : insert_services(r, error);
}

/* ---- the other row ------------------------------------------------------ */

/* The statement stands at the row that has the key already. */
static void say_twin(ci_row_import *r, const char *key)
{
    bool is_person = r->import->layer == CIRCLET_LAYER_PEOPLE;
    ci_buffer *reason = ci_record_blame(r, 0, "duplicate");
    const char *file = ci_column_text(r->find, 2);
    int64_t row = ci_column_int(r->find, 1);

    if (is_person && ci_column_int(r->find, 0) == r->fid)
        ci_reason_add(reason, "its id stands in row %" PRId64 " already", row);
    else if (is_person)
        ci_reason_add(reason, "its id stands in %s, row %" PRId64 " already",
                      file ? file : "an unnamed source", row);
    else if (ci_column_int(r->find, 0) == r->fid)
        ci_reason_add(reason, "%s '%s' stands in row %" PRId64 " already",
                      r->table->key, key, row);
    else if (file)
        ci_reason_add(reason, "%s '%s' stands in %s, row %" PRId64 " already",
                      r->table->key, key, file, row);
    else
        ci_reason_add(reason,
                      "%s '%s' stands in an unnamed source, row %" PRId64
                      " already",
                      r->table->key, key, row);
}

circlet_status ci_insert_blame_twin(ci_row_import *r, circlet_error *error)
{
    const char *key = r->values[0].text.text;
    bool has_row = false;
    circlet_status status;

    if (!r->find)
        return CIRCLET_OK;
    status = ci_bind_text(r->find, 1, key, error);
    if (status == CIRCLET_OK)
        status = ci_statement_step(r->find, &has_row, error);
    if (status != CIRCLET_OK || !has_row)
        return status;
    say_twin(r, key);
    ci_statement_reset(r->find);
    return CIRCLET_OK;
}
