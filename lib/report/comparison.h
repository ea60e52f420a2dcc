/* A comparison, and what it is made of. */
#ifndef CI_REPORT_COMPARISON_H
#define CI_REPORT_COMPARISON_H

#include "report/verdict_track.h"

struct circlet_comparison {
    int year_before, year_after;
    circlet_compared_people people;
    circlet_cover_change *rules;
    size_t rule_count;
    circlet_cover_change *units;
    size_t unit_count;
    circlet_kind_change *kinds;
    size_t kind_count, kind_capacity;
    circlet_change *changes;
    size_t change_count;
    circlet_person_change *persons;
    size_t person_count;
    ci_verdict_track verdicts;
    ci_arena arena; /* texts, effects */
};

/* What became of one person under one rule. */
typedef struct ci_cover_part {
    int64_t before_milli, after_milli; /* of people the rule is about */
    int64_t gained_milli, lost_milli;
    int64_t came_milli, went_milli;
    circlet_change_kind reason; /* of gained or lost */
    circlet_change_kind came_by, went_by;
    bool was_covered, is_covered;
} ci_cover_part;

ci_cover_part ci_cover_part_of(const ci_mix *mix, const ci_cover_track *track,
                               size_t person);

/* Each fills its part of a comparison from tracks that saw all worlds; the
 * verdicts are there. CIRCLET_E_NOMEM; CIRCLET_E_DATA: sums over 64 bits. */
circlet_status ci_comparison_add_people(circlet_comparison *comparison,
                                        const ci_cover_tracks *tracks,
                                        circlet_error *error);
circlet_status ci_comparison_add_cover(circlet_comparison *comparison,
                                       const ci_cover_tracks *tracks,
                                       circlet_error *error);
circlet_status ci_comparison_add_units(circlet_comparison *comparison,
                                       const ci_cover_tracks *tracks,
                                       circlet_error *error);
circlet_status ci_comparison_add_kinds(circlet_comparison *comparison,
                                       const ci_cover_tracks *tracks,
                                       circlet_error *error);
circlet_status ci_comparison_add_changes(circlet_comparison *comparison,
                                         const ci_cover_tracks *tracks,
                                         circlet_error *error);
circlet_status ci_comparison_add_persons(circlet_comparison *comparison,
                                         const ci_cover_tracks *tracks,
                                         circlet_error *error);

/* A copy that belongs to the comparison; false: no memory. */
bool ci_comparison_copy(circlet_comparison *comparison, const char **out,
                        const char *text);

#endif
