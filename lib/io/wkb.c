#include "io/wkb.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "geo/area.h"

/* Types of ISO well-known binary (OGC 06-103r4, table 7). */
enum {
    WKB_POINT = 1,
    WKB_LINE = 2,
    WKB_POLYGON = 3,
    WKB_MULTI_LINE = 5,
    WKB_MULTI_POLYGON = 6
};

#define SRS_WGS84 4326

/* Flags of the GeoPackage header (OGC 12-128r17, table 6). */
#define FLAG_LITTLE_ENDIAN 0x01
#define FLAG_BOX 0x02 /* west, east, south, north follow */
#define FLAG_EMPTY 0x10
#define FLAG_EXTENDED 0x20

/* ---- the geometry --------------------------------------------------------
 */

void ci_geometry_free(ci_geometry *geometry)
{
    free(geometry->points);
    free(geometry->rings);
    memset(geometry, 0, sizeof(*geometry));
}

void ci_geometry_clear(ci_geometry *geometry, ci_geometry_type type)
{
    geometry->type = type;
    geometry->point_count = 0;
    geometry->ring_count = 0;
}

bool ci_geometry_add_point(ci_geometry *geometry, circlet_point at)
{
    circlet_point *points =
        ci_array_reserve_one(geometry->points, geometry->point_count,
                             &geometry->point_capacity, sizeof(*points));

    if (!points)
        return false;
    geometry->points = points;
    points[geometry->point_count++] = at;
    return true;
}

bool ci_geometry_end_ring(ci_geometry *geometry, bool is_hole)
{
    size_t start = geometry->ring_count > 0
                       ? geometry->rings[geometry->ring_count - 1].end
                       : 0;
    circlet_point first, last;
    circlet_ring *rings;

    if (geometry->point_count == start)
        return true;
    first = geometry->points[start];
    last = geometry->points[geometry->point_count - 1];
    if ((first.lon != last.lon || first.lat != last.lat) &&
        !ci_geometry_add_point(geometry, first))
        return false;
    rings = ci_array_reserve_one(geometry->rings, geometry->ring_count,
                                 &geometry->ring_capacity, sizeof(*rings));
    if (!rings)
        return false;
    geometry->rings = rings;
    rings[geometry->ring_count].end = geometry->point_count;
    rings[geometry->ring_count++].is_hole = is_hole;
    return true;
}

circlet_area ci_geometry_area(const ci_geometry *geometry)
{
    circlet_area area = {geometry->points, geometry->rings,
                         geometry->ring_count};

    return area;
}

/* ---- writing -------------------------------------------------------------
 */

static void write_uint32(ci_buffer *out, uint32_t value)
{
    char bytes[4];

    for (int i = 0; i < 4; i++)
        bytes[i] = (char)(unsigned char)(value >> (8 * i));
    ci_buffer_add_n(out, bytes, sizeof(bytes));
}

static void write_double(ci_buffer *out, double value)
{
    char bytes[8];
    uint64_t bits;

    memcpy(&bits, &value, sizeof(bits));
    for (int i = 0; i < 8; i++)
        bytes[i] = (char)(unsigned char)(bits >> (8 * i));
    ci_buffer_add_n(out, bytes, sizeof(bytes));
}

static void write_points(ci_buffer *out, const circlet_point *points,
                         size_t count)
{
    for (size_t i = 0; i < count; i++) {
        write_double(out, points[i].lon);
        write_double(out, points[i].lat);
    }
}

static void write_header(ci_buffer *out, unsigned char flags)
{
    const char start[4] = {'G', 'P', 0, (char)(flags | FLAG_LITTLE_ENDIAN)};

    ci_buffer_add_n(out, start, sizeof(start));
    write_uint32(out, SRS_WGS84);
}

/* A header with the box of the points; the empty one if there are none. */
static void write_boxed_header(ci_buffer *out, const circlet_point *points,
                               size_t count)
{
    ci_box box = ci_box_empty();

    if (count == 0) {
        write_header(out, FLAG_EMPTY);
        return;
    }
    for (size_t i = 0; i < count; i++)
        ci_box_grow(&box, points[i]);
    write_header(out, FLAG_BOX);
    write_double(out, box.west);
    write_double(out, box.east);
    write_double(out, box.south);
    write_double(out, box.north);
}

static void write_type(ci_buffer *out, uint32_t type)
{
    ci_buffer_add_n(out, "\x01", 1); /* little endian */
    write_uint32(out, type);
}

void ci_gpkg_write_point(ci_buffer *out, circlet_point at)
{
    write_header(out, 0);
    write_type(out, WKB_POINT);
    write_points(out, &at, 1);
}

