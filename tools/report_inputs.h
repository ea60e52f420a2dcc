/* What a report is made of: verdicts, a plan, funds and sources. */
#ifndef TOOLS_REPORT_INPUTS_H
#define TOOLS_REPORT_INPUTS_H

#include "study.h"

/* Starts as {0}; report_inputs_clear(). */
typedef struct report_inputs {
    circlet_page_content content; /* borrows from what is below */
    circlet_findings *findings, *planned_findings;
    circlet_plan *plan;
    circlet_city *planned;
    circlet_ledger *funds, *planned_funds;
    circlet_plan_course *course; /* NULL: the plan is not over years */
    circlet_summary *summary;
    circlet_source_summary *sources;
    circlet_doubt *doubts;
    char *city_name, *policy_name;
    char city_sha256[CIRCLET_SHA256_TEXT_SIZE];
    char policy_sha256[CIRCLET_SHA256_TEXT_SIZE];
} report_inputs;

/* Judges the city and, unless `plan` is NULL, the city with that plan, in a
 * year or on a date; 0: the policy's. `policy` is the path of its file. */
circlet_status report_inputs_find(report_inputs *out, study *from,
                                  const char *plan, const char *policy,
                                  int year, int date, circlet_error *error);
void report_inputs_clear(report_inputs *inputs);

#endif
