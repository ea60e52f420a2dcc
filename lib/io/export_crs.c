#include "io/export_crs.h"

#include <string.h>

#include "base/error.h"

/* The id of a system that has no code of EPSG's. */
#define OWN_ID 100000

static circlet_status add_to_gpkg(ci_db *db, const ci_crs_text *text,
                                  int32_t id, circlet_error *error)
{
    ci_statement *insert = NULL;
    circlet_status status = ci_db_prepare(
        &insert, db,
        "INSERT OR IGNORE INTO gpkg_spatial_ref_sys (srs_name, srs_id, "
        "organization, organization_coordsys_id, definition) VALUES (?, ?, ?, "
        "?, ?)",
        error);

    if (status == CIRCLET_OK)
        status = ci_bind_text(insert, 1, text->name, error);
    if (status == CIRCLET_OK)
        status = ci_bind_int(insert, 2, id, error);
    if (status == CIRCLET_OK)
        status = ci_bind_text(
            insert, 3, text->authority ? text->authority : "NONE", error);
    if (status == CIRCLET_OK)
        status = ci_bind_int(insert, 4, id, error);
    if (status == CIRCLET_OK)
        status = ci_bind_text(insert, 5, text->wkt, error);
    if (status == CIRCLET_OK)
        status = ci_statement_step(insert, NULL, error);
    ci_statement_free(insert);
    return status;
}

/* SpatiaLite knows those of EPSG; a city has some of them already. */
static circlet_status add_to_spatialite(ci_db *db, const char *crs, int32_t id,
                                        circlet_error *error)
{
    ci_buffer find = {0}, insert = {0};
    int64_t known = 0;
    circlet_status status = CIRCLET_OK;

    ci_buffer_add(&find, "SELECT count(*) FROM spatial_ref_sys WHERE srid = ");
    ci_buffer_add_int(&find, id);
    ci_buffer_add(&insert, "SELECT InsertEpsgSrid(");
    ci_buffer_add_int(&insert, id);
    ci_buffer_add(&insert, ")");
    if (find.failed || insert.failed)
        status = ci_fail_nomem(error);
    else if (id != OWN_ID)
        status = ci_db_query_int(&known, db, find.text, error);
    if (status == CIRCLET_OK && id != OWN_ID && !known)
        status = ci_db_query_int(&known, db, insert.text, error);
    ci_buffer_free(&find);
    ci_buffer_free(&insert);
    if (status == CIRCLET_OK && !known)
        status = ci_fail(error, CIRCLET_E_CRS,
                         "SpatiaLite does not know the coordinate system "
                         "'%s'; write a .gpkg",
                         crs);
    return status;
}

circlet_status ci_export_crs(ci_transform **back, ci_crs_text *text, ci_db *db,
                             const char *crs, circlet_error *error)
{
    int32_t id;
    circlet_status status =
        ci_crs_describe(text, crs ? crs : "EPSG:4326", error);

    if (status != CIRCLET_OK || !crs || text->code == 4326)
        return status;
    id = text->authority && strcmp(text->authority, "EPSG") == 0 &&
                 text->code > 0
             ? text->code
             : OWN_ID;
    status = ci_transform_new(back, crs, error);
    if (status == CIRCLET_OK)
        status = ci_db_container(db) == &ci_container_gpkg
                     ? add_to_gpkg(db, text, id, error)
                     : add_to_spatialite(db, crs, id, error);
    if (status == CIRCLET_OK)
        ci_db_set_srs_id(db, id);
    return status;
}
