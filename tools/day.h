/* A day that is asked for: year x 10000 + month x 100 + day. */
#ifndef TOOLS_DAY_H
#define TOOLS_DAY_H

#include <circlet.h>

#include "option.h"

/* "2020-06-30" of any int. */
#define DAY_SIZE 40

/* Reads the value of an option as YYYY-MM-DD into `out`, which stays as it is
 * if the option was not given; else says what is wrong and returns
 * EXIT_USAGE. */
int day_read(int *out, const arguments *read, option_id id);

/* As YYYY-MM-DD. */
void day_write(char out[DAY_SIZE], int day);

/* Says of how many facilities it is not known whether they are open on a day,
 * as only the month or the year of a date is. */
void day_remark(const char *name, const circlet_city *city, int day);

#endif
