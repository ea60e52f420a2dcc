#include "quantity.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "json.h"
#include "word.h"

/* Rounded down, so that "100%" is said of all and of nothing less; the
 * small term undoes that 0.3 x 1000 is a little less than 300. */
static double tenths_of_per_cent(double share)
{
    return floor(share * 1000 + 1e-9) / 10;
}

void quantity_text(char out[QUANTITY_SIZE], double value, const char *unit)
{
    char number[NUMBER_SIZE];

    out[0] = '\0';
    if (!isfinite(value))
        return;
    if (unit && strcmp(unit, "share") == 0) {
        format_rounded(number, tenths_of_per_cent(value), 1);
        snprintf(out, QUANTITY_SIZE, "%s%%", number);
        return;
    }
    format_rounded(number, value, 2);
    snprintf(out, QUANTITY_SIZE, "%s%s%s", number, unit ? " " : "",
             unit ? word(unit) : "");
}
