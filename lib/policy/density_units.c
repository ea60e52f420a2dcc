/* The density of people in units. */
#include <math.h>
#include <stdlib.h>

#include "base/error.h"
#include "city/placed_units.h"
#include "policy/density_result.h"

#define M2_PER_KM2 1e6
#define MILLI 1000.0

/* Sums in thousandths, beside the city's units. */
typedef struct unit_sum {
    double milli[CI_DENSITY_LAYERS];
    double m2;
    bool is_placed; /* else nobody is told to live there */
} unit_sum;

static void add_people(unit_sum *sums, circlet_density_summary *summary,
                       const circlet_city *city,
                       const ci_density_people *people)
{
    double total[CI_DENSITY_LAYERS] = {0}, outside = 0, modelled = 0;

    for (size_t i = 0; i < people->count; i++) {
        const ci_density_person *person = &people->items[i];
        circlet_unit unit =
            circlet_city_demand_unit(city, person->demand, summary->level);

        if (unit == CIRCLET_NONE) {
            outside += person->milli[0];
            continue;
        }
        for (size_t l = 0; l < CI_DENSITY_LAYERS; l++) {
            sums[unit].milli[l] += person->milli[l];
            total[l] += person->milli[l];
        }
        if (circlet_city_demand(city, person->demand)->is_modelled)
            modelled += person->milli[0];
    }
    summary->persons = (circlet_density_persons){
        total[0] / MILLI, total[1] / MILLI, total[2] / MILLI};
    summary->persons_outside = outside / MILLI;
    summary->persons_modelled = modelled / MILLI;
}

/* Areas are true in the plane, wherever its centre is. */
static circlet_status add_areas(unit_sum *sums, circlet_density *density,
                                const circlet_city *city, circlet_error *error)
{
    ci_metric_plane plane = ci_metric_plane_at(density->summary.origin);
    ci_city_rings rings = {0};
    circlet_status status = ci_city_rings_make(&rings, city, &plane, error);

    for (size_t i = 0; !status && i < rings.count; i++) {
        const ci_city_ring *ring = &rings.items[i];
        double m2 = fabs(ci_plane_ring_m2(ring->points, ring->count));

        sums[ring->unit].m2 += ring->is_hole ? -m2 : m2;
    }
    ci_city_rings_free(&rings);
    return status;
}

static circlet_status find_placed(unit_sum *sums, const circlet_city *city,
                                  circlet_error *error)
{
    bool *is_placed = NULL;
    circlet_status status = ci_placed_units_find(&is_placed, city, error);

    for (size_t i = 0; !status && i < circlet_city_unit_count(city); i++)
        sums[i].is_placed = is_placed[i] && circlet_city_knows_people(city);
    free(is_placed);
    return status;
}

static circlet_density_unit unit_of(const circlet_density *density,
                                    const circlet_city *city,
                                    circlet_unit unit, const unit_sum *sum)
{
    int64_t residents = circlet_city_unit(city, unit)->residents;
    bool is_known = sum->is_placed;
    circlet_density_unit out = {
        .unit = unit,
        .persons = {is_known ? sum->milli[0] / MILLI : (double)NAN,
                    sum->milli[1] / MILLI,
                    is_known ? sum->milli[2] / MILLI : (double)NAN},
        .area_m2 = sum->m2 > 0 ? sum->m2 : (double)NAN,
        .per_1000 = (double)NAN};

    out.per_km2 = out.persons.measured / out.area_m2 * M2_PER_KM2;
    if (residents > 0)
        out.per_1000 = out.persons.measured / (double)residents * 1000;
    out.is_small = ci_density_is_small(density, out.persons);
    return out;
}

circlet_status ci_density_fill_units(circlet_density *density,
                                     const circlet_city *city,
                                     const ci_density_people *people,
                                     circlet_error *error)
{
    size_t count = circlet_city_unit_count(city);
    unit_sum *sums = calloc(count + 1, sizeof(*sums));
    circlet_status status;

    density->units = malloc((count + 1) * sizeof(*density->units));
    if (!sums || !density->units) {
        free(sums);
        return ci_fail_nomem(error);
    }
    add_people(sums, &density->summary, city, people);
    status = add_areas(sums, density, city, error);
    if (!status)
        status = find_placed(sums, city, error);
    for (size_t i = 0; !status && i < count; i++)
        if (circlet_city_unit(city, (circlet_unit)i)->level ==
            density->summary.level)
            density->units[density->unit_count++] =
                unit_of(density, city, (circlet_unit)i, &sums[i]);
    free(sums);
    return status;
}
