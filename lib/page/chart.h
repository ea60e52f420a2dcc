/* Charts that are tables: a bar in each row, its numbers beside it. */
#ifndef CI_PAGE_CHART_H
#define CI_PAGE_CHART_H

#include "page/page.h"

/* Starts a table of charts. */
void ci_chart_start(ci_page *page, bool is_wide, ci_phrase caption,
                    ci_phrase note);

/* A row of two shares: a ring where it is today, a dot with the plan. */
void ci_chart_change(ci_page *page, ci_phrase label, const double shares[],
                     size_t count);

/* A row of parts of a whole, in classes "sNAME0" and so on, with a line at a
 * share of it unless that is NaN. */
void ci_chart_parts(ci_page *page, ci_phrase label, const char *name,
                    const double parts[], size_t count, double mark);

/* What a class of parts is. */
void ci_chart_legend(ci_page *page, const char *name, size_t position,
                     ci_phrase text);

/* The same as numbers: starts a table, its columns, its body, its rows (NULL:
 * none is hidden), and ends table and figure. */
void ci_chart_numbers_start(ci_page *page);
void ci_chart_numbers_column(ci_page *page, ci_phrase title);
void ci_chart_numbers_body(ci_page *page);
void ci_chart_numbers_row(ci_page *page, ci_phrase label,
                          const double numbers[], const bool is_hidden[],
                          size_t count);
void ci_chart_numbers_end(ci_page *page);

#endif
