/* Tying points to the links near them. */
#ifndef CI_NETWORK_SNAP_H
#define CI_NETWORK_SNAP_H

#include "network/near_links.h"
#include "network/tie.h"

typedef struct ci_snap_limits {
    double limit_m; /* farthest link */
    double spread_m; /* at most so much beyond the nearest of use */
    double detour; /* walked distance per straight distance */
} ci_snap_limits;

/* Knows where the links of a network lie, and what lies near places that were
 * asked about (see near_memory.h). Any number of threads, but for
 * ci_snapper_find() and ci_snapper_know_islands() that changes something. */
typedef struct ci_snapper ci_snapper;

/* The network must outlive the snapper. NULL if memory ran out. */
ci_snapper *ci_snapper_new(const circlet_network *network,
                           const ci_snap_limits *limits);
void ci_snapper_free(ci_snapper *snapper);

/* Components of fewer nodes are islands from now on; of 0, to begin with:
 * none is one. false: no memory. */
bool ci_snapper_know_islands(ci_snapper *snapper, uint32_t least_nodes);

/* Looks at times at a bound, of which those at the other speak too: what is
 * not looked at is worked out when it is needed. false: no memory. */
bool ci_snapper_learn(ci_snapper *snapper, const circlet_arc_times *times);

/*
 * Finds the ties of a point, by ascending link. Candidates are the streets
 * (see ci_link_is_street()) within the limit that lie on the ground (see
 * ci_link_is_on_ground()), are no snap barrier, and
 * that the straight line to their nearest place reaches without crossing one.
 * Of these the mode is tied to those it can pass which lie at most `spread_m`
 * beyond the nearest such street that is on no island (beyond the nearest
 * such street, if all are). At max that is the nearest it might perhaps pass,
 * at min the nearest it can pass for certain, or the limit if there is none:
 * the ties at max are among the nominal ones, and these among those at min.
 * The ties are borrowed until the next call. false: no memory.
 */
bool ci_snapper_find(ci_snapper *snapper, const circlet_arc_times *times,
                     circlet_point at, const ci_tie **ties, size_t *count);

/* Many points, and how to go about them. */
typedef struct ci_snap_points {
    const circlet_point *points;
    size_t count;
    uint32_t thread_count; /* 1 to CI_THREADS_MAX */
    /* Whether a point is to be tied, else it has no ties; asked by several
     * threads at a time. NULL: all are. */
    bool (*is_wanted)(circlet_point at, const void *wanted);
    const void *wanted;
    /* Takes the ties of a point while they are at hand, for
     * ci_snapper_each(); several threads at a time, each as a worker of its
     * own below the count. They may be changed. false: stop, no memory. */
    bool (*take)(void *taker, uint32_t worker, size_t point, ci_tie *ties,
                 size_t count);
    void *taker;
    /* Told how many points are done, on the calling thread; false: stop. May
     * be NULL. */
    bool (*goes_on)(size_t done, void *user);
    void *user;
} ci_snap_points;

/*
 * Finds the ties of each point: those of point i are (*ties)[first[i]] up to
 * first[i + 1]. `first` has room for count + 1; the caller frees `*ties`.
 * The answer is that of ci_snapper_find(). CIRCLET_E_NOMEM,
 * CIRCLET_E_CANCELLED.
 */
circlet_status ci_snapper_find_all(ci_tie **ties, size_t *first,
                                   ci_snapper *snapper,
                                   const circlet_arc_times *times,
                                   const ci_snap_points *points,
                                   circlet_error *error);

/* Hands the ties of each point over, and keeps none: many times as many
 * points as there is memory for ties. Who is not wanted has none. Errors as
 * of ci_snapper_find_all(). */
circlet_status ci_snapper_each(ci_snapper *snapper,
                               const circlet_arc_times *times,
                               const ci_snap_points *points,
                               circlet_error *error);

#endif
