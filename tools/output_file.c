#include "output_file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "locale.h"

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

/* What is no regular file, such as a device, cannot be replaced. */
static int check_place(const char *path, bool overwrite)
{
    struct stat there;

    if (lstat(path, &there) != 0)
        return errno == ENOENT ? 0 : errno;
    if (!overwrite)
        return EEXIST;
    return S_ISREG(there.st_mode) ? 0 : EINVAL;
}

circlet_status output_file_open(output_file *out, const char *path,
                                bool overwrite, circlet_error *error)
{
    int number = check_place(path, overwrite);
    size_t size = strlen(path) + sizeof(".XXXXXX");
    int descriptor;

    if (number != 0)
        return fail_file(error, path, number);
    out->path = path;
    out->overwrite = overwrite;
    out->temporary = malloc(size);
    if (!out->temporary)
        return fail_file(error, path, ENOMEM);
    snprintf(out->temporary, size, "%s.XXXXXX", path);
    descriptor = mkstemp(out->temporary);
    if (descriptor >= 0)
        out->file = fdopen(descriptor, "w");
    if (out->file)
        return CIRCLET_OK;
    number = errno;
    if (descriptor >= 0) {
        close(descriptor);
        unlink(out->temporary);
    }
    free(out->temporary);
    out->temporary = NULL;
    return fail_file(error, path, number);
}

/* Without leave to overwrite, a file that came meanwhile stays. */
static int put_in_place(const output_file *out)
{
    if (out->overwrite)
        return rename(out->temporary, out->path) == 0 ? 0 : errno;
    if (link(out->temporary, out->path) != 0)
        return errno;
    unlink(out->temporary);
    return 0;
}

circlet_status output_file_commit(output_file *out, circlet_error *error)
{
    int number = 0;

    if (fflush(out->file) != 0 || ferror(out->file) ||
        fsync(fileno(out->file)) != 0)
        number = errno ? errno : EIO;
    if (fclose(out->file) != 0 && number == 0)
        number = errno;
    out->file = NULL;
    if (number == 0)
        number = put_in_place(out);
    if (number != 0)
        return fail_file(error, out->path, number);
    free(out->temporary);
    out->temporary = NULL;
    return CIRCLET_OK;
}

void output_file_end(output_file *out)
{
    if (out->file)
        fclose(out->file);
    if (out->temporary)
        unlink(out->temporary);
    free(out->temporary);
    *out = (output_file){0};
}
