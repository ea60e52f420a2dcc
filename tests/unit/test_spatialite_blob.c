#include "unit.h"

#include <math.h>

#include "io/geometry_bytes.h"
#include "io/spatialite_blob.h"
#include "io/sqlite.h"
#include "scratch.h"

/* What SpatiaLite 5.0.1 gives for MakePoint(1, 2, 4326). */
static const char point_hex[] =
    "0001E6100000000000000000F03F0000000000000040000000000000F03F"
    "00000000000000407C01000000000000000000F03F0000000000000040FE";

/* CompressGeometry() of LINESTRING(1 2,3 4,5 6), of LINESTRINGZM(1 2 3 4,
 * 5 6 7 8,9 10 11 12) and of MULTILINESTRING((1 2,3 4,5 6)). */
static const char *const compressed_hex[] = {
    "0001E6100000000000000000F03F0000000000000040000000000000144000"
    "000000000018407C42420F0003000000000000000000F03F00000000000000"
    "40000000400000004000000000000014400000000000001840FE",
    "0001E6100000000000000000F03F0000000000000040000000000000224000"
    "000000000024407CFA4D0F0003000000000000000000F03F00000000000000"
    "40000000000000084000000000000010400000804000008040000080400000"
    "0000000020400000000000002240000000000000244000000000000026400000"
    "000000002840FE",
    "0001E6100000000000000000F03F0000000000000040000000000000144000"
    "000000000018407C05000000010000006942420F0003000000000000000000"
    "F03F0000000000000040000000400000004000000000000014400000000000"
    "001840FE"};

/* The short points of SpatiaLite 5, with and without Z and M. */
static const char *const short_hex[] = {
    "0081E610000001000000000000F03F0000000000000040FE",
    "0081E610000002000000000000F03F00000000000000400000000000000840FE",
    "0081E610000003000000000000F03F00000000000000400000000000000840FE",
    ("0081E610000004000000000000F03F000000000000004000000000000008400000"
     "000000001040FE")};

static ci_geometry geometry;

static size_t from_hex(unsigned char *out, const char *hex)
{
    size_t size = strlen(hex) / 2;

    for (size_t i = 0; i < size; i++) {
        const char digits[3] = {hex[2 * i], hex[2 * i + 1], '\0'};

        out[i] = (unsigned char)strtoul(digits, NULL, 16);
    }
    return size;
}

/* From a block of the exact size, so that a byte too far is found. */
static circlet_status read_from(const void *bytes, size_t size,
                                circlet_error *error)
{
    void *copy = malloc(size > 0 ? size : 1);
    int32_t srs_id = 0;
    circlet_status status;

    assert_non_null(copy);
    memcpy(copy, bytes, size);
    status = ci_spatialite_read(&geometry, &srs_id, copy, size, error);
    if (status == CIRCLET_OK)
        assert_int_equal(srs_id, 4326);
    else
        assert_int_equal(geometry.type, CI_GEOMETRY_NONE);
    free(copy);
    return status;
}

static void read_hex(const char *hex)
{
    unsigned char bytes[1024];
    size_t size = from_hex(bytes, hex);

    assert_ok(read_from(bytes, size, error));
}

static void a_point_has_the_bytes_that_spatialite_writes(void **state)
{
    unsigned char want[128];
    size_t size = from_hex(want, point_hex);
    ci_buffer out = {0};

    (void)state;
    ci_spatialite_write_point(&out, (circlet_point){1, 2});
    assert_int_equal(out.size, size);
    assert_memory_equal(out.text, want, size);
    ci_buffer_free(&out);
    read_hex(point_hex);
    assert_int_equal(geometry.type, CI_GEOMETRY_POINT);
    assert_true(geometry.points[0].lon == 1 && geometry.points[0].lat == 2);
}

static void compressed_lines_are_read(void **state)
{
    static const double steps[] = {2, 4, 2};

    (void)state;
    for (size_t i = 0; i < 3; i++) {
        read_hex(compressed_hex[i]);
        assert_int_equal(geometry.type, CI_GEOMETRY_LINE);
        assert_int_equal(geometry.point_count, 3);
        for (size_t p = 0; p < 3; p++) {
            assert_true(geometry.points[p].lon == 1 + (double)p * steps[i]);
            assert_true(geometry.points[p].lat == 2 + (double)p * steps[i]);
        }
    }
}

static void short_points_are_read(void **state)
{
    (void)state;
    for (size_t i = 0; i < 4; i++) {
        read_hex(short_hex[i]);
        assert_int_equal(geometry.type, CI_GEOMETRY_POINT);
        assert_int_equal(geometry.point_count, 1);
        assert_true(geometry.points[0].lon == 1);
        assert_true(geometry.points[0].lat == 2);
    }
}

