/* Who counts for a density: people chosen by group, attributes and whether a
 * circle rule leaves them uncovered. */
#ifndef CI_POLICY_DENSITY_PEOPLE_H
#define CI_POLICY_DENSITY_PEOPLE_H

#include <circlet/density.h>

#include "base/text.h"

/* Weights of one person: as measured, surely, perhaps. */
#define CI_DENSITY_LAYERS 3

typedef struct ci_density_person {
    circlet_demand demand;
    double milli[CI_DENSITY_LAYERS]; /* thousandths of persons */
} ci_density_person;

/* In the city's order. Starts as {0}; the caller frees `items`. */
typedef struct ci_density_people {
    ci_density_person *items;
    size_t count;
} ci_density_people;

/*
 * Finds the people of whom all that the options ask for holds, or perhaps
 * does. The options are as circlet_density_make() takes them.
 */
circlet_status ci_density_people_find(ci_density_people *out,
                                      const circlet_city *city,
                                      const circlet_policy *policy,
                                      const circlet_travel *travel,
                                      const circlet_density_options *options,
                                      circlet_error *error);

/* Appends who counts, in words: "all", "group child, kind visual". */
void ci_density_people_describe(ci_buffer *out,
                                const circlet_density_options *options);

#endif
