/*
 * Programs in MPS: a small one word for word, and those of all models as
 * GLPK reads and solves them, where it is installed, against enumeration.
 */
#include "small_objective.h"

#include "scratch.h"

#include <circlet/location_file.h>

#include "base/text.h"
#include "io/mps.h"

#define CASES 25
#define LINE_SIZE 200

static char *read_text(const char *path)
{
    FILE *file = fopen(path, "r");
    char *text = calloc(1, 65536);

    assert_true(file && text);
    assert_true(fread(text, 1, 65535, file) > 0);
    fclose(file);
    return text;
}

/* ---- word for word ------------------------------------------------------ */

static void a_program_is_written_word_for_word(void **state)
{
    char path[SCRATCH_PATH_SIZE], start[SCRATCH_PATH_SIZE];
    scratch_folder folder;
    ci_mps mps = {0};
    uint32_t row, site, share;
    char *text;

    (void)state;
    assert_true(scratch_make(&folder));
    row = ci_mps_add_row(&mps, CI_MPS_AT_LEAST, 2);
    (void)ci_mps_add_row(&mps, CI_MPS_EQUAL, 0);
    share = ci_mps_add_column(&mps, CI_MPS_SHARE, -7, CI_MPS_NO_SITE);
    site = ci_mps_add_column(&mps, CI_MPS_BINARY, 3, 12);
    (void)ci_mps_add_column(&mps, CI_MPS_ONE, 0, 4);
    (void)ci_mps_add_column(&mps, CI_MPS_AMOUNT, 1, CI_MPS_NO_SITE);
    ci_mps_add_entry(&mps, row, site, 5);
    ci_mps_add_entry(&mps, 1, share, 1);
    ci_mps_add_entry(&mps, row, share, -9);
    assert_ok(ci_mps_write(&mps, scratch_path(&folder, path, "a.mps"),
                           scratch_path(&folder, start, "a.start"), error));

    text = read_text(path);
    assert_string_equal(text, "NAME circlet FREE\n"
                              "ROWS\n N cost\n G r0\n E r1\n"
                              "COLUMNS\n"
                              " x0 cost -7\n x0 r0 -9\n x0 r1 1\n"
                              " M0 'MARKER' 'INTORG'\n"
                              " y12 cost 3\n y12 r0 5\n"
                              " y4 cost 0\n"
                              " M1 'MARKER' 'INTEND'\n"
                              " x3 cost 1\n"
                              "RHS\n RHS r0 2\n"
                              "BOUNDS\n UP BND x0 1\n UP BND y12 1\n"
                              " FX BND y4 1\n"
                              "ENDATA\n");
    free(text);
    text = read_text(start);
    assert_string_equal(text, "Feasible\n0 x0 0\n1 y12 0\n2 y4 1\n3 x3 0\n");
    free(text);
    ci_mps_clear(&mps);
    scratch_remove(&folder);
}

/* Two points: a is reached by both sites, b by the second alone. */
static void a_cover_is_written_word_for_word(void **state)
{
    static const size_t first[] = {0, 2, 3};
    static const circlet_od_entry entries[] = {{0, 5}, {1, 6}, {1, 7}};
    static const int64_t costs[] = {4, 9};
    circlet_location location = CIRCLET_LOCATION_INIT;
    circlet_mps_facts facts;
    circlet_od_matrix *reach;
    char path[SCRATCH_PATH_SIZE], *text;
    scratch_folder folder;

    (void)state;
    assert_true(scratch_make(&folder));
    assert_ok(circlet_od_matrix_new(&reach, 2, 2, first, entries, error));
    location.reach = reach;
    location.costs = costs;
    assert_ok(circlet_write_mps(scratch_path(&folder, path, "a.mps"), NULL,
                                CIRCLET_MODEL_LSCP, &location, NULL, &facts,
                                error));

    text = read_text(path);
    assert_string_equal(text, "NAME circlet FREE\n"
                              "ROWS\n N cost\n L r0\n G r1\n G r2\n"
                              "COLUMNS\n"
                              " M0 'MARKER' 'INTORG'\n"
                              " y0 cost 4\n y0 r0 1\n y0 r1 1\n"
                              " y1 cost 9\n y1 r0 1\n y1 r1 1\n y1 r2 1\n"
                              " M1 'MARKER' 'INTEND'\n"
                              "RHS\n RHS r0 2\n RHS r1 1\n RHS r2 1\n"
                              "BOUNDS\n UP BND y0 1\n UP BND y1 1\n"
                              "ENDATA\n");
    assert_int_equal(facts.rows, 3);
    assert_int_equal(facts.columns, 2);
    assert_int_equal(facts.entries, 5);
    assert_int_equal(facts.offset, 0);
    assert_false(facts.is_negated);
    free(text);
    circlet_od_matrix_free(reach);
    scratch_remove(&folder);
}

