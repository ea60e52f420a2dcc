/*
 * The container of a city or of an export: what stores geometries in a
 * SQLite file and registers its layers. There are two, GeoPackage and
 * SpatiaLite; which one a database is, the database knows.
 */
#ifndef CI_IO_CONTAINER_H
#define CI_IO_CONTAINER_H

#include "geo/area.h"
#include "geo/crs.h"
#include "io/sqlite.h"
#include "io/wkb.h"

/* What a container does; two constants of this type are all there are. */
typedef struct ci_container {
    const char *suffix; /* of its files */
    const char *tables_sql; /* of ci_container_tables_sql() */
    size_t srs_offset; /* of the SRS id in a geometry, 4 bytes, low first */
    /* Makes the container's own tables in an empty file. */
    circlet_status (*start)(ci_db *db, circlet_error *error);
    /* What every connection to such a file needs, also one that reads. */
    circlet_status (*open)(ci_db *db, circlet_error *error);
    circlet_status (*register_tables)(ci_db *db, circlet_error *error);
    circlet_status (*touch_table)(ci_db *db, const char *table,
                                  circlet_error *error);
    void (*write_point)(ci_buffer *out, circlet_point at);
    void (*write_line)(ci_buffer *out, const circlet_point *points,
                       size_t count);
    void (*write_area)(ci_buffer *out, const circlet_area *area);
    circlet_status (*read)(ci_geometry *out, int32_t *out_srs_id,
                           const void *bytes, size_t size,
                           circlet_error *error);
} ci_container;

/* "GPKG", the application id of every GeoPackage. */
#define CI_GPKG_APPLICATION_ID 0x47504B47

extern const ci_container ci_container_gpkg;
extern const ci_container ci_container_spatialite;

/* The container that a file is to have by its suffix (any case of letters);
 * NULL: neither. */
const ci_container *ci_container_by_name(const char *path);

/* Makes an empty file one of this container; later calls follow it. */
circlet_status ci_container_start(ci_db *db, const ci_container *container,
                                  circlet_error *error);

/* Finds out which container a file has, which later calls follow. *found is
 * false if it has neither. */
circlet_status ci_container_find(bool *found, ci_db *db, circlet_error *error);

/* Makes a file whose container was found ready. CIRCLET_E_UNSUPPORTED:
 * SpatiaLite, and its module is not there. */
circlet_status ci_container_open(ci_db *db, circlet_error *error);

/* Registers every table of the file that is not yet: as a layer in WGS 84, or
 * what ci_db_set_srs_id() said, if
 * it has a column `geom`, of that column's declared type, else as one of
 * attributes. */
circlet_status ci_container_register_tables(ci_db *db, circlet_error *error);

/* Says that the rows of a registered table were changed: its extent is
 * computed anew, and its time is that of SOURCE_DATE_EPOCH, else 1970. */
circlet_status ci_container_touch_table(ci_db *db, const char *table,
                                        circlet_error *error);

/*
 * A query that gives the file's tables in the order of their names, without
 * the table `circlet` and the container's own: name, then west, south, east
 * and north of its geometries as the file has them noted, or NULL.
 */
const char *ci_container_tables_sql(const ci_db *db);

/* Appends a geometry as the file stores it: areas as multipolygons, SRS id
 * 4326. */
void ci_container_write_point(const ci_db *db, ci_buffer *out,
                              circlet_point at);
void ci_container_write_line(const ci_db *db, ci_buffer *out,
                             const circlet_point *points, size_t count);
void ci_container_write_area(const ci_db *db, ci_buffer *out,
                             const circlet_area *area);

/* Reads the geometry in a column, which is not NULL: as ci_gpkg_read(). */
circlet_status ci_container_read(ci_geometry *out, int32_t *out_srs_id,
                                 ci_statement *rows, int position,
                                 circlet_error *error);

/*
 * Gives SQL the function circlet_geometry(): a geometry of a file with the
 * container `from` as this file stores it, in its reference system. `back`
 * turns degrees into that, and must outlive the file; NULL: they stay.
 */
circlet_status ci_container_add_conversion(ci_db *db, const ci_container *from,
                                           const ci_transform *back,
                                           circlet_error *error);

/* ---- for the containers ------------------------------------------------- */

/* Grows a box by all geometries of a table. */
circlet_status ci_container_box(ci_box *box, ci_db *db, const char *table,
                                circlet_error *error);

#define CI_TIME_SIZE sizeof("1970-01-01T00:00:00.000Z")

/* The time that files say they were changed at. */
void ci_container_time(char out[CI_TIME_SIZE]);

#endif
