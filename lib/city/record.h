/* Checking and copying one record of a city. */
#ifndef CI_CITY_RECORD_H
#define CI_CITY_RECORD_H

#include <circlet/city.h>

#include "base/arena.h"

/* CIRCLET_E_DATA, naming the record and the value, if a record breaks what
 * can be seen without the other records. */
circlet_status ci_check_unit(const circlet_unit_record *unit,
                             circlet_error *error);
circlet_status ci_check_demand(const circlet_demand_record *demand,
                               circlet_error *error);
circlet_status ci_check_facility(const circlet_facility_record *facility,
                                 circlet_error *error);
circlet_status ci_check_site(const circlet_site_record *site,
                             circlet_error *error);

/* Copies a record with all that it points to into the arena, empty text as
 * NULL. False: no memory, `out` is then not to be used. */
bool ci_copy_unit(ci_arena *arena, circlet_unit_record *out,
                  const circlet_unit_record *unit);
bool ci_copy_demand(ci_arena *arena, circlet_demand_record *out,
                    const circlet_demand_record *demand);
bool ci_copy_facility(ci_arena *arena, circlet_facility_record *out,
                      const circlet_facility_record *facility);
bool ci_copy_site(ci_arena *arena, circlet_site_record *out,
                  const circlet_site_record *site);

#endif
