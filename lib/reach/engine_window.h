/* Rows by ascending source, though several threads find them in any order:
 * they wait, some sources at a time. */
#ifndef CI_REACH_ENGINE_WINDOW_H
#define CI_REACH_ENGINE_WINDOW_H

#include "reach/engine_run.h"

/* Of how many sources rows wait at a time: no more than some 64 MiB hold, but
 * those of one sweep. */
size_t ci_engine_window_size(const ci_rows_query *query);

/* Gives all rows of a run that was started with this window. */
circlet_status ci_engine_windows_give(const ci_engine_run *run, size_t window,
                                      const ci_stage *stage, ci_take_row take,
                                      void *user, circlet_error *error);

#endif
