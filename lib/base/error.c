#include "base/error.h"

#include <libintl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef __clang_analyzer__
#undef ci_fail
#undef ci_fail_nomem
#endif

#define TEXT_DOMAIN "circlet"

const char *circlet_status_text(circlet_status status)
{
    switch (status) {
    case CIRCLET_OK:
        return "success";
    case CIRCLET_E_NOMEM:
        return "out of memory";
    case CIRCLET_E_ARGUMENT:
        return "invalid argument";
    case CIRCLET_E_IO:
        return "input or output failed";
    case CIRCLET_E_FORMAT:
        return "malformed input";
    case CIRCLET_E_DATA:
        return "inconsistent data";
    case CIRCLET_E_CRS:
        return "unusable coordinate system";
    case CIRCLET_E_GEOMETRY:
        return "geometry operation failed";
    case CIRCLET_E_NOT_FOUND:
        return "not found";
    case CIRCLET_E_INFEASIBLE:
        return "no feasible plan";
    case CIRCLET_E_CANCELLED:
        return "cancelled";
    case CIRCLET_E_INPUT:
        return "missing input";
    case CIRCLET_E_UNSUPPORTED:
        return "unsupported input";
    }
    return "unknown status";
}

const char *ci_translate(const char *text)
{
    /* The translation of "" is the catalogue's heading. */
    return *text ? dgettext(TEXT_DOMAIN, text) : text;
}

/* A message is one line: control characters of the input become spaces. */
static void make_one_line(char *message)
{
    for (char *c = message; *c; c++)
        if ((unsigned char)*c < ' ')
            *c = ' ';
}

circlet_status ci_fail(circlet_error *error, circlet_status status,
                       const char *format, ...)
{
    if (error) {
        va_list arguments;

        error->status = status;
        va_start(arguments, format);
        vsnprintf(error->message, sizeof(error->message), ci_translate(format),
                  arguments);
        va_end(arguments);
        ci_text_cut_at_character(error->message);
        make_one_line(error->message);
    }
    return status;
}

circlet_status ci_fail_nomem(circlet_error *error)
{
    return ci_fail(error, CIRCLET_E_NOMEM, "out of memory");
}

circlet_status ci_fail_within(circlet_error *error, circlet_status status,
                              const char *prefix)
{
    const size_t room = CIRCLET_MESSAGE_SIZE - 1; /* without the final 0 */
    size_t ahead = strlen(prefix) + 2, kept;

    if (!error)
        return status;
    if (ahead > room / 2)
        return error->status;
    kept = strlen(error->message);
    if (kept > room - ahead)
        kept = room - ahead;
    memmove(error->message + ahead, error->message, kept);
    memcpy(error->message, prefix, ahead - 2);
    memcpy(error->message + ahead - 2, ": ", 2);
    error->message[ahead + kept] = '\0';
    ci_text_cut_at_character(error->message);
    make_one_line(error->message);
    return error->status;
}

void ci_reason_add(ci_buffer *reason, const char *format, ...)
{
    va_list arguments, again;
    char *text = NULL;
    int size;

    va_start(arguments, format);
    va_copy(again, arguments);
    size = vsnprintf(NULL, 0, ci_translate(format), arguments);
    if (size >= 0)
        text = malloc((size_t)size + 1);
    if (text) {
        vsnprintf(text, (size_t)size + 1, ci_translate(format), again);
        make_one_line(text);
        ci_buffer_add(reason, text);
        free(text);
    } else {
        reason->failed = true;
    }
    va_end(again);
    va_end(arguments);
}
