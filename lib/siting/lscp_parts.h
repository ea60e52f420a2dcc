/* Covering problems that fall into parts with neither rows nor sites in
 * common: each is solved by itself. */
#ifndef CI_SITING_LSCP_PARTS_H
#define CI_SITING_LSCP_PARTS_H

#include "siting/lscp_tree.h"

/* What the parts of a node tell. */
typedef enum ci_lscp_parted {
    CI_LSCP_WHOLE, /* it does not fall into parts, or the search ended */
    CI_LSCP_PARTED, /* nothing below the cutoff is left in it; a plan that was
                       has been offered */
    CI_LSCP_PARTED_FAILED /* no memory */
} ci_lscp_parted;

/* Searches the parts of a settled core. A proof of the parts is no tree of
 * the whole: only where no proof is wanted and no other limits bind. */
ci_lscp_parted ci_lscp_try_parts(ci_lscp_tree *tree, const ci_lscp_core *core);

#endif
