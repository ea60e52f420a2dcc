/*
 * One value out of a small JSON object (RFC 8259), such as the attributes of
 * a facility, without a tree of the whole.
 */
#ifndef CI_BASE_JSON_VALUE_H
#define CI_BASE_JSON_VALUE_H

#include <circlet/types.h>

/*
 * The number under a key of the object itself, not of what is nested in it;
 * a string that is a number counts as one. Of a key that stands twice the
 * last counts. false, and `out` as it was: there is no such key, its value
 * is no finite number, or the text is no JSON object. `object` may be NULL.
 */
bool ci_json_find_number(double *out, const char *object, const char *key);

#endif
