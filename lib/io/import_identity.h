/* Rows about people that say who they are: refused, or with a key made into
 * a name that says nothing (see certificate.h). */
#ifndef CI_IO_IMPORT_IDENTITY_H
#define CI_IO_IMPORT_IDENTITY_H

#include "io/import_record.h"

/* CIRCLET_E_DATA if a field of the source may say who people are; with a key
 * the field of the ids may. */
circlet_status ci_identity_check_fields(const ci_row_import *r,
                                        circlet_error *error);

/* Leaves a fault if a value of the record says who somebody is. */
void ci_identity_check(ci_row_import *r, const ci_record *record);

/*
 * With a key: takes the id for a certificate number, puts the hash in its
 * place and fills kind, grade and birth year where they are empty. Leaves a
 * fault if it is no such number.
 */
void ci_identity_hide(ci_row_import *r);

/* Notes what the number and the row say in different ways. */
void ci_identity_note_doubt(ci_row_import *r, uint64_t row);

#endif
