/*
 * Streets as a mesh of places whose heights are wanted: the nodes of the
 * network, and between them stations that divide a link into equal parts.
 */
#ifndef CI_IO_ELEVATION_STREETS_H
#define CI_IO_ELEVATION_STREETS_H

#include <circlet/network.h>

#include "io/sqlite.h"

/* The longest part of a link between two of its heights, for grids of radar;
 * for others half as long as the points of the grid are apart, but never
 * shorter than the least. */
#define CI_HEIGHT_PART_M 25.0
#define CI_HEIGHT_PART_MIN_M 1.0

/* What raised links are part of: those of one form that go on into each other
 * are one structure. */
typedef enum ci_height_form {
    CI_FORM_NONE, /* on the ground, or raised stairs */
    CI_FORM_ABOVE, /* a bridge, or a higher layer */
    CI_FORM_BELOW, /* a tunnel, or a lower layer */
    CI_FORM_COVERED /* under a roof */
} ci_height_form;

typedef struct ci_height_link {
    int64_t fid; /* of its row */
    uint32_t from, to; /* places */
    double length_m;
    uint32_t part_count; /* at least 1: there is one height more */
    bool is_raised; /* it does not lie on the ground: a bridge, a tunnel */
    uint32_t first_station; /* the place after `from`; of part_count - 1, in
                               order; one that is raised has none */
    ci_height_form form;
    double from_heading, to_heading; /* in which it leaves its ends, in
                                        radians; of what has a form */
} ci_height_link;

/* Whether a place is on the ground, and what the grids say of it. */
typedef enum ci_height_state {
    CI_STATE_UNUSED, /* a node of no street */
    CI_STATE_FLOATING, /* a node of raised links alone, or in a structure */
    CI_STATE_GROUND, /* no grid goes so far */
    CI_STATE_VOID, /* a grid does, and does not know */
    CI_STATE_KNOWN
} ci_height_state;

/* Whether a grid may show a place wrongly for a structure near it. */
typedef enum ci_height_doubt {
    CI_DOUBT_NONE,
    CI_DOUBT_NEAR, /* near where a structure ends on the ground */
    CI_DOUBT_HANGING /* in a structure, or on what joins it there: it hangs
                        from that and does not bear it */
} ci_height_doubt;

/* Starts as {0}. */
typedef struct ci_height_streets {
    ci_height_link *links; /* in the order of their ids */
    size_t link_count, link_capacity;
    circlet_point *places; /* nodes, then stations */
    size_t place_count, place_capacity;
    unsigned char *kinds; /* a ci_height_state of each */
    double *heights_m; /* of each; of those that are known */
    double *cells_m; /* of the grid that each is out of; NULL: all the same */
    unsigned char *doubts; /* a ci_height_doubt of each; NULL: none */
} ci_height_streets;

/* The place of a link's height number `k`; of one on the ground. */
uint32_t ci_height_place(const ci_height_link *link, uint32_t k);

/* Reads the streets of a city that have no heights yet, to have them out of
 * grids whose points are `cell_m` apart: links with a tag `highway` or
 * `route`, but no ferries. CIRCLET_E_NOT_FOUND if it has no streets. */
circlet_status ci_height_streets_read(ci_height_streets *out, ci_db *db,
                                      double cell_m, circlet_error *error);
void ci_height_streets_free(ci_height_streets *streets);

/* Whether tags say that a street does not lie on the ground that a grid
 * shows, so that its heights are those between its ends. */
bool ci_tags_are_raised(const circlet_tag *tags, size_t count);

#endif
