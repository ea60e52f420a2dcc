/* Styles as GeoServer and other map servers read them. */
#ifndef CI_IO_SLD_STYLE_H
#define CI_IO_SLD_STYLE_H

#include "io/map_style.h"

/* A Styled Layer Descriptor 1.1 with Symbology Encoding (OGC 05-078r4,
 * 05-077r4). */
void ci_sld_style(ci_buffer *out, const char *layer,
                  const ci_map_style *style);

#endif
