/* What an earlier source of the same file name held, and how the rows that
 * take its place differ from it. */
#ifndef CI_IO_IMPORT_REPLACED_H
#define CI_IO_IMPORT_REPLACED_H

#include "base/arena.h"
#include "base/id_map.h"
#include "base/sha256.h"
#include "io/import.h"

/*
 * Starts as {0}. Of each row that was replaced its id or code is kept, if
 * the layer has one, and a digest of 64 bits of all else: memory grows with
 * the rows that are replaced alone.
 */
typedef struct ci_replaced {
    char sha256[CI_SHA256_TEXT_SIZE];
    bool was_there; /* there was such a source */
    ci_name_map *keys; /* to positions in `digests`; NULL: no keys */
    ci_arena texts;
    uint64_t *digests;
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
 * counts in the import those that entered, left and changed. CIRCLET_E_DATA
 * if none of the earlier ids or codes is there any more, unless the file
 * is, byte for byte, the earlier one: it would replace what it knows nothing
 * of.
 */
circlet_status ci_replaced_compare(ci_replaced *replaced, ci_import *import,
                                   const char *path, int64_t fid,
                                   circlet_error *error);

#endif