/* ---- as GLPK reads it --------------------------------------------------- */

/* What GLPK makes of a program. */
typedef struct outcome {
    bool is_solved;
    double objective;
    uint32_t sites; /* bits of those that are 1 */
} outcome;

static bool has_glpsol(void)
{
    return system("command -v glpsol > /dev/null 2>&1") == 0;
}

/* Words of a line, in place. */
static size_t split_words(char *line, char *words[8])
{
    size_t count = 0;

    for (char *word = strtok(line, " \n"); word && count < 8;
         word = strtok(NULL, " \n"))
        words[count++] = word;
    return count;
}

/* The sites of a program in the order of their columns, from its bounds. */
static void read_columns(const char *path, uint32_t *site_of, size_t *count)
{
    FILE *file = fopen(path, "r");
    char line[LINE_SIZE], *words[8];
    const char *last = "";
    char name[LINE_SIZE] = "";

    assert_non_null(file);
    *count = 0;
    while (fgets(line, sizeof(line), file)) {
        int64_t site;

        if (line[0] != ' ' || split_words(line, words) != 3 ||
            strcmp(words[1], "cost") != 0 || strcmp(words[0], last) == 0)
            continue;
        snprintf(name, sizeof(name), "%s", words[0]);
        last = name;
        site_of[*count] = UINT32_MAX;
        if (name[0] == 'y' && ci_parse_int64(&site, name + 1))
            site_of[*count] = (uint32_t)site;
        ++*count;
    }
    fclose(file);
}

/* "s mip ROWS COLUMNS STATUS OBJECTIVE", then "j COLUMN VALUE"; without whole
 * columns "s bas ROWS COLUMNS STATUS STATUS OBJECTIVE". */
static outcome read_solution(const char *path, const uint32_t *site_of)
{
    FILE *file = fopen(path, "r");
    char line[LINE_SIZE], *words[8];
    outcome found = {false, 0, 0};

    assert_non_null(file);
    while (fgets(line, sizeof(line), file)) {
        size_t count = split_words(line, words);

        if (count >= 6 && strcmp(words[0], "s") == 0) {
            const char *objective = words[count - 1];

            found.is_solved = strcmp(words[4], "o") == 0 ||
                              (count == 7 && strcmp(words[4], "f") == 0 &&
                               strcmp(words[5], "f") == 0);
            if (found.is_solved &&
                !ci_parse_double(&found.objective, objective))
                fail_msg("the objective is '%s'", objective);
        } else if (count == 3 && strcmp(words[0], "j") == 0) {
            int64_t column;
            double value;

            assert_true(ci_parse_int64(&column, words[1]));
            assert_true(ci_parse_double(&value, words[2]));
            if (site_of[column - 1] != UINT32_MAX && value > 0.5)
                found.sites |= UINT32_C(1) << site_of[column - 1];
        }
    }
    fclose(file);
    return found;
}

static outcome solve_program(const scratch_folder *folder, const char *path)
{
    static uint32_t site_of[65536];
    char command[3 * SCRATCH_PATH_SIZE], solution[SCRATCH_PATH_SIZE];
    size_t count;

    read_columns(path, site_of, &count);
    snprintf(command, sizeof(command),
             "glpsol --freemps '%s' -w '%s' > /dev/null", path,
             scratch_path(folder, solution, "a.sol"));
    assert_int_equal(system(command), 0);
    return read_solution(solution, site_of);
}

static uint32_t without_existing(const small_location *small, uint32_t sites)
{
    for (size_t j = 0; j < small->site_count; j++)
        if (small_state(small, j) == CIRCLET_SITE_EXISTING)
            sites &= ~(UINT32_C(1) << j);
    return sites;
}

