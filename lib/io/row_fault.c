#include "io/row_fault.h"

void ci_row_fault_free(ci_row_fault *fault)
{
    ci_buffer_free(&fault->reason);
}

void ci_row_fault_clear(ci_row_fault *fault)
{
    fault->kind = fault->field = fault->value = NULL;
    fault->reason.size = 0;
}

ci_buffer *ci_row_blame(ci_row_fault *fault, const char *kind)
{
    fault->kind = kind;
    return &fault->reason;
}

circlet_row_note ci_row_fault_note(const ci_row_fault *fault,
                                   circlet_row_outcome outcome,
                                   const char *source, uint64_t row)
{
    return (circlet_row_note){
        .outcome = outcome,
        .kind = fault->kind,
        .source = source,
        .row = row,
        .field = fault->field,
        .value = fault->value,
        .reason = fault->reason.size > 0 ? fault->reason.text : ""};
}
