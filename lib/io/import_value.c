#include "io/import_value.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "io/import_headings.h"

void ci_value_free(ci_value *value)
{
    ci_buffer_free(&value->text);
    ci_buffer_free(&value->list);
}

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Whether a text has a character that is not of ASCII. */
static bool is_foreign(const char *text)
{
    while (*text && (unsigned char)*text < 0x80)
        text++;
    return *text;
}

static void clear(ci_buffer *buffer)
{
    buffer->size = 0;
    ci_buffer_add_n(buffer, "", 0);
}

/* The text without the spaces around it. */
static void add_trimmed(ci_buffer *out, const char *text, size_t size)
{
    while (size > 0 && is_space(text[0])) {
        text++;
        size--;
    }
    while (size > 0 && is_space(text[size - 1]))
        size--;
    ci_buffer_add_n(out, text, size);
}

/* "lat 239.9 is outside -90..90" */
static bool refuse_range(ci_row_fault *fault, const ci_layer_column *column,
                         const char *text)
{
    char min[CI_NUMBER_SIZE], max[CI_NUMBER_SIZE];

    ci_format_double(min, column->min);
    ci_format_double(max, column->max);
    ci_reason_add(ci_row_blame(fault, "out_of_range"),
                  "%s %s is outside %s..%s", column->name, text, min, max);
    return false;
}

static bool is_one_of(const char *const *words, const char *text, size_t size)
{
    for (size_t i = 0; words[i]; i++)
        if (strlen(words[i]) == size && strncmp(words[i], text, size) == 0)
            return true;
    return false;
}

/* "level 'strret' is none of city, district, street, community" */
static bool refuse_word(ci_row_fault *fault, const ci_layer_column *column,
                        const char *text, size_t size)
{
    ci_buffer words = {0};

    for (size_t i = 0; column->words[i]; i++) {
        ci_buffer_add(&words, i > 0 ? ", " : "");
        ci_buffer_add(&words, column->words[i]);
    }
    if (words.failed)
        fault->reason.failed = true;
    else if (column->type == CI_VALUE_WORDS)
        ci_reason_add(ci_row_blame(fault, "unknown_word"),
                      "%s '%.*s' is none of %s; who has several has them "
                      "listed, as in %s;%s",
                      column->name, (int)size, text, words.text,
                      column->words[0], column->words[1]);
    else
        ci_reason_add(ci_row_blame(fault, "unknown_word"),
                      "%s '%.*s' is none of %s", column->name, (int)size, text,
                      words.text);
    ci_buffer_free(&words);
    return false;
}

static bool parse_word(ci_value *out, const ci_layer_column *column,
                       ci_row_fault *fault)
{
    out->state = CI_VALUE_IS_TEXT;
    return is_one_of(column->words, out->text.text, out->text.size) ||
           refuse_word(fault, column, out->text.text, out->text.size);
}

/* Bytes up to the next ';' or its Chinese like, and of that. */
static size_t find_divider(const char *text, size_t *divider_size)
{
    static const char *const wide[] = {"\xef\xbc\x9b", "\xe3\x80\x81"};
    size_t size = strcspn(text, ";");

    *divider_size = 1;
    for (int i = 0; i < 2; i++) {
        const char *found = strstr(text, wide[i]);

        if (found && (size_t)(found - text) < size) {
            size = (size_t)(found - text);
            *divider_size = 3;
        }
    }
    return size;
}

/* The list's next word, in our own words; false if it is none. */
static bool add_word(ci_value *out, const ci_layer_column *column,
                     const char *text, size_t size, ci_row_fault *fault)
{
    size_t start = out->list.size;
    const char *known;

    if (start > 0) {
        ci_buffer_add_n(&out->list, ";", 1);
        start++;
    }
    ci_buffer_add_n(&out->list, text, size);
    if (out->list.failed) {
        fault->reason.failed = true;
        return false;
    }
    known = column->has_headings && is_foreign(text)
                ? ci_heading_word(column->name, out->list.text + start)
                : NULL;
    if (known) {
        out->list.size = start;
        ci_buffer_add(&out->list, known);
    }
    return known || !column->words || is_one_of(column->words, text, size) ||
           refuse_word(fault, column, text, size);
}

/* Words without the spaces around them and without empty ones between. */
static bool parse_list(ci_value *out, const ci_layer_column *column,
                       ci_row_fault *fault)
{
    const char *text = out->text.text;
    ci_buffer whole;

    clear(&out->list);
    for (;;) {
        size_t divider_size, left = find_divider(text, &divider_size);
        const char *word = text, *end = text + left;

        while (left > 0 && is_space(*word)) {
            word++;
            left--;
        }
        while (left > 0 && is_space(word[left - 1]))
            left--;
        if (left > 0 && !add_word(out, column, word, left, fault))
            return false;
        if (*end == '\0')
            break;
        text = end + divider_size;
    }
    whole = out->text;
    out->text = out->list;
    out->list = whole;
    out->state = out->text.size > 0 ? CI_VALUE_IS_TEXT : CI_VALUE_IS_NULL;
    return !out->text.failed;
}

