/* Numbers of persons that a report does not take from findings, as they are
 * published. */
#ifndef CI_PAGE_TOLD_NUMBERS_H
#define CI_PAGE_TOLD_NUMBERS_H

#include "map/outside.h"
#include "page/time_bands.h"

/* The bands of a row as they are told. */
typedef struct ci_told_bands {
    double persons[CI_TIME_BANDS]; /* of those that are hidden each as many as
                                      they are on average */
    bool is_hidden[CI_TIME_BANDS];
    double within; /* the limit, of all; NaN: not to be told */
} ci_told_bands;

/*
 * Today's bands: those of few persons are hidden, and as many of the smallest
 * others as it takes that sums do not tell them. Within the limit and beyond
 * are two sums where the limit is the end of a band.
 */
ci_told_bands ci_told_bands_of(const ci_page_band_row *today);

/* Those with a plan: the same are hidden, and the others are told by steps
 * from today's. False: they are of other people, and cannot be. */
bool ci_told_bands_planned(ci_told_bands *out, const ci_page_band_row *today,
                           const ci_page_band_row *planned);

/* The share of a row within the limit; with a plan (NULL: today) by steps from
 * today's. NaN: not to be told. */
double ci_told_share(const ci_page_band_row *today,
                     const ci_page_band_row *planned);

/* Persons of cells with a plan: by steps from those of the same cell today,
 * from none where today's is not shown. */
void ci_told_cells_round(ci_outside *planned, const ci_outside *today);

#endif
