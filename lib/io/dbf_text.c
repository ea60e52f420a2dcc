#include "io/dbf_text.h"

#include <ctype.h>
#include <string.h>

#include "base/error.h"
#include "io/encoding.h"

#define NAME_SIZE 32

/* The longest character in bytes, less one: what a cut may leave. */
#define CUT_MAX 3

/* Letters and digits alone, in capitals: "utf-8" and "UTF8" are the same. */
static void plain_name(char out[NAME_SIZE], const char *name)
{
    size_t size = 0;

    for (; *name && size < NAME_SIZE - 1; name++)
        if (isalnum((unsigned char)*name))
            out[size++] = (char)toupper((unsigned char)*name);
    out[size] = '\0';
}

static bool is_one_of(const char *name, const char *const *list)
{
    for (; *list; list++)
        if (strcmp(name, *list) == 0)
            return true;
    return false;
}

ci_dbf_encoding ci_dbf_encoding_of(const char *code_page)
{
    static const char *const utf8[] = {"UTF8", "65001", "CP65001", NULL};
    static const char *const chinese[] = {
        "GB18030", "GBK",    "GB2312",  "CP936",   "936", "54936",
        "EUCCN",   "LDID77", "LDID122", "ANSI936", NULL};
    /* 0 and 87 stand for "the code page of the machine that wrote this". */
    static const char *const unknown[] = {"", "LDID0", "LDID87", NULL};
    char name[NAME_SIZE];

    plain_name(name, code_page ? code_page : "");
    if (is_one_of(name, utf8))
        return CI_DBF_UTF8;
    if (is_one_of(name, chinese))
        return CI_DBF_GB18030;
    return is_one_of(name, unknown) ? CI_DBF_UNKNOWN : CI_DBF_OTHER;
}

bool ci_dbf_is_ascii(const char *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if ((unsigned char)bytes[i] >= 0x80)
            return false;
    return true;
}

/* How many bytes remain when a last character that was cut is left out. */
static size_t uncut_utf8_size(const char *bytes, size_t size)
{
    for (size_t cut = 0; cut <= CUT_MAX && cut < size; cut++)
        if (((unsigned char)bytes[size - 1 - cut] & 0xC0) == 0xC0)
            return ci_utf8_is_valid(bytes + size - 1 - cut, cut + 1)
                       ? size
                       : size - 1 - cut;
    return size;
}

bool ci_dbf_is_cut_utf8(const char *bytes, size_t size)
{
    return ci_utf8_is_valid(bytes, uncut_utf8_size(bytes, size));
}

static circlet_status decode_utf8(ci_buffer *out, const char *bytes,
                                  size_t size, circlet_error *error)
{
    size = uncut_utf8_size(bytes, size);
    if (!ci_utf8_is_valid(bytes, size))
        return ci_fail(error, CIRCLET_E_FORMAT, "text is not UTF-8");
    ci_buffer_add_n(out, bytes, size);
    return out->failed ? ci_fail_nomem(error) : CIRCLET_OK;
}

static circlet_status decode_gb18030(ci_buffer *out, const char *bytes,
                                     size_t size, circlet_error *error)
{
    circlet_status status = ci_decode(out, "GB18030", bytes, size, NULL);

    for (size_t cut = 1;
         cut <= CUT_MAX && cut < size && status == CIRCLET_E_FORMAT; cut++)
        status = ci_decode(out, "GB18030", bytes, size - cut, NULL);
    if (status == CIRCLET_OK)
        return CIRCLET_OK;
    return ci_decode(out, "GB18030", bytes, size, error);
}

circlet_status ci_dbf_decode(ci_buffer *out, ci_dbf_encoding encoding,
                             const char *bytes, size_t size,
                             circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    out->size = 0;
    if (ci_dbf_is_ascii(bytes, size))
        ci_buffer_add_n(out, bytes, size);
    else if (encoding == CI_DBF_GB18030)
        status = decode_gb18030(out, bytes, size, error);
    else
        status = decode_utf8(out, bytes, size, error);
    if (status == CIRCLET_OK && out->failed)
        return ci_fail_nomem(error);
    while (status == CIRCLET_OK && out->size > 0 &&
           out->text[out->size - 1] == ' ')
        out->text[--out->size] = '\0';
    return status;
}
