/* The people of a rule that shares places out, and which facilities each of
 * them gets to in the circle of their setting. */
#ifndef CI_POLICY_CATCHMENT_RUN_H
#define CI_POLICY_CATCHMENT_RUN_H

#include "access/capacity.h"
#include "policy/rule.h"

/* What is taken for true of that which is not known. */
typedef enum ci_case {
    CI_CASE_NOMINAL, /* as assumed */
    CI_CASE_WORST, /* in any possible mode, at its worst */
    CI_CASE_BEST /* in any possible mode, at its best */
} ci_case;

#define CI_CASE_COUNT 3

typedef struct ci_catchment_person {
    circlet_demand demand;
    circlet_unit unit; /* of the rule's level, or CIRCLET_NONE */
    circlet_unit city; /* of the highest level, or CIRCLET_NONE */
    const ci_setting_circle *circle; /* NULL: not known which */
    ci_own_travel travel;
    int64_t weight_milli;
    bool is_modelled;
    ci_membership member; /* of the rule's group: not CI_MEMBER_NO */
    ci_membership focus; /* of the group that comes first */
    ci_doubts doubts; /* of both, and of the mode */
    bool is_outside; /* the streets there are not known */
    bool is_at_edge; /* gets, at best, beyond the known streets */
    /* The facilities by ascending time, in the positions of the run. */
    ci_od_row rows[CI_CASE_COUNT];
} ci_catchment_person;

typedef struct ci_catchment_run {
    const ci_judgement *judgement;
    const ci_rule *rule;
    const ci_setting_circles *circles;
    size_t focus; /* position of a group, CI_NO_POSITION: none */
    bool has_mode; /* all go by `mode`, whatever the circles say */
    size_t mode; /* CI_NO_POSITION: own */
    bool is_known; /* such facilities and the streets */
    ci_catchment_person *people; /* in the city's order */
    size_t count;
    uint32_t *facilities; /* positions in the city */
    size_t facility_count;
    circlet_od_matrix **matrices; /* rows lie in them, or in the arena */
    size_t matrix_count, matrix_capacity;
    ci_arena arena;
} ci_catchment_run;

/* Fills a run of which all up to is_known is set; the caller clears it,
 * after a failure too. */
circlet_status ci_catchment_run_find(ci_catchment_run *run,
                                     circlet_error *error);
void ci_catchment_run_clear(ci_catchment_run *run);

/* Whether nothing of a person is unknown that could make another answer,
 * for them or for whom they compete with. */
bool ci_catchment_is_certain(const ci_catchment_person *person);

/* Whether it is perhaps for reasons beyond the data that a person gets
 * nowhere: no street, or no setting, is known where they live. */
bool ci_catchment_is_blind(const ci_catchment_person *person);

/* Whether what is not known of the streets, or of a way of travelling, makes
 * another answer for a person. */
bool ci_catchment_is_way_open(const ci_catchment_person *person);

/* A person, as one of a unit. */
typedef struct ci_catchment_member {
    circlet_unit unit;
    size_t person; /* position in the run */
} ci_catchment_member;

/* Lists the people of each unit of the rule's level, and of the city, by
 * unit, then person; the caller frees the list. */
circlet_status ci_catchment_members(ci_catchment_member **out,
                                    size_t *out_count,
                                    const ci_catchment_run *run,
                                    circlet_error *error);

/* How many of the first members are of one unit; `count` is not 0. */
size_t ci_catchment_unit_size(const ci_catchment_member *members,
                              size_t count);

/* The circle that people of a unit have; NULL: not known, or not one. */
const ci_setting_circle *ci_catchment_circle(const ci_setting_circles *circles,
                                             const circlet_city *city,
                                             circlet_unit unit);

/* The name of the mode of a finding in a unit; NULL: there are several. */
const char *ci_catchment_mode(const ci_catchment_run *run,
                              const ci_setting_circle *circle);

#endif
