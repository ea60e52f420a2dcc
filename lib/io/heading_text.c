#include "io/heading_text.h"

#include <stddef.h>
#include <string.h>

/* A full-width form of ASCII (U+FF01 to U+FF5E) as that; 0: no such form. */
static char narrow(const char *text)
{
    const unsigned char *c = (const unsigned char *)text;

    if (c[0] != 0xef || c[1] < 0xbc || c[1] > 0xbd ||
        c[2] < (c[1] == 0xbc ? 0x81 : 0x80) ||
        c[2] > (c[1] == 0xbc ? 0xbf : 0x9e))
        return 0;
    return (char)(c[1] == 0xbc ? c[2] - 0x60 : c[2] - 0x20);
}

/* Bytes of the blank that stands here: an ASCII one, U+00A0, U+3000. */
static size_t blank_size(const char *text)
{
    if (*text == ' ' || *text == '\t' || *text == '\n' || *text == '\r')
        return 1;
    if (strncmp(text, "\xc2\xa0", 2) == 0)
        return 2;
    return strncmp(text, "\xe3\x80\x80", 3) == 0 ? 3 : 0;
}

void ci_heading_clean(char out[CI_HEADING_SIZE], const char *heading)
{
    size_t size = 0;

    while (*heading && size + 1 < CI_HEADING_SIZE) {
        size_t blank = blank_size(heading);
        char ascii = narrow(heading);

        if (blank > 0) {
            heading += blank;
            continue;
        }
        if (!ascii)
            ascii = *heading++;
        else
            heading += 3;
        out[size++] = ascii;
    }
    out[size] = '\0';
}
