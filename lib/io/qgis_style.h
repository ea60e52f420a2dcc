/* Styles as QGIS reads them. */
#ifndef CI_IO_QGIS_STYLE_H
#define CI_IO_QGIS_STYLE_H

#include "io/map_style.h"

/* The attributes of a layer's element that belong to its style. */
void ci_qgis_style_attributes(ci_buffer *out, const ci_map_style *style);

/* What stands in the element: symbols and labels. */
void ci_qgis_style(ci_buffer *out, const ci_map_style *style);

/* "31,41,51,255" */
void ci_qgis_colour(ci_buffer *out, uint32_t rgb, int alpha);

#endif
