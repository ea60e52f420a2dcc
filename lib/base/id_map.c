/* Open addressing with linear probing, at most half full. */
#include "base/id_map.h"

#include <stdlib.h>
#include <string.h>

typedef struct name_slot {
    const char *name; /* NULL: free */
    uint32_t hash;
    uint32_t position;
} name_slot;

struct ci_name_map {
    name_slot *slots;
    size_t slot_count; /* a power of two */
    size_t used;
};

typedef struct id_slot {
    int64_t id;
    uint32_t position;
    bool is_used;
} id_slot;

struct ci_id_map {
    id_slot *slots;
    size_t slot_count; /* a power of two */
    size_t used;
};

/* FNV-1a (Fowler, Noll, Vo), 32 bits. */
static uint32_t hash_name(const char *name)
{
    uint32_t hash = UINT32_C(2166136261);

    for (; *name; name++)
        hash = (hash ^ (unsigned char)*name) * UINT32_C(16777619);
    return hash;
}

ci_name_map *ci_name_map_new(void)
{
    ci_name_map *map = calloc(1, sizeof(*map));

    if (!map)
        return NULL;
    map->slot_count = 16;
    map->slots = calloc(map->slot_count, sizeof(*map->slots));
    if (!map->slots) {
        free(map);
        return NULL;
    }
    return map;
}

void ci_name_map_free(ci_name_map *map)
{
    if (!map)
        return;
    free(map->slots);
    free(map);
}

static name_slot *name_place(const ci_name_map *map, const char *name,
                             uint32_t hash)
{
    size_t i = hash & (map->slot_count - 1);

    while (map->slots[i].name && (map->slots[i].hash != hash ||
                                  strcmp(map->slots[i].name, name) != 0))
        i = (i + 1) & (map->slot_count - 1);
    return &map->slots[i];
}

uint32_t ci_name_map_find(const ci_name_map *map, const char *name)
{
    const name_slot *slot = name_place(map, name, hash_name(name));

    return slot->name ? slot->position : CI_NOWHERE;
}

static bool grow_names(ci_name_map *map)
{
    ci_name_map larger = *map;

    larger.slot_count = map->slot_count * 2;
    larger.slots = calloc(larger.slot_count, sizeof(*larger.slots));
    if (!larger.slots)
        return false;
    for (size_t i = 0; i < map->slot_count; i++)
        if (map->slots[i].name)
            *name_place(&larger, map->slots[i].name, map->slots[i].hash) =
                map->slots[i];
    free(map->slots);
    *map = larger;
    return true;
}

bool ci_name_map_add(ci_name_map *map, const char *name, uint32_t position)
{
    uint32_t hash = hash_name(name);
    name_slot *slot;

    if (map->used * 2 >= map->slot_count && !grow_names(map))
        return false;
    slot = name_place(map, name, hash);
    if (!slot->name)
        map->used++;
    slot->name = name;
    slot->hash = hash;
    slot->position = position;
    return true;
}

/* The finalizer of SplitMix64 (Steele, Lea and Flood 2014). */
static uint64_t hash_id(int64_t id)
{
    uint64_t x = (uint64_t)id;

    x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
    return x ^ (x >> 31);
}

ci_id_map *ci_id_map_new(size_t expected)
{
    ci_id_map *map = calloc(1, sizeof(*map));

    if (!map)
        return NULL;
    map->slot_count = 16;
    while (map->slot_count < expected * 2)
        map->slot_count *= 2;
    map->slots = calloc(map->slot_count, sizeof(*map->slots));
    if (!map->slots) {
        free(map);
        return NULL;
    }
    return map;
}

void ci_id_map_free(ci_id_map *map)
{
    if (!map)
        return;
    free(map->slots);
    free(map);
}

static id_slot *id_place(const ci_id_map *map, int64_t id)
{
    size_t i = hash_id(id) & (map->slot_count - 1);

    while (map->slots[i].is_used && map->slots[i].id != id)
        i = (i + 1) & (map->slot_count - 1);
    return &map->slots[i];
}

uint32_t ci_id_map_find(const ci_id_map *map, int64_t id)
{
    const id_slot *slot = id_place(map, id);

    return slot->is_used ? slot->position : CI_NOWHERE;
}

static bool grow_ids(ci_id_map *map)
{
    ci_id_map larger = *map;

    larger.slot_count = map->slot_count * 2;
    larger.slots = calloc(larger.slot_count, sizeof(*larger.slots));
    if (!larger.slots)
        return false;
    for (size_t i = 0; i < map->slot_count; i++)
        if (map->slots[i].is_used)
            *id_place(&larger, map->slots[i].id) = map->slots[i];
    free(map->slots);
    *map = larger;
    return true;
}

bool ci_id_map_add(ci_id_map *map, int64_t id, uint32_t position)
{
    id_slot *slot;

    if (map->used * 2 >= map->slot_count && !grow_ids(map))
        return false;
    slot = id_place(map, id);
    if (!slot->is_used)
        map->used++;
    *slot = (id_slot){id, position, true};
    return true;
}
