/* Where a QGIS project is put: into a GeoPackage, or a file beside. */
#ifndef CI_IO_QGIS_STORE_H
#define CI_IO_QGIS_STORE_H

#include "io/qgis_project.h"

/* Makes the table qgis_projects with the one project "circlet". */
circlet_status ci_qgis_store(const ci_qgis_source *source,
                             circlet_error *error);

/* Writes a .qgz in place of `path`; an existing file only if the options say
 * so. */
circlet_status ci_qgis_write(const char *path, const ci_qgis_source *source,
                             circlet_error *error);

#endif
