/* Charts with axes: what they are drawn of. */
#ifndef CI_PAGE_CHART_PLOT_H
#define CI_PAGE_CHART_PLOT_H

#include "page/markup.h"

/* The least of 1, 2, 5, 10 ... that makes at most five steps up to `most`. */
double ci_plot_tick(double most);

/* Appends `what`, such as the beginning of a path, and a point. */
void ci_plot_point(ci_buffer *out, const char *what, double x, double y);

/* A text at a point, in both languages; `anchor` as SVG has it. */
void ci_plot_text(ci_buffer *out, double x, double y, const char *anchor,
                  ci_phrase text);

/* A line across, from `x` to `end`. */
void ci_plot_line(ci_buffer *out, const char *kind, double x, double end,
                  double y);

#endif
