/* The files that the steps of a run read and write. */
#ifndef TOOLS_RUN_PATH_H
#define TOOLS_RUN_PATH_H

#include "run_plan.h"

typedef enum run_use { RUN_USE_NONE, RUN_USE_READS, RUN_USE_WRITES } run_use;

/* What a command does with the file that an option names. */
run_use run_path_use(option_id id);

/*
 * The path of a file that a step names, and notes it. What is written, and
 * what an earlier step wrote, is in the folder of results; the rest beside
 * the run file. NULL if memory ran out.
 */
const char *run_path_add(run_plan *plan, run_step *step, const char *named,
                         bool is_written);

/* The same of an option that may name a file, such as --mode; the text as it
 * is if there is no such file. */
const char *run_path_maybe(run_plan *plan, run_step *step, const char *text);

/* The city that a step names, "CITY" or "CITY#PLAN", as its command is to
 * get it. */
const char *run_path_city(run_plan *plan, run_step *step, const char *named);

#endif
