/* GeoJSON from memory; from a file see source.h. */
#ifndef CI_IO_GEOJSON_H
#define CI_IO_GEOJSON_H

#include "io/source.h"

/* Like ci_geojson_open() for bytes that are read already; `name` is how
 * messages call them. The bytes are not kept. */
circlet_status ci_geojson_parse(ci_source *out, const char *name,
                                const char *bytes, size_t size,
                                const ci_source_options *options,
                                circlet_error *error);

#endif
