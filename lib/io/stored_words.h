/* Words of the city file back to the library's enumerations. */
#ifndef CI_IO_STORED_WORDS_H
#define CI_IO_STORED_WORDS_H

#include <circlet/city.h>

#include "io/sqlite.h"

/* False if the word is none. */
bool ci_level_of_word(circlet_level *out, const char *word);
bool ci_facility_status_of_word(circlet_facility_status *out,
                                const char *word);

/* A column with 1, 0 or NULL. */
circlet_answer ci_column_answer(ci_statement *statement, int position);

/* A whole number, or -1 for NULL. */
int64_t ci_column_count_or_unknown(ci_statement *statement, int position);

#endif
