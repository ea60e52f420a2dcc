/* Headings under which it is said who somebody is. */
#include "io/import_privacy.h"

#include <string.h>

#include "io/heading_text.h"

/* Headings in lower case, letters alone, that are about a person; the first
 * list as they are, the second wherever they stand. */
static const char *const whole_words[] = {
    "name",       "namezh", "nameen",       "firstname", "lastname", "surname",
    "givenname",  "tel",    "familyname",   "idno",      "idnum",    "idcard",
    "certno",     "cardno", "fullname",     "email",     "mail",     "wechat",
    "nationalid", "ident",  "telno",        "cellno",    "qq",       "weixin",
    "xingming",   "xingm",  "shenfenzheng", "sfz",       "sfzh",     "xm",
    "lxdh",       "sjh",    "sjhm",         "dh",        "zhuzhi",   "zz",
    "jtzz",       "dz",     "jtdz",         NULL};
static const char *const word_parts[] = {
    "phone",      "mobile",     "idnumber",          "identity",
    "idcard",     "personname", "certificateno",     "passport",
    "cardnumber", "bankcard",   "certificatenumber", "contactname",
    "address",    "guardian",   "jianhuren",         NULL};

/* What Chinese headings about a person have in them. The longer ones are
 * there for the sake of what a .dbf leaves of them. */
static const char *const chinese_parts[] = {
    "姓",         "名字",       "曾用名",   "身份",         "证件",
    "电话",       "手机",       "证号",     "联系方式",     "联系人",
    "邮箱",       "监护人",     "家属",     "法定代理人",   "户主",
    "住址",       "地址",       "护照",     "银行卡",       "银行账号",
    "微信",       "残疾人姓名", "残疾人名", "家庭详细住址", "家庭详细地址",
    "现居住地址", "户籍地址",   "電話",     "手機",         "證號",
    "証号",       "証號",       "證件",     "証件",         "護照",
    "聯繫",       "聯絡",       "郵箱",     "監護人",       "戶主",
    NULL};

/* Names of places, types and the like are no names of people. */
static const char *const other_names[] = {"街道名", "社区名", "乡镇名", "区名",
                                          "县名",   "镇名",   "乡名",   "村名",
                                          "单位名", "机构名", "类名",   NULL};

/* ---- what is compared --------------------------------------------------- */

/* The Latin letters of a heading, in lower case. */
static void spell(char out[CI_HEADING_SIZE], const char *heading)
{
    size_t size = 0;

    for (const char *c = heading; *c && size + 1 < CI_HEADING_SIZE; c++) {
        if (*c >= 'A' && *c <= 'Z')
            out[size++] = (char)(*c - 'A' + 'a');
        else if (*c >= 'a' && *c <= 'z')
            out[size++] = *c;
    }
    out[size] = '\0';
}

static bool has_part(const char *text, const char *const *parts)
{
    for (size_t i = 0; parts[i]; i++)
        if (strstr(text, parts[i]))
            return true;
    return false;
}

static bool is_one_of(const char *text, const char *const *words)
{
    for (size_t i = 0; words[i]; i++)
        if (strcmp(text, words[i]) == 0)
            return true;
    return false;
}

/* "...名" is a name, unless it is that of a place or thing. */
static bool ends_in_name(const char *heading)
{
    static const char name[] = "名";
    size_t size = strlen(heading), name_size = sizeof(name) - 1;

    if (size < name_size || strcmp(heading + size - name_size, name) != 0)
        return false;
    for (size_t i = 0; other_names[i]; i++) {
        size_t other_size = strlen(other_names[i]);

        if (size >= other_size &&
            strcmp(heading + size - other_size, other_names[i]) == 0)
            return false;
    }
    return true;
}

/* ---- headings ----------------------------------------------------------- */

bool ci_names_somebody(const char *heading)
{
    char text[CI_HEADING_SIZE], word[CI_HEADING_SIZE];

    ci_heading_clean(text, heading);
    /* A Chinese heading with, say, "name" in brackets is caught by its
     * Chinese part. */
    spell(word, text);
    return is_one_of(word, whole_words) || has_part(word, word_parts) ||
           has_part(text, chinese_parts) || ends_in_name(text);
}

/* Whether a text that may have been cut ends in the start of `part`. */
static bool ends_in_start_of(const ci_source *source, uint32_t field,
                             const char *part)
{
    const char *text = ci_source_field(source, field);
    size_t size = strlen(text), part_size = strlen(part);

    for (size_t start = 0; start < size; start++) {
        size_t left = size - start;

        if (left < part_size && strncmp(text + start, part, left) == 0 &&
            ci_source_field_may_go_on(source, field, part + left))
            return true;
    }
    return false;
}

bool ci_may_name_somebody(const ci_source *source, uint32_t field)
{
    for (size_t i = 0; chinese_parts[i]; i++)
        if (ends_in_start_of(source, field, chinese_parts[i]))
            return true;
    return false;
}
