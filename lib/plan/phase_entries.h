/* The entries of a covering program in any order. */
#ifndef CI_PLAN_PHASE_ENTRIES_H
#define CI_PLAN_PHASE_ENTRIES_H

#include "siting/program.h"

typedef struct ci_phase_entry {
    uint32_t column, row;
    int64_t amount;
} ci_phase_entry;

typedef struct ci_phase_entries {
    ci_phase_entry *items;
    size_t count, capacity;
} ci_phase_entries;

/* False: no memory. */
bool ci_phase_entries_add(ci_phase_entries *entries, size_t column, size_t row,
                          int64_t amount);
void ci_phase_entries_clear(ci_phase_entries *entries);

/*
 * Solves the program with these entries, which it sorts. Of `program` counts,
 * values (NULL: columns count for nothing), needs, penalties and choices are
 * read. Errors as of ci_program_solve().
 */
circlet_status ci_phase_entries_solve(ci_program_answer **out,
                                      ci_phase_entries *entries,
                                      const ci_program *program,
                                      const ci_program_options *options,
                                      circlet_error *error);

#endif
