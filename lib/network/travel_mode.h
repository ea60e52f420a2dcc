/* A travel mode in memory: rules on tags, applied in order. */
#ifndef CI_NETWORK_TRAVEL_MODE_H
#define CI_NETWORK_TRAVEL_MODE_H

#include <stdatomic.h>
#include <string.h>

#include <circlet/network.h>

#include "base/arena.h"

/* What a test asks of one tag. */
typedef enum ci_tag_test_kind {
    CI_TAG_IS_ONE_OF, /* present with one of `values` */
    CI_TAG_ARE_ALL_OF, /* the same; of a list ("private;no") all parts are */
    CI_TAG_IS_NOT, /* not there, or with none of `values` */
    CI_TAG_IS_OTHER, /* present with none of `values`, nor with "no" */
    CI_TAG_IS_PRESENT, /* with any value but "no" */
    CI_TAG_IS_ABSENT, /* not there, or "no": tunnel=no is no tunnel */
    CI_TAG_ABOVE, /* a number over `limit`; of `incline` without its sign */
    CI_TAG_BELOW, /* a number under `limit`; of `incline` without its sign */
    CI_TAG_CLIMB_ABOVE, /* `incline` with its sign, uphill above 0, as the */
    CI_TAG_CLIMB_BELOW, /* street was drawn: rules with `toward: forward` */
    CI_TAG_FALL_ABOVE, /* the same for those who go against it: */
    CI_TAG_FALL_BELOW /* `toward: backward` */
} ci_tag_test_kind;

typedef struct ci_tag_test {
    const char *key;
    ci_tag_test_kind kind;
    const char *const *values;
    size_t value_count;
    double limit; /* metres, kilometres an hour; per cent for `incline` */
} ci_tag_test;

typedef enum ci_effect_kind {
    CI_EFFECT_PASS, /* `value` 1: passable, 0: not; the last match decides */
    CI_EFFECT_SPEED, /* speed becomes `value` m/s; the last match decides */
    CI_EFFECT_SPEED_FROM_TAG, /* speed becomes that of the tag `key`, read by
                                 ci_read_speed(), times `value` */
    CI_EFFECT_FACTOR, /* time is multiplied by `value`; all matches */
    CI_EFFECT_DELAY, /* `value` seconds are added; all matches */
    CI_EFFECT_SNAP_BARRIER /* no snapping to it nor across it */
} ci_effect_kind;

/* Which way along a link an effect applies. */
typedef enum ci_toward {
    CI_TOWARD_BOTH,
    CI_TOWARD_END, /* the way the street was drawn: `toward: forward` */
    CI_TOWARD_START
} ci_toward;

/* Where a number comes from, or that somebody assumed it. */
typedef struct ci_origin {
    const char *source; /* NULL: none */
    bool is_assumed;
} ci_origin;

/* What is known of a whole city: no street of it that is built to the
 * standard of roads is steeper. */
typedef struct ci_steepest {
    double per_cent; /* 0: not known */
    ci_origin origin;
} ci_steepest;

/* Where all tests hold, the effect applies. */
typedef struct ci_tag_rule {
    const ci_tag_test *tests;
    size_t test_count;
    ci_effect_kind effect;
    double value;
    const char *key;
    ci_toward toward; /* of links */
    const char *when; /* the tests in words: "highway=steps" */
    ci_origin origin;
    bool is_across_road; /* of a node, for who leaves the roads of `roadway`:
                            a delay (at best there is nothing to wait for), or
                            a `pass` of 0; see network/crossing_wait.h */
} ci_tag_rule;

/*
 * A tag that matters and may be missing. Where the tests hold and no tag
 * `key` is there, or only one that says no more than none would, or one that
 * the mode does not understand (network/tag_words.h), the truth is one of
 * `values`, or a number from `from` to `to`. For `incline` it is the slope
 * along the link, per cent, and either sign is possible: a range from 2 to 6
 * is one from -6 to 6. Where a link has heights, `incline` is not missing.
 * Where a tag is there and not understood, the truth may also be any value
 * that the mode's rules name for the key: `values` are for missing tags.
 */
typedef struct ci_unknown {
    const char *key;
    const ci_tag_test *tests; /* none: everywhere */
    size_t test_count;
    const char *const
        *vague; /* kerb=yes says that there is one, not how high */
    size_t vague_count;
    const char *const *values; /* none: a number */
    size_t value_count;
    bool may_be_none; /* the truth may also be that the tag does not apply */
    double from, to;
    const char *when;
    ci_origin origin;
    bool may_stand_at_ends; /* of links: not missing where the node at either
                               end has the tag */
    bool is_graded; /* of `incline`: about ways built to the standard of
                       roads, which ci_steepest is about */
    bool is_across_road; /* of nodes: asked where another way, which is not
                            asked itself, meets a road alone */
} ci_unknown;

/* The most unknowns of links and nodes together: they are bits of a mask. */
#define CI_UNKNOWN_MAX 60
typedef uint64_t ci_unknown_mask; /* those of links first */

/* The bit behind them: the slope of a link is known from heights alone, which
 * are not exact. */
