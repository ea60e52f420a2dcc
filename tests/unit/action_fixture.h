/* Actions of a plan, made by hand. */
#ifndef TESTS_UNIT_ACTION_FIXTURE_H
#define TESTS_UNIT_ACTION_FIXTURE_H

#include "plan_fixture.h"

#define UNKNOWN ((double)NAN)

static inline circlet_plan_action act(const char *id, const char *kind,
                                      const char *facility, int year)
{
    return (circlet_plan_action){.id = id,
                                 .kind = kind,
                                 .facility = facility,
                                 .at = {UNKNOWN, UNKNOWN},
                                 .places = -1,
                                 .beds = -1,
                                 .area_m2 = UNKNOWN,
                                 .cost_cny = UNKNOWN,
                                 .year = year};
}

static inline circlet_plan *plan_of(const circlet_plan_action *actions,
                                    size_t count)
{
    const circlet_plan_parts parts = {.actions = actions,
                                      .action_count = count};
    circlet_plan *plan = NULL;

    assert_ok(circlet_plan_new(&plan, "p", &parts, error));
    return plan;
}

#endif
