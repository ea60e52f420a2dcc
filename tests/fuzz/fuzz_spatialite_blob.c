/* Any bytes as a SpatiaLite geometry; what is read must be whole, and read
 * again from what is written of it. */
#include <stdlib.h>
#include <string.h>

#include "fuzz_geometry.h"
#include "io/spatialite_blob.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void write_again(const ci_geometry *geometry)
{
    circlet_area area = ci_geometry_area(geometry);
    ci_geometry again = {0};
    ci_buffer out = {0};
    int32_t srs_id = 0;

    if (geometry->type == CI_GEOMETRY_POINT)
        ci_spatialite_write_point(&out, geometry->points[0]);
    else if (geometry->type == CI_GEOMETRY_LINE)
        ci_spatialite_write_line(&out, geometry->points,
                                 geometry->point_count);
    else if (geometry->type == CI_GEOMETRY_AREA)
        ci_spatialite_write_area(&out, &area);
    if (out.size > 0 && !out.failed) {
        if (ci_spatialite_read(&again, &srs_id, out.text, out.size, NULL) !=
                CIRCLET_OK ||
            again.type != geometry->type ||
            again.point_count != geometry->point_count ||
            memcmp(again.points, geometry->points,
                   again.point_count * sizeof(*again.points)) != 0)
            abort();
    }
    ci_geometry_free(&again);
    ci_buffer_free(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    ci_geometry geometry = {0};
    int32_t srs_id = 0;
    circlet_status status =
        ci_spatialite_read(&geometry, &srs_id, bytes, size, NULL);

    fuzz_check_geometry(&geometry, status);
    write_again(&geometry);
    ci_geometry_free(&geometry);
    return 0;
}
