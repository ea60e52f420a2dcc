/* Tables whose geometries are well-known text in a field, as OGR, QGIS and
 * PostGIS write CSV files. */
#ifndef CI_IO_WKT_SOURCE_H
#define CI_IO_WKT_SOURCE_H

#include "io/source.h"

/*
 * Turns a source without geometries into one that has those which stand as
 * text in a field named WKT, geometry, geom, the_geom or wkt_geom, in any
 * case of letters, which then is no field any more; a source without such a
 * field stays as it is. `path` is opened again for a look at the first
 * rows. On failure `source` stays as it was.
 */
circlet_status ci_wkt_source_wrap(ci_source *source, const char *path,
                                  const ci_source_options *options,
                                  circlet_error *error);

#endif
