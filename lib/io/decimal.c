#include "io/decimal.h"

#include <circlet/location_file.h>

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/naming.h"

#define DIGITS_MAX 18
#define EXPONENT_MAX 99

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Appends a digit; zeros before the first one count for nothing. */
static bool add_digit(ci_decimal *value, int *count, char digit)
{
    if (*count > 0 || digit != '0')
        (*count)++;
    if (*count > DIGITS_MAX)
        return false;
    value->digits = value->digits * 10 + (digit - '0');
    return true;
}

/* Digits with a point somewhere; returns where they end, or NULL. */
static const char *read_digits(ci_decimal *value, const char *c)
{
    bool has_point = false, has_digits = false;
    int count = 0;

    for (; is_digit(*c) || (*c == '.' && !has_point); c++) {
        if (*c == '.') {
            has_point = true;
            continue;
        }
        has_digits = true;
        /* Zeros at the end of a fraction are no digits. */
        if (has_point && *c == '0' && !is_digit(c[strspn(c, "0")])) {
            c += strspn(c, "0") - 1;
            continue;
        }
        if (!add_digit(value, &count, *c))
            return NULL;
        value->decimals += has_point;
    }
    return has_digits ? c : NULL;
}

/* "" or e[+-]digits at the end. */
static bool read_exponent(int *out, const char *c)
{
    bool is_negative;
    int exponent = 0;

    *out = 0;
    if (*c == '\0')
        return true;
    if (*c != 'e' && *c != 'E')
        return false;
    c++;
    is_negative = *c == '-';
    if (*c == '-' || *c == '+')
        c++;
    if (!is_digit(*c))
        return false;
    for (; is_digit(*c) && exponent <= EXPONENT_MAX; c++)
        exponent = exponent * 10 + (*c - '0');
    *out = is_negative ? -exponent : exponent;
    return *c == '\0' && exponent <= EXPONENT_MAX;
}

/* Fewest decimals, and none below 0. */
static bool normalise(ci_decimal *value)
{
    if (value->digits == 0)
        value->decimals = 0;
    while (value->decimals > 0 && value->digits % 10 == 0) {
        value->digits /= 10;
        value->decimals--;
    }
    while (value->decimals < 0) {
        if (value->digits > INT64_MAX / 100)
            return false;
        value->digits *= 10;
        value->decimals++;
    }
    return value->decimals <= CI_DECIMALS_MAX;
}

bool ci_decimal_read(ci_decimal *out, const char *text)
{
    bool is_negative = *text == '-';
    ci_decimal value = {0, 0};
    const char *end;
    int exponent;

    if (*text == '-' || *text == '+')
        text++;
    end = read_digits(&value, text);
    if (!end || !read_exponent(&exponent, end))
        return false;
    value.decimals -= exponent;
    if (!normalise(&value))
        return false;
    if (is_negative)
        value.digits = -value.digits;
    *out = value;
    return true;
}

bool ci_decimal_scale(int64_t *out, ci_decimal value, int decimals)
{
    if (value.decimals > decimals)
        return false;
    for (; value.decimals < decimals; value.decimals++) {
        if (value.digits > INT64_MAX / 10 || value.digits < INT64_MIN / 10)
            return false;
        value.digits *= 10;
    }
    *out = value.digits;
    return true;
}

bool ci_decimal_round(int64_t *out, ci_decimal value, int decimals)
{
    int64_t last = 0;

    if (value.decimals <= decimals)
        return ci_decimal_scale(out, value, decimals);
    /* Digits are cut off downwards, the last of them is looked at. */
    for (; value.decimals > decimals; value.decimals--) {
        last = (value.digits % 10 + 10) % 10;
        value.digits = (value.digits - last) / 10;
    }
    *out = value.digits + (last >= 5);
    return true;
}

bool circlet_decimal_read(int64_t *out, const char *text, int decimals)
{
    ci_decimal value;

    return text && decimals >= 0 && ci_decimal_read(&value, text) &&
           ci_decimal_scale(out, value, decimals);
}

void circlet_decimal_write(char out[CIRCLET_DECIMAL_SIZE], int64_t value,
                           int decimals)
{
    (void)ci_decimal_text(out, value, decimals);
}
