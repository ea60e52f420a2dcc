/* Sources about people must not say who they are (DESIGN section 9). */
#ifndef CI_IO_IMPORT_PRIVACY_H
#define CI_IO_IMPORT_PRIVACY_H

#include "io/source.h"

/* Whether what stands under a heading may say who somebody is: a name, an
 * address, an identity or phone number. */
bool ci_names_somebody(const char *field);

/* Whether a value is a valid Chinese identity number (GB 11643), alone or
 * as the start of a disability certificate number. */
bool ci_is_identity_number(const char *value);

/* Whether a value is a Chinese mobile phone number and nothing else, with or
 * without +86, spaces and dashes. */
bool ci_is_mobile_number(const char *value);

#endif
