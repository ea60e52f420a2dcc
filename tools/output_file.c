#include "output_file.h"

#include <errno.h>
#include <fcntl.h>
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

/* A file without a name leaves nothing behind if the program is killed. It
 * gets one by way of /proc; -1: this system or file system has no such. */
static int open_unnamed(const char *path)
{
    int descriptor = -1;
#ifdef O_TMPFILE
    const char *slash = strrchr(path, '/');
    char *folder =
        slash ? strndup(path, (size_t)(slash - path) + 1) : strdup(".");

    if (folder && access("/proc/self/fd", X_OK) == 0)
        descriptor = open(folder, O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600);
    free(folder);
#else
    (void)path;
#endif
    return descriptor;
}

static int open_any(output_file *out)
{
    int descriptor = open_unnamed(out->path);

    out->has_name = descriptor < 0;
    return out->has_name ? mkstemp(out->temporary) : descriptor;
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
    descriptor = open_any(out);
    if (descriptor >= 0)
        out->file = fdopen(descriptor, "w");
    if (out->file)
        return CIRCLET_OK;
    number = errno;
    if (descriptor >= 0)
        close(descriptor);
    if (descriptor >= 0 && out->has_name)
        unlink(out->temporary);
    free(out->temporary);
    out->temporary = NULL;
    return fail_file(error, path, number);
}

/* Gives an unnamed file a name that is free: that of the file itself, unless
 * it may replace one. */
static int give_name(output_file *out)
{
    char from[64];
    char *mark = out->temporary + strlen(out->temporary) - 6;

    snprintf(from, sizeof(from), "/proc/self/fd/%d", fileno(out->file));
    if (!out->overwrite)
        return linkat(AT_FDCWD, from, AT_FDCWD, out->path,
                      AT_SYMLINK_FOLLOW) == 0
                   ? 0
                   : errno;
    for (unsigned i = 0; i < 1000000; i++) {
        snprintf(mark, 7, "%06u", ((unsigned)getpid() + i) % 1000000);
        if (linkat(AT_FDCWD, from, AT_FDCWD, out->temporary,
                   AT_SYMLINK_FOLLOW) == 0) {
            out->has_name = true;
            return 0;
        }
        if (errno != EEXIST)
            return errno;
    }
    return EEXIST;
}

/* Without leave to overwrite, a file that came meanwhile stays. */
static int put_in_place(output_file *out)
{
    if (!out->has_name)
        return 0; /* it has its own already */
    out->has_name = false;
    if (out->overwrite) {
        if (rename(out->temporary, out->path) == 0)
            return 0;
    } else if (link(out->temporary, out->path) == 0) {
        unlink(out->temporary);
        return 0;
    }
    out->has_name = true;
    return errno;
}

circlet_status output_file_commit(output_file *out, circlet_error *error)
{
    int number = 0;

    if (fflush(out->file) != 0 || ferror(out->file) ||
        fsync(fileno(out->file)) != 0)
        number = errno ? errno : EIO;
    if (number == 0 && !out->has_name)
        number = give_name(out);
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
    if (out->temporary && out->has_name)
        unlink(out->temporary);
    free(out->temporary);
    *out = (output_file){0};
}