/* "116,4" is what programs of some countries write for 116.4. It is not
 * read as such: "1,234" may be either. */
static bool has_decimal_comma(const char *text)
{
    size_t whole = strspn(text, "+-0123456789");

    return whole > 0 && text[whole] == ',' && text[whole + 1] &&
           text[whole + 1 + strspn(text + whole + 1, "0123456789")] == '\0';
}

static bool refuse_comma(ci_row_fault *fault, const ci_layer_column *column,
                         const char *text)
{
    ci_reason_add(ci_row_blame(fault, "no_number"),
                  "%s '%s' has a comma; numbers are written with a point "
                  "before the fraction and nothing between thousands",
                  column->name, text);
    return false;
}

/* A number of a database field may be written as 3.0. */
static bool parse_whole(ci_value *out, const ci_layer_column *column,
                        ci_row_fault *fault)
{
    const char *text = out->text.text;
    double value = 0.0;

    if (has_decimal_comma(text))
        return refuse_comma(fault, column, text);
    if (!ci_parse_double(&value, text) || value != floor(value)) {
        ci_reason_add(ci_row_blame(fault, "no_number"),
                      "%s '%s' is no whole number", column->name, text);
        return false;
    }
    if (value < column->min || value > column->max)
        return refuse_range(fault, column, text);
    out->state = CI_VALUE_IS_INT;
    out->whole = (int64_t)value;
    return true;
}

static bool parse_real(ci_value *out, const ci_layer_column *column,
                       ci_row_fault *fault)
{
    const char *text = out->text.text;

    if (has_decimal_comma(text))
        return refuse_comma(fault, column, text);
    if (!ci_parse_double(&out->real, text)) {
        ci_reason_add(ci_row_blame(fault, "no_number"), "%s '%s' is no number",
                      column->name, text);
        return false;
    }
    if (out->real < column->min || out->real > column->max)
        return refuse_range(fault, column, text);
    out->state = CI_VALUE_IS_REAL;
    return true;
}

/* Kept in thousandths; what is left of them may be no more than the error of
 * a multiplication in double precision, else it is rounded, which is told. */
static bool parse_weight(ci_value *out, const ci_layer_column *column,
                         ci_row_fault *fault)
{
    double milli;

    if (!parse_real(out, column, fault))
        return false;
    milli = out->real * 1000.0;
    out->is_rounded = fabs(milli - round(milli)) > milli * 1e-15;
    out->state = CI_VALUE_IS_INT;
    out->whole = (int64_t)llround(milli);
    return true;
}

static bool parse_answer(ci_value *out, const ci_layer_column *column,
                         ci_row_fault *fault)
{
    static const char *const yes[] = {
        "1", "yes",  "true", "y", "t",   "YES",          "TRUE",
        "Y", "True", "Yes",  "T", "1.0", "\xe6\x98\xaf", NULL};
    static const char *const no[] = {
        "0", "no",    "false", "n", "f",   "NO",           "FALSE",
        "N", "False", "No",    "F", "0.0", "\xe5\x90\xa6", NULL};
    bool is_yes = is_one_of(yes, out->text.text, out->text.size);

    if (!is_yes && !is_one_of(no, out->text.text, out->text.size)) {
        ci_reason_add(ci_row_blame(fault, "unknown_word"),
                      "%s '%s' is neither yes (1) nor no (0)", column->name,
                      out->text.text);
        return false;
    }
    out->state = CI_VALUE_IS_INT;
    out->whole = is_yes;
    return true;
}

