/* One cell of a source: from text to what is stored, or why it cannot be. */
#ifndef CI_IO_IMPORT_VALUE_H
#define CI_IO_IMPORT_VALUE_H

#include "base/text.h"
#include "io/import_layer.h"
#include "io/row_fault.h"
#include "io/sqlite.h"

typedef enum ci_value_state {
    CI_VALUE_IS_NULL,
    CI_VALUE_IS_INT,
    CI_VALUE_IS_REAL,
    CI_VALUE_IS_TEXT
} ci_value_state;

/* Starts as {0}; is filled again and again, and keeps its room. */
typedef struct ci_value {
    ci_value_state state;
    int64_t whole; /* of a date, too: year x 10000 + month x 100 + day */
    double real;
    ci_buffer text;
    ci_buffer list; /* while one is made */
    bool is_rounded; /* a weight had more decimals than are kept */
} ci_value;

void ci_value_free(ci_value *value);

/*
 * Checks and converts a cell (NULL: empty). False if it cannot be used:
 * `fault` then says of what kind and, in one line, why. No memory: `failed`
 * of the value's text or of the fault's reason is set.
 */
bool ci_value_parse(ci_value *out, const ci_layer_column *column,
                    const char *cell, ci_row_fault *fault);

/* "2019", "2019-05", "2019-05-01", "2019/5/1", "2019.5.1" or "20190501", with
 * or without a time behind a whole date ("T12:30:00", " 12:30"), as year x
 * 10000 + month x 100 + day, 0 for what is not said. */
bool ci_parse_date(int *out, const char *text);

circlet_status ci_value_bind(ci_statement *statement, int position,
                             const ci_value *value, circlet_error *error);

#endif
