/* What becomes of verdicts while changes are made. */
#ifndef CI_REPORT_VERDICT_TRACK_H
#define CI_REPORT_VERDICT_TRACK_H

#include "base/arena.h"
#include "base/id_map.h"
#include "report/cover_track.h"

/* A finding in one world. */
typedef struct ci_verdict_note {
    uint32_t rule; /* its place in the order of rules */
    uint32_t ordinal; /* of findings that are alike in all before */
    uint32_t world; /* its place in the order of worlds */
    uint32_t added; /* its place among all notes */
    circlet_verdict_change finding; /* `after` alone is set */
} ci_verdict_note;

/* Starts as {0}. */
typedef struct ci_verdict_track {
    ci_verdict_note *notes;
    size_t count, capacity;
    ci_name_map *rules; /* their order; names borrowed from the policies */
    uint32_t rule_count;
    circlet_change_kind made[CIRCLET_CHANGE_KIND_COUNT]; /* by world */
    uint32_t world_count;
    circlet_verdict_change *changes; /* what came of it */
    size_t change_count;
    ci_arena arena; /* texts */
} ci_verdict_track;

void ci_verdict_track_clear(ci_verdict_track *track);

/* The rules of the second policy in its order, then those of the first. */
circlet_status ci_verdict_track_start(ci_verdict_track *track,
                                      const circlet_policy *before,
                                      const circlet_policy *after,
                                      circlet_error *error);

/* Judges the next world; `rule` alone unless it is NULL. */
circlet_status ci_verdict_track_look(ci_verdict_track *track,
                                     const ci_mix *mix, const ci_world *world,
                                     const char *rule,
                                     const circlet_progress *progress,
                                     circlet_error *error);

/* Fills the changes, when all worlds were looked at. */
circlet_status ci_verdict_track_finish(ci_verdict_track *track,
                                       circlet_error *error);

#endif
