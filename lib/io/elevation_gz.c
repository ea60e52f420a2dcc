#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "base/error.h"
#include "io/elevation_bytes.h"
#include "io/whole_file.h"

/* zlib reads at most an unsigned int at once, and reads what is no gzip file
 * as it is: that must be asked for. */
static circlet_status read_bytes(ci_tile_bytes *out, gzFile file,
                                 const char *path, size_t max,
                                 circlet_error *error)
{
    int got = gzread(file, out->bytes, (unsigned)max), code = Z_OK;
    const char *reason = gzerror(file, &code);

    if (code == Z_MEM_ERROR)
        return ci_fail_nomem(error);
    if (code == Z_ERRNO)
        return ci_fail(error, CIRCLET_E_IO, "%s: %s", path, strerror(errno));
    if (gzdirect(file))
        return ci_fail(error, CIRCLET_E_FORMAT,
                       "%s: not a gzip file, whatever its name", path);
    if (got < 0 || code != Z_OK)
        return ci_fail(error, CIRCLET_E_FORMAT,
                       "%s: the gzip file is cut short or damaged (%s)", path,
                       reason);
    out->size = (size_t)got;
    return CIRCLET_OK;
}

circlet_status ci_tile_read_gz(ci_tile_bytes *out, const char *path,
                               size_t max, circlet_error *error)
{
    ci_tile_bytes read = {.bytes = NULL};
    circlet_status status = ci_check_readable(path, error);
    gzFile file;

    if (status != CIRCLET_OK)
        return status;
    read.bytes = malloc(max);
    file = read.bytes ? gzopen(path, "rb") : NULL;
    if (!file) {
        free(read.bytes);
        return ci_fail_nomem(error);
    }
    status = read_bytes(&read, file, path, max, error);
    gzclose_r(file);
    if (status != CIRCLET_OK) {
        free(read.bytes);
        return status;
    }
    *out = read;
    return CIRCLET_OK;
}
