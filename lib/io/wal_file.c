#include "io/wal_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/error.h"
#include "base/text.h"

/* The bytes of the header that say how the file is read and written, which
 * is 2 for WAL (SQLite, "Database File Format", 1.3.3). */
#define VERSION_OFFSET 18
#define VERSION_WAL 2

/* The size of a file whose name is the path's and a suffix; -1: no such.
 * SQLite keeps it beside the file that a link names. */
static long long companion_size(const char *path, const char *suffix)
{
    char *real = realpath(path, NULL);
    struct stat found;
    ci_buffer name = {0};
    long long size = -1;

    ci_buffer_add(&name, real ? real : path);
    free(real);
    ci_buffer_add(&name, suffix);
    if (!name.failed && stat(name.text, &found) == 0)
        size = (long long)found.st_size;
    ci_buffer_free(&name);
    return size;
}

circlet_status ci_check_no_wal(const char *path, circlet_error *error)
{
    if (companion_size(path, "-wal") <= 0)
        return CIRCLET_OK;
    return ci_fail(error, CIRCLET_E_INPUT,
                   "%s is open in another program: save and close it there "
                   "first; if it is open in none, one has died: open and "
                   "close it there once more (%s%s is there)",
                   path, path, "-wal");
}

static bool is_in_wal_mode(const char *path)
{
    unsigned char header[VERSION_OFFSET + 2];
    FILE *file = fopen(path, "rb");
    bool is_whole;

    if (!file)
        return false;
    is_whole = fread(header, sizeof(header), 1, file) == 1;
    fclose(file);
    return is_whole && header[VERSION_OFFSET + 1] == VERSION_WAL;
}

const char *ci_read_parameters(const char *path)
{
    if (!is_in_wal_mode(path))
        return "mode=ro";
    /* Another program has it open; its files are there already. */
    if (companion_size(path, "-shm") >= 0)
        return "mode=ro&readonly_shm=1";
    /* Rows wait, and only SQLite can read them. */
    if (companion_size(path, "-wal") > 0)
        return "mode=ro";
    return "mode=ro&immutable=1";
}
