/*
 * UTF-8 shows by its form. Nearly everything else is GB18030 by its form
 * alone: the Latin-1 of "Sao" with a tilde has the bytes E3 6F, a rare
 * Chinese character. So the characters are looked at that GB18030 gives:
 *
 * - common: the 3755 of level 1 of GB 2312 (rows 16 to 55), which make up
 *   nearly all of a Chinese text;
 * - uncommon: the 3008 of its level 2 (rows 56 to 87), by their radicals;
 * - rare: what GBK and GB18030 added, kana, Greek, Cyrillic, private use;
 * - signs of rows 1 to 3, which say nothing.
 *
 * Accented letters stand among ASCII letters, with which they form rare
 * characters, or two of them form one or two common ones: such short runs
 * that touch an ASCII letter are counted as rare. Cyrillic and Korean files
 * can consist of common characters, but use a part of the rows or cells
 * only; Japanese has kana; Big5 is rare by half.
 */
#include "io/encoding_guess.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "io/text_converter.h"

/* A run of this many common characters is Chinese, whatever it touches. */
#define RUN_MIN 3

/* Rows 4 and 5 are kana: a few of them make a text Japanese (EUC-JP has them
 * at the same bytes), however many Chinese characters stand beside. */
#define KANA_WEIGHT 4

/* From this many on, their rows and cells must spread. */
#define SPREAD_MIN 16

