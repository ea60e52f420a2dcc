#include "io/elevation_bytes.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#ifdef HAVE_XLSX /* libzip is there */
#include <zip.h>
#endif

#include "base/error.h"
#include "io/whole_file.h"

#ifndef HAVE_XLSX

circlet_status ci_tile_read_zip(ci_tile_bytes *out, const char *path,
                                size_t max, circlet_error *error)
{
    (void)out;
    (void)max;
    return ci_fail(error, CIRCLET_E_UNSUPPORTED,
                   "%s: this circlet was built without libzip: unpack the "
                   ".hgt file",
                   path);
}

#else

static circlet_status fail_archive(const char *path, zip_error_t *reason,
                                   circlet_error *error)
{
    if (zip_error_code_zip(reason) == ZIP_ER_MEMORY)
        return ci_fail_nomem(error);
    return ci_fail(error, CIRCLET_E_FORMAT,
                   "%s: the zip file is cut short or damaged (%s)", path,
                   zip_error_strerror(reason));
}

static circlet_status open_archive(zip_t **out, const char *path,
                                   circlet_error *error)
{
    int code = ZIP_ER_OK;
    circlet_status status = ci_check_readable(path, error);
    zip_error_t reason;

    if (status != CIRCLET_OK)
        return status;
    *out = zip_open(path, ZIP_RDONLY, &code);
    if (*out)
        return CIRCLET_OK;
    zip_error_init_with_code(&reason, code);
    status = fail_archive(path, &reason, error);
    zip_error_fini(&reason);
    return status;
}

static const char *name_in_folder(const char *name)
{
    const char *slash = strrchr(name, '/');

    return slash ? slash + 1 : name;
}

/* Archives made on a Mac have a shadow of each file in a folder of its own,
 * with a name that begins with "._". */
static bool is_tile(const char *name)
{
    size_t size = strlen(name);

    return size > 4 && strcasecmp(name + size - 4, ".hgt") == 0 &&
           strncmp(name_in_folder(name), "._", 2) != 0;
}

static circlet_status find_tile(zip_uint64_t *out, zip_t *archive,
                                const char *path, circlet_error *error)
{
    zip_int64_t count = zip_get_num_entries(archive, 0);
    bool is_found = false;

    for (zip_int64_t i = 0; i < count; i++) {
        const char *name = zip_get_name(archive, (zip_uint64_t)i, 0);

        if (!name || !is_tile(name))
            continue;
        if (is_found)
            return ci_fail(error, CIRCLET_E_FORMAT,
                           "%s: the zip file has several .hgt files: unpack "
                           "it",
                           path);
        *out = (zip_uint64_t)i;
        is_found = true;
    }
    if (!is_found)
        return ci_fail(error, CIRCLET_E_FORMAT,
                       "%s: the zip file has no .hgt file", path);
    return CIRCLET_OK;
}

static circlet_status open_tile(zip_file_t **out, zip_t *archive,
                                zip_uint64_t position, const char *path,
                                circlet_error *error)
{
    zip_stat_t facts;

    if (zip_stat_index(archive, position, 0, &facts) != 0)
        return fail_archive(path, zip_get_error(archive), error);
    if ((facts.valid & ZIP_STAT_ENCRYPTION_METHOD) &&
        facts.encryption_method != ZIP_EM_NONE)
        return ci_fail(error, CIRCLET_E_UNSUPPORTED,
                       "%s: the file has a password: save it without one",
                       path);
    *out = zip_fopen_index(archive, position, 0);
    return *out ? CIRCLET_OK
                : fail_archive(path, zip_get_error(archive), error);
}

/* The check sum is compared once the end was read, which is why one more
 * byte than a tile has is asked for. */
static circlet_status read_tile(ci_tile_bytes *out, zip_t *archive,
                                const char *path, size_t max,
                                circlet_error *error)
{
    zip_uint64_t position = 0;
    zip_file_t *file = NULL;
    zip_int64_t got = 1;
    circlet_status status = find_tile(&position, archive, path, error);

    if (status == CIRCLET_OK)
        status = open_tile(&file, archive, position, path, error);
    if (status != CIRCLET_OK)
        return status;
    strncat(out->name, name_in_folder(zip_get_name(archive, position, 0)),
            sizeof(out->name) - 1);
    while (got > 0 && out->size < max) {
        got = zip_fread(file, out->bytes + out->size, max - out->size);
        if (got > 0)
            out->size += (size_t)got;
    }
    if (got < 0)
        status = fail_archive(path, zip_file_get_error(file), error);
    zip_fclose(file);
    return status;
}

circlet_status ci_tile_read_zip(ci_tile_bytes *out, const char *path,
                                size_t max, circlet_error *error)
{
    ci_tile_bytes read = {.bytes = NULL};
    zip_t *archive = NULL;
    circlet_status status = open_archive(&archive, path, error);

    if (status != CIRCLET_OK)
        return status;
    read.bytes = malloc(max);
    status = read.bytes ? read_tile(&read, archive, path, max, error)
                        : ci_fail_nomem(error);
    zip_discard(archive);
    if (status != CIRCLET_OK) {
        free(read.bytes);
        return status;
    }
    *out = read;
    return CIRCLET_OK;
}

#endif
