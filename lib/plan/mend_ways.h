/* The cheapest way to make of a building what is wanted of it. */
#ifndef CI_PLAN_MEND_WAYS_H
#define CI_PLAN_MEND_WAYS_H

#include "plan/mend.h"

/* The most services of which something is wanted at a time. */
#define CI_MEND_AIM_MAX 8

/* What a service gets; none of both: it is offered, no more. */
typedef struct ci_mend_target {
    const char *service;
    int64_t places, beds;
} ci_mend_target;

/* What is wanted of a building at a time: more area (0: none) and services. */
typedef struct ci_mend_aim {
    double area_m2;
    double bed_room; /* no more beds are added in all; infinite: any number */
    ci_mend_target services[CI_MEND_AIM_MAX];
    size_t count;
} ci_mend_aim;

/* What came of a search for a way. */
typedef struct ci_mend_way {
    ci_mend_bundle bundle;
    double cny; /* infinite: there is none */
    bool is_cut; /* there may be a cheaper one: the search was given up */
    bool is_guarded; /* some beds were left where they count for a rule */
} ci_mend_way;

/*
 * Finds the cheapest actions that give a building what is wanted: enlarging,
 * adding or designating services, and sections whose beds are taken from
 * services that it has, some of them perhaps made larger for that. Which
 * sections draw on which services is a transportation problem with fixed
 * charges: one of its cheapest solutions fills one pair of section and giver
 * after the other as far as it goes, in some order, and all orders are tried.
 * What is left of a need is rounded to the steps of each price in turn. With
 * `keeps_counted`, beds that count for a rule stay.
 */
void ci_mend_find_way(ci_mend_way *out, const ci_mend *mend,
                      const circlet_facility_record *facility,
                      const ci_mend_aim *aim, bool keeps_counted);

/* How many beds a building on a site (NULL: on none) has room for besides its
 * own; infinite: nobody says. */
double ci_mend_bed_room(const circlet_facility_record *building,
                        const circlet_site_record *site);

/* How many beds a service of the facility has that a section could take: those
 * in which nobody is known to be. */
int64_t ci_mend_free_beds(const circlet_service_record *service);

#endif
