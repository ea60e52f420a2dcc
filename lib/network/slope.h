/* Slopes: how steep a link is, and what that does to time and passage. */
#ifndef CI_NETWORK_SLOPE_H
#define CI_NETWORK_SLOPE_H

#include "network/network.h"
#include "network/travel_mode.h"

/* From the least to the greatest that may be; equal where it is known. */
typedef struct ci_range {
    double low, high;
} ci_range;

/* The factor of time at a slope in per cent, uphill above 0. */
double ci_slope_factor(const ci_slope *slope, double slope_pct);

/* The factors over all slopes of a range; exact: extremes of the pieces. */
ci_range ci_slope_factors(const ci_slope *slope, ci_range slope_pct);

/* What a link's slope does to one who goes along it in one direction. */
typedef struct ci_slope_effect {
    bool may_pass; /* at the best of what may be */
    bool must_pass; /* also at the worst */
    bool is_missing; /* neither a tag nor heights say how steep it is */
    bool is_by_heights; /* heights do, and no tag */
    double factor; /* as the mode assumes: flat where nothing is known */
    bool passes; /* as the mode assumes */
    ci_range factors; /* mean over the length */
    double steepest_pct; /* as assumed, in the direction of travel; signed */
} ci_slope_effect;

/*
 * The slope of a link: by a tag `incline` with a number (its sign turns for
 * one who goes backward); else by the link's heights, each part right to +-
 * the mode's error; `incline=up` or `down` without a number, or with no
 * heights, by the range of the mode's unknown `incline` that fits, of that
 * sign; else that whole range; else flat. A tag wins over heights.
 *
 * What is shorter than a grid can show may be steeper than the heights say:
 * by the error over the share that it shows (network/height_window.h), but
 * not beyond the range that holds without heights. Of the mean slope, which
 * decides the time and what may pass at best, that is the share of the link's
 * length; of short ramps, which decide passage at worst, that of 6 m, on roads
 * for vehicles of 60 m.
 */
ci_slope_effect ci_slope_of_link(const circlet_network *network,
                                 const circlet_travel_mode *mode,
                                 uint32_t link, bool is_backward);

/* The same in two steps, for one who meets the same tags on many links. */

#define CI_SLOPE_KEY "incline"

/* What the tags of a link say about its slope as it was drawn. */
typedef struct ci_slope_words {
    bool is_excepted; /* slope does not count */
    bool is_measured; /* a number in per cent: */
    double slope_pct;
    ci_range guess_pct; /* where neither tags nor heights say more */
    double ramp_m; /* shorter ramps are not thought of */
} ci_slope_words;

/* Its length and heights. Borrowed. */
typedef struct ci_profile {
    double length_m;
    const float *heights_m;
    size_t height_count; /* 0, or at least 2 */
    double cell_m; /* of the grid they are out of; 0: surveyed */
} ci_profile;

/* Whether slope changes a time or closes a link at all. */
bool ci_slope_counts(const ci_slope *slope);

ci_slope_words ci_slope_words_of(const circlet_travel_mode *mode,
                                 const circlet_tag *tags, size_t tag_count);
ci_profile ci_profile_of(const circlet_network *network, uint32_t link);
ci_slope_effect ci_slope_along(const ci_slope *slope,
                               const ci_slope_words *words,
                               const ci_profile *profile, bool is_backward);

#endif
