/* Service areas as GeoJSON, and in a few words. */
#ifndef TOOLS_SERVICE_AREA_OUTPUT_H
#define TOOLS_SERVICE_AREA_OUTPUT_H

#include <circlet.h>

#include <stdio.h>

/* The areas of one place, or of all places together. */
typedef struct area_group {
    const circlet_facility_record *facility; /* NULL: none, or several */
    circlet_point at; /* of one place */
    size_t place_count;
    circlet_service_areas *areas;
} area_group;

typedef struct area_output {
    const circlet_city *city; /* whose people are the points of the areas */
    const char *mode;
    circlet_bound bound;
    bool is_outward;
    const uint32_t *cutoffs_ms; /* ascending */
    size_t cutoff_count;
    const area_group *groups;
    size_t group_count;
} area_output;

/* Stores the areas in the city file at `path`; `places` says in a few words
 * which places they are about. `is_each`: areas of one point are about that
 * alone. */
circlet_status areas_save(const area_output *from, const char *path,
                          const char *places, bool is_each,
                          circlet_error *error);

/* A FeatureCollection; the greatest areas come first, so that smaller ones
 * are drawn on top of them. */
void areas_write_geojson(FILE *to, const area_output *from);

/* What was written into a file: a line for each area, or JSON. */
void areas_print_text(const area_output *from, const char *file);
void areas_print_json(const area_output *from, const char *file);

#endif
