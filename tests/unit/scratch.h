/* A folder of its own for the files that a test writes. */
#ifndef TESTS_SCRATCH_H
#define TESTS_SCRATCH_H

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SCRATCH_PATH_SIZE 512

typedef struct scratch_folder {
    char path[SCRATCH_PATH_SIZE / 2];
} scratch_folder;

/* False if it cannot be made. */
static inline int scratch_make(scratch_folder *folder)
{
    const char *top = getenv("TMPDIR");

    snprintf(folder->path, sizeof(folder->path), "%s/circlet-XXXXXX",
             top && *top && strlen(top) < 128 ? top : "/tmp");
    return mkdtemp(folder->path) != NULL;
}

/* The path of a file in it, in `out`, which is given back. */
static inline const char *scratch_path(const scratch_folder *folder,
                                       char out[SCRATCH_PATH_SIZE],
                                       const char *name)
{
    snprintf(out, SCRATCH_PATH_SIZE, "%s/%s", folder->path, name);
    return out;
}

/* Writes a file there; false if it cannot. */
static inline int scratch_write(const scratch_folder *folder, const char *name,
                                const void *bytes, size_t size)
{
    char path[SCRATCH_PATH_SIZE];
    FILE *file = fopen(scratch_path(folder, path, name), "wb");
    int is_good;

    if (!file)
        return 0;
    is_good = fwrite(bytes, 1, size, file) == size;
    return fclose(file) == 0 && is_good;
}

/* Removes the folder and all files in it. */
static inline void scratch_remove(const scratch_folder *folder)
{
    DIR *files = opendir(folder->path);
    struct dirent *entry;

    while (files && (entry = readdir(files)) != NULL) {
        char path[SCRATCH_PATH_SIZE];

        if (strcmp(entry->d_name, ".") != 0 &&
            strcmp(entry->d_name, "..") != 0)
            unlink(scratch_path(folder, path, entry->d_name));
    }
    if (files)
        closedir(files);
    rmdir(folder->path);
}

#endif
