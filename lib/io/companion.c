#include "io/companion.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/error.h"
#include "io/whole_file.h"

#define SUFFIX_SIZE 3

/* A .prj is a line of text. */
#define COMPANION_SIZE_MAX ((size_t)1 << 20)

/* ESRI, Shapefile Technical Description, 1998: the header of .shp and .shx
 * starts with the file code 9994 and says at byte 24 how long the file is,
 * in words of 16 bits; both numbers have the highest byte first. */
#define SHAPE_HEADER_SIZE 100
#define SHAPE_FILE_CODE 9994
#define SHAPE_LENGTH_AT 24

/* dBASE III: the number of records at byte 4, the length of the header at 8
 * and that of a record at 10, with the lowest byte first. */
#define START_SIZE 32 /* of either, with all of these */

/* The companion that can be opened: "a.shp" and "dbf" give "a.dbf" or else
 * "a.DBF". If neither can, *is_there is false, and the name has the small
 * letters. */
static circlet_status find_companion(char **out, bool *is_there,
                                     const char *path, const char *suffix,
                                     circlet_error *error)
{
    char *name = ci_text_copy(path);
    char *end;

    if (!name)
        return ci_fail_nomem(error);
    end = name + strlen(name) - SUFFIX_SIZE;
    memcpy(end, suffix, SUFFIX_SIZE);
    *is_there = ci_check_readable(name, NULL) == CIRCLET_OK;
    if (!*is_there) {
        for (int i = 0; i < SUFFIX_SIZE; i++)
            end[i] = (char)toupper((unsigned char)suffix[i]);
        *is_there = ci_check_readable(name, NULL) == CIRCLET_OK;
    }
    if (!*is_there)
        memcpy(end, suffix, SUFFIX_SIZE);
    *out = name;
    return CIRCLET_OK;
}

circlet_status ci_check_companion(const char *path, const char *suffix,
                                  circlet_error *error)
{
    bool is_there = false;
    char *name = NULL;
    circlet_status status =
        find_companion(&name, &is_there, path, suffix, error);

    if (status != CIRCLET_OK)
        return status;
    if (!is_there)
        status = ci_fail(error, CIRCLET_E_INPUT,
                         "%s: this part of the shapefile is missing", name);
    free(name);
    return status;
}

circlet_status ci_read_companion(ci_buffer *out, const char *path,
                                 const char *suffix, circlet_error *error)
{
    bool is_there = false;
    char *name = NULL;
    circlet_status status =
        find_companion(&name, &is_there, path, suffix, error);

    if (status != CIRCLET_OK)
        return status;
    if (is_there)
        status = ci_read_whole_file(out, name, COMPANION_SIZE_MAX, error);
    free(name);
    return status;
}

/* ---- files that were cut short ------------------------------------------ */

static uint64_t read_highest_first(const unsigned char *bytes, int count)
{
    uint64_t value = 0;

    for (int i = 0; i < count; i++)
        value = value << 8 | bytes[i];
    return value;
}

static uint64_t read_lowest_first(const unsigned char *bytes, int count)
{
    uint64_t value = 0;

    for (int i = count - 1; i >= 0; i--)
        value = value << 8 | bytes[i];
    return value;
}

/* The bytes that a header promises; 0: it is no such header, which is left
 * to who reads the file. */
static uint64_t promised_size(const unsigned char start[START_SIZE],
                              bool is_table)
{
    uint64_t size;

    if (is_table)
        return read_lowest_first(start + 8, 2) +
               read_lowest_first(start + 4, 4) *
                   read_lowest_first(start + 10, 2);
    if (read_highest_first(start, 4) != SHAPE_FILE_CODE)
        return 0;
    size = 2 * read_highest_first(start + SHAPE_LENGTH_AT, 4);
    return size > SHAPE_HEADER_SIZE ? size : SHAPE_HEADER_SIZE;
}

static circlet_status check_size(const char *name, bool is_table,
                                 circlet_error *error)
{
    unsigned char start[START_SIZE] = {0};
    FILE *file = fopen(name, "rb");
    struct stat found;
    uint64_t size, promised = 0;

    if (!file)
        return CIRCLET_OK;
    if (fstat(fileno(file), &found) == 0 && S_ISREG(found.st_mode) &&
        fread(start, 1, START_SIZE, file) == START_SIZE)
        promised = promised_size(start, is_table);
    fclose(file);
    size = promised > 0 ? (uint64_t)found.st_size : 0;
    if (size >= promised)
        return CIRCLET_OK;
    return ci_fail(error, CIRCLET_E_FORMAT,
                   "%s: cut short: %" PRIu64 " bytes of %" PRIu64, name, size,
                   promised);
}

circlet_status ci_check_shapefile_sizes(const char *path, circlet_error *error)
{
    static const char *const suffixes[] = {"shx", "dbf"};
    circlet_status status = check_size(path, false, error);

    for (int i = 0; i < 2 && status == CIRCLET_OK; i++) {
        bool is_there = false;
        char *name = NULL;

        status = find_companion(&name, &is_there, path, suffixes[i], error);
        if (status == CIRCLET_OK && is_there)
            status = check_size(name, i == 1, error);
        free(name);
    }
    return status;
}

circlet_status ci_check_dbf_size(const char *path, circlet_error *error)
{
    return check_size(path, true, error);
}
