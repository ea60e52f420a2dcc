/* A QGIS project of an export. */
#ifndef CI_IO_QGIS_PROJECT_H
#define CI_IO_QGIS_PROJECT_H

#include "geo/crs_text.h"
#include "io/container.h"
#include "io/export_dictionary.h"

/* What a project is made of; all is borrowed. */
typedef struct ci_qgis_source {
    ci_db *db; /* the exported file, whole */
    const ci_exported *layers;
    size_t count;
    const circlet_export_options *options;
    const ci_crs_text *crs; /* of the layers */
    const char *file; /* as the project names it: "plan.gpkg" */
    bool is_shapefile; /* `file` is the name before "_LAYER.shp" */
    const char *title;
} ci_qgis_source;

/* A layer of the project. */
typedef struct ci_qgis_layer {
    const char *table;
    const char *attribute; /* of the style; NULL: the usual */
    const char *group; /* word */
    char id[40]; /* QGIS drops ids of ten characters and fewer */
    char *title;
    char *filter; /* SQL; NULL: none */
    bool is_shown;
} ci_qgis_layer;

typedef struct ci_qgis_layers {
    ci_qgis_layer *items; /* from the top */
    size_t count, capacity;
} ci_qgis_layers;

/* Lists the layers of a project from the top; starts as {0}. */
circlet_status ci_qgis_layers_list(ci_qgis_layers *out,
                                   const ci_qgis_source *source,
                                   circlet_error *error);
void ci_qgis_layers_free(ci_qgis_layers *layers);

/* "Plan", "Verdicts" ...: what a group is called. */
const char *ci_qgis_group_title(const char *group, bool is_chinese);

/* The whole project, as text of a .qgs. */
circlet_status ci_qgis_project(ci_buffer *out, const ci_qgis_source *source,
                               circlet_error *error);

/* A page with title, map, legend, scale, north arrow and note; `box` is what
 * it shows, in metres or, of `is_degrees`, degrees. */
void ci_qgis_layout(ci_buffer *out, const ci_qgis_source *source,
                    const ci_qgis_layers *layers, const ci_box *box,
                    bool is_degrees);

#endif
