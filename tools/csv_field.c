#include "csv_field.h"

#include <string.h>

void csv_write_field(FILE *file, const char *text)
{
    if (!text || !strpbrk(text, "\",\r\n")) {
        fputs(text ? text : "", file);
        return;
    }
    putc('"', file);
    for (; *text; text++) {
        if (*text == '"')
            putc('"', file);
        putc(*text, file);
    }
    putc('"', file);
}
