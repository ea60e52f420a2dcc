#include "io/wkb.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "geo/area.h"
#include "io/geometry_bytes.h"

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

/* Where the points after the last ring or part start. */
static size_t open_start(const ci_geometry *geometry)
{
    return geometry->ring_count > 0
               ? geometry->rings[geometry->ring_count - 1].end
               : 0;
}

static bool add_ring(ci_geometry *geometry, bool is_hole)
{
    circlet_ring *rings =
        ci_array_reserve_one(geometry->rings, geometry->ring_count,
                             &geometry->ring_capacity, sizeof(*rings));

    if (!rings)
        return false;
    geometry->rings = rings;
    rings[geometry->ring_count].end = geometry->point_count;
    rings[geometry->ring_count++].is_hole = is_hole;
    return true;
}

bool ci_geometry_end_part(ci_geometry *geometry)
{
    return geometry->point_count == open_start(geometry) ||
           add_ring(geometry, false);
}

bool ci_geometry_end_ring(ci_geometry *geometry, bool is_hole)
{
    size_t start = open_start(geometry);
    circlet_point first, last;

    if (geometry->point_count == start)
        return true;
    first = geometry->points[start];
    last = geometry->points[geometry->point_count - 1];
    if ((first.lon != last.lon || first.lat != last.lat) &&
        !ci_geometry_add_point(geometry, first))
        return false;
    return add_ring(geometry, is_hole);
}

circlet_area ci_geometry_area(const ci_geometry *geometry)
{
    circlet_area area = {geometry->points, geometry->rings,
                         geometry->ring_count};

    return area;
}

/* ---- writing -------------------------------------------------------------
 */

static void write_header(ci_buffer *out, unsigned char flags)
{
    const char start[4] = {'G', 'P', 0, (char)(flags | FLAG_LITTLE_ENDIAN)};

    ci_buffer_add_n(out, start, sizeof(start));
    ci_write_uint32(out, CI_SRS_WGS84);
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
    ci_write_double(out, box.west);
    ci_write_double(out, box.east);
    ci_write_double(out, box.south);
    ci_write_double(out, box.north);
}

static void write_type(ci_buffer *out, uint32_t type)
{
    ci_buffer_add_n(out, "\x01", 1); /* little endian */
    ci_write_uint32(out, type);
}

void ci_gpkg_write_point(ci_buffer *out, circlet_point at)
{
    write_header(out, 0);
    write_type(out, CI_WKB_POINT);
    ci_write_points(out, &at, 1);
}

void ci_gpkg_write_line(ci_buffer *out, const circlet_point *points,
                        size_t count)
{
    write_boxed_header(out, points, count);
    write_type(out, CI_WKB_LINE);
    ci_write_uint32(out, (uint32_t)count);
    ci_write_points(out, points, count);
}

void ci_gpkg_write_area(ci_buffer *out, const circlet_area *area)
{
    write_boxed_header(out, area->points, ci_area_point_count(area));
    write_type(out, CI_WKB_MULTI_POLYGON);
    ci_write_uint32(out, ci_polygon_count(area));
    for (size_t r = 0, end; r < area->ring_count; r = end) {
        end = ci_polygon_end(area, r);
        write_type(out, CI_WKB_POLYGON);
        ci_write_uint32(out, (uint32_t)(end - r));
        ci_write_rings(out, area, r, end);
    }
}

/* ---- reading -------------------------------------------------------------
 */

/* The byte order and type of a geometry, and how many numbers each of its
 * points has. Z and M are told by thousands, or by the flags of older
 * writers. */
static circlet_status read_type(ci_byte_reader *reader, uint32_t *type,
                                size_t *dimensions, circlet_error *error)
{
    uint64_t order = ci_read_bytes(reader, 1);
    uint32_t code, flags;

    if (!reader->is_short && order > 1)
        return ci_fail(error, CIRCLET_E_FORMAT,
                       "geometry has byte order %u, not 0 or 1",
                       (unsigned)order);
    reader->is_little = order == 1;
    code = (uint32_t)ci_read_bytes(reader, 4);
    if (reader->is_short)
        return ci_fail_short_geometry(error);
    flags = code >> 30; /* 2: Z, 1: M */
    *type = (code & UINT32_C(0x3fffffff)) % 1000;
    code = (code & UINT32_C(0x3fffffff)) / 1000;
    if (code > 3 || (code > 0 && flags > 0))
        return ci_fail(error, CIRCLET_E_FORMAT,
                       "geometry has an unknown type");
    *dimensions = ci_dimensions_of(code) + (flags & 1) + (flags >> 1);
    return CIRCLET_OK;
}

