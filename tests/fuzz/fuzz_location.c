#include "fuzz_file.h"

#include <circlet/location_file.h>

#include <string.h>

/* What was read holds together: names for all, times in order and range. */
static void check(const circlet_location_file *file)
{
    const circlet_location *location = circlet_location_file_location(file);
    size_t points = circlet_location_file_demand_count(file);
    size_t sites = circlet_location_file_site_count(file);

    if (points != circlet_od_matrix_origin_count(location->reach) ||
        sites != circlet_od_matrix_destination_count(location->reach))
        abort();
    for (size_t j = 0; j < sites; j++)
        if (!circlet_location_file_site_id(file, j))
            abort();
    for (size_t i = 0; i < points; i++) {
        size_t count;
        const circlet_od_entry *row =
            circlet_od_matrix_row(location->reach, i, &count);

        if (location->weights && location->weights[i] < 0)
            abort();
        for (size_t k = 0; k < count; k++)
            if (row[k].destination >= sites ||
                row[k].time_ms > CIRCLET_TIME_MAX ||
                (k > 0 && row[k].time_ms < row[k - 1].time_ms))
                abort();
    }
}

static void read_as(const char *path, circlet_location_format format,
                    const char *demand, const char *sites)
{
    circlet_location_file_options options = CIRCLET_LOCATION_FILE_OPTIONS_INIT;
    circlet_location_file *file = NULL;
    circlet_error error = {CIRCLET_OK, ""};

    options.model = CIRCLET_MODEL_FACILITY_LOCATION;
    options.demand = demand;
    options.sites = sites;
    if (circlet_read_location(&file, path, format, &options, &error) ==
        CIRCLET_OK)
        check(file);
    else if (!error.message[0])
        abort();
    circlet_location_file_free(file);
}

/* Each file is read as every format, as its own lists, and as a proof. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    circlet_certificate *certificate = NULL;
    char path[FUZZ_PATH_SIZE];

    fuzz_write(path, bytes, size);
    for (int format = 0; format < CIRCLET_LOCATION_FORMAT_COUNT; format++)
        read_as(path, (circlet_location_format)format, NULL, NULL);
    read_as(path, CIRCLET_LOCATION_OD_CSV, path, NULL);
    read_as(path, CIRCLET_LOCATION_OD_CSV, NULL, path);
    if (circlet_read_certificate(&certificate, path, NULL) == CIRCLET_OK)
        circlet_certificate_free(certificate);
    unlink(path);
    return 0;
}
