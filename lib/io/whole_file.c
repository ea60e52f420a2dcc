#include "io/whole_file.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/error.h"

static circlet_status open_file(FILE **out, const char *path,
                                circlet_error *error)
{
    FILE *file = fopen(path, "rb");
    struct stat facts;
    int code = errno;

    /* A folder can be opened, but not read. */
    if (file && fstat(fileno(file), &facts) == 0 && S_ISDIR(facts.st_mode)) {
        fclose(file);
        file = NULL;
        code = EISDIR;
    }
    if (!file)
        return ci_fail(error, CIRCLET_E_INPUT, "%s: %s", path, strerror(code));
    *out = file;
    return CIRCLET_OK;
}

circlet_status ci_check_readable(const char *path, circlet_error *error)
{
    FILE *file = NULL;
    circlet_status status = open_file(&file, path, error);

    if (status == CIRCLET_OK)
        fclose(file);
    return status;
}

static circlet_status read_all(ci_buffer *out, FILE *file, const char *path,
                               size_t max, circlet_error *error)
{
    char block[16384];
    size_t size;

    do {
        size = fread(block, 1, sizeof(block), file);
        ci_buffer_add_n(out, block, size);
    } while (size == sizeof(block) && out->size <= max && !out->failed);
    if (out->failed)
        return ci_fail_nomem(error);
    if (ferror(file))
        return ci_fail(error, CIRCLET_E_IO, "%s: %s", path, strerror(errno));
    if (out->size > max)
        return ci_fail(error, CIRCLET_E_UNSUPPORTED,
                       "%s: file is larger than %zu bytes", path, max);
    return CIRCLET_OK;
}

circlet_status ci_read_whole_file(ci_buffer *out, const char *path, size_t max,
                                  circlet_error *error)
{
    ci_buffer read = {0};
    FILE *file = NULL;
    circlet_status status = open_file(&file, path, error);

    if (status != CIRCLET_OK)
        return status;
    status = read_all(&read, file, path, max, error);
    fclose(file);
    if (status != CIRCLET_OK) {
        ci_buffer_free(&read);
        return status;
    }
    *out = read;
    return CIRCLET_OK;
}
