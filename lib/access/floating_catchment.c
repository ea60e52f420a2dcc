#include "access/floating_catchment.h"

#include <stdlib.h>

#include "base/error.h"

/* Which facilities a row has named already: its later entrances are farther
 * and do not count. */
typedef struct seen_marks {
    size_t *last_row; /* of each facility, the row after which it was named;
                         0: none yet */
} seen_marks;

static circlet_status start_marks(seen_marks *marks, size_t facility_count,
                                  circlet_error *error)
{
    marks->last_row = calloc(facility_count + 1, sizeof(*marks->last_row));
    return marks->last_row ? CIRCLET_OK : ci_fail_nomem(error);
}

static bool is_new(seen_marks *marks, uint32_t facility, size_t row)
{
    if (marks->last_row[facility] == row + 1)
        return false;
    marks->last_row[facility] = row + 1;
    return true;
}

int64_t ci_catchment_weight_at(const ci_catchment_band *bands, size_t count,
                               uint32_t time_ms)
{
    if (count == 0)
        return CI_DECAY_ONE;
    for (size_t i = 0; i < count; i++)
        if (time_ms <= bands[i].to_ms)
            return bands[i].weight_micro;
    return 0;
}

static int64_t weight_at(const ci_catchment_problem *p, uint32_t time_ms)
{
    return ci_catchment_weight_at(p->bands, p->band_count, time_ms);
}

static uint32_t facility_at(const ci_catchment_problem *p,
                            const circlet_od_entry *entry)
{
    return p->facility_of ? p->facility_of[entry->destination]
                          : entry->destination;
}

static bool add_product(int64_t *sum, int64_t a, int64_t b)
{
    if (b > 0 && a > (INT64_MAX - *sum) / b)
        return false;
    *sum += a * b;
    return true;
}

circlet_status ci_catchment_demand(int64_t *demand,
                                   const ci_catchment_problem *problem,
                                   circlet_error *error)
{
    const ci_catchment_problem *p = problem;
    seen_marks marks;
    bool fits = true;
    circlet_status status = start_marks(&marks, p->facility_count, error);

    if (status)
        return status;
    for (size_t j = 0; j < p->facility_count; j++)
        demand[j] = 0;
    for (size_t i = 0; fits && i < p->row_count; i++)
        for (size_t k = 0; fits && k < p->rows[i].count; k++) {
            const circlet_od_entry *entry = &p->rows[i].entries[k];
            uint32_t facility = facility_at(p, entry);

            if (is_new(&marks, facility, i))
                fits = add_product(&demand[facility], p->weights_milli[i],
                                   weight_at(p, entry->time_ms));
        }
    free(marks.last_row);
    return fits ? CIRCLET_OK
                : ci_fail(error, CIRCLET_E_DATA,
                          "the weights of the people in reach of a facility "
                          "add up to more than 64 bits hold");
}

void ci_catchment_ratios(double *ratios, const double *supply,
                         const int64_t *demand, size_t facility_count)
{
    const double one_person = 1000.0 * CI_DECAY_ONE;

    for (size_t j = 0; j < facility_count; j++)
        ratios[j] =
            demand[j] > 0 ? supply[j] * one_person / (double)demand[j] : 0.0;
}

circlet_status ci_catchment_access(double *access, const double *ratios,
                                   const ci_catchment_problem *problem,
                                   circlet_error *error)
{
    const ci_catchment_problem *p = problem;
    seen_marks marks;
    circlet_status status = start_marks(&marks, p->facility_count, error);

    if (status)
        return status;
    for (size_t i = 0; i < p->row_count; i++) {
        access[i] = 0.0;
        for (size_t k = 0; k < p->rows[i].count; k++) {
            const circlet_od_entry *entry = &p->rows[i].entries[k];
            uint32_t facility = facility_at(p, entry);

            if (is_new(&marks, facility, i))
                access[i] += ratios[facility] *
                             (double)weight_at(p, entry->time_ms) /
                             CI_DECAY_ONE;
        }
    }
    free(marks.last_row);
    return CIRCLET_OK;
}
