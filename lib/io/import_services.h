/* What a facility offers, as one cell says it. */
#ifndef CI_IO_IMPORT_SERVICES_H
#define CI_IO_IMPORT_SERVICES_H

#include "base/text.h"
#include "io/sqlite.h"

/*
 * Checks a list of `name[:places[:occupied]]`, where a part may also be
 * `places=30`, `beds=100` or `occupied=12`. False with the reason if it
 * cannot be used.
 */
bool ci_services_check(const char *list, ci_buffer *reason);

/* Inserts the services of a checked list through a statement with the
 * parameters facility, service, places, beds, occupied. */
circlet_status ci_services_write(ci_statement *insert, const char *facility,
                                 const char *list, circlet_error *error);

#endif
