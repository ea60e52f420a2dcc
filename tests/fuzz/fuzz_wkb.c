/* Any bytes as a GeoPackage geometry; what is read must be whole. */
#include "fuzz_geometry.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    ci_geometry geometry = {0};
    int32_t srs_id = 0;
    circlet_status status =
        ci_gpkg_read(&geometry, &srs_id, bytes, size, NULL);

    fuzz_check_geometry(&geometry, status);
    ci_geometry_free(&geometry);
    return 0;
}
