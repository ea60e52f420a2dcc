#include "rejects.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#include "locale.h"

/* Rows that are said on stderr one by one. */
#define SAID_MAX 20

static circlet_status fail_file(circlet_error *error, const char *path,
                                int number)
{
    error->status = number == EEXIST ? CIRCLET_E_ARGUMENT : CIRCLET_E_IO;
    if (number == EEXIST)
        snprintf(error->message, sizeof(error->message),
                 _("'%s' exists; --force replaces it"), path);
    else
        snprintf(error->message, sizeof(error->message),
                 _("cannot write '%s': %s"), path, strerror(number));
    return error->status;
}

circlet_status rejects_open(rejects *r, const char *path, bool overwrite,
                            circlet_error *error)
{
    int descriptor;

    r->path = path;
    if (!path)
        return CIRCLET_OK;
    /* Refused rows may say something about persons: mode 0600. */
    descriptor = open(
        path, O_WRONLY | O_CREAT | O_CLOEXEC | (overwrite ? O_TRUNC : O_EXCL),
        0600);
    if (descriptor >= 0)
        r->file = fdopen(descriptor, "w");
    if (!r->file) {
        int number = errno;

        if (descriptor >= 0)
            close(descriptor);
        return fail_file(error, path, number);
    }
    fputs("source,row,reason\n", r->file);
    return CIRCLET_OK;
}

/* A field of a CSV file (RFC 4180). */
static void write_field(FILE *file, const char *text)
{
    if (!strpbrk(text, "\",\r\n")) {
        fputs(text, file);
        return;
    }
    putc('"', file);
    for (; *text; text++) {
        if (*text == '"')
            putc('"', file);
        putc(*text, file);
    }
    putc('"', file);
}

void rejects_add(rejects *r, const circlet_rejection *rejection)
{
    if (r->count++ < SAID_MAX)
        fprintf(stderr, "%s:%" PRIu64 ": %s\n", rejection->source,
                rejection->row, rejection->reason);
    if (!r->file)
        return;
    write_field(r->file, rejection->source);
    fprintf(r->file, ",%" PRIu64 ",", rejection->row);
    write_field(r->file, rejection->reason);
    putc('\n', r->file);
}

circlet_status rejects_close(rejects *r, circlet_error *error)
{
    bool has_failed;

    if (r->count > SAID_MAX)
        fprintf(stderr, _("… and %llu more\n"),
                (unsigned long long)(r->count - SAID_MAX));
    if (!r->file)
        return CIRCLET_OK;
    has_failed = ferror(r->file) != 0 || fflush(r->file) != 0;
    if (fclose(r->file) != 0)
        has_failed = true;
    return has_failed ? fail_file(error, r->path, errno) : CIRCLET_OK;
}
