/* Which facilities a rule is about. */
#ifndef CI_POLICY_SELECTION_H
#define CI_POLICY_SELECTION_H

#include <circlet/city.h>

#include "policy/group.h"

/* What a policy knows of a type of facility. */
typedef struct ci_facility_type {
    const char *type; /* also a word */
    ci_words services; /* of a facility that does not say what it offers */
    ci_words bedded; /* services that have beds in this type */
    ci_words perhaps; /* what a facility that does not say what it offers may
                         offer as well */
} ci_facility_type;

typedef struct ci_facility_types {
    const ci_facility_type *items;
    size_t count;
} ci_facility_types;

/* All that is set must hold. */
typedef struct ci_selection {
    const char *type; /* NULL: any type */
    const char *service; /* offers it; NULL: any */
    ci_words services; /* offers all of them, besides `service` */
    ci_words one_of; /* and at least one of these; none: any */
    const char *tier; /* NULL: any */
    circlet_answer is_comprehensive; /* CIRCLET_UNKNOWN: either */
    circlet_answer is_pilot;
    circlet_answer is_reformed;
    circlet_answer is_reform_base;
    const char *word; /* what sentences call them */
} ci_selection;

/* What is not known of a facility, as bits above those of people. */
#define CI_FACILITY_DOUBT_COUNT 6
const char *ci_facility_doubt_name(size_t bit);

/* The reason of a sum that lacks a facility's measure: "area_unknown". */
const char *ci_measure_doubt_name(circlet_measure measure);

/* What a facility surely has of a measure. */
double ci_facility_measure_low(const circlet_facility_record *facility,
                               circlet_measure measure);

/* Whether a facility offers a service, by itself or by its type. */
bool ci_facility_offers(const circlet_facility_record *facility,
                        const char *service, const ci_facility_types *types);

/* Whether a facility is selected, its being open left aside. */
ci_membership ci_selection_holds(const ci_selection *selection,
                                 const circlet_facility_record *facility,
                                 const ci_facility_types *types,
                                 ci_doubts *doubts);

/* Whether enough is known for "there is none" to be an answer: a facility
 * of a type was given that may be selected, or all facilities were. */
bool ci_selection_is_known(const ci_selection *selection,
                           const circlet_city *city,
                           const ci_facility_types *types);

/* The same for the beds of a service. */
bool ci_beds_are_known(const char *service, const circlet_city *city,
                       const ci_facility_types *types);

/* Whether nothing was said of some type of the policy that may be selected,
 * by default or perhaps, so that there may be more than is known. */
bool ci_selection_lacks_types(const ci_selection *selection,
                              const circlet_city *city,
                              const ci_facility_types *types);

/* The same for types that have, or perhaps have, beds for a service. */
bool ci_beds_lack_types(const char *service, const circlet_city *city,
                        const ci_facility_types *types);

/* Beds (or places) of a service in one facility; -1: not known, 0: none. */
int64_t ci_facility_beds(const circlet_facility_record *facility,
                         const char *service, const ci_facility_types *types);
int64_t ci_facility_places(const circlet_facility_record *facility,
                           const char *service,
                           const ci_facility_types *types);

/* The same, or how many there surely are where that is not known. */
int64_t ci_facility_beds_low(const circlet_facility_record *facility,
                             const char *service,
                             const ci_facility_types *types);
int64_t ci_facility_places_low(const circlet_facility_record *facility,
                               const char *service,
                               const ci_facility_types *types);

#endif
