/* Many small allocations that are freed together. */
#ifndef CI_BASE_ARENA_H
#define CI_BASE_ARENA_H

#include <stddef.h>

typedef struct ci_arena_block ci_arena_block;

/* Starts as {0}. */
typedef struct ci_arena {
    ci_arena_block *block; /* the newest; each knows the one before */
    size_t used, room; /* in the newest block */
} ci_arena;

void ci_arena_free(ci_arena *arena);

/* `size` bytes aligned for any type, not cleared; NULL: no memory. */
void *ci_arena_take(ci_arena *arena, size_t size);

/* A copy of a string that is not NULL; NULL: no memory. */
char *ci_arena_copy(ci_arena *arena, const char *text);
char *ci_arena_copy_n(ci_arena *arena, const char *text, size_t size);

#endif
