/* What tells the colours of maps apart without colour. */
#ifndef CI_MAP_PALETTE_H
#define CI_MAP_PALETTE_H

#include "map/canvas.h"
#include "report/map_key.h"

/* The hatch of a fill, of lines for a page on which text is `base` high;
 * false: it has none. */
bool ci_fill_hatch(ci_hatch *out, ci_fill fill, double base);

/* The hatch of a share that a rule finds too small. */
ci_hatch ci_target_hatch(double base);

/* How far apart two colours are in lightness: CIE L* from 0 to 100. */
double ci_colour_lightness(uint32_t rgb);

#endif
