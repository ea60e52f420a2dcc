/* Sources about people must not say who they are (DESIGN section 9). */
#ifndef CI_IO_IMPORT_PRIVACY_H
#define CI_IO_IMPORT_PRIVACY_H

#include "io/source.h"

/* Whether what stands under a heading may say who somebody is: a name, an
 * address, an identity or phone number. */
bool ci_names_somebody(const char *heading);

/* The same for a heading that a .dbf may have cut: whether what is left may
 * be the start of such a heading. */
bool ci_may_name_somebody(const ci_source *source, uint32_t field);

/* Whether a heading says that what stands below are codes, sums of money or
 * areas: these may have as many digits as a phone number. */
bool ci_heading_is_of_codes(const char *heading);

/* Whether a value is a valid Chinese identity number (GB 11643), alone or
 * as the start of a disability certificate number. */
bool ci_is_identity_number(const char *value);

/*
 * Whether a text has an identity number somewhere: a valid one of GB 11643,
 * or one of 15 digits from before 1999, also with spaces in it or in
 * full-width digits. Decimals of a number are none.
 */
bool ci_has_identity_number(const char *text);

/* Whether a text has a Chinese phone number somewhere: a mobile one with or
 * without the country's code, or one with an area code and a dash. A number
 * right behind a Latin letter is a code and none. */
bool ci_has_phone_number(const char *text);

#endif
