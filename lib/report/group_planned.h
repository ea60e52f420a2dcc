/* What is published of groups with a plan. */
#ifndef CI_REPORT_GROUP_PLANNED_H
#define CI_REPORT_GROUP_PLANNED_H

#include <circlet/groups.h>

/*
 * Puts what the groups of a rule (`rows`, with everybody first, those of a
 * division beside each other, finished and hidden) are with a plan as today's
 * figure and whole steps, see ci_planned_count_round(): so that neither a row,
 * nor two rows of two plans or of a plan and today, tell of fewer persons than
 * a step. The rows of a division come to what everybody does, unless a group
 * is covered whole or not at all. Who gains, loses or goes farther is told by
 * steps, too, and times by tenths of a minute from today's.
 */
void ci_group_rows_round(circlet_group_row *rows, size_t count,
                         int64_t step_milli);

#endif
