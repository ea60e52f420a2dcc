#include "io/text_converter.h"

#include <errno.h>
#include <iconv.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"

#define BLOCK_SIZE 512

/* ---- UTF-8 -------------------------------------------------------------- */

bool ci_text_is_ascii(const char *bytes, size_t size)
{
    size_t i = 0;

    for (; i + sizeof(uint64_t) <= size; i += sizeof(uint64_t)) {
        uint64_t word;

        memcpy(&word, bytes + i, sizeof(word));
        if (word & UINT64_C(0x8080808080808080))
            return false;
    }
    for (; i < size; i++)
        if ((unsigned char)bytes[i] >= 0x80)
            return false;
    return true;
}

/* How many bytes the character with this first byte has; 0: it is none. */
static size_t utf8_size(unsigned char first)
{
    if (first < 0x80)
        return 1;
    if (first < 0xC2 || first > 0xF4)
        return 0;
    return first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
}

/* Table 3-7 of the Unicode Standard: what the second byte may be keeps out
 * surrogates, long forms and what is beyond U+10FFFF. */
static bool is_second(unsigned char first, unsigned char second)
{
    unsigned char low = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
    unsigned char high = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;

    return second >= low && second <= high;
}

/* Whether the bytes of one character that are there can start it. */
static bool is_start(const unsigned char *bytes, size_t size)
{
    for (size_t i = 2; i < size; i++)
        if ((bytes[i] & 0xC0) != 0x80)
            return false;
    return size < 2 || is_second(bytes[0], bytes[1]);
}

size_t ci_utf8_prefix_size(const char *bytes, size_t size, bool *is_cut)
{
    const unsigned char *text = (const unsigned char *)bytes;
    size_t i = 0;

    *is_cut = false;
    while (i < size) {
        size_t step = utf8_size(text[i]), there;

        if (step == 1) {
            i++;
            while (i + 8 <= size && ci_text_is_ascii(bytes + i, 8))
                i += 8;
            continue;
        }
        there = step < size - i ? step : size - i;
        if (step == 0 || !is_start(text + i, there))
            return i;
        if (there < step) {
            *is_cut = true;
            return i;
        }
        i += step;
    }
    return size;
}

/* ---- conversion --------------------------------------------------------- */

struct ci_converter {
    ci_encoding encoding;
    bool is_utf8; /* and nothing is to convert, only to check */
    iconv_t handle;
};

circlet_status ci_converter_open(ci_converter **out,
                                 const ci_encoding *encoding,
                                 circlet_error *error)
{
    ci_converter *made = calloc(1, sizeof(*made));
    circlet_status status = CIRCLET_OK;

    if (!made)
        return ci_fail_nomem(error);
    made->encoding = *encoding;
    made->is_utf8 = ci_encoding_is(encoding, "UTF-8");
    if (!made->is_utf8) {
        made->handle = iconv_open("UTF-8", encoding->name);
        if (made->handle == (iconv_t)-1 && errno == ENOMEM)
            status = ci_fail_nomem(error);
        else if (made->handle == (iconv_t)-1)
            status =
                ci_fail(error, CIRCLET_E_UNSUPPORTED,
                        "text encoding '%s' is not known", encoding->name);
    }
    if (status != CIRCLET_OK) {
        free(made);
        return status;
    }
    *out = made;
    return CIRCLET_OK;
}

void ci_converter_free(ci_converter *converter)
{
    if (!converter)
        return;
    if (!converter->is_utf8)
        iconv_close(converter->handle);
    free(converter);
}

static ci_conversion copy_utf8(ci_conversion_state *state)
{
    bool is_short = state->room < state->size, is_cut;
    size_t size = is_short ? state->room : state->size;
    size_t good = ci_utf8_prefix_size(state->bytes, size, &is_cut);

    memcpy(state->out, state->bytes, good);
    state->bytes += good;
    state->size -= good;
    state->out += good;
    state->room -= good;
    if (good < size && !is_cut)
        return CI_CONVERSION_BAD;
    if (is_short)
        return CI_CONVERSION_FULL;
    return state->size > 0 ? CI_CONVERSION_CUT : CI_CONVERSION_DONE;
}

/* Why iconv() stopped. What it wrote is checked: an encoding that can
 * express what is no character must not bring that in. */
static ci_conversion find_reason(ci_conversion_state *state, char *before,
                                 bool has_failed, int code)
{
    bool is_cut;
    size_t size = (size_t)(state->out - before);
    size_t good = ci_utf8_prefix_size(before, size, &is_cut);

    state->out -= size - good;
    state->room += size - good;
    if (good < size)
        return CI_CONVERSION_BAD;
    if (!has_failed)
        return CI_CONVERSION_DONE;
    if (code == E2BIG)
        return CI_CONVERSION_FULL;
    return code == EINVAL ? CI_CONVERSION_CUT : CI_CONVERSION_BAD;
}

ci_conversion ci_converter_run(ci_converter *converter,
                               ci_conversion_state *state)
{
    char *before = state->out;
    char *bytes;
    size_t result;

    if (converter->is_utf8)
        return copy_utf8(state);
    /* iconv() moves this pointer along; it writes nothing there. */
    bytes = (char *)state->bytes;
    errno = 0;
    result = iconv(converter->handle, &bytes, &state->size, &state->out,
                   &state->room);
    state->bytes = bytes;
    return find_reason(state, before, result == (size_t)-1, errno);
}

ci_conversion ci_converter_end(ci_converter *converter,
                               ci_conversion_state *state)
{
    char *before = state->out;
    size_t result;

    if (converter->is_utf8)
        return CI_CONVERSION_DONE;
    errno = 0;
    result = iconv(converter->handle, NULL, NULL, &state->out, &state->room);
    return find_reason(state, before, result == (size_t)-1, errno);
}

/* Forgets what an earlier text has left in the converter. */
static void start_text(ci_converter *converter)
{
    if (!converter->is_utf8)
        iconv(converter->handle, NULL, NULL, NULL, NULL);
}

static void take_back(ci_buffer *out, size_t size)
{
    if (!out->text)
        return;
    out->size = size;
    out->text[size] = '\0';
}

circlet_status ci_converter_add(ci_buffer *out, ci_converter *converter,
                                const char *bytes, size_t size,
                                size_t *cut_size, circlet_error *error)
{
    size_t size_before = out->size;
    ci_conversion_state state = {.bytes = bytes, .size = size};
    ci_conversion result;

    start_text(converter);
    do {
        char block[BLOCK_SIZE];

        state.out = block;
        state.room = sizeof(block);
        result = ci_converter_run(converter, &state);
        if (result == CI_CONVERSION_DONE)
            result = ci_converter_end(converter, &state);
        ci_buffer_add_n(out, block, (size_t)(state.out - block));
    } while (result == CI_CONVERSION_FULL);
    if (out->failed)
        return ci_fail_nomem(error);
    if (result == CI_CONVERSION_DONE ||
        (result == CI_CONVERSION_CUT && cut_size)) {
        if (cut_size)
            *cut_size = state.size;
        return CIRCLET_OK;
    }
    take_back(out, size_before);
    return ci_fail(error, CIRCLET_E_FORMAT, "byte %zu is no character of %s",
                   size - state.size + 1, converter->encoding.name);
}
