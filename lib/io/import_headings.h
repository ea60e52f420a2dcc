/* What columns and words are usually called in Chinese files. */
#ifndef CI_IO_IMPORT_HEADINGS_H
#define CI_IO_IMPORT_HEADINGS_H

#include <circlet/io.h>

#include "base/text.h"
#include "io/source.h"

/* The layer's column that the name of a field usually stands for, such as
 * "kind" for the heading of kinds of disability. Of a name that a .dbf cut,
 * the rest is taken for granted if only one column can be meant. NULL: it
 * names none. */
const char *ci_heading_column(circlet_layer layer, const ci_source *source,
                              uint32_t field);

/* The word of a column that a text usually stands for, such as "visual" for
 * its Chinese; NULL: it stands for none. */
const char *ci_heading_word(const char *column, const char *text);

/* Appends the usual Chinese for a word of a column; else the word. */
void ci_heading_add_word(ci_buffer *out, const char *column, const char *word);

#endif
