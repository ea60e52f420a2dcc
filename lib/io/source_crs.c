#include "io/source_crs.h"

#include <math.h>
#include <stdio.h>

#include "base/error.h"
#include "base/id_map.h"
#include "base/text.h"

/* Where metres land that are degrees: at the origin of the projection, which
 * is on the equator in all that are used for maps of a city. */
#define AT_EQUATOR_DEGREES 0.01

/* How far outside the area of its coordinate system a city may lie. */
#define NARROW_DEGREES 4.0 /* wider than a zone of three degrees */
#define ZONE_MARGIN_DEGREES 1.0

#define ADVICE_SIZE 256

/* Rows that are evidence about a whole file. */
#define SAMPLE_MIN 3

/* A point's numbers as messages show them. */
typedef struct shown_point {
    char x[CI_NUMBER_SIZE], y[CI_NUMBER_SIZE];
} shown_point;

static shown_point show(circlet_point at)
{
    shown_point shown;

    /* A tenth of a metre in degrees, a micrometre in metres: what a source
     * has, but not the noise behind it. */
    ci_format_double(shown.x, round(at.lon * 1e6) / 1e6);
    ci_format_double(shown.y, round(at.lat * 1e6) / 1e6);
    return shown;
}

/* ---- what to do ----------------------------------------------------------
 */

/* A sentence of its own, which messages end in after a colon. */
static void advise_zone(char out[ADVICE_SIZE], ci_crs_guess guess)
{
    if (guess.look == CI_LOOK_TILES_OR_ZONE)
        snprintf(out, ADVICE_SIZE,
                 ci_translate("they look like EPSG:%d as well as EPSG:3857; "
                              "give the right one as crs"),
                 ci_crs_zone_code(guess.zone));
    else
        snprintf(out, ADVICE_SIZE,
                 ci_translate("they look like EPSG:%d; give it as crs if it "
                              "is right"),
                 guess.look == CI_LOOK_TILES ? 3857
                                             : ci_crs_zone_code(guess.zone));
}

static const char *advice_for(ci_crs_look look)
{
    switch (look) {
    case CI_LOOK_DEGREES:
        return CI_TRANSLATED("they look like degrees; give EPSG:4326 (WGS 84) "
                             "or EPSG:4490 (CGCS2000) as crs if they are");
    case CI_LOOK_DEGREES_EXCHANGED:
        return CI_TRANSLATED("latitude stands first; exchange the two, "
                             "longitude comes first");
    case CI_LOOK_METRES_EXCHANGED:
        return CI_TRANSLATED("the northing stands first; exchange the two, "
                             "the easting comes first");
    case CI_LOOK_NO_ZONE:
        return CI_TRANSLATED(
            "they look like metres from a central meridian that nothing "
            "tells; give the crs: for CGCS2000 one of EPSG:4534 (75 E) to "
            "EPSG:4554 (135 E), by 3 degrees, such as EPSG:4548 (117 E), for "
            "UTM one of EPSG:32643 to EPSG:32653");
    case CI_LOOK_LOCAL:
        return CI_TRANSLATED(
            "they look like the local system of a city, whose parameters are "
            "not public; let them be converted to CGCS2000 first");
    default:
        return CI_TRANSLATED("say which coordinate system they have");
    }
}

static void advise(char out[ADVICE_SIZE], ci_crs_guess guess)
{
    if (guess.look == CI_LOOK_ZONE || guess.look == CI_LOOK_TILES ||
        guess.look == CI_LOOK_TILES_OR_ZONE)
        advise_zone(out, guess);
    else
        snprintf(out, ADVICE_SIZE, "%s", ci_translate(advice_for(guess.look)));
    ci_text_cut_at_character(out);
}

/* ---- nothing says it -----------------------------------------------------
 */

typedef struct shown_box {
    char west[CI_NUMBER_SIZE], south[CI_NUMBER_SIZE];
    char east[CI_NUMBER_SIZE], north[CI_NUMBER_SIZE];
} shown_box;

