/* What ways to mend a failure cost, by the prices of the policy. */
#ifndef CI_POLICY_FIX_PRICE_H
#define CI_POLICY_FIX_PRICE_H

#include "policy/price.h"
#include "policy/rule.h"

/* A way to mend. Sums are yuan, NaN where the policy does not say. */
typedef struct ci_way {
    double once_cny;
    double yearly_cny;
    bool is_assumed; /* no document states some of it */
} ci_way;

/* A way of which nothing is known. */
ci_way ci_way_unknown(void);

/* What an action costs; nothing is known of what is not offered. */
ci_way ci_way_of(const ci_price *price);

/* One after the other. */
ci_way ci_way_add(ci_way a, ci_way b);

bool ci_way_is_priced(const ci_way *way);

/* Whether one costs less than another: in the first year, or once where it is
 * not known of both what they cost every year. False where the price of one
 * is not known. */
bool ci_way_is_cheaper(const ci_way *a, const ci_way *b);

/* Most arguments that a way adds to what is said. */
#define CI_WAY_ARGUMENTS 3

/* Which way is not taken, and dearer. */
typedef enum ci_other_way {
    CI_OTHER_NONE,
    CI_OTHER_NEW, /* a new facility */
    CI_OTHER_BETTER /* what there is made better */
} ci_other_way;

/* Writes what is to be said of the price of a way, with that of another that
 * is not cheaper (NULL: there is none); returns the number of arguments, 0
 * where the way has no price. */
size_t ci_way_say(circlet_argument out[CI_WAY_ARGUMENTS], const ci_way *way,
                  ci_other_way kind, const ci_way *other);

#endif
