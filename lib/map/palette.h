/* The colours of maps, each with what tells it apart without colour. */
#ifndef CI_MAP_PALETTE_H
#define CI_MAP_PALETTE_H

#include "map/canvas.h"

/* What a unit is filled by; verdicts from the best to the worst. */
typedef enum ci_fill {
    CI_FILL_NONE, /* nothing was judged there */
    CI_FILL_PASS,
    CI_FILL_ADVICE,
    CI_FILL_NO_DATA,
    CI_FILL_UNDECIDED,
    CI_FILL_SHOULD, /* a rule that should be kept is broken */
    CI_FILL_MUST_1, /* and one that must be */
    CI_FILL_MUST_2, /* two or three of these */
    CI_FILL_MUST_4, /* four to six */
    CI_FILL_MUST_7, /* or more */
    CI_FILL_SHARE_0, /* covered below a half of the people */
    CI_FILL_SHARE_50,
    CI_FILL_SHARE_70,
    CI_FILL_SHARE_90,
    CI_FILL_SHARE_100, /* all of them */
    CI_FILL_FEW, /* too few people to tell */
    CI_FILL_COUNT
} ci_fill;

#define CI_FILL_FIRST_SHARE CI_FILL_SHARE_0
#define CI_FILL_SHARES 5

uint32_t ci_fill_colour(ci_fill fill);

/* The class of so many broken rules that must be kept; at least one. */
ci_fill ci_fill_of_broken(size_t rules);

/* The class of a share of 0 to 1; all only of 1 itself. */
ci_fill ci_fill_of_share(double share);

/* The hatch of a fill, of lines for a page on which text is `base` high;
 * false: it has none. */
bool ci_fill_hatch(ci_hatch *out, ci_fill fill, double base);

/* The hatch of a share that a rule finds too small. */
ci_hatch ci_target_hatch(double base);

/* How far apart two colours are in lightness: CIE L* from 0 to 100. */
double ci_colour_lightness(uint32_t rgb);

#define CI_INK_TEXT 0x1f2933u
#define CI_INK_QUIET 0x6b7680u
#define CI_INK_BORDER 0x5c6670u
#define CI_INK_ROAD 0x8a8f96u
#define CI_INK_FACILITY 0x1d3557u
#define CI_INK_PLAN 0x0047d6u
#define CI_INK_PEOPLE 0x5b1760u
#define CI_INK_SITE 0x7a828au

#endif
