/* Writing down the tree of a core. */
#ifndef CI_SITING_PROGRAM_TRACE_H
#define CI_SITING_PROGRAM_TRACE_H

#include "siting/program_core.h"

/* The proof of one part: rows and columns are the core's. */
typedef struct ci_program_trace {
    ci_program_node *nodes;
    size_t node_count, node_room;
    uint32_t *fixes;
    size_t fix_count, fix_room;
    ci_program_duals *vectors;
    size_t vector_count, vector_room;
    ci_program_dual *duals;
    size_t dual_count, dual_room;
    size_t bytes_max; /* more is not kept */
    bool is_cut; /* it would be more: it is no proof any longer */
    bool is_failed; /* no memory */
} ci_program_trace;

void ci_program_trace_clear(ci_program_trace *trace);

/* Each returns the position of what it adds; CI_PROGRAM_NONE: no memory. */
uint32_t ci_program_trace_vector(ci_program_trace *trace,
                                 const ci_program_core *core,
                                 const int64_t *whole, int64_t theta);
uint32_t ci_program_trace_node(ci_program_trace *trace, ci_program_node node);
void ci_program_trace_fix(ci_program_trace *trace, uint32_t column,
                          bool is_in);

/* Reads a vector back; returns its theta. */
int64_t ci_program_trace_read(const ci_program_trace *trace, uint32_t vector,
                              size_t row_count, int64_t *whole);

/* Forgets the vectors from here on. */
void ci_program_trace_shorten(ci_program_trace *trace, size_t vector_count);

#endif
