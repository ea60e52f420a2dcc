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
    circlet_travel travel;
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

/* Its travel times, or NULL without roads. */
const circlet_travel *study_travel(const study *s);

/* CIRCLET_E_CANCELLED if the user asked to stop. Call it between calls. */
circlet_status study_check_interrupt(circlet_error *error);

#endif
