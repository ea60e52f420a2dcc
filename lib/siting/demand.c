#include "siting/demand.h"

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
