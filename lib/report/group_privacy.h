/* Which groups are not published. */
#ifndef CI_REPORT_GROUP_PRIVACY_H
#define CI_REPORT_GROUP_PRIVACY_H

#include <circlet/groups.h>

/*
 * Marks as internal the groups of a rule (`rows`, with everybody first, those
 * of a division beside each other) that tell of more than none and less than
 * `few` persons today: in the group, covered, not covered, or in doubt. A plan
 * has no part in it, see report/group_planned.h. Then, in the same division,
 * as many of the smallest others as it takes that those that are marked are at
 * least two and come to no such number together, so that everybody less those
 * that are shown tells none.
 */
void ci_group_rows_hide(circlet_group_row *rows, size_t count,
                        int64_t few_milli);

/* Takes the rows out that are marked; the count of those left. */
size_t ci_group_rows_drop(circlet_group_row *rows, size_t count);

#endif
