/*
 * The bytes of a file that may be packed. A reader takes no more of what it
 * unpacks than it is asked for, however much there would be.
 */
#ifndef CI_IO_ELEVATION_BYTES_H
#define CI_IO_ELEVATION_BYTES_H

#include <circlet/error.h>
#include <circlet/types.h>

/* What was read: up to `max` bytes, which the caller frees; more would have
 * come if `size` is `max`. */
typedef struct ci_tile_bytes {
    unsigned char *bytes;
    size_t size;
    char name[64]; /* of the tile: "N42E001.hgt" */
} ci_tile_bytes;

/* gzip: CIRCLET_E_FORMAT if it is none, cut short or damaged. */
circlet_status ci_tile_read_gz(ci_tile_bytes *out, const char *path,
                               size_t max, circlet_error *error);

/* The one .hgt file of a zip archive: CIRCLET_E_FORMAT if there is none, or
 * more than one, or it is damaged; CIRCLET_E_UNSUPPORTED if it has a
 * password, or if circlet was built without libzip. */
circlet_status ci_tile_read_zip(ci_tile_bytes *out, const char *path,
                                size_t max, circlet_error *error);

#endif
