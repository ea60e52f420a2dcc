#include "unit.h"

#include <math.h>

#include "io/wkb.h"

/* Bytes put together by hand, in either order. */
typedef struct byte_writer {
    unsigned char bytes[1024];
    size_t size;
    bool is_little;
} byte_writer;

static void put(byte_writer *writer, uint64_t value, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        size_t shift = 8 * (writer->is_little ? i : size - 1 - i);

        writer->bytes[writer->size++] = (unsigned char)(value >> shift);
    }
}

static void put_double(byte_writer *writer, double value)
{
    uint64_t bits;

    memcpy(&bits, &value, sizeof(bits));
    put(writer, bits, 8);
}

static void put_type(byte_writer *writer, uint32_t type)
{
    put(writer, writer->is_little, 1);
    put(writer, type, 4);
}

static byte_writer start(bool is_little, unsigned flags)
{
    byte_writer writer = {{'G', 'P', 0}, 4, is_little};

    writer.bytes[3] = (unsigned char)(flags | is_little);
    put(&writer, 4490, 4);
    return writer;
}

static void put_ring(byte_writer *writer, double first, size_t dimensions)
{
    put(writer, 4, 4);
    for (int i = 0; i < 4; i++) {
        put_double(writer, first + i % 3);
        put_double(writer, first + (i == 1));
        for (size_t d = 2; d < dimensions; d++)
            put_double(writer, NAN);
    }
}

static ci_geometry geometry;

static circlet_status read_from(const byte_writer *writer,
                                circlet_error *error)
{
    /* A block of the exact size, so that a byte too far is found. */
    void *bytes = malloc(writer->size + 1);
    int32_t srs_id = 0;
    circlet_status status;

    assert_non_null(bytes);
    memcpy(bytes, writer->bytes, writer->size);
    status = ci_gpkg_read(&geometry, &srs_id, bytes, writer->size, error);
    if (status == CIRCLET_OK)
        assert_int_equal(srs_id, 4490);
    free(bytes);
    return status;
}

static void what_was_written_is_read_again(void **state)
{
    static const circlet_point points[] = {{0, 0},  {9, 0},  {9, 9},  {0, 0},
                                           {5, 1},  {6, 1},  {6, 2},  {5, 1},
                                           {20, 0}, {29, 0}, {29, 9}, {20, 0}};
    static const circlet_ring rings[] = {{4, false}, {8, true}, {12, false}};
    const circlet_area area = {points, rings, 3};
    ci_buffer out = {0};
    int32_t srs_id = 0;

    (void)state;
    ci_gpkg_write_area(&out, &area);
    assert_false(out.failed);
    assert_ok(ci_gpkg_read(&geometry, &srs_id, out.text, out.size, error));
    assert_int_equal(srs_id, 4326);
    assert_int_equal(geometry.type, CI_GEOMETRY_AREA);
    assert_int_equal(geometry.point_count, 12);
    assert_memory_equal(geometry.points, points, sizeof(points));
    assert_int_equal(ci_geometry_area(&geometry).ring_count, 3);
    for (size_t r = 0; r < 3; r++) {
        assert_int_equal(geometry.rings[r].end, rings[r].end);
        assert_int_equal(geometry.rings[r].is_hole, rings[r].is_hole);
    }
    out.size = 0;
    ci_gpkg_write_line(&out, points, 3);
    assert_ok(ci_gpkg_read(&geometry, &srs_id, out.text, out.size, error));
    assert_int_equal(geometry.type, CI_GEOMETRY_LINE);
    assert_int_equal(geometry.point_count, 3);
    assert_int_equal(geometry.ring_count, 0);
    out.size = 0;
    ci_gpkg_write_point(&out, points[4]);
    assert_int_equal(out.size, 29);
    assert_ok(ci_gpkg_read(&geometry, &srs_id, out.text, out.size, error));
    assert_int_equal(geometry.type, CI_GEOMETRY_POINT);
    assert_true(geometry.points[0].lon == 5 && geometry.points[0].lat == 1);
    ci_buffer_free(&out);
}

/* The header of OGC 12-128 byte by byte: magic, version, flags, SRS, and
 * the box in the order west, east, south, north. */
static void a_line_has_the_bytes_of_the_standard(void **state)
{
    static const circlet_point points[] = {{1, 4}, {3, 2}};
    byte_writer want = {{'G', 'P', 0, 3}, 4, true};
    ci_buffer out = {0};

    (void)state;
    put(&want, 4326, 4);
    put_double(&want, 1);
    put_double(&want, 3);
    put_double(&want, 2);
    put_double(&want, 4);
    put_type(&want, 2);
    put(&want, 2, 4);
    for (int i = 0; i < 2; i++) {
        put_double(&want, points[i].lon);
        put_double(&want, points[i].lat);
    }

    ci_gpkg_write_line(&out, points, 2);

    assert_int_equal(out.size, want.size);
    assert_memory_equal(out.text, want.bytes, want.size);
    ci_buffer_free(&out);
}

