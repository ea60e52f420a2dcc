/* The record of a source: which file, its hash, how many of its rows. */
#ifndef CI_IO_IMPORT_SOURCE_H
#define CI_IO_IMPORT_SOURCE_H

#include "io/import.h"

typedef struct ci_source_row {
    const char *file; /* without its folder; borrowed */
    uint64_t rows, imported, rejected, repaired, doubtful;
    bool is_roads; /* the three below are known */
    uint64_t turn_restrictions, turn_restrictions_used, nodes_missing;
    const char *remark; /* or NULL */
} ci_source_row;

/* The path without its folder, borrowed: "b.gpkg:layer" of "a/b.gpkg:layer"
 * (the layer stays, the file is what has a folder). */
const char *ci_source_base_name(const char *path);

/* The hash of the bytes of a source and, unless NULL, how many they are; of
 * a shapefile all of its files. */
circlet_status ci_source_hash(char out[65], uint64_t *out_size,
                              const char *path, circlet_error *error);

/* Adds a row to the table `source` whose counts are written later. */
circlet_status ci_source_row_add(int64_t *out_fid, ci_import *import,
                                 const char *path, circlet_error *error);
circlet_status ci_source_row_finish(ci_import *import, int64_t fid,
                                    const ci_source_row *row,
                                    circlet_error *error);

#endif
