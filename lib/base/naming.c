#include "base/naming.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"

const char *ci_name(char out[CI_NAME_SIZE], const char *const *ids,
                    size_t position)
{
    size_t size;

    if (!ids || !ids[position]) {
        snprintf(out, CI_NAME_SIZE, "%zu", position);
        return out;
    }
    snprintf(out, CI_NAME_SIZE - 1, "'%s", ids[position]);
    ci_text_cut_at_character(out);
    size = strlen(out);
    out[size] = '\'';
    out[size + 1] = '\0';
    return out;
}

const char *ci_decimal_text(char out[CI_DECIMAL_SIZE], int64_t value,
                            int decimals)
{
    /* The magnitude of the least number has no place in int64_t. */
    uint64_t magnitude =
        value < 0 ? UINT64_C(0) - (uint64_t)value : (uint64_t)value;
    char digits[CI_DECIMAL_SIZE];
    int size, point;

    while (decimals > 0 && magnitude % 10 == 0) {
        magnitude /= 10;
        decimals--;
    }
    if (decimals > 18)
        decimals = 18;
    size = snprintf(digits, sizeof(digits), "%0*" PRIu64,
                    decimals > 0 ? decimals + 1 : 1, magnitude);
    point = size - (decimals > 0 ? decimals : 0);
    snprintf(out, CI_DECIMAL_SIZE, "%s%.*s%s%s",
             value < 0 && magnitude > 0 ? "-" : "", point, digits,
             decimals > 0 ? "." : "", digits + point);
    return out;
}
