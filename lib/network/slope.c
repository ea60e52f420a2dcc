#include "network/slope.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include "network/height_window.h"

/* Tobler 1993, "Three presentations on geographical analysis and modeling":
 * speed is proportional to exp(-3.5 |s + 0.05|), s the slope as a ratio. */
#define TOBLER_RATE 3.5
#define TOBLER_FASTEST_PCT (-5.0)

/* The shortest ramps that a grid may hide. On ways for people the longest
 * that a ramp of 1:10 may be, the least of those that are too steep for a
 * wheelchair: GB 50763-2012, table 3.4.4. On roads for vehicles the shortest
 * run of one slope at the lowest design speed, 20 km/h: CJJ 37-2012, table
 * 6.3.3; that older streets keep to it is assumed. Service ways are not among
 * them: drives and ramps of garages are shorter. */
#define SHORTEST_RAMP_M 6.0
#define SHORTEST_ROAD_RAMP_M 60.0

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

static double shortest_ramp_m(const circlet_tag *tags, size_t tag_count)
{
    static const char *const roads[] = {
        "trunk",        "trunk_link",  "primary",       "primary_link",
        "secondary",    "tertiary",    "tertiary_link", "secondary_link",
        "unclassified", "residential", "living_street", "road"};
    const char *highway = ci_tag_value(tags, tag_count, "highway");
    const char *footway = ci_tag_value(tags, tag_count, "footway");

    /* A pavement follows its street. */
    if (footway && strcmp(footway, "sidewalk") == 0)
        return SHORTEST_ROAD_RAMP_M;
    for (size_t i = 0; highway && i < sizeof(roads) / sizeof(roads[0]); i++)
        if (strcmp(highway, roads[i]) == 0)
            return SHORTEST_ROAD_RAMP_M;
    return SHORTEST_RAMP_M;
}

