#ifndef CIRCLET_REACH_H
#define CIRCLET_REACH_H

#include <circlet/network.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- how points are tied to the network -------------------------------- */

/* What became of a point. */
typedef enum circlet_snap {
    CIRCLET_SNAP_TIED = 0, /* tied to at least one arc */
    CIRCLET_SNAP_NO_ROAD, /* no arc that the mode can pass is near enough */
    CIRCLET_SNAP_ISLAND /* only arcs of a small component without goal */
} circlet_snap;

/* Start from CIRCLET_SNAP_OPTIONS_INIT; a zero field has its default. */
typedef struct circlet_snap_options {
    size_t struct_size; /* set by the initialiser */
    double limit_m; /* farthest point-to-arc distance; default 100 */
    double spread_m; /* at most so much beyond the nearest; default 30 */
    double detour; /* walked distance per straight distance; 1.3 */
    uint32_t component_nodes; /* least size of a component; default 100 */
} circlet_snap_options;

#define CIRCLET_SNAP_OPTIONS_INIT                                             \
    {                                                                         \
        .struct_size = sizeof(circlet_snap_options)                           \
    }

/* ---- OD matrices ------------------------------------------------------- */

/* One pair of an OD matrix: the destination's position and the time. */
typedef struct circlet_od_entry {
    uint32_t destination;
    uint32_t time_ms;
} circlet_od_entry;

/* A sparse origin-destination matrix: pairs within the cutoff only. */
typedef struct circlet_od_matrix circlet_od_matrix;

void circlet_od_matrix_free(circlet_od_matrix *matrix);
size_t circlet_od_matrix_origin_count(const circlet_od_matrix *matrix);
size_t circlet_od_matrix_destination_count(const circlet_od_matrix *matrix);

/*
 * The pairs of one origin, sorted by time, then destination. Borrowed:
 * valid until the matrix is freed.
 */
const circlet_od_entry *circlet_od_matrix_row(const circlet_od_matrix *matrix,
                                              size_t origin, size_t *count);

/* ---- asking for travel times ------------------------------------------- */

/* Times from `origins` (homes) to `destinations` (facilities or sites). */
typedef struct circlet_travel_query {
    const char *mode; /* the travel mode's name */
    circlet_bound bound;
    const circlet_point *origins;
    size_t origin_count;
    const circlet_point *destinations;
    size_t destination_count;
    uint32_t cutoff_ms; /* inclusive; at most CIRCLET_CUTOFF_MAX */
    circlet_progress progress;
} circlet_travel_query;

/* ---- what is missing --------------------------------------------------- */

/*
 * Which tags are missing where they decide: counted on the streets and
 * crossings of the quickest ways there may be (CIRCLET_BOUND_MIN). Where the
 * slope of a street is known from heights alone, and that is not exact
 * enough, CIRCLET_GAP_BY_HEIGHTS is the key, in place of "incline".
 */
#define CIRCLET_GAP_BY_HEIGHTS "incline:heights"
typedef struct circlet_gaps circlet_gaps;

/* A street or a place on one whose missing data people depend on. */
typedef struct circlet_gap {
    bool is_node; /* a node, else a link, of the network */
    uint32_t position;
    const char *keys; /* the missing tags: "kerb;surface"; borrowed */
    int64_t weight_milli; /* of the origins whose ways use it */
} circlet_gap;

void circlet_gaps_free(circlet_gaps *gaps);

/* The tags that may be missing, such as "kerb"; borrowed. */
size_t circlet_gaps_key_count(const circlet_gaps *gaps);
const char *circlet_gaps_key(const circlet_gaps *gaps, size_t key);

/* On how many links and nodes that the ways of a row use a tag matters
 * (`asked`), and on how many of these it is missing: each counted once. */
void circlet_gaps_count(const circlet_gaps *gaps, size_t row, size_t key,
                        uint64_t *asked, uint64_t *missing);

/* By descending weight; then links before nodes, by position. */
size_t circlet_gaps_size(const circlet_gaps *gaps);
circlet_gap circlet_gaps_at(const circlet_gaps *gaps, size_t i);

/* Which of these lie on the way of an origin, each once: up to `room` of
 * their positions into `out`. Gives how many there are. */
size_t circlet_gaps_on_way(const circlet_gaps *gaps, size_t origin,
                           uint32_t *out, size_t room);

/* Whose ways to look at: beside the origins of a travel query. */
typedef struct circlet_gap_query {
    const int64_t *weights_milli; /* of each origin; NULL: a person each */
    const uint32_t *rows; /* which sum each belongs to; NULL: all row 0 */
    size_t row_count;
} circlet_gap_query;

/*
 * Where travel times come from: the network of circlet_router_travel(), or
 * a program's own source. Each function gets `user`, returns a status as
 * the library's own functions do, and may be called with no origins.
 */
