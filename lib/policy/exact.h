/* Comparing quotients of whole numbers without rounding, so that no verdict
 * hangs on the last digit of a floating-point number. */
#ifndef CI_POLICY_EXACT_H
#define CI_POLICY_EXACT_H

#include <circlet/types.h>

/* The sign of a x b - c x d for numbers that are not negative. */
int ci_compare_products(int64_t a, int64_t b, int64_t c, int64_t d);

/* ceil(a x b / c) and floor(a x b / c); INT64_MAX if it is over that. No
 * number is negative, c is not 0. */
int64_t ci_multiply_divide_up(int64_t a, int64_t b, int64_t c);
int64_t ci_multiply_divide_down(int64_t a, int64_t b, int64_t c);

/* How many persons a part of all lacks to be so many millionths of them, in
 * thousandths of a person: the least that meet the share. Where all are a
 * whole number that is one, too, as nobody is served in part. */
int64_t ci_persons_missing_milli(int64_t part_milli, int64_t all_milli,
                                 int64_t share_micro);

#endif
