/* A travel mode in memory: rules on tags, applied in order. */
#ifndef CI_NETWORK_TRAVEL_MODE_H
#define CI_NETWORK_TRAVEL_MODE_H

#include <circlet/network.h>

#include "base/arena.h"

/* What a test asks of one tag. */
typedef enum ci_tag_test_kind {
    CI_TAG_IS_ONE_OF, /* present with one of `values` */
    CI_TAG_IS_PRESENT, /* with any value but "no" */
    CI_TAG_IS_ABSENT, /* not there, or "no": tunnel=no is no tunnel */
    CI_TAG_ABOVE, /* a number, its sign left out, over `limit` */
    CI_TAG_BELOW /* a number under `limit` */
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

/* Where all tests hold, the effect applies. */
typedef struct ci_tag_rule {
    const ci_tag_test *tests;
    size_t test_count;
    ci_effect_kind effect;
    double value;
    const char *key;
} ci_tag_rule;

struct circlet_travel_mode {
    const char *name;
    const char *title_zh, *title_en;
    double speed_mps; /* where no rule says otherwise */
    double off_road_mps; /* between a point and the street */
    bool obeys_oneway; /* oneway, junction=roundabout, highway=motorway */
    const ci_tag_rule *link_rules; /* a link is closed until a rule opens it */
    size_t link_rule_count;
    const ci_tag_rule *node_rules; /* a node is open until one closes it */
    size_t node_rule_count;
    ci_arena arena; /* holds all of the above */
};

/* An empty mode to fill; NULL: no memory. */
circlet_travel_mode *ci_travel_mode_new(void);

bool ci_tag_rule_matches(const ci_tag_rule *rule, const circlet_tag *tags,
                         size_t tag_count);

/* The value of a tag, or NULL. */
const char *ci_tag_value(const circlet_tag *tags, size_t tag_count,
                         const char *key);

/* "50", "30 mph", "walk", "CN:urban"... in m/s; false if it says none. */
bool ci_read_speed(double *out_mps, const char *value);

/* "8%", "-5 %", "10°", "0.9 m", "3'6\"" ... ; false for "up", "wide". */
bool ci_read_measure(double *out, const char *key, const char *value);

#endif
