#include "io/xml_text.h"

void ci_xml_add_text(ci_buffer *out, const char *text)
{
    for (const char *c = text; *c; c++)
        switch (*c) {
        case '&':
            ci_buffer_add(out, "&amp;");
            break;
        case '<':
            ci_buffer_add(out, "&lt;");
            break;
        case '>':
            ci_buffer_add(out, "&gt;");
            break;
        case '"':
            ci_buffer_add(out, "&quot;");
            break;
        case '\n':
            ci_buffer_add(out, "&#10;");
            break;
        default:
            if ((unsigned char)*c >= ' ')
                ci_buffer_add_n(out, c, 1);
        }
}

void ci_xml_add_attribute(ci_buffer *out, const char *name, const char *value)
{
    ci_buffer_add(out, " ");
    ci_buffer_add(out, name);
    ci_buffer_add(out, "=\"");
    ci_xml_add_text(out, value);
    ci_buffer_add(out, "\"");
}

void ci_xml_add_element(ci_buffer *out, const char *name, const char *text)
{
    ci_buffer_add(out, "<");
    ci_buffer_add(out, name);
    ci_buffer_add(out, ">");
    ci_xml_add_text(out, text);
    ci_buffer_add(out, "</");
    ci_buffer_add(out, name);
    ci_buffer_add(out, ">");
}

void ci_xml_add_format(ci_buffer *out, const char *format,
                       const char *const *arguments)
{
    for (const char *c = format; *c; c++)
        if (*c == '@')
            ci_xml_add_text(out, *arguments++);
        else
            ci_buffer_add_n(out, c, 1);
}
