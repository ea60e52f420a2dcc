/* The columns of each layer: what a source may or must give. */
#ifndef CI_IO_IMPORT_LAYER_H
#define CI_IO_IMPORT_LAYER_H

#include <circlet/io.h>

typedef enum ci_value_type {
    CI_VALUE_TEXT,
    CI_VALUE_LIST, /* words divided by ';' */
    CI_VALUE_WORD, /* one of `words` */
    CI_VALUE_WORDS, /* a list of `words` */
    CI_VALUE_WHOLE, /* from min to max */
    CI_VALUE_REAL, /* from min to max */
    CI_VALUE_WEIGHT, /* a real number, stored in thousandths */
    CI_VALUE_ANSWER, /* yes or no, stored as 1 or 0 */
    CI_VALUE_DATE, /* a year, a month or a day */
    CI_VALUE_SERVICES, /* "day_care:30:12;residential:beds=100" */
    CI_VALUE_LON, /* a coordinate */
    CI_VALUE_LAT
} ci_value_type;

typedef struct ci_layer_column {
    const char *name; /* in a source */
    ci_value_type type;
    bool is_needed; /* the column, and a value in every row */
    bool has_headings; /* its words may be given in Chinese */
    double min, max;
    const char *const *words; /* NULL-ended */
    const char *stored; /* the table's column; NULL: `name` */
    const char *missing; /* value where the source has no such column */
} ci_layer_column;

/* Where a row of a layer lies. */
typedef enum ci_layer_place {
    CI_PLACE_NONE, /* nowhere: it is only a count or a text */
    CI_PLACE_POINT, /* at a point */
    CI_PLACE_PERHAPS, /* at a point, or nowhere */
    CI_PLACE_UNIT, /* an area, or a point, or neither */
    CI_PLACE_BUILDING /* a point, which an area may give */
} ci_layer_place;

typedef struct ci_layer_table {
    const char *table;
    const char *key; /* the column that is unique, its first; NULL: none */
    const ci_layer_column *columns;
    size_t column_count;
    ci_layer_place place;
} ci_layer_table;

/* A layer that is read row by row: any but roads. */
const ci_layer_table *ci_layer_table_of(circlet_layer layer);

/* The position of a column, or CI_NOWHERE. */
uint32_t ci_layer_find_column(const ci_layer_table *table, const char *name);

/* The column's name in the table, as SQL wants it. */
const char *ci_layer_stored_name(const ci_layer_column *column);

/* Whether a value of it stands in a column of the table. Coordinates do not:
 * they are the row's geometry. */
bool ci_layer_is_stored(const ci_layer_column *column);

/* Whether the table has columns lon and lat beside its areas. */
bool ci_layer_has_areas(const ci_layer_table *table);

#endif
