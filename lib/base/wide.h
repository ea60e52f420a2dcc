/* Products of 64 bits times 64 bits, without loss. */
#ifndef CI_BASE_WIDE_H
#define CI_BASE_WIDE_H

#include <stdint.h>

/* 128 bits without a sign. */
typedef struct ci_wide {
    uint64_t high, low;
} ci_wide;

ci_wide ci_wide_product(uint64_t a, uint64_t b);

/* floor(a x b / c), and in `rest` what is left of it, which is below c. The
 * quotient must fit, c must not be 0. */
uint64_t ci_wide_share(uint64_t *rest, uint64_t a, uint64_t b, uint64_t c);

#endif
