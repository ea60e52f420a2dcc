/* The cheapest cover of a core, or the proof that there is none below a
 * limit. */
#ifndef CI_SITING_LSCP_SEARCH_H
#define CI_SITING_LSCP_SEARCH_H

#include "siting/certificate.h"
#include "siting/cover.h"
#include "siting/lscp_core.h"
#include "siting/side.h"

typedef struct ci_lscp_task {
    const ci_lscp_core *root; /* the rows as they are, all sites that are free
                                 or fixed */
    const ci_side *side;
    ci_effort *effort;
    bool is_sided; /* limits other than of the cost bind */
    bool may_dominate; /* sites may be left out for others as good */
    bool wants_proof;
    bool tells; /* objective and bound go to the effort as they change */
    int64_t limit; /* only plans that cost less count */
    int64_t enough; /* a plan of this cost is as good as any */
    int64_t unit; /* one of the core's costs is so much of the caller's */
    int64_t scale; /* of the proof */
    int64_t theta; /* that goes with the proof's duals without a target */
    const ci_cover *cover; /* with a target and a proof: the root's rows are
                              its rows; else NULL */
    const int64_t *weights; /* then: of each demand point; NULL: 1 each */
    const uint8_t *start; /* of each site of the root: a plan to start from;
                             NULL: none */
} ci_lscp_task;

typedef struct ci_lscp_result {
    bool has_plan;
    uint8_t *is_chosen; /* of each site of the root; owned */
    int64_t cost; /* of the plan */
    int64_t bound; /* no plan costs less; at most the limit */
    bool is_closed; /* the plan is the best, or there is none */
    int64_t root_bound;
    uint64_t nodes;
    size_t forced, dominated_sites, dominated_rows;
    ci_proof *proof; /* of the bound; owned; NULL: none was wanted */
} ci_lscp_result;

/* False: no memory. The caller clears `out`. */
bool ci_lscp_search(ci_lscp_result *out, const ci_lscp_task *task);
void ci_lscp_result_clear(ci_lscp_result *result);

/* A power of two for the proof of costs below `limit` (in the caller's). */
int64_t ci_lscp_scale(int64_t limit);

#endif
