#include "siting/demand.h"

#include <inttypes.h>

#include "base/error.h"

uint32_t ci_unserved_ms(const circlet_location *location)
{
    size_t points = circlet_od_matrix_origin_count(location->reach);
    uint32_t longest = 0;

    if (location->unserved_ms > 0)
        return location->unserved_ms;
    for (size_t i = 0; i < points; i++) {
        size_t count;
        const circlet_od_entry *row =
            circlet_od_matrix_row(location->reach, i, &count);

        if (count > 0 && row[count - 1].time_ms > longest)
            longest = row[count - 1].time_ms;
    }
    return longest;
}

circlet_status ci_refuse_backup(const circlet_location *location,
                                const char *model, circlet_error *error)
{
    size_t points = circlet_od_matrix_origin_count(location->reach);
    char name[CI_NAME_SIZE];

    for (size_t i = 0; location->backup && i < points; i++)
        if (location->backup[i] != 1)
            return ci_fail(
                error, CIRCLET_E_ARGUMENT,
                "demand point %s asks for backup %" PRIu32 ", %s has none",
                ci_point_name(name, location, i), location->backup[i], model);
    return CIRCLET_OK;
}

circlet_status ci_fail_spaced(circlet_error *error,
                              const circlet_location *location, size_t point,
                              uint32_t need, uint32_t left)
{
    char name[CI_NAME_SIZE];

    return ci_fail(error, CIRCLET_E_INFEASIBLE,
                   "of the sites that reach demand point %s, spacing from "
                   "fixed and existing ones leaves %" PRIu32 "; %" PRIu32
                   " must cover it",
                   ci_point_name(name, location, point), left, need);
}
