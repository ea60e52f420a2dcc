/* What an export does not tell of few persons. */
#ifndef CI_IO_EXPORT_PRIVACY_H
#define CI_IO_EXPORT_PRIVACY_H

#include <circlet/io.h>

#include "io/sqlite.h"

/* Takes numbers and sentences from the rows of temp.judged that would tell of
 * fewer than CIRCLET_PRIVACY_SMALL persons, or of others by differences. */
circlet_status ci_export_hide_findings(ci_db *db, circlet_error *error);

#endif
