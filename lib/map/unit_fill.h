/* What units of a level are filled by: their worst verdict, or the share of
 * people who are covered. */
#ifndef CI_MAP_UNIT_FILL_H
#define CI_MAP_UNIT_FILL_H

#include <circlet/map.h>

#include "map/palette.h"
#include "policy/policy.h"

/* Of one unit. */
typedef struct ci_unit_fill {
    ci_fill fill;
    bool misses; /* fewer are covered than a rule asks for */
    size_t broken; /* rules that must be kept and are not */
    const char *last_broken; /* the last of them */
    double persons, covered; /* of circle rules; NaN: not known */
} ci_unit_fill;

/* Starts as {0}; ci_unit_fills_free(). */
typedef struct ci_unit_fills {
    circlet_level level;
    ci_unit_fill *items; /* of each of the city's units; those of other levels
                            have CI_FILL_NONE */
} ci_unit_fills;

/* The level is that of the options; else streets if any finding is about one
 * or what lies in it, else the lowest level that one is about. */
circlet_status ci_unit_fills_make(ci_unit_fills *out,
                                  const circlet_map_content *content,
                                  const circlet_map_options *options,
                                  circlet_error *error);
void ci_unit_fills_free(ci_unit_fills *fills);

/* Whether a rule is about a type or service. */
bool ci_map_is_about(const ci_rule *rule, const char *word);

/* Whether a rule's people are counted: those of a circle, which is no advice
 * beside another rule. */
bool ci_map_is_circle(const ci_rule *rule, const char *service);

/* The unit of a level that a unit is or lies in, or CIRCLET_NONE. */
circlet_unit ci_map_ancestor(const circlet_city *city, circlet_unit unit,
                             circlet_level level);

#endif
