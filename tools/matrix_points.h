/* Layers of a city as places to travel between. */
#ifndef TOOLS_MATRIX_POINTS_H
#define TOOLS_MATRIX_POINTS_H

#include <circlet.h>

/* What is listed, and by which points it is entered. Starts as {0}, but for
 * `has_individuals`. */
typedef struct matrix_points {
    bool has_individuals; /* people are listed by their ids; else by their
                             positions in the city, from 1 */
    const char **ids; /* borrowed from the city, or from `numbers` */
    char *numbers; /* of all people; NULL: nobody has one */
    size_t count, capacity;
    circlet_point *points;
    uint32_t *item_of; /* of each point, ascending */
    size_t point_count, point_capacity;
    size_t most_points; /* of an item */
} matrix_points;

/* Whether there is such a layer: people, facilities or sites. */
bool matrix_layer_is_known(const char *layer);

/* Appends a layer, of facilities the open ones with all their entrances. The
 * caller frees the points even on failure. */
circlet_status matrix_points_add(matrix_points *to, const circlet_city *city,
                                 const char *layer, circlet_error *error);
void matrix_points_free(matrix_points *points);

#endif
