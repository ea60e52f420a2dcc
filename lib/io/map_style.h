/* How the layers of an export are drawn, whatever program draws them. */
#ifndef CI_IO_MAP_STYLE_H
#define CI_IO_MAP_STYLE_H

#include <circlet/io.h>

#include "io/sqlite.h"
#include "io/wkb.h"
#include "report/map_key.h"

/* One sign; lengths in millimetres on the page. */
typedef struct ci_map_symbol {
    uint32_t fill, line; /* 0xRRGGBB */
    int fill_alpha; /* 0 to 255; 0: no fill */
    double line_mm; /* 0: no outline */
    bool is_dashed;
    ci_shape shape; /* of a point */
    bool is_hollow;
    double size_mm;
    ci_action_mark sign; /* within the shape; CI_ACTION_COUNT: none */
    double hatch_mm; /* distance of lines over an area; 0: none */
    bool is_crossed;
    uint32_t hatch;
} ci_map_symbol;

/* What a symbol is for: a value of the attribute, or a range of numbers. */
typedef struct ci_map_class {
    char *value; /* NULL: every other value */
    double from, to; /* of a style by ranges */
    char *label;
    ci_map_symbol symbol;
} ci_map_class;

/* Starts as {0}; ci_map_style_free(). */
typedef struct ci_map_style {
    ci_geometry_type kind; /* NONE: a table without places */
    const char *attribute; /* NULL: one class for all */
    bool is_ranges;
    ci_map_class *classes;
    size_t count, capacity;
    const char *label; /* the column that is written beside; NULL: none */
    bool is_class_written; /* its class's label instead, and its year */
    double label_scale; /* only from 1 : label_scale on; 0: always */
    double scale; /* the layer is drawn from 1 : scale on; 0: always */
} ci_map_style;

void ci_map_style_free(ci_map_style *style);

/*
 * The style of a layer of an export, by its table: of units by their class
 * in the column `attribute` ("class", "class_before"), NULL for the usual
 * one. Types of facilities, and the ranges of density, are those in the
 * file; names are those of the policy, which may be NULL.
 */
circlet_status ci_map_style_make(ci_map_style *out, ci_db *db,
                                 const char *table, const char *attribute,
                                 const circlet_policy *policy, bool is_chinese,
                                 circlet_error *error);

#endif
