/* A plan from year to year, for people and programs. */
#ifndef TOOLS_PLAN_COURSE_H
#define TOOLS_PLAN_COURSE_H

#include <circlet.h>

#include "json.h"

/* False: no memory. Nothing is printed of no course (NULL). */
bool plan_course_print(const circlet_plan_course *course,
                       const circlet_city *city);

/* "years" and "losses". */
void plan_course_write(json *out, const circlet_plan_course *course);

#endif
