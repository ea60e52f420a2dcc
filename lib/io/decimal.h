/* Decimal numbers without floating point. */
#ifndef CI_IO_DECIMAL_H
#define CI_IO_DECIMAL_H

#include <circlet/types.h>

/* More digits after the point are not kept. */
#define CI_DECIMALS_MAX 9

/* digits / 10^decimals, with as few decimals as can be (never negative). */
typedef struct ci_decimal {
    int64_t digits;
    int decimals;
} ci_decimal;

/* Reads all of `text`: 12, -2.50, 1.5e+03. False: no number, one of more
 * than 18 digits, or of more than CI_DECIMALS_MAX after the point. */
bool ci_decimal_read(ci_decimal *out, const char *text);

/* The number times 10^decimals. False: it does not fit, or is not whole. */
bool ci_decimal_scale(int64_t *out, ci_decimal value, int decimals);

/* The same, rounded to the nearest whole number, halves up. */
bool ci_decimal_round(int64_t *out, ci_decimal value, int decimals);

#endif