static void big_endian_is_read(void **state)
{
    unsigned char bytes[60] = {0, 0, 0, 0, 0x10, 0xe6};
    const double one = 1, two = 2;

    (void)state;
    bytes[38] = 0x7c;
    bytes[42] = 1;
    for (size_t i = 0; i < 8; i++) {
        bytes[43 + i] = ((const unsigned char *)&one)[7 - i];
        bytes[51 + i] = ((const unsigned char *)&two)[7 - i];
    }
    bytes[59] = 0xfe;
    assert_ok(read_from(bytes, sizeof(bytes), error));
    assert_true(geometry.points[0].lon == 1 && geometry.points[0].lat == 2);
}

/* ---- seeded geometries -------------------------------------------------- */

#define POINT_MAX 400
#define RING_MAX 16

typedef struct random_shape {
    circlet_point points[POINT_MAX];
    circlet_ring rings[RING_MAX];
    size_t point_count, ring_count;
    ci_geometry_type type;
} random_shape;

static circlet_point random_point(uint64_t *seed)
{
    return (circlet_point){
        (double)unit_random_below(seed, 3600000) / 1e4 - 180,
        (double)unit_random_below(seed, 1800000) / 1e4 - 90};
}

/* A hole keeps to the box of its outer ring: SpatiaLite takes the box of a
 * geometry from outer rings alone. */
static void add_ring(random_shape *shape, uint64_t *seed)
{
    static circlet_point outer[32];
    static size_t outer_count;
    circlet_ring *ring = &shape->rings[shape->ring_count];
    size_t first = shape->point_count;
    size_t count = 3 + unit_random_below(seed, 20);

    ring->is_hole = shape->ring_count > 0 && unit_random_below(seed, 2);
    for (size_t i = 0; i < count; i++) {
        circlet_point at = random_point(seed);

        if (ring->is_hole) {
            at.lon = outer[unit_random_below(seed, (uint32_t)outer_count)].lon;
            at.lat = outer[unit_random_below(seed, (uint32_t)outer_count)].lat;
        } else {
            outer_count = i + 1;
            outer[i] = at;
        }
        shape->points[shape->point_count++] = at;
    }
    shape->points[shape->point_count++] = shape->points[first];
    ring->end = shape->point_count;
    shape->ring_count++;
}

static void make_shape(random_shape *shape, uint64_t *seed)
{
    size_t count = 1 + unit_random_below(seed, RING_MAX);

    *shape = (random_shape){.type = CI_GEOMETRY_POINT};
    switch (unit_random_below(seed, 3)) {
    case 0:
        shape->points[shape->point_count++] = random_point(seed);
        break;
    case 1:
        shape->type = CI_GEOMETRY_LINE;
        for (size_t i = 0; i < count + 1; i++)
            shape->points[shape->point_count++] = random_point(seed);
        break;
    default:
        shape->type = CI_GEOMETRY_AREA;
        for (size_t i = 0; i < count; i++)
            add_ring(shape, seed);
    }
}

static circlet_area area_of(const random_shape *shape)
{
    return (circlet_area){shape->points, shape->rings, shape->ring_count};
}

static void write_blob(ci_buffer *out, const random_shape *shape)
{
    circlet_area area = area_of(shape);

    out->size = 0;
    if (shape->type == CI_GEOMETRY_POINT)
        ci_spatialite_write_point(out, shape->points[0]);
    else if (shape->type == CI_GEOMETRY_LINE)
        ci_spatialite_write_line(out, shape->points, shape->point_count);
    else
        ci_spatialite_write_area(out, &area);
    assert_false(out->failed);
}

/* Well-known binary: what comes after the header of a GeoPackage blob. */
static const char *write_wkb(ci_buffer *out, const random_shape *shape,
                             size_t *size)
{
    size_t header = shape->type == CI_GEOMETRY_POINT ? 8 : 40;
    circlet_area area = area_of(shape);

    out->size = 0;
    if (shape->type == CI_GEOMETRY_POINT)
        ci_gpkg_write_point(out, shape->points[0]);
    else if (shape->type == CI_GEOMETRY_LINE)
        ci_gpkg_write_line(out, shape->points, shape->point_count);
    else
        ci_gpkg_write_area(out, &area);
    assert_false(out->failed);
    *size = out->size - header;
    return out->text + header;
}

static void expect_shape(const random_shape *shape)
{
    assert_int_equal(geometry.type, shape->type);
    assert_int_equal(geometry.point_count, shape->point_count);
    assert_memory_equal(geometry.points, shape->points,
                        shape->point_count * sizeof(*shape->points));
    assert_int_equal(geometry.ring_count, shape->ring_count);
    for (size_t r = 0; r < shape->ring_count; r++) {
        assert_int_equal(geometry.rings[r].end, shape->rings[r].end);
        assert_int_equal(geometry.rings[r].is_hole, shape->rings[r].is_hole);
    }
}

