/* Lines of a street layer on their way to a network: what their points are,
 * and, once they are joined, at which node each lies. */
#ifndef CI_IO_LINE_ROADS_SET_H
#define CI_IO_LINE_ROADS_SET_H

#include <circlet/error.h>
#include <circlet/types.h>

/* What a point of a line is; a set of these. */
enum {
    CI_LINE_VERTEX = 1, /* it stands in the file */
    CI_LINE_END = 2, /* it starts or ends its line */
    CI_LINE_CROSSING = 4 /* another line of the level passes here */
};

typedef struct ci_line_point {
    circlet_point at;
    uint32_t node; /* where the line is cut; CI_NOWHERE: nowhere here */
    unsigned marks;
} ci_line_point;

/* A line has the points from the `end` of the line before it. */
typedef struct ci_line {
    size_t end;
    uint32_t level; /* lines of different levels do not meet by crossing */
    uint32_t record; /* of the caller */
} ci_line;

/* Starts as {0}. */
typedef struct ci_line_set {
    ci_line_point *points;
    size_t point_count, point_capacity;
    ci_line *lines;
    size_t line_count, line_capacity;
} ci_line_set;

void ci_line_set_free(ci_line_set *set);

/* Where the points of line `i` start. */
size_t ci_line_start(const ci_line_set *set, size_t i);

/*
 * Adds a line of at least two points that is somewhere; points that repeat
 * the one before are left out. *has_length is false, and nothing is added,
 * if no two points differ.
 */
circlet_status ci_line_set_add(ci_line_set *set, const circlet_point *points,
                               size_t count, const ci_line *line,
                               bool *has_length, circlet_error *error);

#endif
