#include "map/palette.h"

#include <math.h>

/*
 * Hues that people with any kind of colour blindness tell apart (Okabe and
 * Ito 2008, Color Universal Design), made lighter so that names can be read on
 * them; shares from light yellow to green, evenly darker, as ColorBrewer's
 * sequential schemes (Harrower and Brewer 2003).
 */
static const uint32_t colours[CI_FILL_COUNT] = {
    [CI_FILL_NONE] = 0xf5f4ef,      [CI_FILL_PASS] = 0x8fd0bd,
    [CI_FILL_ADVICE] = 0xb9daf1,    [CI_FILL_NO_DATA] = 0xd9d9d9,
    [CI_FILL_UNDECIDED] = 0xf7eea0, [CI_FILL_SHOULD] = 0xfbdcb0,
    [CI_FILL_MUST_1] = 0xf9c08a,    [CI_FILL_MUST_2] = 0xf0a066,
    [CI_FILL_MUST_4] = 0xe07c48,    [CI_FILL_MUST_7] = 0xc45a30,
    [CI_FILL_SHARE_0] = 0xfff4d6,   [CI_FILL_SHARE_50] = 0xd9ebb4,
    [CI_FILL_SHARE_70] = 0xb5dcab,  [CI_FILL_SHARE_90] = 0x82c29a,
    [CI_FILL_SHARE_100] = 0x4fa58a, [CI_FILL_FEW] = 0xe4e2dc,
};

uint32_t ci_fill_colour(ci_fill fill)
{
    return colours[fill];
}

ci_fill ci_fill_of_broken(size_t rules)
{
    if (rules >= 7)
        return CI_FILL_MUST_7;
    if (rules >= 4)
        return CI_FILL_MUST_4;
    return rules >= 2 ? CI_FILL_MUST_2 : CI_FILL_MUST_1;
}

ci_fill ci_fill_of_share(double share)
{
    static const double from[CI_FILL_SHARES] = {0, 0.5, 0.7, 0.9, 1};
    int found = 0;

    for (int i = 1; i < CI_FILL_SHARES; i++)
        if (share >= from[i])
            found = i;
    return (ci_fill)(CI_FILL_FIRST_SHARE + found);
}

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
