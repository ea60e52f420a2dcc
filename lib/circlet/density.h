#ifndef CIRCLET_DENSITY_H
#define CIRCLET_DENSITY_H

#include <circlet/policy.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * How densely people live: on a grid of cells, counted or smoothed by a
 * kernel, or in units. No person is named; cells and units of few persons
 * are marked as small, which are for internal use.
 */
typedef struct circlet_density circlet_density;

typedef enum circlet_cell_shape {
    CIRCLET_CELL_SQUARE = 0,
    CIRCLET_CELL_HEXAGON = 1 /* with a corner in the north */
} circlet_cell_shape;

typedef enum circlet_kernel {
    CIRCLET_KERNEL_QUARTIC = 0, /* or biweight: (1 - (d / bandwidth)^2)^2 */
    CIRCLET_KERNEL_GAUSSIAN = 1, /* the bandwidth is its standard deviation;
                                    cut off at five of them */
    CIRCLET_KERNEL_NONE = 2 /* people are counted in their cells */
} circlet_kernel;

/* "square", "hexagon"; "quartic", "gaussian", "none". */
const char *circlet_cell_shape_name(circlet_cell_shape shape);
const char *circlet_kernel_name(circlet_kernel kernel);

/* Start from CIRCLET_DENSITY_OPTIONS_INIT; a zero field has its default. */
typedef struct circlet_density_options {
    size_t struct_size; /* set by the initialiser */

    /* Who counts: everybody of whom all that is set holds. */
    const char *group; /* of the policy; NULL: everybody */
    const char *uncovered; /* id of a circle rule of the policy: those of its
                              people who are near no facility in time */
    const char *mode; /* travel mode instead of that rule's, or "own" */
    int year; /* 31 December of it; default the policy's default_year */
    const char *kind; /* of disability: visual ... */
    const char *aid; /* stick ... */
    int grade_from, grade_to; /* 1 to 4; 0: no limit */
    int age_from, age_to; /* in years; 0: no limit */

    /* Where. */
    bool is_by_unit; /* in units of `level`; default: in cells */
    circlet_level level;
    circlet_cell_shape shape;
    double cell_m; /* side of a square, or distance between opposite sides of
                      a hexagon; default 250 */
    circlet_kernel kernel;
    double bandwidth_m; /* default: by the rule of thumb */
    bool has_origin; /* else the whole degrees next to the units' middle */
    circlet_point origin; /* the corner of cells that all others are aligned
                             to, and the centre of the plane: whole degrees,
                             no pole */
    bool has_outlines; /* cells know their outlines */

    double small_persons; /* fewer are marked as small; default 5 */
    uint32_t threads; /* default: one for each processor */
    circlet_progress progress; /* default: no reports */
} circlet_density_options;

#define CIRCLET_DENSITY_OPTIONS_INIT                                          \
    {                                                                         \
        .struct_size = sizeof(circlet_density_options)                        \
    }

/*
 * Makes the density of a city's people. Cells lie in an azimuthal
 * equal-area plane around the origin. The city is what the polygons of its
 * units of any level cover; without polygons it has no border. A person's
 * kernel is given to the cells within the city alone, so that the cells add
 * up to the people who live there; who lives outside the city is left out
 * and counted. Who is perhaps not in the group counts, and who is perhaps not
 * of the kind, aid, grade or age does not; nor is anybody uncovered where the
 * streets or the setting are not known. The bounds say what is sure and what
 * is possible.
 *
 * `policy` may be NULL if neither a group nor a rule is named; `travel` if
 * no rule is. The city must outlive the density, which the caller frees; the
 * policy need not. CIRCLET_E_NOT_FOUND for an unknown group, rule, or mode,
 * or a kind or aid that neither the people have nor the policy knows;
 * CIRCLET_E_ARGUMENT if the cells would be too many.
 */
circlet_status circlet_density_make(circlet_density **out,
                                    const circlet_city *city,
                                    const circlet_policy *policy,
                                    const circlet_travel *travel,
                                    const circlet_density_options *options,
                                    circlet_error *error);
void circlet_density_free(circlet_density *density);

/* Persons: as measured, and the bounds of what is not known. */
typedef struct circlet_density_persons {
    double measured;
    double low, high;
} circlet_density_persons;

/* What is said of all of it. */
typedef struct circlet_density_summary {
    circlet_density_persons persons; /* in the city: cells add up to this;
                                        measured and high are NaN where no
                                        people were given */
    double persons_outside; /* live in no unit: in no cell */
    double persons_modelled; /* of the measured: nobody's known home */
    bool is_by_unit;
    circlet_level level;
    circlet_cell_shape shape;
    double cell_m;
    circlet_kernel kernel;
    double bandwidth_m; /* NaN without a kernel */
    bool is_bandwidth_by_rule;
    circlet_point origin;
    double distortion; /* of lengths in the plane at most: 0.001 is 0.1 % */
    double small_persons;
    const char *subject; /* who counts: "all", "group child",
                            "uncovered B-CIRCLE-15"; borrowed */
} circlet_density_summary;

circlet_density_summary circlet_density_summarise(
    const circlet_density *density);

/* ---- cells; those with people, from south to north, west to east ---------
 */

#define CIRCLET_CELL_ID_SIZE 96

typedef struct circlet_density_cell {
    char id[CIRCLET_CELL_ID_SIZE]; /* the same in every run with the same
                                      origin, shape and size */
    int64_t column, row; /* from the origin */
    circlet_point at; /* its centre */
    circlet_density_persons persons;
    double area_m2; /* of the part in the city */
    double per_km2; /* measured persons; NaN without area */
    bool is_small;
} circlet_density_cell;

size_t circlet_density_cell_count(const circlet_density *density);
circlet_density_cell circlet_density_cell_at(const circlet_density *density,
                                             size_t i);

/* The whole cell, of options with has_outlines (else no rings); borrowed. */
circlet_area circlet_density_cell_outline(const circlet_density *density,
                                          size_t i);

/* ---- units of the level, in the city's order -----------------------------
 */

typedef struct circlet_density_unit {
    circlet_unit unit;
    circlet_density_persons persons; /* measured and high are NaN where it is
                                        not known where the unit is, or no
                                        people were given */
    double area_m2; /* NaN: it has no polygon */
    double per_km2; /* measured persons; NaN without area */
    double per_1000; /* residents; NaN where these are not known */
    bool is_small;
} circlet_density_unit;

size_t circlet_density_unit_count(const circlet_density *density);
circlet_density_unit circlet_density_unit_at(const circlet_density *density,
                                             size_t i);

/* ---- into a city file ----------------------------------------------------
 */

/* Stores cells (which need outlines) or units in place of earlier ones of the
 * same people and cells, or level. Exports have them as the layers
 * density_cell and density_unit. */
circlet_status circlet_write_density(const char *path,
                                     const circlet_density *density,
                                     const circlet_city *city,
                                     circlet_error *error);

#ifdef __cplusplus
}
#endif

#endif
