/* Rounding of times. */
#ifndef CI_BASE_ROUNDING_H
#define CI_BASE_ROUNDING_H

#include <stdint.h>

/* The nearest whole number, halves up, of 0 to below UINT32_MAX: what
 * llround() gives, without a call. The part after the point is exact. */
static inline uint32_t ci_round_up_half(double number)
{
    uint32_t whole = (uint32_t)number;

    return whole + (number - whole >= 0.5);
}

#endif
