/* A file of heights, whatever its format. */
#ifndef CI_IO_ELEVATION_FILE_H
#define CI_IO_ELEVATION_FILE_H

#include "io/elevation_grid.h"
#include "io/source.h"

/*
 * Reads a grid, which the caller frees; the format is told by the suffix.
 *
 * .hgt, .hgt.zip, .hgt.gz: a tile of SRTM of 3601 x 3601 or 1201 x 1201
 * heights, whose south-west corner is in its name: N42E001.
 *
 * .asc: an ASCII grid of ESRI, with a .prj beside it or `crs` (NULL: none),
 * else its system is guessed from its numbers and a remark is left with
 * `remarks`, which starts as {0} and is freed by ci_source_free_parts().
 *
 * Errors name the file: CIRCLET_E_INPUT, CIRCLET_E_FORMAT, CIRCLET_E_CRS,
 * and CIRCLET_E_UNSUPPORTED for GeoTIFF and other formats. A tile of SRTM
 * is in WGS 84 whatever `crs` says: with one it is CIRCLET_E_ARGUMENT.
 */
circlet_status ci_elevation_read(ci_height_grid *out, ci_source *remarks,
                                 const char *path, const char *crs,
                                 circlet_error *error);

/* How far the points of a grid are from each other, in metres, without
 * reading its heights; of tiles of SRTM what the finer kind has. */
circlet_status ci_elevation_find_cell(double *out_m, const char *path,
                                      const char *crs, circlet_error *error);

/* The readers of the formats. */
circlet_status ci_elevation_read_hgt(ci_height_grid *out, const char *path,
                                     circlet_error *error);
circlet_status ci_elevation_read_ascii(ci_height_grid *out, ci_source *remarks,
                                       const char *path, const char *crs,
                                       circlet_error *error);
circlet_status ci_elevation_ascii_cell(double *out_m, const char *path,
                                       const char *crs, circlet_error *error);

#endif
