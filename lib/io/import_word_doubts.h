/* Words that are probably misspelt. */
#ifndef CI_IO_IMPORT_WORD_DOUBTS_H
#define CI_IO_IMPORT_WORD_DOUBTS_H

#include "io/import_record.h"

/*
 * Notes types, tiers and services that stand in one row of the city alone
 * and are all but the same as one that stands in several, once all rows of
 * the source are in. Which words there are only a policy says: none is
 * doubted for itself.
 */
circlet_status ci_doubts_note_words(ci_row_import *r, circlet_error *error);

/* Whether two words are one slip of the pen apart: a character more, less,
 * or another, but no other digit, or two exchanged; none of words of fewer
 * than four bytes. */
bool ci_is_slip(const char *a, const char *b);

#endif
