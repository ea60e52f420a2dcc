/* The layers of an export: their columns, and where rows come from. */
#ifndef CI_IO_EXPORT_LAYER_H
#define CI_IO_EXPORT_LAYER_H

#include <stdbool.h>
#include <stddef.h>

#define CI_EXPORT_COLUMNS 36

/* When a layer or a column is there. */
typedef enum ci_export_need {
    CI_EXPORT_ALWAYS,
    CI_EXPORT_OF_PLAN, /* with a plan */
    CI_EXPORT_ROWS, /* where there are rows */
    CI_EXPORT_PLAN_ROWS, /* both */
    CI_EXPORT_ROADS /* asked for */
} ci_export_need;

/* A column and the expression that fills it; `geom` is given as it is stored
 * in a city of any container. */
typedef struct ci_export_column {
    const char *name;
    const char *type;
    const char *value;
    ci_export_need need;
} ci_export_column;

typedef struct ci_export_layer {
    const char *table;
    ci_export_need need;
    const char *rows; /* the table that must have some, for that need */
    const char *from; /* what comes after SELECT ...; ?1 is the plan */
    const char *subject; /* of findings that add columns; NULL: none */
    const char *key; /* of the subject in `from` */
    ci_export_column columns[CI_EXPORT_COLUMNS]; /* ends in {NULL} */
} ci_export_layer;

/* From 0 in the order in which they are made; NULL at the end. */
const ci_export_layer *ci_export_layer_at(size_t position);

#endif
