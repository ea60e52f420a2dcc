/* From one row of a table of a city file to a record. */
#ifndef CI_IO_READ_ROW_H
#define CI_IO_READ_ROW_H

#include <circlet/city.h>

#include "io/container.h"
#include "io/sqlite.h"

/* What reading a city needs, and leaves from one row to the next. Starts as
 * {0} with a path. */
typedef struct ci_city_reader {
    const char *path;
    ci_db *db;
    ci_statement *rows;
    ci_statement *services; /* of one facility */
    ci_statement *accesses; /* the same */
    circlet_city_builder *builder;
    ci_geometry geometry;
    circlet_service_record *service_records;
    ci_buffer service_names; /* ends in 0 each */
    size_t service_count, service_capacity;
    circlet_point *access_points;
    size_t access_count, access_capacity;
    const circlet_progress *progress;
    uint64_t row_count;
    uint32_t thread_count;
} ci_city_reader;

/* Frees what it holds, its connection and builder too. */
void ci_city_reader_clear(ci_city_reader *reader);

/* Adds the row that `rows` stands at to the builder; columns are those that
 * lib/io/read_city.c asks for. */
circlet_status ci_read_unit_row(ci_city_reader *reader, circlet_error *error);
circlet_status ci_read_demand_row(ci_city_reader *reader,
                                  circlet_error *error);
circlet_status ci_read_facility_row(ci_city_reader *reader,
                                    circlet_error *error);
circlet_status ci_read_site_row(ci_city_reader *reader, circlet_error *error);
circlet_status ci_read_venue_row(ci_city_reader *reader, circlet_error *error);
circlet_status ci_read_waiver_row(ci_city_reader *reader,
                                  circlet_error *error);

#endif
