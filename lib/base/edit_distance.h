/* How far two words are apart. */
#ifndef CI_BASE_EDIT_DISTANCE_H
#define CI_BASE_EDIT_DISTANCE_H

#include <stddef.h>

/* So many bytes have to be put in, left out or changed to make one text of the
 * other (V. Levenshtein, Binary codes capable of correcting deletions,
 * insertions and reversals, Soviet Physics Doklady 10 (1966)); texts are taken
 * up to 63 bytes. */
size_t ci_edit_distance(const char *a, const char *b);

#endif
