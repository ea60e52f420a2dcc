/* The covering program of a plan, made anew from the city and the policy: rows
 * are what fails, columns the ways that a certificate names. */
#ifndef CI_VERIFY_REBUILT_PROGRAM_H
#define CI_VERIFY_REBUILT_PROGRAM_H

#include "verify/program_certificate.h"
#include "verify/remedy.h"

/* A way that the certificate need not name, if it names one that is as
 * good. */
typedef struct ci_other_remedy {
    uint32_t place;
    int64_t price_cny;
    const int64_t *gains; /* for each rule */
    const char *kind, *what; /* of its first action, and of which type or
                                service; `what` NULL: neither */
} ci_other_remedy;

/* Starts as {0}. */
typedef struct ci_rebuilt_program {
    const ci_lacks *lacks;
    const ci_program_certificate *certificate;
    const char *plan; /* its name */
    ci_workshop workshop;
    ci_arena arena;

    ci_remedy_place *places; /* of the city: sites, then facilities */
    size_t place_count, site_count;

    size_t *column_first; /* place_count + 1: those of a place follow one
                             another */
    uint32_t *column_place; /* of each column */
    ci_remedy *columns; /* of each column of the certificate */

    size_t *row_first; /* place_count + 1, into `place_rows` */
    uint32_t *place_rows; /* that something done there may be for: of each
                             place, ascending */

    size_t row_count; /* those of the lacks, then one for each site that is to
                         be built on, in the city's order */
    uint8_t *is_in_doubt; /* each row, of a cautious plan: reached as assumed
                             at best, or so far already and by no place */
    int64_t *needs; /* of each row: what can be had of it */
    int64_t *dear; /* of each row: what could be, but costs too much */
    ci_other_remedy *others;
    size_t other_count, other_capacity;
    bool has_too_many; /* ways to look at them all */

    size_t *first; /* the program's arrays, see covering_program.h */
    uint32_t *rows;
    int64_t *amounts, *prices;
} ci_rebuilt_program;

/*
 * Makes the program; what it is made of must outlive `out`, which the caller
 * clears, even after a failure. CIRCLET_E_DATA, saying why, if the certificate
 * is of another program: `out` is then of no use.
 */
circlet_status ci_rebuilt_make(ci_rebuilt_program *out, const ci_lacks *lacks,
                               const ci_program_certificate *certificate,
                               const char *plan, circlet_error *error);
void ci_rebuilt_clear(ci_rebuilt_program *program);

/* Finds ways that are no worse in all than those of the certificate, as far as
 * that hangs on rules and prices alone (other_ways.c). */
circlet_status ci_rebuilt_find_others(ci_rebuilt_program *program,
                                      circlet_error *error);

/* Finds for each place what is done there may be for (rebuilt_reach.c). */
circlet_status ci_rebuilt_reach(ci_rebuilt_program *program,
                                circlet_error *error);

/* What a way with these gains gives a row of its place; below 1: nothing. */
static inline int64_t ci_rebuilt_amount(const ci_rebuilt_program *program,
                                        uint32_t row, const int64_t *gains)
{
    const ci_lacks *lacks = program->lacks;

    return row < lacks->row_count
               ? gains[lacks->items[lacks->rows[row].lack].rule]
               : 1;
}

/*
 * Among the members of units, those in which a facility was counted for a
 * rule about groups; the caller frees it. NULL: no memory.
 */
uint8_t *ci_rebuilt_new_hosts(const ci_rebuilt_program *program);

/* Whether a place may count for a row: one facility does in each member of a
 * unit, which is then one of `had`. */
bool ci_rebuilt_is_new(const ci_rebuilt_program *program, uint8_t *had,
                       uint32_t row, size_t place);

/* The first of the other ways that does more than each of those of the
 * certificate at its place, or as much for less; NULL: there is none. */
const ci_other_remedy *ci_rebuilt_find_better(
    const ci_rebuilt_program *program);

#endif
