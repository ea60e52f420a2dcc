/* The form is that of SpatiaLite's manual, "BLOB-Geometry" and "TinyPoint
 * BLOB" (www.gaia-gis.it/gaia-sins/BLOB-Geometry.html). */
#include "io/spatialite_blob.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "geo/area.h"
#include "io/geometry_bytes.h"

#define MARK_START 0x00
#define MARK_BOX_END 0x7C
#define MARK_PART 0x69
#define MARK_END 0xFE

/* The second byte: the order of bytes, or that of a short point. */
#define ORDER_LITTLE 0x01
#define ORDER_SHORT 0x80

/* Added to the class of a line or polygon whose points are differences. */
#define COMPRESSED 1000000

/* ---- writing ------------------------------------------------------------ */

static void write_byte(ci_buffer *out, unsigned char byte)
{
    const char text = (char)byte;

    ci_buffer_add_n(out, &text, 1);
}

/* Everything before the body. The box of a geometry without points is of
 * zeros, as SpatiaLite writes it. */
static void write_head(ci_buffer *out, uint32_t class,
                       const circlet_point *points, size_t count)
{
    ci_box box = ci_box_empty();

    for (size_t i = 0; i < count; i++)
        ci_box_grow(&box, points[i]);
    if (count == 0)
        box = (ci_box){0};
    write_byte(out, MARK_START);
    write_byte(out, ORDER_LITTLE);
    ci_write_uint32(out, CI_SRS_WGS84);
    ci_write_double(out, box.west);
    ci_write_double(out, box.south);
    ci_write_double(out, box.east);
    ci_write_double(out, box.north);
    write_byte(out, MARK_BOX_END);
    ci_write_uint32(out, class);
}

void ci_spatialite_write_point(ci_buffer *out, circlet_point at)
{
    write_head(out, CI_WKB_POINT, &at, 1);
    ci_write_points(out, &at, 1);
    write_byte(out, MARK_END);
}

void ci_spatialite_write_line(ci_buffer *out, const circlet_point *points,
                              size_t count)
{
    write_head(out, CI_WKB_LINE, points, count);
    ci_write_uint32(out, (uint32_t)count);
    ci_write_points(out, points, count);
    write_byte(out, MARK_END);
}

void ci_spatialite_write_area(ci_buffer *out, const circlet_area *area)
{
    write_head(out, CI_WKB_MULTI_POLYGON, area->points,
               ci_area_point_count(area));
    ci_write_uint32(out, ci_polygon_count(area));
    for (size_t r = 0, end; r < area->ring_count; r = end) {
        end = ci_polygon_end(area, r);
        write_byte(out, MARK_PART);
        ci_write_uint32(out, CI_WKB_POLYGON);
        ci_write_uint32(out, (uint32_t)(end - r));
        ci_write_rings(out, area, r, end);
    }
    write_byte(out, MARK_END);
}

/* ---- reading ------------------------------------------------------------ */

/* What a class says of the body that follows. */
typedef struct body_class {
    uint32_t type;
    size_t dimensions; /* numbers of a point */
    bool has_z, has_m;
    bool is_compressed;
} body_class;

static circlet_status read_class(ci_byte_reader *reader, body_class *out,
                                 circlet_error *error)
{
    uint32_t code = (uint32_t)ci_read_bytes(reader, 4);
    uint32_t measures = code % COMPRESSED / 1000;

    if (reader->is_short)
        return ci_fail_short_geometry(error);
    *out = (body_class){.type = code % 1000};
    if (code / COMPRESSED > 1 || measures > 3)
        return ci_fail(error, CIRCLET_E_FORMAT,
                       "geometry has an unknown type");
    out->dimensions = ci_dimensions_of(measures);
    out->has_z = measures & 1;
    out->has_m = measures > 1;
    out->is_compressed = code >= COMPRESSED;
    if (out->is_compressed && out->type != CI_WKB_LINE &&
        out->type != CI_WKB_POLYGON)
        return ci_fail_geometry_type(code, error);
    return CIRCLET_OK;
}

static double read_float(ci_byte_reader *reader)
{
    uint32_t bits = (uint32_t)ci_read_bytes(reader, 4);
    float value;

    memcpy(&value, &bits, sizeof(value));
    return (double)value;
}

/* The first and last point are whole; each between them is told by its
 * distance from the one before, but for M. */
