/* A cover in small, on which a search is many times faster. */
#ifndef CI_SITING_MCLP_SKETCH_H
#define CI_SITING_MCLP_SKETCH_H

#include "siting/cover.h"
#include "siting/effort.h"

/*
 * About `rows` rows of a cover, each with the weight of the rows near it:
 * what sites cover of it is about what they cover of the whole. Has no
 * members. The same for the same `draw`; another draw takes other rows.
 * False: no memory, or the effort is over. The caller clears `out` with
 * ci_cover_clear().
 */
bool ci_mclp_sketch_make(ci_cover *out, const ci_cover *cover, size_t rows,
                         uint64_t draw, ci_effort *effort);

#endif
