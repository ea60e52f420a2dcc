#include "network/near_memory.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/prefetch.h"

#define FIRST_ROOM 1024 /* a power of two */

typedef struct ci_near_place {
    circlet_point at;
    uint32_t ground;
    uint32_t first, count;
} ci_near_place;

void ci_near_memory_clear(ci_near_memory *memory)
{
    free(memory->places);
    free(memory->table);
    free(memory->links);
    *memory = (ci_near_memory){0};
}

static uint64_t bits_of(double number)
{
    uint64_t bits;

    memcpy(&bits, &number, sizeof(bits));
    return bits;
}

/* Where the search for a point begins. */
static size_t first_slot(const ci_near_memory *memory, uint32_t ground,
                         circlet_point at)
{
    uint64_t hash = (bits_of(at.lon) ^ (bits_of(at.lat) << 1) ^ ground) *
                    UINT64_C(0x9e3779b97f4a7c15);

    return (size_t)(hash >> 24) & (memory->table_room - 1);
}

/* Where the place of a point stands in the table, or would stand. */
static size_t slot_of(const ci_near_memory *memory, uint32_t ground,
                      circlet_point at)
{
    uint64_t lon = bits_of(at.lon), lat = bits_of(at.lat);
    size_t slot = first_slot(memory, ground, at);

    while (memory->table[slot] > 0) {
        const ci_near_place *place = &memory->places[memory->table[slot] - 1];

        if (place->ground == ground && bits_of(place->at.lon) == lon &&
            bits_of(place->at.lat) == lat)
            break;
        slot = (slot + 1) & (memory->table_room - 1);
    }
    return slot;
}

bool ci_near_memory_find(const ci_near_memory *memory, uint32_t ground,
                         circlet_point at, const ci_near_link **links,
                         size_t *count)
{
    uint32_t found;

    if (memory->place_count == 0)
        return false;
    found = memory->table[slot_of(memory, ground, at)];
    if (found == 0)
        return false;
    *links = memory->links + memory->places[found - 1].first;
    *count = memory->places[found - 1].count;
    return true;
}

/* Only the slot where the search begins: it seldom goes on. */
void ci_near_memory_expect(const ci_near_memory *memory, uint32_t ground,
                           circlet_point at, ci_near_step step)
{
    const uint32_t *slot;

    if (memory->place_count == 0)
        return;
    slot = &memory->table[first_slot(memory, ground, at)];
    if (step == CI_NEAR_TABLE)
        ci_prefetch(slot);
    else if (*slot > 0 && step == CI_NEAR_PLACE)
        ci_prefetch(&memory->places[*slot - 1]);
    else if (*slot > 0)
        ci_prefetch(memory->links + memory->places[*slot - 1].first);
}

/* Keeps the table at most half full. */
static bool reserve_table(ci_near_memory *memory)
{
    size_t room = memory->table_room ? 2 * memory->table_room : FIRST_ROOM;
    uint32_t *table;

    if (2 * memory->place_count < memory->table_room)
        return true;
    table = calloc(room, sizeof(*table));
    if (!table)
        return false;
    free(memory->table);
    memory->table = table;
    memory->table_room = room;
    for (size_t i = 0; i < memory->place_count; i++)
        table[slot_of(memory, memory->places[i].ground,
                      memory->places[i].at)] = (uint32_t)i + 1;
    return true;
}

static bool reserve_place(ci_near_memory *memory)
{
    ci_near_place *places =
        ci_array_reserve_one(memory->places, memory->place_count,
                             &memory->place_capacity, sizeof(*places));

    if (places)
        memory->places = places;
    return places != NULL;
}

/* At least one, so that there is an array to point into. */
static bool reserve_links(ci_near_memory *memory, size_t count)
{
    size_t wanted = memory->link_count + count + 1;
    ci_near_link *links;

    if (wanted <= memory->link_capacity)
        return true;
    wanted += wanted / 2;
    links = realloc(memory->links, wanted * sizeof(*links));
    if (!links)
        return false;
    memory->links = links;
    memory->link_capacity = wanted;
    return true;
}

void ci_near_memory_keep(ci_near_memory *memory, uint32_t ground,
                         circlet_point at, const ci_near_link *links,
                         size_t count)
{
    ci_near_place place = {at, ground, (uint32_t)memory->link_count,
                           (uint32_t)count};

    if (memory->link_count + count > CI_NEAR_LINK_MAX ||
        memory->place_count >= CI_NEAR_PLACE_MAX || !reserve_table(memory) ||
        !reserve_place(memory) || !reserve_links(memory, count))
        return;
    if (count > 0)
        memcpy(memory->links + memory->link_count, links,
               count * sizeof(*links));
    memory->link_count += count;
    memory->places[memory->place_count++] = place;
    memory->table[slot_of(memory, ground, at)] = (uint32_t)memory->place_count;
}
