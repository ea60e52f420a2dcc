#include "io/encoding.h"

#include <ctype.h>
#include <errno.h>
#include <iconv.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"

typedef struct alias {
    const char *plain; /* capitals and digits alone */
    const char *name;
} alias;

/* GBK (CP936) and GB2312 are decoded as GB18030: what they have, it has at
 * the same bytes, and files that say GBK hold rarer characters of names. */
static const alias aliases[] = {
    {"UTF8", "UTF-8"},          {"UTF8BOM", "UTF-8"},
    {"UTF8SIG", "UTF-8"},       {"65001", "UTF-8"},
    {"GB18030", "GB18030"},     {"GB180302000", "GB18030"},
    {"GB180302005", "GB18030"}, {"GB180302022", "GB18030"},
    {"54936", "GB18030"},       {"GBK", "GB18030"},
    {"GB2312", "GB18030"},      {"GB231280", "GB18030"},
    {"EUCCN", "GB18030"},       {"936", "GB18030"},
    {"20936", "GB18030"},       {"LATIN1", "ISO-8859-1"},
    {"L1", "ISO-8859-1"},       {"28591", "ISO-8859-1"},
    {"819", "ISO-8859-1"},      {"UTF16", "UTF-16"},
    {"UNICODE", "UTF-16"},      {"UNICODETEXT", "UTF-16"},
    {"UCS2", "UTF-16"},         {"UTF16LE", "UTF-16LE"},
    {"UCS2LE", "UTF-16LE"},     {"1200", "UTF-16LE"},
    {"UTF16BE", "UTF-16BE"},    {"UCS2BE", "UTF-16BE"},
    {"1201", "UTF-16BE"},       {"UTF32LE", "UTF-32LE"},
    {"UTF32BE", "UTF-32BE"},    {"10000", "MACINTOSH"},
    {"10007", "MACCYRILLIC"},   {"10029", "MAC-CENTRALEUROPE"},
    {"SHIFTJIS", "CP932"},      {"SJIS", "CP932"},
};

/* "Windows-1252", "ANSI 1252", "CP1252" and "1252" are one code page. */
static const char *const page_words[] = {"WINDOWS", "ANSI", "OEM", "IBM",
                                         "MSCP",    "CP",   "MS"};

/* Letters and digits alone, in capitals. False: that is no name. */
static bool plain_name(char out[CI_ENCODING_NAME_SIZE], const char *name)
{
    size_t size = 0;

    for (; *name; name++) {
        unsigned char c = (unsigned char)*name;

        /* What follows a slash would tell iconv() to drop characters. */
        if (c >= 0x80 || c == '/' || size >= CI_ENCODING_NAME_SIZE - 1)
            return false;
        if (isalnum(c))
            out[size++] = (char)toupper(c);
    }
    out[size] = '\0';
    return size > 0;
}

static bool is_number(const char *text)
{
    /* NOLINTNEXTLINE(clang-analyzer-core.uninitialized.Branch) */
    return *text && strspn(text, "0123456789") == strlen(text);
}

/* The number of a code page behind what stands before it, or `plain`. */
static const char *skip_page_word(const char *plain)
{
    for (size_t i = 0; i < sizeof(page_words) / sizeof(*page_words); i++) {
        size_t size = strlen(page_words[i]);

        if (strncmp(plain, page_words[i], size) == 0 &&
            is_number(plain + size))
            return plain + size;
    }
    return plain;
}

/* "ISO 8859-15", "8859_15" and "88591" (of ESRI) are parts of ISO 8859. */
static bool find_iso_part(char out[CI_ENCODING_NAME_SIZE], const char *plain)
{
    if (strncmp(plain, "ISO", 3) == 0)
        plain += 3;
    if (strncmp(plain, "8859", 4) != 0 || !is_number(plain + 4) ||
        strlen(plain + 4) > 2)
        return false;
    snprintf(out, CI_ENCODING_NAME_SIZE, "ISO-8859-%.2s", plain + 4);
    return true;
}

static void find_name(char out[CI_ENCODING_NAME_SIZE], const char *plain)
{
    const char *page = skip_page_word(plain);

    for (size_t i = 0; i < sizeof(aliases) / sizeof(*aliases); i++)
        if (strcmp(page, aliases[i].plain) == 0) {
            snprintf(out, CI_ENCODING_NAME_SIZE, "%s", aliases[i].name);
            return;
        }
    if (find_iso_part(out, plain))
        return;
    snprintf(out, CI_ENCODING_NAME_SIZE, "%s%.24s",
             is_number(page) ? "CP" : "", page);
}

/* Whether this machine can read it; `*is_out_of_memory` if it cannot say. */
static bool is_readable(const char *name, bool *is_out_of_memory)
{
    iconv_t converter = iconv_open("UTF-8", name);

    if (converter != (iconv_t)-1) {
        iconv_close(converter);
        return true;
    }
    *is_out_of_memory |= errno == ENOMEM;
    return false;
}

circlet_status ci_encoding_find(ci_encoding *out, const char *name,
                                circlet_error *error)
{
    char plain[CI_ENCODING_NAME_SIZE];
    bool is_good = plain_name(plain, name), is_out_of_memory = false;
    ci_encoding found;

    if (is_good)
        find_name(found.name, plain);
    /* Some names iconv() knows with their signs alone: "ISO-2022-CN". */
    if (is_good && !is_readable(found.name, &is_out_of_memory)) {
        is_good = strlen(name) < CI_ENCODING_NAME_SIZE;
        if (is_good)
            snprintf(found.name, sizeof(found.name), "%s", name);
        is_good = is_good && is_readable(found.name, &is_out_of_memory);
    }
    if (is_out_of_memory)
        return ci_fail_nomem(error);
    if (!is_good)
        return ci_fail(error, CIRCLET_E_UNSUPPORTED,
                       "text encoding '%s' is not known", name);
    *out = found;
    return CIRCLET_OK;
}

bool ci_encoding_is(const ci_encoding *encoding, const char *name)
{
    return strcmp(encoding->name, name) == 0;
}
