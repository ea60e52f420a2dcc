/* What chosen sites are worth, read from the definition of each model. */
#ifndef CI_VERIFY_OBJECTIVE_CHECK_H
#define CI_VERIFY_OBJECTIVE_CHECK_H

#include <circlet/certificate.h>

/* What a point pays at most, with the default filled in. */
uint32_t ci_unserved_of(const circlet_location *location);

/* What a point takes of a capacity: its load where it goes to one site
 * wholly, else its weight. */
int64_t ci_load_of(const circlet_location *location, size_t point);

/* The objective of the certificate's sites (`is_open` of each site, with the
 * existing ones) and assignments. CIRCLET_E_DATA where demand that must be
 * covered is not, or an assignment breaks a limit. */
circlet_status ci_objective_find(const circlet_certificate *certificate,
                                 const circlet_location *location,
                                 const uint8_t *is_open, int64_t *objective,
                                 circlet_error *error);

#endif
