/* A ledger of a city with a plan, as it is published. */
#ifndef CI_REPORT_LEDGER_PLANNED_H
#define CI_REPORT_LEDGER_PLANNED_H

#include "report/ledger.h"

/*
 * Hides what options->today hides, and puts what options->findings say of who
 * is covered in place of what was counted: of each row what the findings of
 * the units in it come to, if these are about everybody in it whom the rule is
 * about; else nothing. CIRCLET_E_ARGUMENT if today's ledger has other rows or
 * columns of people.
 */
circlet_status ci_ledger_publish_planned(circlet_ledger *ledger,
                                         const circlet_city *city,
                                         const circlet_ledger_options *options,
                                         circlet_error *error);

#endif
