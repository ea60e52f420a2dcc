/* A way as a table, as JSON and as GeoJSON. */
#ifndef TOOLS_PATH_OUTPUT_H
#define TOOLS_PATH_OUTPUT_H

#include <circlet.h>

#include <stdio.h>

typedef struct path_output {
    const circlet_path *path;
    const char *mode;
    const char *bound;
    circlet_point from, to;
    const char *facility; /* the id of what lies at `to`; NULL: none */
} path_output;

/* A line of sums and a line for each step; false if memory ran out. */
bool path_print_text(const path_output *from);

void path_print_json(const path_output *from);

/* A FeatureCollection: a LineString or Point for each step. */
void path_write_geojson(FILE *to, const path_output *from);

#endif
