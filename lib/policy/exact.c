#include "policy/exact.h"

#include "base/wide.h"

#define MILLI 1000
#define MILLION 1000000

int ci_compare_products(int64_t a, int64_t b, int64_t c, int64_t d)
{
    ci_wide x = ci_wide_product((uint64_t)a, (uint64_t)b);
    ci_wide y = ci_wide_product((uint64_t)c, (uint64_t)d);

    if (x.high != y.high)
        return x.high < y.high ? -1 : 1;
    return (x.low > y.low) - (x.low < y.low);
}

/* The quotient, or INT64_MAX if it is over that. */
static int64_t divide(uint64_t *rest, int64_t a, int64_t b, int64_t c)
{
    uint64_t down;

    *rest = 0;
    if (ci_wide_product((uint64_t)a, (uint64_t)b).high >= (uint64_t)c)
        return INT64_MAX; /* does not fit 64 bits either */
    down = ci_wide_share(rest, (uint64_t)a, (uint64_t)b, (uint64_t)c);
    return down < INT64_MAX ? (int64_t)down : INT64_MAX;
}

int64_t ci_multiply_divide_down(int64_t a, int64_t b, int64_t c)
{
    uint64_t rest;

    return divide(&rest, a, b, c);
}

int64_t ci_multiply_divide_up(int64_t a, int64_t b, int64_t c)
{
    uint64_t rest;
    int64_t down = divide(&rest, a, b, c);

    return down == INT64_MAX || rest == 0 ? down : down + 1;
}

/* For whole numbers ceil(ceil(x) / n) is ceil(x / n). */
int64_t ci_persons_missing_milli(int64_t part_milli, int64_t all_milli,
                                 int64_t share_micro)
{
    int64_t missing =
        ci_multiply_divide_up(all_milli, share_micro, MILLION) - part_milli;

    if (missing <= 0)
        return 0;
    if (all_milli % MILLI != 0 || missing > INT64_MAX - MILLI)
        return missing;
    return (missing + MILLI - 1) / MILLI * MILLI;
}