static void both_byte_orders_and_all_dimensions_are_read(void **state)
{
    static const struct {
        uint32_t code;
        size_t dimensions;
    } kinds[] = {
        {3, 2}, {1003, 3}, {2003, 3}, {3003, 4}, {UINT32_C(0x80000003), 3}};

    (void)state;
    for (size_t k = 0; k < 10; k++) {
        byte_writer writer = start(k % 2, 0);

        put_type(&writer, kinds[k / 2].code);
        put(&writer, 2, 4);
        put_ring(&writer, 10, kinds[k / 2].dimensions);
        put_ring(&writer, 50, kinds[k / 2].dimensions);
        assert_ok(read_from(&writer, error));
        assert_int_equal(geometry.type, CI_GEOMETRY_AREA);
        assert_int_equal(geometry.point_count, 8);
        assert_int_equal(geometry.ring_count, 2);
        assert_true(geometry.rings[1].is_hole);
        assert_true(geometry.points[1].lon == 11 &&
                    geometry.points[1].lat == 11);
        assert_true(geometry.points[7].lon == 50);
    }
}

static void every_envelope_is_passed_over(void **state)
{
    static const size_t sizes[] = {0, 4, 6, 6, 8};

    (void)state;
    for (unsigned box = 0; box < 5; box++) {
        byte_writer writer = start(true, box << 1);

        for (size_t i = 0; i < sizes[box]; i++)
            put_double(&writer, 99);
        put_type(&writer, 1);
        put_double(&writer, 116);
        put_double(&writer, 39);
        assert_ok(read_from(&writer, error));
        assert_true(geometry.points[0].lon == 116);
    }
}

static void parts_may_have_their_own_byte_order(void **state)
{
    byte_writer writer = start(true, 0);

    (void)state;
    put_type(&writer, 6);
    put(&writer, 2, 4);
    for (int i = 0; i < 2; i++) {
        writer.is_little = i;
        put_type(&writer, 3);
        put(&writer, 1, 4);
        put_ring(&writer, i * 10, 2);
    }
    assert_ok(read_from(&writer, error));
    assert_int_equal(geometry.ring_count, 2);
    assert_false(geometry.rings[1].is_hole);
    assert_true(geometry.points[4].lon == 10);
}

static void a_line_may_have_any_number_of_parts(void **state)
{
    (void)state;
    for (uint32_t parts = 0; parts < 3; parts++) {
        byte_writer writer = start(true, 0);

        put_type(&writer, 5);
        put(&writer, parts, 4);
        for (uint32_t i = 0; i < parts; i++) {
            put_type(&writer, 2);
            put_ring(&writer, 1, 2);
        }
        assert_ok(read_from(&writer, error));
        assert_int_equal(geometry.type,
                         parts ? CI_GEOMETRY_LINE : CI_GEOMETRY_NONE);
        assert_int_equal(geometry.ring_count, parts);
        for (uint32_t i = 0; i < parts; i++)
            assert_int_equal(geometry.rings[i].end,
                             (i + 1) * geometry.point_count / parts);
    }
}

static void empty_geometries_are_none(void **state)
{
    static const uint32_t types[] = {2, 3, 5, 6};
    byte_writer writer = start(true, 0x10);

    (void)state;
    put_type(&writer, 1);
    put_double(&writer, NAN);
    put_double(&writer, NAN);
    assert_ok(read_from(&writer, error));
    assert_int_equal(geometry.type, CI_GEOMETRY_NONE);
    for (size_t i = 0; i < 4; i++) {
        writer = start(true, 0x10);
        put_type(&writer, types[i]);
        put(&writer, 0, 4);
        assert_ok(read_from(&writer, error));
        assert_int_equal(geometry.type, CI_GEOMETRY_NONE);
    }
}

static void an_open_ring_is_closed(void **state)
{
    byte_writer writer = start(true, 0);

    (void)state;
    put_type(&writer, 3);
    put(&writer, 2, 4);
    put(&writer, 3, 4);
    for (int i = 0; i < 3; i++) {
        put_double(&writer, i);
        put_double(&writer, i * i);
    }
    put(&writer, 0, 4); /* and a ring without points is none */
    assert_ok(read_from(&writer, error));
    assert_int_equal(geometry.ring_count, 1);
    assert_int_equal(geometry.point_count, 4);
    assert_true(geometry.points[3].lon == 0 && geometry.points[3].lat == 0);
}

