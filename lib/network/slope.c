#include "network/slope.h"

#include <float.h>
#include <math.h>
#include <string.h>

/* Tobler 1993, "Three presentations on geographical analysis and modeling":
 * speed is proportional to exp(-3.5 |s + 0.05|), s the slope as a ratio. */
#define TOBLER_RATE 3.5
#define TOBLER_FASTEST_PCT (-5.0)

static double tobler_factor(double slope_pct)
{
    double off = fabs(slope_pct - TOBLER_FASTEST_PCT);

    return exp(TOBLER_RATE * (off + TOBLER_FASTEST_PCT) / 100);
}

static double pieces_factor(const ci_slope *slope, double slope_pct)
{
    const ci_slope_point *points = slope->points;
    size_t i = 0;
    double part;

    if (slope->point_count == 0)
        return 1;
    while (i < slope->point_count && points[i].slope_pct <= slope_pct)
        i++;
    if (i == 0)
        return points[0].factor;
    if (i == slope->point_count)
        return points[i - 1].factor;
    part = (slope_pct - points[i - 1].slope_pct) /
           (points[i].slope_pct - points[i - 1].slope_pct);
    return points[i - 1].factor +
           part * (points[i].factor - points[i - 1].factor);
}

double ci_slope_factor(const ci_slope *slope, double slope_pct)
{
    switch (slope->form) {
    case CI_SLOPE_TOBLER:
        return tobler_factor(slope_pct);
    case CI_SLOPE_PIECES:
        return pieces_factor(slope, slope_pct);
    case CI_SLOPE_LEVEL:
        break;
    }
    return 1;
}

static void widen(ci_range *range, double value)
{
    if (value < range->low)
        range->low = value;
    if (value > range->high)
        range->high = value;
}

static bool is_inside(ci_range range, double value)
{
    return value > range.low && value < range.high;
}

ci_range ci_slope_factors(const ci_slope *slope, ci_range slope_pct)
{
    double factor = ci_slope_factor(slope, slope_pct.low);
    ci_range factors = {factor, factor};

    if (slope_pct.low == slope_pct.high)
        return factors;
    widen(&factors, ci_slope_factor(slope, slope_pct.high));
    if (slope->form == CI_SLOPE_TOBLER &&
        is_inside(slope_pct, TOBLER_FASTEST_PCT))
        widen(&factors, tobler_factor(TOBLER_FASTEST_PCT));
    if (slope->form == CI_SLOPE_PIECES)
        for (size_t i = 0; i < slope->point_count; i++)
            if (is_inside(slope_pct, slope->points[i].slope_pct))
                widen(&factors, slope->points[i].factor);
    return factors;
}

bool ci_slope_counts(const ci_slope *slope)
{
    return slope->form != CI_SLOPE_LEVEL || isfinite(slope->limit_up_pct) ||
           isfinite(slope->limit_down_pct);
}

/* The steepest that an unknown `incline` may be, either way. */
static double steepest_guess(const ci_unknown *unknown)
{
    double steepest = 0, number;

    if (unknown->value_count == 0)
        return fmax(fabs(unknown->from), fabs(unknown->to));
    for (size_t i = 0; i < unknown->value_count; i++)
        if (ci_read_measure(&number, CI_SLOPE_KEY, unknown->values[i]))
            steepest = fmax(steepest, fabs(number));
    return steepest;
}

ci_slope_words ci_slope_words_of(const circlet_travel_mode *mode,
                                 const circlet_tag *tags, size_t tag_count)
{
    const char *value = ci_tag_value(tags, tag_count, CI_SLOPE_KEY);
    const ci_slope *slope = &mode->slope;
    ci_slope_words words = {0};
    double steepest = 0;

    words.is_excepted =
        slope->except_count > 0 &&
        ci_tag_tests_hold(slope->except, slope->except_count, tags, tag_count);
    words.is_measured =
        value && ci_read_measure(&words.slope_pct, CI_SLOPE_KEY, value);
    if (words.is_excepted || words.is_measured)
        return words;
    for (size_t i = 0; i < mode->link_unknown_count; i++) {
        const ci_unknown *unknown = &mode->link_unknowns[i];

        if (strcmp(unknown->key, CI_SLOPE_KEY) == 0 &&
            ci_tag_tests_hold(unknown->tests, unknown->test_count, tags,
                              tag_count))
            steepest = fmax(steepest, steepest_guess(unknown));
    }
    words.guess_pct.low = value && strcmp(value, "up") == 0 ? 0 : -steepest;
    words.guess_pct.high = value && strcmp(value, "down") == 0 ? 0 : steepest;
    return words;
}