static void what_was_written_is_read_again(void **state)
{
    static random_shape shape;
    uint64_t seed = 1;
    ci_buffer blob = {0};

    (void)state;
    for (int i = 0; i < 500; i++) {
        make_shape(&shape, &seed);
        write_blob(&blob, &shape);
        assert_ok(read_from(blob.text, blob.size, error));
        expect_shape(&shape);
    }
    ci_buffer_free(&blob);
}

static void every_shorter_blob_is_refused(void **state)
{
    static random_shape shape;
    unsigned char bytes[1024];
    uint64_t seed = 2;
    ci_buffer blob = {0};

    (void)state;
    for (int i = 0; i < 30; i++) {
        make_shape(&shape, &seed);
        write_blob(&blob, &shape);
        for (size_t size = 0; size < blob.size; size++)
            assert_int_equal(read_from(blob.text, size, NULL),
                             CIRCLET_E_FORMAT);
        /* With its end, but without what is before it. */
        for (size_t size = 8; size + 1 < blob.size; size++) {
            const char kept = blob.text[size];

            blob.text[size] = (char)0xfe;
            assert_int_equal(read_from(blob.text, size + 1, NULL),
                             CIRCLET_E_FORMAT);
            blob.text[size] = kept;
        }
    }
    ci_buffer_free(&blob);
    for (size_t i = 0; i < 7; i++) {
        size_t whole =
            from_hex(bytes, i < 3 ? compressed_hex[i] : short_hex[i - 3]);

        for (size_t size = 8; size + 1 < whole; size++) {
            const unsigned char kept = bytes[size];

            bytes[size] = 0xfe;
            assert_int_equal(read_from(bytes, size + 1, NULL),
                             CIRCLET_E_FORMAT);
            bytes[size] = kept;
        }
    }
}

static void expect_refusal(const char *hex, const char *message)
{
    unsigned char bytes[1024];
    size_t size = from_hex(bytes, hex);

    assert_fails(read_from(bytes, size, error), CIRCLET_E_FORMAT, message);
}

static void what_is_no_point_line_or_area_is_refused(void **state)
{
    (void)state;
    /* GEOMETRYCOLLECTION(POINT(1 2),POINT(3 4)), then spoilt blobs. */
    expect_refusal(
        "0001E6100000000000000000F03F0000000000000040000000000000"
        "084000000000000010407C07000000020000006901000000000000000000"
        "F03F0000000000000040690100000000000000000008400000000000"
        "001040FE",
        "its geometry is a collection of several");
    expect_refusal("47500001E6100000FE", "no SpatiaLite header");
    expect_refusal("0081E610000005000000000000F03F0000000000000040FE",
                   "unknown type");
    expect_refusal("0081E610000001000000000000F03F000000000000004000FE",
                   "geometry has 1 bytes after its end");
    expect_refusal("0081E610000001000000000000F07F0000000000000040FE",
                   "a coordinate that is no number");
    expect_refusal("0001E6100000000000000000F03F0000000000000040000000000000"
                   "F03F00000000000000407B01000000000000000000F03F00000000"
                   "00000040FE",
                   "no SpatiaLite header");
    expect_refusal("0001E6100000000000000000F03F0000000000000040000000000000"
                   "F03F00000000000000407C41420F00000000000000F03F00000000"
                   "00000040FE",
                   "geometry has type 1000001");
    expect_refusal("0001E6100000000000000000F03F0000000000000040000000000000"
                   "144000000000000018407C05000000010000006A02000000000000"
                   "00FE",
                   "part 1 of the geometry begins with 106");
    expect_refusal("0001E6100000000000000000F03F0000000000000040000000000000"
                   "144000000000000018407C05000000010000006903000000000000"
                   "00FE",
                   "part 1 of the geometry has type 3, not 2");
}

static void an_empty_geometry_has_no_type(void **state)
{
    static const circlet_area nothing = {NULL, NULL, 0};
    ci_buffer blob = {0};

    (void)state;
    ci_spatialite_write_area(&blob, &nothing);
    assert_ok(read_from(blob.text, blob.size, error));
    assert_int_equal(geometry.type, CI_GEOMETRY_NONE);
    blob.size = 0;
    ci_spatialite_write_point(&blob,
                              (circlet_point){(double)NAN, (double)NAN});
    assert_ok(read_from(blob.text, blob.size, error));
    assert_int_equal(geometry.type, CI_GEOMETRY_NONE);
    ci_buffer_free(&blob);
}

/* ---- against SpatiaLite itself ------------------------------------------ */

static scratch_folder folder;