/* A multi-point (4) or a collection (7) of so many points. */
static circlet_status read_points(uint32_t type, uint32_t count,
                                  circlet_error *error)
{
    byte_writer writer = start(true, 0);

    put_type(&writer, type);
    put(&writer, count, 4);
    for (uint32_t i = 0; i < count; i++) {
        put_type(&writer, 1);
        put_double(&writer, 116 + i);
        put_double(&writer, 40);
    }
    return read_from(&writer, error);
}

static void several_points_are_one_only_if_there_is_one(void **state)
{
    (void)state;
    for (uint32_t type = 4; type <= 7; type += 3) {
        assert_ok(read_points(type, 1, error));
        assert_int_equal(geometry.type, CI_GEOMETRY_POINT);
        assert_true(geometry.points[0].lon == 116);
        assert_ok(read_points(type, 0, error));
        assert_int_equal(geometry.type, CI_GEOMETRY_NONE);
    }
    assert_fails(read_points(4, 3, error), CIRCLET_E_FORMAT,
                 "its geometry is 3 points in one (MultiPoint)");
    assert_fails(read_points(7, 2, error), CIRCLET_E_FORMAT,
                 "its geometry is a collection of several");
    assert_int_equal(geometry.type, CI_GEOMETRY_NONE);
}

static void bad_bytes_are_refused_with_a_reason(void **state)
{
    byte_writer writer = start(true, 0);

    (void)state;
    put_type(&writer, 10);
    assert_fails(read_from(&writer, error), CIRCLET_E_FORMAT,
                 "has type 10 (CurvePolygon), which is no point");
    assert_int_equal(geometry.type, CI_GEOMETRY_NONE);
    writer.bytes[8] = 7;
    assert_fails(read_from(&writer, error), CIRCLET_E_FORMAT, "byte order 7");
    writer.bytes[3] = 0x21;
    assert_fails(read_from(&writer, error), CIRCLET_E_FORMAT, "flags 33");
    writer.bytes[0] = 'X';
    assert_fails(read_from(&writer, error), CIRCLET_E_FORMAT, "no GeoPackage");
    writer = start(true, 0);
    put_type(&writer, 4001);
    assert_fails(read_from(&writer, error), CIRCLET_E_FORMAT, "unknown type");
    writer = start(true, 0);
    put_type(&writer, 1);
    put_double(&writer, 1);
    put_double(&writer, INFINITY);
    assert_fails(read_from(&writer, error), CIRCLET_E_FORMAT, "is no number");
    writer = start(true, 0);
    put_type(&writer, 2);
    put(&writer, UINT32_MAX, 4);
    assert_fails(read_from(&writer, error), CIRCLET_E_FORMAT, "too early");
    writer = start(true, 0);
    put_type(&writer, 5);
    put(&writer, 1, 4);
    put_type(&writer, 3);
    assert_fails(read_from(&writer, error), CIRCLET_E_FORMAT,
                 "part 1 of the geometry has type 3, not 2");
}

static void every_cut_is_noticed(void **state)
{
    byte_writer whole = start(true, 2);

    (void)state;
    for (int i = 0; i < 4; i++)
        put_double(&whole, i);
    put_type(&whole, 6);
    put(&whole, 1, 4);
    put_type(&whole, 1003);
    put(&whole, 1, 4);
    put_ring(&whole, 1, 3);
    assert_ok(read_from(&whole, error));
    for (size_t size = 0; size < whole.size; size++) {
        byte_writer cut = whole;

        cut.size = size;
        assert_int_equal(read_from(&cut, NULL), CIRCLET_E_FORMAT);
        assert_int_equal(geometry.point_count, 0);
    }
    put(&whole, 0, 1);
    assert_fails(read_from(&whole, error), CIRCLET_E_FORMAT,
                 "1 bytes after its end");
}

static int free_geometry(void **state)
{
    (void)state;
    ci_geometry_free(&geometry);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_written_is_read_again),
        cmocka_unit_test(a_line_has_the_bytes_of_the_standard),
        cmocka_unit_test(both_byte_orders_and_all_dimensions_are_read),
        cmocka_unit_test(every_envelope_is_passed_over),
        cmocka_unit_test(parts_may_have_their_own_byte_order),
        cmocka_unit_test(a_line_may_have_any_number_of_parts),
        cmocka_unit_test(empty_geometries_are_none),
        cmocka_unit_test(an_open_ring_is_closed),
        cmocka_unit_test(several_points_are_one_only_if_there_is_one),
        cmocka_unit_test(bad_bytes_are_refused_with_a_reason),
        cmocka_unit_test(every_cut_is_noticed),
    };

    return cmocka_run_group_tests(tests, NULL, free_geometry);
}
