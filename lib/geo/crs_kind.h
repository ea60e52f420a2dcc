/* What a coordinate system of PROJ is. For crs.c. */
#ifndef CI_GEO_CRS_KIND_H
#define CI_GEO_CRS_KIND_H

#include <proj.h>

#include <stdbool.h>

#define CI_CRS_NAME_SIZE 80

typedef struct ci_crs_kind {
    char datum[CI_CRS_NAME_SIZE];
    double semi_major_m, inverse_flattening; /* 0: a sphere */
    double meridian_degrees; /* of longitude 0, from Greenwich */
    bool is_degrees; /* longitudes and latitudes in degrees */
    bool is_plane; /* lengths on a projection */
    bool is_web_mercator;
    bool has_area; /* where it is meant for, below, in degrees */
    double west, south, east, north;
} ci_crs_kind;

/* Describes a horizontal system without a shift of its datum; false if it
 * has no known datum. */
bool ci_crs_kind_read(ci_crs_kind *out, PJ_CONTEXT *context, PJ *crs);

/* Whether its degrees are those of WGS 84 but for a metre. */
bool ci_crs_kind_is_like_wgs84(const ci_crs_kind *kind);

/* Whether it stands on Beijing 1954, Xian 1980 or a relative of them. */
bool ci_crs_kind_is_chinese_legacy(const ci_crs_kind *kind);

#endif
