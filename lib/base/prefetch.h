/* Asking for memory before it is needed. */
#ifndef CI_BASE_PREFETCH_H
#define CI_BASE_PREFETCH_H

/* A hint to the processor that `place` will be read soon; any address will
 * do. */
static inline void ci_prefetch(const void *place)
{
#if defined(__GNUC__) || defined(__clang__)
    __builtin_prefetch(place);
#else
    (void)place;
#endif
}

#endif
