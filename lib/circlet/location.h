#ifndef CIRCLET_LOCATION_H
#define CIRCLET_LOCATION_H

#include <circlet/reach.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What may become of a candidate site. */
typedef enum circlet_site_state {
    CIRCLET_SITE_FREE = 0,
    CIRCLET_SITE_FIXED = 1, /* is chosen: counts in p, budget and groups */
    CIRCLET_SITE_FORBIDDEN = 2, /* is never chosen */
    CIRCLET_SITE_EXISTING = 3 /* is open and serves: costs nothing, does not
                                 count in p; counts in groups and spacing */
} circlet_site_state;

/* The group of a site that is in none. */
#define CIRCLET_NO_GROUP UINT32_MAX

/* Demand within `cutoff_ms` of a chosen site counts for `share_milli`
 * thousandths of its weight. */
typedef struct circlet_cover_band {
    uint32_t cutoff_ms;
    uint32_t share_milli; /* 1 to 1000 */
} circlet_cover_band;

/* Who is served by which site: for each demand point that is covered (or
 * served) its nearest chosen or existing site; with capacities each part of
 * its weight. By point, then site. */
typedef struct circlet_assignment {
    uint32_t point;
    uint32_t site;
    uint32_t time_ms;
    int64_t weight;
} circlet_assignment;

/* How messages call what is in the arrays, so that they speak of the caller's
 * own file: ids (NULL: positions) and numbers in the file's own unit (a whole
 * number here is the file's times ten to the power of the decimals). */
typedef struct circlet_location_names {
    const char *const *points;
    const char *const *sites;
    const char *const *groups;
    int cost_decimals;
    int weight_decimals;
} circlet_location_names;

/*
 * A location problem in arrays: demand points are the origins of `reach`,
 * candidate sites its destinations, and a pair that is not in the matrix is
 * out of reach. Borrowed: everything must live as long as a call works on
 * it. Start from CIRCLET_LOCATION_INIT; NULL and 0 are defaults. Which
 * fields a model reads stands with its function in <circlet/siting.h>.
 */
typedef struct circlet_location {
    size_t struct_size; /* set by the initialiser */
    const circlet_od_matrix *reach;

    /* Of each demand point. */
    const int64_t *weights; /* 0 or more, say thousandths of a person; NULL: 1
                               each. Points without weight ask for nothing. */
    const uint32_t *cutoffs_ms; /* its own cutoff; NULL: `cutoff_ms` */
    const uint32_t *backup; /* by how many chosen sites it is to be covered,
                               1 or more; NULL: 1 each */
    const int64_t *loads; /* what it takes of a capacity, 0 or more; NULL: its
                             weight */

    uint32_t cutoff_ms; /* a pair within it is cover; 0: every pair is */
    const circlet_cover_band *bands; /* partial cover: cutoffs ascending,
                               shares descending; NULL: the cutoff, wholly */
    size_t band_count;
    uint32_t unserved_ms; /* what a demand point pays at most, served or not;
                             0: the longest time of the matrix */

    /* Of each site. */
    const uint8_t *states; /* circlet_site_state; NULL: all free */
    const int64_t *costs; /* 0 or more; NULL: 1 each */
    const int64_t *capacities; /* weight that it serves at most; NULL: no
                                  limits */
    const uint32_t *groups; /* say its street; NULL: none */
    size_t group_count;
    const uint32_t *group_min; /* of each group; NULL: 0 */
    const uint32_t *group_max; /* of each group; NULL: no limits. A group whose
                                  existing sites reach it gets no more. */
    const uint32_t *apart; /* pairs of sites of which at most one is chosen
                              (minimum spacing): a, b, a, b, ... */
    size_t apart_count; /* pairs */

    /* Limits of the whole choice. */
    bool has_p;
    size_t p; /* sites chosen at most */
    bool has_budget;
    int64_t budget; /* sum of the costs at most */
    int64_t target; /* weight to be covered at least; 0: all that can be */
    bool is_whole; /* with capacities: a point goes to one site wholly */

    const circlet_location_names *names; /* for messages alone; NULL:
                                            positions and whole numbers */
} circlet_location;

#define CIRCLET_LOCATION_INIT                                                 \
    {                                                                         \
        .struct_size = sizeof(circlet_location)                               \
    }

#ifdef __cplusplus
}
#endif

#endif
