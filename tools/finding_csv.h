/* Findings as CSV for spreadsheets. */
#ifndef TOOLS_FINDING_CSV_H
#define TOOLS_FINDING_CSV_H

#include <circlet.h>

#include <stdio.h>

/* The heading; a line for a finding. What is unknown is empty, reasons are
 * divided by ';'. */
void finding_csv_heading(FILE *file);
void finding_csv_row(FILE *file, const circlet_finding *finding);

#endif
