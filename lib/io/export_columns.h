/* The columns that a rule with saved findings adds to an exported layer. */
#ifndef CI_IO_EXPORT_COLUMNS_H
#define CI_IO_EXPORT_COLUMNS_H

#include "base/text.h"
#include "io/sqlite.h"

typedef struct ci_rule_column {
    char *rule;
    char *column; /* the rule's name in lower case letters, digits and _ */
    bool has_persons; /* it counts people */
} ci_rule_column;

typedef struct ci_rule_columns {
    ci_rule_column *items;
    size_t count, capacity;
} ci_rule_columns;

/*
 * The rules with findings about a subject ("unit", "facility") of a plan
 * (NULL: the city as it is), in the order of the findings. `db` has the city
 * attached. Column names differ from each other; none is a name of
 * `reserved` (NULL-ended).
 */
circlet_status ci_rule_columns_read(ci_rule_columns *out, ci_db *db,
                                    const char *subject, const char *plan,
                                    const char *const *reserved,
                                    circlet_error *error);
void ci_rule_columns_free(ci_rule_columns *columns);

/* Appends a rule's name as a column's. */
void ci_add_column_name(ci_buffer *out, const char *rule);

#endif
