#include "io/dbf_text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "io/text_converter.h"

void ci_dbf_text_free(ci_dbf_text *text)
{
    ci_converter_free(text->converter);
    *text = (ci_dbf_text){0};
}

/* ---- language drivers --------------------------------------------------- */

/*
 * Byte 29 of a .dbf. The numbers are those of dBASE IV and 5, FoxPro and
 * ArcGIS: "Code Pages Supported by Visual FoxPro" (Microsoft) and the table
 * in GDAL's driver for shapefiles. Left out are 0 and 87, which stand for
 * the code page of the machine that wrote the file, and what iconv() does
 * not know: 104 (Kamenicky), 105 (Mazovia), 152 (the Macintosh's Greek).
 */
static const struct driver {
    unsigned char id;
    const char *encoding;
} drivers[] = {
    {1, "CP437"},     {2, "CP850"},         {3, "CP1252"},
    {4, "MACINTOSH"}, {8, "CP865"},         {9, "CP437"},
    {10, "CP850"},    {11, "CP437"},        {13, "CP437"},
    {14, "CP850"},    {15, "CP437"},        {16, "CP850"},
    {17, "CP437"},    {18, "CP850"},        {19, "CP932"},
    {20, "CP850"},    {21, "CP437"},        {22, "CP850"},
    {23, "CP865"},    {24, "CP437"},        {25, "CP437"},
    {26, "CP850"},    {27, "CP437"},        {28, "CP863"},
    {29, "CP850"},    {31, "CP852"},        {34, "CP852"},
    {35, "CP852"},    {36, "CP860"},        {37, "CP850"},
    {38, "CP866"},    {55, "CP850"},        {64, "CP852"},
    {77, "GB18030"}, /* CP936 */
    {78, "CP949"},    {79, "CP950"},        {80, "CP874"},
    {88, "CP1252"},   {89, "CP1252"},       {100, "CP852"},
    {101, "CP866"},   {102, "CP865"},       {103, "CP861"},
    {106, "CP737"},   {107, "CP857"},       {108, "CP863"},
    {120, "CP950"},   {121, "CP949"},       {122, "GB18030"}, /* CP936 */
    {123, "CP932"},   {124, "CP874"},       {125, "CP1255"},
    {126, "CP1256"},  {134, "CP737"},       {135, "CP852"},
    {136, "CP857"},   {150, "MACCYRILLIC"}, {151, "MAC-CENTRALEUROPE"},
    {200, "CP1250"},  {201, "CP1251"},      {202, "CP1254"},
    {203, "CP1253"},  {204, "CP1257"},
};

const char *ci_dbf_language_driver(int id)
{
    for (size_t i = 0; i < sizeof(drivers) / sizeof(*drivers); i++)
        if (drivers[i].id == id)
            return drivers[i].encoding;
    return NULL;
}

/* The number behind "LDID/"; -1: that is something else. */
static int driver_id(const char *code_page)
{
    int64_t id;

    if (strncmp(code_page, "LDID/", 5) != 0 ||
        !ci_parse_int64(&id, code_page + 5) || id < 0 || id > 255)
        return -1;
    return (int)id;
}

/* Whether a code page is said that a text can be taken in. */
static bool says_nothing(const char *code_page)
{
    int id = code_page ? driver_id(code_page) : 0;

    return !code_page || code_page[strspn(code_page, " \t\r\n")] == '\0' ||
           id == 0 || id == 87;
}

/* ---- the choice --------------------------------------------------------- */

static void look_at_texts(ci_encoding_signs *signs, ci_dbf_texts texts)
{
    const char *text;
    bool is_full = false;

    while ((text = texts.next(texts.state, &is_full)) != NULL) {
        size_t size = strlen(text);

        if (ci_text_is_ascii(text, size))
            continue;
        ci_encoding_signs_add_utf8(signs, text, size);
        ci_encoding_signs_add_gb18030(signs, text, size);
        ci_encoding_signs_end_piece(signs, is_full);
    }
}