static shown_box show_box(const ci_crs_sample *sample)
{
    circlet_point low = sample->points[0], high = low;
    shown_box shown;

    for (size_t i = 1; i < sample->count; i++) {
        circlet_point at = sample->points[i];

        low = (circlet_point){fmin(low.lon, at.lon), fmin(low.lat, at.lat)};
        high = (circlet_point){fmax(high.lon, at.lon), fmax(high.lat, at.lat)};
    }
    ci_format_double(shown.west, low.lon);
    ci_format_double(shown.south, low.lat);
    ci_format_double(shown.east, high.lon);
    ci_format_double(shown.north, high.lat);
    return shown;
}

static circlet_status fail_unsaid(const char *path,
                                  const ci_crs_sample *sample,
                                  ci_crs_guess guess, circlet_error *error)
{
    char advice[ADVICE_SIZE];
    shown_point at = show(sample->points[0]);

    advise(advice, guess);
    return ci_fail(error, CIRCLET_E_CRS,
                   "%s: nothing says which coordinate system coordinates such "
                   "as %s %s have: %s",
                   path, at.x, at.y, advice);
}

/* Says what is assumed and on which evidence; false: no memory. */
static bool remark_guess(ci_source *source, const ci_crs_sample *sample,
                         ci_crs_guess guess)
{
    shown_box box;

    if (guess.look == CI_LOOK_NONE)
        return ci_source_add_remark(
            source, "nothing says which coordinate system it has; WGS 84 "
                    "degrees are assumed");
    box = show_box(sample);
    if (guess.look == CI_LOOK_DEGREES)
        return ci_source_add_remark(
            source,
            "nothing says which coordinate system it has; coordinates from "
            "%s %s to %s %s are taken as WGS 84 degrees",
            box.west, box.south, box.east, box.north);
    if (guess.look == CI_LOOK_TILES)
        return ci_source_add_remark(
            source,
            "nothing says which coordinate system it has; coordinates from "
            "%s %s to %s %s are taken as web Mercator (EPSG:3857)",
            box.west, box.south, box.east, box.north);
    return ci_source_add_remark(
        source,
        "nothing says which coordinate system it has; coordinates from %s %s "
        "to %s %s begin with zone %d and are taken as CGCS2000 (EPSG:%d); if "
        "they are Beijing 1954 or Xian 1980, they will lie some 100 m off",
        box.west, box.south, box.east, box.north, guess.zone,
        ci_crs_zone_code(guess.zone));
}

static circlet_status assume(ci_transform **out, ci_source *source,
                             const char *path, const ci_crs_sample *sample,
                             circlet_error *error)
{
    ci_crs_guess guess = ci_crs_guess_of(sample);
    char crs[32];
    int code = 4326;

    if (guess.look == CI_LOOK_TILES)
        code = 3857;
    else if (guess.look == CI_LOOK_ZONE)
        code = ci_crs_zone_code(guess.zone);
    else if (guess.look != CI_LOOK_DEGREES && guess.look != CI_LOOK_NONE)
        return fail_unsaid(path, sample, guess, error);
    if (!remark_guess(source, sample, guess))
        return ci_fail_nomem(error);
    snprintf(crs, sizeof(crs), "EPSG:%d", code);
    return ci_transform_new(out, crs, error);
}

/* ---- whether what is said can be true ------------------------------------
 */

static circlet_status fail_degrees(const char *path,
                                   const ci_transform *transform,
                                   const ci_crs_sample *sample,
                                   ci_crs_guess guess, circlet_error *error)
{
    char advice[ADVICE_SIZE];
    shown_point at = show(sample->points[0]);

    advise(advice, guess);
    return ci_fail(error, CIRCLET_E_CRS,
                   "%s: coordinates such as %s %s are not the degrees that "
                   "coordinate system '%s' has: %s",
                   path, at.x, at.y, ci_transform_label(transform), advice);
}

