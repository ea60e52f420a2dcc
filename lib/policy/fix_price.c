#include "policy/fix_price.h"

#include <math.h>

ci_way ci_way_unknown(void)
{
    return (ci_way){(double)NAN, (double)NAN, false};
}

ci_way ci_way_add(ci_way a, ci_way b)
{
    return (ci_way){a.once_cny + b.once_cny, a.yearly_cny + b.yearly_cny,
                    a.is_assumed || b.is_assumed};
}

bool ci_way_is_priced(const ci_way *way)
{
    return isfinite(way->once_cny);
}

static bool knows_years(const ci_way *a, const ci_way *b)
{
    return isfinite(a->yearly_cny) && isfinite(b->yearly_cny);
}

bool ci_way_is_cheaper(const ci_way *a, const ci_way *b)
{
    if (!ci_way_is_priced(a) || !ci_way_is_priced(b))
        return false;
    return knows_years(a, b)
               ? a->once_cny + a->yearly_cny < b->once_cny + b->yearly_cny
               : a->once_cny < b->once_cny;
}

/* What is assumed of a sum that nobody knows does not matter. */
ci_way ci_way_of(const ci_price *price)
{
    if (!price->is_offered || !isfinite(price->once_cny))
        return ci_way_unknown();
    return (ci_way){price->once_cny, price->yearly_cny,
                    price->is_assumed || (isfinite(price->yearly_cny) &&
                                          price->is_yearly_assumed)};
}

/* ---- saying it ---------------------------------------------------------- */

/* Whole yuan, no less than it is. */
static circlet_argument sum(const char *name, const ci_way *way,
                            bool is_of_year)
{
    double cny = way->once_cny + (is_of_year ? way->yearly_cny : 0);

    return (circlet_argument){name, CIRCLET_ARGUMENT_COUNT_OF,
                              ceil(cny - 1e-6), NULL};
}

size_t ci_way_say(circlet_argument out[CI_WAY_ARGUMENTS], const ci_way *way,
                  ci_other_way kind, const ci_way *other)
{
    bool has_other = kind != CI_OTHER_NONE && other &&
                     ci_way_is_priced(other) && !ci_way_is_cheaper(other, way);
    bool is_of_year = knows_years(way, has_other ? other : way);
    size_t count = 0;

    if (!ci_way_is_priced(way))
        return 0;
    out[count++] =
        sum(is_of_year ? "first_year_cny" : "once_cny", way, is_of_year);
    if (has_other)
        out[count++] = sum(kind == CI_OTHER_NEW ? "new_cny" : "better_cny",
                           other, is_of_year);
    if (way->is_assumed || (has_other && other->is_assumed))
        out[count++] =
            (circlet_argument){"assumed", CIRCLET_ARGUMENT_COUNT_OF, 1, NULL};
    return count;
}
