#include "policy/fix_option.h"

#include <math.h>
#include <stdlib.h>

#include "base/array.h"
#include "base/error.h"

void ci_options_clear(ci_options *options)
{
    free(options->items);
    *options = (ci_options){NULL, 0, 0};
}

circlet_status ci_options_add(ci_options *options, const ci_option *option,
                              circlet_error *error)
{
    ci_option *items = ci_array_reserve_one(
        options->items, options->count, &options->capacity, sizeof(*items));

    if (!items)
        return ci_fail_nomem(error);
    options->items = items;
    items[options->count++] = *option;
    return CIRCLET_OK;
}

static bool is_eligible(const ci_option *option, ci_option_family family)
{
    bool is_new = option->facility == NULL;

    return !option->is_taken && ci_way_is_priced(&option->price) &&
           (family == CI_OPTION_ANY || is_new == (family == CI_OPTION_NEW));
}

static ci_option *cheapest_once(const ci_options *options,
                                ci_option_family family)
{
    ci_option *best = NULL;

    for (size_t i = 0; i < options->count; i++) {
        ci_option *option = &options->items[i];

        if (is_eligible(option, family) &&
            (!best || option->price.once_cny < best->price.once_cny))
            best = option;
    }
    return best;
}

static double first_year(const ci_option *option)
{
    return option->price.once_cny + option->price.yearly_cny;
}

ci_option *ci_options_cheapest(const ci_options *options,
                               ci_option_family family)
{
    ci_option *best = cheapest_once(options, family);

    if (!best || !isfinite(best->price.yearly_cny))
        return best;
    for (size_t i = 0; i < options->count; i++) {
        ci_option *option = &options->items[i];

        if (is_eligible(option, family) &&
            isfinite(option->price.yearly_cny) &&
            first_year(option) < first_year(best))
            best = option;
    }
    return best;
}

void ci_options_take(ci_options *options, const ci_option *option)
{
    const ci_option taken = *option;

    for (size_t i = 0; i < options->count; i++) {
        ci_option *other = &options->items[i];

        if ((taken.facility && other->facility == taken.facility) ||
            (taken.site && other->site == taken.site))
            other->is_taken = true;
    }
}