static bool is_calendar_date(const int parts[3])
{
    static const int days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int year = parts[0], month = parts[1], day = parts[2];
    bool is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

    if (year < 1 || year > 9999 || month < 0 || month > 12 || day < 0)
        return false;
    if (month == 0)
        return day == 0;
    return day <= days[month - 1] && (day < 29 || month != 2 || is_leap);
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* `size` digits. */
static int read_digits(const char *text, size_t size)
{
    int value = 0;

    for (size_t i = 0; i < size; i++)
        value = value * 10 + (text[i] - '0');
    return value;
}

/* Whether a text is nothing, or a time of day behind a date, as databases
 * write it: "T12:30:00Z" or " 12:30". */
static bool is_time(const char *text)
{
    if (*text == '\0')
        return true;
    if ((*text != 'T' && *text != ' ') || !is_digit(text[1]) ||
        !is_digit(text[2]) || text[3] != ':' || !is_digit(text[4]) ||
        !is_digit(text[5]) || read_digits(text + 1, 2) > 24 ||
        read_digits(text + 4, 2) > 59)
        return false;
    return text[6 + strspn(text + 6, "0123456789:.+-Z")] == '\0';
}

/* Year, month and day divided by '-' or '/', or all three by '.' (2019.5 is
 * a number); how many of them, 0: no date. Behind the day may be a time. */
static int read_divided_date(int parts[3], const char *text)
{
    char divider = '\0';

    for (int count = 0; count < 3; count++) {
        size_t digits = strspn(text, "0123456789");

        if (digits == 0 || digits > 4 || (digits == 4) != (count == 0) ||
            digits == 3)
            return 0;
        parts[count] = read_digits(text, digits);
        text += digits;
        if (*text == '\0' || (count == 2 && is_time(text)))
            return divider == '.' && count == 1 ? 0 : count + 1;
        if (!strchr("-/.", *text) ||
            (divider && (*text == '.') != (divider == '.')))
            return 0;
        divider = *text++;
    }
    return 0;
}

bool ci_parse_date(int *out, const char *text)
{
    int parts[3] = {0, 0, 0}, count = 3;

    if (strspn(text, "0123456789") == 8 && text[8] == '\0') {
        parts[0] = read_digits(text, 4);
        parts[1] = read_digits(text + 4, 2);
        parts[2] = read_digits(text + 6, 2);
    } else {
        count = read_divided_date(parts, text);
    }
    if (count == 0 || !is_calendar_date(parts) ||
        (count > 1 && parts[1] == 0) || (count > 2 && parts[2] == 0))
        return false;
    *out = parts[0] * 10000 + parts[1] * 100 + parts[2];
    return true;
}

/* Kept in one form, with as much as was said. */
static bool parse_date(ci_value *out, const ci_layer_column *column,
                       ci_row_fault *fault)
{
    char form[32];
    int date = 0;

    if (!ci_parse_date(&date, out->text.text)) {
        ci_reason_add(ci_row_blame(fault, "bad_date"),
                      "%s '%s' is no date (2019, 2019-05 or 2019-05-01)",
                      column->name, out->text.text);
        return false;
    }
    if (date % 10000 == 0)
        snprintf(form, sizeof(form), "%04d", date / 10000);
    else if (date % 100 == 0)
        snprintf(form, sizeof(form), "%04d-%02d", date / 10000,
                 date / 100 % 100);
    else
        snprintf(form, sizeof(form), "%04d-%02d-%02d", date / 10000,
                 date / 100 % 100, date % 100);
    clear(&out->text);
    ci_buffer_add(&out->text, form);
    out->state = CI_VALUE_IS_TEXT;
    out->whole = date;
    return true;
}

/* A column's usual Chinese word becomes ours. */
static void translate(ci_value *out, const ci_layer_column *column)
{
    const char *word;

    if (!column->has_headings || column->type == CI_VALUE_LIST ||
        column->type == CI_VALUE_WORDS || !is_foreign(out->text.text))
        return;
    word = ci_heading_word(column->name, out->text.text);
    if (!word)
        return;
    clear(&out->text);
    ci_buffer_add(&out->text, word);
}

static bool parse_filled(ci_value *out, const ci_layer_column *column,
                         ci_row_fault *fault)
{
    switch (column->type) {
    case CI_VALUE_TEXT:
    case CI_VALUE_SERVICES:
        out->state = CI_VALUE_IS_TEXT;
        return true;
    case CI_VALUE_LIST:
    case CI_VALUE_WORDS:
        return parse_list(out, column, fault);
    case CI_VALUE_WORD:
        return parse_word(out, column, fault);
    case CI_VALUE_WHOLE:
        return parse_whole(out, column, fault);
    case CI_VALUE_REAL:
    case CI_VALUE_LON:
    case CI_VALUE_LAT:
        return parse_real(out, column, fault);
    case CI_VALUE_WEIGHT:
        return parse_weight(out, column, fault);
    case CI_VALUE_ANSWER:
        return parse_answer(out, column, fault);
    case CI_VALUE_DATE:
        return parse_date(out, column, fault);
    }
    return false;
}

bool ci_value_parse(ci_value *out, const ci_layer_column *column,
                    const char *cell, ci_row_fault *fault)
{
    out->state = CI_VALUE_IS_NULL;
    out->is_rounded = false;
    clear(&out->text);
    if (cell)
        add_trimmed(&out->text, cell, strlen(cell));
    if (out->text.failed)
        return false;
    if (out->text.size > 0) {
        translate(out, column);
        return !out->text.failed && parse_filled(out, column, fault);
    }
    if (!column->is_needed && column->type != CI_VALUE_WEIGHT)
        return true;
    ci_reason_add(ci_row_blame(fault, "empty"), "%s is empty", column->name);
    return false;
}

circlet_status ci_value_bind(ci_statement *statement, int position,
                             const ci_value *value, circlet_error *error)
{
    switch (value->state) {
    case CI_VALUE_IS_INT:
        return ci_bind_int(statement, position, value->whole, error);
    case CI_VALUE_IS_REAL:
        return ci_bind_double(statement, position, value->real, error);
    case CI_VALUE_IS_TEXT:
        return ci_bind_text(statement, position, value->text.text, error);
    case CI_VALUE_IS_NULL:
        break;
    }
    return ci_bind_null(statement, position, error);
}
