/* What is left of a cover once sites are decided. */
#ifndef CI_SITING_MCLP_CORE_H
#define CI_SITING_MCLP_CORE_H

#include "siting/cover.h"

/* Rows of the full cover that are no row of the core. */
#define CI_CORE_COVERED UINT32_MAX /* by sites that are in */
#define CI_CORE_LOST (UINT32_MAX - 1) /* too few open sites are left */

/*
 * The rows that still depend on open sites, with these alone; rows that are
 * now alike are merged. `members` of its rows are rows of the full cover.
 */
typedef struct ci_mclp_core {
    ci_cover cover;
    int64_t base; /* weight covered by the sites that are in */
    uint32_t *core_row; /* of each row of the full cover */
} ci_mclp_core;

/* `decided`: CI_OPEN, CI_IN or CI_OUT of each free site. False: no memory.
 * The caller clears `out`. */
bool ci_mclp_core_make(ci_mclp_core *out, const ci_cover *cover,
                       const ci_side *side, const uint8_t *decided);
/* The row of a core that each row of a larger one of the same cover is part
 * of, or what became of it. The caller frees it; NULL: no memory. */
uint32_t *ci_mclp_core_map(const ci_mclp_core *core,
                           const ci_mclp_core *larger);

void ci_mclp_core_clear(ci_mclp_core *core);

#endif