static circlet_status guess(ci_dbf_text *text, ci_dbf_texts texts,
                            circlet_error *error)
{
    ci_encoding_signs signs = {0};

    look_at_texts(&signs, texts);
    if (ci_encoding_choose(&text->choice, &signs))
        return CIRCLET_OK;
    return ci_fail(error, CIRCLET_E_FORMAT,
                   "nothing says how the text of the .dbf is encoded; it is "
                   "no UTF-8 and does not look like Chinese in GB18030; say "
                   "its encoding");
}

/* Where all is ASCII, it does not matter that its name is not known. */
static circlet_status take_unknown(ci_dbf_text *text, const char *code_page,
                                   ci_dbf_texts texts, circlet_error *error)
{
    ci_encoding_signs signs = {0};

    look_at_texts(&signs, texts);
    if (signs.is_no_ascii)
        return ci_fail(error, CIRCLET_E_UNSUPPORTED,
                       "text encoding '%s' of the .dbf is not known; say its "
                       "encoding",
                       code_page);
    return ci_encoding_choose(&text->choice, &signs) ? CIRCLET_OK
                                                     : CIRCLET_E_FORMAT;
}

static circlet_status find_encoding(ci_dbf_text *text, const char *said,
                                    const char *code_page, ci_dbf_texts texts,
                                    circlet_error *error)
{
    const char *name = said;
    circlet_status status;

    text->choice.ground = CI_ENCODING_SAID;
    if (!said && says_nothing(code_page))
        return guess(text, texts, error);
    if (!said)
        name = driver_id(code_page) < 0
                   ? code_page
                   : ci_dbf_language_driver(driver_id(code_page));
    status = name ? ci_encoding_find(&text->choice.encoding, name,
                                     said ? error : NULL)
                  : CIRCLET_E_UNSUPPORTED;
    if (status == CIRCLET_E_NOMEM)
        return ci_fail_nomem(error);
    return status != CIRCLET_OK && !said
               ? take_unknown(text, code_page, texts, error)
               : status;
}

circlet_status ci_dbf_text_open(ci_dbf_text *text, const char *said,
                                const char *code_page, ci_dbf_texts texts,
                                circlet_error *error)
{
    circlet_status status = find_encoding(text, said, code_page, texts, error);

    return status == CIRCLET_OK
               ? ci_converter_open(&text->converter, &text->choice.encoding,
                                   error)
               : status;
}

/* Programs write "ISO-8859-1" without being told to, and in that any bytes
 * are text. */
const char *ci_dbf_text_doubt(const ci_dbf_text *text, ci_dbf_texts texts)
{
    ci_encoding_signs signs = {0};
    ci_encoding_choice other;

    if (text->choice.ground != CI_ENCODING_SAID ||
        (!ci_encoding_is(&text->choice.encoding, "ISO-8859-1") &&
         !ci_encoding_is(&text->choice.encoding, "CP1252")))
        return NULL;
    look_at_texts(&signs, texts);
    if (!signs.is_no_ascii || !ci_encoding_choose(&other, &signs))
        return NULL;
    return signs.is_no_utf8 ? "GB18030" : "UTF-8";
}

circlet_status ci_dbf_decode(ci_buffer *out, const ci_dbf_text *text,
                             const char *bytes, size_t size, bool is_full,
                             circlet_error *error)
{
    circlet_status status = CIRCLET_OK;
    size_t cut_size = 0;

    out->size = 0;
    ci_buffer_add_n(out, "", 0);
    if (ci_text_is_ascii(bytes, size))
        ci_buffer_add_n(out, bytes, size);
    else
        status = ci_converter_add(out, text->converter, bytes, size,
                                  is_full ? &cut_size : NULL, error);
    if (status == CIRCLET_OK && out->failed)
        return ci_fail_nomem(error);
    while (status == CIRCLET_OK && out->size > 0 &&
           out->text[out->size - 1] == ' ')
        out->text[--out->size] = '\0';
    return status;
}
