/* The readers of grids of heights: what they read and what they refuse. */
#include <math.h>
#include <stdio.h>
#include <zlib.h>
#ifdef HAVE_XLSX
#include <zip.h>
#endif

#include "io/elevation_file.h"
#include "scratch.h"
#include "unit.h"

#define SIDE 1201
#define TILE_SIZE ((size_t)SIDE * SIDE * 2)

typedef struct fixture {
    scratch_folder folder;
    unsigned char *tile; /* every height is its row + its column */
    char path[SCRATCH_PATH_SIZE];
} fixture;

static int set_up(void **state)
{
    fixture *f = calloc(1, sizeof(*f));

    if (!f || !scratch_make(&f->folder) || !(f->tile = malloc(TILE_SIZE)))
        return -1;
    for (size_t i = 0; i < (size_t)SIDE * SIDE; i++) {
        size_t height = i / SIDE + i % SIDE;

        f->tile[2 * i] = (unsigned char)(height >> 8);
        f->tile[2 * i + 1] = (unsigned char)height;
    }
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    fixture *f = *state;

    scratch_remove(&f->folder);
    free(f->tile);
    free(f);
    return 0;
}

static const char *write_file(fixture *f, const char *name, const void *bytes,
                              size_t size)
{
    assert_true(scratch_write(&f->folder, name, bytes, size));
    return scratch_path(&f->folder, f->path, name);
}

static circlet_status read_grid(ci_height_grid *out, const char *path,
                                const char *crs, circlet_error *error)
{
    ci_source remarks = {.state = NULL};
    circlet_status status = ci_elevation_read(out, &remarks, path, crs, error);

    ci_source_free_parts(&remarks);
    return status;
}

static circlet_status read_text(fixture *f, ci_height_grid *out,
                                const char *text, circlet_error *error)
{
    return read_grid(out, write_file(f, "g.asc", text, strlen(text)), NULL,
                     error);
}

/* ---- tiles -------------------------------------------------------------- */

static void check_tile(ci_height_grid *grid, double west, double north)
{
    assert_int_equal(grid->columns, SIDE);
    assert_true(grid->west == west && grid->north == north);
    assert_true(ci_height_grid_at(grid, 0, 0) == 0.0);
    assert_true(ci_height_grid_at(grid, 700, 500) == 1200.0);
    ci_height_grid_free(grid);
}

static void a_tile_lies_where_its_name_says(void **state)
{
    fixture *f = *state;
    ci_height_grid grid = {0};

    assert_ok(read_grid(
        &grid, write_file(f, "N42E001.hgt", f->tile, TILE_SIZE), NULL, error));
    check_tile(&grid, 1, 43);
    assert_ok(read_grid(
        &grid, write_file(f, "s30w052.SRTMGL3.HGT", f->tile, TILE_SIZE), NULL,
        error));
    check_tile(&grid, -52, -29);
}

static void a_void_of_a_tile_is_no_number(void **state)
{
    fixture *f = *state;
    ci_height_grid grid = {0};
    double height = 0.0;

    memcpy(f->tile, "\x80\x00", 2); /* -32768 */
    memcpy(f->tile + 2, "\x7f\xff", 2); /* 32767: no height either */
    memcpy(f->tile + 4, "\xff\xfe", 2); /* -2 */
    assert_ok(read_grid(
        &grid, write_file(f, "N42E001.hgt", f->tile, TILE_SIZE), NULL, error));
    assert_true(isnan(ci_height_grid_at(&grid, 0, 0)));
    assert_true(isnan(ci_height_grid_at(&grid, 1, 0)));
    assert_true(ci_height_grid_at(&grid, 2, 0) == -2.0);
    assert_int_equal(grid.void_count, 2);
    assert_int_equal(grid.odd_count, 1);
    assert_int_equal(ci_height_grid_find(&height, &grid,
                                         (circlet_point){1.0001, 42.9999},
                                         CI_HEIGHT_PLAIN),
                     CI_HEIGHT_UNKNOWN);
    ci_height_grid_free(&grid);
}

