/* Which figures of a ledger are not published. */
#ifndef CI_REPORT_LEDGER_PRIVACY_H
#define CI_REPORT_LEDGER_PRIVACY_H

#include "report/ledger.h"

/*
 * Marks the figures of people that would tell of fewer than
 * options->hidden_below persons, by themselves or by sums and differences:
 * with the figures of the other levels, which the ledgers of these levels
 * show, with the divisions of the same people beside them, and with the
 * findings of options->findings that are published.
 *
 * `fine` is the same ledger at the level of communities. Not for the level of
 * households, where every row is one of few persons.
 */
circlet_status ci_ledger_hide_few(circlet_ledger *ledger,
                                  const circlet_ledger *fine,
                                  const circlet_city *city,
                                  const circlet_ledger_options *options,
                                  circlet_error *error);

#endif
