#include "network/snap_ground.h"

#include "network/travel_mode.h"

/* Whether a tag is there and says anything but these words. */
static bool is_other(const char *value, const char *const *words)
{
    for (; value && *words; words++)
        if (ci_is_same_text(value, *words))
            return false;
    return value != NULL;
}

static bool is_below(const circlet_tag *tags, size_t count, const char *key)
{
    const char *value = ci_tag_value(tags, count, key);
    double number;

    return value && ci_read_measure(&number, key, value) && number < 0;
}

bool ci_link_is_on_ground(const circlet_network *network, uint32_t link)
{
    static const char *const none[] = {"no", NULL};
    static const char *const no_tunnels[] = {"no", "building_passage",
                                             "culvert", NULL};
    size_t count;
    const circlet_tag *tags = ci_link_tags(network, link, &count);
    const char *tunnel = ci_tag_value(tags, count, "tunnel");
    const char *highway = ci_tag_value(tags, count, "highway");

    if (is_other(tunnel, no_tunnels) ||
        is_other(ci_tag_value(tags, count, "bridge"), none) ||
        is_other(ci_tag_value(tags, count, "indoor"), none) ||
        (highway && ci_is_same_text(highway, "corridor")))
        return false;
    /* What is said of a tunnel is closer to the case than the layer. */
    return tunnel || (!is_below(tags, count, "layer") &&
                      !is_below(tags, count, "level"));
}
