#include "unit.h"

#include <circlet/io.h>

#include <stdio.h>

#include "scratch.h"

static scratch_folder folder;

typedef struct heard {
    char text[4096];
    size_t size;
    bool is_full; /* takes nothing more */
    bool stops; /* wants no more */
    char notes[1024]; /* "ROW FIELD VALUE KIND;" */
} heard;

static bool take(const char *bytes, size_t size, void *user)
{
    heard *to = user;

    if (to->is_full || to->size + size >= sizeof(to->text))
        return false;
    memcpy(to->text + to->size, bytes, size);
    to->size += size;
    to->text[to->size] = '\0';
    return true;
}

static bool drop(const char *bytes, size_t size, void *user)
{
    (void)bytes;
    (void)user;
    return size > 0;
}

static void note(const circlet_row_note *given, void *user)
{
    heard *to = user;
    size_t used = strlen(to->notes);

    assert_int_equal(given->outcome, CIRCLET_ROW_REFUSED);
    snprintf(to->notes + used, sizeof(to->notes) - used, "%d %s %s %s;",
             (int)given->row, given->field ? given->field : "-",
             given->value ? given->value : "-", given->kind);
}

static bool report(const char *stage, double fraction, void *user)
{
    (void)stage;
    (void)fraction;
    return !((heard *)user)->stops;
}

static circlet_convert_options options_for(heard *to)
{
    circlet_convert_options options = CIRCLET_CONVERT_OPTIONS_INIT;

    options.write = take;
    options.noted = note;
    options.user = to;
    options.progress = (circlet_progress){report, to};
    return options;
}

static const char *write_table(const char *text)
{
    static char path[SCRATCH_PATH_SIZE];

    assert_true(scratch_write(&folder, "t.csv", text, strlen(text)));
    return scratch_path(&folder, path, "t.csv");
}

static void other_cells_and_the_order_of_rows_stay(void **state)
{
    const char *path = write_table("b,lat,\"x,y\",lon\n"
                                   "1,30,\"say \"\"a\"\"\",117\n"
                                   "2,,\"two\nlines\",\n"
                                   "3,31, c ,117\n");
    heard to = {.size = 0};
    circlet_convert_options options = options_for(&to);
    circlet_convert_counts counts = {0};

    (void)state;
    options.to.crs = "EPSG:4548";
    assert_ok(circlet_convert_csv(&counts, path, &options, error));
    assert_string_equal(to.text, "b,lat,\"x,y\",lon\n"
                                 "1,3320113.398,\"say \"\"a\"\"\",500000.000\n"
                                 "2,,\"two\nlines\",\n"
                                 "3,3430974.323, c ,500000.000\n");
    assert_int_equal(counts.rows, 3);
    assert_int_equal(counts.converted, 2);
    assert_int_equal(counts.unplaced, 1);
    assert_int_equal(counts.rejected, 0);
    assert_string_equal(to.notes, "");
}

static void a_table_of_coordinates_alone_keeps_its_empty_rows(void **state)
{
    const char *path = write_table("lon,lat\n116,39\n,\n117,40\n");
    heard to = {.size = 0};
    circlet_convert_options options = options_for(&to);
    circlet_convert_counts counts = {0};

    (void)state;
    assert_ok(circlet_convert_csv(&counts, path, &options, error));
    assert_string_equal(to.text, "lon,lat\n116.000000000,39.000000000\n,\n"
                                 "117.000000000,40.000000000\n");
}

static void bad_rows_are_left_out_and_told(void **state)
{
    const char *path = write_table("lon,lat\n116,39\nx,39\n116,\n200,39\n"
                                   "116,39,1\n8.7,49.4\n");
    heard to = {.size = 0};
    circlet_convert_options options = options_for(&to);
    circlet_convert_counts counts = {0};

    (void)state;
    options.to.crs = "EPSG:4548";
    assert_ok(circlet_convert_csv(&counts, path, &options, error));
    assert_string_equal(to.notes,
                        "3 lon x no_number;4 lat - missing;5 - - no_place;"
                        "6 - - unreadable;7 - - no_place;");
    assert_int_equal(counts.rows, 6);
    assert_int_equal(counts.converted, 1);
    assert_int_equal(counts.rejected, 5);
}

static void failures_are_told(void **state)
{
    const char *path = write_table("lon,lat\n116,39\n");
    heard to = {.is_full = true};
    circlet_convert_options options = options_for(&to);
    circlet_convert_counts counts = {.rows = 7};
    circlet_convert_options none = CIRCLET_CONVERT_OPTIONS_INIT;

    (void)state;
    assert_fails(circlet_convert_csv(&counts, path, &options, error),
                 CIRCLET_E_IO, "the output cannot be written");
    assert_int_equal(counts.rows, 7);
    assert_fails(circlet_convert_csv(&counts, path, &none, error),
                 CIRCLET_E_ARGUMENT, "somewhere to write to");
    assert_fails(circlet_convert_csv(NULL, path, &options, error),
                 CIRCLET_E_ARGUMENT, "needs a source");
    assert_fails(circlet_convert_csv(&counts, NULL, &options, error),
                 CIRCLET_E_ARGUMENT, "needs a source");
    assert_fails(circlet_convert_csv(&counts, path, NULL, error),
                 CIRCLET_E_ARGUMENT, "needs a source");
    options.lon = "x";
    assert_fails(circlet_convert_csv(&counts, path, &options, error),
                 CIRCLET_E_NOT_FOUND, "no column 'x'");
    options.lon = "lat";
    assert_fails(circlet_convert_csv(&counts, path, &options, error),
                 CIRCLET_E_ARGUMENT, "cannot be both");
    options.lon = NULL;
    options.to = (circlet_coordinates){"EPSG:4548", CIRCLET_DATUM_BD09};
    assert_fails(circlet_convert_csv(&counts, path, &options, error),
                 CIRCLET_E_CRS, "cannot be shifted by bd09");
    options.to = (circlet_coordinates){NULL, CIRCLET_DATUM_COUNT};
    assert_fails(circlet_convert_csv(&counts, path, &options, error),
                 CIRCLET_E_ARGUMENT, "datum 3 is none");
}

static void a_long_table_is_stopped_by_the_caller(void **state)
{
    char path[SCRATCH_PATH_SIZE];
    FILE *file = fopen(scratch_path(&folder, path, "t.csv"), "w");
    heard to = {.stops = true};
    circlet_convert_options options = options_for(&to);
    circlet_convert_counts counts = {0};

    (void)state;
    options.write = drop;
    assert_non_null(file);
    fputs("lon,lat\n", file);
    for (int i = 0; i < 5000; i++)
        fputs("116,39\n", file);
    assert_int_equal(fclose(file), 0);
    assert_fails(circlet_convert_csv(&counts, path, &options, error),
                 CIRCLET_E_CANCELLED, "cancelled");
}

static int make_folder(void **state)
{
    (void)state;
    return scratch_make(&folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    scratch_remove(&folder);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(other_cells_and_the_order_of_rows_stay),
        cmocka_unit_test(a_table_of_coordinates_alone_keeps_its_empty_rows),
        cmocka_unit_test(bad_rows_are_left_out_and_told),
        cmocka_unit_test(failures_are_told),
        cmocka_unit_test(a_long_table_is_stopped_by_the_caller),
    };

    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
