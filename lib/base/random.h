/* A seeded generator: the same numbers on every machine. */
#ifndef CI_BASE_RANDOM_H
#define CI_BASE_RANDOM_H

#include <stdint.h>

typedef struct ci_random {
    uint64_t state;
} ci_random;

/* Starts the stream of a seed and a name: other names, other numbers. */
ci_random ci_random_start(uint64_t seed, const char *name);

uint64_t ci_random_next(ci_random *random);

/* A number from 0 to limit - 1, each as likely as the other; limit > 0. */
uint64_t ci_random_below(ci_random *random, uint64_t limit);

/* Evenly from 0 to below 1: the 53 bits that a double holds. */
double ci_random_share(ci_random *random);

#endif
