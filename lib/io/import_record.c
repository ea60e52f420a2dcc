/* Each check that fails leaves its reason. */
#include "io/import_record.h"

#include <inttypes.h>
#include <math.h>

#include "base/error.h"
#include "base/id_map.h"
#include "geo/polygon.h"
#include "io/import_privacy.h"
#include "io/import_services.h"

static void refuse_mobile_number(ci_row_import *r, const ci_record *record,
                                 const uint32_t *fields, size_t count)
{
    for (size_t i = 0; i < count && r->reason.size == 0; i++) {
        const char *value = record->values[fields[i]];

        if (value && ci_is_mobile_number(value))
            ci_reason_add(&r->reason,
                          "%s is a mobile phone number, which is not taken",
                          ci_source_field(r->source, fields[i]));
    }
}

/* What is kept as it comes and says of nothing what it is: an id may have
 * as many digits as a phone number, a household is often told by one. */
static void holds_no_phone(ci_row_import *r, const ci_record *record)
{
    const ci_mapping *mapping = &r->mapping;
    const ci_column_origin *household =
        &mapping->origins[ci_layer_find_column(r->table, "household")];

    refuse_mobile_number(r, record, mapping->others, mapping->other_count);
    refuse_mobile_number(r, record, household->fields, household->field_count);
}

static void names_nobody(ci_row_import *r, const ci_record *record)
{
    for (size_t i = 0; i < ci_source_field_count(r->source); i++)
        if (record->values[i] && ci_is_identity_number(record->values[i])) {
            ci_reason_add(&r->reason,
                          "%s is an identity number, which is not taken",
                          ci_source_field(r->source, i));
            return;
        }
    holds_no_phone(r, record);
}

static void parse_columns(ci_row_import *r, const ci_record *record)
{
    for (uint32_t i = 0; i < r->table->column_count; i++) {
        ci_layer_column column = r->table->columns[i];
        const char *cell =
            ci_mapping_cell(&r->mapping, r->table, i, record, &r->scratch);

        if (i == r->lon || i == r->lat) {
            column.is_needed &= ci_mapping_has(&r->mapping, i);
            if (r->transform) {
                column.min = -1e12;
                column.max = 1e12;
            }
        }
        if (!ci_value_parse(&r->values[i], &column, cell, &r->reason))
            return;
    }
}

static void check_dates(ci_row_import *r)
{
    uint32_t opened = ci_layer_find_column(r->table, "opened");
    uint32_t closed = ci_layer_find_column(r->table, "closed");

    if (opened == CI_NOWHERE || r->values[opened].state == CI_VALUE_IS_NULL ||
        r->values[closed].state == CI_VALUE_IS_NULL ||
        r->values[closed].whole >= r->values[opened].whole)
        return;
    ci_reason_add(&r->reason, "closed %s is before opened %s",
                  r->values[closed].text.text, r->values[opened].text.text);
}

static void check_services(ci_row_import *r)
{
    uint32_t services = ci_layer_find_column(r->table, "services");

    if (services != CI_NOWHERE &&
        r->values[services].state == CI_VALUE_IS_TEXT)
        ci_services_check(r->values[services].text.text, &r->reason);
}

static bool is_on_earth(circlet_point at)
{
    return fabs(at.lon) <= 180.0 && fabs(at.lat) <= 90.0;
}

static void say_off_earth(ci_row_import *r, circlet_point at)
{
    char lon[CI_NUMBER_SIZE], lat[CI_NUMBER_SIZE];

    ci_format_double(lon, at.lon);
    ci_format_double(lat, at.lat);
    ci_reason_add(&r->reason,
                  "its geometry lies at %s,%s, which is no longitude and "
                  "latitude",
                  lon, lat);
}

