/* Records of a city for tests, with little typing. */
#ifndef TESTS_UNIT_CITY_FIXTURE_H
#define TESTS_UNIT_CITY_FIXTURE_H

#include "unit.h"

#include <math.h>

#include <circlet/city.h>

static const circlet_ring unit_one_ring[] = {{5, false}};

/* A rectangle whose corners are in `points`. */
static inline circlet_area rectangle(circlet_point points[5], double west,
                                     double south, double east, double north)
{
    points[0] = (circlet_point){west, south};
    points[1] = (circlet_point){east, south};
    points[2] = (circlet_point){east, north};
    points[3] = (circlet_point){west, north};
    points[4] = points[0];
    return (circlet_area){points, unit_one_ring, 1};
}

static inline circlet_unit_record unit(const char *code, circlet_level level,
                                       const char *parent)
{
    circlet_unit_record record = CIRCLET_UNIT_RECORD_INIT;

    record.code = code;
    record.name = code;
    record.level = level;
    record.parent_code = parent;
    return record;
}

static inline circlet_demand_record person(const char *id, double lon,
                                           double lat)
{
    circlet_demand_record record = CIRCLET_DEMAND_RECORD_INIT;

    record.id = id;
    record.at = (circlet_point){lon, lat};
    return record;
}

static inline circlet_facility_record home(const char *id)
{
    circlet_facility_record record = circlet_facility_record_unknown();

    record.id = id;
    record.name = "Home";
    record.type = "warm_home";
    record.at = (circlet_point){116.3, 39.9};
    return record;
}

static inline circlet_site_record site(const char *id)
{
    circlet_site_record record = {.id = id,
                                  .at = {116.3, 39.9},
                                  .max_area_m2 = (double)NAN,
                                  .max_beds = (double)NAN,
                                  .cost_cny = (double)NAN,
                                  .base_score = (double)NAN};

    return record;
}

static inline circlet_city_builder *new_builder(void)
{
    circlet_city_builder *builder = NULL;

    assert_ok(circlet_city_builder_new(&builder, error));
    return builder;
}

static inline circlet_city *finish(circlet_city_builder *builder)
{
    circlet_city *city = NULL;

    assert_ok(circlet_city_builder_finish(&city, builder, error));
    circlet_city_builder_free(builder);
    return city;
}

static inline void add_unit(circlet_city_builder *builder,
                            circlet_unit_record record)
{
    assert_ok(circlet_city_builder_add_unit(builder, &record, error));
}

#endif
