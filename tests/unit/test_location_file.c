#include <circlet/location_file.h>

#include <stdio.h>
#include <unistd.h>

#include "io/decimal.h"
#include "unit.h"

#define PATH_SIZE 64

/* Writes a new file; the test removes it. */
static void write_text(char path[PATH_SIZE], const char *text)
{
    int file;

    snprintf(path, PATH_SIZE, "/tmp/circlet-test-XXXXXX");
    file = mkstemp(path);
    assert_true(file >= 0);
    assert_int_equal(write(file, text, strlen(text)), (ssize_t)strlen(text));
    close(file);
}

static circlet_location_file *read_as(const char *text,
                                      circlet_location_format format,
                                      circlet_model model)
{
    circlet_location_file_options options = CIRCLET_LOCATION_FILE_OPTIONS_INIT;
    circlet_location_file *file = NULL;
    char path[PATH_SIZE];

    options.model = model;
    write_text(path, text);
    assert_ok(circlet_read_location(&file, path, format, &options, error));
    unlink(path);
    return file;
}

static uint32_t time_of(const circlet_location_file *file, size_t point,
                        uint32_t site)
{
    size_t count;
    const circlet_od_entry *row = circlet_od_matrix_row(
        circlet_location_file_location(file)->reach, point, &count);

    for (size_t k = 0; k < count; k++)
        if (row[k].destination == site)
            return row[k].time_ms;
    return CIRCLET_UNREACHED;
}

static void refuse(const char *text, circlet_location_format format,
                   circlet_status status, const char *message)
{
    circlet_location_file *file = NULL;
    char path[PATH_SIZE];

    write_text(path, text);
    assert_fails(circlet_read_location(&file, path, format, NULL, error),
                 status, message);
    assert_null(file);
    unlink(path);
}

/* ---- decimals ----------------------------------------------------------- */

static void decimals_are_read_exactly(void **state)
{
    static const struct {
        const char *text;
        int64_t digits;
        int decimals;
    } cases[] = {
        {"0", 0, 0},        {"-0.0", 0, 0},        {"12.50", 125, 1},
        {"7500.", 7500, 0}, {".5", 5, 1},          {"2.10461e+03", 210461, 2},
        {"1e3", 1000, 0},   {"-1.25E-1", -125, 3}, {"0010", 10, 0}};

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        ci_decimal value = {9, 9};

        assert_true(ci_decimal_read(&value, cases[i].text));
        assert_int_equal(value.digits, cases[i].digits);
        assert_int_equal(value.decimals, cases[i].decimals);
    }
}

static void what_is_no_decimal_is_refused(void **state)
{
    static const char *const texts[] = {
        "",     ".",   "-",     "1.2.3", "1e",  "1e+",
        "0x10", "nan", "1 ",    " 1",    "e5",  "1234567890123456789",
        "1e30", "1,5", "1e-10", "--1",   "+-1", "0.1234567891"};

    (void)state;
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        ci_decimal value = {7, 7};

        assert_false(ci_decimal_read(&value, texts[i]));
        assert_int_equal(value.digits, 7);
    }
}

static void a_decimal_that_is_written_reads_back(void **state)
{
    uint64_t seed = 7;
    char text[CIRCLET_DECIMAL_SIZE];

    (void)state;
    for (int i = 0; i < 5000; i++) {
        int decimals = (int)unit_random_below(&seed, 10);
        int64_t value = (int64_t)(unit_random(&seed) >>
                                  (8 + unit_random_below(&seed, 55)));
        int64_t back = -1;

        value = i % 2 ? -value : value;
        circlet_decimal_write(text, value, decimals);
        /* More than 18 digits are written, but not read. */
        if (strlen(text) > 18)
            continue;
        if (!circlet_decimal_read(&back, text, decimals) || back != value)
            fail_msg("%lld with %d decimals is written %s", (long long)value,
                     decimals, text);
    }
    circlet_decimal_write(text, INT64_MIN, 0);
    assert_string_equal(text, "-9223372036854775808");
    circlet_decimal_write(text, -5, 3);
    assert_string_equal(text, "-0.005");
    circlet_decimal_write(text, 932615750, 3);
    assert_string_equal(text, "932615.75");
}

