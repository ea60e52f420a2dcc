/* Units of any level and kind for tests of lists. */
#ifndef TESTS_LIST_TOWN_H
#define TESTS_LIST_TOWN_H

#include "judge_city.h"

#include <string.h>

#define REHAB "A-COMMUNITY-REHAB"

/* A unit from longitude `west` to `east`, a degree high. */
static inline void add_unit(judge_city *city, const char *code,
                            circlet_level level, const char *parent,
                            const char *kind, const char *setting,
                            const char *tags, double west, double east)
{
    const circlet_point ring[] = {
        {west, 0}, {east, 0}, {east, 1}, {west, 1}, {west, 0}};
    const circlet_ring rings[] = {{5, false}};
    circlet_unit_record unit = CIRCLET_UNIT_RECORD_INIT;

    unit.code = unit.name = code;
    unit.level = level;
    unit.parent_code = parent;
    unit.kind = kind;
    unit.setting = setting;
    unit.tags = tags;
    unit.area = (circlet_area){ring, rings, west < east ? 1 : 0};
    assert_ok(circlet_city_builder_add_unit(city->builder, &unit, error));
}

/* A village, or what `kind` says, one degree wide. */
static inline void add_village(judge_city *city, const char *code,
                               const char *parent, const char *kind,
                               const char *tags, int k)
{
    add_unit(city, code, CIRCLET_LEVEL_COMMUNITY, parent, kind, NULL, tags, k,
             k + 1);
}

static inline void say_complete(judge_city *city)
{
    assert_ok(circlet_city_builder_say_complete(
        city->builder, CIRCLET_PART_FACILITIES, error));
    assert_ok(circlet_city_builder_say_complete(city->builder,
                                                CIRCLET_PART_PEOPLE, error));
}

#endif
