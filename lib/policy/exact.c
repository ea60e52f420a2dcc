#include "policy/exact.h"

/* 128 bits without a sign. */
typedef struct wide {
    uint64_t high, low;
} wide;

/* Schoolbook multiplication by halves of 32 bits. */
static wide multiply(uint64_t a, uint64_t b)
{
    uint64_t a_low = (uint32_t)a, a_high = a >> 32;
    uint64_t b_low = (uint32_t)b, b_high = b >> 32;
    uint64_t low = a_low * b_low;
    uint64_t middle = a_high * b_low + (low >> 32);
    uint64_t other = a_low * b_high + (uint32_t)middle;

    return (wide){a_high * b_high + (middle >> 32) + (other >> 32),
                  other << 32 | (uint32_t)low};
}

static int compare(wide x, wide y)
{
    if (x.high != y.high)
        return x.high < y.high ? -1 : 1;
    if (x.low != y.low)
        return x.low < y.low ? -1 : 1;
    return 0;
}

int ci_compare_products(int64_t a, int64_t b, int64_t c, int64_t d)
{
    return compare(multiply((uint64_t)a, (uint64_t)b),
                   multiply((uint64_t)c, (uint64_t)d));
}

/* Bisects for the greatest q with q x c <= a x b. */
int64_t ci_multiply_divide_down(int64_t a, int64_t b, int64_t c)
{
    wide product = multiply((uint64_t)a, (uint64_t)b);
    int64_t low = 0, high = INT64_MAX;

    while (low < high) {
        int64_t middle = high - (high - low) / 2;

        if (compare(multiply((uint64_t)middle, (uint64_t)c), product) <= 0)
            low = middle;
        else
            high = middle - 1;
    }
    return low;
}

int64_t ci_multiply_divide_up(int64_t a, int64_t b, int64_t c)
{
    int64_t down = ci_multiply_divide_down(a, b, c);

    if (down == INT64_MAX || ci_compare_products(down, c, a, b) == 0)
        return down;
    return down + 1;
}
