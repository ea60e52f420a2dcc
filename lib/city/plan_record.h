/* A plan in memory. */
#ifndef CI_CITY_PLAN_RECORD_H
#define CI_CITY_PLAN_RECORD_H

#include <circlet/plan.h>

#include "base/arena.h"

struct circlet_plan {
    const char *name;
    const char *policy; /* id; NULL: it is not known for which */
    circlet_plan_action *actions;
    size_t action_count;
    circlet_plan_level *levels;
    size_t level_count;
    circlet_plan_impossible *impossible;
    size_t impossible_count;
    circlet_site_record *sites; /* that it proposes */
    size_t site_count;
    circlet_plan_unpriced *unpriced;
    size_t unpriced_count;
    bool is_cautious;
    double hold_share;
    uint32_t hold_draws;
    uint64_t hold_seed;
    int year; /* that it was computed for; 0: made by hand */
    const char *years, *budgets; /* of a plan over years */
    bool allows_loss; /* likewise */
    const char *services; /* that alone it was to mend; NULL: all */
    int persons_step; /* in which persons are told; 0: exact numbers */
    bool has_unread_proofs; /* certificates were left in the city file */
    const char *stray_proof; /* level of a certificate that no level of the
                                plan has; NULL: there is none */
    const double *available; /* of a plan that mends all rules and was just
                                computed, not over years: of each finding of
                                the city that it was made for the persons x
                                share that can be had; else NULL */
    size_t available_count;
    circlet_plan_point *points;
    size_t point_count;
    ci_arena arena; /* holds all of the above */
};

/* The year at the head of a list divided by `sign`, "2018;2019" or "2018:", of
 * which the list then begins behind it; 0: what stands there is none. */
int ci_plan_take_year(const char **list, char sign);

/* What a plan is made of, borrowed from it. */
circlet_plan_parts ci_plan_parts(const circlet_plan *plan);

/* Says for which policy a plan was computed; false: no memory. */
bool ci_plan_say_policy(circlet_plan *plan, const char *policy);

/* Says that the certificates of a plan were not read. */
void ci_plan_say_unread(circlet_plan *plan);

/* Says that there is a certificate of a level that is not there; false: no
 * memory. */
bool ci_plan_say_stray(circlet_plan *plan, const char *level);

/* Gives a plan sites that it proposes; false: no memory. */
bool ci_plan_say_sites(circlet_plan *plan, const circlet_site_record *sites,
                       size_t count);

/* Puts a city that has the sites of a plan, too, in place of `city`; the
 * caller frees `own`, which is NULL where the city has them all. */
circlet_status ci_plan_site_city(circlet_city **own, const circlet_city **city,
                                 const circlet_plan *plan,
                                 circlet_error *error);

#endif
