#include "io/replacement.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/text.h"

#define COPY_STEP ((size_t)256 * 1024)

static circlet_status fail_errno(const char *path, circlet_status status,
                                 circlet_error *error)
{
    return ci_fail(error, status, "%s: %s", path, strerror(errno));
}

static char *join(const char *text, const char *more)
{
    ci_buffer buffer = {0};

    ci_buffer_add(&buffer, text);
    ci_buffer_add(&buffer, more);
    if (buffer.failed) {
        ci_buffer_free(&buffer);
        return NULL;
    }
    return buffer.text;
}

/* "a/b.gpkg" gives "a/.b.gpkg.circlet-new": hidden, and no name that anybody
 * gives a file of his own. */
static char *name_temporary(const char *target)
{
    const char *slash = strrchr(target, '/');
    size_t folder_size = slash ? (size_t)(slash - target) + 1 : 0;
    ci_buffer name = {0};

    ci_buffer_add_n(&name, target, folder_size);
    ci_buffer_add(&name, ".");
    ci_buffer_add(&name, target + folder_size);
    ci_buffer_add(&name, ".circlet-new");
    if (name.failed) {
        ci_buffer_free(&name);
        return NULL;
    }
    return name.text;
}

/* What is at the path now: only a regular file may be replaced. */
static circlet_status check_target(const char *path, ci_replacement_rule rule,
                                   circlet_error *error)
{
    struct stat target;

    if (rule == CI_REPLACEMENT_NEW && lstat(path, &target) == 0)
        return ci_fail(error, CIRCLET_E_INPUT, "%s: exists already", path);
    if (stat(path, &target) != 0) {
        if (errno == ENOENT && rule != CI_REPLACEMENT_COPY)
            return CIRCLET_OK;
        return fail_errno(path, CIRCLET_E_INPUT, error);
    }
    if (!S_ISREG(target.st_mode))
        return ci_fail(error, CIRCLET_E_INPUT, "%s: not a regular file", path);
    return CIRCLET_OK;
}

/* Why a file could not be opened. If it is not there, the folder is what is
 * wrong, of which the user knows by the path that was given. */
static circlet_status fail_opening(const char *file, int flags,
                                   const char *path, circlet_error *error)
{
    int number = errno;
    struct stat there;
    bool is_there = lstat(file, &there) == 0;

    errno = number;
    if (is_there)
        return fail_errno(flags & O_CREAT ? file : path,
                          number == EACCES || number == ELOOP ||
                                  number == EISDIR
                              ? CIRCLET_E_INPUT
                              : CIRCLET_E_IO,
                          error);
    if (number == ENOENT || number == ENOTDIR)
        return fail_errno(path, CIRCLET_E_INPUT, error);
    if (number == EACCES || number == EPERM || number == EROFS)
        return ci_fail(error, CIRCLET_E_IO,
                       "%s: its folder cannot be written to: %s", path,
                       strerror(number));
    return fail_errno(path, CIRCLET_E_IO, error);
}

/*
 * Locks a file and sees to it that it is still the one at the path: the
 * lock may have been got from a run that has just put another in place.
 */
static circlet_status lock(int *out, const char *file, int flags,
                           const char *path, circlet_error *error)
{
    struct stat opened, there;
    int descriptor = open(file, flags | O_CLOEXEC | O_NOFOLLOW, 0600);

    if (descriptor < 0)
        return fail_opening(file, flags, path, error);
    *out = descriptor + 1;
    if (flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK)
            return fail_errno(path, CIRCLET_E_IO, error);
    } else if (fstat(descriptor, &opened) == 0 && stat(file, &there) == 0 &&
               opened.st_dev == there.st_dev &&
               opened.st_ino == there.st_ino) {
        if (S_ISREG(opened.st_mode))
            return CIRCLET_OK;
        return ci_fail(error, CIRCLET_E_INPUT, "%s: not a regular file", file);
    }
    return ci_fail(error, CIRCLET_E_IO, "%s is in use by another run", path);
}

/* What another program has not yet written into the file is in a file
 * beside it, and would be lost by a copy. */
static circlet_status check_no_companion(const ci_replacement *replacement,
                                         const char *suffix,
                                         circlet_error *error)
{
    char *companion = join(replacement->target, suffix);
    struct stat found;
    bool is_pending;

    if (!companion)
        return ci_fail_nomem(error);
    is_pending = stat(companion, &found) == 0 && found.st_size > 0;
    free(companion);
    if (is_pending)
        return ci_fail(error, CIRCLET_E_IO,
                       "%s is open in another program: save and close it "
                       "there first; if it is open in none, one has died: "
                       "open and close it there once more (%s%s is there)",
                       replacement->path, replacement->path, suffix);
    return CIRCLET_OK;
}

static circlet_status write_all(int to, const char *bytes, size_t size,
                                const char *path, circlet_error *error)
{
    while (size > 0) {
        ssize_t written = write(to, bytes, size);

        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return fail_errno(path, CIRCLET_E_IO, error);
        bytes += written;
        size -= (size_t)written;
    }
    return CIRCLET_OK;
}

static circlet_status copy(int to, int from, const char *path,
                           circlet_error *error)
{
    char *bytes = malloc(COPY_STEP);
    circlet_status status = CIRCLET_OK;

    if (!bytes)
        return ci_fail_nomem(error);
    while (status == CIRCLET_OK) {
        ssize_t size = read(from, bytes, COPY_STEP);

        if (size < 0 && errno == EINTR)
            continue;
        if (size < 0)
            status = fail_errno(path, CIRCLET_E_IO, error);
        if (size <= 0)
            break;
        status = write_all(to, bytes, (size_t)size, path, error);
    }
    free(bytes);
    return status;
}

