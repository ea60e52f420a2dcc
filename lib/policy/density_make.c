/* What callers see of densities. */
#include <math.h>
#include <stdlib.h>

#include "base/error.h"
#include "base/options.h"
#include "policy/density_result.h"

#define DEFAULT_CELL_M 250.0
#define DEFAULT_SMALL 5.0

const char *circlet_cell_shape_name(circlet_cell_shape shape)
{
    return shape == CIRCLET_CELL_HEXAGON ? "hexagon" : "square";
}

const char *circlet_kernel_name(circlet_kernel kernel)
{
    static const char *const names[] = {"quartic", "gaussian", "none"};

    return (unsigned)kernel < 3 ? names[kernel] : "none";
}

void circlet_density_free(circlet_density *density)
{
    if (!density)
        return;
    free(density->subject);
    free(density->cells);
    free(density->corners);
    free(density->units);
    free(density);
}

/* ---- making ------------------------------------------------------------- */

static bool is_whole_degree(double value, double limit)
{
    return fabs(value) <= limit && floor(value) == value;
}

static circlet_status check_origin(circlet_point origin, circlet_error *error)
{
    char lon[CI_NUMBER_SIZE], lat[CI_NUMBER_SIZE];

    if (is_whole_degree(origin.lon, 180) && is_whole_degree(origin.lat, 89))
        return CIRCLET_OK;
    ci_format_double(lon, origin.lon);
    ci_format_double(lat, origin.lat);
    return ci_fail(error, CIRCLET_E_ARGUMENT,
                   "origin %s,%s is not of whole degrees on the Earth", lon,
                   lat);
}

static circlet_status check_options(circlet_density_options *own,
                                    circlet_error *error)
{
    circlet_status status;

    if (own->cell_m == 0)
        own->cell_m = DEFAULT_CELL_M;
    if (own->small_persons == 0)
        own->small_persons = DEFAULT_SMALL;
    if ((unsigned)own->shape > CIRCLET_CELL_HEXAGON ||
        (unsigned)own->kernel > CIRCLET_KERNEL_NONE ||
        (unsigned)own->level >= CIRCLET_LEVEL_COUNT)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "a density has no such shape, kernel or level");
    status = ci_options_check("cell_m", own->cell_m, 1, 1e6, error);
    if (!status)
        status =
            ci_options_check("bandwidth_m", own->bandwidth_m, 0, 1e6, error);
    if (!status)
        status = ci_options_check("small_persons", own->small_persons, 0, 1e9,
                                  error);
    if (!status && own->has_origin)
        status = check_origin(own->origin, error);
    return status;
}

/* The whole degrees next to the middle of the units, so that it stays where
 * it is when people move; of the people where no unit has a polygon. */
static circlet_point default_origin(const circlet_city *city)
{
    double west = INFINITY, south = INFINITY;
    double east = -INFINITY, north = -INFINITY;
    size_t points = 0;

    for (size_t u = 0; u < circlet_city_unit_count(city); u++) {
        const circlet_area *area =
            &circlet_city_unit(city, (circlet_unit)u)->area;
        size_t end =
            area->ring_count > 0 ? area->rings[area->ring_count - 1].end : 0;

        points += end;
        for (size_t i = 0; i < end; i++) {
            west = fmin(west, area->points[i].lon);
            south = fmin(south, area->points[i].lat);
            east = fmax(east, area->points[i].lon);
            north = fmax(north, area->points[i].lat);
        }
    }
    for (size_t i = 0; points == 0 && i < circlet_city_demand_count(city);
         i++) {
        circlet_point at = circlet_city_demand(city, (circlet_demand)i)->at;

        west = fmin(west, at.lon);
        south = fmin(south, at.lat);
        east = fmax(east, at.lon);
        north = fmax(north, at.lat);
    }
    if (west > east)
        return (circlet_point){0, 0};
    return (circlet_point){round((west + east) / 2),
                           fmax(fmin(round((south + north) / 2), 89), -89)};
}

static circlet_status describe(circlet_density *density,
                               const circlet_city *city,
                               const circlet_density_options *options,
                               circlet_error *error)
{
    ci_buffer subject = {0};

    ci_density_people_describe(&subject, options);
    if (subject.failed) {
        ci_buffer_free(&subject);
        return ci_fail_nomem(error);
    }
    density->subject = subject.text;
    density->summary = (circlet_density_summary){
        .is_by_unit = options->is_by_unit,
        .level = options->level,
        .shape = options->shape,
        .cell_m = options->cell_m,
        .kernel = options->kernel,
        .bandwidth_m = options->bandwidth_m,
        .origin = options->has_origin ? options->origin : default_origin(city),
        .small_persons = options->small_persons,
        .subject = density->subject};
    return CIRCLET_OK;
}

/* Without a word about people it is not known how many there are. */
static void forget_persons(circlet_density *density, const circlet_city *city)
{
    if (circlet_city_knows_people(city))
        return;
    density->summary.persons.measured = (double)NAN;
    density->summary.persons.high = (double)NAN;
}

circlet_status circlet_density_make(circlet_density **out,
                                    const circlet_city *city,
                                    const circlet_policy *policy,
                                    const circlet_travel *travel,
                                    const circlet_density_options *options,
                                    circlet_error *error)
{
    circlet_density_options own;
    ci_density_people people = {0};
    circlet_density *density;
    circlet_status status;

    if (!out || !city)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "a density needs a city and a place for itself");
    status = ci_options_read(&own, sizeof(own), options, error);
    if (!status)
        status = check_options(&own, error);
    if (!status)
        status =
            ci_density_people_find(&people, city, policy, travel, &own, error);
    if (status)
        return status;
    density = calloc(1, sizeof(*density));
    status =
        density ? describe(density, city, &own, error) : ci_fail_nomem(error);
    if (!status)
        status =
            own.is_by_unit
                ? ci_density_fill_units(density, city, &people, error)
                : ci_density_fill_cells(density, city, &people, &own, error);
    free(people.items);
    if (status) {
        circlet_density_free(density);
        return status;
    }
    forget_persons(density, city);
    *out = density;
    return CIRCLET_OK;
}

bool ci_density_is_small(const circlet_density *density,
                         circlet_density_persons persons)
{
    return persons.high > 0 &&
           persons.measured < density->summary.small_persons;
}

/* ---- reading ------------------------------------------------------------ */

circlet_density_summary circlet_density_summarise(
    const circlet_density *density)
{
    return density->summary;
}

size_t circlet_density_cell_count(const circlet_density *density)
{
    return density->cell_count;
}

circlet_density_cell circlet_density_cell_at(const circlet_density *density,
                                             size_t i)
{
    return density->cells[i];
}

circlet_area circlet_density_cell_outline(const circlet_density *density,
                                          size_t i)
{
    circlet_area none = {NULL, NULL, 0};

    if (!density->corners)
        return none;
    return (circlet_area){density->corners + i * density->ring.end,
                          &density->ring, 1};
}

size_t circlet_density_unit_count(const circlet_density *density)
{
    return density->unit_count;
}

circlet_density_unit circlet_density_unit_at(const circlet_density *density,
                                             size_t i)
{
    return density->units[i];
}