#define CI_UNKNOWN_BY_HEIGHTS ((ci_unknown_mask)1 << CI_UNKNOWN_MAX)

typedef enum ci_slope_form {
    CI_SLOPE_LEVEL, /* slope changes no time */
    CI_SLOPE_PIECES, /* straight between points, level beyond the ends */
    CI_SLOPE_TOBLER /* Tobler 1993: exp(3.5 |s + 0.05|), 1 on the flat */
} ci_slope_form;

typedef struct ci_slope_point {
    double slope_pct; /* above 0: uphill; ascending */
    double factor; /* of the time on the flat */
} ci_slope_point;

/* What slope does to the time along a link, and where it closes it. */
typedef struct ci_slope {
    ci_slope_form form;
    const ci_slope_point *points; /* of CI_SLOPE_PIECES */
    size_t point_count;
    double limit_up_pct; /* steeper is closed; INFINITY: no limit */
    double limit_down_pct; /* above 0 */
    double error_pct; /* slopes out of heights are right to +- so much */
    const ci_tag_test *except; /* where these hold, slope does not count */
    size_t except_count; /* 0: it counts everywhere */
    const char *except_when;
    ci_origin time_origin, limit_origin, error_origin;
} ci_slope;

struct circlet_travel_mode {
    const char *name;
    const char *title_zh, *title_en;
    double speed_mps; /* where no rule says otherwise */
    double off_road_mps; /* between a point and the street */
    bool obeys_oneway; /* oneway, junction=roundabout, highway=motorway */
    bool obeys_turns; /* turns that are forbidden */
    const char *vehicle; /* as which it heeds them; NULL: "motorcar" */
    const ci_tag_rule *link_rules; /* a link is closed until a rule opens it */
    size_t link_rule_count;
    const ci_tag_rule *node_rules; /* a node is open until one closes it */
    size_t node_rule_count;
    const ci_tag_test *roadway; /* the streets that one gets across; see
                                   ci_crossings_find() */
    size_t roadway_count; /* 0: no delay is for that */
    double turn_share; /* of a delay for getting across: what who turns between
                          a road and another way takes; 0 to 0.5 */
    const ci_unknown *link_unknowns;
    size_t link_unknown_count;
    const ci_unknown *node_unknowns;
    size_t node_unknown_count;
    const ci_tag_test *harmless; /* CI_TAG_IS_ONE_OF: values that are known
                                    and change nothing */
    size_t harmless_count;
    ci_slope slope;
    double boarding_s; /* once a journey: getting in and out of a vehicle */
    ci_origin speed_origin, off_road_origin, boarding_origin;
    ci_origin turn_share_origin;
    const circlet_mode_figure *figures; /* for people to read */
    size_t figure_count;
    atomic_uint other_owners; /* beside the first; freed with the last */
    ci_arena arena; /* holds all of the above */
};

/* An empty mode to fill, of one owner; slope level, without limits. NULL:
 * no memory. */
circlet_travel_mode *ci_travel_mode_new(void);

/* One more owner, who frees it too; any thread may be one. */
circlet_travel_mode *ci_travel_mode_share(const circlet_travel_mode *mode);

bool ci_tag_rule_matches(const ci_tag_rule *rule, const circlet_tag *tags,
                         size_t tag_count);

/* Whether all tests hold; none: yes. */
bool ci_tag_tests_hold(const ci_tag_test *tests, size_t count,
                       const circlet_tag *tags, size_t tag_count);

/* Whether a test holds of a tag with this value; NULL: there is none. */
bool ci_tag_test_holds(const ci_tag_test *test, const char *value);

/* As of a tag whose value is this number. */
bool ci_tag_test_holds_number(const ci_tag_test *test, double number);

/* Whether a test asks for a number. */
static inline bool ci_tag_test_is_of_number(const ci_tag_test *test)
{
    return test->kind >= CI_TAG_ABOVE;
}

/* As strcmp(a, b) == 0: most keys differ in their first letter. */
static inline bool ci_is_same_text(const char *a, const char *b)
{
    return a[0] == b[0] && strcmp(a, b) == 0;
}

/* The value of a tag, or NULL. */
const char *ci_tag_value(const circlet_tag *tags, size_t tag_count,
                         const char *key);

/* Whether a tag is there and does not say "no". */
bool ci_tag_says(const circlet_tag *tags, size_t tag_count, const char *key);

/* Whether a word stands among others. */
bool ci_tag_words_have(const char *const *words, size_t count,
                       const char *word);

/* Longer parts of lists are no words. */
#define CI_TAG_PART_SIZE 64

/* Cuts the part of a list between `;` at `*rest` out, without spaces around
 * it, and goes on to the next (NULL: none); false if it is too long. */
bool ci_tag_cut_part(char out[CI_TAG_PART_SIZE], const char **rest);

/* "50", "30 mph", "walk", "CN:urban"... in m/s; false if it says none. */
bool ci_read_speed(double *out_mps, const char *value);

/* "8%", "-5 %", "10°", "0.9 m", "3'6\"" ... ; false for "up", "wide". Below 0
 * are slopes, layers, levels and heights above the sea alone. */
bool ci_read_measure(double *out, const char *key, const char *value);

#endif
