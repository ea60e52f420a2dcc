/* Towns of which only some types of facility were imported. */
#ifndef TESTS_OPEN_TOWN_H
#define TESTS_OPEN_TOWN_H

#include "care_town.h"
#include "list_town.h"

typedef struct open_case {
    circlet_policy *policy;
    judge_city town;
    care_roads roads;
    circlet_travel travel;
    circlet_city *city;
    circlet_findings *findings;
} open_case;

static inline open_case *start(circlet_policy *policy)
{
    open_case *c = calloc(1, sizeof(*c));

    assert_non_null(c);
    c->policy = policy;
    c->town = judge_city_new();
    return c;
}

static inline void end(open_case *c)
{
    circlet_findings_free(c->findings);
    circlet_city_free(c->city);
    circlet_policy_free(c->policy);
    free(c);
}

/* A type that is given but has nothing open. */
static inline void speak_of(open_case *c, const char *type)
{
    circlet_facility_record closed = judge_facility(type, 0);

    closed.status = CIRCLET_FACILITY_CLOSED;
    judge_add_facility(&c->town, closed);
}

#endif
