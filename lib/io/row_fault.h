/* What is wrong with a row of a source, or odd in it. */
#ifndef CI_IO_ROW_FAULT_H
#define CI_IO_ROW_FAULT_H

#include <circlet/io.h>

#include "base/text.h"

/*
 * The kinds of what an import says about rows. Programs read them, so a word
 * never changes its meaning.
 *
 * refused:
 *   unreadable    the record breaks the format of its file
 *   empty         a value that is needed is not there
 *   no_number     it is no number, or has more decimals than are kept
 *   out_of_range  it is a number that cannot be
 *   unknown_word  it is none of the words that there are
 *   bad_date      it is no date, or ends before it starts
 *   bad_text      it does not have the form that is needed
 *   duplicate     its id or code stands in another row
 *   personal      it says who somebody is
 *   bad_certificate  its id is no certificate number, which an id key needs
 *   no_geometry   there is none
 *   other_geometry  it is of another type
 *   geometry      it cannot be read, or is of several types
 *   invalid_area  its area encloses nothing
 *   null_island   its coordinates were never filled in
 *   swapped       its longitude and latitude are exchanged
 *   outside       it lies in no unit of the city (all but people and sites:
 *                 doubtful)
 *   bad_parent    units: its parent is of no higher level
 *   unknown_unit  its unit is not in the city (people: doubtful)
 *   row           of streets: what the reason says
 *   no_target     totals: nothing lies in its unit to spread people over
 *   no_residents  totals: some communities lack them (all: doubtful)
 * repaired:
 *   invalid_area  its area was mended
 *   merged        its area was added to that of another row
 * doubtful:
 *   two_places    its lon and lat say another place than its geometry
 *   elsewhere     it is registered in another unit than it lives in
 *   contradiction two values cannot both be
 *   odd_birth_year  nobody who is planned for was born then
 *   odd_value     a number or year that is hardly true
 *   same_place    a cell of a grid that lies where another one does
 *   unknown_tier  a facility's tier that is probably a misspelt other
 *   unknown_type  likewise a facility type
 *   unknown_service  likewise a service
 *   no_weight, community_elsewhere, counted_twice, open_age, outside_extent
 *                 totals that are spread: what the reason says
 *   and those of units together, in import_units.h
 */

/* One such thing. Starts as {0}; is filled again and again. */
typedef struct ci_row_fault {
    const char *kind; /* NULL: nothing is wrong */
    const char *field, *value; /* borrowed until the next record, or NULL */
    ci_buffer reason;
} ci_row_fault;

void ci_row_fault_free(ci_row_fault *fault);
void ci_row_fault_clear(ci_row_fault *fault);

/* Says of which kind it is; returns where the reason is to be added. */
ci_buffer *ci_row_blame(ci_row_fault *fault, const char *kind);

/* The note about it. */
circlet_row_note ci_row_fault_note(const ci_row_fault *fault,
                                   circlet_row_outcome outcome,
                                   const char *source, uint64_t row);

#endif
