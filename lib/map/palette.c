#include "map/palette.h"

#include <math.h>

bool ci_fill_hatch(ci_hatch *out, ci_fill fill, double base)
{
    switch (fill) {
    case CI_FILL_MUST_1:
    case CI_FILL_MUST_2:
    case CI_FILL_MUST_4:
    case CI_FILL_MUST_7: /* denser where more is broken */
        *out = (ci_hatch){{0x7c2d08, 0.4},
                          0.06 * base,
                          (1.0 - 0.18 * (fill - CI_FILL_MUST_1)) * base,
                          false};
        return true;
    case CI_FILL_SHOULD:
        *out = (ci_hatch){{0x8a5a10, 0.4}, 0.05 * base, 1.5 * base, false};
        return true;
    case CI_FILL_UNDECIDED:
        *out = (ci_hatch){{0x8a7d10, 0.3}, 0.05 * base, 1.1 * base, true};
        return true;
    default:
        return false;
    }
}

ci_hatch ci_target_hatch(double base)
{
    return (ci_hatch){{0x7c2d08, 0.42}, 0.06 * base, 0.7 * base, false};
}

static double linear(uint32_t part)
{
    double value = (double)(part & 255) / 255;

    return value <= 0.04045 ? value / 12.92
                            : pow((value + 0.055) / 1.055, 2.4);
}

/* IEC 61966-2-1 and CIE 1976. */
double ci_colour_lightness(uint32_t rgb)
{
    double y = 0.2126 * linear(rgb >> 16) + 0.7152 * linear(rgb >> 8) +
               0.0722 * linear(rgb);

    return y > 216.0 / 24389 ? 116 * cbrt(y) - 16 : y * 24389 / 27;
}
