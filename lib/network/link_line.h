/* The line of a link, or of a part of it. */
#ifndef CI_NETWORK_LINK_LINE_H
#define CI_NETWORK_LINK_LINE_H

#include "network/network.h"

/* The place on a link up to which a fraction (0 to 1) of its line lies, from
 * its start. */
circlet_point ci_link_place(const circlet_network *network, uint32_t link,
                            double fraction);

/* The line of a link between two fractions, with both ends, backward if
 * `from` is above `to`; gives the count of points, at most
 * circlet_network_line_size(), for which `out` has room. */
size_t ci_link_line_part(circlet_point *out, const circlet_network *network,
                         uint32_t link, double from, double to);

#endif