static void halves_are_rounded_up(void **state)
{
    int64_t out = 0;

    (void)state;
    assert_true(ci_decimal_round(&out, (ci_decimal){1250, 3}, 2));
    assert_int_equal(out, 125);
    assert_true(ci_decimal_round(&out, (ci_decimal){1255, 3}, 2));
    assert_int_equal(out, 126);
    assert_true(ci_decimal_round(&out, (ci_decimal){-15, 1}, 0));
    assert_int_equal(out, -1);
    assert_false(ci_decimal_scale(&out, (ci_decimal){1, 1}, 0));
}

/* ---- graphs ------------------------------------------------------------- */

static void distances_of_a_graph_are_those_of_floyd_and_warshall(void **state)
{
    enum { NODES = 12, EDGES = 25 };
    uint64_t seed = 3;

    (void)state;
    for (int round = 0; round < 200; round++) {
        uint32_t want[NODES][NODES];
        char text[2000];
        size_t used;
        circlet_location_file *file;

        memset(want, 0xff, sizeof(want));
        used = (size_t)snprintf(text, sizeof(text), "%d %d 3\n", NODES, EDGES);
        for (int k = 0; k < EDGES; k++) {
            uint32_t a = unit_random_below(&seed, NODES);
            uint32_t b = unit_random_below(&seed, NODES);
            uint32_t cost = unit_random_below(&seed, 50);

            /* The last of equal edges counts. */
            want[a][b] = want[b][a] = cost;
            used += (size_t)snprintf(text + used, sizeof(text) - used,
                                     "%u %u %u\n", a + 1, b + 1, cost);
        }
        for (int i = 0; i < NODES; i++)
            want[i][i] = 0;
        for (int k = 0; k < NODES; k++)
            for (int i = 0; i < NODES; i++)
                for (int j = 0; j < NODES; j++)
                    if (want[i][k] != CIRCLET_UNREACHED &&
                        want[k][j] != CIRCLET_UNREACHED &&
                        want[i][k] + want[k][j] < want[i][j])
                        want[i][j] = want[i][k] + want[k][j];
        file =
            read_as(text, CIRCLET_LOCATION_ORLIB_PMED, CIRCLET_MODEL_P_MEDIAN);
        for (uint32_t i = 0; i < NODES; i++)
            for (uint32_t j = 0; j < NODES; j++)
                assert_int_equal(time_of(file, i, j), want[i][j]);
        assert_int_equal(circlet_location_file_location(file)->p, 3);
        circlet_location_file_free(file);
    }
}

/* ---- other formats ------------------------------------------------------ */

static void rows_and_columns_of_a_cover_are_the_same_problem(void **state)
{
    circlet_location_file *rows =
        read_as("2 3\n5 6 7\n2\n1 3\n3\n2 3 3\n", CIRCLET_LOCATION_ORLIB_SCP,
                CIRCLET_MODEL_LSCP);
    circlet_location_file *columns =
        read_as("2 3\n5 1 1\n6 1 2\n7 2 1 2\n", CIRCLET_LOCATION_ORLIB_RAIL,
                CIRCLET_MODEL_LSCP);

    (void)state;
    for (uint32_t j = 0; j < 3; j++) {
        assert_int_equal(circlet_location_file_location(rows)->costs[j],
                         5 + j);
        assert_int_equal(circlet_location_file_location(columns)->costs[j],
                         5 + j);
        for (size_t i = 0; i < 2; i++)
            assert_int_equal(time_of(rows, i, j), time_of(columns, i, j));
    }
    assert_int_equal(time_of(rows, 0, 1), CIRCLET_UNREACHED);
    assert_int_equal(time_of(rows, 1, 2), 0);
    circlet_location_file_free(rows);
    circlet_location_file_free(columns);
}

