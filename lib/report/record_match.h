/* Finding the people and facilities of one city again in another. */
#ifndef CI_REPORT_RECORD_MATCH_H
#define CI_REPORT_RECORD_MATCH_H

#include <circlet/city.h>

/* Somebody or something in either city or both. */
typedef struct ci_pair {
    const char *id; /* in the first city, else in the second; borrowed */
    uint32_t before, after; /* positions; CIRCLET_NONE: not there */
} ci_pair;

/* Sorted by id, each of which stands once. */
typedef struct ci_pairs {
    ci_pair *items;
    size_t count;
} ci_pairs;

/*
 * Everybody of two cities once: found again by id; else as the same in all
 * but the id; else by place, household, kind, year of birth and whether they
 * are modelled. Of several alike the first ones by id belong together. The
 * caller clears the pairs, after a failure too.
 */
circlet_status ci_pairs_of_people(ci_pairs *out, const circlet_city *before,
                                  const circlet_city *after,
                                  circlet_error *error);

/* All facilities of two cities once: found again by id; else by type, name
 * and place. */
circlet_status ci_pairs_of_facilities(ci_pairs *out,
                                      const circlet_city *before,
                                      const circlet_city *after,
                                      circlet_error *error);

void ci_pairs_clear(ci_pairs *pairs);

/* Whether two points are one, to a tenth of a metre. */
bool ci_is_same_home(circlet_point a, circlet_point b);

/* Whether nothing but the place, the id and the weight differ, and the age by
 * `years`, or one more or less. */
bool ci_is_same_person(const circlet_demand_record *before,
                       const circlet_demand_record *after, int years);

/* Whether two texts are equal or both unknown. */
bool ci_are_same_words(const char *a, const char *b);

#endif