/* Within the limits, which are inclusive, for the rounding of heights, too. */
static bool is_within(const ci_slope *slope, double slope_pct,
                      double rounding_pct)
{
    return slope_pct <= slope->limit_up_pct + rounding_pct &&
           slope_pct >= -slope->limit_down_pct - rounding_pct;
}

static bool may_be_within(const ci_slope *slope, ci_range slope_pct,
                          double rounding_pct)
{
    return slope_pct.low <= slope->limit_up_pct + rounding_pct &&
           slope_pct.high >= -slope->limit_down_pct - rounding_pct;
}

/* Adds one of `count` equal parts of a link, whose slope lies in a range. */
static void add_piece(ci_slope_effect *effect, const ci_slope *slope,
                      double assumed_pct, ci_range slope_pct,
                      double rounding_pct)
{
    double factor = ci_slope_factor(slope, assumed_pct);
    ci_range factors = ci_slope_factors(slope, slope_pct);

    widen(&factors, factor);
    effect->factor += factor;
    effect->factors.low += factors.low;
    effect->factors.high += factors.high;
    effect->passes &= is_within(slope, assumed_pct, rounding_pct);
    effect->may_pass &= may_be_within(slope, slope_pct, rounding_pct);
    effect->must_pass &= is_within(slope, slope_pct.low, rounding_pct) &&
                         is_within(slope, slope_pct.high, rounding_pct);
    if (fabs(assumed_pct) > fabs(effect->steepest_pct))
        effect->steepest_pct = assumed_pct;
}

static void add_heights(ci_slope_effect *effect, const ci_slope *slope,
                        const ci_profile *profile, bool is_backward)
{
    double pieces = (double)(profile->height_count - 1);
    double piece_m = profile->length_m / pieces;

    for (size_t i = 1; i < profile->height_count; i++) {
        double start_m = profile->heights_m[i - 1];
        double end_m = profile->heights_m[i];
        double steep = 100 * (end_m - start_m) / piece_m;
        double slope_pct = is_backward ? -steep : steep;
        ci_range range = {slope_pct - slope->error_pct,
                          slope_pct + slope->error_pct};
        /* Heights are floats: 0.6 m on 10 m are not over 6 %. */
        double rounding_pct =
            100 * FLT_EPSILON * fmax(fabs(start_m), fabs(end_m)) / piece_m;

        add_piece(effect, slope, slope_pct, range, rounding_pct);
    }
    effect->factor /= pieces;
    effect->factors.low /= pieces;
    effect->factors.high /= pieces;
}

ci_slope_effect ci_slope_along(const ci_slope *slope,
                               const ci_slope_words *words,
                               const ci_profile *profile, bool is_backward)
{
    ci_slope_effect effect = {true, true, false, 0, true, {0, 0}, 0};
    ci_range range = words->guess_pct;

    if (words->is_excepted) {
        effect.factor = effect.factors.low = effect.factors.high = 1;
    } else if (words->is_measured) {
        range.low = is_backward ? -words->slope_pct : words->slope_pct;
        range.high = range.low;
        add_piece(&effect, slope, range.low, range, 0);
    } else if (profile->height_count > 1 && profile->length_m > 0) {
        add_heights(&effect, slope, profile, is_backward);
    } else {
        if (is_backward)
            range = (ci_range){-range.high, -range.low};
        effect.is_missing = profile->height_count < 2;
        add_piece(&effect, slope, 0, range, 0);
    }
    return effect;
}

ci_profile ci_profile_of(const circlet_network *network, uint32_t link)
{
    ci_profile profile = {0};

    profile.length_m = network->links[link].length_m;
    profile.heights_m = ci_link_heights(network, link, &profile.height_count);
    return profile;
}

ci_slope_effect ci_slope_of_link(const circlet_network *network,
                                 const circlet_travel_mode *mode,
                                 uint32_t link, bool is_backward)
{
    size_t tag_count;
    const circlet_tag *tags = ci_link_tags(network, link, &tag_count);
    ci_slope_words words = ci_slope_words_of(mode, tags, tag_count);
    ci_profile profile = ci_profile_of(network, link);

    return ci_slope_along(&mode->slope, &words, &profile, is_backward);
}
