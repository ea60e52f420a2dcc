/* Recording why a call failed. */
#ifndef CI_BASE_ERROR_H
#define CI_BASE_ERROR_H

#include <circlet/error.h>

#include "base/text.h"

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

#ifdef __clang_analyzer__
/* The analyzer does not look into error.c and would think that a failing
 * call may return success. */
void ci_fail_seen(circlet_error *error, const char *format, ...);
#define ci_fail(error, status, ...)                                           \
    (ci_fail_seen(error, __VA_ARGS__), (status))
#define ci_fail_nomem(error) (ci_fail_seen(error, ""), CIRCLET_E_NOMEM)
#endif

/*
 * Puts "PREFIX: " before the message of an error that is passed on, where
 * only this layer knows which file or unit it was. Returns error->status,
 * or `status` if `error` is NULL. A prefix of over half the room is left out.
 */
circlet_status ci_fail_within(circlet_error *error, circlet_status status,
                              const char *prefix);

/* Marks a literal that is handed to ci_translate() elsewhere. */
#define CI_TRANSLATED(text) text

/*
 * The user's language for one of the library's sentences; `text` if none. A
 * sentence is translated whole: words in one's own language within a
 * sentence, as "%s", are names, numbers or sentences after a colon.
 */
const char *ci_translate(const char *text) __attribute__((format_arg(1)));

/*
 * Appends a sentence in the user's language to the reason for which a row is
 * refused: one line, however long. If memory runs out, `failed` is set.
 */
void ci_reason_add(ci_buffer *reason, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
