#include "base/random.h"

#include <stdbool.h>

/* FNV-1a, 64 bits: G. Fowler, L. C. Noll, K.-P. Vo, RFC 9923. */
static uint64_t hash_name(const char *name)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);

    for (; *name; name++)
        hash = (hash ^ (unsigned char)*name) * UINT64_C(0x100000001b3);
    return hash;
}

/* SplitMix64: G. L. Steele, D. Lea, C. H. Flood, "Fast splittable
 * pseudorandom number generators", OOPSLA 2014, with the constants of its
 * Java version (variant 13 of D. Stafford). */
uint64_t ci_random_next(ci_random *random)
{
    uint64_t x = (random->state += UINT64_C(0x9e3779b97f4a7c15));

    x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
    return x ^ (x >> 31);
}

/* The seed goes through the generator first: the streams of two names are
 * then not those of two other seeds. */
ci_random ci_random_start(uint64_t seed, const char *name)
{
    ci_random random = {seed};

    random.state = ci_random_next(&random) ^ hash_name(name);
    ci_random_next(&random);
    return random;
}

/* What lies beyond the last whole multiple of the limit is drawn again: less
 * than a limit, which only a number so near to the end need be compared with.
 */
static bool is_beyond(uint64_t number, uint64_t limit)
{
    return number > UINT64_MAX - limit &&
           number > UINT64_MAX - (UINT64_MAX % limit + 1) % limit;
}

uint64_t ci_random_below(ci_random *random, uint64_t limit)
{
    uint64_t number;

    do
        number = ci_random_next(random);
    while (is_beyond(number, limit));
    return (limit & (limit - 1)) == 0 ? number & (limit - 1) : number % limit;
}

double ci_random_share(ci_random *random)
{
    return (double)(ci_random_next(random) >> 11) * 0x1p-53;
}
