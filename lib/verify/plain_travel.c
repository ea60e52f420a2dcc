#include "verify/plain_travel.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/options.h"
#include "network/travel_mode.h"

/* The defaults of circlet_snap_options. */
#define DEFAULT_LIMIT_M 100.0
#define DEFAULT_SPREAD_M 30.0
#define DEFAULT_DETOUR 1.3
#define DEFAULT_COMPONENT_NODES 100

#define MAX_LIMIT_M 10000.0

static circlet_status read_options(circlet_plain_travel *plain,
                                   const circlet_snap_options *given,
                                   circlet_error *error)
{
    circlet_snap_options read;
    circlet_status status = ci_options_read(&read, sizeof(read), given, error);

    if (status != CIRCLET_OK)
        return status;
    plain->limits.limit_m = read.limit_m == 0 ? DEFAULT_LIMIT_M : read.limit_m;
    plain->limits.spread_m =
        read.spread_m == 0 ? DEFAULT_SPREAD_M : read.spread_m;
    plain->limits.detour = read.detour == 0 ? DEFAULT_DETOUR : read.detour;
    plain->component_nodes = read.component_nodes == 0
                                 ? DEFAULT_COMPONENT_NODES
                                 : read.component_nodes;
    status = ci_options_check("limit_m", plain->limits.limit_m, 0, MAX_LIMIT_M,
                              error);
    if (status == CIRCLET_OK)
        status = ci_options_check("spread_m", plain->limits.spread_m, 0,
                                  MAX_LIMIT_M, error);
    return status == CIRCLET_OK
               ? ci_options_check("detour", plain->limits.detour, 1, 100,
                                  error)
               : status;
}

circlet_status circlet_plain_travel_new(circlet_plain_travel **out,
                                        const circlet_network *network,
                                        const circlet_snap_options *options,
                                        circlet_error *error)
{
    circlet_plain_travel *plain;
    circlet_status status;

    if (!out || !network)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "travel times need a network");
    plain = calloc(1, sizeof(*plain));
    if (!plain)
        return ci_fail_nomem(error);
    plain->network = network;
    status = read_options(plain, options, error);
    if (status == CIRCLET_OK) {
        plain->snapper = ci_snapper_new(network, &plain->limits);
        if (!plain->snapper ||
            !ci_snapper_know_islands(plain->snapper, plain->component_nodes))
            status = ci_fail_nomem(error);
    }
    if (status == CIRCLET_OK)
        *out = plain;
    else
        circlet_plain_travel_free(plain);
    return status;
}

static void clear_mode(ci_plain_mode *mode)
{
    for (int i = 0; i < CIRCLET_BOUND_COUNT; i++) {
        ci_backward_search_free(mode->searches[i]);
        circlet_arc_times_free(mode->times[i]);
    }
    circlet_travel_mode_free(mode->mode);
    *mode = (ci_plain_mode){0};
}

void circlet_plain_travel_free(circlet_plain_travel *plain)
{
    if (!plain)
        return;
    for (size_t i = 0; i < plain->mode_count; i++)
        clear_mode(&plain->modes[i]);
    free(plain->modes);
    ci_snapper_free(plain->snapper);
    ci_plain_edge_free(plain->edge);
    free(plain);
}

/* ---- modes -------------------------------------------------------------- */

static ci_plain_mode *find_mode(const circlet_plain_travel *plain,
                                const char *name)
{
    for (size_t i = 0; i < plain->mode_count; i++)
        if (strcmp(circlet_travel_mode_name(plain->modes[i].mode), name) == 0)
            return &plain->modes[i];
    return NULL;
}

circlet_status circlet_plain_travel_add_mode(circlet_plain_travel *plain,
                                             const circlet_travel_mode *mode,
                                             circlet_error *error)
{
    ci_plain_mode *place;

    if (!plain || !mode)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "no travel mode to be added");
    place = find_mode(plain, circlet_travel_mode_name(mode));
    if (!place) {
        ci_plain_mode *modes =
            ci_array_reserve_one(plain->modes, plain->mode_count,
                                 &plain->mode_capacity, sizeof(*modes));

        if (!modes)
            return ci_fail_nomem(error);
        plain->modes = modes;
        place = &modes[plain->mode_count++];
        *place = (ci_plain_mode){0};
    }
    clear_mode(place);
    place->mode = ci_travel_mode_share(mode);
    return CIRCLET_OK;
}

circlet_status ci_plain_travel_aim(const circlet_arc_times **times,
                                   ci_backward_search **search,
                                   circlet_plain_travel *plain,
                                   const char *mode, circlet_bound bound,
                                   circlet_error *error)
{
    ci_plain_mode *found = find_mode(plain, mode);
    circlet_status status = CIRCLET_OK;

    if (!found)
        return ci_fail(error, CIRCLET_E_NOT_FOUND, "no travel mode '%s'",
                       mode);
    if (!found->times[bound])
        status = circlet_arc_times_compute(
            &found->times[bound], plain->network, found->mode, bound, error);
    if (status != CIRCLET_OK)
        return status;
    if (!found->searches[bound])
        found->searches[bound] = ci_backward_search_new(found->times[bound]);
    if (!found->searches[bound])
        return ci_fail_nomem(error);
    *times = found->times[bound];
    *search = found->searches[bound];
    return CIRCLET_OK;
}

/* ---- the source --------------------------------------------------------- */

static bool knows(circlet_point at, void *user)
{
    const circlet_plain_travel *plain = user;

    return circlet_network_knows(plain->network, at);
}

circlet_travel circlet_plain_travel_source(circlet_plain_travel *plain)
{
    return (circlet_travel){.find_nearest = ci_plain_find_nearest,
                            .find_within = ci_plain_find_within,
                            .knows = knows,
                            .find_edge = ci_plain_find_edge,
                            .user = plain,
                            .has_bounds = true};
}
