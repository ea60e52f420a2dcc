/*
 * Sixteen times side by side, one for each lane. A source that defines
 * CI_LANE_BYTES as 16, 32 or 64 before it includes this gets the operations
 * on them in vectors of that width, if there can be such processors: then
 * CI_LANE_TARGET is defined. Its functions must be declared so, and run only
 * on processors that have such vectors.
 */
#ifndef CI_BASE_LANES_H
#define CI_BASE_LANES_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#define CI_LANES 16

/* More than any time within a cutoff. With any such time on top it is below
 * 2^31, so that nothing wraps, and signed numbers compare like unsigned. */
#define CI_LANE_INFINITE (UINT32_C(1) << 30)

#define CI_LANE_ALIGNMENT 64

/* As they lie in memory. */
typedef struct ci_lane_times {
    _Alignas(CI_LANE_ALIGNMENT) uint32_t lane[CI_LANES];
} ci_lane_times;

#if defined(__x86_64__) && defined(__GNUC__)
#define CI_HAS_WIDE_LANES 1
#endif

#if defined(CI_LANE_BYTES) &&                                                 \
    (CI_LANE_BYTES == 16 || defined(CI_HAS_WIDE_LANES))

#define CI_LANE_PARTS (64 / CI_LANE_BYTES)

#if CI_LANE_BYTES == 64
#include <immintrin.h>
#define CI_LANE_TARGET __attribute__((target("avx512f")))
typedef __m512i ci_lane_part;
#elif CI_LANE_BYTES == 32
#include <immintrin.h>
#define CI_LANE_TARGET __attribute__((target("avx2")))
typedef __m256i ci_lane_part;
#else
#define CI_LANE_TARGET
typedef uint32_t ci_lane_part __attribute__((vector_size(16)));
/* The oldest vectors of x86 compare signed numbers alone: so are times. */
typedef int32_t ci_lane_signed __attribute__((vector_size(16)));
#endif

#define CI_LANE_INLINE                                                        \
    CI_LANE_TARGET static inline __attribute__((always_inline))

/* As they are reckoned with. The parts are taken one by one by the
 * preprocessor: compilers keep them in registers only if no loop is left. */
typedef struct ci_lanes {
    ci_lane_part part[CI_LANE_PARTS];
} ci_lanes;

#if CI_LANE_PARTS == 1
#define CI_EACH_LANE_PART(DO) DO(0)
#elif CI_LANE_PARTS == 2
#define CI_EACH_LANE_PART(DO) DO(0) DO(1)
#else
#define CI_EACH_LANE_PART(DO) DO(0) DO(1) DO(2) DO(3)
#endif

#if CI_LANE_BYTES == 64

CI_LANE_INLINE ci_lane_part ci_lane_part_all(uint32_t time_ms)
{
    return _mm512_set1_epi32((int)time_ms);
}

CI_LANE_INLINE ci_lane_part ci_lane_part_add(ci_lane_part a, ci_lane_part b)
{
    return _mm512_add_epi32(a, b);
}

CI_LANE_INLINE ci_lane_part ci_lane_part_min(ci_lane_part a, ci_lane_part b)
{
    return _mm512_min_epu32(a, b);
}

CI_LANE_INLINE bool ci_lane_part_any_within(ci_lane_part a, ci_lane_part limit)
{
    return _mm512_cmple_epu32_mask(a, limit) != 0;
}

CI_LANE_INLINE ci_lane_part ci_lane_part_if_within(ci_lane_part a,
                                                   ci_lane_part limit,
                                                   ci_lane_part value)
{
    return _mm512_maskz_mov_epi32(_mm512_cmple_epu32_mask(a, limit), value);
}

#elif CI_LANE_BYTES == 32

CI_LANE_INLINE ci_lane_part ci_lane_part_all(uint32_t time_ms)
{
    return _mm256_set1_epi32((int)time_ms);
}

CI_LANE_INLINE ci_lane_part ci_lane_part_add(ci_lane_part a, ci_lane_part b)
{
    return _mm256_add_epi32(a, b);
}

CI_LANE_INLINE ci_lane_part ci_lane_part_min(ci_lane_part a, ci_lane_part b)
{
    return _mm256_min_epu32(a, b);
}

CI_LANE_INLINE bool ci_lane_part_any_within(ci_lane_part a, ci_lane_part limit)
{
    return _mm256_movemask_epi8(_mm256_cmpgt_epi32(a, limit)) != -1;
}

