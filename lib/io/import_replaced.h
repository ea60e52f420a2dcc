/* What an earlier source of the same file name held, and how the rows that
 * take its place differ from it. */
#ifndef CI_IO_IMPORT_REPLACED_H
#define CI_IO_IMPORT_REPLACED_H

#include "base/arena.h"
#include "base/id_map.h"
#include "base/sha256.h"
#include "io/import.h"

/* A row that was replaced. */
typedef struct ci_replaced_row {
    uint64_t digest; /* of all but its key */
    const char *id; /* NULL: the layer has none */
    float lon, lat; /* of an id; NaN: not at a point */
    uint32_t row; /* of the earlier source */
    uint32_t next; /* the next of the same key, or CI_NOWHERE */
    uint32_t last; /* of the first of a key: the last */
    bool is_met; /* a row of the new source took its place */
} ci_replaced_row;

/*
 * Starts as {0}. A row is found again by its id or code; where the layer has
 * none, by the group that a total is of, a waiver's rule, unit and document,
 * or the place of a cell or building. Some 50 bytes a row are kept beside
 * its id: memory grows with the rows that are replaced alone.
 */
typedef struct ci_replaced {
    char sha256[CI_SHA256_TEXT_SIZE];
    bool was_there; /* there was such a source */
    bool has_ids; /* the layer's rows have ids or codes */
    ci_id_map *keys; /* digests of keys to positions in `rows` */
    ci_arena texts;
    ci_replaced_row *rows;
    size_t count, capacity;
} ci_replaced;

void ci_replaced_free(ci_replaced *replaced);

/* Removes the rows of the import's layer that came from a file of the same
 * name, counts them in the import's `replaced` and lists them in `replaced`,
 * which must be {0} and which the caller frees, after a failure too. */
circlet_status ci_replaced_remove(ci_replaced *replaced, ci_import *import,
                                  const char *path, circlet_error *error);

/*
 * Compares them with the rows of the source `fid`, which are all there:
 * counts in the import those that entered, left and changed, and tells each.
 * A remark says if most lie elsewhere now, or, in a layer without ids, if
 * nothing of the earlier ones is there any more. CIRCLET_E_DATA
 * if none of the earlier ids or codes is there any more, unless the file
 * is, byte for byte, the earlier one: it would replace what it knows nothing
 * of.
 */
circlet_status ci_replaced_compare(ci_replaced *replaced, ci_import *import,
                                   const char *path, int64_t fid,
                                   circlet_error *error);

#endif