/* A journal that a run left which was killed is not about the new file, but
 * SQLite would play it back into it. */
static circlet_status remove_journals(const ci_replacement *replacement,
                                      circlet_error *error)
{
    static const char *const suffixes[] = {"-journal", "-wal", "-shm"};

    for (size_t i = 0; i < sizeof(suffixes) / sizeof(suffixes[0]); i++) {
        char *journal = join(replacement->temporary, suffixes[i]);
        circlet_status status = CIRCLET_OK;

        if (!journal)
            return ci_fail_nomem(error);
        if (unlink(journal) != 0 && errno != ENOENT)
            status = fail_errno(journal, CIRCLET_E_IO, error);
        free(journal);
        if (status != CIRCLET_OK)
            return status;
    }
    return CIRCLET_OK;
}

static circlet_status lock_target(ci_replacement *replacement,
                                  circlet_error *error)
{
    circlet_status status =
        lock(&replacement->target_lock, replacement->target, O_RDONLY,
             replacement->path, error);

    if (status == CIRCLET_OK)
        status = check_no_companion(replacement, "-wal", error);
    if (status == CIRCLET_OK)
        status = check_no_companion(replacement, "-journal", error);
    return status;
}

static circlet_status begin(ci_replacement *replacement, circlet_error *error)
{
    const char *path = replacement->path;
    circlet_status status = check_target(path, replacement->rule, error);

    if (status != CIRCLET_OK)
        return status;
    /* The file that a link names is replaced, not the link. */
    replacement->target = realpath(path, NULL);
    if (!replacement->target && errno == ENOENT)
        replacement->target = ci_text_copy(path);
    if (!replacement->target)
        return errno == ENOMEM ? ci_fail_nomem(error)
                               : fail_errno(path, CIRCLET_E_INPUT, error);
    replacement->temporary = name_temporary(replacement->target);
    if (!replacement->temporary)
        return ci_fail_nomem(error);
    if (replacement->rule == CI_REPLACEMENT_COPY)
        status = lock_target(replacement, error);
    if (status == CIRCLET_OK)
        status = lock(&replacement->temporary_lock, replacement->temporary,
                      O_RDWR | O_CREAT, path, error);
    if (status != CIRCLET_OK)
        return status;
    replacement->is_made = true;
    /* A run that was killed may have left it. */
    if (ftruncate(replacement->temporary_lock - 1, 0) != 0 ||
        fchmod(replacement->temporary_lock - 1, 0600) != 0)
        return fail_errno(path, CIRCLET_E_IO, error);
    status = remove_journals(replacement, error);
    if (status == CIRCLET_OK && replacement->rule == CI_REPLACEMENT_COPY)
        status = copy(replacement->temporary_lock - 1,
                      replacement->target_lock - 1, path, error);
    return status;
}

circlet_status ci_replacement_begin(ci_replacement *out, const char *path,
                                    ci_replacement_rule rule,
                                    circlet_error *error)
{
    ci_replacement replacement = {.rule = rule};
    circlet_status status;

    replacement.path = ci_text_copy(path);
    if (!replacement.path)
        return ci_fail_nomem(error);
    status = begin(&replacement, error);
    if (status != CIRCLET_OK) {
        ci_replacement_end(&replacement);
        return status;
    }
    *out = replacement;
    return CIRCLET_OK;
}

/* A rename is lasting once the folder is written. Some file systems cannot
 * sync a folder; the file is whole there all the same. */
static circlet_status sync_folder(const ci_replacement *replacement,
                                  circlet_error *error)
{
    char *folder = ci_text_copy(replacement->target);
    char *slash = folder ? strrchr(folder, '/') : NULL;
    circlet_status status = CIRCLET_OK;
    int descriptor;

    if (!folder)
        return ci_fail_nomem(error);
    if (slash)
        slash[slash == folder] = '\0';
    descriptor =
        open(slash ? folder : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    free(folder);
    if (descriptor < 0)
        return CIRCLET_OK;
    if (fsync(descriptor) != 0 && errno == EIO)
        status = fail_errno(replacement->path, CIRCLET_E_IO, error);
    close(descriptor);
    return status;
}

/* A link, other than a rename, fails if the name was taken meanwhile. */
static int put_in_place(const ci_replacement *replacement)
{
    if (replacement->rule == CI_REPLACEMENT_NEW) {
        if (link(replacement->temporary, replacement->target) == 0)
            return unlink(replacement->temporary);
        if (errno == EEXIST)
            return -1;
    }
    return rename(replacement->temporary, replacement->target);
}

circlet_status ci_replacement_commit(ci_replacement *replacement,
                                     circlet_error *error)
{
    if (fsync(replacement->temporary_lock - 1) != 0)
        return fail_errno(replacement->path, CIRCLET_E_IO, error);
    if (put_in_place(replacement) != 0) {
        if (errno == EEXIST)
            return ci_fail(error, CIRCLET_E_INPUT, "%s: exists already",
                           replacement->path);
        return fail_errno(replacement->path, CIRCLET_E_IO, error);
    }
    free(replacement->temporary);
    replacement->temporary = NULL;
    return sync_folder(replacement, error);
}

void ci_replacement_end(ci_replacement *replacement)
{
    /* A file that is locked by another run is that run's. */
    if (replacement->temporary && replacement->is_made)
        unlink(replacement->temporary);
    if (replacement->temporary_lock)
        close(replacement->temporary_lock - 1);
    if (replacement->target_lock)
        close(replacement->target_lock - 1);
    free(replacement->path);
    free(replacement->target);
    free(replacement->temporary);
    *replacement = (ci_replacement){0};
}
