/* What is broken in each unit, in sentences. */
#ifndef CI_PAGE_DETAILS_H
#define CI_PAGE_DETAILS_H

#include "page/page.h"

/* A finding that fails today or with the plan. */
typedef struct ci_detail {
    circlet_unit row; /* the unit in whose row it stands */
    size_t order;
    const circlet_finding *finding; /* as it is today, or, where that is
                                       none, with the plan */
    bool fails[CI_PAGE_STATES];
    bool is_hidden; /* its sentence would tell of too few persons */
} ci_detail;

/* Starts as {0}; ci_details_free(). */
typedef struct ci_details {
    ci_detail *items; /* by row, then the order of the policy */
    size_t count, capacity;
} ci_details;

circlet_status ci_details_find(ci_details *out, const ci_page *page,
                               circlet_error *error);
void ci_details_free(ci_details *details);

/* Those of a unit: the first, NULL where there is none, and how many. */
const ci_detail *ci_details_of(const ci_details *details, circlet_unit row,
                               size_t *count);

/* Whether a number of persons must not be told: above 0, and too few. */
bool ci_page_is_few(double persons);

#endif
