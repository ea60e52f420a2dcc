#include "io/geometry_bytes.h"

#include <math.h>
#include <string.h>

#include "base/error.h"

void ci_write_uint32(ci_buffer *out, uint32_t value)
{
    char bytes[4];

    for (int i = 0; i < 4; i++)
        bytes[i] = (char)(unsigned char)(value >> (8 * i));
    ci_buffer_add_n(out, bytes, sizeof(bytes));
}

void ci_write_double(ci_buffer *out, double value)
{
    char bytes[8];
    uint64_t bits;

    memcpy(&bits, &value, sizeof(bits));
    for (int i = 0; i < 8; i++)
        bytes[i] = (char)(unsigned char)(bits >> (8 * i));
    ci_buffer_add_n(out, bytes, sizeof(bytes));
}

void ci_write_points(ci_buffer *out, const circlet_point *points, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        ci_write_double(out, points[i].lon);
        ci_write_double(out, points[i].lat);
    }
}

void ci_write_rings(ci_buffer *out, const circlet_area *area, size_t first,
                    size_t end)
{
    size_t start = first > 0 ? area->rings[first - 1].end : 0;

    for (size_t r = first; r < end; r++) {
        size_t count = area->rings[r].end - start;

        ci_write_uint32(out, (uint32_t)count);
        ci_write_points(out, area->points + start, count);
        start = area->rings[r].end;
    }
}

size_t ci_polygon_end(const circlet_area *area, size_t first)
{
    size_t end = first + 1;

    while (end < area->ring_count && area->rings[end].is_hole)
        end++;
    return end;
}

uint32_t ci_polygon_count(const circlet_area *area)
{
    uint32_t count = 0;

    for (size_t r = 0; r < area->ring_count; r = ci_polygon_end(area, r))
        count++;
    return count;
}

uint64_t ci_read_bytes(ci_byte_reader *reader, size_t size)
{
    uint64_t value = 0;

    if (size > reader->left) {
        reader->is_short = true;
        reader->left = 0;
        return 0;
    }
    for (size_t i = 0; i < size; i++)
        value =
            value << 8 | reader->next[reader->is_little ? size - 1 - i : i];
    reader->next += size;
    reader->left -= size;
    return value;
}

double ci_read_double(ci_byte_reader *reader)
{
    uint64_t bits = ci_read_bytes(reader, 8);
    double value;

    memcpy(&value, &bits, sizeof(value));
    return value;
}

circlet_status ci_fail_short_geometry(circlet_error *error)
{
    return ci_fail(error, CIRCLET_E_FORMAT, "geometry ends too early");
}

void ci_skip_bytes(ci_byte_reader *reader, size_t size)
{
    if (size > reader->left) {
        reader->is_short = true;
        size = reader->left;
    }
    reader->next += size;
    reader->left -= size;
}

size_t ci_dimensions_of(uint32_t code)
{
    return 2 + (code & 1) + (code >> 1 & 1);
}

static circlet_point read_place(ci_byte_reader *reader, size_t dimensions)
{
    circlet_point at;

    at.lon = ci_read_double(reader);
    at.lat = ci_read_double(reader);
    for (size_t i = 2; i < dimensions; i++)
        ci_read_double(reader);
    return at;
}

circlet_status ci_read_point(ci_geometry *out, ci_byte_reader *reader,
                             size_t dimensions, circlet_error *error)
{
    circlet_point at = read_place(reader, dimensions);

    if (reader->is_short)
        return ci_fail_short_geometry(error);
    if (isnan(at.lon) && isnan(at.lat)) /* how POINT EMPTY is written */
        return CIRCLET_OK;
    if (!isfinite(at.lon) || !isfinite(at.lat))
        return ci_fail(error, CIRCLET_E_FORMAT,
                       "geometry has a coordinate that is no number");
    return ci_geometry_add_point(out, at) ? CIRCLET_OK : ci_fail_nomem(error);
}

/* A count and that many points. */
circlet_status ci_read_points(ci_geometry *out, ci_byte_reader *reader,
                              size_t dimensions, circlet_error *error)
{
    uint64_t count = ci_read_bytes(reader, 4);

    if (reader->is_short || count * dimensions * 8 > reader->left)
        return ci_fail_short_geometry(error);
    for (uint64_t i = 0; i < count; i++) {
        circlet_point at = read_place(reader, dimensions);

        if (!isfinite(at.lon) || !isfinite(at.lat))
            return ci_fail(error, CIRCLET_E_FORMAT,
                           "geometry has a coordinate that is no number");
        if (!ci_geometry_add_point(out, at))
            return ci_fail_nomem(error);
    }
    return CIRCLET_OK;
}

/* A count and that many rings, the first an outer ring. */
circlet_status ci_read_rings(ci_geometry *out, ci_byte_reader *reader,
                             size_t dimensions, circlet_error *error)
{
    uint64_t count = ci_read_bytes(reader, 4);

    if (reader->is_short)
        return ci_fail_short_geometry(error);
    for (uint64_t i = 0; i < count; i++) {
        circlet_status status = ci_read_points(out, reader, dimensions, error);

        if (status != CIRCLET_OK)
            return status;
        if (!ci_geometry_end_ring(out, i > 0))
            return ci_fail_nomem(error);
    }
    return CIRCLET_OK;
}

circlet_status ci_read_part(ci_geometry *out, ci_byte_reader *reader,
                            uint32_t part_type, size_t dimensions,
                            circlet_error *error)
{
    circlet_status status;

    if (part_type == CI_WKB_POINT)
        return ci_read_point(out, reader, dimensions, error);
    if (part_type != CI_WKB_LINE)
        return ci_read_rings(out, reader, dimensions, error);
    status = ci_read_points(out, reader, dimensions, error);
    if (status != CIRCLET_OK)
        return status;
    return ci_geometry_end_part(out) ? CIRCLET_OK : ci_fail_nomem(error);
}

circlet_status ci_check_part_type(uint32_t type, uint32_t part_type,
                                  uint64_t part, circlet_error *error)
{
    if (type == part_type)
        return CIRCLET_OK;
    return ci_fail(error, CIRCLET_E_FORMAT,
                   "part %zu of the geometry has type %u, not %u",
                   (size_t)part + 1, (unsigned)type, (unsigned)part_type);
}

/* Names of the types that are left (OGC 06-103r4, table 7). */
static const char *type_name(uint32_t type)
{
    static const char *const names[] = {
        "CircularString", "CompoundCurve", "CurvePolygon",
        "MultiCurve",     "MultiSurface",  "Curve",
        "Surface",        "Polyhedron",    "TIN",
        "Triangle"};

    return type >= 8 && type < 8 + sizeof(names) / sizeof(names[0])
               ? names[type - 8]
               : "?";
}

circlet_status ci_fail_geometry_type(uint32_t type, circlet_error *error)
{
    return ci_fail(error, CIRCLET_E_FORMAT,
                   "geometry has type %u (%s), which is no point, line or "
                   "polygon",
                   (unsigned)type, type_name(type));
}

circlet_status ci_fail_multi_point(size_t count, circlet_error *error)
{
    return ci_fail(error, CIRCLET_E_FORMAT,
                   "its geometry is %zu points in one (MultiPoint): make each "
                   "a row of its own (multipart to singleparts)",
                   count);
}

circlet_status ci_fail_collection(circlet_error *error)
{
    return ci_fail(error, CIRCLET_E_FORMAT,
                   "its geometry is a collection of several: make each a row "
                   "of its own (multipart to singleparts)");
}
