/* A ledger as tables for people, as CSV and as JSON. */
#ifndef TOOLS_LEDGER_OUTPUT_H
#define TOOLS_LEDGER_OUTPUT_H

#include <circlet.h>

#include "json.h"

/*
 * One table for each section, with the total below, then what the marks
 * mean; "7*" is internal, "12+" incomplete, "?" not known, "x" not
 * published. false: no memory.
 */
bool ledger_print_tables(const circlet_ledger *ledger);

/* A line for each row, the last the total; a figure not known is empty, and
 * one that is more stands in `incomplete`, a small one in `internal`,
 * one that is not published in `hidden`. */
void ledger_write_csv(FILE *file, const circlet_ledger *ledger);

/* The members "level", "year", "internal_below", "hidden_below",
 * "columns", "rows",
 * "total". */
void ledger_write_json(json *out, const circlet_ledger *ledger);

/* A figure of thousandths, at most `decimals` (0 to 3) after the point. */
void ledger_format_milli(char out[NUMBER_SIZE], int64_t milli, int decimals);

#endif
