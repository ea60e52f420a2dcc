/* The places of service areas, as the command line names them. */
#ifndef TOOLS_AREA_PLACES_H
#define TOOLS_AREA_PLACES_H

#include "study.h"

/* A place, and the facility of which it is an entrance, if it is one. */
typedef struct area_place {
    circlet_point at;
    const circlet_facility_record *facility; /* NULL: none */
} area_place;

/* Starts as {0}; entrances of one facility stand together. */
typedef struct area_places {
    area_place *items;
    size_t count;
} area_places;

/* Those of --at and --facility, or all that --service or --type selects.
 * Freed even on failure. */
circlet_status area_places_find(area_places *out, const arguments *read,
                                const study *in, circlet_error *error);
void area_places_free(area_places *places);

/* Whether a place is one more entrance of the facility before it. */
bool area_places_is_entrance(const area_places *places, size_t place);

/* How many there are from `first` on, several entrances counted once. */
size_t area_places_total(const area_places *places, size_t first,
                         size_t count);

/* The options as words: "type warm_home", "facility W01,W02"; freed by the
 * caller. NULL: no memory. */
char *area_places_describe(const arguments *read);

#endif
