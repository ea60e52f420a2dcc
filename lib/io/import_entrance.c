#include "io/import_entrance.h"

#include "base/error.h"
#include "geo/geodesic.h"
#include "io/container.h"

/* Hospitals and their parks are smaller than this. */
#define FAR_M 1000.0

circlet_status ci_entrance_set_up(ci_row_import *r, circlet_error *error)
{
    return ci_db_prepare(&r->find, r->import->db,
                         "SELECT geom FROM facility WHERE id = ?", error);
}

static circlet_status measure(ci_row_import *r, circlet_error *error)
{
    int32_t srs_id = 0;
    circlet_status status =
        ci_container_read(&r->facility, &srs_id, r->find, 0, error);

    r->off_m = 0.0;
    if (status == CIRCLET_OK && r->facility.type == CI_GEOMETRY_POINT) {
        const circlet_point line[] = {r->at, r->facility.points[0]};

        r->off_m = ci_geodesic_length_m(line, 2);
    }
    return status;
}

circlet_status ci_entrance_check(ci_row_import *r, circlet_error *error)
{
    uint32_t column = ci_layer_find_column(r->table, "facility");
    const char *facility = r->values[column].text.text;
    bool has_row = false;
    circlet_status status = ci_bind_text(r->find, 1, facility, error);

    if (status == CIRCLET_OK)
        status = ci_statement_step(r->find, &has_row, error);
    if (status == CIRCLET_OK && has_row)
        status = measure(r, error);
    else if (status == CIRCLET_OK)
        ci_reason_add(ci_record_blame(r, column, "unknown_facility"),
                      "facility '%s' is not in the city", facility);
    if (status == CIRCLET_OK && has_row)
        status = ci_statement_step(r->find, &has_row, error);
    return status;
}

void ci_entrance_doubt(ci_row_import *r, uint64_t row)
{
    uint32_t column = ci_layer_find_column(r->table, "facility");
    char metres[CI_NUMBER_SIZE];

    if (r->off_m <= FAR_M)
        return;
    ci_format_fixed(metres, r->off_m, 0);
    ci_reason_add(ci_record_blame(r, column, "far_off"),
                  "it lies %s m from facility '%s'", metres,
                  r->values[column].text.text);
    ci_record_note(r, row, CIRCLET_ROW_DOUBTFUL);
}
