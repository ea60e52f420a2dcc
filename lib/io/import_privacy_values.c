/* Numbers that say who somebody is, wherever they stand in a text. */
#include <string.h>

#include "io/import_privacy.h"
#include "io/import_value.h"

#define IDENTITY_SIZE 18
#define CERTIFICATE_SIZE 22 /* with kind, grade, B and a digit */
#define OLD_IDENTITY_SIZE 15
#define MOBILE_SIZE 11

/* A number out of a text: longer ones than this are nobody's. */
typedef struct number {
    char digits[CERTIFICATE_SIZE + 2];
    size_t size;
    size_t first_group; /* digits before the first gap in it */
    bool is_too_long;
    bool is_decimal; /* a point stands before or behind it */
    bool is_code; /* a Latin letter stands before it */
} number;

/* GB 11643-1999: 6 digits of a place, the date of birth, 3 digits, and a
 * check digit by ISO 7064 MOD 11-2. */
bool ci_is_identity_number(const char *value)
{
    static const int weights[17] = {7, 9, 10, 5,  8, 4, 2, 1, 6,
                                    3, 7, 9,  10, 5, 8, 4, 2};
    char birth[9];
    int sum = 0, date;

    while (*value == ' ')
        value++;
    if (strspn(value, "0123456789") < 17)
        return false;
    memcpy(birth, value + 6, 8);
    birth[8] = '\0';
    for (int i = 0; i < 17; i++)
        sum += (value[i] - '0') * weights[i];
    return ci_parse_date(&date, birth) &&
           (value[17] == "10X98765432"[sum % 11] ||
            (value[17] == 'x' && sum % 11 == 2));
}

/* Of before 1999: 6 digits of a place, a date of birth of the 20th century
 * without it, 3 digits. The first two are a province's (GB/T 2260). */
static bool is_old_identity_number(const char *digits)
{
    static const char provinces[] =
        "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 "
        "52 53 54 61 62 63 64 65 71 81 82";
    char province[3] = {digits[0], digits[1], '\0'};
    char birth[9] = "19";
    int date;

    memcpy(birth + 2, digits + 6, 6);
    birth[8] = '\0';
    return strstr(provinces, province) && ci_parse_date(&date, birth);
}

static bool is_identity(const number *found)
{
    if (found->is_decimal || found->is_too_long)
        return false;
    if (found->size == OLD_IDENTITY_SIZE)
        return is_old_identity_number(found->digits);
    return found->size >= IDENTITY_SIZE &&
           ci_is_identity_number(found->digits);
}

/* Numbering plan of the People's Republic of China (ITU, Operational
 * Bulletin): mobile numbers are 13x to 19x and eight digits more; the
 * country's code is 86. */
static bool is_mobile(const number *found)
{
    const char *digits = found->digits;

    if (found->is_decimal || found->is_code || found->is_too_long)
        return false;
    /* 1999-12-31 100 is a date and something else. */
    if (found->first_group == 4 && strncmp(digits, "00", 2) != 0)
        return false;
    if (found->size == MOBILE_SIZE + 4 && strncmp(digits, "0086", 4) == 0)
        digits += 4;
    else if (found->size == MOBILE_SIZE + 2 && strncmp(digits, "86", 2) == 0)
        digits += 2;
    return strlen(digits) == MOBILE_SIZE && digits[0] == '1' &&
           digits[1] >= '3';
}

/* ---- numbers in a text -------------------------------------------------- */

/* What stands at a place of a text: a digit, 'X' for the check digit, '-',
 * ' ' and '.' for what has these meanings, 'a' for a Latin letter, '|' for
 * all else; gives its bytes in *size. */
