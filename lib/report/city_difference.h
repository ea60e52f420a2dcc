/* Whether records of two cities differ in what a rule may look at. */
#ifndef CI_REPORT_CITY_DIFFERENCE_H
#define CI_REPORT_CITY_DIFFERENCE_H

#include <circlet/city.h>

/* Whether two facilities are alike but for id, name, place and dates. */
bool ci_is_same_facility(const circlet_facility_record *a,
                         const circlet_facility_record *b);

/* Whether two cities differ in their units, venues, waivers, or in where
 * their candidate sites are and how good. */
bool ci_has_other_units(const circlet_city *before, const circlet_city *after);
bool ci_has_other_venues(const circlet_city *before,
                         const circlet_city *after);
bool ci_has_other_waivers(const circlet_city *before,
                          const circlet_city *after);
bool ci_has_other_sites(const circlet_city *before, const circlet_city *after);

#endif
