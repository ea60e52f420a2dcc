/* Any bytes as a GeoJSON file, read to its end. */
#include <stdlib.h>

#include "io/geojson.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    ci_source source = {0};
    ci_record record;
    bool has_row = true;

    if (ci_geojson_parse(&source, "fuzz", (const char *)bytes, size,
                         &(ci_source_options){0}, NULL) != CIRCLET_OK)
        return 0;
    while (has_row)
        if (ci_source_next(&source, &record, &has_row, NULL) != CIRCLET_OK)
            abort();
    ci_source_free_parts(&source);
    return 0;
}