static void tiles_of_a_wrong_size_or_name_are_refused(void **state)
{
    fixture *f = *state;
    ci_height_grid grid = {0};

    assert_fails(
        read_grid(&grid, write_file(f, "N42E001.hgt", f->tile, TILE_SIZE - 2),
                  NULL, error),
        CIRCLET_E_FORMAT, "the tile has 2884800 bytes");
    assert_fails(
        read_grid(&grid, write_file(f, "N42E001.hgt", "", 0), NULL, error),
        CIRCLET_E_FORMAT, "the tile has 0 bytes");
    assert_fails(read_grid(&grid,
                           write_file(f, "andorra.hgt", f->tile, TILE_SIZE),
                           NULL, error),
                 CIRCLET_E_FORMAT, "does not begin with the tile's corner");
    assert_fails(read_grid(&grid,
                           write_file(f, "N91E001.hgt", f->tile, TILE_SIZE),
                           NULL, error),
                 CIRCLET_E_FORMAT, "N91E001.hgt");
    assert_fails(read_grid(&grid, "/nowhere/N42E001.hgt", NULL, error),
                 CIRCLET_E_INPUT, "/nowhere/N42E001.hgt");
    assert_fails(read_grid(&grid,
                           write_file(f, "N42E001.hgt", f->tile, TILE_SIZE),
                           "EPSG:4490", error),
                 CIRCLET_E_ARGUMENT, "take no crs");
    assert_null(grid.whole);
}

/* ---- packed ------------------------------------------------------------- */

static size_t write_gz(fixture *f, const char *name, size_t repeats)
{
    gzFile out = gzopen(scratch_path(&f->folder, f->path, name), "wb");
    FILE *back;
    long size;

    assert_non_null(out);
    for (size_t i = 0; i < repeats; i++)
        assert_int_equal(gzwrite(out, f->tile, TILE_SIZE), TILE_SIZE);
    assert_int_equal(gzclose(out), Z_OK);
    back = fopen(f->path, "rb");
    assert_non_null(back);
    fseek(back, 0, SEEK_END);
    size = ftell(back);
    fclose(back);
    return (size_t)size;
}

static void a_tile_may_be_packed_by_gzip(void **state)
{
    fixture *f = *state;
    ci_height_grid grid = {0};
    size_t size = write_gz(f, "N42E001.hgt.gz", 1);

    assert_ok(read_grid(&grid, f->path, NULL, error));
    check_tile(&grid, 1, 43);
    assert_int_equal(truncate(f->path, (off_t)size / 2), 0);
    assert_fails(read_grid(&grid, f->path, NULL, error), CIRCLET_E_FORMAT,
                 "cut short or damaged");
    assert_fails(read_grid(&grid,
                           write_file(f, "N42E001.hgt.gz", f->tile, TILE_SIZE),
                           NULL, error),
                 CIRCLET_E_FORMAT, "not a gzip file");
    /* 40 tiles are more than the largest one. */
    write_gz(f, "N42E001.hgt.gz", 40);
    assert_fails(read_grid(&grid, f->path, NULL, error), CIRCLET_E_FORMAT,
                 "more than the 25934402 bytes");
}

#ifdef HAVE_XLSX
static void write_zip(fixture *f, const char *path, const char *first,
                      const char *second, size_t size)
{
    zip_t *archive = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, NULL);
    const char *const names[] = {first, second};

    assert_non_null(archive);
    for (int i = 0; i < 2; i++)
        if (names[i])
            assert_true(
                zip_file_add(archive, names[i],
                             zip_source_buffer(archive, f->tile, size, 0),
                             0) >= 0);
    assert_int_equal(zip_close(archive), 0);
}

static void a_tile_may_be_packed_by_zip(void **state)
{
    fixture *f = *state;
    ci_height_grid grid = {0};
    const char *path = scratch_path(&f->folder, f->path, "any.hgt.zip");

    write_zip(f, path, "srtm/S01W001.hgt", "__MACOSX/._S01W001.hgt",
              TILE_SIZE);
    assert_ok(read_grid(&grid, path, NULL, error));
    check_tile(&grid, -1, 0);
    write_zip(f, path, "N42E001.hgt", "N42E002.hgt", TILE_SIZE);
    assert_fails(read_grid(&grid, path, NULL, error), CIRCLET_E_FORMAT,
                 "several .hgt files");
    write_zip(f, path, "readme.txt", NULL, 10);
    assert_fails(read_grid(&grid, path, NULL, error), CIRCLET_E_FORMAT,
                 "no .hgt file");
    assert_int_equal(truncate(path, 60), 0);
    assert_fails(read_grid(&grid, path, NULL, error), CIRCLET_E_FORMAT,
                 "cut short or damaged");
}

