#include "network/snap_use.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "network/component.h"
#include "network/snap_ground.h"
#include "network/travel_mode.h"

typedef struct mode_use {
    circlet_travel_mode *mode; /* shared, so that no other has its address */
    uint8_t *links;
    /* What was handed out before more was known, for those who look at it. */
    uint8_t *older[CIRCLET_BOUND_COUNT];
    size_t older_count;
    uint32_t ground;
    bool is_known[CIRCLET_BOUND_COUNT];
} mode_use;

struct ci_snap_uses {
    const circlet_network *network;
    uint32_t least_nodes;
    mode_use *modes;
    size_t mode_count, mode_capacity;
};

ci_snap_uses *ci_snap_uses_new(const circlet_network *network,
                               uint32_t least_nodes)
{
    ci_snap_uses *uses = calloc(1, sizeof(*uses));

    if (!uses)
        return NULL;
    uses->network = network;
    uses->least_nodes = least_nodes;
    return uses;
}

void ci_snap_uses_free(ci_snap_uses *uses)
{
    if (!uses)
        return;
    for (size_t i = 0; i < uses->mode_count; i++) {
        circlet_travel_mode_free(uses->modes[i].mode);
        free(uses->modes[i].links);
        for (size_t k = 0; k < uses->modes[i].older_count; k++)
            free(uses->modes[i].older[k]);
    }
    free(uses->modes);
    free(uses);
}

uint32_t ci_snap_uses_least_nodes(const ci_snap_uses *uses)
{
    return uses->least_nodes;
}

/* What is the same at all bounds. */
static void find_kinds(uint8_t *links, const circlet_arc_times *times)
{
    const circlet_network *network = times->network;

    for (uint32_t i = 0; i < network->link_count; i++) {
        links[i] = 0;
        if (times->is_snap_barrier[i])
            links[i] |= CI_USE_BARRIER;
        else if (ci_link_is_street(network, i) &&
                 ci_link_is_on_ground(network, i))
            links[i] |= CI_USE_STREET;
    }
}

static bool has_same_kinds(const uint8_t *a, const uint8_t *b, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if ((a[i] ^ b[i]) & (CI_USE_BARRIER | CI_USE_STREET))
            return false;
    return true;
}

/* That of a mode with the same kinds of links, or a new one. */
static uint32_t ground_of(const ci_snap_uses *uses, const uint8_t *links)
{
    uint32_t next = 0;

    for (size_t i = 0; i < uses->mode_count; i++) {
        const mode_use *other = &uses->modes[i];

        if (has_same_kinds(other->links, links, uses->network->link_count))
            return other->ground;
        if (other->ground >= next)
            next = other->ground + 1;
    }
    return next;
}

static mode_use *place_of(ci_snap_uses *uses, const circlet_arc_times *times)
{
    mode_use *modes;
    uint8_t *links;

    for (size_t i = 0; i < uses->mode_count; i++)
        if (uses->modes[i].mode == times->mode)
            return &uses->modes[i];
    modes = ci_array_reserve_one(uses->modes, uses->mode_count,
                                 &uses->mode_capacity, sizeof(*modes));
    links = calloc(uses->network->link_count + 1, sizeof(*links));
    if (modes)
        uses->modes = modes;
    if (!modes || !links) {
        free(links);
        return NULL;
    }
    find_kinds(links, times);
    modes[uses->mode_count] =
        (mode_use){.mode = ci_travel_mode_share(times->mode),
                   .links = links,
                   .ground = ground_of(uses, links)};
    return &modes[uses->mode_count++];
}

/* The bits of a bound are added to a copy: somebody may be looking at what is
 * there. false: no memory. */
static bool take_copy(mode_use *use, size_t link_count)
{
    uint8_t *links = malloc(link_count + 1);

    if (!links)
        return false;
    memcpy(links, use->links, link_count + 1);
    use->older[use->older_count++] = use->links;
    use->links = links;
    return true;
}

static bool look_at(mode_use *use, const circlet_arc_times *times,
                    uint32_t least_nodes)
{
    const unsigned open = CI_USE_OPEN << times->bound;
    const unsigned main = CI_USE_MAIN << times->bound;

    if (!take_copy(use, times->network->link_count))
        return false;
    for (uint32_t i = 0; i < times->network->link_count; i++) {
        if (times->forward_ms[i] == CI_CLOSED &&
            times->backward_ms[i] == CI_CLOSED)
            continue;
        use->links[i] |= (uint8_t)open;
        if (ci_link_component_size(times, i) >= least_nodes)
            use->links[i] |= (uint8_t)main;
    }
    use->is_known[times->bound] = true;
    return true;
}

bool ci_snap_uses_learn(ci_snap_uses *uses, const circlet_arc_times *times)
{
    mode_use *use = place_of(uses, times);

    return use && (use->is_known[times->bound] ||
                   look_at(use, times, uses->least_nodes));
}

bool ci_snap_uses_find(ci_snap_use *out, ci_snap_uses *uses,
                       const circlet_arc_times *times)
{
    static const circlet_bound opposites[CIRCLET_BOUND_COUNT] = {
        [CIRCLET_BOUND_NOMINAL] = CIRCLET_BOUND_NOMINAL,
        [CIRCLET_BOUND_MIN] = CIRCLET_BOUND_MAX,
        [CIRCLET_BOUND_MAX] = CIRCLET_BOUND_MIN};
    circlet_bound opposite = opposites[times->bound];
    mode_use *use = place_of(uses, times);
    circlet_arc_times *others = NULL;

    bool is_known;

    if (!use || (!use->is_known[times->bound] &&
                 !look_at(use, times, uses->least_nodes)))
        return false;
    is_known = use->is_known[opposite];
    if (!is_known) {
        /* The mode passed the checks when `times` were computed. */
        if (circlet_arc_times_compute(&others, uses->network, times->mode,
                                      opposite, NULL))
            return false;
        is_known = look_at(use, others, uses->least_nodes);
        circlet_arc_times_free(others);
    }
    *out = (ci_snap_use){use->links, use->ground};
    return is_known;
}
