#include "io/import_privacy.h"

#include <string.h>

#include "base/error.h"
#include "io/import_value.h"

#define WORD_SIZE 64

/* Digits of a mobile number in China, and with the country's code. */
#define MOBILE_SIZE 11
#define COUNTRY_SIZE 2

/* Field names in lower case, letters and digits alone, that are about a
 * person; the first list as they are, the second wherever they stand. */
static const char *const whole_names[] = {
    "name",         "namezh",    "nameen", "firstname",  "lastname",
    "surname",      "givenname", "tel",    "familyname", "idno",
    "idnum",        "idcard",    "certno", "cardno",     "fullname",
    "email",        "mail",      "wechat", "nationalid", "xingming",
    "shenfenzheng", "sfz",       "sfzh",   "xm",         "lxdh",
    "sjh",          "sjhm",      "dh",     "zhuzhi",     "zz",
    "jtzz",         "dz",        "jtdz",   NULL};
static const char *const name_parts[] = {
    "phone",    "mobile",     "telephone",         "idnumber",
    "identity", "idcard",     "personname",        "certificateno",
    "passport", "cardnumber", "certificatenumber", "contactname",
    "address",  "guardian",   "jianhuren",         NULL};
/* name, identity card, phone, mobile, certificate number, contact, e-mail,
 * guardian, head of the household, home, address */
static const char *const chinese_parts[] = {"\u59d3\u540d",
                                            "\u540d\u5b57",
                                            "\u8eab\u4efd\u8bc1",
                                            "\u8eab\u4efd\u53f7",
                                            "\u7535\u8bdd",
                                            "\u624b\u673a",
                                            "\u8bc1\u53f7",
                                            "\u8bc1\u4ef6\u53f7",
                                            "\u8054\u7cfb\u65b9\u5f0f",
                                            "\u8054\u7cfb\u4eba",
                                            "\u90ae\u7bb1",
                                            "\u76d1\u62a4\u4eba",
                                            "\u6237\u4e3b",
                                            "\u4f4f\u5740",
                                            "\u5730\u5740",
                                            NULL};

bool ci_names_somebody(const char *field)
{
    char word[WORD_SIZE];
    size_t size = 0;

    for (const char *c = field; *c && size + 1 < sizeof(word); c++) {
        if (*c >= 'A' && *c <= 'Z')
            word[size++] = (char)(*c - 'A' + 'a');
        else if ((*c >= 'a' && *c <= 'z') || (*c >= '0' && *c <= '9'))
            word[size++] = *c;
    }
    word[size] = '\0';
    /* A Chinese field name with, say, "name" in brackets is caught by its
     * Chinese part. */
    for (size_t i = 0; whole_names[i]; i++)
        if (strcmp(word, whole_names[i]) == 0)
            return true;
    for (size_t i = 0; name_parts[i]; i++)
        if (strstr(word, name_parts[i]))
            return true;
    for (size_t i = 0; chinese_parts[i]; i++)
        if (strstr(field, chinese_parts[i]))
            return true;
    return false;
}

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

/* Numbering plan of the People's Republic of China (ITU, Operational
 * Bulletin): mobile numbers are 13x to 19x and eight digits more; the
 * country's code is 86. */
bool ci_is_mobile_number(const char *value)
{
    char digits[COUNTRY_SIZE + MOBILE_SIZE + 1];
    size_t size = 0;

    value += strspn(value, " +");
    for (; *value; value++) {
        if (*value == ' ' || *value == '-')
            continue;
        if (*value < '0' || *value > '9' || size + 1 == sizeof(digits))
            return false;
        digits[size++] = *value;
    }
    digits[size] = '\0';
    value = digits;
    if (size == COUNTRY_SIZE + MOBILE_SIZE && strncmp(digits, "86", 2) == 0)
        value += COUNTRY_SIZE;
    return strlen(value) == MOBILE_SIZE && value[0] == '1' && value[1] >= '3';
}
