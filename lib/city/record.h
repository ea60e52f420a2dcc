/* Checking and copying one record of a city. */
#ifndef CI_CITY_RECORD_H
#define CI_CITY_RECORD_H

#include <circlet/city.h>

#include "base/arena.h"
#include "city/repeated_words.h"

/* CIRCLET_E_DATA, naming the record and the value, if a record breaks what
 * can be seen without the other records. */
circlet_status ci_check_unit(const circlet_unit_record *unit,
                             circlet_error *error);

/* The same of a person, who is named by `number` alone: no message has the id
 * of a person. */
circlet_status ci_check_demand(const circlet_demand_record *demand,
                               size_t number, circlet_error *error);

circlet_status ci_check_facility(const circlet_facility_record *facility,
                                 circlet_error *error);
circlet_status ci_check_site(const circlet_site_record *site,
                             circlet_error *error);
circlet_status ci_check_venue(const circlet_venue_record *venue,
                              circlet_error *error);
circlet_status ci_check_waiver(const circlet_waiver_record *waiver,
                               circlet_error *error);

/* The last day of a date of which the day, or month and day, are 0. */
int ci_last_day(int date);

/* Copies a record with all that it points to into the arena, empty text as
 * NULL. False: no memory, `out` is then not to be used. */
bool ci_copy_unit(ci_arena *arena, circlet_unit_record *out,
                  const circlet_unit_record *unit);
bool ci_copy_facility(ci_arena *arena, circlet_facility_record *out,
                      const circlet_facility_record *facility);
bool ci_copy_site(ci_arena *arena, circlet_site_record *out,
                  const circlet_site_record *site);
bool ci_copy_venue(ci_arena *arena, circlet_venue_record *out,
                   const circlet_venue_record *venue);
bool ci_copy_waiver(ci_arena *arena, circlet_waiver_record *out,
                    const circlet_waiver_record *waiver);

/* The same; words that many people have are taken from `words`, or left
 * there. */
bool ci_copy_demand(ci_arena *arena, ci_repeated_words *words,
                    circlet_demand_record *out,
                    const circlet_demand_record *demand);

#endif
