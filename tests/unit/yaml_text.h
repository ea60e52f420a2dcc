/* Texts as files, for tests of what reads YAML. */
#ifndef TESTS_YAML_TEXT_H
#define TESTS_YAML_TEXT_H

#include "unit.h"

#include <stdio.h>
#include <unistd.h>

#define YAML_PATH_SIZE 64

/* Writes a temporary file, which the test removes. */
static inline void yaml_write(char path[YAML_PATH_SIZE], const char *text,
                              size_t size)
{
    FILE *file;

    strcpy(path, "/tmp/circlet-yaml-XXXXXX");
    file = fdopen(mkstemp(path), "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, size, file), size);
    fclose(file);
}

/* Reads a whole file; the caller frees the text. NULL: there is none. */
static inline char *yaml_slurp(const char *folder, const char *name)
{
    char path[1024];
    char *text;
    size_t size;
    FILE *file;

    snprintf(path, sizeof(path), "%s/%s", folder, name);
    file = fopen(path, "rb");
    if (!file)
        return NULL;
    text = malloc(1 << 20);
    assert_non_null(text);
    size = fread(text, 1, (1 << 20) - 1, file);
    text[size] = '\0';
    fclose(file);
    return text;
}

static inline const char *yaml_source_folder(void)
{
    const char *folder = getenv("srcdir");

    return folder ? folder : ".";
}

/* A copy with one text, which must be there, in place of another. */
static inline char *yaml_replace(const char *text, const char *old,
                                 const char *put)
{
    const char *found = strstr(text, old);
    char *copy = malloc(strlen(text) + strlen(put) + 1);

    assert_non_null(copy);
    if (!found)
        fail_msg("'%s' is not in the text", old);
    sprintf(copy, "%.*s%s%s", (int)(found - text), text, put,
            found + strlen(old));
    return copy;
}

#endif
