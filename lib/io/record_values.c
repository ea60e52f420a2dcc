#include "io/record_values.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"

void ci_record_values_free(ci_record_values *values)
{
    ci_buffer_free(&values->text);
    free(values->starts);
    free(values->values);
    memset(values, 0, sizeof(*values));
}

void ci_record_values_clear(ci_record_values *values)
{
    values->text.size = 0;
    values->count = 0;
}

bool ci_record_values_add(ci_record_values *values, const char *text,
                          size_t size)
{
    size_t *starts = ci_array_reserve_one(values->starts, values->count,
                                          &values->capacity, sizeof(*starts));

    if (!starts)
        return false;
    values->starts = starts;
    starts[values->count++] = size > 0 ? values->text.size : SIZE_MAX;
    if (size > 0) {
        ci_buffer_add_n(&values->text, text, size);
        ci_buffer_add_n(&values->text, "", 1);
    }
    return !values->text.failed;
}

const char *const *ci_record_values_finish(ci_record_values *values)
{
    if (!values->values || values->count > values->value_capacity) {
        const char **grown = realloc(
            values->values, (values->count + 1) * sizeof(*values->values));

        if (!grown)
            return NULL;
        values->values = grown;
        values->value_capacity = values->count;
    }
    for (size_t i = 0; i < values->count; i++)
        values->values[i] = values->starts[i] == SIZE_MAX
                                ? NULL
                                : values->text.text + values->starts[i];
    return values->values;
}