/* The columns lon and lat, or else the geometry if it is a point. */
static bool find_point(ci_row_import *r, const ci_record *record,
                       circlet_point *out)
{
    const ci_value *lon = &r->values[r->lon], *lat = &r->values[r->lat];
    circlet_error error = {CIRCLET_OK, ""};

    if (lon->state == CI_VALUE_IS_REAL && lat->state == CI_VALUE_IS_REAL) {
        *out = (circlet_point){lon->real, lat->real};
        if (r->transform &&
            ci_transform_points(r->transform, out, 1, &error) != CIRCLET_OK) {
            ci_buffer_add(&r->reason, error.message);
            return false;
        }
    } else if (record->geometry->type == CI_GEOMETRY_POINT) {
        *out = record->geometry->points[0];
    } else {
        return false;
    }
    if (is_on_earth(*out))
        return true;
    say_off_earth(r, *out);
    return false;
}

static void check_area(ci_row_import *r, const ci_record *record)
{
    for (size_t i = 0; i < record->geometry->point_count; i++)
        if (!is_on_earth(record->geometry->points[i])) {
            say_off_earth(r, record->geometry->points[i]);
            return;
        }
}

/* Why the record cannot be used stands in `reason`, if anything does. */
void ci_record_check(ci_row_import *r, const ci_record *record,
                     circlet_point *point, bool *has_point)
{
    ci_geometry_type type = record->geometry->type;

    *has_point = false;
    if (record->problem)
        ci_buffer_add(&r->reason, record->problem);
    else if (r->import->layer == CIRCLET_LAYER_PEOPLE)
        names_nobody(r, record);
    if (r->reason.size == 0)
        parse_columns(r, record);
    if (r->reason.size == 0)
        check_dates(r);
    if (r->reason.size == 0)
        check_services(r);
    if (r->reason.size > 0)
        return;
    if (r->table->has_areas && type == CI_GEOMETRY_LINE)
        ci_reason_add(&r->reason, "its geometry is a line");
    else if (r->table->has_areas && type == CI_GEOMETRY_AREA)
        check_area(r, record);
    else
        *has_point = find_point(r, record, point);
    if (!*has_point && !r->table->has_areas && r->reason.size == 0)
        ci_reason_add(&r->reason, "it has no lon and lat and no point");
}

/* The statement stands at the row that has the key already. */
static void say_twin(ci_row_import *r, const char *key)
{
    const char *file = ci_column_text(r->find, 2);
    int64_t row = ci_column_int(r->find, 1);

    if (ci_column_int(r->find, 0) == r->fid)
        ci_reason_add(&r->reason, "%s '%s' stands in row %" PRId64 " already",
                      r->table->key, key, row);
    else if (file)
        ci_reason_add(&r->reason,
                      "%s '%s' stands in %s, row %" PRId64 " already",
                      r->table->key, key, file, row);
    else
        ci_reason_add(&r->reason,
                      "%s '%s' stands in an unnamed source, row %" PRId64
                      " already",
                      r->table->key, key, row);
}

circlet_status ci_record_find_twin(ci_row_import *r, const char *key,
                                   circlet_error *error)
{
    bool has_row = false;
    circlet_status status = ci_bind_text(r->find, 1, key, error);

    if (status == CIRCLET_OK)
        status = ci_statement_step(r->find, &has_row, error);
    if (status != CIRCLET_OK || !has_row)
        return status;
    say_twin(r, key);
    ci_statement_reset(r->find);
    return CIRCLET_OK;
}

/* An area that cannot be used would leave a hole in the city, so it is no
 * matter of one row. */
circlet_status ci_record_check_area(const ci_row_import *r,
                                    const ci_record *record, const char *key,
                                    circlet_error *error)
{
    circlet_area area = ci_geometry_area(record->geometry);
    circlet_error why = {CIRCLET_OK, ""};
    circlet_status status = ci_polygon_check(&area, &why);

    if (status == CIRCLET_OK)
        return CIRCLET_OK;
    if (status == CIRCLET_E_NOMEM)
        return ci_fail_nomem(error);
    return ci_fail(error, status, "%s: row %" PRIu64 ": unit '%s': %s",
                   r->path, record->row, key, why.message);
}
