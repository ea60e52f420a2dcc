#include "base/spill.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/error.h"

#define PATTERN "/circlet-XXXXXX"

struct ci_spill {
    int file;
    atomic_uint_least64_t size;
    void *map; /* NULL: not mapped */
    size_t map_size;
    char *folder;
};

static circlet_status fail_file(const ci_spill *spill, int cause,
                                circlet_error *error)
{
    return ci_fail(error, CIRCLET_E_IO, "temporary file in '%s': %s",
                   spill->folder, strerror(cause));
}

/* Opens a file and takes its name away. */
static circlet_status open_file(ci_spill *spill, circlet_error *error)
{
    size_t size = strlen(spill->folder) + sizeof(PATTERN);
    char *path = malloc(size);
    int cause;

    if (!path)
        return ci_fail_nomem(error);
    snprintf(path, size, "%s%s", spill->folder, PATTERN);
    spill->file = mkostemp(path, O_CLOEXEC);
    cause = errno;
    if (spill->file >= 0)
        unlink(path);
    free(path);
    return spill->file >= 0 ? CIRCLET_OK : fail_file(spill, cause, error);
}

circlet_status ci_spill_new(ci_spill **out, circlet_error *error)
{
    const char *folder = getenv("TMPDIR");
    ci_spill *spill = calloc(1, sizeof(*spill));
    circlet_status status;

    if (!spill)
        return ci_fail_nomem(error);
    spill->file = -1;
    atomic_init(&spill->size, 0);
    spill->folder = strdup(folder && folder[0] ? folder : "/tmp");
    status = spill->folder ? open_file(spill, error) : ci_fail_nomem(error);
    if (status)
        ci_spill_free(spill);
    else
        *out = spill;
    return status;
}

void ci_spill_free(ci_spill *spill)
{
    if (!spill)
        return;
    if (spill->map)
        munmap(spill->map, spill->map_size);
    if (spill->file >= 0)
        close(spill->file);
    free(spill->folder);
    free(spill);
}

circlet_status ci_spill_write(ci_spill *spill, const void *bytes, size_t size,
                              uint64_t *offset, circlet_error *error)
{
    uint64_t start = atomic_fetch_add(&spill->size, size);
    const char *from = bytes;

    for (size_t done = 0; done < size;) {
        ssize_t written = pwrite(spill->file, from + done, size - done,
                                 (off_t)(start + done));

        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return fail_file(spill, written < 0 ? errno : ENOSPC, error);
        done += (size_t)written;
    }
    *offset = start;
    return CIRCLET_OK;
}

circlet_status ci_spill_read(const ci_spill *spill, void *bytes, size_t size,
                             uint64_t offset, circlet_error *error)
{
    char *to = bytes;

    for (size_t done = 0; done < size;) {
        ssize_t got =
            pread(spill->file, to + done, size - done, (off_t)(offset + done));

        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return fail_file(spill, got < 0 ? errno : EIO, error);
        done += (size_t)got;
    }
    return CIRCLET_OK;
}

circlet_status ci_spill_map(const void **out, ci_spill *spill,
                            circlet_error *error)
{
    uint64_t size = atomic_load(&spill->size);
    void *map;

    if (size == 0 || size > SIZE_MAX)
        return fail_file(spill, size == 0 ? EINVAL : EFBIG, error);
    map = mmap(NULL, (size_t)size, PROT_READ, MAP_PRIVATE, spill->file, 0);
    if (map == MAP_FAILED)
        return fail_file(spill, errno, error);
    spill->map = map;
    spill->map_size = (size_t)size;
    *out = map;
    return CIRCLET_OK;
}
