/*
 * A made city of many streets, for benches: a jittered grid in blocks that
 * few local streets leave, main streets, two rivers with a bridge every three
 * kilometres, ring roads that few streets cross. A random grid without these
 * is the wrong test for hierarchies: cities have small separators.
 */
#ifndef BENCH_CITY_STREETS_H
#define BENCH_CITY_STREETS_H

#include <circlet/types.h>

typedef enum city_class {
    CITY_LOCAL = 0,
    CITY_COLLECTOR,
    CITY_ARTERIAL,
    CITY_EXPRESSWAY
} city_class;

typedef struct city_link {
    uint32_t from, to;
    double length_m;
    city_class class;
} city_link;

typedef struct city_streets {
    uint32_t node_count;
    circlet_point *points;
    size_t link_count;
    city_link *links;
} city_streets;

/* Kilometres per hour of cars on a class. */
double city_speed_kmh(city_class class);

/* Makes a city of about side x side nodes, in one piece, the same for a seed
 * on every machine. The caller frees it. false: no memory. */
bool city_streets_make(city_streets *city, uint32_t side, uint64_t seed);
void city_streets_free(city_streets *city);

#endif
