/* A density as it is made and read. */
#ifndef CI_POLICY_DENSITY_RESULT_H
#define CI_POLICY_DENSITY_RESULT_H

#include "access/density.h"
#include "policy/density_people.h"

struct circlet_density {
    circlet_density_summary summary;
    char *subject; /* of the summary */
    circlet_density_cell *cells;
    size_t cell_count;
    circlet_point *corners; /* of all outlines, closed; NULL: none */
    circlet_ring ring; /* of every outline */
    circlet_density_unit *units;
    size_t unit_count;
};

/* Fill the cells, or the units, and what the summary says of them. The
 * density is empty but for its summary, which has what the options say; a
 * bandwidth of 0 and the plane's origin must be found. */
circlet_status ci_density_fill_cells(circlet_density *density,
                                     const circlet_city *city,
                                     const ci_density_people *people,
                                     const circlet_density_options *options,
                                     circlet_error *error);
circlet_status ci_density_fill_units(circlet_density *density,
                                     const circlet_city *city,
                                     const ci_density_people *people,
                                     circlet_error *error);

/* Whether people who are there, or perhaps are, are few. */
bool ci_density_is_small(const circlet_density *density,
                         circlet_density_persons persons);

/* The polygons of a city in a plane. */
typedef struct ci_city_ring {
    ci_xy *points;
    size_t count;
    circlet_unit unit;
    bool is_hole;
} ci_city_ring;

typedef struct ci_city_rings {
    ci_city_ring *items; /* in the order of the units */
    size_t count;
} ci_city_rings;

/* Starts as {0}; freed even after a failure. */
circlet_status ci_city_rings_make(ci_city_rings *out, const circlet_city *city,
                                  const ci_metric_plane *plane,
                                  circlet_error *error);
void ci_city_rings_free(ci_city_rings *rings);

/* The square metres of each cell that units of some level cover: where one
 * unit says that it is the city's it is. Without rings all of every cell. */
circlet_status ci_city_rings_cover(double *out_m2, const ci_city_rings *rings,
                                   const circlet_city *city,
                                   const ci_density_grid *grid,
                                   circlet_error *error);

#endif
