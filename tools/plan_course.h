/* A plan from year to year, for people and programs. */
#ifndef TOOLS_PLAN_COURSE_H
#define TOOLS_PLAN_COURSE_H

#include <circlet.h>

#include "json.h"
#include "study.h"

/* Follows a plan that is carried out over years; `out` stays as it is of
 * another plan, or where there are no roads. */
circlet_status plan_course_follow(circlet_plan_course **out,
                                  const circlet_plan *plan, study *s,
                                  circlet_error *error);

/* False: no memory. Nothing is printed of no course (NULL). */
bool plan_course_print(const circlet_plan_course *course,
                       const circlet_city *city);

/* "years" and "losses". */
void plan_course_write(json *out, const circlet_plan_course *course);

#endif
