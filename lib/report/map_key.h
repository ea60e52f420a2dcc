/*
 * What maps have in common, whoever draws them: classes of verdicts and of
 * shares with their colours, marks of facilities and actions, and what these
 * are called.
 */
#ifndef CI_REPORT_MAP_KEY_H
#define CI_REPORT_MAP_KEY_H

#include <circlet/city.h>

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

typedef enum ci_shape {
    CI_SHAPE_CIRCLE,
    CI_SHAPE_SQUARE,
    CI_SHAPE_TRIANGLE,
    CI_SHAPE_DIAMOND,
    CI_SHAPE_INVERTED, /* a triangle on its point */
    CI_SHAPE_PENTAGON,
    CI_SHAPE_CROSS,
    CI_SHAPE_STAR,
    CI_SHAPE_COUNT
} ci_shape;

/* A shape, filled or hollow. */
typedef struct ci_mark {
    ci_shape shape;
    bool is_hollow;
} ci_mark;

/* The same for a type on every map; types that the table does not know share
 * the last one. */
ci_mark ci_mark_of_type(const char *type);

/* What actions look like; kinds that change nothing have no mark. */
typedef enum ci_action_mark {
    CI_ACTION_BUILD,
    CI_ACTION_ENLARGE,
    CI_ACTION_ADD_SERVICE,
    CI_ACTION_PARTITION,
    CI_ACTION_DESIGNATE,
    CI_ACTION_MOVE,
    CI_ACTION_CLOSE,
    CI_ACTION_COUNT
} ci_action_mark;

/* "build" ...; CI_ACTION_COUNT: it has none. */
ci_action_mark ci_action_mark_of(const char *kind);

/* What these are called in a legend; levels by their borders. */
const char *ci_fill_text(ci_fill fill, bool is_chinese);
const char *ci_action_text(ci_action_mark mark, bool is_chinese);
const char *ci_level_border_text(circlet_level level, bool is_chinese);

/* What the units of a level are called. */
const char *ci_level_title(circlet_level level, bool is_chinese);

#define CI_INK_TEXT 0x1f2933u
#define CI_INK_QUIET 0x6b7680u
#define CI_INK_BORDER 0x5c6670u
#define CI_INK_ROAD 0x8a8f96u
#define CI_INK_FACILITY 0x1d3557u
#define CI_INK_PLAN 0x0047d6u
#define CI_INK_PEOPLE 0x5b1760u
#define CI_INK_SITE 0x7a828au

#endif
