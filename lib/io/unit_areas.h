/* The units of a city file that is being changed: their boxes in memory,
 * their areas when they are asked for. */
#ifndef CI_IO_UNIT_AREAS_H
#define CI_IO_UNIT_AREAS_H

#include "geo/area.h"
#include "io/import.h"
#include "io/wkb.h"

#define CI_NO_UNIT SIZE_MAX

/* The place of a level in circlet_level, in SQL. */
#define CI_UNIT_RANK(level)                                                   \
    "CASE " level " WHEN 'city' THEN 0 WHEN 'district' THEN 1 "               \
    "WHEN 'street' THEN 2 ELSE 3 END"

/* A unit that has an area. */
typedef struct ci_unit_box {
    int64_t fid;
    ci_box box;
    size_t parent; /* position of its parent, or CI_NO_UNIT */
    int rank; /* of its level: 0 city ... 3 community */
    bool is_new; /* of this import */
    bool has_bare_child; /* a unit below it has no area */
} ci_unit_box;

/* Starts as {0}; ordered by level and code. */
typedef struct ci_unit_areas {
    const ci_import *import;
    ci_unit_box *units;
    size_t count, capacity;
    ci_statement *find_area; /* of a fid */
} ci_unit_areas;

/* An area takes memory only while it is looked at. */
circlet_status ci_unit_areas_load(ci_unit_areas *out, const ci_import *import,
                                  circlet_error *error);
void ci_unit_areas_free(ci_unit_areas *areas);

/* The area of a unit; *out keeps its room. */
circlet_status ci_unit_areas_read(ci_geometry *out, const ci_unit_areas *areas,
                                  size_t unit, circlet_error *error);

#endif
