/* Findings as rows of a table that is made like `finding`. */
#ifndef CI_IO_FINDING_STORE_H
#define CI_IO_FINDING_STORE_H

#include <circlet/io.h>

#include "io/city_file.h"

/* Inserts all findings; of the run its plan, policy and year. */
circlet_status ci_findings_insert(ci_db *db, const char *table,
                                  const circlet_findings *findings,
                                  const ci_run_record *run, int64_t run_fid,
                                  circlet_error *error);

#endif
