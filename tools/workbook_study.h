/* What a workbook tells of a city: all of it is found before it is written. */
#ifndef TOOLS_WORKBOOK_STUDY_H
#define TOOLS_WORKBOOK_STUDY_H

#include "rule_counts.h"
#include "study.h"

/* What is spent in a year, or as of its end. */
typedef struct year_cost {
    int year;
    const circlet_course_year *course; /* of a plan over years, or NULL */
    size_t actions; /* that start in it */
    double once_cny; /* what they cost; NaN: one's is not known */
    double total_cny; /* up to and in it */
    circlet_ledger_cell known, low, high; /* of the policy's funds */
} year_cost;

typedef struct workbook_study {
    study base;
    circlet_plan *given, *plan; /* NULL: none; the second with texts */
    circlet_plan *told; /* as it is published; NULL: with all numbers */
    circlet_city *planned; /* NULL: no plan */
    circlet_plan_course *course; /* NULL: the plan is not over years */
    circlet_findings *findings; /* as they are told */
    circlet_findings *judged; /* those with a plan before they were put into
                                 steps, whose texts the others share */
    circlet_findings *today; /* without the plan; NULL: none, or exact */
    circlet_privacy *privacy; /* what of them is hidden; NULL: nothing */
    rule_counts counts;
    circlet_ledger *ledger; /* of streets and townships */
    circlet_summary *summary;
    year_cost *years;
    size_t year_count;
    bool has_funds;
} workbook_study;

/* Starts as {0}; workbook_study_free() in any case. `year` 0: the policy's. */
circlet_status workbook_study_make(workbook_study *out, const arguments *read,
                                   int year, circlet_error *error);
void workbook_study_free(workbook_study *work);

/* The city with the plan, or as it is. */
const circlet_city *workbook_study_city(const workbook_study *work);

#endif
