#include "io/xlsx_value.h"

#ifdef HAVE_XLSX

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

/* A double holds any number of so many digits, and no other one of so many
 * digits is the same double; Excel sets all further digits to 0. */
#define DIGITS_KEPT 15
#define WHOLE_MAX 1e15
#define DAY_MS INT64_C(86400000)

/* ---- numbers ------------------------------------------------------------ */

/*
 * Whether a text is a plain decimal of at most 15 digits, which is then the
 * shortest of its double, but for zeros that say nothing: the number is in
 * the bytes from *start on, without them.
 */
static bool is_short_decimal(const char *text, size_t *start, size_t *size)
{
    size_t digits = text[0] == '-', fraction = 0, whole, end;

    while (text[digits] == '0' && text[digits + 1] >= '0' &&
           text[digits + 1] <= '9')
        digits++;
    whole = strspn(text + digits, "0123456789");
    end = digits + whole;
    if (text[end] == '.') {
        fraction = strspn(text + end + 1, "0123456789");
        end += 1 + fraction;
    }
    if (text[end] || whole == 0 || whole + fraction > DIGITS_KEPT)
        return false;
    if (text[digits + whole] == '.') {
        while (text[end - 1] == '0')
            end--;
        end -= text[end - 1] == '.';
    }
    *start = digits;
    *size = end - digits;
    return true;
}

static ci_xlsx_fault add_number(ci_buffer *out, const char *text)
{
    double value = 0.0;
    size_t start, size;

    if (is_short_decimal(text, &start, &size)) {
        if (text[0] == '-' && !(size == 1 && text[start] == '0'))
            ci_buffer_add_n(out, "-", 1);
        ci_buffer_add_n(out, text + start, size);
        return CI_XLSX_GOOD;
    }
    if (!ci_parse_double(&value, text))
        return CI_XLSX_NO_NUMBER;
    if (fabs(value) >= WHOLE_MAX)
        return CI_XLSX_TOO_LONG;
    ci_buffer_add_double(out, value);
    return CI_XLSX_GOOD;
}

/* Codes such as 007 may be kept as a number that is shown so. */
static ci_xlsx_fault add_digits(ci_buffer *out, const char *text,
                                size_t digits)
{
    size_t start = out->size, size;
    ci_xlsx_fault fault = add_number(out, text);
    char number[CI_NUMBER_SIZE];

    size = out->size - start;
    if (fault != CI_XLSX_GOOD || out->failed || size >= digits ||
        strspn(out->text + start, "0123456789") != size)
        return fault;
    memcpy(number, out->text + start, size);
    out->size = start;
    for (size_t i = size; i < digits; i++)
        ci_buffer_add_n(out, "0", 1);
    ci_buffer_add_n(out, number, size);
    return CI_XLSX_GOOD;
}

/* ---- dates and times ---------------------------------------------------- */

/*
 * The date so many days after 1970-01-01, from 1900 on (H. Hinnant,
 * "chrono-Compatible Low-Level Date Algorithms", civil_from_days).
 */