static circlet_point read_place(ci_byte_reader *reader,
                                const body_class *class, bool is_whole,
                                circlet_point before)
{
    circlet_point at;

    if (is_whole) {
        at.lon = ci_read_double(reader);
        at.lat = ci_read_double(reader);
        ci_skip_bytes(reader, class->has_z ? 8 : 0);
    } else {
        at.lon = before.lon + read_float(reader);
        at.lat = before.lat + read_float(reader);
        ci_skip_bytes(reader, class->has_z ? 4 : 0);
    }
    ci_skip_bytes(reader, class->has_m ? 8 : 0);
    return at;
}

static circlet_status read_compressed(ci_geometry *out, ci_byte_reader *reader,
                                      const body_class *class,
                                      circlet_error *error)
{
    uint64_t count = ci_read_bytes(reader, 4);
    circlet_point at = {0, 0};

    /* A point has eight bytes at least. */
    if (reader->is_short || count * 8 > reader->left)
        return ci_fail_short_geometry(error);
    for (uint64_t i = 0; i < count; i++) {
        at = read_place(reader, class, i == 0 || i == count - 1, at);
        if (reader->is_short)
            return ci_fail_short_geometry(error);
        if (!isfinite(at.lon) || !isfinite(at.lat))
            return ci_fail(error, CIRCLET_E_FORMAT,
                           "geometry has a coordinate that is no number");
        if (!ci_geometry_add_point(out, at))
            return ci_fail_nomem(error);
    }
    return CIRCLET_OK;
}

static circlet_status read_line(ci_geometry *out, ci_byte_reader *reader,
                                const body_class *class, circlet_error *error)
{
    return class->is_compressed
               ? read_compressed(out, reader, class, error)
               : ci_read_points(out, reader, class->dimensions, error);
}

static circlet_status read_polygon(ci_geometry *out, ci_byte_reader *reader,
                                   const body_class *class,
                                   circlet_error *error)
{
    uint64_t count;

    if (!class->is_compressed)
        return ci_read_rings(out, reader, class->dimensions, error);
    count = ci_read_bytes(reader, 4);
    if (reader->is_short)
        return ci_fail_short_geometry(error);
    for (uint64_t i = 0; i < count; i++) {
        circlet_status status = read_compressed(out, reader, class, error);

        if (status != CIRCLET_OK)
            return status;
        if (!ci_geometry_end_ring(out, i > 0))
            return ci_fail_nomem(error);
    }
    return CIRCLET_OK;
}

static circlet_status read_part(ci_geometry *out, ci_byte_reader *reader,
                                const body_class *class, circlet_error *error)
{
    circlet_status status;

    if (class->type == CI_WKB_POINT)
        return ci_read_point(out, reader, class->dimensions, error);
    if (class->type != CI_WKB_LINE)
        return read_polygon(out, reader, class, error);
    status = read_line(out, reader, class, error);
    if (status != CIRCLET_OK)
        return status;
    return ci_geometry_end_part(out) ? CIRCLET_OK : ci_fail_nomem(error);
}

/* The parts of a multi-geometry, each with a mark and a class again. */
static circlet_status read_parts(ci_geometry *out, ci_byte_reader *reader,
                                 uint32_t part_type, circlet_error *error)
{
    uint64_t count = ci_read_bytes(reader, 4);

    if (reader->is_short)
        return ci_fail_short_geometry(error);
    for (uint64_t i = 0; i < count; i++) {
        unsigned mark = (unsigned)ci_read_bytes(reader, 1);
        body_class class;
        circlet_status status;

        if (!reader->is_short && mark != MARK_PART)
            return ci_fail(error, CIRCLET_E_FORMAT,
                           "part %zu of the geometry begins with %u",
                           (size_t)i + 1, mark);
        status = read_class(reader, &class, error);
        if (status == CIRCLET_OK)
            /* NOLINTNEXTLINE(clang-analyzer-core.CallAndMessage) */
            status = ci_check_part_type(class.type, part_type, i, error);
        if (status == CIRCLET_OK)
            status = read_part(out, reader, &class, error);
        if (status != CIRCLET_OK)
            return status;
    }
    return CIRCLET_OK;
}

