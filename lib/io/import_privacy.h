/* Sources about people must not say who they are (DESIGN section 9). */
#ifndef CI_IO_IMPORT_PRIVACY_H
#define CI_IO_IMPORT_PRIVACY_H

#include "io/source.h"

/* CIRCLET_E_DATA if a field may hold names, addresses, identity or phone
 * numbers. */
circlet_status ci_check_fields_name_nobody(const ci_source *source,
                                           const char *path,
                                           circlet_error *error);

/* Whether a value is a valid Chinese identity number (GB 11643), alone or
 * as the start of a disability certificate number. */
bool ci_is_identity_number(const char *value);

/* Whether a value is a Chinese mobile phone number and nothing else, with or
 * without +86, spaces and dashes. */
bool ci_is_mobile_number(const char *value);

#endif
