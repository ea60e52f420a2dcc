/* The findings of a city by what they are about. */
#ifndef CI_PLAN_FINDING_MAP_H
#define CI_PLAN_FINDING_MAP_H

#include <circlet/policy.h>

#include "base/arena.h"
#include "base/id_map.h"

typedef struct ci_finding_map {
    const circlet_findings *findings; /* borrowed */
    ci_name_map *map;
    ci_arena keys;
} ci_finding_map;

/* False: no memory. Cleared by the caller in any case. */
bool ci_finding_map_make(ci_finding_map *out,
                         const circlet_findings *findings);
void ci_finding_map_clear(ci_finding_map *map);

/* The finding about the same (rule, travel mode, subject) as one of another
 * city; NULL in `out`: there is none. False: no memory. */
bool ci_finding_map_find(const circlet_finding **out,
                         const ci_finding_map *map,
                         const circlet_finding *asked);

#endif
