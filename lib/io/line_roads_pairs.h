/* Tags as GDAL writes those of OpenStreetMap that have no field of their
 * own: "lanes"=>"2","surface"=>"asphalt". */
#ifndef CI_IO_LINE_ROADS_PAIRS_H
#define CI_IO_LINE_ROADS_PAIRS_H

#include "io/tag_json.h"

/* Reads such a list; NULL or "" is an empty one. A backslash takes the next
 * character as it is. CIRCLET_E_FORMAT for anything else. */
circlet_status ci_tag_pairs_read(ci_tag_list *out, const char *text,
                                 circlet_error *error);

#endif
