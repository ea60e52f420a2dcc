/* What an export judges by itself, before and after a plan. */
#ifndef TOOLS_EXPORT_STUDY_H
#define TOOLS_EXPORT_STUDY_H

#include "study.h"

/* Starts as {0}; export_study_close() in any case. */
typedef struct export_study {
    study study;
    circlet_city *planned; /* the city with the plan; NULL without */
    circlet_findings *findings, *planned_findings;
    circlet_density **uncovered; /* of each circle rule that was judged */
    size_t uncovered_count;
    circlet_aggregation aggregation; /* of the city as it is */
    circlet_survey *survey; /* NULL: not asked for */
} export_study;

/* Judges CITY by --policy, at --year or --date, as it is and with --plan,
 * counts who is uncovered in cells of `cell_m` and, with --survey, finds what
 * to survey; all of it into `options`, which borrows it. */
circlet_status export_study_make(export_study *out, const arguments *read,
                                 int year, int date, double cell_m,
                                 circlet_export_options *options,
                                 circlet_error *error);
void export_study_close(export_study *work);

#endif
