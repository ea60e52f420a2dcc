/* Recording why a call failed. */
#ifndef CI_BASE_ERROR_H
#define CI_BASE_ERROR_H

#include <circlet/error.h>

/*
 * Writes status and message into `error`, unless it is NULL, and returns
 * `status`, so that a failing function can say `return ci_fail(...)`.
 * `format` is looked up in the message catalogue of the user's language.
 */
circlet_status ci_fail(circlet_error *error, circlet_status status,
                       const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* ci_fail() for a failed allocation. */
circlet_status ci_fail_nomem(circlet_error *error);

/*
 * Puts "PREFIX: " before the message of an error that is passed on, where
 * only this layer knows which file or unit it was. Returns error->status,
 * or `status` if `error` is NULL. A prefix of over half the room is left out.
 */
circlet_status ci_fail_within(circlet_error *error, circlet_status status,
                              const char *prefix);

/* The user's language for one of the library's words; `text` if none. */
const char *ci_translate(const char *text);

#endif
