/* The staff that a policy asks for, today and with a plan. */
#ifndef TOOLS_PLAN_STAFF_H
#define TOOLS_PLAN_STAFF_H

#include <circlet.h>

#include "json.h"

/* Of the city as it is, and with the plan. */
typedef struct plan_staff {
    circlet_staff *before, *after;
} plan_staff;

/* The member "staff": an array. */
void plan_staff_write(json *out, const plan_staff *staff);

/* A table on stdout; false if memory ran out. */
bool plan_staff_print(const plan_staff *staff, const circlet_policy *policy);

void plan_staff_clear(plan_staff *staff);

#endif
