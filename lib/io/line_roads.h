/* Streets from a layer of lines: shapefile, GeoPackage, SpatiaLite,
 * GeoJSON. */
#ifndef CI_IO_LINE_ROADS_H
#define CI_IO_LINE_ROADS_H

#include "io/import.h"
#include "io/roads.h"
#include "io/source.h"

/*
 * Reads the lines of a source. Fields become tags, see line_roads_tags.h;
 * oneway in the words of other vocabularies becomes OpenStreetMap's. Lines
 * are joined where ends meet ends or vertices of others, within 1 cm, and
 * with the option split_crossings where lines of one level meet at all. A
 * link has the tags of its line and the id ID-K, ID from the source's field
 * if it is different in every row, else the row.
 *
 * Rows without a line, without a length, without a tag that says that they
 * are streets, railways or water, or whose line and tags an earlier row has,
 * are refused; unknown words, lines that run in a circle, and dead ends
 * within 0.5 m of another line are doubtful. CIRCLET_E_FORMAT: the source
 * has no kinds of streets; CIRCLET_E_DATA: no row can be used. What was
 * assumed and found is remarked on, and stands in `remark` of the roads.
 */
circlet_status ci_line_roads_read(ci_roads **out, ci_import *import,
                                  ci_source *source, const char *path,
                                  circlet_error *error);

#endif
