/* Two states of a city to compare: a street of one square degree, in which
 * 0.09 degrees on foot are 15 minutes. */
#ifndef TESTS_TWO_STATES_H
#define TESTS_TWO_STATES_H

#include "plane_roads.h"

#include <circlet/compare.h>

#define RULE "B-CIRCLE-15"

/* A state of the city while it is made. */
typedef struct state {
    judge_city making;
    circlet_city *city;
    plane_roads roads;
    circlet_travel travel;
} state;

static circlet_policy *policy;

static inline state new_state(void)
{
    state s = {.making = judge_city_new(), .roads = {1, 0, 0.25}};

    judge_add_street(&s.making, 0, "urban");
    judge_add_street(&s.making, 1, "urban");
    assert_ok(circlet_city_builder_say_complete(
        s.making.builder, CIRCLET_PART_FACILITIES, error));
    return s;
}

static inline circlet_demand_record at(double lon)
{
    circlet_demand_record person = judge_person(0, 0.5);

    person.at.lon = lon;
    return person;
}

static inline void add_as(state *s, const char *id,
                          circlet_demand_record person)
{
    person.id = id;
    assert_ok(
        circlet_city_builder_add_demand(s->making.builder, &person, error));
}

static inline void add(state *s, const char *id, double lon)
{
    add_as(s, id, at(lon));
}

static inline void add_home_as(state *s, const char *id,
                               circlet_facility_record facility, double lon)
{
    facility.id = id;
    facility.name = id;
    facility.at = (circlet_point){lon, 0.5};
    assert_ok(circlet_city_builder_add_facility(s->making.builder, &facility,
                                                error));
}

static inline void add_home(state *s, const char *id, double lon)
{
    add_home_as(s, id, judge_facility("warm_home", 0), lon);
}

static inline circlet_compared finish(state *s, const circlet_policy *with,
                                      int year)
{
    s->city = judge_finish(&s->making);
    s->travel = plane_travel(&s->roads);
    return (circlet_compared){s->city, with, &s->travel, year};
}

static inline circlet_comparison *compare(circlet_compared before,
                                          circlet_compared after)
{
    circlet_comparison *comparison = NULL;

    assert_ok(
        circlet_comparison_compute(&comparison, &before, &after, NULL, error));
    return comparison;
}

static inline const circlet_cover_change *cover_of(
    const circlet_comparison *from, const char *rule)
{
    for (size_t i = 0; i < circlet_comparison_rule_count(from); i++)
        if (strcmp(circlet_comparison_rule(from, i)->rule, rule) == 0)
            return circlet_comparison_rule(from, i);
    fail_msg("no rule %s", rule);
    return NULL;
}

static inline const circlet_change *change_of(const circlet_comparison *from,
                                              circlet_change_kind kind)
{
    for (size_t i = 0; i < circlet_comparison_change_count(from); i++)
        if (circlet_comparison_change(from, i)->kind == kind)
            return circlet_comparison_change(from, i);
    return NULL;
}

static inline const circlet_verdict_change *verdict_of(
    const circlet_comparison *from, const char *rule, const char *unit)
{
    for (size_t i = 0; i < circlet_comparison_verdict_count(from); i++) {
        const circlet_verdict_change *change =
            circlet_comparison_verdict(from, i);

        if (strcmp(change->rule, rule) == 0 && strcmp(change->unit, unit) == 0)
            return change;
    }
    return NULL;
}

/* Two states of which one person gained for one reason alone. */
static inline void assert_one_gained(state *a, state *b,
                                     const circlet_policy *first,
                                     const circlet_policy *then,
                                     circlet_change_kind reason)
{
    circlet_comparison *comparison =
        compare(finish(a, first, 2020), finish(b, then, 2020));
    const circlet_cover_change *cover = cover_of(comparison, RULE);

    assert_int_equal(cover->gained_milli, 1000);
    assert_int_equal(cover->gained_by.milli[reason], 1000);
    assert_int_equal(cover->lost_milli, 0);
    assert_int_equal(cover->came_milli, 0);
    assert_int_equal(cover->went_milli, 0);
    assert_int_equal(circlet_comparison_people(comparison).gained_milli, 1000);
    assert_non_null(change_of(comparison, reason));
    assert_non_null(verdict_of(comparison, RULE, "S0"));
    assert_true(verdict_of(comparison, RULE, "S0")->reasons >> reason & 1);
    assert_int_equal(verdict_of(comparison, RULE, "S0")->decided_by, reason);
    circlet_comparison_free(comparison);
    circlet_city_free(a->city);
    circlet_city_free(b->city);
}

#endif