static char token_at(const char *text, size_t *size)
{
    unsigned char c = (unsigned char)text[0];
    unsigned char next = c ? (unsigned char)text[1] : 0;

    *size = 1;
    if (c == 0xef && (next == 0xbc || next == 0xbd) && text[2]) {
        /* Full-width forms of ASCII, U+FF01 to U+FF5E. */
        *size = 3;
        c = (unsigned char)((unsigned char)text[2] - 0x80 +
                            (next == 0xbc ? 0x20 : 0x60));
    } else if (strncmp(text, "　", 3) == 0) {
        *size = 3;
        return ' ';
    } else if (c == 0xc2 && next == 0xa0) {
        *size = 2;
        return ' ';
    }
    if (c >= '0' && c <= '9')
        return (char)c;
    if (c == 'X' || c == 'x')
        return 'X';
    if (c == ' ' || c == '\t')
        return ' ';
    if (c == '-' || c == ')')
        return '-';
    if ((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'))
        return 'a';
    return c == '.' ? '.' : '|';
}

static bool is_digit_at(const char *text)
{
    size_t size;
    char token = token_at(text, &size);

    return token >= '0' && token <= '9';
}

static void add_digit(number *found, char digit)
{
    if (found->size + 1 < sizeof(found->digits))
        found->digits[found->size++] = digit;
    else
        found->is_too_long = true;
    found->digits[found->size] = '\0';
}

/* Whether nothing but zeros stands behind the point at `text`, as a .dbf
 * writes whole numbers. */
static bool is_whole(const char *text)
{
    size_t zeros = strspn(text + 1, "0");

    return text[1 + zeros] < '0' || text[1 + zeros] > '9';
}

/* Reads the number that starts at `text`, whose token before was `before`;
 * gives where it ends. Numbers in groups are one where they are joined. */
static const char *read_number(number *found, const char *text, char before,
                               bool is_joined)
{
    size_t size = 0;
    char token;

    *found = (number){.is_decimal = before == '.', .is_code = before == 'a'};
    while ((token = token_at(text, &size)) && *text) {
        size_t next_size;
        char next = token_at(text + size, &next_size);
        bool is_digit = token >= '0' && token <= '9';
        bool is_check = token == 'X' && found->size == IDENTITY_SIZE - 1;
        bool is_gap = is_joined && (token == ' ' || token == '-') &&
                      ((next >= '0' && next <= '9') || next == 'X');

        if (is_digit || is_check)
            add_digit(found, token);
        else if (!is_gap)
            break;
        if (is_gap && found->first_group == 0)
            found->first_group = found->size;
        text += size;
    }
    if (token == '.' && !is_whole(text))
        found->is_decimal = true;
    if (token == '-' && !is_joined)
        token = is_digit_at(text + size) ? 'a' : '-';
    found->is_code |= token == 'a';
    return text;
}

typedef bool (*number_test)(const number *found);

static bool has_number(const char *text, bool is_joined, number_test test)
{
    char before = '|';

    while (*text) {
        size_t size;
        char token = token_at(text, &size);
        number found;

        if (token < '0' || token > '9') {
            before = token;
            text += size;
            continue;
        }
        text = read_number(&found, text, before, is_joined);
        if (test(&found))
            return true;
        before = '0';
    }
    return false;
}

bool ci_has_identity_number(const char *text)
{
    return has_number(text, false, is_identity) ||
           has_number(text, true, is_identity);
}

/* 010, 020 to 029, else 0 and three digits from 03 on. */
static bool is_area_code(const number *found)
{
    const char *digits = found->digits;

    if (found->is_decimal || digits[0] != '0')
        return false;
    if (found->size == 3)
        return digits[1] == '2' || strcmp(digits, "010") == 0;
    return found->size == 4 && digits[1] >= '3';
}

/* An area code of 0 and two or three digits, a dash or bracket, seven or
 * eight digits. */
static bool has_landline(const char *text)
{
    number area = {.size = 0}, found;
    char before = '|', gap = '|';

    while (*text) {
        size_t size;
        char token = token_at(text, &size);

        if (token < '0' || token > '9') {
            if (token != ' ' || gap != '-')
                gap = token;
            before = token;
            text += size;
            continue;
        }
        text = read_number(&found, text, before, false);
        if (gap == '-' && is_area_code(&area) &&
            (found.size == 7 || found.size == 8))
            return true;
        area = found;
        gap = before = '0';
    }
    return false;
}

bool ci_has_phone_number(const char *text)
{
    return has_number(text, false, is_mobile) ||
           has_number(text, true, is_mobile) || has_landline(text);
}