ci_slope_words ci_slope_words_of(const circlet_travel_mode *mode,
                                 const circlet_tag *tags, size_t tag_count)
{
    const char *value = ci_tag_value(tags, tag_count, CI_SLOPE_KEY);
    const ci_slope *slope = &mode->slope;
    ci_slope_words words = {.ramp_m = shortest_ramp_m(tags, tag_count)};
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

/* One of the equal parts of a link: per cent, uphill above 0. */
typedef struct piece {
    double assumed;
    ci_range mean; /* what its slope may be */
    ci_range short_part; /* and that of its short parts, which may close it */
    double rounding;
} piece;

static void add_piece(ci_slope_effect *effect, const ci_slope *slope,
                      const piece *one)
{
    double assumed_pct = one->assumed, rounding_pct = one->rounding;
    ci_range slope_pct = one->short_part;
    double factor = ci_slope_factor(slope, assumed_pct);
    ci_range factors = ci_slope_factors(slope, one->mean);

    widen(&factors, factor);
    effect->factor += factor;
    effect->factors.low += factors.low;
    effect->factors.high += factors.high;
    effect->passes &= is_within(slope, assumed_pct, rounding_pct);
    /* Level parts may hide in it, but something is as steep as the mean. */
    effect->may_pass &= may_be_within(slope, one->mean, rounding_pct);
    effect->must_pass &= is_within(slope, slope_pct.low, rounding_pct) &&
                         is_within(slope, slope_pct.high, rounding_pct);
    if (fabs(assumed_pct) > fabs(effect->steepest_pct))
        effect->steepest_pct = assumed_pct;
}

/*
 * What is true of a run of so many metres whose slope by heights is this: a
 * grid shows but a part of a short ramp, so that the error counts the more
 * the shorter it is. How steep it may be is not known then, and not less is
 * known of it than without heights: it lies within `guess`.
 */
static ci_range true_range(const ci_slope *slope, double slope_pct,
                           ci_range guess, double cell_m, double run_m)
{
    double hidden_pct = slope->error_pct / ci_height_shown(cell_m, run_m);
    ci_range range = {slope_pct - slope->error_pct,
                      slope_pct + slope->error_pct};

    if (guess.low >= guess.high || slope_pct - hidden_pct > guess.high ||
        slope_pct + hidden_pct < guess.low)
        return range;
    range.low = fmin(range.low, fmax(slope_pct - hidden_pct, guess.low));
    range.high = fmax(range.high, fmin(slope_pct + hidden_pct, guess.high));
    return range;
}

/* Of the part between two heights, in the direction of travel. */
static double slope_of_part(const ci_profile *profile, size_t end,
                            bool is_backward)
{
    double rise_m =
        (double)profile->heights_m[end] - (double)profile->heights_m[end - 1];
    double part_m = profile->length_m / (double)(profile->height_count - 1);
    double slope_pct = 100 * rise_m / part_m;

    return is_backward ? -slope_pct : slope_pct;
}

/* Where the slope changes, heights out of a grid mix what lies on both
 * sides: a part may be as steep as those beside it. */
static ci_range mean_range(const ci_slope *slope, ci_range guess,
                           const ci_profile *profile, size_t end,
                           bool is_backward)
{
    size_t first = end, last = end;
    ci_range range =
        true_range(slope, slope_of_part(profile, end, is_backward), guess,
                   profile->cell_m, profile->length_m);

    if (profile->cell_m > 0) {
        first -= end > 1;
        last += end + 1 < profile->height_count;
    }
    for (size_t i = first; i <= last; i++) {
        double slope_pct = slope_of_part(profile, i, is_backward);

        range.low = fmin(range.low, slope_pct - slope->error_pct);
        range.high = fmax(range.high, slope_pct + slope->error_pct);
    }
    return range;
}

static void add_heights(ci_slope_effect *effect, const ci_slope *slope,
                        const ci_slope_words *words, ci_range guess,
                        const ci_profile *profile, bool is_backward)
{
    double pieces = (double)(profile->height_count - 1);

    for (size_t i = 1; i < profile->height_count; i++) {
        double top_m = fmax(fabs((double)profile->heights_m[i - 1]),
                            fabs((double)profile->heights_m[i]));
        double slope_pct = slope_of_part(profile, i, is_backward);
        piece one = {slope_pct,
                     mean_range(slope, guess, profile, i, is_backward),
                     true_range(slope, slope_pct, guess, profile->cell_m,
                                words->ramp_m),
                     /* Heights are floats: 0.6 m on 10 m are not over 6 %. */
                     100 * FLT_EPSILON * top_m * pieces / profile->length_m};

        add_piece(effect, slope, &one);
    }
    effect->factor /= pieces;
    effect->factors.low /= pieces;
    effect->factors.high /= pieces;
}

ci_slope_effect ci_slope_along(const ci_slope *slope,
                               const ci_slope_words *words,
                               const ci_profile *profile, bool is_backward)
{
    ci_slope_effect effect = {
        .may_pass = true, .must_pass = true, .passes = true};
    ci_range range =
        is_backward ? (ci_range){-words->guess_pct.high, -words->guess_pct.low}
                    : words->guess_pct;

    if (words->is_excepted) {
        effect.factor = effect.factors.low = effect.factors.high = 1;
    } else if (words->is_measured) {
        range.low = is_backward ? -words->slope_pct : words->slope_pct;
        range.high = range.low;
        add_piece(&effect, slope, &(piece){range.low, range, range, 0});
    } else if (profile->height_count > 1 && profile->length_m > 0) {
        effect.is_by_heights = true;
        add_heights(&effect, slope, words, range, profile, is_backward);
    } else {
        effect.is_missing = profile->height_count < 2;
        add_piece(&effect, slope, &(piece){0, range, range, 0});
    }
    return effect;
}

ci_profile ci_profile_of(const circlet_network *network, uint32_t link)
{
    ci_profile profile = {0};

    profile.length_m = network->links[link].length_m;
    profile.heights_m = ci_link_heights(network, link, &profile.height_count);
    profile.cell_m = network->links[link].height_cell_m;
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
