/* The greatest common divisor. */
#ifndef CI_BASE_DIVISOR_H
#define CI_BASE_DIVISOR_H

#include <stdint.h>

/* Of two numbers, 0 or more (Euclid, Elements VII.2); with 0 the other. */
static inline int64_t ci_common_divisor(int64_t a, int64_t b)
{
    while (b != 0) {
        int64_t rest = a % b;

        a = b;
        b = rest;
    }
    return a;
}

#endif