/* The parts of a multi-geometry, each with a byte order and type again. */
static circlet_status read_parts(ci_geometry *out, ci_byte_reader *reader,
                                 uint32_t part_type, circlet_error *error)
{
    uint64_t count = ci_read_bytes(reader, 4);

    if (reader->is_short)
        return ci_fail_short_geometry(error);
    for (uint64_t i = 0; i < count; i++) {
        uint32_t type = 0;
        size_t dimensions = 0;
        circlet_status status = read_type(reader, &type, &dimensions, error);

        if (status != CIRCLET_OK)
            return status;
        if (ci_check_part_type(type, part_type, i, error) != CIRCLET_OK)
            return CIRCLET_E_FORMAT;
        status = ci_read_part(out, reader, part_type, dimensions, error);
        if (status != CIRCLET_OK)
            return status;
    }
    return CIRCLET_OK;
}

/* A geometry that is no collection, after its type. */
static circlet_status read_plain(ci_geometry *out, ci_byte_reader *reader,
                                 uint32_t type, size_t dimensions,
                                 circlet_error *error)
{
    circlet_status status;

    switch (type) {
    case CI_WKB_POINT:
        out->type = CI_GEOMETRY_POINT;
        return ci_read_point(out, reader, dimensions, error);
    case CI_WKB_LINE:
        out->type = CI_GEOMETRY_LINE;
        return ci_read_points(out, reader, dimensions, error);
    case CI_WKB_POLYGON:
        out->type = CI_GEOMETRY_AREA;
        return ci_read_rings(out, reader, dimensions, error);
    case CI_WKB_MULTI_POINT:
        out->type = CI_GEOMETRY_POINT;
        status = read_parts(out, reader, CI_WKB_POINT, error);
        return status == CIRCLET_OK && out->point_count > 1
                   ? ci_fail_multi_point(out->point_count, error)
                   : status;
    case CI_WKB_MULTI_LINE:
        out->type = CI_GEOMETRY_LINE;
        return read_parts(out, reader, CI_WKB_LINE, error);
    case CI_WKB_MULTI_POLYGON:
        out->type = CI_GEOMETRY_AREA;
        return read_parts(out, reader, CI_WKB_POLYGON, error);
    default:
        return ci_fail_geometry_type(type, error);
    }
}

/* A collection of one geometry is that. */
static circlet_status read_geometry(ci_geometry *out, ci_byte_reader *reader,
                                    circlet_error *error)
{
    uint32_t type = 0;
    size_t dimensions = 0;
    circlet_status status = read_type(reader, &type, &dimensions, error);

    if (status == CIRCLET_OK && type == CI_WKB_COLLECTION) {
        uint64_t count = ci_read_bytes(reader, 4);

        if (reader->is_short)
            return ci_fail_short_geometry(error);
        if (count == 0)
            return CIRCLET_OK;
        if (count > 1)
            return ci_fail_collection(error);
        status = read_type(reader, &type, &dimensions, error);
    }
    return status == CIRCLET_OK
               ? read_plain(out, reader, type, dimensions, error)
               : status;
}

static circlet_status read_header(ci_byte_reader *reader, int32_t *srs_id,
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
    *srs_id = (int32_t)(uint32_t)ci_read_bytes(reader, 4);
    if (box_size[box] > reader->left)
        return ci_fail_short_geometry(error);
    reader->next += box_size[box];
    reader->left -= box_size[box];
    return CIRCLET_OK;
}

/* What follows a header, up to the end; empty after a failure. */
static circlet_status read_whole(ci_geometry *out, ci_byte_reader *reader,
                                 circlet_error *error)
{
    circlet_status status = read_geometry(out, reader, error);

    if (status == CIRCLET_OK && reader->left > 0)
        status = ci_fail(error, CIRCLET_E_FORMAT,
                         "geometry has %zu bytes after its end", reader->left);
    if (status != CIRCLET_OK || out->point_count == 0)
        ci_geometry_clear(out, CI_GEOMETRY_NONE);
    return status;
}

circlet_status ci_gpkg_read(ci_geometry *out, int32_t *out_srs_id,
                            const void *bytes, size_t size,
                            circlet_error *error)
{
    ci_byte_reader reader = {bytes, size, false, false};
    int32_t srs_id = 0;
    circlet_status status = read_header(&reader, &srs_id, error);

    ci_geometry_clear(out, CI_GEOMETRY_NONE);
    if (status == CIRCLET_OK)
        status = read_whole(out, &reader, error);
    if (status == CIRCLET_OK)
        *out_srs_id = srs_id;
    return status;
}

circlet_status ci_wkb_read(ci_geometry *out, const void *bytes, size_t size,
                           circlet_error *error)
{
    ci_byte_reader reader = {bytes, size, false, false};

    ci_geometry_clear(out, CI_GEOMETRY_NONE);
    return read_whole(out, &reader, error);
}
