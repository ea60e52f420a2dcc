#include "io/xlsx_merge.h"

#include <stdio.h>

#include "unit.h"

#ifdef HAVE_XLSX

static void cells_are_named_as_spreadsheets_do(void **state)
{
    static const struct {
        uint32_t column;
        const char *name;
    } cases[] = {{0, "A"},   {25, "Z"},   {26, "AA"},   {51, "AZ"},
                 {52, "BA"}, {701, "ZZ"}, {702, "AAA"}, {16383, "XFD"}};
    (void)state;

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char name[CI_XLSX_COLUMN_SIZE];

        ci_xlsx_name_column(name, cases[i].column);
        assert_string_equal(name, cases[i].name);
    }
}

static void every_column_reads_back(void **state)
{
    (void)state;

    for (uint32_t i = 0; i < CI_XLSX_COLUMN_MAX; i++) {
        char name[CI_XLSX_COLUMN_SIZE], cell[32];
        uint32_t row = 0, column = 0;
        const char *end;

        ci_xlsx_name_column(name, i);
        snprintf(cell, sizeof(cell), "%s%u:", name, i + 1);
        end = ci_xlsx_read_cell(&row, &column, cell);
        assert_non_null(end);
        assert_string_equal(end, ":");
        assert_int_equal(row, i + 1);
        assert_int_equal(column, i);
    }
}

static void what_is_no_cell_is_refused(void **state)
{
    static const char *const texts[] = {
        "",     "A",    "1",        "a1",          "A0",
        "A01",  "XFE1", "A1048577", "AAAAAAAAAA1", "A99999999999999999",
        "$A$1", "A-1",  " A1",      "-A1"};
    (void)state;

    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        uint32_t row = 7, column = 8;

        assert_null(ci_xlsx_read_cell(&row, &column, texts[i]));
        assert_int_equal(row, 7);
        assert_int_equal(column, 8);
    }
}

/* Against a table of all cells: a range covers all of it but its first. */
static void random_ranges_cover_what_a_table_says(void **state)
{
    enum { SIZE = 24 };
    ci_xlsx_cover *cover = malloc(sizeof(*cover));
    uint64_t seed = 7;
    (void)state;

    assert_non_null(cover);
    for (int run = 0; run < 500; run++) {
        char covered[SIZE + 1][SIZE] = {{0}};
        ci_xlsx_merges merges = {0};

        memset(cover, 0, sizeof(*cover));
        for (int i = 0; i < 12; i++) {
            uint32_t row = 1 + unit_random_below(&seed, SIZE);
            uint32_t column = unit_random_below(&seed, SIZE);
            ci_xlsx_range range = {
                row, row + unit_random_below(&seed, SIZE + 1 - row), column,
                column + unit_random_below(&seed, SIZE - column)};
            bool is_free = true;

            if (i % 3)
                range.last_row = range.first_row;
            for (uint32_t r = row; r <= range.last_row; r++)
                for (uint32_t c = column; c <= range.last_column; c++)
                    is_free &= covered[r][c] == 0;
            /* Ranges never overlap. */
            if (!is_free)
                continue;
            for (uint32_t r = row; r <= range.last_row; r++)
                memset(&covered[r][column], 2, range.last_column - column + 1);
            covered[row][column] = 1;
            assert_true(ci_xlsx_merges_add(&merges, range));
        }
        ci_xlsx_merges_sort(&merges);
        for (uint32_t r = 1; r <= SIZE; r++) {
            /* Empty rows are not in the file. */
            if (unit_random_below(&seed, 5) == 0)
                continue;
            ci_xlsx_cover_row(cover, &merges, r);
            for (uint32_t c = 0; c < SIZE; c++)
                if (ci_xlsx_is_covered(cover, r, c) != (covered[r][c] == 2))
                    fail_msg("run %d: row %u, column %u", run, r, c);
        }
        ci_xlsx_merges_free(&merges);
    }
    free(cover);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_are_named_as_spreadsheets_do),
        cmocka_unit_test(every_column_reads_back),
        cmocka_unit_test(what_is_no_cell_is_refused),
        cmocka_unit_test(random_ranges_cover_what_a_table_says),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

#else

static void built_without_xlsx(void **state)
{
    (void)state;
    skip();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(built_without_xlsx),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

#endif
