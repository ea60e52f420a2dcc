/* A coordinate system in the words of other programs. */
#ifndef CI_GEO_CRS_TEXT_H
#define CI_GEO_CRS_TEXT_H

#include <circlet/error.h>

#include <stdbool.h>

/* Texts of a system, owned; starts as {0}. */
typedef struct ci_crs_text {
    char *authority; /* "EPSG"; NULL: the system has no code */
    int code; /* 4547; 0: none */
    char *name;
    char *wkt; /* WKT 1 as GDAL writes it, on one line */
    char *esri; /* that of ESRI, for .prj */
    char *proj; /* PROJ's string; NULL: it has none */
    bool is_degrees;
} ci_crs_text;

/* `crs` as for ci_transform_new(). CIRCLET_E_CRS if it is not known or cannot
 * be written as WKT 1. */
circlet_status ci_crs_describe(ci_crs_text *out, const char *crs,
                               circlet_error *error);
void ci_crs_text_free(ci_crs_text *text);

#endif
