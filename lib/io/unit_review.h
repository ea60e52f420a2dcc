/* A look at the units of a city together, under way: what its parts share,
 * and how they say what they find. */
#ifndef CI_IO_UNIT_REVIEW_H
#define CI_IO_UNIT_REVIEW_H

#include "base/arena.h"
#include "base/text.h"
#include "geo/polygon_overlap.h"
#include "io/import.h"
#include "io/unit_areas.h"

/* What there was of a kind. */
typedef struct ci_tally {
    uint64_t count;
    double area_m2; /* of all */
    double largest_m2;
    char largest[CIRCLET_MESSAGE_SIZE]; /* its sentence, or the first's */
} ci_tally;

/* A doubt about a unit's row. */
typedef struct ci_unit_doubt {
    int64_t source; /* fid of its row; 0: unknown */
    uint64_t row;
    size_t position; /* in the order in which doubts were found */
    const char *file, *kind, *value, *reason;
} ci_unit_doubt;

typedef struct ci_unit_review {
    ci_import *import;
    const char *const *sources; /* the paths that are imported */
    size_t source_count;
    ci_unit_areas areas;
    ci_geometry a, b; /* room for two areas that are compared */
    ci_statement *find; /* a row's code and name, and where it is from */
    ci_statement *count; /* one doubt more of a source */
    ci_buffer first, second; /* names of the units of a sentence */
    ci_buffer reason; /* the sentence */
    ci_unit_doubt *doubts;
    size_t doubt_count, doubt_capacity;
    ci_arena texts; /* of the doubts */
    ci_tally overlaps, same, outside, gaps, slivers, no_parent, lost_parent;
    ci_tally holes, points;
    uint64_t failures; /* areas that could not be compared */
} ci_unit_review;

void ci_unit_review_free(ci_unit_review *review);
circlet_status ci_unit_review_start(ci_unit_review *review,
                                    circlet_error *error);

/* ---- the parts ---------------------------------------------------------- */

/* Areas of one level that overlap or are the same. */
circlet_status ci_review_neighbours(ci_unit_review *review,
                                    circlet_error *error);

/* Areas out of their parent's, and what they leave of it uncovered. */
circlet_status ci_review_families(ci_unit_review *review,
                                  circlet_error *error);

/* What the areas of a level enclose and none of them covers, where it is not
 * a parent's area that shows it. */
circlet_status ci_review_holes(ci_unit_review *review, circlet_error *error);

/* Communities that are a point: outside the city, or of their parent. */
circlet_status ci_review_points(ci_unit_review *review, circlet_error *error);

/* ---- saying what was found ---------------------------------------------- */

/* Puts "'code' (name)" of one or two rows into `first` and `second`, and
 * empties `reason`. Without a second, `second` is 0. */
circlet_status ci_review_name(ci_unit_review *review, int64_t first,
                              int64_t second, circlet_error *error);

/* Keeps the sentence in `reason` as a doubt about a unit's row, and adds it to
 * a tally. `kind` must be a literal. */
circlet_status ci_review_note(ci_unit_review *review, int64_t fid,
                              const char *kind, const char *value,
                              ci_tally *tally, double area_m2,
                              circlet_error *error);

/* Hands all doubts on, in the order of their rows, and adds them to those of
 * their sources. */
circlet_status ci_review_tell(ci_unit_review *review, circlet_error *error);

/* The numbers of a sentence about an overlay. */
typedef struct ci_overlay_text {
    char area_m2[CI_NUMBER_SIZE];
    char lon[CI_NUMBER_SIZE], lat[CI_NUMBER_SIZE];
} ci_overlay_text;

ci_overlay_text ci_review_write(const ci_overlay *found);

/* Passes on why an overlay failed; if it was for its areas, it is counted
 * and CIRCLET_OK. Slivers alone are counted too. */
circlet_status ci_review_count(ci_unit_review *review, circlet_status status,
                               const circlet_error *why,
                               const ci_overlay *found, circlet_error *error);

#endif
