#include "io/xlsx_strings.h"

#ifdef HAVE_XLSX

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "io/xlsx_xml.h"

/* Where the texts of "_x", four hexadecimal digits, "_" begin and end. */
#define ESCAPE_SIZE 7

typedef struct string_reading {
    ci_xml_reader *xml;
    ci_xlsx_strings strings;
    bool is_in_item, is_in_text;
    int phonetic_depth; /* of rPh: the reading of what stands beside it */
} string_reading;

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

/* The character that an escape at this place stands for; 0: none is here. */
static unsigned find_escape(const char *text, size_t size)
{
    unsigned code = 0;

    if (size < ESCAPE_SIZE || text[0] != '_' || text[1] != 'x' ||
        text[ESCAPE_SIZE - 1] != '_')
        return 0;
    for (size_t i = 2; i < ESCAPE_SIZE - 1; i++) {
        int digit = hex_digit(text[i]);

        if (digit < 0)
            return 0;
        code = code * 16 + (unsigned)digit;
    }
    return code >= 0xD800 && code <= 0xDFFF ? 0 : code;
}

/* Writes a character below U+10000 as UTF-8 and gives its bytes: 1 to 3. */
static size_t write_character(char *out, unsigned code)
{
    if (code < 0x80) {
        out[0] = (char)code;
        return 1;
    }
    if (code < 0x800) {
        out[0] = (char)(0xC0 | code >> 6);
        out[1] = (char)(0x80 | (code & 0x3F));
        return 2;
    }
    out[0] = (char)(0xE0 | code >> 12);
    out[1] = (char)(0x80 | (code >> 6 & 0x3F));
    out[2] = (char)(0x80 | (code & 0x3F));
    return 3;
}

void ci_xlsx_unescape(ci_buffer *text, size_t start)
{
    size_t kept = start;

    if (text->failed || text->size == start ||
        !strstr(text->text + start, "_x"))
        return;
    for (size_t i = start; i < text->size;) {
        unsigned code = find_escape(text->text + i, text->size - i);

        if (code) {
            kept += write_character(text->text + kept, code);
            i += ESCAPE_SIZE;
        } else {
            text->text[kept++] = text->text[i++];
        }
    }
    text->text[kept] = '\0';
    text->size = kept;
}

static bool start_item(ci_xlsx_strings *strings)
{
    size_t *starts = ci_array_reserve_one(strings->starts, strings->count,
                                          &strings->capacity, sizeof(*starts));

    if (!starts)
        return false;
    strings->starts = starts;
    starts[strings->count++] = strings->text.size;
    return true;
}

static void on_start(void *user, const char *name,
                     const char *const *attributes)
{
    string_reading *reading = user;

    (void)attributes;
    if (strcmp(name, "si") == 0) {
        reading->is_in_item = true;
        if (!start_item(&reading->strings))
            ci_xml_fail(reading->xml,
                        ci_fail_nomem(ci_xml_error(reading->xml)));
    } else if (strcmp(name, "rPh") == 0) {
        reading->phonetic_depth++;
    } else if (strcmp(name, "t") == 0) {
        reading->is_in_text =
            reading->is_in_item && reading->phonetic_depth == 0;
    }
}

static void end_item(string_reading *reading)
{
    ci_xlsx_strings *strings = &reading->strings;

    reading->is_in_item = false;
    if (strings->count == 0)
        return;
    ci_xlsx_unescape(&strings->text, strings->starts[strings->count - 1]);
    ci_buffer_add_n(&strings->text, "", 1);
    if (strings->text.failed)
        ci_xml_fail(reading->xml, ci_fail_nomem(ci_xml_error(reading->xml)));
}

static void on_end(void *user, const char *name)
{
    string_reading *reading = user;

    if (strcmp(name, "t") == 0)
        reading->is_in_text = false;
    else if (strcmp(name, "rPh") == 0)
        reading->phonetic_depth--;
    else if (strcmp(name, "si") == 0)
        end_item(reading);
}

static void on_text(void *user, const char *text, size_t size)
{
    string_reading *reading = user;

    if (reading->is_in_text)
        ci_buffer_add_n(&reading->strings.text, text, size);
}

circlet_status ci_xlsx_strings_read(ci_xlsx_strings *out, ci_xlsx_zip *zip,
                                    const char *part, circlet_error *error)
{
    static const ci_xml_handler handler = {on_start, on_end, on_text};
    string_reading reading = {0};
    bool is_done = false;
    circlet_status status =
        ci_xml_reader_open(&reading.xml, zip, part, &handler, &reading, error);

    while (status == CIRCLET_OK && !is_done)
        status = ci_xml_reader_run(reading.xml, &is_done, error);
    ci_xml_reader_close(reading.xml);
    if (status != CIRCLET_OK) {
        ci_xlsx_strings_free(&reading.strings);
        return status;
    }
    *out = reading.strings;
    return CIRCLET_OK;
}

void ci_xlsx_strings_free(ci_xlsx_strings *strings)
{
    ci_buffer_free(&strings->text);
    free(strings->starts);
    *strings = (ci_xlsx_strings){0};
}

const char *ci_xlsx_string(const ci_xlsx_strings *strings, uint64_t i)
{
    return i < strings->count ? strings->text.text + strings->starts[i] : NULL;
}

#endif