static void costs_of_service_are_kept_exactly(void **state)
{
    circlet_location_file *file =
        read_as("2 2\n10 7.5\ncapacity 3.\n4\n6.25 8.00001\n3\n600000 0\n",
                CIRCLET_LOCATION_ORLIB_UFLP, CIRCLET_MODEL_FACILITY_LOCATION);
    const circlet_location *location = circlet_location_file_location(file);

    (void)state;
    assert_int_equal(circlet_location_file_units(file).cost_decimals, 5);
    assert_int_equal(location->costs[0], 750000);
    assert_int_equal(location->weights[0] * time_of(file, 0, 0), 625000);
    assert_int_equal(location->weights[0] * time_of(file, 0, 1), 800001);
    /* Only with a weight is it within the longest time. */
    assert_int_equal(location->weights[1] * time_of(file, 1, 0),
                     INT64_C(60000000000));
    assert_int_equal(time_of(file, 1, 1), 0);
    circlet_location_file_free(file);
}

static void distances_are_rounded_as_the_model_wants(void **state)
{
    static const char text[] =
        "DIMENSION : 2\nEDGE_WEIGHT_TYPE : EUC_2D\nNODE_COORD_SECTION\n"
        "1 0 0\n2 1 1\nEOF\n";
    circlet_location_file *center =
        read_as(text, CIRCLET_LOCATION_TSPLIB, CIRCLET_MODEL_P_CENTER);
    circlet_location_file *median =
        read_as(text, CIRCLET_LOCATION_TSPLIB, CIRCLET_MODEL_P_MEDIAN);

    (void)state;
    assert_int_equal(time_of(center, 0, 1), 1);
    assert_int_equal(time_of(median, 0, 1), 1414);
    assert_int_equal(circlet_location_file_units(median).time_decimals, 3);
    circlet_location_file_free(center);
    circlet_location_file_free(median);
}

static void points_with_and_without_numbers_are_the_same(void **state)
{
    circlet_location_file *plain =
        read_as(" 2   1 \n 2 62 120 3 \n 80 25 110 14 \n",
                CIRCLET_LOCATION_CPMP, CIRCLET_MODEL_CAPACITATED_P_MEDIAN);
    circlet_location_file *numbered =
        read_as("2 1\n1 2 62 120 3\n2 80 25 110 14\n", CIRCLET_LOCATION_CPMP,
                CIRCLET_MODEL_CAPACITATED_P_MEDIAN);

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        const circlet_location *a = circlet_location_file_location(plain);
        const circlet_location *b = circlet_location_file_location(numbered);

        assert_int_equal(a->loads[i], i == 0 ? 3 : 14);
        assert_int_equal(a->loads[i], b->loads[i]);
        assert_int_equal(a->capacities[i], b->capacities[i]);
        assert_int_equal(time_of(plain, 0, (uint32_t)i),
                         time_of(numbered, 0, (uint32_t)i));
        assert_true(a->is_whole);
    }
    circlet_location_file_free(plain);
    circlet_location_file_free(numbered);
}

static void rows_of_times_may_come_in_any_order(void **state)
{
    circlet_location_file *file =
        read_as("destination,seconds,origin\n"
                "x,3.0004,a\ny,2.5,b\ny,1,a\nx,7,b\nz,0,a\n",
                CIRCLET_LOCATION_OD_CSV, CIRCLET_MODEL_MCLP);
    uint32_t site = 9;

    (void)state;
    assert_int_equal(circlet_location_file_demand_count(file), 2);
    assert_int_equal(circlet_location_file_site_count(file), 3);
    assert_string_equal(circlet_location_file_demand_id(file, 1), "b");
    assert_true(circlet_location_file_find_site(file, "z", &site));
    assert_int_equal(site, 2);
    assert_false(circlet_location_file_find_site(file, "w", &site));
    assert_int_equal(time_of(file, 0, 0), 3000);
    assert_int_equal(time_of(file, 0, 1), 1000);
    assert_int_equal(time_of(file, 0, 2), 0);
    assert_int_equal(time_of(file, 1, 0), 7000);
    assert_int_equal(time_of(file, 1, 1), 2500);
    assert_int_equal(time_of(file, 1, 2), CIRCLET_UNREACHED);
    circlet_location_file_free(file);
}

