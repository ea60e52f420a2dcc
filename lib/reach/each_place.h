/* Doing the same for many places, by the threads of a router. */
#ifndef CI_REACH_EACH_PLACE_H
#define CI_REACH_EACH_PLACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What is done for a place; several threads at a time. false: stop. */
typedef bool (*ci_place_fn)(void *user, uint32_t worker, size_t place);

/* Calls `work` for places 0 to count - 1, each once, in no order that may be
 * relied upon, by 1 to CI_THREADS_MAX threads. true: for all. */
bool ci_each_place(uint32_t thread_count, size_t count, ci_place_fn work,
                   void *user);

#endif
