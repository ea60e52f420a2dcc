#include "fold.h"

#include <stdlib.h>
#include <string.h>
#include <wchar.h>

size_t text_width(const char *text)
{
    mbstate_t state = {0};
    size_t width = 0;
    wchar_t c;

    while (*text) {
        size_t size = mbrtowc(&c, text, MB_CUR_MAX, &state);

        if (size == (size_t)-1 || size == (size_t)-2)
            return width + strlen(text);
        width += wcwidth(c) > 0 ? (size_t)wcwidth(c) : 0;
        text += size;
    }
    return width;
}

/* Where the first line of `text` ends that is at most `room` wide: behind a
 * space or a wide character, else anywhere. */
static const char *line_end(const char *text, size_t room)
{
    mbstate_t state = {0};
    const char *end = NULL, *at = text;
    size_t used = 0;
    wchar_t c;

    while (*at) {
        size_t size = mbrtowc(&c, at, MB_CUR_MAX, &state);
        int width;

        if (size == (size_t)-1 || size == (size_t)-2)
            return at + strlen(at);
        width = wcwidth(c) > 0 ? wcwidth(c) : 0;
        used += (size_t)width;
        if (used > room && c != L' ')
            return end ? end : at > text ? at : at + size;
        at += size;
        if (c == L' ' || width == 2)
            end = at;
    }
    return at;
}

char *text_fold(const char *text, size_t room)
{
    /* Each line but the last holds at least one byte. */
    char *folded = malloc(2 * strlen(text) + 1);
    char *out = folded;

    while (folded && *text) {
        const char *end = line_end(text, room);

        memcpy(out, text, (size_t)(end - text));
        out += end - text;
        text = end;
        if (*text) {
            while (out > folded && out[-1] == ' ')
                out--;
            *out++ = '\n';
        }
    }
    if (folded)
        *out = '\0';
    return folded;
}
