/* The coordinate system of an export's layers. */
#ifndef CI_IO_EXPORT_CRS_H
#define CI_IO_EXPORT_CRS_H

#include "geo/crs_text.h"
#include "io/container.h"

/*
 * Makes the layers of a started file those of `crs` (NULL: degrees of WGS
 * 84): *back turns degrees into it, NULL where they stay; the caller frees
 * both. CIRCLET_E_CRS if it is not known.
 */
circlet_status ci_export_crs(ci_transform **back, ci_crs_text *text, ci_db *db,
                             const char *crs, circlet_error *error);

#endif
