#ifndef CIRCLET_SERVICE_AREA_H
#define CIRCLET_SERVICE_AREA_H

#include <circlet/error.h>
#include <circlet/policy.h>
#include <circlet/reach.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Service areas (isochrones): the ground from which places are reached
 * within a time, for the eye. Who is reached is counted by travel times,
 * never by these.
 */
typedef struct circlet_service_areas circlet_service_areas;

/* Start from CIRCLET_SERVICE_AREA_QUERY_INIT; a zero field has its
 * default. */
typedef struct circlet_service_area_query {
    size_t struct_size; /* set by the initialiser */
    const char *mode; /* the travel mode's name; needed */
    circlet_bound bound;
    const circlet_point *places; /* together: to the nearest of them */
    size_t place_count;
    const uint32_t *cutoffs_ms; /* ascending, each once; inclusive */
    size_t cutoff_count;
    bool is_outward; /* times from the places; default: to them */
    double cell_m; /* of the raster that is contoured; default 25 */
    double off_road_m; /* drawn at most so far from a street; default the
                          limit within which the router ties points */
    const circlet_point *points; /* each will be on its side of each border */
    size_t point_count;
    circlet_progress progress;
} circlet_service_area_query;

#define CIRCLET_SERVICE_AREA_QUERY_INIT                                       \
    {                                                                         \
        .struct_size = sizeof(circlet_service_area_query)                     \
    }

/*
 * Makes the area of each cutoff. A point of the query lies in an area (or on
 * its border) if and only if its travel time to the nearest place, as
 * find_nearest() of struct circlet_travel says, is within the cutoff; with
 * is_outward the time is that of the way back on a network whose arcs are
 * turned round, which may differ by a millisecond from that of a query. The
 * area of a cutoff holds those of lower ones, but for roundings of 1e-9
 * degrees. Snap barriers are not drawn over.
 *
 * The caller frees the areas; nothing is kept of the router and the query.
 * CIRCLET_E_GEOMETRY if two points on different sides of a border lie at
 * practically one place, so that no border fits between them.
 */
circlet_status circlet_service_areas_make(
    circlet_service_areas **out, circlet_router *router,
    const circlet_service_area_query *query, circlet_error *error);
void circlet_service_areas_free(circlet_service_areas *areas);

/* One for each cutoff, in their order; borrowed from the areas. Its outer
 * rings run counterclockwise, and no two of its rings meet. */
size_t circlet_service_areas_count(const circlet_service_areas *areas);
circlet_area circlet_service_areas_at(const circlet_service_areas *areas,
                                      size_t i);

/* Its square metres on the ellipsoid. */
double circlet_service_areas_m2(const circlet_service_areas *areas, size_t i);

/* The cell of the raster: that of the query, or larger where the raster
 * would have too many. */
double circlet_service_areas_cell_m(const circlet_service_areas *areas);

/* The time of each point, CIRCLET_UNREACHED if over all cutoffs; borrowed. */
const uint32_t *circlet_service_areas_times_ms(
    const circlet_service_areas *areas);

/* Places that are tied to no street. */
size_t circlet_service_areas_untied_count(const circlet_service_areas *areas);

/* Whether a facility offers a service: by itself or, if it lists none, by
 * what the policy says of its type. */
bool circlet_policy_offers(const circlet_policy *policy,
                           const circlet_facility_record *facility,
                           const char *service);

/* Whether a facility is open on 31 December of a year. */
bool circlet_facility_is_open(const circlet_facility_record *facility,
                              int year);

#ifdef __cplusplus
}
#endif

#endif
