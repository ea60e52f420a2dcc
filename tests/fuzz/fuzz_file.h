/* The readers take the path of a file: the bytes under test go there. */
#ifndef TESTS_FUZZ_FILE_H
#define TESTS_FUZZ_FILE_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define FUZZ_PATH_SIZE 64

/* Writes a new file under /tmp and gives its path; the caller removes it. */
static inline void fuzz_write(char path[FUZZ_PATH_SIZE], const uint8_t *bytes,
                              size_t size)
{
    int file;

    snprintf(path, FUZZ_PATH_SIZE, "/tmp/circlet-fuzz-XXXXXX");
    file = mkstemp(path);
    if (file < 0 || write(file, bytes, size) != (ssize_t)size)
        abort();
    close(file);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

#endif
