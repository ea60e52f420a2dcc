#include "siting/program_trace.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"

void ci_program_trace_clear(ci_program_trace *trace)
{
    free(trace->nodes);
    free(trace->fixes);
    free(trace->vectors);
    free(trace->duals);
    *trace = (ci_program_trace){0};
}

static size_t bytes_of(const ci_program_trace *trace)
{
    return trace->node_count * sizeof(*trace->nodes) +
           trace->fix_count * sizeof(*trace->fixes) +
           trace->vector_count * sizeof(*trace->vectors) +
           trace->dual_count * sizeof(*trace->duals);
}

static uint32_t fail(ci_program_trace *trace)
{
    trace->is_failed = true;
    return CI_PROGRAM_NONE;
}

static bool add_dual(ci_program_trace *trace, uint32_t row, int64_t price)
{
    void *duals =
        ci_array_reserve_one(trace->duals, trace->dual_count,
                             &trace->dual_room, sizeof(*trace->duals));

    if (!duals)
        return false;
    trace->duals = duals;
    trace->duals[trace->dual_count++] = (ci_program_dual){row, price};
    return true;
}

uint32_t ci_program_trace_vector(ci_program_trace *trace,
                                 const ci_program_core *core,
                                 const int64_t *whole, int64_t theta)
{
    ci_program_duals vector = {.first = trace->dual_count, .theta = theta};
    void *vectors;

    trace->is_cut |= bytes_of(trace) > trace->bytes_max;
    vectors = ci_array_reserve_one(trace->vectors, trace->vector_count,
                                   &trace->vector_room, sizeof(vector));
    if (!vectors)
        return fail(trace);
    trace->vectors = vectors;
    for (uint32_t i = 0; i < core->row_count; i++)
        if (whole[i] > 0 && !add_dual(trace, i, whole[i])) {
            trace->dual_count = vector.first;
            return fail(trace);
        }
    vector.count = trace->dual_count - vector.first;
    trace->vectors[trace->vector_count] = vector;
    return (uint32_t)trace->vector_count++;
}

uint32_t ci_program_trace_node(ci_program_trace *trace, ci_program_node node)
{
    void *nodes = ci_array_reserve_one(trace->nodes, trace->node_count,
                                       &trace->node_room, sizeof(node));

    if (!nodes)
        return fail(trace);
    trace->nodes = nodes;
    trace->nodes[trace->node_count] = node;
    return (uint32_t)trace->node_count++;
}

void ci_program_trace_fix(ci_program_trace *trace, uint32_t column, bool is_in)
{
    void *fixes =
        ci_array_reserve_one(trace->fixes, trace->fix_count, &trace->fix_room,
                             sizeof(*trace->fixes));

    if (!fixes) {
        fail(trace);
        return;
    }
    trace->fixes = fixes;
    trace->fixes[trace->fix_count++] = 2 * column + is_in;
}

int64_t ci_program_trace_read(const ci_program_trace *trace, uint32_t vector,
                              size_t row_count, int64_t *whole)
{
    const ci_program_duals *from = &trace->vectors[vector];

    memset(whole, 0, row_count * sizeof(*whole));
    for (size_t k = 0; k < from->count; k++) {
        const ci_program_dual *dual = &trace->duals[from->first + k];

        whole[dual->row] = dual->price;
    }
    return from->theta;
}

void ci_program_trace_shorten(ci_program_trace *trace, size_t vector_count)
{
    if (vector_count >= trace->vector_count)
        return;
    trace->dual_count = trace->vectors[vector_count].first;
    trace->vector_count = vector_count;
}
