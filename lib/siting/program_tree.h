/* Branch and bound on a core, depth first, that can stop and go on. */
#ifndef CI_SITING_PROGRAM_TREE_H
#define CI_SITING_PROGRAM_TREE_H

#include "siting/program_plan.h"
#include "siting/program_trace.h"

/* What follows in a node from what is decided. */
typedef enum ci_program_cause {
    CI_PROGRAM_CAUSE_ROW, /* a hard row would be short */
    CI_PROGRAM_CAUSE_BUDGET, /* it would pass the budget */
    CI_PROGRAM_CAUSE_BOUND /* the bound would pass the best plan */
} ci_program_cause;

typedef struct ci_program_derived {
    ci_program_cause cause;
    uint32_t column, name; /* the row, or the vector of the bound */
    bool is_in;
} ci_program_derived;

/* A node whose children are not both done. */
typedef struct ci_program_frame {
    int64_t bound; /* times the core's scale */
    uint32_t vector; /* its multipliers */
    uint32_t column; /* its branch */
    uint32_t children[2]; /* without and with, once done */
    bool in_first;
    int done;
    size_t derived_first, trail_first, vector_first;
} ci_program_frame;

typedef struct ci_program_tree {
    const ci_program_core *core;
    ci_program_bound *bound;
    ci_program_plan *best; /* the best plan so far */
    ci_program_plan *trial; /* scratch */
    ci_program_greedy *greedy;
    ci_program_trace *trace;
    ci_effort *effort;
    bool wants_proof;

    ci_program_frame *frames;
    size_t frame_count, frame_room;
    ci_program_derived *derived;
    size_t derived_count, derived_room;
    uint32_t *trail; /* columns as they were decided */
    size_t trail_count, trail_room;
    int64_t least; /* bound of the leaves so far */
    uint64_t nodes;
    uint64_t pause_at; /* of the effort's work */
    uint32_t root; /* of the trace, once it is done */
    bool is_started, is_done;
    bool is_failed; /* no memory */
} ci_program_tree;

/* Searches on until the tree is done or the effort over. */
void ci_program_tree_go(ci_program_tree *tree);

/* The least bound of what is open or closed, times the scale; INT64_MAX: no
 * plan is left. */
int64_t ci_program_tree_low(const ci_program_tree *tree);

/* What is open becomes leaves; then `root` stands. */
void ci_program_tree_finish(ci_program_tree *tree);

void ci_program_tree_clear(ci_program_tree *tree); /* but what it borrows */

/* ---- what follows, in program_derive.c --------------------------------- */

/* Decides a column, and remembers why where it follows. */
void ci_program_tree_decide(ci_program_tree *tree, uint32_t column,
                            bool is_in);
void ci_program_tree_derive(ci_program_tree *tree, ci_program_derived what);
void ci_program_tree_undo(ci_program_tree *tree, size_t trail_count);

/* What rows and the budget ask for; the row that is short, else none. */
uint32_t ci_program_tree_propagate(ci_program_tree *tree);

/* What the whole bound `low` of `vector` fixes; returns how many. */
size_t ci_program_tree_fix(ci_program_tree *tree, int64_t low, int64_t limit,
                           uint32_t vector);

#endif