typedef struct circlet_travel {
    /*
     * Fills times_ms[i] with the time from origin i to its nearest
     * destination, or CIRCLET_UNREACHED if that is over the cutoff, and
     * snaps[i] with what became of origin i. With CIRCLET_BOUND_MIN one goes
     * straight, at the mode's speed, from an origin or to a destination that
     * is tied to no street.
     */
    circlet_status (*find_nearest)(uint32_t *times_ms, circlet_snap *snaps,
                                   const circlet_travel_query *query,
                                   void *user, circlet_error *error);

    /* All pairs within the cutoff; the caller frees the matrix. */
    circlet_status (*find_within)(circlet_od_matrix **out,
                                  const circlet_travel_query *query,
                                  void *user, circlet_error *error);

    /* Whether the streets around a point are known. */
    bool (*knows)(circlet_point at, void *user);

    /*
     * Fills times_ms[i] with the time from origin i to the edge of what is
     * known, beyond which there may be anything; CIRCLET_UNREACHED if that
     * is over the cutoff. The query's destinations are not looked at. NULL:
     * nothing lies beyond.
     */
    circlet_status (*find_edge)(uint32_t *times_ms,
                                const circlet_travel_query *query, void *user,
                                circlet_error *error);

    /* What is missing on the ways from origins to their nearest destination
     * within the cutoff; the query's bound is not looked at. The caller
     * frees the gaps. NULL: nothing is missing. */
    circlet_status (*find_gaps)(circlet_gaps **out,
                                const circlet_travel_query *query,
                                const circlet_gap_query *gap_query, void *user,
                                circlet_error *error);

    void *user;

    /* Whether it tells CIRCLET_BOUND_MIN and CIRCLET_BOUND_MAX from
     * CIRCLET_BOUND_NOMINAL; else it is asked for the last alone, which is
     * then taken as beyond doubt. */
    bool has_bounds;
} circlet_travel;

/*
 * Makes a matrix from rows of one's own: the entries of origin i are those
 * from first[i] up to first[i + 1], in any order, each destination below
 * `destination_count` and at most once a row. Copies.
 */
circlet_status circlet_od_matrix_new(circlet_od_matrix **out,
                                     size_t origin_count,
                                     size_t destination_count,
                                     const size_t *first,
                                     const circlet_od_entry *entries,
                                     circlet_error *error);

/* A street or a place on one on a way. */
typedef struct circlet_way_part {
    bool is_node; /* a node, else a link */
    uint32_t position; /* of the source's own network */
    const char *asked; /* the tags that matter there: "kerb;surface"; NULL:
                          none */
    const char *missing; /* of these, those that are not there; NULL: none */
} circlet_way_part;

/*
 * Makes gaps for a find_gaps of one's own: the parts of the way of origin i
 * are those from first[i] up to first[i + 1], each at most once a way, and
 * with the same tags on every way. `query` may be NULL. Copies; the caller
 * frees the gaps.
 */
circlet_status circlet_gaps_new(circlet_gaps **out, size_t origin_count,
                                const size_t *first,
                                const circlet_way_part *parts,
                                const circlet_gap_query *query,
                                circlet_error *error);

/* ---- travel on a network ----------------------------------------------- */

/*
 * A network with travel modes and the way points are tied to it. One
 * thread at a time may ask it.
 */
typedef struct circlet_router circlet_router;

/* The network must outlive the router. `options` may be NULL. */
circlet_status circlet_router_new(circlet_router **out,
                                  const circlet_network *network,
                                  const circlet_snap_options *options,
                                  circlet_error *error);
void circlet_router_free(circlet_router *router);

/* Computes the arc times of a mode, so that queries may name it. The mode
 * need not outlive the call. */
circlet_status circlet_router_add_mode(circlet_router *router,
                                       const circlet_travel_mode *mode,
                                       circlet_error *error);

/* The router as a source of travel times; valid as long as the router.
 * Times run from origin to destination, so one-way streets count. */
circlet_travel circlet_router_travel(circlet_router *router);

/* ---- one way ----------------------------------------------------------- */

typedef enum circlet_step_kind {
    CIRCLET_STEP_OFF_ROAD = 0, /* between a point and its street */
    CIRCLET_STEP_BOARDING, /* getting in and out of a vehicle */
    CIRCLET_STEP_LINK, /* along a street, or a part of it */
    CIRCLET_STEP_NODE /* a delay between two streets */
} circlet_step_kind;

/* Everything in it is borrowed from the path. */
typedef struct circlet_step {
    circlet_step_kind kind;
    uint32_t position; /* of the link or node in the network */
    bool is_backward; /* a link, from its end to its start */
    const char *id; /* of the link; NULL: none */
    const char *name; /* of the street; NULL: none */
    double length_m; /* 0 for nodes and boarding */
    uint32_t time_ms;
    const circlet_point *points; /* the line; one for a node */
    size_t point_count;
    const circlet_cause *causes; /* their seconds add up to the time */
    size_t cause_count;
} circlet_step;

/* The quickest way from one point to another. */
typedef struct circlet_path circlet_path;

/*
 * Finds the quickest way. CIRCLET_E_NOT_FOUND says why there is none: no
 * street near one of the points, or none within `cutoff_ms`. The caller
 * frees the path; the router must outlive it.
 */
circlet_status circlet_router_find_path(circlet_path **out,
                                        circlet_router *router,
                                        const char *mode, circlet_bound bound,
                                        circlet_point from, circlet_point to,
                                        uint32_t cutoff_ms,
                                        circlet_error *error);
void circlet_path_free(circlet_path *path);

/* The sum over the steps: what a travel query gives for the two points. */
uint32_t circlet_path_time_ms(const circlet_path *path);
double circlet_path_length_m(const circlet_path *path);
size_t circlet_path_step_count(const circlet_path *path);
const circlet_step *circlet_path_step(const circlet_path *path, size_t i);

#ifdef __cplusplus
}
#endif

#endif
