#include "io/elevation_file.h"

#include <string.h>
#include <strings.h>

#include "base/error.h"

/* One arc-second of latitude. */
#define TILE_CELL_M 30.9

static bool ends_in(const char *path, const char *suffix)
{
    size_t size = strlen(path), suffix_size = strlen(suffix);

    return size > suffix_size &&
           strcasecmp(path + size - suffix_size, suffix) == 0;
}

static bool is_tile(const char *path)
{
    return ends_in(path, ".hgt") || ends_in(path, ".hgt.zip") ||
           ends_in(path, ".hgt.gz");
}

static circlet_status read_tile(ci_height_grid *out, const char *path,
                                const char *crs, circlet_error *error)
{
    if (crs)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "%s: tiles of this format are in WGS 84: they take no "
                       "crs",
                       path);
    return ci_elevation_read_hgt(out, path, error);
}

circlet_status ci_elevation_read(ci_height_grid *out, ci_source *remarks,
                                 const char *path, const char *crs,
                                 circlet_error *error)
{
    if (is_tile(path))
        return read_tile(out, path, crs, error);
    if (ends_in(path, ".asc"))
        return ci_elevation_read_ascii(out, remarks, path, crs, error);
    if (ends_in(path, ".tif") || ends_in(path, ".tiff"))
        return ci_fail(error, CIRCLET_E_UNSUPPORTED,
                       "%s: GeoTIFF is not read: make an ASCII grid of it "
                       "with 'gdal_translate -of AAIGrid IN.tif OUT.asc'",
                       path);
    return ci_fail(error, CIRCLET_E_UNSUPPORTED,
                   "%s: the suffix is none of %s", path,
                   ".hgt, .hgt.zip, .hgt.gz, .asc");
}

circlet_status ci_elevation_find_cell(double *out_m, const char *path,
                                      const char *crs, circlet_error *error)
{
    if (ends_in(path, ".asc"))
        return ci_elevation_ascii_cell(out_m, path, crs, error);
    *out_m = TILE_CELL_M;
    return CIRCLET_OK;
}
