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
    CI_VALUE_LON, /* a coordinate, not stored as a column */
    CI_VALUE_LAT
} ci_value_type;

typedef struct ci_layer_column {
    const char *name; /* in a source */
    ci_value_type type;
    bool is_needed; /* the column, and a value in every row */
    double min, max;
    const char *const *words; /* NULL-ended */
    const char *stored; /* the table's column; NULL: `name` */
    const char *missing; /* value where the source has no such column */
} ci_layer_column;

typedef struct ci_layer_table {
    const char *table;
    const char *key; /* the column that is unique */
    const ci_layer_column *columns;
    size_t column_count;
    bool has_areas; /* else every row has a point */
} ci_layer_table;

/* A layer that is read row by row: any but roads. */
const ci_layer_table *ci_layer_table_of(circlet_layer layer);

/* The position of a column, or CI_NOWHERE. */
uint32_t ci_layer_find_column(const ci_layer_table *table, const char *name);

/* The column's name in the table. */
const char *ci_layer_stored_name(const ci_layer_column *column);

/* Whether a value of it stands in a column of the table. */
bool ci_layer_is_stored(const ci_layer_column *column);

#endif
