#include "report/age_bands.h"

#include <stdio.h>

#include "base/error.h"

#define AGE_MAX 200

circlet_status ci_age_bands_read(ci_age_bands *out, const int *limits,
                                 size_t count, circlet_error *error)
{
    static const int usual[] = {7, 16, 18, 60};

    if (!limits) {
        limits = usual;
        count = sizeof(usual) / sizeof(usual[0]);
    }
    if (count > CI_AGE_LIMIT_MAX)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "%zu bands of age are more than %d", count,
                       CI_AGE_LIMIT_MAX);
    for (size_t i = 0; i < count; i++) {
        if (limits[i] < 1 || limits[i] > AGE_MAX ||
            (i > 0 && limits[i] <= limits[i - 1]))
            return ci_fail(error, CIRCLET_E_ARGUMENT,
                           "age %d cannot begin a band: ages ascend from 1 "
                           "to %d",
                           limits[i], AGE_MAX);
        out->limits[i] = limits[i];
    }
    out->count = count;
    return CIRCLET_OK;
}

void ci_age_band_name(char out[CI_AGE_BAND_SIZE], const ci_age_bands *bands,
                      size_t band)
{
    int low = band > 0 ? bands->limits[band - 1] : 0;

    if (band == bands->count)
        snprintf(out, CI_AGE_BAND_SIZE, "%d+", low);
    else
        snprintf(out, CI_AGE_BAND_SIZE, "%d-%d", low, bands->limits[band] - 1);
}

/* On 31 December everyone has had the year's birthday; -1: not known. */
static int age_of(const circlet_demand_record *person, int year)
{
    if (year > 0 && person->birth_year >= 0)
        return year >= person->birth_year ? year - person->birth_year : -1;
    return person->age;
}

size_t ci_age_band_of(const ci_age_bands *bands,
                      const circlet_demand_record *person, int year)
{
    int age = age_of(person, year);
    size_t band = 0;

    if (age < 0)
        return bands->count + 1;
    while (band < bands->count && age >= bands->limits[band])
        band++;
    return band;
}