static void sites_too_near_are_found_like_by_all_pairs(void **state)
{
    enum { COUNT = 40 };
    uint64_t seed = 11;

    (void)state;
    for (int round = 0; round < 100; round++) {
        char text[4000];
        int x[COUNT], y[COUNT];
        size_t used = (size_t)snprintf(text, sizeof(text), "%d 1\n", COUNT);
        size_t pairs = 0;
        circlet_location_file *file;
        const circlet_location *location;

        for (int i = 0; i < COUNT; i++) {
            x[i] = (int)unit_random_below(&seed, 20);
            y[i] = (int)unit_random_below(&seed, 20);
            used += (size_t)snprintf(text + used, sizeof(text) - used,
                                     "%d %d 1 1\n", x[i], y[i]);
        }
        file = read_as(text, CIRCLET_LOCATION_CPMP, CIRCLET_MODEL_P_MEDIAN);
        assert_ok(circlet_location_file_keep_apart(file, 5, error));
        location = circlet_location_file_location(file);
        for (uint32_t a = 0; a < COUNT; a++)
            for (uint32_t b = a + 1; b < COUNT; b++) {
                int dx = x[a] - x[b], dy = y[a] - y[b];

                if (dx * dx + dy * dy >= 25)
                    continue;
                assert_true(pairs < location->apart_count);
                assert_int_equal(location->apart[2 * pairs], a);
                assert_int_equal(location->apart[2 * pairs + 1], b);
                pairs++;
            }
        assert_int_equal(location->apart_count, pairs);
        circlet_location_file_free(file);
    }
}

static void what_is_wrong_is_named_with_its_line(void **state)
{
    (void)state;
    refuse("1 1\n2 2\n", CIRCLET_LOCATION_ORLIB_PMED, CIRCLET_E_DATA,
           "line 2: p is from 1 to 1, not 2");
    refuse("2 9 1\n1 2 3\n", CIRCLET_LOCATION_ORLIB_PMED, CIRCLET_E_FORMAT,
           "the file ends before 9 edges");
    refuse("1 1\n1\n1\n2\n", CIRCLET_LOCATION_ORLIB_SCP, CIRCLET_E_DATA,
           "line 4: a column is from 1 to 1, not 2");
    refuse("1 1\n9 -3\n1\n1\n", CIRCLET_LOCATION_ORLIB_UFLP, CIRCLET_E_DATA,
           "line 2: the cost of a warehouse is not negative");
}

static void sizes_that_are_not_kept_are_refused(void **state)
{
    (void)state;
    refuse("DIMENSION: 99999\nEDGE_WEIGHT_TYPE: EUC_2D\n",
           CIRCLET_LOCATION_TSPLIB, CIRCLET_E_UNSUPPORTED,
           "DIMENSION is from 1 to 16384, not '99999'");
    refuse("DIMENSION: 2\nEDGE_WEIGHT_TYPE: GEO\n", CIRCLET_LOCATION_TSPLIB,
           CIRCLET_E_UNSUPPORTED, "'GEO' is not read");
    refuse("2 1\n0 0 1 1\n1e9 1e9 1 1\n", CIRCLET_LOCATION_CPMP,
           CIRCLET_E_UNSUPPORTED, "farther apart");
    refuse("1 40000\n", CIRCLET_LOCATION_ORLIB_UFLP, CIRCLET_E_FORMAT,
           "the file ends before");
    refuse("2 2\n1 1\n1 1\n1\n1 2000000000\n1\n1 1\n",
           CIRCLET_LOCATION_ORLIB_UFLP, CIRCLET_E_UNSUPPORTED,
           "too large to be kept");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(decimals_are_read_exactly),
        cmocka_unit_test(what_is_no_decimal_is_refused),
        cmocka_unit_test(a_decimal_that_is_written_reads_back),
        cmocka_unit_test(halves_are_rounded_up),
        cmocka_unit_test(distances_of_a_graph_are_those_of_floyd_and_warshall),
        cmocka_unit_test(rows_and_columns_of_a_cover_are_the_same_problem),
        cmocka_unit_test(costs_of_service_are_kept_exactly),
        cmocka_unit_test(distances_are_rounded_as_the_model_wants),
        cmocka_unit_test(points_with_and_without_numbers_are_the_same),
        cmocka_unit_test(rows_of_times_may_come_in_any_order),
        cmocka_unit_test(sites_too_near_are_found_like_by_all_pairs),
        cmocka_unit_test(what_is_wrong_is_named_with_its_line),
        cmocka_unit_test(sizes_that_are_not_kept_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