static void add_date(ci_buffer *out, int64_t day)
{
    char text[64];
    int64_t shifted = day + 719468; /* days since 0000-03-01 */
    int64_t era = shifted / 146097, of_era = shifted % 146097;
    int64_t year =
        (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year = of_era - (365 * year + year / 4 - year / 100);
    int64_t month = (5 * of_year + 2) / 153; /* from March */

    snprintf(text, sizeof(text), "%04" PRId64 "-%02" PRId64 "-%02" PRId64,
             year + era * 400 + (month >= 10),
             month < 10 ? month + 3 : month - 9,
             of_year - (153 * month + 2) / 5 + 1);
    ci_buffer_add(out, text);
}

static void add_time(ci_buffer *out, int64_t ms)
{
    char text[64];
    int64_t second = ms / 1000;

    snprintf(text, sizeof(text), "%02" PRId64 ":%02" PRId64 ":%02" PRId64,
             second / 3600, second / 60 % 60, second % 60);
    ci_buffer_add(out, text);
    if (ms % 1000 == 0)
        return;
    snprintf(text, sizeof(text), ".%03" PRId64, ms % 1000);
    ci_buffer_add(out, text);
}

/*
 * Day 1 is 1900-01-01 and day 60 the 29 February 1900 that never was, which
 * Excel has from Lotus 1-2-3; or day 0 is 1904-01-01 (ECMA-376 part 1,
 * 18.17.4.1). The last day is 9999-12-31.
 */
static bool find_day(int64_t *out, int64_t number, bool is_1904)
{
    const int64_t day_1904 = -24107, day_1899_12_31 = -25568;

    if (is_1904) {
        *out = day_1904 + number;
        return number <= 2957003;
    }
    *out = day_1899_12_31 + number - (number > 60);
    return number >= 1 && number != 60 && number <= 2958465;
}

static ci_xlsx_fault add_moment(ci_buffer *out, const char *text,
                                ci_xlsx_look look, bool is_1904)
{
    double value = 0.0, day_number;
    int64_t day = 0, ms;

    if (!ci_parse_double(&value, text))
        return CI_XLSX_NO_NUMBER;
    if (value < 0.0 || value >= 2958466.0)
        return CI_XLSX_NO_DATE;
    day_number = floor(value);
    ms = llround((value - day_number) * (double)DAY_MS);
    if (look == CI_XLSX_DURATION) {
        add_time(out, (int64_t)day_number * DAY_MS + ms);
        return CI_XLSX_GOOD;
    }
    if (ms == DAY_MS) {
        day_number += 1.0;
        ms = 0;
    }
    /* A time of day without a date; a date of which only the time is to be
     * seen is a date all the same. */
    if (day_number == 0.0 && (look == CI_XLSX_TIME || (ms > 0 && !is_1904))) {
        add_time(out, ms);
        return CI_XLSX_GOOD;
    }
    if (!find_day(&day, (int64_t)day_number, is_1904))
        return CI_XLSX_NO_DATE;
    add_date(out, day);
    if (ms > 0) {
        ci_buffer_add_n(out, "T", 1);
        add_time(out, ms);
    }
    return CI_XLSX_GOOD;
}

ci_xlsx_fault ci_xlsx_number_add(ci_buffer *out, const char *text,
                                 ci_xlsx_style style, bool is_1904)
{
    switch ((ci_xlsx_look)style.look) {
    case CI_XLSX_DATE:
    case CI_XLSX_TIME:
    case CI_XLSX_DURATION:
        return add_moment(out, text, (ci_xlsx_look)style.look, is_1904);
    case CI_XLSX_DIGITS:
        return add_digits(out, text, style.digits);
    case CI_XLSX_NUMBER:
        break;
    }
    return add_number(out, text);
}

/* ---- cells -------------------------------------------------------------- */

/* "1.10101E+17": a long number that lost its digits before it became text. */
static bool lost_digits(const char *text)
{
    size_t size = strspn(text, "0123456789.");
    int64_t power = 0;

    return size > 0 && (text[size] == 'E' || text[size] == 'e') &&
           text[size + 1] == '+' && ci_parse_int64(&power, text + size + 2) &&
           power >= DIGITS_KEPT;
}

/* Midnight says nothing, as for dates that are numbers. */
static void add_iso_date(ci_buffer *out, const char *text)
{
    const char *time = strchr(text, 'T');
    size_t zeros = time ? strspn(time + 1, "0:.") : 0;
    bool is_midnight =
        time && time != text && zeros > 0 &&
        (!time[1 + zeros] || strcmp(time + 1 + zeros, "Z") == 0);

    ci_buffer_add_n(out, text,
                    is_midnight ? (size_t)(time - text) : strlen(text));
}

static ci_xlsx_fault add_truth(ci_buffer *out, const char *text)
{
    bool is_true = strcmp(text, "1") == 0 || strcmp(text, "true") == 0;

    if (!is_true && strcmp(text, "0") != 0 && strcmp(text, "false") != 0)
        return CI_XLSX_NO_NUMBER;
    ci_buffer_add(out, is_true ? "1" : "0");
    return CI_XLSX_GOOD;
}

ci_xlsx_fault ci_xlsx_value_add(ci_buffer *out, const ci_xlsx_cell *cell,
                                const ci_xlsx_book *book)
{
    ci_xlsx_style style = {CI_XLSX_NUMBER, 0};

    if (!*ci_xlsx_skip_spaces(cell->text))
        return ci_xlsx_is_filled(cell) ? CI_XLSX_NO_RESULT : CI_XLSX_GOOD;
    switch (cell->type) {
    case CI_XLSX_TYPE_TEXT:
        if (lost_digits(cell->text))
            return CI_XLSX_TOO_LONG;
        ci_buffer_add(out, cell->text);
        return CI_XLSX_GOOD;
    case CI_XLSX_TYPE_BOOLEAN:
        return add_truth(out, cell->text);
    case CI_XLSX_TYPE_ERROR:
        ci_buffer_add(out, cell->text);
        return CI_XLSX_ERROR;
    case CI_XLSX_TYPE_ISO_DATE:
        add_iso_date(out, cell->text);
        return CI_XLSX_GOOD;
    case CI_XLSX_TYPE_NUMBER:
        break;
    }
    if (cell->style < book->styles.count)
        style = book->styles.items[cell->style];
    return ci_xlsx_number_add(out, cell->text, style, book->is_1904);
}

#endif
