/* Densities as a table, CSV, JSON and GeoJSON. */
#ifndef TOOLS_DENSITY_OUTPUT_H
#define TOOLS_DENSITY_OUTPUT_H

#include <circlet.h>

#include <circlet/density.h>
#include <stdio.h>

typedef struct density_output {
    const circlet_city *city;
    const circlet_density *density;
} density_output;

/* Every cell or unit with its outline; a unit without a polygon has none. */
void density_write_geojson(FILE *to, const density_output *from);

/* The same without outlines: cells have their centres. */
void density_write_csv(FILE *to, const density_output *from);

/* All of it, too; `file` is what was written, NULL: nothing. */
void density_print_json(const density_output *from, const char *file);

/* What it is about, and the cells or units with most people. False: memory
 * ran out. */
bool density_print_text(const density_output *from, const char *file);

#endif
