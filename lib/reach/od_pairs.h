/* Pairs on their way into a matrix: in memory as far as they may, beyond
 * that in a file. */
#ifndef CI_REACH_OD_PAIRS_H
#define CI_REACH_OD_PAIRS_H

#include <circlet/error.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct ci_od_pair {
    uint32_t row, column;
    uint32_t time_ms;
} ci_od_pair;

typedef struct ci_od_pairs ci_od_pairs;

/* Fewer pairs a worker are not written out. */
#define CI_OD_PAIRS_LEAST 65536

/* Keeps some `memory_bytes` in memory, but CI_OD_PAIRS_LEAST pairs a worker
 * in any case. NULL: no memory. */
ci_od_pairs *ci_od_pairs_new(size_t row_count, uint32_t worker_count,
                             uint64_t memory_bytes);
void ci_od_pairs_free(ci_od_pairs *pairs);

/* Adds a pair; each worker at one time. false: it failed, see below. */
bool ci_od_pairs_add(ci_od_pairs *pairs, uint32_t worker, ci_od_pair pair);

/* Why a worker failed: CIRCLET_E_NOMEM, CIRCLET_E_IO; else CIRCLET_OK. */
circlet_status ci_od_pairs_check(const ci_od_pairs *pairs,
                                 circlet_error *error);

/* Whether some of them lie in a file. */
bool ci_od_pairs_are_spilled(const ci_od_pairs *pairs);

/* Calls `see`, some pairs at a time and in no order, for all pairs of the
 * rows from `from` up to `to`, and some of other rows. */
typedef void (*ci_see_pairs)(void *user, const ci_od_pair *pairs,
                             size_t count);

circlet_status ci_od_pairs_each(const ci_od_pairs *pairs, size_t from,
                                size_t to, ci_see_pairs see, void *user,
                                circlet_error *error);

#endif