static circlet_status fail_plane(const char *path,
                                 const ci_transform *transform,
                                 const ci_crs_sample *sample,
                                 ci_crs_guess guess, circlet_error *error)
{
    char advice[ADVICE_SIZE];
    shown_point at = show(sample->points[0]);

    advise(advice, guess);
    return ci_fail(error, CIRCLET_E_CRS,
                   "%s: coordinates such as %s %s do not fit coordinate "
                   "system '%s': %s",
                   path, at.x, at.y, ci_transform_label(transform), advice);
}

/* Numbers that do not fit in the other order, either. */
static circlet_status fail_exchanged(const char *path,
                                     const ci_transform *transform,
                                     const ci_crs_sample *sample,
                                     ci_crs_guess guess, circlet_error *error)
{
    shown_point at = show(sample->points[0]);

    if (guess.look == CI_LOOK_DEGREES_EXCHANGED)
        return ci_fail(error, CIRCLET_E_CRS,
                       "%s: coordinates such as %s %s do not fit coordinate "
                       "system '%s': they look like degrees with the latitude "
                       "first; put the longitude first, and give EPSG:4326 "
                       "(WGS 84) or EPSG:4490 (CGCS2000) as crs",
                       path, at.x, at.y, ci_transform_label(transform));
    return ci_fail(error, CIRCLET_E_CRS,
                   "%s: coordinates such as %s %s do not fit coordinate "
                   "system '%s': they look like metres of another one with "
                   "the northing first; put the easting first, and give the "
                   "right one as crs",
                   path, at.x, at.y, ci_transform_label(transform));
}

static circlet_status check_degrees(const char *path,
                                    const ci_transform *transform,
                                    const ci_crs_sample *sample,
                                    circlet_error *error)
{
    ci_crs_guess guess;

    for (size_t i = 0; i < sample->count; i++)
        if (ci_crs_look_of(sample->points[i]) == CI_LOOK_DEGREES)
            return CIRCLET_OK;
    guess = ci_crs_guess_of(sample);
    if (guess.look == CI_LOOK_UNKNOWN) /* each row has its own fault */
        return CIRCLET_OK;
    if (guess.look == CI_LOOK_METRES_EXCHANGED)
        return fail_exchanged(path, transform, sample, guess, error);
    return guess.look == CI_LOOK_DEGREES_EXCHANGED
               ? fail_plane(path, transform, sample, guess, error)
               : fail_degrees(path, transform, sample, guess, error);
}

static bool is_within(const ci_box *area, circlet_point at)
{
    return area->west - ZONE_MARGIN_DEGREES <= at.lon &&
           at.lon <= area->east + ZONE_MARGIN_DEGREES &&
           area->south - ZONE_MARGIN_DEGREES <= at.lat &&
           at.lat <= area->north + ZONE_MARGIN_DEGREES;
}

/* What the points of a sample are in a system of metres. */
typedef struct plane_fit {
    bool has_place; /* a point has a place */
    bool has_exchanged_place; /* one fits with x and y exchanged */
    bool is_at_origin; /* no place is away from the equator */
    bool is_arctic; /* all lie where nobody lives, as China exchanged does */
} plane_fit;

static plane_fit fit_plane(const ci_transform *transform,
                           const ci_crs_sample *sample)
{
    plane_fit fit = {false, false, true, true};
    ci_box area;
    bool has_area = ci_transform_area(&area, transform);

    for (size_t i = 0; i < sample->count; i++) {
        circlet_point at = sample->points[i];
        circlet_point exchanged = {at.lat, at.lon};

        if (ci_transform_points(transform, &at, 1, NULL) == CIRCLET_OK) {
            fit.has_place = true;
            if (fabs(at.lat) > AT_EQUATOR_DEGREES)
                fit.is_at_origin = false;
            if (ci_crs_look_of(at) != CI_LOOK_DEGREES_EXCHANGED)
                fit.is_arctic = false;
        }
        if (ci_transform_points(transform, &exchanged, 1, NULL) ==
                CIRCLET_OK &&
            (!has_area || is_within(&area, exchanged)))
            fit.has_exchanged_place = true;
    }
    return fit;
}

