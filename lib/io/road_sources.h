/* Streets from the sources of an import, whatever their format. */
#ifndef CI_IO_ROAD_SOURCES_H
#define CI_IO_ROAD_SOURCES_H

#include "io/import.h"
#include "io/roads.h"

/*
 * Reads an OpenStreetMap .pbf, GMNS's two .csv files, OpenSidewalks's one or
 * two .geojson files, or one layer of lines. CIRCLET_E_ARGUMENT for other
 * numbers of files, and for an option that the format has no use for;
 * CIRCLET_E_UNSUPPORTED for OpenStreetMap's other formats.
 */
circlet_status ci_road_sources_read(ci_roads **out, ci_import *import,
                                    const char *const *sources, size_t count,
                                    circlet_error *error);

/* Whether the sources are GMNS's files: each is counted for itself. */
bool ci_road_sources_are_gmns(const char *const *sources, size_t count);

#endif
