/* Persons of a plan as they are published: in whole steps. */
#ifndef CI_CITY_PLAN_STEPS_H
#define CI_CITY_PLAN_STEPS_H

#include <stdbool.h>

#include <circlet/plan.h>

/* So many persons rounded down to a multiple of the step; NaN: fewer than a
 * step, but not 0, or it was NaN. Numbers of two plans that are told so are
 * the same, or a step and more apart: rounding to a base, Willenborg and
 * de Waal, "Elements of Statistical Disclosure Control", 2001. */
double ci_persons_in_steps(double persons, double step);

/* Whether what a level aims at is a number of persons. */
bool ci_level_counts_persons(const char *name);

/*
 * A level without its certificates, and if it counts persons in steps: what it
 * comes to rounded to what is worse, the bound to what is better, so that both
 * hold. What is proved the best has one number, told twice: rounded both ways
 * the two would say more of it.
 */
void ci_level_in_steps(circlet_plan_level *level, double step);

#endif