static void a_bomb_is_not_unpacked_beyond_a_tile(void **state)
{
    fixture *f = *state;
    ci_height_grid grid = {0};
    const char *path = scratch_path(&f->folder, f->path, "bomb.hgt.zip");
    size_t size = (size_t)120 * 1024 * 1024;
    unsigned char *tile = f->tile;

    f->tile = calloc(size, 1);
    assert_non_null(f->tile);
    write_zip(f, path, "N42E001.hgt", NULL, size);
    free(f->tile);
    f->tile = tile;
    assert_fails(read_grid(&grid, path, NULL, error), CIRCLET_E_FORMAT,
                 "more than the 25934402 bytes");
}
#endif

/* ---- ASCII grids -------------------------------------------------------- */

#define HEAD "NCOLS 3\nnrows 2\nxllcorner 116\nYllCorner 40\ncellsize 0.5\n"

static void a_text_is_read_in_rows_from_the_north(void **state)
{
    fixture *f = *state;
    ci_height_grid grid = {0};

    assert_ok(read_text(
        f, &grid, HEAD "NODATA_value -1\n1 2 -1\n4.5\n1e1 -9999\n", error));
    assert_int_equal(grid.columns, 3);
    assert_int_equal(grid.rows, 2);
    assert_true(grid.west == 116.25 && grid.north == 40.75);
    assert_true(ci_height_grid_at(&grid, 0, 1) == 4.5);
    assert_true(ci_height_grid_at(&grid, 1, 1) == 10.0);
    assert_true(isnan(ci_height_grid_at(&grid, 2, 0)));
    /* With another mark -9999 is no mark, but no height either. */
    assert_true(isnan(ci_height_grid_at(&grid, 2, 1)));
    assert_int_equal(grid.odd_count, 1);
    ci_height_grid_free(&grid);
}

static void centres_and_two_steps_are_understood(void **state)
{
    fixture *f = *state;
    ci_height_grid grid = {0};

    assert_ok(read_text(f, &grid,
                        "ncols 2\r\nnrows 2\r\nxllcenter 116\r\n"
                        "yllcenter 40\r\ndx 0.1\r\ndy 0.2\r\n"
                        "1 2\r\nnan -9999\r\n",
                        error));
    assert_true(grid.west == 116.0 && grid.north == 40.2);
    assert_true(grid.dx == 0.1 && grid.dy == 0.2);
    assert_int_equal(grid.void_count, 2);
    assert_int_equal(grid.odd_count, 0);
    ci_height_grid_free(&grid);
}

