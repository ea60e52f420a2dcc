/* What the layers and columns of an export are called, in both languages. */
#ifndef CI_IO_EXPORT_WORDS_H
#define CI_IO_EXPORT_WORDS_H

#include <stdbool.h>

/* "Facilities with the plan"; the table's own name if it has no other. */
const char *ci_export_layer_title(const char *table, bool is_chinese);

/* "floor area, m²"; NULL for a column that is not known. */
const char *ci_export_column_title(const char *table, const char *column,
                                   bool is_chinese);

/* Of what a rule adds to a layer, by the suffix: "_measured"; NULL. */
const char *ci_export_suffix_title(const char *suffix, bool is_chinese);

#endif
