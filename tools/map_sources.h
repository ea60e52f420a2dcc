/* The line of sources and licences below a map. */
#ifndef TOOLS_MAP_SOURCES_H
#define TOOLS_MAP_SOURCES_H

#include <circlet.h>

/* Names the files that a city was made of, and whose data they are where
 * that is known; the caller frees the text. */
circlet_status map_sources_name(char **out, const char *city, bool is_chinese,
                                circlet_error *error);

#endif
