/* The styles in an exported file, where QGIS looks for them. */
#ifndef CI_IO_EXPORT_STYLES_H
#define CI_IO_EXPORT_STYLES_H

#include "io/export_dictionary.h"

/* Makes the table layer_styles, with a style of each layer and, of a plan, of
 * the units before it. After ci_export_dictionary(). */
circlet_status ci_export_styles(ci_db *db, const ci_exported *layers,
                                size_t count,
                                const circlet_export_options *options,
                                circlet_error *error);

#endif
