/* Finding the position of a text id or of a 64-bit id. */
#ifndef CI_BASE_ID_MAP_H
#define CI_BASE_ID_MAP_H

#include <circlet/types.h>

/* Not found. */
#define CI_NOWHERE UINT32_MAX

/* Text to position. Keys are borrowed: they must outlive the map. */
typedef struct ci_name_map ci_name_map;

ci_name_map *ci_name_map_new(void); /* NULL if memory ran out */
void ci_name_map_free(ci_name_map *map);

/* The position stored for `name`, or CI_NOWHERE. */
uint32_t ci_name_map_find(const ci_name_map *map, const char *name);

/* Stores a position under a name that is not there yet; false: no memory. */
bool ci_name_map_add(ci_name_map *map, const char *name, uint32_t position);

/* 64-bit id to position. */
typedef struct ci_id_map ci_id_map;

ci_id_map *ci_id_map_new(size_t expected); /* NULL if memory ran out */
void ci_id_map_free(ci_id_map *map);
uint32_t ci_id_map_find(const ci_id_map *map, int64_t id);
bool ci_id_map_add(ci_id_map *map, int64_t id, uint32_t position);

#endif
