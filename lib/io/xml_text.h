/* XML as text. */
#ifndef CI_IO_XML_TEXT_H
#define CI_IO_XML_TEXT_H

#include "base/text.h"

/* Appends text with the characters escaped that mean something in XML, in
 * attributes too; control characters, which XML has none of, are left out. */
void ci_xml_add_text(ci_buffer *out, const char *text);

/* Appends ` name="value"`. */
void ci_xml_add_attribute(ci_buffer *out, const char *name, const char *value);

/* Appends <name>text</name>. */
void ci_xml_add_element(ci_buffer *out, const char *name, const char *text);

/* Appends a template in which each '@' stands for the next argument, which
 * is escaped. */
void ci_xml_add_format(ci_buffer *out, const char *format,
                       const char *const *arguments);

#endif
