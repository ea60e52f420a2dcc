/* A survey list as a table, as JSON, GeoJSON and CSV. */
#ifndef TOOLS_GAPS_OUTPUT_H
#define TOOLS_GAPS_OUTPUT_H

#include <circlet.h>

#include <stdio.h>

/* A street or crossing of the list. */
typedef struct gap_place {
    circlet_gap gap;
    const char *id; /* of the street or the node; NULL: none */
    char *name; /* of the street, or of two that meet; NULL: none */
    circlet_point *points; /* the line, or one */
    size_t point_count;
    circlet_point middle; /* half way along */
} gap_place;

typedef struct gap_places {
    gap_place *items;
    size_t count;
} gap_places;

/* Looks up the first `count` of a survey; false if memory ran out. Starts as
 * {0}, gap_places_free() in any case. */
bool gap_places_find(gap_places *out, const circlet_survey *survey,
                     const circlet_network *network, size_t count);
void gap_places_free(gap_places *places);

typedef struct gaps_output {
    const circlet_survey *survey;
    const gap_places *places;
    const char *policy; /* its id */
    int year;
    const char *rule; /* NULL: all */
} gaps_output;

/* False if memory ran out. */
bool gaps_print_text(const gaps_output *from);

void gaps_print_json(const gaps_output *from);

void gaps_write_geojson(FILE *to, const gaps_output *from);
void gaps_write_csv(FILE *to, const gaps_output *from);

#endif