void ci_gpkg_write_line(ci_buffer *out, const circlet_point *points,
                        size_t count)
{
    write_boxed_header(out, points, count);
    write_type(out, WKB_LINE);
    write_uint32(out, (uint32_t)count);
    write_points(out, points, count);
}

/* The rings of one polygon: an outer ring and the holes after it. */
static size_t polygon_end(const circlet_area *area, size_t first)
{
    size_t end = first + 1;

    while (end < area->ring_count && area->rings[end].is_hole)
        end++;
    return end;
}

static uint32_t polygon_count(const circlet_area *area)
{
    uint32_t count = 0;

    for (size_t r = 0; r < area->ring_count; r = polygon_end(area, r))
        count++;
    return count;
}

void ci_gpkg_write_area(ci_buffer *out, const circlet_area *area)
{
    size_t start = 0;

    write_boxed_header(out, area->points, ci_area_point_count(area));
    write_type(out, WKB_MULTI_POLYGON);
    write_uint32(out, polygon_count(area));
    for (size_t r = 0, end; r < area->ring_count; r = end) {
        end = polygon_end(area, r);
        write_type(out, WKB_POLYGON);
        write_uint32(out, (uint32_t)(end - r));
        for (size_t i = r; i < end; i++) {
            size_t count = area->rings[i].end - start;

            write_uint32(out, (uint32_t)count);
            write_points(out, area->points + start, count);
            start = area->rings[i].end;
        }
    }
}

/* ---- reading -------------------------------------------------------------
 */

/* Bytes that are read from the front. What comes after too few bytes is
 * zero, and `is_short` says so. */
typedef struct byte_reader {
    const unsigned char *next;
    size_t left;
    bool is_little;
    bool is_short;
} byte_reader;

static uint64_t read_bytes(byte_reader *reader, size_t size)
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

static double read_double(byte_reader *reader)
{
    uint64_t bits = read_bytes(reader, 8);
    double value;

    memcpy(&value, &bits, sizeof(value));
    return value;
}

static circlet_status fail_short(circlet_error *error)
{
    return ci_fail(error, CIRCLET_E_FORMAT, "geometry ends too early");
}

/* The byte order and type of a geometry, and how many numbers each of its
 * points has. Z and M are told by thousands, or by the flags of older
 * writers. */
static circlet_status read_type(byte_reader *reader, uint32_t *type,
                                size_t *dimensions, circlet_error *error)
{
    uint64_t order = read_bytes(reader, 1);
    uint32_t code, flags;

    if (!reader->is_short && order > 1)
        return ci_fail(error, CIRCLET_E_FORMAT,
                       "geometry has byte order %u, not 0 or 1",
                       (unsigned)order);
    reader->is_little = order == 1;
    code = (uint32_t)read_bytes(reader, 4);
    if (reader->is_short)
        return fail_short(error);
    flags = code >> 30; /* 2: Z, 1: M */
    *type = (code & UINT32_C(0x3fffffff)) % 1000;
    code = (code & UINT32_C(0x3fffffff)) / 1000;
    if (code > 3 || (code > 0 && flags > 0))
        return ci_fail(error, CIRCLET_E_FORMAT,
                       "geometry has an unknown type");
    *dimensions = 2 + (code & 1) + (code >> 1) + (flags & 1) + (flags >> 1);
    return CIRCLET_OK;
}

static circlet_point read_place(byte_reader *reader, size_t dimensions)
{
    circlet_point at;

    at.lon = read_double(reader);
    at.lat = read_double(reader);
    for (size_t i = 2; i < dimensions; i++)
        read_double(reader);
    return at;
}

static circlet_status read_point(ci_geometry *out, byte_reader *reader,
                                 size_t dimensions, circlet_error *error)
{
    circlet_point at = read_place(reader, dimensions);

    if (reader->is_short)
        return fail_short(error);
    if (isnan(at.lon) && isnan(at.lat)) /* how POINT EMPTY is written */
        return CIRCLET_OK;
    if (!isfinite(at.lon) || !isfinite(at.lat))
        return ci_fail(error, CIRCLET_E_FORMAT,
                       "geometry has a coordinate that is no number");
    return ci_geometry_add_point(out, at) ? CIRCLET_OK : ci_fail_nomem(error);
}

