#include "reach/engine_choice.h"

#include <math.h>

#include "reach/far_rows.h"

/*
 * Nanoseconds, as measured on the streets of New York (264,346 nodes). They
 * need to be right to a factor of two only: near rows win by 1.8 where the
 * cutoff is a walk, far rows by 15 where it is a drive.
 */
#define NS_PER_SETTLED 40.0 /* near: a node of one search */
#define NS_PER_SWEPT 40.0 /* far: a node of a sweep for CI_LANES sources */
#define NS_PER_CLIMB 300.0 /* far: the way up, per root of the node count */
#define NS_PER_BUILT 1500.0 /* contracting and customising: a node */
#define NS_PER_ORDERED 20000.0 /* finding an order: a node */

/*
 * Nodes that a sweep looks at: those within the cutoff of any of its sources.
 * Where the sources lie evenly, a batch fills its share of the map, and
 * around that share, taken as a square, lies a rim as broad as half the
 * square that one search covers.
 */
static double swept_count(const ci_engine_work *work)
{
    double nodes = work->node_count;
    double batch = nodes * CI_LANES / (double)work->source_count;
    double side = sqrt(work->settled) + sqrt(fmin(batch, nodes));

    return fmin(side * side, nodes);
}

bool ci_engine_prefers_far(const ci_engine_work *work)
{
    double sources = (double)work->source_count;
    double batches = ceil(sources / CI_LANES);
    double near_ns = sources * work->settled * NS_PER_SETTLED;
    double far_ns = batches * (swept_count(work) * NS_PER_SWEPT +
                               sqrt((double)work->node_count) * NS_PER_CLIMB);
    double made_ns = 0;

    if (!work->has_hierarchy)
        made_ns += work->node_count * NS_PER_BUILT;
    if (!work->has_hierarchy && !work->has_order)
        made_ns += work->node_count * NS_PER_ORDERED;
    return made_ns + far_ns / work->thread_count <
           near_ns / work->thread_count;
}
