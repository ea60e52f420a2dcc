/* The record of a source: which file, its hash, how many of its rows. */
#ifndef CI_IO_IMPORT_SOURCE_H
#define CI_IO_IMPORT_SOURCE_H

#include "base/arena.h"
#include "base/id_map.h"
#include "base/sha256.h"
#include "io/import.h"

typedef struct ci_source_row {
    const char *file; /* without its folder; borrowed */
    uint64_t rows, imported, rejected;
    bool is_roads; /* the two below are known */
    uint64_t turn_restrictions, nodes_missing;
    const char *remark; /* or NULL */
} ci_source_row;

/* The path without its folder, borrowed: "b.gpkg:layer" of "a/b.gpkg:layer"
 * (the layer stays, the file is what has a folder). */
const char *ci_source_base_name(const char *path);

/* The hash of the bytes of a source; of a shapefile all of its files. */
circlet_status ci_source_hash(char out[65], const char *path,
                              circlet_error *error);

/* Adds a row to the table `source` whose counts are written later. */
circlet_status ci_source_row_add(int64_t *out_fid, ci_import *import,
                                 const char *path, circlet_error *error);
circlet_status ci_source_row_finish(ci_import *import, int64_t fid,
                                    const ci_source_row *row,
                                    circlet_error *error);

/* What an earlier source of the same name held. Starts as {0}. */
typedef struct ci_source_keys {
    char sha256[CI_SHA256_TEXT_SIZE];
    ci_name_map *map; /* of the ids or codes of its rows */
    ci_arena texts;
    uint32_t count; /* 0: there was none, or it had no row */
} ci_source_keys;

void ci_source_keys_free(ci_source_keys *keys);

/* Removes the rows of a layer's table that came from a file of the same
 * name, counts them in the import's `replaced` and lists them in `keys`,
 * which must be {0} and which the caller frees, after a failure too. */
circlet_status ci_source_remove(ci_source_keys *keys, ci_import *import,
                                const char *path, circlet_error *error);

/* CIRCLET_E_DATA unless the file is, byte for byte, the one that the keys
 * are of: not one of them is in it, so it would replace what it knows
 * nothing of. */
circlet_status ci_source_check_same(const ci_source_keys *keys,
                                    const ci_import *import, const char *path,
                                    circlet_error *error);

#endif