CI_LANE_INLINE ci_lane_part ci_lane_part_if_within(ci_lane_part a,
                                                   ci_lane_part limit,
                                                   ci_lane_part value)
{
    return _mm256_andnot_si256(_mm256_cmpgt_epi32(a, limit), value);
}

#else

CI_LANE_INLINE ci_lane_part ci_lane_part_all(uint32_t time_ms)
{
    return (ci_lane_part){time_ms, time_ms, time_ms, time_ms};
}

CI_LANE_INLINE ci_lane_part ci_lane_part_add(ci_lane_part a, ci_lane_part b)
{
    return a + b;
}

CI_LANE_INLINE ci_lane_part ci_lane_part_min(ci_lane_part a, ci_lane_part b)
{
    ci_lane_part is_less =
        (ci_lane_part)((ci_lane_signed)a < (ci_lane_signed)b);

    return b ^ ((a ^ b) & is_less);
}

CI_LANE_INLINE bool ci_lane_part_any_within(ci_lane_part a, ci_lane_part limit)
{
    ci_lane_signed is_over = (ci_lane_signed)a > (ci_lane_signed)limit;

    return (is_over[0] & is_over[1] & is_over[2] & is_over[3]) == 0;
}

CI_LANE_INLINE ci_lane_part ci_lane_part_if_within(ci_lane_part a,
                                                   ci_lane_part limit,
                                                   ci_lane_part value)
{
    return value & ~(ci_lane_part)((ci_lane_signed)a > (ci_lane_signed)limit);
}

#endif

CI_LANE_INLINE ci_lanes ci_lanes_all(uint32_t time_ms)
{
    ci_lanes out;

#define CI_LANE_DO(i) out.part[i] = ci_lane_part_all(time_ms);
    CI_EACH_LANE_PART(CI_LANE_DO)
#undef CI_LANE_DO
    return out;
}

CI_LANE_INLINE ci_lanes ci_lanes_load(const ci_lane_times *from)
{
    ci_lanes out;

#define CI_LANE_DO(i)                                                         \
    memcpy(&out.part[i], &from->lane[(i) * (CI_LANE_BYTES / 4)],              \
           CI_LANE_BYTES);
    CI_EACH_LANE_PART(CI_LANE_DO)
#undef CI_LANE_DO
    return out;
}

CI_LANE_INLINE void ci_lanes_store(ci_lane_times *to, ci_lanes times)
{
#define CI_LANE_DO(i)                                                         \
    memcpy(&to->lane[(i) * (CI_LANE_BYTES / 4)], &times.part[i],              \
           CI_LANE_BYTES);
    CI_EACH_LANE_PART(CI_LANE_DO)
#undef CI_LANE_DO
}

CI_LANE_INLINE ci_lanes ci_lanes_add(ci_lanes a, ci_lanes b)
{
#define CI_LANE_DO(i) a.part[i] = ci_lane_part_add(a.part[i], b.part[i]);
    CI_EACH_LANE_PART(CI_LANE_DO)
#undef CI_LANE_DO
    return a;
}

CI_LANE_INLINE ci_lanes ci_lanes_min(ci_lanes a, ci_lanes b)
{
#define CI_LANE_DO(i) a.part[i] = ci_lane_part_min(a.part[i], b.part[i]);
    CI_EACH_LANE_PART(CI_LANE_DO)
#undef CI_LANE_DO
    return a;
}

/* The value of each lane whose time is at most the limit's, else 0. */
CI_LANE_INLINE ci_lanes ci_lanes_if_within(ci_lanes times, ci_lanes limit,
                                           ci_lanes value)
{
#define CI_LANE_DO(i)                                                         \
    value.part[i] =                                                           \
        ci_lane_part_if_within(times.part[i], limit.part[i], value.part[i]);
    CI_EACH_LANE_PART(CI_LANE_DO)
#undef CI_LANE_DO
    return value;
}

/* Whether the time of any lane is at most the limit, the same in all. */
CI_LANE_INLINE bool ci_lanes_any_within(ci_lanes times, ci_lanes limit)
{
    ci_lane_part least = times.part[0];

#define CI_LANE_DO(i) least = ci_lane_part_min(least, times.part[i]);
    CI_EACH_LANE_PART(CI_LANE_DO)
#undef CI_LANE_DO
    return ci_lane_part_any_within(least, limit.part[0]);
}

#endif

#endif
