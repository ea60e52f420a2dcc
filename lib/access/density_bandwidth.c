#include "access/density_bandwidth.h"

#include <math.h>
#include <stdlib.h>

#include "base/error.h"

/* A distance from the centre, and the weight of who lives there. */
typedef struct distance {
    double m;
    double weight;
} distance;

static int compare_distances(const void *left, const void *right)
{
    double a = ((const distance *)left)->m, b = ((const distance *)right)->m;

    return (a > b) - (a < b);
}

static ci_xy centre_of(const ci_xy *points, const double *weights,
                       size_t stride, size_t count)
{
    double x = 0, y = 0, sum = 0;

    for (size_t i = 0; i < count; i++) {
        x += weights[i * stride] * points[i].x;
        y += weights[i * stride] * points[i].y;
        sum += weights[i * stride];
    }
    return (ci_xy){x / sum, y / sum};
}

/* The distance within which half of the weight lies. */
static double median_of(distance *distances, size_t count, double sum)
{
    double within = 0;

    qsort(distances, count, sizeof(*distances), compare_distances);
    for (size_t i = 0; i < count; i++) {
        within += distances[i].weight;
        if (within >= sum / 2)
            return distances[i].m;
    }
    return 0;
}

/* Half of the people at one place make a median of nothing. */
static double lesser_spread(double standard, double median)
{
    return median > 0 ? fmin(standard, median) : standard;
}

circlet_status ci_density_bandwidth(double *out_m, ci_density_kernel kernel,
                                    const ci_xy *points,
                                    const double *weights_milli, size_t stride,
                                    size_t count, circlet_error *error)
{
    distance *distances = malloc((count + 1) * sizeof(*distances));
    ci_xy centre = centre_of(points, weights_milli, stride, count);
    double sum = 0, squares = 0, spread = 0, persons;

    if (!distances)
        return ci_fail_nomem(error);
    for (size_t i = 0; i < count; i++) {
        double weight = weights_milli[i * stride];
        double east = points[i].x - centre.x, north = points[i].y - centre.y;

        distances[i] = (distance){hypot(east, north), weight};
        sum += weight;
        squares += weight * (east * east + north * north);
    }
    if (sum > 0)
        spread =
            lesser_spread(sqrt(squares / sum),
                          median_of(distances, count, sum) / sqrt(log(2.0)));
    free(distances);
    persons = fmax(sum / 1000, 1);
    *out_m = 0.9 * spread * pow(persons, -0.2);
    if (kernel == CI_DENSITY_GAUSSIAN)
        *out_m /= sqrt(8.0);
    return CIRCLET_OK;
}
