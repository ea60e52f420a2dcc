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

    /* Whether several threads may ask it at a time; else the one alone that
     * called what it was given to. */
    bool is_shared;

    /*
     * Fills places[i] with the place nearest to origin i on a street that the
     * mode can pass, one from which it gets anywhere before others, and
     * snaps[i] with CIRCLET_SNAP_TIED; where no street is near enough, with
     * the origin itself and CIRCLET_SNAP_NO_ROAD. NULL: it is not known where
     * streets are.
     */
    circlet_status (*find_streets)(circlet_point *places, circlet_snap *snaps,
                                   const circlet_travel_query *query,
                                   void *user, circlet_error *error);
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
 * A network with travel modes and the way points are tied to it. Any number
 * of threads may ask it; adding a mode and setting the engine is for one, and
 * while nobody asks.
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

/* How times between many places are found: the answers are the same. */
typedef enum circlet_engine_kind {
    CIRCLET_ENGINE_AUTO = 0, /* what is quicker, by an estimate */
    CIRCLET_ENGINE_NEAR = 1, /* a search from each place */
    CIRCLET_ENGINE_FAR = 2 /* sweeps down a hierarchy, made when needed */
} circlet_engine_kind;

/* Start from CIRCLET_ENGINE_OPTIONS_INIT; a zero field has its default. */
typedef struct circlet_engine_options {
    size_t struct_size; /* set by the initialiser */
    uint32_t threads; /* up to 256; default: one per processor */
    circlet_engine_kind kind;
    /*
     * What the pairs of a matrix may take in memory while it is made, and its
     * rows afterwards. Beyond that they lie in temporary files without a name
     * in the folder TMPDIR, or /tmp, and the matrix is the same. Some
     * hundred KiB a thread and one row are needed in any case; streets,
     * places and searches come on top. Default: half of the machine's.
     */
    uint64_t memory_bytes;
} circlet_engine_options;

#define CIRCLET_ENGINE_OPTIONS_INIT                                           \
    {                                                                         \
        .struct_size = sizeof(circlet_engine_options)                         \
    }

/* Sets how a router works from now on; `options` may be NULL for the
 * defaults. */
circlet_status circlet_router_set_engine(circlet_router *router,
                                         const circlet_engine_options *options,
                                         circlet_error *error);

/* The router as a source of travel times; valid as long as the router.
 * Times run from origin to destination, so one-way streets count. */
circlet_travel circlet_router_travel(circlet_router *router);

/* ---- many times at once ------------------------------------------------ */

/*
 * All of these work with the threads, the memory and the engine that
 * circlet_router_set_engine() says; the answers depend on none of them. With
 * CIRCLET_BOUND_MIN one goes straight from an origin or to a destination
 * that is tied to no street. Points at one place are searched from once.
 * Errors: CIRCLET_E_ARGUMENT, CIRCLET_E_NOT_FOUND (no such mode),
 * CIRCLET_E_NOMEM, CIRCLET_E_IO (a temporary file), CIRCLET_E_CANCELLED.
 */

/* All pairs within the cutoff; the caller frees the matrix. */
circlet_status circlet_od_matrix_compute(circlet_od_matrix **out,
                                         circlet_router *router,
                                         const circlet_travel_query *query,
                                         circlet_error *error);

/*
 * Of each origin the nearest destinations within the cutoff, `nearest_count`
 * at most (at least 1): of those as near, the first ones. Takes 12 bytes for
 * each place of origins and each of the nearest; where that may be over the
 * memory the router may take, all pairs are found, as for a matrix, and rows
 * are cut. The caller frees the matrix.
 */
circlet_status circlet_nearest_compute(circlet_od_matrix **out,
                                       circlet_router *router,
                                       const circlet_travel_query *query,
                                       size_t nearest_count,
                                       circlet_error *error);

/* What a row is about: an origin with destinations, or a destination with
 * the origins that get there. */
typedef enum circlet_side {
    CIRCLET_SIDE_ORIGIN = 0,
    CIRCLET_SIDE_DESTINATION = 1
} circlet_side;

/*
 * Gets the row of the point at `position` of its side: positions of points of
 * the other side with times, sorted by time, then position; the entries are
 * borrowed until it returns. Return false to cancel.
 */
typedef bool (*circlet_reach_row_fn)(size_t position,
                                     const circlet_od_entry *entries,
                                     size_t count, void *user);

/* Calls `take` for each point of a side, on the calling thread: points at one
 * place after another, the places always in the same order. No more rows are
 * kept than some 64 MiB hold, but 16 in any case, of 8 bytes for each place
 * of the other side at most. */
circlet_status circlet_reach_each_row(circlet_router *router,
                                      const circlet_travel_query *query,
                                      circlet_side side,
                                      circlet_reach_row_fn take, void *user,
                                      circlet_error *error);

/*
 * Fills sums[i x cutoff_count + b] with the weight of the points of the other
 * side within cutoffs_ms[b] (inclusive) of point i of a side, where no cutoff
 * is over the query's. `weights`, of each point of the other side, are 0 or
 * more and their sum fits; NULL: 1 each.
 */
circlet_status circlet_reach_sum_bands(
    int64_t *sums, circlet_router *router, const circlet_travel_query *query,
    circlet_side side, const int64_t *weights, const uint32_t *cutoffs_ms,
    size_t cutoff_count, circlet_error *error);

/* Who is within the cutoff of whom, without the times. */
typedef struct circlet_reach_lists circlet_reach_lists;

/*
 * Makes the list of each point of a side; the caller frees them. A list takes
 * 4 bytes for each place on it, or a bit for each place of the other side,
 * whichever is less; points at one place have one list.
 */
circlet_status circlet_reach_lists_compute(circlet_reach_lists **out,
                                           circlet_router *router,
                                           const circlet_travel_query *query,
                                           circlet_side side,
                                           circlet_error *error);
void circlet_reach_lists_free(circlet_reach_lists *lists);

/* How many lists there are: one for each point of the side. */
size_t circlet_reach_lists_size(const circlet_reach_lists *lists);

/* How many points of the other side are on the list of point i, and whether
 * `other` is one of them. */
size_t circlet_reach_lists_count(const circlet_reach_lists *lists, size_t i);
bool circlet_reach_lists_has(const circlet_reach_lists *lists, size_t i,
                             size_t other);

/* Fills `out`, which has room for circlet_reach_lists_count(), with their
 * positions, ascending. */
void circlet_reach_lists_copy(const circlet_reach_lists *lists, size_t i,
                              uint32_t *out);

/* Bytes that the lists take in memory. */
uint64_t circlet_reach_lists_bytes(const circlet_reach_lists *lists);

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
