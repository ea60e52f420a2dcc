/* The shifted degrees of Chinese maps: GCJ-02 and BD-09. Pure arithmetic. */
#ifndef CI_GEO_DATUM_SHIFT_H
#define CI_GEO_DATUM_SHIFT_H

#include <circlet/coordinates.h>

/*
 * Degrees of WGS 84 into degrees of `datum`, and back. Both are those of the
 * published formula, which is a metre or two off what the map makers do;
 * back is the inverse of that formula to less than 1e-10 degrees.
 *
 * Nothing is shifted outside the rectangle of the formula, 72.004 to
 * 137.8347 E, 0.8293 to 55.8271 N, in WGS 84. Hong Kong, Macau and Taiwan
 * lie in it and are shifted, as by all who use the formula. The shift ends
 * there without a passage, so that within 1 km of the rectangle's sides,
 * which no land of China touches, a place may have no shifted degrees that
 * lead back to it; ci_datum_unshift() then leaves the point as it is.
 */
circlet_point ci_datum_shift(circlet_datum datum, circlet_point wgs84);
circlet_point ci_datum_unshift(circlet_datum datum, circlet_point shifted);

/* Whether a place of WGS 84 lies in the rectangle. False for NaN. */
bool ci_datum_has(circlet_point wgs84);

#endif
