#ifndef CIRCLET_NEAR_H
#define CIRCLET_NEAR_H

#include <circlet/policy.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Which facility is near somebody and has room. Start from
 * CIRCLET_NEAR_QUERY_INIT; a zero field has its default. */
typedef struct circlet_near_query {
    size_t struct_size; /* set by the initialiser */
    circlet_point at;
    const char *need; /* needed: a service or a type of facility */
    const char *mode; /* a mode of the policy; NULL: the person's own */
    const circlet_demand_record *person; /* whose mode; NULL: of whom nothing
                                            is known */
    size_t count; /* how many at most; default 5 */
    uint32_t cutoff_ms; /* default an hour; at most CIRCLET_CUTOFF_MAX */
    int year; /* 31 December of it; default the policy's default_year */
} circlet_near_query;

#define CIRCLET_NEAR_QUERY_INIT                                               \
    {                                                                         \
        .struct_size = sizeof(circlet_near_query)                             \
    }

typedef struct circlet_near_result {
    circlet_facility facility;
    const char *type_zh, *type_en; /* borrowed from the policy */
    uint32_t time_ms; /* CIRCLET_UNREACHED: only at its best, perhaps */
    uint32_t least_ms; /* what is unknown of streets and person at its best */
    uint32_t greatest_ms; /* at its worst: may be CIRCLET_UNREACHED */
    /* Of the service that is needed, places, or where it has none beds; -1:
     * not known. */
    int64_t places, occupied, free_places;
    bool is_full; /* it has no free place */
} circlet_near_result;

typedef struct circlet_near circlet_near;

/*
 * Finds the nearest facilities that are open then and offer the service, or
 * are of the type: those with room, or of which that is not known, before
 * full ones; then by time, those only perhaps within it last; then by least
 * time and id. The caller frees them; policy and city must outlive them.
 * CIRCLET_E_NOT_FOUND if the policy has no such mode.
 */
circlet_status circlet_near_find(circlet_near **out,
                                 const circlet_policy *policy,
                                 const circlet_city *city,
                                 const circlet_travel *travel,
                                 const circlet_near_query *query,
                                 circlet_error *error);
void circlet_near_free(circlet_near *near);

size_t circlet_near_count(const circlet_near *near);
const circlet_near_result *circlet_near_at(const circlet_near *near, size_t i);

/* How many facilities are suitable, wherever they are. */
size_t circlet_near_suitable(const circlet_near *near);

/* Whether there are surely no others: types that may offer it were imported,
 * or all facilities given, and each says what it offers. */
bool circlet_near_is_known(const circlet_near *near);

/* The mode that times are measured in; borrowed from the policy. */
const char *circlet_near_mode(const circlet_near *near);

/* Whether the person may go by several, which the bounds have taken into
 * account. */
bool circlet_near_doubts_mode(const circlet_near *near);

#ifdef __cplusplus
}
#endif

#endif
