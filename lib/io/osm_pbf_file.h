/*
 * The outer form of an OpenStreetMap .pbf file: blobs one after another,
 * each compressed on its own. Everything is held to the format's limits: 64
 * KiB for the header of a blob, 32 MiB for a blob.
 */
#ifndef CI_IO_OSM_PBF_FILE_H
#define CI_IO_OSM_PBF_FILE_H

#include <circlet/error.h>
#include <circlet/types.h>

#include <stdio.h>

typedef enum ci_blob_type {
    CI_BLOB_HEADER,
    CI_BLOB_DATA,
    CI_BLOB_OTHER /* to be passed over */
} ci_blob_type;

typedef struct ci_osm_pbf_file {
    FILE *file;
    const char *path; /* borrowed */
    uint64_t size; /* bytes of the file */
    uint64_t blob_at; /* where the blob last read starts */
    uint64_t next_at; /* and where the next one does */
    ci_blob_type type;
    uint8_t *packed; /* as it stands in the file */
    size_t packed_size, packed_capacity;
    uint8_t *bytes; /* the content of the blob, unpacked; none of OTHER */
    size_t byte_count, byte_capacity;
} ci_osm_pbf_file;

/*
 * Opens a file. `path` must outlive it. CIRCLET_E_INPUT if it cannot be
 * opened or is no regular file, CIRCLET_E_FORMAT if it is empty.
 */
circlet_status ci_osm_pbf_file_open(ci_osm_pbf_file *out, const char *path,
                                    circlet_error *error);
void ci_osm_pbf_file_close(ci_osm_pbf_file *file);

/* Goes back to the blob that starts at a byte; 0 is the first. */
circlet_status ci_osm_pbf_file_go_back(ci_osm_pbf_file *file, uint64_t at,
                                       circlet_error *error);

/*
 * Reads the next blob; *has_blob is false at the end. CIRCLET_E_FORMAT if
 * the file breaks off or is damaged, CIRCLET_E_UNSUPPORTED if a blob is
 * packed by other means than zlib; both name the file and the byte.
 */
circlet_status ci_osm_pbf_file_next(ci_osm_pbf_file *file, bool *has_blob,
                                    circlet_error *error);

/* Puts the file and the byte of its blob before the message of an error. */
circlet_status ci_osm_pbf_file_fail(const ci_osm_pbf_file *file,
                                    circlet_status status,
                                    circlet_error *error);

#endif
