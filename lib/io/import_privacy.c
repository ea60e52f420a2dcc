/* Headings under which it is said who somebody is. */
#include "io/import_privacy.h"

#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "io/heading_text.h"

/* Headings in lower case, letters alone, that are about a person; the first
 * list as they are, the second wherever they stand. */
static const char *const whole_words[] = {
    "name",     "namezh",  "nameen",       "namechn",    "firstname",
    "lastname", "surname", "givenname",    "familyname", "fullname",
    "tel",      "telno",   "cellno",       "idno",       "idnum",
    "idcard",   "ident",   "nationalid",   "certno",     "cardno",
    "email",    "mail",    "wechat",       "weixin",     "qq",
    "addr",     "contact", "householder",  "applicant",  "xingming",
    "xingm",    "xm",      "shenfenzheng", "sfz",        "sfzh",
    "sfzhm",    "lxdh",    "sjh",          "sjhm",       "dh",
    "zhuzhi",   "zz",      "jtzz",         "dz",         "jtdz",
    NULL};
static const char *const word_parts[] = {
    "phone",      "mobile",     "idnumber",          "identity",
    "idcard",     "personname", "certificateno",     "passport",
    "cardnumber", "bankcard",   "certificatenumber", "contactname",
    "address",    "guardian",   "jianhuren",         NULL};

/* What such words may stand beside and say nothing of anybody. */
static const char *const word_starts[] = {"has", "is", "with", NULL};
static const char *const word_ends[] = {"use",      "type",      "code",
                                        "ramp",     "app",       "age",
                                        "distance", "addressid", NULL};

/* What Chinese headings about a person have in them. The longer ones are
 * there for the sake of what a .dbf leaves of them. */
static const char *const chinese_parts[] = {
    "姓",           "名字",       "曾用名",     "身份",       "证件",
    "电话",         "手机",       "证号",       "联系方式",   "联系人",
    "邮箱",         "监护人",     "家属",       "法定代理人", "户主",
    "住址",         "地址",       "护照",       "银行卡",     "银行账号",
    "微信",         "详细地",     "残疾人姓名", "残疾人名",   "家庭详细住址",
    "家庭详细地址", "现居住地址", "户籍地址",   "電話",       "手機",
    "證號",         "証号",       "証號",       "證件",       "証件",
    "護照",         "聯繫",       "聯絡",       "郵箱",       "監護人",
    "戶主",         NULL};

/* Chinese headings that are somebody's name, or place, by themselves. */
static const char *const chinese_words[] = {
    "申请人", "本人",   "患者", "老人",   "配偶",   "父亲", "母亲",
    "经办人", "调查员", "住所", "居住地", "通讯地", NULL};

/* "...名" is a name of a person if it is that of such a one. */
static const char *const name_ends[] = {"人名", "者名", "员名", "本名", "户名",
                                        "全名", "真名", "签名", NULL};

/* What is said about a phone, a guardian or a paper, but not which. */
static const char *const neutral_starts[] = {"是否", "有无", NULL};
static const char *const neutral_ends[] = {
    "关系", "类型", "类别", "种类", "年龄", "性别", "有效期", "距离", "机信号",
    "使用", "有无", "情况", "状态", "级别", "人数", "数量",   NULL};
static const char *const neutral_place_ends[] = {"地址编码", "地址代码",
                                                 "地址编号", NULL};

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

static bool starts_with_one(const char *text, const char *const *starts)
{
    for (size_t i = 0; starts[i]; i++)
        if (strncmp(text, starts[i], strlen(starts[i])) == 0)
            return true;
    return false;
}

static bool ends_with_one(const char *text, const char *const *ends)
{
    size_t size = strlen(text);

    for (size_t i = 0; ends[i]; i++) {
        size_t end_size = strlen(ends[i]);

        if (size >= end_size && strcmp(text + size - end_size, ends[i]) == 0)
            return true;
    }
    return false;
}

/* ---- headings ----------------------------------------------------------- */

static bool is_about_somebody(const char *text)
{
    if (ci_text_is_one_of(text, chinese_words) ||
        ends_with_one(text, name_ends))
        return true;
    return has_part(text, chinese_parts) &&
           !starts_with_one(text, neutral_starts) &&
           !ends_with_one(text, neutral_ends) &&
           !ends_with_one(text, neutral_place_ends);
}

bool ci_names_somebody(const char *heading)
{
    char text[CI_HEADING_SIZE], word[CI_HEADING_SIZE];

    ci_heading_clean(text, heading);
    /* A Chinese heading with, say, "name" in brackets is caught by its
     * Chinese part. */
    spell(word, text);
    if (ci_text_is_one_of(word, whole_words) || is_about_somebody(text))
        return true;
    return has_part(word, word_parts) && !starts_with_one(word, word_starts) &&
           !ends_with_one(word, word_ends);
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

/* Whether the piece behind the last '_' is the start of a word about
 * somebody: contact_ph, disabled_n. */
static bool has_started_word(const ci_source *source, uint32_t field)
{
    static const char *const words[] = {"name",     "phone",   "telephone",
                                        "mobile",   "address", "idcard",
                                        "idnumber", NULL};
    const char *text = ci_source_field(source, field);
    const char *piece = strrchr(text, '_');
    size_t size = piece ? strlen(++piece) : 0;

    for (size_t i = 0; piece && words[i]; i++)
        if (size < strlen(words[i]) &&
            strncasecmp(piece, words[i], size) == 0 &&
            ci_source_field_may_go_on(source, field, words[i] + size))
            return true;
    return false;
}

bool ci_may_name_somebody(const ci_source *source, uint32_t field)
{
    if (has_started_word(source, field))
        return true;
    for (size_t i = 0; chinese_parts[i]; i++)
        if (ends_in_start_of(source, field, chinese_parts[i]))
            return true;
    return false;
}

bool ci_heading_is_of_codes(const char *heading)
{
    static const char *const words[] = {"code",   "cost", "price", "amount",
                                        "income", "area", "hash",  "uuid",
                                        "way",    "node", NULL};
    static const char *const parts[] = {"编号", "编码", "代码", "金额", "费用",
                                        "面积", "收入", "价格", NULL};
    char text[CI_HEADING_SIZE], word[CI_HEADING_SIZE];

    ci_heading_clean(text, heading);
    spell(word, text);
    return has_part(word, words) || has_part(text, parts);
}
