/* Random texts in any encoding, made by iconv() in the other direction. */
#ifndef TESTS_ENCODED_TEXT_H
#define TESTS_ENCODED_TEXT_H

#include "unit.h"

#include <iconv.h>

#include "base/text.h"

static inline void add_code_point(ci_buffer *out, uint32_t code)
{
    char bytes[4];
    size_t size = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;

    for (size_t i = size; i-- > 1; code >>= 6)
        bytes[i] = (char)(0x80 | (code & 0x3F));
    bytes[0] = (char)(code | (size == 1 ? 0 : 0xF00 >> size));
    ci_buffer_add_n(out, bytes, size);
}

/* Appends UTF-8 in an encoding; false, with nothing added, if that lacks a
 * character. */
static inline bool add_encoded(ci_buffer *out, const char *encoding,
                               const ci_buffer *text)
{
    iconv_t converter = iconv_open(encoding, "UTF-8");
    size_t capacity = text->size * 4 + 64, room = capacity;
    char *block = malloc(capacity), *end = block;
    char *bytes = text->text;
    size_t size = text->size;
    bool is_good;

    assert_true(converter != (iconv_t)-1);
    assert_non_null(block);
    is_good = iconv(converter, &bytes, &size, &end, &room) == 0 &&
              iconv(converter, NULL, NULL, &end, &room) == 0;
    if (is_good)
        ci_buffer_add_n(out, block, (size_t)(end - block));
    iconv_close(converter);
    free(block);
    return is_good;
}

/* A character of ASCII, accented Latin, Chinese, or of any plane. */
static inline uint32_t random_code_point(uint64_t *seed)
{
    uint32_t code;

    switch (unit_random_below(seed, 8)) {
    case 0:
    case 1:
        return 0x20 + unit_random_below(seed, 0x5F);
    case 2:
        return 0xA0 + unit_random_below(seed, 0x60);
    case 3:
        return 0x400 + unit_random_below(seed, 0x50);
    case 4:
    case 5:
    case 6:
        return 0x4E00 + unit_random_below(seed, 0x51A6);
    default:
        do
            code = 0x80 + unit_random_below(seed, 0x10FF80);
        while (code >= 0xD800 && code < 0xE000);
        return code;
    }
}

/* Whether a character comes back: the yen of Japanese encodings does not. */
static inline bool is_reversible(const ci_buffer *character,
                                 const char *encoding)
{
    iconv_t converter = iconv_open("UTF-8", encoding);
    ci_buffer encoded = {0};
    char block[64], *end = block;
    size_t room = sizeof(block);
    bool is_good = add_encoded(&encoded, encoding, character);
    char *bytes = encoded.text;

    assert_true(converter != (iconv_t)-1);
    is_good = is_good &&
              iconv(converter, &bytes, &encoded.size, &end, &room) == 0 &&
              iconv(converter, NULL, NULL, &end, &room) == 0 &&
              (size_t)(end - block) == character->size &&
              memcmp(block, character->text, character->size) == 0;
    iconv_close(converter);
    ci_buffer_free(&encoded);
    return is_good;
}

/* A text of characters that the encoding has, in UTF-8 and in it. */
static inline void make_encoded(ci_buffer *utf8, ci_buffer *encoded,
                                const char *encoding, size_t length,
                                uint64_t *seed)
{
    for (size_t i = 0; i < length; i++) {
        ci_buffer one = {0};

        add_code_point(&one, random_code_point(seed));
        if (is_reversible(&one, encoding))
            ci_buffer_add_n(utf8, one.text, one.size);
        ci_buffer_free(&one);
    }
    ci_buffer_add_n(utf8, "", 0);
    ci_buffer_add_n(encoded, "", 0);
    assert_true(add_encoded(encoded, encoding, utf8));
}

#endif
