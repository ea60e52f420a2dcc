/* Where lines cross, and making these places points of both. */
#ifndef CI_IO_LINE_ROADS_CROSS_H
#define CI_IO_LINE_ROADS_CROSS_H

#include "io/line_roads_set.h"

/*
 * Marks or adds a crossing in both lines wherever two segments of lines of
 * one level meet: where they cross, where one ends or bends on the other,
 * where both bend, at both ends of a stretch that they share; and where a
 * line ends within `tolerance_m` (0 or more) of another, there at its end. A
 * line that meets itself is treated the same. Whether segments meet is
 * decided without rounding; a place between vertices is rounded to about
 * 1e-14 of a degree.
 */
circlet_status ci_line_set_split_crossings(ci_line_set *set,
                                           double tolerance_m,
                                           circlet_error *error);

/* Counts the places where lines of one level share a vertex at which
 * neither ends, so that only ci_line_set_split_crossings() joins them. */
circlet_status ci_line_set_count_shared(uint64_t *out, const ci_line_set *set,
                                        circlet_error *error);

#endif
