#include "network/tie.h"

#include <math.h>

#include "base/rounding.h"

static uint32_t first_part(uint32_t arc_ms, double fraction)
{
    return ci_round_up_half(fraction * arc_ms);
}

uint32_t ci_tie_from_start_ms(const circlet_arc_times *times,
                              const ci_tie *tie)
{
    uint32_t ms = times->forward_ms[tie->link];

    return ms == CI_CLOSED ? CI_CLOSED : first_part(ms, tie->fraction);
}

uint32_t ci_tie_to_end_ms(const circlet_arc_times *times, const ci_tie *tie)
{
    uint32_t ms = times->forward_ms[tie->link];

    return ms == CI_CLOSED ? CI_CLOSED : ms - first_part(ms, tie->fraction);
}

uint32_t ci_tie_from_end_ms(const circlet_arc_times *times, const ci_tie *tie)
{
    uint32_t ms = times->backward_ms[tie->link];

    return ms == CI_CLOSED ? CI_CLOSED : first_part(ms, 1 - tie->fraction);
}

uint32_t ci_tie_to_start_ms(const circlet_arc_times *times, const ci_tie *tie)
{
    uint32_t ms = times->backward_ms[tie->link];

    return ms == CI_CLOSED ? CI_CLOSED
                           : ms - first_part(ms, 1 - tie->fraction);
}

uint32_t ci_tie_between_ms(const circlet_arc_times *times,
                           const ci_tie *origin, const ci_tie *destination)
{
    double part = destination->fraction - origin->fraction;
    uint32_t ms = part > 0 ? times->forward_ms[origin->link]
                           : times->backward_ms[origin->link];

    if (part == 0)
        return 0;
    return ms == CI_CLOSED ? CI_CLOSED : first_part(ms, fabs(part));
}
