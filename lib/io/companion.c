#include "io/companion.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "io/whole_file.h"

#define SUFFIX_SIZE 3

/* A .prj is a line of text. */
#define COMPANION_SIZE_MAX ((size_t)1 << 20)

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
