/* The part of a large core in which a local search looks for plans. */
#ifndef CI_SITING_LSCP_NARROW_H
#define CI_SITING_LSCP_NARROW_H

#include "siting/lscp_core.h"

/* Whether a core has so many more sites than rows that most of them only
 * stand in the way. */
bool ci_lscp_is_wide(const ci_lscp_core *core);

/*
 * The sites of the least reduced costs, some for each row, and some more of
 * the least of all. All rows stay. Uses up marks->fates. False: no memory.
 */
bool ci_lscp_narrow(ci_lscp_core *out, const ci_lscp_core *core,
                    const double *reduced, ci_lscp_marks *marks);

#endif
