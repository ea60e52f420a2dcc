/* How long people take to the nearest facility of each circle rule. */
#ifndef CI_PAGE_TIME_BANDS_H
#define CI_PAGE_TIME_BANDS_H

#include <circlet/page.h>

/* Up to 5, 10, 15, 20, 30, 45 and 60 minutes, and longer or never. */
#define CI_TIME_BANDS 8

/* Minutes at which a band ends; of the last 0. */
int ci_time_band_end(size_t band);

/* People of one rule who travel alike. */
typedef struct ci_page_band_row {
    const char *rule, *mode; /* borrowed from the policy */
    double limit_min; /* of the rule */
    double persons[CI_TIME_BANDS];
    double all, within; /* the limit */
} ci_page_band_row;

/* Starts as {0}; ci_page_bands_free(). */
typedef struct ci_page_bands {
    ci_page_band_row *rows; /* by rule, then mode */
    size_t count, capacity;
} ci_page_bands;

/* As people are assumed to travel, of units of which the findings know who is
 * covered; rules as the policy has them, advice beside another rule left
 * out. */
circlet_status ci_page_bands_find(ci_page_bands *out, const circlet_city *city,
                                  const circlet_page_content *content,
                                  const circlet_findings *findings,
                                  circlet_progress progress,
                                  circlet_error *error);
void ci_page_bands_free(ci_page_bands *bands);

#endif