static circlet_status check_plane(const char *path,
                                  const ci_transform *transform,
                                  const ci_crs_sample *sample,
                                  circlet_error *error)
{
    ci_crs_guess guess = ci_crs_guess_of(sample);
    plane_fit fit = fit_plane(transform, sample);
    bool is_degrees = guess.look == CI_LOOK_DEGREES ||
                      guess.look == CI_LOOK_DEGREES_EXCHANGED;

    if (fit.has_place && !fit.is_arctic && !(is_degrees && fit.is_at_origin))
        return CIRCLET_OK;
    if (!is_degrees && fit.has_exchanged_place)
        guess.look = CI_LOOK_METRES_EXCHANGED;
    else if (guess.look == CI_LOOK_DEGREES_EXCHANGED ||
             guess.look == CI_LOOK_METRES_EXCHANGED)
        return fail_exchanged(path, transform, sample, guess, error);
    return fail_plane(path, transform, sample, guess, error);
}

/* ---- whether it is the right zone ----------------------------------------
 */

/* Whether nearly all points (19 in 20) of a sample that have a place lie
 * outside; gives the first that does, in degrees. */
static bool lies_outside(circlet_point *out, const ci_transform *transform,
                         const ci_crs_sample *sample, const ci_box *area)
{
    size_t placed = 0, outside = 0;

    for (size_t i = 0; i < sample->count; i++) {
        circlet_point at = sample->points[i];

        if (ci_transform_points(transform, &at, 1, NULL) != CIRCLET_OK)
            continue;
        placed++;
        if (is_within(area, at))
            continue;
        if (outside++ == 0)
            *out = at;
    }
    return outside > 0 && outside * 20 >= placed * 19;
}

/*
 * The numbers of one zone are numbers of the next one, too, some degrees
 * farther on. What a file says of a narrow zone is refused then. It is told
 * alone where the user says it himself, for some provinces draw all their
 * maps in one zone, and of zones of six degrees, which are used beyond their
 * edges.
 */
static circlet_status check_zone(ci_source *source, const char *path,
                                 const ci_transform *transform,
                                 const ci_crs_sample *sample, bool is_given,
                                 circlet_error *error)
{
    circlet_point at = {0.0, 0.0};
    ci_box area;
    shown_point shown, low, high;

    if (ci_transform_is_degrees(transform) || sample->count == 0 ||
        !ci_transform_area(&area, transform) ||
        !lies_outside(&at, transform, sample, &area))
        return CIRCLET_OK;
    shown = show(at);
    low = show((circlet_point){area.west, area.south});
    high = show((circlet_point){area.east, area.north});
    if (is_given || area.east - area.west > NARROW_DEGREES)
        return ci_source_add_remark(
                   source,
                   "coordinates lie outside the area of coordinate system "
                   "'%s' (%s %s to %s %s), such as at %s %s: is it another "
                   "zone's?",
                   ci_transform_label(transform), low.x, low.y, high.x, high.y,
                   shown.x, shown.y)
                   ? CIRCLET_OK
                   : ci_fail_nomem(error);
    return ci_fail(error, CIRCLET_E_CRS,
                   "%s: coordinates lie outside the area of coordinate system "
                   "'%s' (%s %s to %s %s), such as at %s %s: the file says a "
                   "wrong one, such as another zone's; give the right one as "
                   "crs",
                   path, ci_transform_label(transform), low.x, low.y, high.x,
                   high.y, shown.x, shown.y);
}

static circlet_status check_claim(const char *path,
                                  const ci_transform *transform,
                                  const ci_crs_sample *sample,
                                  circlet_error *error)
{
    if (sample->count == 0)
        return CIRCLET_OK;
    return ci_transform_is_degrees(transform)
               ? check_degrees(path, transform, sample, error)
               : check_plane(path, transform, sample, error);
}

