/* The least that the actions of a policy can give a building something for. */
#ifndef CI_VERIFY_LEAST_WAY_H
#define CI_VERIFY_LEAST_WAY_H

#include <circlet/plan.h>

#include "policy/policy.h"
#include "policy/rule.h"

#define CI_LEAST_SERVICE_MAX 8
#define CI_LEAST_ACTION_MAX 24

/* More area (0: none), and services with so many more places and beds; with
 * neither, a service is offered, no more. */
typedef struct ci_least_wish {
    double area_m2;
    double bed_room; /* so many beds may be added in all; or infinite */
    struct {
        const char *service;
        int64_t places, beds;
    } services[CI_LEAST_SERVICE_MAX];
    size_t count;
} ci_least_wish;

typedef struct ci_least_way {
    circlet_plan_action actions[CI_LEAST_ACTION_MAX]; /* what is done alone */
    size_t count;
    double cny; /* infinite: nothing does it */
    bool is_open; /* more would have to be looked at */
    bool is_spared; /* there are beds that count for a rule, and are spared */
} ci_least_way;

/*
 * Finds it. In a cheapest way the sections and what they draw on make a
 * forest, as in every problem of transport: each section is the difference
 * between some of what is wanted and some of what is free, up to the steps of
 * prices, and all such numbers are tried. Where `spares` is set, beds that
 * count for a rule are not drawn on.
 */
void ci_least_way_find(ci_least_way *out, const ci_judgement *judgement,
                       const circlet_facility_record *building,
                       const ci_least_wish *wish, bool spares);

/* The beds of a service in which nobody is known to be. */
int64_t ci_least_way_free(const circlet_service_record *service);

#endif