static bool is_letter(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* ---- UTF-8 -------------------------------------------------------------- */

static void set_no_utf8(ci_encoding_signs *signs, uint64_t at)
{
    if (!signs->is_no_utf8)
        signs->utf8_bad_at = at + 1;
    signs->is_no_utf8 = true;
    signs->utf8_held_size = 0;
}

static void look_for_long(ci_encoding_signs *signs, const char *bytes,
                          size_t size)
{
    for (size_t i = 0; i < size && !signs->has_long; i++)
        signs->has_long = (unsigned char)bytes[i] >= 0xE0;
}

/* Completes the character of which a part is held. Returns how many bytes
 * this took. */
static size_t complete_utf8(ci_encoding_signs *signs, const char *bytes,
                            size_t size)
{
    size_t used = 0;

    while (signs->utf8_held_size > 0 && used < size) {
        uint64_t start = signs->utf8_size + used - signs->utf8_held_size;
        bool is_cut;
        size_t good;

        signs->utf8_held[signs->utf8_held_size++] =
            (unsigned char)bytes[used++];
        good = ci_utf8_prefix_size((const char *)signs->utf8_held,
                                   signs->utf8_held_size, &is_cut);
        if (good > 0)
            signs->utf8_held_size = 0;
        else if (!is_cut)
            set_no_utf8(signs, start);
    }
    return used;
}

void ci_encoding_signs_add_utf8(ci_encoding_signs *signs, const char *bytes,
                                size_t size)
{
    size_t used = complete_utf8(signs, bytes, size), good;
    bool is_cut = false;

    if (!signs->is_no_ascii)
        signs->is_no_ascii = !ci_text_is_ascii(bytes, size);
    if (signs->is_no_ascii && !signs->is_no_utf8) {
        look_for_long(signs, bytes, size);
        good = used + ci_utf8_prefix_size(bytes + used, size - used, &is_cut);
        if (is_cut) {
            signs->utf8_held_size = size - good;
            memcpy(signs->utf8_held, bytes + good, size - good);
        } else if (good < size) {
            set_no_utf8(signs, signs->utf8_size + good);
        }
    }
    signs->utf8_size += size;
}

/* ---- GB18030 ------------------------------------------------------------ */

static void end_run(ci_encoding_signs *signs, bool is_before_letter)
{
    struct ci_encoding_run *run = &signs->run;
    bool is_doubtful =
        run->size < RUN_MIN && (run->is_glued || is_before_letter);

    signs->characters += run->size;
    if (is_doubtful) {
        signs->rare += run->common + run->uncommon + run->rare;
    } else {
        signs->common += run->common;
        signs->uncommon += run->uncommon;
        signs->rare += run->rare;
        signs->late_leads += run->late_leads;
        signs->wide_trails += run->wide_trails;
    }
    *run = (struct ci_encoding_run){0};
}

static void start_character(ci_encoding_signs *signs)
{
    if (signs->run.size == 0)
        signs->run.is_glued = signs->is_after_letter;
    signs->run.size++;
}

/* A character of two bytes. Rows of GB 2312 start at lead byte A1, cells at
 * trail byte A1. */
static void add_pair(ci_encoding_signs *signs, unsigned char lead,
                     unsigned char trail)
{
    struct ci_encoding_run *run = &signs->run;

    start_character(signs);
    if (trail < 0xA1 || lead < 0xA1 || lead > 0xF7) {
        run->rare++;
    } else if (lead >= 0xD8) {
        run->uncommon++;
    } else if (lead >= 0xB0) {
        run->common++;
        run->late_leads += lead > 0xC8;
        run->wide_trails += trail < 0xC0 || trail > 0xDF;
    } else if (lead > 0xA3) {
        run->rare += lead <= 0xA5 ? KANA_WEIGHT : 1;
    }
}

static bool is_four_byte_digit(unsigned char c)
{
    return c >= '0' && c <= '9';
}

/* Adds a byte to the character of which the first is held. */
static void complete_gb18030(ci_encoding_signs *signs, unsigned char c)
{
    bool is_lead = c >= 0x81 && c <= 0xFE;
    size_t at = signs->gb_held_size;

    signs->gb_held[signs->gb_held_size++] = c;
    if (at == 1 && is_four_byte_digit(c))
        return;
    if (at == 2 && is_lead)
        return;
    if (at == 3 && is_four_byte_digit(c)) {
        start_character(signs);
        signs->run.rare++;
    } else if (at == 1 && c >= 0x40 && c != 0x7F && c != 0xFF) {
        add_pair(signs, signs->gb_held[0], c);
    } else {
        signs->is_no_gb18030 = true;
    }
    signs->gb_held_size = 0;
}

void ci_encoding_signs_add_gb18030(ci_encoding_signs *signs, const char *bytes,
                                   size_t size)
{
    for (size_t i = 0; i < size && !signs->is_no_gb18030; i++) {
        unsigned char c = (unsigned char)bytes[i];

        if (signs->gb_held_size > 0) {
            complete_gb18030(signs, c);
        } else if (c >= 0x80) {
            signs->is_no_gb18030 = c == 0x80 || c == 0xFF;
            signs->gb_held[signs->gb_held_size++] = c;
        } else {
            if (signs->run.size > 0)
                end_run(signs, is_letter(c));
            signs->is_after_letter = is_letter(c);
        }
    }
}

void ci_encoding_signs_end_piece(ci_encoding_signs *signs, bool may_be_cut)
{
    if (signs->utf8_held_size > 0 && !may_be_cut)
        set_no_utf8(signs, signs->utf8_size - signs->utf8_held_size);
    if (signs->gb_held_size > 0 && !may_be_cut)
        signs->is_no_gb18030 = true;
    signs->utf8_held_size = 0;
    signs->gb_held_size = 0;
    if (signs->run.size > 0)
        end_run(signs, false);
    signs->is_after_letter = false;
}

/* ---- the choice --------------------------------------------------------- */

/* In Chinese text near half of the common characters stand in the rows
 * behind C8 and two thirds in cells outside C0 to DF; in Korean (EUC-KR)
 * none has such a row, in Cyrillic none such a cell. */
static bool is_spread(const ci_encoding_signs *signs)
{
    return signs->common < SPREAD_MIN ||
           (signs->late_leads >= signs->common / 16 &&
            signs->wide_trails >= signs->common / 8);
}

bool ci_encoding_signs_are_chinese(const ci_encoding_signs *signs)
{
    return !signs->is_no_gb18030 && signs->common > 0 &&
           signs->common >= signs->uncommon &&
           signs->common >= 2 * signs->rare && is_spread(signs);
}

static void set_name(ci_encoding *encoding, const char *name)
{
    snprintf(encoding->name, sizeof(encoding->name), "%s", name);
}

bool ci_encoding_choose(ci_encoding_choice *out,
                        const ci_encoding_signs *signs)
{
    ci_encoding_choice choice = {.ground = CI_ENCODING_PLAIN};
    bool is_chinese = ci_encoding_signs_are_chinese(signs);

    if (signs->is_no_utf8 && !is_chinese)
        return false;
    set_name(&choice.encoding, signs->is_no_utf8 ? "GB18030" : "UTF-8");
    /* The one Chinese character D2 BB is a Cyrillic one in UTF-8; with three
     * bytes that must fit, text is never both by chance. */
    if (signs->is_no_utf8)
        choice.ground = CI_ENCODING_GUESSED;
    else if (signs->is_no_ascii && !signs->has_long && is_chinese)
        choice.ground = CI_ENCODING_AMBIGUOUS;
    choice.characters = signs->characters;
    choice.common = signs->common;
    *out = choice;
    return true;
}

static bool is_word_end(char c)
{
    return strchr(",;\t|\"\r\n", c) != NULL;
}

void ci_encoding_set_sample(ci_encoding_choice *choice, const char *heading,
                            size_t size)
{
    size_t start = 0, end;

    choice->sample[0] = '\0';
    for (size_t i = 0; i < size; i++) {
        if (is_word_end(heading[i]))
            start = i + 1;
        if ((unsigned char)heading[i] < 0x80)
            continue;
        for (end = i; end < size && !is_word_end(heading[end]); end++)
            ;
        while (heading[start] == ' ')
            start++;
        while (heading[end - 1] == ' ')
            end--;
        snprintf(choice->sample, sizeof(choice->sample), "%.*s",
                 (int)(end - start < 200 ? end - start : 200),
                 heading + start);
        ci_text_cut_at_character(choice->sample);
        return;
    }
}

bool ci_encoding_add_remark(ci_source *source,
                            const ci_encoding_choice *choice)
{
    if (choice->ground == CI_ENCODING_AMBIGUOUS)
        return ci_source_add_remark(
            source, "text is taken as UTF-8, but could be GB18030 as well; "
                    "say its encoding if this is wrong");
    if (choice->ground != CI_ENCODING_GUESSED)
        return true;
    if (choice->sample[0] && choice->has_no_heading)
        return ci_source_add_remark(
            source,
            "nothing says how text is encoded; it is taken as %s, in which "
            "the text has '%s'; say its encoding if this is wrong",
            choice->encoding.name, choice->sample);
    if (choice->sample[0])
        return ci_source_add_remark(
            source,
            "nothing says how text is encoded; it is taken as %s, in which "
            "the heading has '%s'; say its encoding if this is wrong",
            choice->encoding.name, choice->sample);
    if (choice->characters == 0)
        return ci_source_add_remark(
            source,
            "nothing says how text is encoded; it is taken as %s; say its "
            "encoding if this is wrong",
            choice->encoding.name);
    return ci_source_add_remark(
        source,
        "nothing says how text is encoded; it is taken as %s, in which "
        "%" PRIu64 " of %" PRIu64
        " characters are common Chinese ones; say its encoding if this is "
        "wrong",
        choice->encoding.name, choice->common, choice->characters);
}

/* ---- UTF-16 ------------------------------------------------------------- */

/* ASCII but for controls, accented letters, punctuation, Chinese. */
static bool is_likely_unit(unsigned unit)
{
    if (unit < 0x80)
        return unit >= 0x20 || unit == '\t' || unit == '\n' || unit == '\r';
    return (unit >= 0xA0 && unit < 0x250) ||
           (unit >= 0x2000 && unit < 0x2070) ||
           (unit >= 0x3000 && unit < 0x3040) ||
           (unit >= 0x4E00 && unit < 0xA000) ||
           (unit >= 0xFF00 && unit < 0xFFF0);
}

static size_t count_likely(const unsigned char *bytes, size_t size,
                           size_t high)
{
    size_t count = 0;

    for (size_t i = 0; i + 1 < size; i += 2)
        count += is_likely_unit(bytes[i + high] * 256U + bytes[i + 1 - high]);
    return count;
}

const char *ci_encoding_guess_utf16(const char *bytes, size_t size)
{
    const unsigned char *text = (const unsigned char *)bytes;
    size_t units = size / 2, little, big;

    /* Its ASCII has zero bytes, which a text of bytes has not. */
    if (units == 0 || !memchr(bytes, 0, size))
        return NULL;
    little = count_likely(text, size, 1);
    big = count_likely(text, size, 0);
    if (little > big && little >= units - units / 10)
        return "UTF-16LE";
    if (big > little && big >= units - units / 10)
        return "UTF-16BE";
    return NULL;
}
