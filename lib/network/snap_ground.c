#include "network/snap_ground.h"

#include "base/text.h"
#include "network/travel_mode.h"

static bool is_below(const circlet_tag *tags, size_t count, const char *key)
{
    const char *value = ci_tag_value(tags, count, key);
    double number;

    return value && ci_read_measure(&number, key, value) && number < 0;
}

bool ci_link_is_on_ground(const circlet_network *network, uint32_t link)
{
    static const char *const no_tunnels[] = {"no", "building_passage",
                                             "culvert", NULL};
    size_t count;
    const circlet_tag *tags = ci_link_tags(network, link, &count);
    const char *tunnel = ci_tag_value(tags, count, "tunnel");
    const char *highway = ci_tag_value(tags, count, "highway");

    if ((tunnel && !ci_text_is_one_of(tunnel, no_tunnels)) ||
        ci_tag_says(tags, count, "bridge") ||
        ci_tag_says(tags, count, "indoor") ||
        (highway && ci_is_same_text(highway, "corridor")))
        return false;
    /* What is said of a tunnel is closer to the case than the layer. */
    return tunnel || (!is_below(tags, count, "layer") &&
                      !is_below(tags, count, "level"));
}
