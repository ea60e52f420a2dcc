#include "base/arena.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK_SIZE ((size_t)64 * 1024)
#define ALIGNMENT (_Alignof(max_align_t))

struct ci_arena_block {
    ci_arena_block *before;
    max_align_t bytes[];
};

void ci_arena_free(ci_arena *arena)
{
    while (arena->block) {
        ci_arena_block *before = arena->block->before;

        free(arena->block);
        arena->block = before;
    }
    arena->used = arena->room = 0;
}

void *ci_arena_take(ci_arena *arena, size_t size)
{
    void *place;

    if (size > SIZE_MAX / 2)
        return NULL;
    size = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    if (size > arena->room - arena->used || !arena->block) {
        size_t room = size > BLOCK_SIZE ? size : BLOCK_SIZE;
        ci_arena_block *block = malloc(sizeof(*block) + room);

        if (!block)
            return NULL;
        block->before = arena->block;
        arena->block = block;
        arena->room = room;
        arena->used = 0;
    }
    place = (char *)arena->block->bytes + arena->used;
    arena->used += size;
    return place;
}

char *ci_arena_copy_n(ci_arena *arena, const char *text, size_t size)
{
    char *copy = ci_arena_take(arena, size + 1);

    if (!copy)
        return NULL;
    if (size > 0)
        memcpy(copy, text, size);
    copy[size] = '\0';
    return copy;
}

char *ci_arena_copy(ci_arena *arena, const char *text)
{
    return ci_arena_copy_n(arena, text, strlen(text));
}
