/* Sums and products that say when they pass 64 bits. */
#ifndef CI_VERIFY_EXACT_SUM_H
#define CI_VERIFY_EXACT_SUM_H

#include <stdbool.h>
#include <stdint.h>

typedef struct ci_exact_sum {
    int64_t value;
    bool is_lost; /* something did not fit */
} ci_exact_sum;

static inline void ci_exact_add(ci_exact_sum *sum, int64_t x)
{
    if (x >= 0 ? sum->value > INT64_MAX - x : sum->value < INT64_MIN - x)
        sum->is_lost = true;
    else
        sum->value += x;
}

/* Adds `sign` x a x b; a and b are not negative, sign is 1 or -1. */
static inline void ci_exact_add_product(ci_exact_sum *sum, int sign, int64_t a,
                                        int64_t b)
{
    if (a > 0 && b > INT64_MAX / a)
        sum->is_lost = true;
    else
        ci_exact_add(sum, sign * (a * b));
}

#endif
