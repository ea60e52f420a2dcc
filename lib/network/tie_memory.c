#include "network/tie_memory.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"

/* 16 MiB of ties, those of some 100,000 homes in a city. */
#define TIE_MAX ((size_t)1 << 20)

#define FIRST_ROOM 1024 /* a power of two */

typedef struct ci_tied_place {
    circlet_point at;
    uint32_t first, count;
    bool is_taken;
} ci_tied_place;

void ci_tie_memory_clear(ci_tie_memory *memory)
{
    free(memory->places);
    free(memory->ties);
    *memory = (ci_tie_memory){0};
}

void ci_tie_memory_turn_to(ci_tie_memory *memory,
                           const circlet_arc_times *times)
{
    if (memory->mode == times->mode && memory->bound == times->bound)
        return;
    if (memory->place_count > 0)
        memset(memory->places, 0, memory->place_room * sizeof(ci_tied_place));
    memory->mode = times->mode;
    memory->bound = times->bound;
    memory->place_count = memory->tie_count = 0;
}

static uint64_t bits_of(double number)
{
    uint64_t bits;

    memcpy(&bits, &number, sizeof(bits));
    return bits;
}

/* The place of a point, or the free one where it would stand. */
static ci_tied_place *place_of(ci_tied_place *places, size_t room,
                               circlet_point at)
{
    uint64_t hash = (bits_of(at.lon) ^ (bits_of(at.lat) << 1)) *
                    UINT64_C(0x9e3779b97f4a7c15);
    size_t place = (size_t)(hash >> 24) & (room - 1);

    while (places[place].is_taken &&
           (bits_of(places[place].at.lon) != bits_of(at.lon) ||
            bits_of(places[place].at.lat) != bits_of(at.lat)))
        place = (place + 1) & (room - 1);
    return &places[place];
}

bool ci_tie_memory_find(const ci_tie_memory *memory, circlet_point at,
                        const ci_tie **ties, size_t *count)
{
    const ci_tied_place *place;

    if (memory->place_count == 0)
        return false;
    place = place_of(memory->places, memory->place_room, at);
    if (!place->is_taken)
        return false;
    *ties = memory->ties + place->first;
    *count = place->count;
    return true;
}

static bool grow(ci_tie_memory *memory)
{
    size_t room = memory->place_room ? 2 * memory->place_room : FIRST_ROOM;
    ci_tied_place *places = calloc(room, sizeof(*places));

    if (!places)
        return false;
    for (size_t i = 0; i < memory->place_room; i++)
        if (memory->places[i].is_taken)
            *place_of(places, room, memory->places[i].at) = memory->places[i];
    free(memory->places);
    memory->places = places;
    memory->place_room = room;
    return true;
}

static bool add_ties(ci_tie_memory *memory, const ci_tie *ties, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        ci_tie *all =
            ci_array_reserve_one(memory->ties, memory->tie_count + i,
                                 &memory->tie_capacity, sizeof(*all));

        if (!all)
            return false;
        memory->ties = all;
        all[memory->tie_count + i] = ties[i];
    }
    memory->tie_count += count;
    return true;
}

void ci_tie_memory_keep(ci_tie_memory *memory, circlet_point at,
                        const ci_tie *ties, size_t count)
{
    ci_tied_place place = {at, (uint32_t)memory->tie_count, (uint32_t)count,
                           true};

    if (memory->tie_count + count > TIE_MAX || memory->place_count >= TIE_MAX)
        return;
    if (2 * memory->place_count >= memory->place_room && !grow(memory))
        return;
    /* At least one, so that there is an array to point into. */
    if (!memory->ties && !add_ties(memory, &(ci_tie){0}, 1))
        return;
    place.first = (uint32_t)memory->tie_count;
    if (!add_ties(memory, ties, count))
        return;
    *place_of(memory->places, memory->place_room, at) = place;
    memory->place_count++;
}
