/* More area, places or beds in sum: what there is made larger, or the
 * standard of something new, whichever is cheaper. */
#include "policy/circle.h"
#include "policy/fix_option.h"

static circlet_status gather_old(ci_options *options, bool *is_open,
                                 const ci_fix_view *view, const ci_need *need,
                                 circlet_error *error)
{
    const circlet_city *city = view->judgement->city;
    circlet_unit unit = ci_fix_unit(view);
    circlet_status status = CIRCLET_OK;

    for (size_t i = 0; !status && i < circlet_city_facility_count(city); i++) {
        const circlet_facility_record *facility =
            circlet_city_facility(city, (circlet_facility)i);

        if (circlet_city_facility_unit(city, (circlet_facility)i,
                                       view->rule->level) == unit &&
            ci_facility_is_open_on(facility, view->judgement->day))
            status =
                ci_options_enlarge(options, is_open, need, facility, error);
    }
    return status;
}

static void say_built(ci_fix *out, const ci_fix_view *view,
                      const ci_option *built)
{
    ci_fix_word(out, "facility", ci_option_word(built, &view->rule->facility));
    if (ci_option_area(built) > 0)
        ci_fix_number(out, "size", CIRCLET_ARGUMENT_AREA, built->size_m2);
    if (built->site)
        ci_fix_text(out, "site",
                    built->site->name ? built->site->name : built->site->id);
}

/* Where what there is could be made larger at a price that nobody knows, and
 * at no other, that is as likely to be cheapest: only the sum is said. */
static circlet_status choose(ci_fix *out, const ci_fix_view *view,
                             const ci_options *options, bool is_open,
                             circlet_error *error)
{
    const ci_option *old = ci_options_cheapest(options, CI_OPTION_OLD);
    const ci_option *built = ci_options_cheapest(options, CI_OPTION_NEW);
    const ci_option *best = ci_options_cheapest(options, CI_OPTION_ANY);
    circlet_status status = CIRCLET_OK;
    const ci_option *other;
    size_t position;

    if (!best || (is_open && !old))
        return CIRCLET_OK;
    if (best->facility || best->step_count > 1) {
        out->sentence = "fix_steps";
        out->count = 0;
        position = (size_t)(best - options->items);
        status = ci_options_say(out, view->judgement, options, &position, 1,
                                &view->rule->facility, error);
    } else {
        say_built(out, view, best);
    }
    other = best->facility ? built : old;
    ci_fix_price(out, &best->price,
                 best->facility ? CI_OTHER_NEW : CI_OTHER_BETTER,
                 other ? &other->price : NULL);
    return status;
}

/* Staff is engaged, not built. */
static bool is_built(const ci_ratio *ratio)
{
    return ratio->amount != CI_AMOUNT_MEASURE ||
           ratio->measure == CIRCLET_MEASURE_AREA_M2;
}

static ci_need need_of(const ci_fix_view *view, double more)
{
    const ci_ratio *ratio = &view->rule->as.ratio;
    ci_need need = {.judgement = view->judgement,
                    .selection = &view->rule->facility};

    if (ratio->amount == CI_AMOUNT_MEASURE)
        need.area_m2 = more;
    else
        need.service = ratio->service;
    if (ratio->amount == CI_AMOUNT_BEDS)
        need.beds = (int64_t)more;
    if (ratio->amount == CI_AMOUNT_PLACES)
        need.places = (int64_t)more;
    return need;
}

circlet_status ci_fix_amount(ci_fix *out, const ci_fix_view *view,
                             circlet_error *error)
{
    const ci_ratio *ratio = &view->rule->as.ratio;
    bool is_area = is_built(ratio) && ratio->amount == CI_AMOUNT_MEASURE;
    double more = ci_fix_round_up(ci_fix_more(view), is_area ? 10 : 1);
    ci_options options = {NULL, 0, 0};
    circlet_status status;
    bool is_open = false;
    ci_need need;

    if (more <= 0)
        return CIRCLET_OK;
    out->sentence = "fix_amount";
    ci_fix_number(out, "more", CIRCLET_ARGUMENT_NUMBER, more);
    ci_fix_word(out, "unit", view->finding->shortfall_unit);
    if (!is_built(ratio) || !(more < 1e9))
        return CIRCLET_OK;
    need = need_of(view, more);
    status = gather_old(&options, &is_open, view, &need, error);
    if (!status)
        status = ci_options_build(&options, &need, ci_fix_unit(view),
                                  view->rule->level, error);
    if (!status)
        status = choose(out, view, &options, is_open, error);
    ci_options_clear(&options);
    return status;
}
