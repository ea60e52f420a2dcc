/*
 * Reads the binary form of `circlet matrix` and prints it as CSV:
 *
 *     read_matrix FILE.bin
 *
 * It needs nothing of circlet: the form is in the manual. Meant to be read,
 * and taken apart for programs of one's own.
 */
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct matrix_file {
    uint32_t cutoff_ms;
    uint64_t origin_count, destination_count, pair_count, text_bytes;
    char *texts; /* mode, bound, ids of the origins, of the destinations */
    uint64_t *first; /* origin_count + 1 */
} matrix_file;

/* Numbers have their lowest byte first. */
static bool read_number(FILE *file, uint64_t *out, int bytes)
{
    uint64_t value = 0;

    for (int i = 0; i < bytes; i++) {
        int byte = getc(file);

        if (byte == EOF)
            return false;
        value |= (uint64_t)byte << 8 * i;
    }
    *out = value;
    return true;
}

static bool read_head(matrix_file *matrix, FILE *file)
{
    char magic[8];
    uint64_t version, cutoff;

    if (fread(magic, 1, 8, file) != 8 || memcmp(magic, "CIRCLETM", 8) != 0 ||
        !read_number(file, &version, 4) || version != 1 ||
        !read_number(file, &cutoff, 4) ||
        !read_number(file, &matrix->origin_count, 8) ||
        !read_number(file, &matrix->destination_count, 8) ||
        !read_number(file, &matrix->pair_count, 8) ||
        !read_number(file, &matrix->text_bytes, 8))
        return false;
    matrix->cutoff_ms = (uint32_t)cutoff;
    return matrix->origin_count < UINT32_MAX &&
           matrix->destination_count < UINT32_MAX &&
           matrix->text_bytes < SIZE_MAX / 2;
}

static bool read_texts_and_rows(matrix_file *matrix, FILE *file)
{
    matrix->texts = calloc((size_t)matrix->text_bytes + 1, 1);
    matrix->first =
        calloc((size_t)matrix->origin_count + 1, sizeof(*matrix->first));
    if (!matrix->texts || !matrix->first ||
        fread(matrix->texts, 1, (size_t)matrix->text_bytes, file) !=
            matrix->text_bytes)
        return false;
    for (uint64_t i = 0; i <= matrix->origin_count; i++)
        if (!read_number(file, &matrix->first[i], 8))
            return false;
    return matrix->first[matrix->origin_count] == matrix->pair_count;
}

/* Where each id begins; NULL: there are too few. */
static const char **find_ids(const matrix_file *matrix)
{
    uint64_t count = matrix->origin_count + matrix->destination_count;
    const char **ids = calloc((size_t)count + 1, sizeof(*ids));
    const char *text = matrix->texts, *end = text + matrix->text_bytes;

    /* The first two are the mode and the bound. */
    for (uint64_t i = 0; ids && i < count + 2; i++) {
        if (text >= end) {
            free((void *)ids);
            return NULL;
        }
        if (i >= 2)
            ids[i - 2] = text;
        text += strlen(text) + 1;
    }
    return ids;
}

static bool print_rows(const matrix_file *matrix, const char *const *ids,
                       FILE *file)
{
    puts("origin,destination,seconds");
    for (uint64_t i = 0; i < matrix->origin_count; i++)
        for (uint64_t k = matrix->first[i]; k < matrix->first[i + 1]; k++) {
            uint64_t destination, time_ms;

            if (!read_number(file, &destination, 4) ||
                !read_number(file, &time_ms, 4) ||
                destination >= matrix->destination_count)
                return false;
            printf("%s,%s,%" PRIu64 ".%03" PRIu64 "\n", ids[i],
                   ids[matrix->origin_count + destination], time_ms / 1000,
                   time_ms % 1000);
        }
    return true;
}

int main(int argc, char **argv)
{
    FILE *file = argc == 2 ? fopen(argv[1], "rb") : NULL;
    matrix_file matrix = {0};
    const char **ids = NULL;
    bool is_read;

    if (!file) {
        fprintf(stderr, "usage: read_matrix FILE.bin\n");
        return 2;
    }
    is_read = read_head(&matrix, file) && read_texts_and_rows(&matrix, file) &&
              (ids = find_ids(&matrix)) != NULL &&
              print_rows(&matrix, ids, file);
    if (!is_read)
        fprintf(stderr, "read_matrix: %s is no whole matrix\n", argv[1]);
    free((void *)ids);
    free(matrix.texts);
    free(matrix.first);
    fclose(file);
    return is_read ? 0 : 1;
}
