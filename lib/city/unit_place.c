#include "city/unit_place.h"

#include "geo/inner_point.h"

bool ci_unit_place(circlet_point *out, const circlet_unit_record *unit)
{
    if (unit->has_point) {
        *out = unit->point;
        return true;
    }
    return unit->area.ring_count > 0 && ci_area_inner_point(out, &unit->area);
}
