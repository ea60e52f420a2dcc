/* Dividing a whole number in proportion to whole numbers. */
#ifndef CI_ACCESS_APPORTION_H
#define CI_ACCESS_APPORTION_H

#include <circlet/types.h>

/* Room for one weight while it is worked on. */
typedef struct ci_remainder {
    uint64_t rest;
    size_t position;
} ci_remainder;

/*
 * Divides `total` among `count` weights in proportion: each gets the floor
 * of its exact part, and what is left goes, one each, to those whose parts
 * were cut most, of equals to the first (the method of largest remainders,
 * Hamilton 1792; Balinski and Young, Fair Representation, 1982). The total
 * is from 0 to the sum of the weights, which fits; no share is then over its
 * weight. `scratch` has room for `count`.
 */
void ci_apportion(int64_t *shares, const int64_t *weights, size_t count,
                  int64_t total, ci_remainder *scratch);

#endif
