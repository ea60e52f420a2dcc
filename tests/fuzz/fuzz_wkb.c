/* Any bytes as a GeoPackage geometry; what is read must be whole. */
#include <stdlib.h>

#include "io/wkb.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    ci_geometry geometry = {0};
    int32_t srs_id = 0;
    circlet_status status =
        ci_gpkg_read(&geometry, &srs_id, bytes, size, NULL);
    size_t start = 0;

    if (status != CIRCLET_OK && geometry.type != CI_GEOMETRY_NONE)
        abort();
    if (geometry.type == CI_GEOMETRY_POINT && geometry.point_count != 1)
        abort();
    for (size_t r = 0; r < geometry.ring_count; r++) {
        if (geometry.rings[r].end <= start ||
            geometry.rings[r].end > geometry.point_count)
            abort();
        start = geometry.rings[r].end;
    }
    ci_geometry_free(&geometry);
    return 0;
}
