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

/*
 * Where travel times come from: the network of circlet_router_travel(), or
 * a program's own source. Each function gets `user`, returns a status as
 * the library's own functions do, and may be called with no origins.
 */
typedef struct circlet_travel {
    /*
     * Fills times_ms[i] with the time from origin i to its nearest
     * destination, or CIRCLET_UNREACHED if that is over the cutoff, and
     * snaps[i] with what became of origin i.
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

    void *user;
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

#ifdef __cplusplus
}
#endif

#endif
