/* How far the worst-off group is behind the best-off one. */
#ifndef CI_REPORT_GROUP_GAPS_H
#define CI_REPORT_GROUP_GAPS_H

#include <circlet/groups.h>

/* Of the rows of one rule and division: those that may be compared are known
 * and neither internal nor of people of whom nothing is known. */
circlet_group_gap ci_group_gap_of(const circlet_group_row *rows,
                                  const bool *is_unknown, size_t count);

#endif
