/* The header of an OpenStreetMap .pbf file. */
#ifndef CI_IO_OSM_HEADER_H
#define CI_IO_OSM_HEADER_H

#include <circlet/error.h>

#include "geo/area.h"

typedef struct ci_osm_header {
    bool has_box; /* and it is a box on the Earth */
    ci_box box;
} ci_osm_header;

/*
 * Decodes the content of the blob OSMHeader. CIRCLET_E_UNSUPPORTED if the
 * file requires a feature that is not known, CIRCLET_E_FORMAT if the bytes
 * are damaged; the messages do not name the file.
 */
circlet_status ci_osm_header_decode(ci_osm_header *out, const void *bytes,
                                    size_t size, circlet_error *error);

#endif
