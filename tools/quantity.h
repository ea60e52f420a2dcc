/* Measures as people read them. */
#ifndef TOOLS_QUANTITY_H
#define TOOLS_QUANTITY_H

#define QUANTITY_SIZE 128

/* "81.3%" for a share, else the number with the unit's name unless that is
 * NULL; empty for a number that is unknown. */
void quantity_text(char out[QUANTITY_SIZE], double value, const char *unit);

/* The same with the digits that the sentences of findings have: as many that
 * a number is not written as the limit that it misses; NaN: there is none. */
void quantity_beside(char out[QUANTITY_SIZE], double value, double limit,
                     const char *unit);

/* The same without the unit's name. */
void quantity_number(char out[QUANTITY_SIZE], double value, double limit,
                     const char *unit);

/* What is missing: no less than it is. */
void quantity_up(char out[QUANTITY_SIZE], double value, const char *unit);

#endif
