/* Aligned tables on stdout; Chinese characters count two columns. */
#ifndef TOOLS_TABLE_H
#define TOOLS_TABLE_H

#include <stdbool.h>
#include <stddef.h>

typedef struct table table;

typedef enum table_style {
    TABLE_LEFT,
    TABLE_RIGHT,
    TABLE_SENTENCE /* the last column: folded on a terminal */
} table_style;

/* NULL if memory ran out. Everything else remembers a failure of memory
 * until table_print(). */
table *table_new(void);
void table_free(table *t);

void table_add_column(table *t, const char *title, table_style style);
void table_add_row(table *t);

/* Sets a cell of the last row. Copies. */
void table_set(table *t, size_t column, const char *text);

/* Colours it: "red", "green" ...; only on a terminal without NO_COLOR. */
void table_colour(table *t, size_t column, const char *colour);

/* Prints it; false if memory ran out. A table without rows is nothing. */
bool table_print(table *t);

#endif