/* A count and that many points. */
static circlet_status read_points(ci_geometry *out, byte_reader *reader,
                                  size_t dimensions, circlet_error *error)
{
    uint64_t count = read_bytes(reader, 4);

    if (reader->is_short || count * dimensions * 8 > reader->left)
        return fail_short(error);
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
static circlet_status read_rings(ci_geometry *out, byte_reader *reader,
                                 size_t dimensions, circlet_error *error)
{
    uint64_t count = read_bytes(reader, 4);

    if (reader->is_short)
        return fail_short(error);
    for (uint64_t i = 0; i < count; i++) {
        circlet_status status = read_points(out, reader, dimensions, error);

        if (status != CIRCLET_OK)
            return status;
        if (!ci_geometry_end_ring(out, i > 0))
            return ci_fail_nomem(error);
    }
    return CIRCLET_OK;
}

/* The parts of a multi-geometry, each with a byte order and type again. */
static circlet_status read_parts(ci_geometry *out, byte_reader *reader,
                                 uint32_t part_type, circlet_error *error)
{
    uint64_t count = read_bytes(reader, 4);

    if (reader->is_short)
        return fail_short(error);
    if (part_type == WKB_LINE && count > 1)
        return ci_fail(error, CIRCLET_E_FORMAT,
                       "geometry is a line of %zu parts, not one",
                       (size_t)count);
    for (uint64_t i = 0; i < count; i++) {
        uint32_t type = 0;
        size_t dimensions = 0;
        circlet_status status = read_type(reader, &type, &dimensions, error);

        if (status != CIRCLET_OK)
            return status;
        if (type != part_type)
            return ci_fail(error, CIRCLET_E_FORMAT,
                           "part %zu of the geometry has type %u, not %u",
                           (size_t)i + 1, (unsigned)type, (unsigned)part_type);
        status = part_type == WKB_LINE
                     ? read_points(out, reader, dimensions, error)
                     : read_rings(out, reader, dimensions, error);
        if (status != CIRCLET_OK)
            return status;
    }
    return CIRCLET_OK;
}

static circlet_status read_geometry(ci_geometry *out, byte_reader *reader,
                                    circlet_error *error)
{
    uint32_t type = 0;
    size_t dimensions = 0;
    circlet_status status = read_type(reader, &type, &dimensions, error);

    if (status != CIRCLET_OK)
        return status;
    switch (type) {
    case WKB_POINT:
        out->type = CI_GEOMETRY_POINT;
        return read_point(out, reader, dimensions, error);
    case WKB_LINE:
        out->type = CI_GEOMETRY_LINE;
        return read_points(out, reader, dimensions, error);
    case WKB_POLYGON:
        out->type = CI_GEOMETRY_AREA;
        return read_rings(out, reader, dimensions, error);
    case WKB_MULTI_LINE:
        out->type = CI_GEOMETRY_LINE;
        return read_parts(out, reader, WKB_LINE, error);
    case WKB_MULTI_POLYGON:
        out->type = CI_GEOMETRY_AREA;
        return read_parts(out, reader, WKB_POLYGON, error);
    default:
        return ci_fail(error, CIRCLET_E_FORMAT,
                       "geometry has type %u, which is no point, line or "
                       "polygon",
                       (unsigned)type);
    }
}

static circlet_status read_header(byte_reader *reader, int32_t *srs_id,
                                  circlet_error *error)
{
    static const size_t box_size[8] = {0, 32, 48, 48, 64};
    unsigned flags, box;

    if (reader->left < 8 || memcmp(reader->next, "GP", 2) != 0)
        return ci_fail(error, CIRCLET_E_FORMAT,
                       "geometry has no GeoPackage header");
    flags = reader->next[3];
    box = flags >> 1 & 7;
    if (reader->next[2] != 0 || (flags & FLAG_EXTENDED) || box > 4)
        return ci_fail(error, CIRCLET_E_FORMAT,
                       "geometry has version %u and flags %u, which are not "
                       "known",
                       (unsigned)reader->next[2], flags);
    reader->next += 4;
    reader->left -= 4;
    reader->is_little = flags & FLAG_LITTLE_ENDIAN;
    *srs_id = (int32_t)(uint32_t)read_bytes(reader, 4);
    if (box_size[box] > reader->left)
        return fail_short(error);
    reader->next += box_size[box];
    reader->left -= box_size[box];
    return CIRCLET_OK;
}

circlet_status ci_gpkg_read(ci_geometry *out, int32_t *out_srs_id,
                            const void *bytes, size_t size,
                            circlet_error *error)
{
    byte_reader reader = {bytes, size, false, false};
    int32_t srs_id = 0;
    circlet_status status = read_header(&reader, &srs_id, error);

    ci_geometry_clear(out, CI_GEOMETRY_NONE);
    if (status == CIRCLET_OK)
        status = read_geometry(out, &reader, error);
    if (status == CIRCLET_OK && reader.left > 0)
        status = ci_fail(error, CIRCLET_E_FORMAT,
                         "geometry has %zu bytes after its end", reader.left);
    if (status != CIRCLET_OK || out->point_count == 0)
        ci_geometry_clear(out, CI_GEOMETRY_NONE);
    if (status == CIRCLET_OK)
        *out_srs_id = srs_id;
    return status;
}
