/* What actions buy, as text for people and as JSON for programs. */
#ifndef TOOLS_EXPLAIN_OUTPUT_H
#define TOOLS_EXPLAIN_OUTPUT_H

#include <circlet.h>

#include "json.h"
#include "table.h"

/* All is borrowed. */
typedef struct explain_view {
    const circlet_explanation *explanation;
    const circlet_plan *plan;
    const circlet_policy *policy;
    const circlet_city *city; /* as it is */
} explain_view;

/* Both print on stdout; false if memory ran out. */
void explain_print_json(const explain_view *view);
bool explain_print_text(const explain_view *view);

/* The text of all actions, as a table (explain_table.c). */
bool explain_print_all(const explain_view *view);

/* Leaves the cell empty where the number is not known. */
void explain_set_number(table *out, size_t column, double value, int decimals);

#endif
