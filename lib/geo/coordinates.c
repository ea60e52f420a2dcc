/* The public side of crs.c and datum_shift.c. */
#include "geo/coordinates.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"

const char *circlet_datum_word(circlet_datum datum)
{
    static const char *const words[] = {"none", "gcj02", "bd09"};

    return (unsigned)datum < CIRCLET_DATUM_COUNT ? words[datum] : NULL;
}

circlet_status ci_transform_of_side(ci_transform **out,
                                    const circlet_coordinates *side,
                                    circlet_error *error)
{
    ci_transform *made = NULL;
    circlet_status status;

    if (!circlet_datum_word(side->datum))
        return ci_fail(error, CIRCLET_E_ARGUMENT, "datum %d is none",
                       (int)side->datum);
    status =
        ci_transform_new(&made, side->crs ? side->crs : "EPSG:4326", error);
    if (status == CIRCLET_OK)
        status = ci_transform_set_datum(made, side->datum, error);
    if (status != CIRCLET_OK) {
        ci_transform_free(made);
        return status;
    }
    *out = made;
    return CIRCLET_OK;
}

/* Both steps on a copy: the first may work and the second not. */
static circlet_status convert(const ci_transform *source,
                              const ci_transform *target,
                              circlet_point *points, size_t count,
                              circlet_error *error)
{
    circlet_point *copy = calloc(count + 1, sizeof(*copy));
    circlet_status status;

    if (!copy)
        return ci_fail_nomem(error);
    if (count > 0)
        memcpy(copy, points, count * sizeof(*copy));
    status = ci_transform_points(source, copy, count, error);
    if (status == CIRCLET_OK)
        status = ci_transform_points_back(target, copy, count, error);
    if (status == CIRCLET_OK && count > 0)
        memcpy(points, copy, count * sizeof(*copy));
    free(copy);
    return status;
}

circlet_status circlet_convert_points(const circlet_coordinates *from,
                                      const circlet_coordinates *to,
                                      circlet_point *points, size_t count,
                                      circlet_error *error)
{
    ci_transform *source = NULL, *target = NULL;
    circlet_status status;

    if (!from || !to || (count > 0 && !points))
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "a conversion needs two sides and points");
    status = ci_transform_of_side(&source, from, error);
    if (status == CIRCLET_OK)
        status = ci_transform_of_side(&target, to, error);
    if (status == CIRCLET_OK)
        status = convert(source, target, points, count, error);
    ci_transform_free(target);
    ci_transform_free(source);
    return status;
}

circlet_status circlet_coordinates_decimals(int *out,
                                            const circlet_coordinates *side,
                                            circlet_error *error)
{
    ci_transform *transform = NULL;
    circlet_status status;

    if (!out || !side)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "decimals need a side and a place for their number");
    status = ci_transform_of_side(&transform, side, error);
    if (status != CIRCLET_OK)
        return status;
    *out = ci_transform_decimals(transform);
    ci_transform_free(transform);
    return CIRCLET_OK;
}