static circlet_status use_claim(ci_transform **out, ci_source *source,
                                const char *path, const char *crs,
                                bool is_given, const ci_crs_sample *sample,
                                circlet_error *error)
{
    ci_transform *made = NULL;
    circlet_status status = ci_transform_new(&made, crs, error);

    if (status == CIRCLET_E_NOMEM)
        return status;
    if (status != CIRCLET_OK)
        return ci_fail_within(error, status, path);
    status = check_claim(path, made, sample, error);
    if (status == CIRCLET_OK)
        status = check_zone(source, path, made, sample, is_given, error);
    if (status != CIRCLET_OK) {
        ci_transform_free(made);
        return status;
    }
    *out = made;
    return CIRCLET_OK;
}

circlet_status ci_source_transform(ci_transform **out, ci_source *source,
                                   const char *path,
                                   const ci_source_options *options,
                                   const char *said,
                                   const ci_crs_sample *sample,
                                   circlet_error *error)
{
    const char *crs = options->crs ? options->crs : said;
    ci_transform *made = NULL;
    circlet_status status =
        crs ? use_claim(&made, source, path, crs, options->crs, sample, error)
            : assume(&made, source, path, sample, error);

    if (status != CIRCLET_OK)
        return status;
    status = ci_transform_set_datum(made, options->datum, error);
    if (status != CIRCLET_OK) {
        ci_transform_free(made);
        return ci_fail_within(error, status, path);
    }
    *out = made;
    return CIRCLET_OK;
}

/* ---- columns -------------------------------------------------------------
 */

/* A cell that is no number is told when its row is read. */
static circlet_status sample_columns(ci_crs_sample *out, const char *path,
                                     const ci_source_options *options,
                                     uint32_t x, uint32_t y,
                                     circlet_error *error)
{
    ci_source *source = NULL;
    bool has_row = true;
    circlet_status status = ci_source_open(&source, path, options, error);

    for (int i = 0; i < CI_CRS_SAMPLE_MAX && status == CIRCLET_OK; i++) {
        ci_record record;
        circlet_point at;

        status = ci_source_next(source, &record, &has_row, error);
        if (status != CIRCLET_OK || !has_row)
            break;
        if (!record.problem && record.values[x] && record.values[y] &&
            ci_parse_double(&at.lon, record.values[x]) &&
            ci_parse_double(&at.lat, record.values[y]))
            ci_crs_sample_add(out, at);
    }
    ci_source_close(source);
    return status;
}

const char *ci_source_table_crs(const ci_crs_sample *sample)
{
    switch (ci_crs_guess_of(sample).look) {
    case CI_LOOK_ZONE:
    case CI_LOOK_TILES:
    case CI_LOOK_TILES_OR_ZONE:
    case CI_LOOK_NO_ZONE:
    case CI_LOOK_METRES_EXCHANGED:
        return NULL;
    case CI_LOOK_LOCAL: /* or numbers without their decimal point */
        return sample->count < SAMPLE_MIN ? "EPSG:4326" : NULL;
    default:
        return "EPSG:4326";
    }
}

circlet_status ci_source_column_transform(ci_transform **out,
                                          ci_source *source, const char *path,
                                          const ci_source_options *options,
                                          uint32_t x, uint32_t y,
                                          circlet_error *error)
{
    ci_source_options used = *options;
    ci_crs_sample sample = {.count = 0};
    ci_transform *made = NULL;
    const char *said;
    circlet_status status = CIRCLET_OK;

    if (ci_source_has_geometry(source))
        used.crs = NULL;
    else if (x != CI_NOWHERE && y != CI_NOWHERE)
        status = sample_columns(&sample, path, options, x, y, error);
    said = ci_source_table_crs(&sample);
    /* One or two rows are no evidence about a file, unless they are metres,
     * which no degrees are. */
    if (sample.count < SAMPLE_MIN && said)
        sample.count = 0;
    if (status == CIRCLET_OK)
        status = ci_source_transform(&made, source, path, &used, said, &sample,
                                     error);
    if (status != CIRCLET_OK)
        return status;
    if (used.crs || !said || used.datum != CIRCLET_DATUM_NONE)
        *out = made;
    else
        ci_transform_free(made);
    return CIRCLET_OK;
}
