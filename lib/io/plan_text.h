/* What an action does, as a sentence. */
#ifndef CI_IO_PLAN_TEXT_H
#define CI_IO_PLAN_TEXT_H

#include <circlet/plan.h>

#include "base/arena.h"
#include "io/sqlite.h"

/*
 * Gives each action that has none a sentence in Chinese and in English, with
 * the names of its facility and site as the city has them; what is not known
 * is not said. Says of each whether these are its sentences. The texts lie in
 * the arena.
 */
circlet_status ci_plan_texts_fill(circlet_plan_action *actions, size_t count,
                                  ci_arena *arena, ci_db *db,
                                  circlet_error *error);

#endif
