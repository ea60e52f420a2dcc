/* Findings as a table for people and as JSON for programs. */
#ifndef TOOLS_FINDING_OUTPUT_H
#define TOOLS_FINDING_OUTPUT_H

#include <circlet.h>

#include "json.h"
#include "table.h"

/* Which findings are listed. */
typedef struct selection {
    const char *levels; /* names divided by commas; NULL: all */
    const char *verdicts; /* names divided by commas; NULL: all */
} selection;

bool selection_has(const selection *which, const circlet_finding *finding);

/* One object, with how to mend it if that was asked for. */
void finding_write(json *out, const circlet_finding *finding, bool with_fix);

/* A table with the columns of findings; NULL if memory ran out. */
table *finding_table_new(void);
void finding_table_add(table *out, const circlet_finding *finding);

#endif
