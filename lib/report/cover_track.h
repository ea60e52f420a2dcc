/* What becomes of each person's cover while changes are made. */
#ifndef CI_REPORT_COVER_TRACK_H
#define CI_REPORT_COVER_TRACK_H

#include "policy/rule.h"
#include "report/mixed_city.h"

/* A city on the way from the first to the second. */
typedef struct ci_world {
    circlet_change_kind made; /* the last change; CIRCLET_CHANGE_NONE: none */
    bool is_last;
    const circlet_city *city;
    const circlet_policy *policy;
    const circlet_travel *travel;
    int year;
    const uint32_t *people; /* the mix's position of each of its people */
} ci_world;

typedef enum ci_cover {
    CI_COVER_NONE = 0, /* the rule is not about them, or nothing is known */
    CI_COVER_NO,
    CI_COVER_YES
} ci_cover;

/* A person and a rule. */
typedef struct ci_cover_person {
    uint8_t before, now; /* ci_cover */
    uint8_t reason; /* circlet_change_kind that made it what it is now */
    bool was_open, is_open; /* it hangs on what is unknown */
    uint32_t facility; /* of the mix, whose change it was; CIRCLET_NONE */
    circlet_unit unit_before, unit_after; /* of the rule's level */
} ci_cover_person;

typedef struct ci_cover_track {
    const char *rule; /* id, borrowed from a policy */
    bool is_variant;
    ci_cover_person *people; /* beside the mix's */
} ci_cover_track;

typedef struct ci_cover_tracks {
    const ci_mix *mix;
    ci_cover_track *items;
    size_t count;
    uint32_t *seats; /* room for one run: 1 + where each person is in it */
} ci_cover_tracks;

/* The circle rules that are in force in either state; `rule` alone unless it
 * is NULL. The caller clears the tracks, after a failure too. */
circlet_status ci_cover_tracks_start(ci_cover_tracks *out, const ci_mix *mix,
                                     const circlet_compared *before,
                                     const circlet_compared *after,
                                     const char *rule, circlet_error *error);
void ci_cover_tracks_clear(ci_cover_tracks *tracks);

/* Looks at everybody's cover in the next world. */
circlet_status ci_cover_tracks_look(ci_cover_tracks *tracks,
                                    const ci_world *world,
                                    circlet_error *error);

/* The rule of an id that is in force in a year; NULL: none. */
const ci_rule *ci_find_rule_in_force(const circlet_policy *policy,
                                     const char *id, int year);

#endif
