/* Measures as people read them. */
#ifndef TOOLS_QUANTITY_H
#define TOOLS_QUANTITY_H

#define QUANTITY_SIZE 128

/* "81.3%" for a share, else the number with the unit's name unless that is
 * NULL; empty for a number that is unknown. */
void quantity_text(char out[QUANTITY_SIZE], double value, const char *unit);

#endif
