/* Findings with a plan, by steps from today's. */
#ifndef CI_REPORT_PLANNED_FINDINGS_H
#define CI_REPORT_PLANNED_FINDINGS_H

#include "report/finding_privacy.h"

/* What is not told of today, by rows and groups of today's findings alone
 * (finding_table.h), whose groups are the first of those with a plan. */
typedef struct ci_today_closed {
    const bool *is_closed; /* row by row */
    size_t group_count;
} ci_today_closed;

/* As ci_public_counts_hide() says. */
circlet_status ci_planned_findings_round(ci_public_figure *out,
                                         const ci_public_counts *counts,
                                         const ci_today_closed *closed,
                                         circlet_error *error);

#endif
