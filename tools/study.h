/* What judging and siting start from: rules, city, streets. */
#ifndef TOOLS_STUDY_H
#define TOOLS_STUDY_H

#include "option.h"
#include "progress.h"

typedef struct study {
    const char *path; /* of the city file; borrowed */
    circlet_policy *policy;
    circlet_city *city;
    circlet_network *network; /* NULL: the city has no roads */
    circlet_router *router;
    circlet_travel_mode *mode; /* of study_open_streets(), else NULL */
    circlet_travel travel;
    circlet_engine_options engine; /* of the router */
    progress bar;
    circlet_progress progress; /* for the library; draws `bar` */
} study;

/*
 * Reads what CITY and --policy name. A city without roads is read all the
 * same. Facilities of types that the policy does not name are remarked upon,
 * unless --quiet. study_close() in any case, after success and failure.
 */
circlet_status study_open(study *out, const arguments *from,
                          circlet_error *error);
void study_close(study *s);

/* The same; CIRCLET_E_NOT_FOUND for a city without roads. */
circlet_status study_open_with_roads(study *out, const arguments *from,
                                     circlet_error *error);

/*
 * Reads the streets of CITY for the one mode that --mode names: by the modes
 * and the snapping of --policy, else a mode that comes with circlet, or a
 * file (a name with a slash, or that ends in .yaml). The city itself is read
 * only if `needs_city`. CIRCLET_E_NOT_FOUND without roads. study_close() in
 * any case.
 */
circlet_status study_open_streets(study *out, const arguments *from,
                                  bool needs_city, circlet_error *error);

/* Its travel times, or NULL without roads. */
const circlet_travel *study_travel(const study *s);

/* CIRCLET_E_CANCELLED if the user asked to stop. Call it between calls. */
circlet_status study_check_interrupt(circlet_error *error);

#endif
