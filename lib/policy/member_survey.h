/*
 * What a rule about groups of units (villages of a township) starts from:
 * the members of every unit, the facilities in them, the people, and the
 * travel times between.
 */
#ifndef CI_POLICY_MEMBER_SURVEY_H
#define CI_POLICY_MEMBER_SURVEY_H

#include "policy/rule.h"

/* A unit of the level below. */
typedef struct ci_member {
    circlet_unit unit;
    circlet_unit owner; /* the unit that is judged */
    bool is_sure; /* of the kind asked for; else its kind is not known */
    bool has_area; /* a polygon, so that it is known who lives there */
    bool has_place;
    circlet_point at; /* where its people set out */
    int64_t people_milli; /* of the rule's group, perhaps of it */
    double base_score; /* the greatest of its sites; 0: none */
} ci_member;

/* A facility of the rule, or perhaps of it. */
typedef struct ci_member_facility {
    circlet_facility facility;
    circlet_unit owner;
    size_t member; /* the position it stands in; CI_NO_POSITION: none */
    bool is_sure;
    bool is_lost; /* in no polygon of a member's level, while some member has
                     none: it may be there */
    ci_doubts doubts;
} ci_member_facility;

/*
 * Both sorted by owner, then by code or id; those of unit u lie from
 * first_...[u] up to first_...[u + 1]. Of its members those that are surely
 * of the kind come first, up to sure_end[u].
 */
typedef struct ci_member_survey {
    const ci_judgement *judgement;
    const ci_rule *rule;
    ci_member *members;
    size_t *first_member, *sure_end;
    ci_member_facility *facilities;
    size_t *first_facility;
    /* Of each destination of `times`: the position of its facility, or of a
     * member (beyond the facilities). NULL matrix: no streets. */
    circlet_od_matrix *times;
    uint32_t *goals;
} ci_member_survey;

/* Fills a survey of which judgement and rule are set; the caller clears it,
 * after a failure too. */
circlet_status ci_member_survey_make(ci_member_survey *survey,
                                     circlet_error *error);

/* Where the people of each member set out (member_places.c). */
circlet_status ci_member_places_find(ci_member_survey *survey,
                                     circlet_error *error);

void ci_member_survey_clear(ci_member_survey *survey);

/*
 * Finds the times from all members to the facilities around, and to the
 * members of units that `wants` (beside the city's units) marks. Nothing
 * without a travel source that knows pairs.
 */
circlet_status ci_member_survey_travel(ci_member_survey *survey,
                                       const bool *wants,
                                       circlet_error *error);

/* Fills out[i x columns + k], for the sure members i of a unit, with the time
 * to its k-th facility, or to its k-th sure member: CIRCLET_UNREACHED where
 * it is not known. */
void ci_member_times_to_facilities(uint32_t *out,
                                   const ci_member_survey *survey,
                                   circlet_unit unit);
void ci_member_times_to_members(uint32_t *out, const ci_member_survey *survey,
                                circlet_unit unit);

#endif
