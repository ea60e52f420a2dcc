/* The text values of one record, kept together until the next is read. */
#ifndef CI_IO_RECORD_VALUES_H
#define CI_IO_RECORD_VALUES_H

#include "base/text.h"

/* Starts as {0}. Values are added in the order of the fields. */
typedef struct ci_record_values {
    ci_buffer text; /* the values, each with a final 0 */
    size_t *starts; /* in `text`; SIZE_MAX: no value */
    const char **values;
    size_t count, capacity, value_capacity;
} ci_record_values;

void ci_record_values_free(ci_record_values *values);
void ci_record_values_clear(ci_record_values *values);

/* Adds a value of `size` bytes; NULL or no bytes: no value. False: no
 * memory. */
bool ci_record_values_add(ci_record_values *values, const char *text,
                          size_t size);

/* All values since the last clear, borrowed until the next change; NULL: no
 * memory. */
const char *const *ci_record_values_finish(ci_record_values *values);

#endif
