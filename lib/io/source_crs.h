/* The one place that decides which coordinate system a source has. */
#ifndef CI_IO_SOURCE_CRS_H
#define CI_IO_SOURCE_CRS_H

#include "geo/crs.h"
#include "geo/crs_guess.h"
#include "io/source.h"

/*
 * Makes the transform of a source from what the caller says (`options`), or
 * else what the file says (`said`: WKT, "EPSG:4547" or a PROJ string), or
 * else, for NULL, what its coordinates look like, of which a remark is left
 * with `source`. A format without any other system says "EPSG:4326".
 *
 * CIRCLET_E_CRS, with the file's name and what to do, if the system cannot
 * be used, if no point of the sample can be in it (degrees with metres
 * inside, exchanged coordinates, another zone), or if nothing tells it. A
 * few points that do not fit are left to who reads them. The caller frees
 * the transform.
 */
circlet_status ci_source_transform(ci_transform **out, ci_source *source,
                                   const char *path,
                                   const ci_source_options *options,
                                   const char *said,
                                   const ci_crs_sample *sample,
                                   circlet_error *error);

/* What the coordinates of a format that says no system are taken for:
 * "EPSG:4326" or, if the sample looks like metres, NULL. */
const char *ci_source_table_crs(const ci_crs_sample *sample);

/*
 * The same for coordinates in two fields of a source without geometry, x and
 * y; CI_NOWHERE: they are not in the file. The fields of a source with
 * geometry are degrees whatever system its geometry has, but shifted as that
 * is. Metres are taken for what they look like, with a remark, as those of
 * geometries are. *out stays as it was if they are plain degrees. To look at
 * them the file is opened again.
 */
circlet_status ci_source_column_transform(ci_transform **out,
                                          ci_source *source, const char *path,
                                          const ci_source_options *options,
                                          uint32_t x, uint32_t y,
                                          circlet_error *error);

#endif
