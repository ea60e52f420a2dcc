/* Bands of age, such as 7 to 15. */
#ifndef CI_REPORT_AGE_BANDS_H
#define CI_REPORT_AGE_BANDS_H

#include <circlet/city.h>

#define CI_AGE_LIMIT_MAX 30
#define CI_AGE_BAND_SIZE 32

typedef struct ci_age_bands {
    int limits[CI_AGE_LIMIT_MAX]; /* where bands begin but the first */
    size_t count; /* of limits: there is one band more */
} ci_age_bands;

/* Takes the ages at which bands begin; NULL: the usual ones. */
circlet_status ci_age_bands_read(ci_age_bands *out, const int *limits,
                                 size_t count, circlet_error *error);

/* "7-15", "60+". */
void ci_age_band_name(char out[CI_AGE_BAND_SIZE], const ci_age_bands *bands,
                      size_t band);

/* The band of a person on 31 December of a year (0: of the age as given);
 * `count + 1` where the age is not known. */
size_t ci_age_band_of(const ci_age_bands *bands,
                      const circlet_demand_record *person, int year);

#endif
