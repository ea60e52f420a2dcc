/*
 * Which facility fills which of several clauses that ask for so many
 * facilities of a size, so that none is counted twice.
 */
#ifndef CI_POLICY_BED_CONTEST_H
#define CI_POLICY_BED_CONTEST_H

#include <circlet/error.h>

#include "policy/group.h"

/*
 * A block is the beds of one service of one facility: it fills one clause at
 * most. A facility fills a clause once at most, but with several blocks it
 * may fill several clauses.
 */
typedef struct ci_bed_contest {
    const int64_t *required; /* facilities of each clause, by priority */
    size_t clause_count;
    const uint32_t *facilities; /* of each block, ascending */
    size_t block_count;
    const uint8_t *members; /* ci_membership of block b in clause c, at
                               b x clause_count + c */
} ci_bed_contest;

typedef struct ci_bed_share {
    int64_t low, high; /* of the required facilities: surely, perhaps there */
    int64_t measured_low, measured_high; /* with those beyond them */
    int64_t taken; /* facilities that suit but surely fill other clauses */
    bool is_doubtful; /* it hangs on blocks that are only perhaps members */
} ci_bed_share;

/*
 * Fills `out`, one for each clause. As many facilities as possible are
 * counted; where that does not decide, the clause with the higher priority
 * gets them, then the block with the lower position. Blocks of which it is
 * not known whether they are members make bounds, between which the truth
 * lies whichever of them are; they are exact for a clause that shares no
 * block with others. What is beyond the required counts for the first clause
 * that it suits.
 */
circlet_status ci_bed_contest_settle(ci_bed_share *out,
                                     const ci_bed_contest *contest,
                                     circlet_error *error);

#endif
