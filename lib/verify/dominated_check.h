/* Sites that a proof leaves out because another is as good. */
#ifndef CI_VERIFY_DOMINATED_CHECK_H
#define CI_VERIFY_DOMINATED_CHECK_H

#include <circlet/certificate.h>

#include "verify/rows_check.h"

/* Marks the certificate's dominated sites in `verdicts` (of each site) as
 * out. CIRCLET_E_DATA where one is not; without `rows` none is. */
circlet_status ci_dominated_leave_out(const circlet_certificate *certificate,
                                      const circlet_location *location,
                                      const ci_check_rows *rows,
                                      uint8_t *verdicts, circlet_error *error);

#endif