static void bad_text_is_refused_with_its_place(void **state)
{
    static const char *const cases[][2] = {
        {"", "the heading has no ncols"},
        {"1 2 3\n", "the heading has no ncols"},
        {"ncols 3\n", "the heading has no nrows"},
        {"ncols 3\nnrows 2\nfoo 1\n", "line 3: 'foo' is no word"},
        {"ncols 3\nNCOLS 2\n", "line 2: NCOLS is there twice"},
        {"ncols\nx\n", "line 2: ncols is 'x', which is no number"},
        {"ncols 2.5\nnrows 2\n1", "ncols is 2.5, which no grid"},
        {"ncols 1\nnrows 2\n1", "ncols is 1, which no grid"},
        {"ncols 3\nnrows -2\n1", "nrows is -2"},
        {"ncols 3\nnrows 1e999\n1", "which is no number"},
        {"ncols 3\nnrows 2\nxllcorner 116\nyllcorner 40\n1 2 3 4 5 6",
         "has no cellsize"},
        {"ncols 3\nnrows 2\nxllcorner 116\nyllcorner 40\ncellsize 0\n1",
         "cellsize is 0"},
        {"ncols 3\nnrows 2\nyllcorner 40\ncellsize 1\n1 2 3 4 5 6",
         "has no xllcorner"},
        {"ncols 2000000000\nnrows 2000000000\nxllcorner 116\nyllcorner 40\n"
         "cellsize 1\n1",
         "do not fit into the 73 bytes"},
        {HEAD "1 2 3\n4 x 6\n", "line 7: row 2, column 2: 'x' is no number"},
        {HEAD "1 2 3\n4 5 1e400\n", "row 2, column 3: '1e400'"},
        {HEAD "1 2 3\n4 5\n", "the file ends after 5 of 6 heights"},
        {HEAD "1 2 3\n4 5 6\n7\n", "line 8: there are more than the 6"},
        {HEAD "1 2 \x01\n", "line 6: byte 1 is no character"},
        {HEAD "1 2 00000000000000000000000000000000000000000000000000000000000"
              "0000000000\n",
         "line 6: a word of over 63"},
    };
    fixture *f = *state;
    ci_height_grid grid = {0};

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        assert_fails(read_text(f, &grid, cases[i][0], error), CIRCLET_E_FORMAT,
                     cases[i][1]);
    assert_null(grid.fine);
}

static void huge_numbers_are_unknown_and_counted(void **state)
{
    fixture *f = *state;
    ci_height_grid grid = {0};

    assert_ok(read_text(
        f, &grid, HEAD "1 2 -3.4028234663852886e+38\n1e300 9001 5\n", error));
    assert_int_equal(grid.odd_count, 3);
    assert_int_equal(grid.void_count, 3);
    ci_height_grid_free(&grid);
}

static void a_projected_grid_is_asked_in_its_own_metres(void **state)
{
    static const char text[] =
        "ncols 3\nnrows 3\nxllcenter 500000\nyllcenter 4428000\n"
        "cellsize 1000\n0 10 20\n0 10 20\n0 10 20\n";
    fixture *f = *state;
    ci_height_grid grid = {0};
    double height = 0.0;
    const char *path = write_file(f, "g.asc", text, strlen(text));

    assert_fails(read_grid(&grid, path, NULL, error), CIRCLET_E_CRS,
                 "give the crs");
    assert_ok(read_grid(&grid, path, "EPSG:32650", error));
    /* Half a kilometre east of the central meridian, near 40 N. */
    assert_int_equal(
        ci_height_grid_find(&height, &grid,
                            (circlet_point){117.0 + 500.0 / 85390.0, 40.01},
                            CI_HEIGHT_PLAIN),
        CI_HEIGHT_KNOWN);
    assert_true(fabs(height - 5.0) < 0.05);
    ci_height_grid_free(&grid);
}

static void other_formats_are_named(void **state)
{
    ci_height_grid grid = {0};

    (void)state;
    assert_fails(read_grid(&grid, "a.TIF", NULL, error), CIRCLET_E_UNSUPPORTED,
                 "gdal_translate -of AAIGrid");
    assert_fails(read_grid(&grid, "a.csv", NULL, error), CIRCLET_E_UNSUPPORTED,
                 "the suffix is none of .hgt");
}

#define TILE_TEST(test)                                                       \
    cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TILE_TEST(a_tile_lies_where_its_name_says),
        TILE_TEST(a_void_of_a_tile_is_no_number),
        TILE_TEST(tiles_of_a_wrong_size_or_name_are_refused),
        TILE_TEST(a_tile_may_be_packed_by_gzip),
#ifdef HAVE_XLSX
        TILE_TEST(a_tile_may_be_packed_by_zip),
        TILE_TEST(a_bomb_is_not_unpacked_beyond_a_tile),
#endif
        TILE_TEST(a_text_is_read_in_rows_from_the_north),
        TILE_TEST(centres_and_two_steps_are_understood),
        TILE_TEST(bad_text_is_refused_with_its_place),
        TILE_TEST(huge_numbers_are_unknown_and_counted),
        TILE_TEST(a_projected_grid_is_asked_in_its_own_metres),
        cmocka_unit_test(other_formats_are_named),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