/* NULL if the module is not installed. */
static ci_db *open_spatialite(void)
{
    char path[SCRATCH_PATH_SIZE];
    ci_db *db = NULL;

    scratch_path(&folder, path, "peer.sqlite");
    assert_ok(ci_db_open(&db, path, CI_DB_WRITE_COPY, error));
    if (ci_db_load_module(db, "mod_spatialite", "", NULL) == CIRCLET_OK)
        return db;
    ci_db_close(db);
    return NULL;
}

static ci_statement *ask(ci_db *db, const char *sql, const void *bytes,
                         size_t size)
{
    ci_statement *statement = NULL;
    bool has_row = false;

    assert_ok(ci_db_prepare(&statement, db, sql, error));
    assert_ok(ci_bind_blob(statement, 1, bytes, size, error));
    assert_ok(ci_statement_step(statement, &has_row, error));
    assert_true(has_row);
    return statement;
}

static void expect_answer(ci_db *db, const char *sql, const void *bytes,
                          size_t size, const void *want, size_t want_size)
{
    ci_statement *statement = ask(db, sql, bytes, size);
    size_t answer_size = 0;
    const void *answer = ci_column_blob(statement, 0, &answer_size);

    assert_int_equal(answer_size, want_size);
    assert_memory_equal(answer, want, want_size);
    ci_statement_free(statement);
}

static void spatialite_reads_and_writes_the_same_bytes(void **state)
{
    static random_shape shape;
    uint64_t seed = 3;
    ci_buffer blob = {0}, wkb_buffer = {0};
    ci_db *db = open_spatialite();

    (void)state;
    if (!db)
        skip();
    for (int i = 0; i < 600; i++) {
        const char *wkb;
        size_t size;

        make_shape(&shape, &seed);
        write_blob(&blob, &shape);
        wkb = write_wkb(&wkb_buffer, &shape, &size);
        expect_answer(db, "SELECT AsBinary(?1)", blob.text, blob.size, wkb,
                      size);
        expect_answer(db, "SELECT GeomFromWKB(?1, 4326)", wkb, size, blob.text,
                      blob.size);
        assert_ok(ci_wkb_read(&geometry, wkb, size, error));
        expect_shape(&shape);
    }
    ci_buffer_free(&blob);
    ci_buffer_free(&wkb_buffer);
    ci_db_close(db);
}

static void compressed_blobs_are_read_as_spatialite_does(void **state)
{
    static const char *const forms[] = {
        "SELECT CompressGeometry(?1), "
        "AsBinary(UncompressGeometry(CompressGeometry(?1)))",
        "SELECT CompressGeometry(CastToXYZ(?1)), "
        "AsBinary(UncompressGeometry(CompressGeometry(?1)))",
        "SELECT CompressGeometry(CastToXYM(?1)), "
        "AsBinary(UncompressGeometry(CompressGeometry(?1)))",
        "SELECT CastToXYZM(?1), AsBinary(?1)",
        "SELECT CastToXYM(?1), AsBinary(?1)"};
    static random_shape shape;
    uint64_t seed = 4;
    ci_buffer blob = {0};
    ci_db *db = open_spatialite();

    (void)state;
    if (!db)
        skip();
    for (int i = 0; i < 500; i++) {
        ci_geometry wanted = {0};
        ci_statement *statement;
        const void *bytes;
        size_t size = 0;

        make_shape(&shape, &seed);
        write_blob(&blob, &shape);
        statement = ask(db, forms[i % 5], blob.text, blob.size);
        bytes = ci_column_blob(statement, 1, &size);
        assert_ok(ci_wkb_read(&wanted, bytes, size, error));
        bytes = ci_column_blob(statement, 0, &size);
        assert_ok(read_from(bytes, size, error));
        assert_int_equal(geometry.type, wanted.type);
        assert_int_equal(geometry.point_count, wanted.point_count);
        assert_memory_equal(geometry.points, wanted.points,
                            wanted.point_count * sizeof(*wanted.points));
        ci_statement_free(statement);
        ci_geometry_free(&wanted);
    }
    ci_buffer_free(&blob);
    ci_db_close(db);
}

static int make_folder(void **state)
{
    (void)state;
    return scratch_make(&folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    ci_geometry_free(&geometry);
    scratch_remove(&folder);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_point_has_the_bytes_that_spatialite_writes),
        cmocka_unit_test(compressed_lines_are_read),
        cmocka_unit_test(short_points_are_read),
        cmocka_unit_test(big_endian_is_read),
        cmocka_unit_test(what_was_written_is_read_again),
        cmocka_unit_test(every_shorter_blob_is_refused),
        cmocka_unit_test(what_is_no_point_line_or_area_is_refused),
        cmocka_unit_test(an_empty_geometry_has_no_type),
        cmocka_unit_test(spatialite_reads_and_writes_the_same_bytes),
        cmocka_unit_test(compressed_blobs_are_read_as_spatialite_does),
    };

    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
