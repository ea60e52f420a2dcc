/* What an import prints when it is done. */
#ifndef TOOLS_IMPORT_OUTPUT_H
#define TOOLS_IMPORT_OUTPUT_H

#include "news.h"
#include "rejects.h"

typedef struct import_result {
    circlet_layer layer;
    circlet_import_counts counts;
    rejects notes;
    news changes;
    char *remarks[32]; /* owned */
    size_t remark_count;
} import_result;

void import_print(const import_result *result);
void import_print_json(const import_result *result);

#endif
