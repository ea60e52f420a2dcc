#include "base/wide.h"

/* Schoolbook multiplication by halves of 32 bits. */
ci_wide ci_wide_product(uint64_t a, uint64_t b)
{
    uint64_t a_low = (uint32_t)a, a_high = a >> 32;
    uint64_t b_low = (uint32_t)b, b_high = b >> 32;
    uint64_t low = a_low * b_low;
    uint64_t middle = a_high * b_low + (low >> 32);
    uint64_t other = a_low * b_high + (uint32_t)middle;

    return (ci_wide){a_high * b_high + (middle >> 32) + (other >> 32),
                     other << 32 | (uint32_t)low};
}

/* Long division bit by bit: the rest stays below the divisor, so that one
 * bit too many, which is shifted out, means that the divisor fits. */
uint64_t ci_wide_share(uint64_t *rest, uint64_t a, uint64_t b, uint64_t c)
{
    ci_wide product = ci_wide_product(a, b);
    uint64_t left = product.high, quotient = 0;

    if (product.high == 0) {
        *rest = product.low % c;
        return product.low / c;
    }
    for (int bit = 63; bit >= 0; bit--) {
        uint64_t carry = left >> 63;

        left = left << 1 | (product.low >> bit & 1);
        if (carry || left >= c) {
            left -= c;
            quotient |= UINT64_C(1) << bit;
        }
    }
    *rest = left;
    return quotient;
}