/* A geometry that is no collection, after its class. */
static circlet_status read_plain(ci_geometry *out, ci_byte_reader *reader,
                                 const body_class *class, circlet_error *error)
{
    circlet_status status;

    switch (class->type) {
    case CI_WKB_POINT:
        out->type = CI_GEOMETRY_POINT;
        return ci_read_point(out, reader, class->dimensions, error);
    case CI_WKB_LINE:
        out->type = CI_GEOMETRY_LINE;
        return read_line(out, reader, class, error);
    case CI_WKB_POLYGON:
        out->type = CI_GEOMETRY_AREA;
        return read_polygon(out, reader, class, error);
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
        return ci_fail_geometry_type(class->type, error);
    }
}

/* A collection of one geometry is that. */
static circlet_status read_body(ci_geometry *out, ci_byte_reader *reader,
                                circlet_error *error)
{
    body_class class = {0};
    circlet_status status = read_class(reader, &class, error);

    if (status == CIRCLET_OK && class.type == CI_WKB_COLLECTION) {
        uint64_t count = ci_read_bytes(reader, 4);

        if (reader->is_short)
            return ci_fail_short_geometry(error);
        if (count == 0)
            return CIRCLET_OK;
        if (count > 1)
            return ci_fail_collection(error);
        ci_skip_bytes(reader, 1); /* the mark of a part */
        status = read_class(reader, &class, error);
    }
    return status == CIRCLET_OK ? read_plain(out, reader, &class, error)
                                : status;
}

/* A short point: no box, and its dimensions by the numbers 1 to 4. */
static circlet_status read_short_point(ci_geometry *out,
                                       ci_byte_reader *reader,
                                       circlet_error *error)
{
    unsigned kind = (unsigned)ci_read_bytes(reader, 1);

    if (reader->is_short)
        return ci_fail_short_geometry(error);
    if (kind < 1 || kind > 4)
        return ci_fail(error, CIRCLET_E_FORMAT,
                       "geometry has an unknown type");
    out->type = CI_GEOMETRY_POINT;
    return ci_read_point(out, reader, ci_dimensions_of(kind - 1), error);
}

/* The marks at both ends and the SRID; gives whether it is a short point. */
static circlet_status read_head(ci_byte_reader *reader, int32_t *srs_id,
                                bool *is_short_point, circlet_error *error)
{
    unsigned order;

    if (reader->left < 8 || reader->next[0] != MARK_START ||
        (reader->next[1] & ~(unsigned)ORDER_SHORT) > ORDER_LITTLE)
        return ci_fail(error, CIRCLET_E_FORMAT,
                       "geometry has no SpatiaLite header");
    if (reader->next[reader->left - 1] != MARK_END)
        return ci_fail_short_geometry(error);
    reader->left--;
    order = (unsigned)ci_read_bytes(reader, 2) & 0xff;
    *is_short_point = order & ORDER_SHORT;
    reader->is_little = order & ORDER_LITTLE;
    *srs_id = (int32_t)(uint32_t)ci_read_bytes(reader, 4);
    if (*is_short_point)
        return CIRCLET_OK;
    ci_skip_bytes(reader, 32);
    order = (unsigned)ci_read_bytes(reader, 1);
    if (reader->is_short)
        return ci_fail_short_geometry(error);
    if (order != MARK_BOX_END)
        return ci_fail(error, CIRCLET_E_FORMAT,
                       "geometry has no SpatiaLite header");
    return CIRCLET_OK;
}

circlet_status ci_spatialite_read(ci_geometry *out, int32_t *out_srs_id,
                                  const void *bytes, size_t size,
                                  circlet_error *error)
{
    ci_byte_reader reader = {bytes, size, false, false};
    bool is_short_point = false;
    int32_t srs_id = 0;
    circlet_status status =
        read_head(&reader, &srs_id, &is_short_point, error);

    ci_geometry_clear(out, CI_GEOMETRY_NONE);
    if (status == CIRCLET_OK)
        status = is_short_point ? read_short_point(out, &reader, error)
                                : read_body(out, &reader, error);
    if (status == CIRCLET_OK && reader.left > 0)
        status = ci_fail(error, CIRCLET_E_FORMAT,
                         "geometry has %zu bytes after its end", reader.left);
    if (status != CIRCLET_OK || out->point_count == 0)
        ci_geometry_clear(out, CI_GEOMETRY_NONE);
    if (status == CIRCLET_OK)
        *out_srs_id = srs_id;
    return status;
}
