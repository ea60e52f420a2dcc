/*
 * Tiles of the Shuttle Radar Topography Mission: USGS, "SRTM Topography"
 * (documentation of SRTM version 2.1, section 2.1.1): big-endian integers of
 * 16 bits, rows from the north, -32768 where nothing is known; the name is
 * that of the middle of the south-west sample, and neighbours share a row.
 */
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "base/error.h"
#include "io/elevation_bytes.h"
#include "io/elevation_file.h"
#include "io/whole_file.h"

#define FINE_SIDE 3601 /* 1 arc-second */
#define COARSE_SIDE 1201 /* 3 arc-seconds */
#define HEIGHT_SIZE ((size_t)2)

/* One byte more than the largest tile, so that a larger file is told. */
#define TILE_MAX ((size_t)FINE_SIDE * FINE_SIDE * HEIGHT_SIZE + 1)

/* ---- bytes -------------------------------------------------------------- */

static circlet_status read_plain(ci_tile_bytes *out, const char *path,
                                 size_t max, circlet_error *error)
{
    ci_tile_bytes read = {.bytes = NULL};
    circlet_status status = ci_check_readable(path, error);
    FILE *file;

    if (status != CIRCLET_OK)
        return status;
    file = fopen(path, "rb");
    if (!file)
        return ci_fail(error, CIRCLET_E_INPUT, "%s: %s", path,
                       strerror(errno));
    read.bytes = malloc(max);
    if (!read.bytes) {
        fclose(file);
        return ci_fail_nomem(error);
    }
    errno = 0;
    read.size = fread(read.bytes, 1, max, file);
    if (ferror(file)) {
        status = ci_fail(error, CIRCLET_E_IO, "%s: %s", path, strerror(errno));
        free(read.bytes);
        fclose(file);
        return status;
    }
    fclose(file);
    *out = read;
    return CIRCLET_OK;
}

static circlet_status read_bytes(ci_tile_bytes *out, const char *path,
                                 circlet_error *error)
{
    const char *slash = strrchr(path, '/'), *end = strrchr(path, '.');
    circlet_status status;

    if (strcasecmp(end, ".zip") == 0)
        return ci_tile_read_zip(out, path, TILE_MAX, error);
    status = strcasecmp(end, ".gz") == 0
                 ? ci_tile_read_gz(out, path, TILE_MAX, error)
                 : read_plain(out, path, TILE_MAX, error);
    if (status == CIRCLET_OK)
        strncat(out->name, slash ? slash + 1 : path, sizeof(out->name) - 1);
    return status;
}

/* ---- the name ----------------------------------------------------------- */

/* Reads a letter of two and some digits: "N42", "W071". */
static bool read_part(int *out, const char **text, const char *letters,
                      int digits)
{
    int letter = toupper((unsigned char)**text), value = 0;

    if (letter != letters[0] && letter != letters[1])
        return false;
    for (int i = 1; i <= digits; i++) {
        char c = (*text)[i];

        if (c < '0' || c > '9')
            return false;
        value = 10 * value + (c - '0');
    }
    *text += 1 + digits;
    *out = letter == letters[1] ? -value : value;
    return true;
}

static circlet_status read_corner(int *south, int *west, const char *path,
                                  const char *name, circlet_error *error)
{
    const char *end = name;

    if (read_part(south, &end, "NS", 2) && read_part(west, &end, "EW", 3) &&
        !isalnum((unsigned char)*end) && *south >= -90 && *south <= 89 &&
        *west >= -180 && *west <= 179)
        return CIRCLET_OK;
    return ci_fail(error, CIRCLET_E_FORMAT,
                   "%s: the name '%s' does not begin with the tile's corner, "
                   "such as N42E001 or S30W052",
                   path, name);
}

/* ---- heights ------------------------------------------------------------ */

static uint32_t side_of(size_t size)
{
    if (size == (size_t)FINE_SIDE * FINE_SIDE * HEIGHT_SIZE)
        return FINE_SIDE;
    return size == (size_t)COARSE_SIDE * COARSE_SIDE * HEIGHT_SIZE
               ? COARSE_SIDE
               : 0;
}

static circlet_status fail_size(const char *path, size_t size,
                                circlet_error *error)
{
    if (size == TILE_MAX)
        return ci_fail(error, CIRCLET_E_FORMAT,
                       "%s: the tile has more than the %zu bytes of one of "
                       "%d x %d heights",
                       path, TILE_MAX - 1, FINE_SIDE, FINE_SIDE);
    return ci_fail(error, CIRCLET_E_FORMAT,
                   "%s: the tile has %zu bytes; one of %d x %d heights has "
                   "%zu, one of %d x %d has %zu",
                   path, size, FINE_SIDE, FINE_SIDE, TILE_MAX - 1, COARSE_SIDE,
                   COARSE_SIDE,
                   (size_t)COARSE_SIDE * COARSE_SIDE * HEIGHT_SIZE);
}

/* Turns the bytes into heights where they are: the tile is kept once. */
static void turn_bytes(ci_height_grid *grid, unsigned char *bytes)
{
    size_t count = (size_t)grid->columns * grid->rows;
    int16_t *whole = (int16_t *)(void *)bytes;

    for (size_t i = 0; i < count; i++) {
        int value = bytes[2 * i] << 8 | bytes[2 * i + 1];

        if (value >= 0x8000)
            value -= 0x10000;
        if (value < CI_HEIGHT_LEAST_M || value > CI_HEIGHT_GREATEST_M) {
            grid->odd_count += value != CI_HEIGHT_VOID;
            grid->void_count++;
            value = CI_HEIGHT_VOID;
        }
        whole[i] = (int16_t)value;
    }
    grid->whole = whole;
}

circlet_status ci_elevation_read_hgt(ci_height_grid *out, const char *path,
                                     circlet_error *error)
{
    ci_height_grid grid = {0};
    ci_tile_bytes tile = {.bytes = NULL};
    int south = 0, west = 0;
    circlet_status status = read_bytes(&tile, path, error);

    if (status == CIRCLET_OK)
        status = read_corner(&south, &west, path, tile.name, error);
    grid.columns = grid.rows = side_of(tile.size);
    if (status == CIRCLET_OK && grid.columns == 0)
        status = fail_size(path, tile.size, error);
    if (status != CIRCLET_OK) {
        free(tile.bytes);
        return status;
    }
    grid.west = west;
    grid.north = south + 1;
    grid.dx = grid.dy = 1.0 / (double)(grid.columns - 1);
    turn_bytes(&grid, tile.bytes);
    *out = grid;
    return CIRCLET_OK;
}
