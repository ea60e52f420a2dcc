#include "base/edit_distance.h"

#include <string.h>

#define BYTES_MAX 63

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

size_t ci_edit_distance(const char *a, const char *b)
{
    size_t row[BYTES_MAX + 1];
    size_t sizes[2] = {least(strlen(a), BYTES_MAX),
                       least(strlen(b), BYTES_MAX)};

    for (size_t k = 0; k <= sizes[1]; k++)
        row[k] = k;
    for (size_t i = 1; i <= sizes[0]; i++) {
        size_t corner = row[0];

        row[0] = i;
        for (size_t k = 1; k <= sizes[1]; k++) {
            size_t above = row[k];

            row[k] = least(least(row[k - 1], above) + 1,
                           corner + (a[i - 1] != b[k - 1]));
            corner = above;
        }
    }
    return row[sizes[1]];
}
