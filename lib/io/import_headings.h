/* What columns and words are usually called in Chinese files. */
#ifndef CI_IO_IMPORT_HEADINGS_H
#define CI_IO_IMPORT_HEADINGS_H

#include <circlet/io.h>

/* The layer's column that a heading usually names, such as "kind" for the
 * heading of kinds of disability; NULL: it names none. */
const char *ci_heading_column(circlet_layer layer, const char *heading);

/* The word of a column that a text usually stands for, such as "visual" for
 * its Chinese; NULL: it stands for none. */
const char *ci_heading_word(const char *column, const char *text);

#endif