static void check_program(const scratch_folder *folder, circlet_model model,
                          const small_location *small, uint64_t seed,
                          size_t *solved)
{
    char path[SCRATCH_PATH_SIZE];
    circlet_mps_facts facts;
    circlet_error failure;
    int64_t best = 0, objective;
    uint32_t choice;
    bool is_possible = small_best(small, model, &best, &choice);
    circlet_status status =
        circlet_write_mps(scratch_path(folder, path, "a.mps"), NULL, model,
                          &small->location, NULL, &facts, &failure);
    outcome found;

    if (status != CIRCLET_OK) {
        assert_int_equal(status, CIRCLET_E_INFEASIBLE);
        assert_false(is_possible);
        return;
    }
    found = solve_program(folder, path);
    if (found.is_solved != is_possible)
        fail_msg("model %d, seed %d: %s", model, (int)seed,
                 is_possible ? "the program has no answer"
                             : "the program has an answer");
    if (!is_possible)
        return;
    objective = (int64_t)(found.objective + (found.objective < 0 ? -.5 : .5));
    objective = facts.offset + (facts.is_negated ? -objective : objective);
    if (objective != best)
        fail_msg("model %d, seed %d: %ld, best is %ld", model, (int)seed,
                 (long)objective, (long)best);
    /* Its sites are worth that by our own evaluation, too. */
    assert_true(small_objective(
        small, model, without_existing(small, found.sites), &objective));
    assert_int_equal(objective, best);
    ++*solved;
}

static void every_model_is_solved_by_another_program(void **state)
{
    scratch_folder folder;

    (void)state;
    if (!has_glpsol())
        skip();
    assert_true(scratch_make(&folder));
    for (int model = 0; model <= CIRCLET_MODEL_CAPACITATED_P_MEDIAN; model++) {
        bool has_backup = model == CIRCLET_MODEL_LSCP ||
                          model == CIRCLET_MODEL_MCLP ||
                          model == CIRCLET_MODEL_P_CENTER;
        bool has_capacities = model >= CIRCLET_MODEL_CAPACITATED_MCLP;
        size_t solved = 0;

        for (uint64_t seed = 1; seed <= CASES; seed++) {
            small_location small;

            small_location_make(&small, seed, SMALL_EVERYTHING, 2);
            small.location.cutoff_ms = 15;
            if (model == CIRCLET_MODEL_LSCP)
                small.location.target = seed % 3 == 0 ? (int64_t)seed : 0;
            if (!has_backup)
                small.location.backup = NULL;
            if (has_capacities) {
                small.location.capacities = small.costs;
                small.location.is_whole = true;
            }
            if (!has_capacities ||
                (small.point_count <= 7 && small.site_count <= 7))
                check_program(&folder, (circlet_model)model, &small, seed,
                              &solved);
            small_location_clear(&small);
        }
        assert_true(solved > 2);
    }
    scratch_remove(&folder);
}

/* ---- what is refused ---------------------------------------------------- */

static void what_cannot_be_written_is_said(void **state)
{
    ci_mps mps = {.has_no_memory = true};
    circlet_location location = CIRCLET_LOCATION_INIT;
    circlet_mps_facts facts;

    (void)state;
    assert_int_equal(ci_mps_write(&mps, "/nowhere/a.mps", NULL, NULL),
                     CIRCLET_E_NOMEM);
    mps.has_no_memory = false;
    assert_fails(ci_mps_write(&mps, "/nowhere/a.mps", NULL, error),
                 CIRCLET_E_INPUT, "/nowhere/a.mps");
    assert_fails(circlet_write_mps(NULL, NULL, CIRCLET_MODEL_LSCP, &location,
                                   NULL, &facts, error),
                 CIRCLET_E_ARGUMENT, "a path, a model or a problem");
    assert_fails(circlet_write_mps("a.mps", NULL, (circlet_model)99, &location,
                                   NULL, &facts, error),
                 CIRCLET_E_ARGUMENT, "a path, a model or a problem");
    assert_fails(circlet_write_mps("a.mps", NULL, CIRCLET_MODEL_LSCP,
                                   &location, NULL, &facts, error),
                 CIRCLET_E_ARGUMENT, "a path, a model or a problem");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_program_is_written_word_for_word),
        cmocka_unit_test(a_cover_is_written_word_for_word),
        cmocka_unit_test(every_model_is_solved_by_another_program),
        cmocka_unit_test(what_cannot_be_written_is_said),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
