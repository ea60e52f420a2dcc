/* Certificates in files: as they were when they are read again, and what is
 * wrong with one by its name. */
#include "small_objective.h"

#include "scratch.h"

#include <circlet/location_file.h>

#define CASES 60

/* ---- a round trip ------------------------------------------------------- */

static void assert_equal_trees(const circlet_certificate *a,
                               const circlet_certificate *b)
{
    assert_int_equal(a->node_count, b->node_count);
    for (size_t i = 0; i < a->node_count; i++) {
        assert_int_equal(a->nodes[i].site, b->nodes[i].site);
        assert_int_equal(a->nodes[i].without, b->nodes[i].without);
        assert_int_equal(a->nodes[i].with, b->nodes[i].with);
    }
    assert_int_equal(a->dual_count, b->dual_count);
    for (size_t i = 0; i < a->dual_count; i++) {
        assert_int_equal(a->thetas[i], b->thetas[i]);
        assert_int_equal(a->dual_first[i + 1], b->dual_first[i + 1]);
        for (size_t k = a->dual_first[i]; k < a->dual_first[i + 1]; k++) {
            assert_int_equal(a->duals[k].row, b->duals[k].row);
            assert_int_equal(a->duals[k].value, b->duals[k].value);
        }
    }
}

static void assert_equal_certificates(const circlet_certificate *a,
                                      const circlet_certificate *b)
{
    assert_int_equal(a->model, b->model);
    assert_int_equal(a->objective, b->objective);
    assert_int_equal(a->bound, b->bound);
    assert_int_equal(a->scale, b->scale);
    assert_int_equal(a->is_too_large, b->is_too_large);
    assert_int_equal(a->site_count, b->site_count);
    for (size_t i = 0; i < a->site_count; i++)
        assert_int_equal(a->sites[i], b->sites[i]);
    assert_int_equal(a->dominated_count, b->dominated_count);
    for (size_t i = 0; i < 2 * a->dominated_count; i++)
        assert_int_equal(a->dominated[i], b->dominated[i]);
    assert_int_equal(a->assignment_count, b->assignment_count);
    for (size_t i = 0; i < a->assignment_count; i++) {
        assert_int_equal(a->assignments[i].point, b->assignments[i].point);
        assert_int_equal(a->assignments[i].site, b->assignments[i].site);
        assert_int_equal(a->assignments[i].time_ms, b->assignments[i].time_ms);
        assert_int_equal(a->assignments[i].weight, b->assignments[i].weight);
    }
    assert_equal_trees(a, b);
}

/* Solves a small problem; false: no choice keeps the limits. */
static bool solve_small(small_location *small, circlet_model model,
                        uint64_t seed, circlet_siting **siting)
{
    circlet_siting_options options = CIRCLET_SITING_OPTIONS_INIT;
    circlet_error failure;
    circlet_status status;

    options.wants_certificate = true;
    small_location_make(small, seed, SMALL_EVERYTHING & ~SMALL_BACKUP, 2);
    small->location.cutoff_ms = 15;
    if (model >= CIRCLET_MODEL_CAPACITATED_MCLP)
        small->location.capacities = small->costs;
    status =
        circlet_solve(siting, model, &small->location, &options, &failure);
    if (status != CIRCLET_OK && status != CIRCLET_E_INFEASIBLE)
        fail_msg("seed %d: %s", (int)seed, failure.message);
    return status == CIRCLET_OK;
}

static void a_certificate_is_read_as_it_was_written(void **state)
{
    char path[SCRATCH_PATH_SIZE];
    scratch_folder folder;
    size_t with_tree = 0, with_assignments = 0, solved = 0;

    (void)state;
    assert_true(scratch_make(&folder));
    scratch_path(&folder, path, "c.json");
    for (int model = 0; model <= CIRCLET_MODEL_CAPACITATED_P_MEDIAN; model++)
        for (uint64_t seed = 1; seed <= CASES; seed++) {
            circlet_certificate *again = NULL;
            circlet_siting *siting = NULL;
            small_location small;

            if (solve_small(&small, (circlet_model)model, seed, &siting)) {
                const circlet_certificate *first =
                    circlet_siting_certificate(siting);

                assert_ok(circlet_write_certificate(path, first, error));
                assert_ok(circlet_read_certificate(&again, path, error));

                assert_equal_certificates(first, again);
                assert_ok(
                    circlet_certificate_check(again, &small.location, error));
                with_tree += again->node_count > 1;
                with_assignments += again->assignment_count > 0;
                solved++;
            }
            circlet_certificate_free(again);
            circlet_siting_free(siting);
            small_location_clear(&small);
        }
    scratch_remove(&folder);
    assert_true(solved > 100);
    assert_true(with_tree > 20);
    assert_true(with_assignments > 20);
}

/* ---- what is wrong ------------------------------------------------------ */

static const char sound[] =
    "{\"circlet_certificate\":1,\"model\":\"lscp\",\"objective\":3,"
    "\"bound\":2,\"scale\":4,\"too_large\":false,\"sites\":[0,2],"
    "\"nodes\":[[0],[],[4,0,1]],"
    "\"duals\":[{\"theta\":5,\"rows\":[7,16,9,1]}],\"dominated\":[5,2],"
    "\"assignments\":[[0,1,2,3]],\"note\":{\"by\":[\"hand\",null]}}";

/* The sound text with one part replaced. */
static void write_with(const scratch_folder *folder, const char *part,
                       const char *by)
{
    char text[1000];
    const char *at = strstr(sound, part);

    assert_non_null(at);
    snprintf(text, sizeof(text), "%.*s%s%s", (int)(at - sound), sound, by,
             at + strlen(part));
    assert_true(scratch_write(folder, "c.json", text, strlen(text)));
}

static void a_certificate_of_another_program_is_read(void **state)
{
    char path[SCRATCH_PATH_SIZE];
    scratch_folder folder;
    circlet_certificate *read = NULL;

    (void)state;
    assert_true(scratch_make(&folder));
    scratch_path(&folder, path, "c.json");
    assert_true(scratch_write(&folder, "c.json", sound, strlen(sound)));
    assert_ok(circlet_read_certificate(&read, path, error));
    scratch_remove(&folder);

    assert_int_equal(read->model, CIRCLET_MODEL_LSCP);
    assert_int_equal(read->objective, 3);
    assert_int_equal(read->bound, 2);
    assert_int_equal(read->scale, 4);
    assert_int_equal(read->node_count, 3);
    assert_int_equal(read->nodes[0].site, CIRCLET_LEAF);
    assert_int_equal(read->nodes[0].without, 0);
    assert_int_equal(read->nodes[1].without, CIRCLET_NO_DUALS);
    assert_int_equal(read->nodes[2].site, 4);
    assert_int_equal(read->nodes[2].without, 0);
    assert_int_equal(read->nodes[2].with, 1);
    assert_int_equal(read->dual_count, 1);
    assert_int_equal(read->dual_first[1], 2);
    assert_int_equal(read->duals[1].row, 9);
    assert_int_equal(read->thetas[0], 5);
    assert_int_equal(read->dominated_count, 1);
    assert_int_equal(read->assignments[0].weight, 3);
    circlet_certificate_free(read);
}

static void what_is_wrong_is_named(void **state)
{
    static const struct {
        const char *part, *by, *says;
    } cases[] = {
        {"_certificate\":1", "_certificate\":2", "another version"},
        {"_certificate\":1", "_certificate\":\"1\"", "another version"},
        {"\"circlet_certificate\":1,", "", "has no 'circlet_certificate'"},
        {"\"lscp\"", "\"tsp\"", "'model' of the certificate"},
        {"\"lscp\"", "7", "'model' of the certificate"},
        {"\"model\":\"lscp\",", "", "has no 'model'"},
        {"\"objective\":3", "\"objective\":3.5",
         "'objective' of the certificate"},
        {"\"objective\":3,", "", "has no 'objective'"},
        {"\"bound\":2", "\"bound\":null", "'bound' of the certificate"},
        {"\"bound\":2,", "", "has no 'bound'"},
        {"\"bound\":2", "\"objective\":2", "'objective' of the certificate"},
        {"\"scale\":4", "\"scale\":99999999999999999999",
         "'scale' of the certificate"},
        {"\"scale\":4,", "", "has no 'scale'"},
        {"false", "0", "'too_large' of the certificate"},
        {"[0,2]", "[0,-2]", "'sites' of the certificate"},
        {"[0,2]", "[0,2", "'sites' of the certificate"},
        {"[0,2]", "[0,4294967295]", "'sites' of the certificate"},
        {"\"sites\":[0,2],", "", "has no 'sites'"},
        {"[4,0,1]", "[4,0]", "'nodes' of the certificate"},
        {"[4,0,1]", "[4,0,1,2]", "'nodes' of the certificate"},
        {"[4,0,1]", "4", "'nodes' of the certificate"},
        {"\"theta\":5", "\"theta\":[]", "'duals' of the certificate"},
        {"[7,16,9,1]", "[7,16,9]", "'duals' of the certificate"},
        {"[7,16,9,1]", "[7,16,\"9\",1]", "'duals' of the certificate"},
        {"\"rows\":[7,16,9,1]", "\"rows\":{}", "'duals' of the certificate"},
        {"[5,2]", "[5,2,1]", "'dominated' of the certificate"},
        {"[[0,1,2,3]]", "[[0,1,2]]", "'assignments' of the certificate"},
        {"null]}}", "null]}", "breaks off"},
        {"null]}}", "null]}} {}", "breaks off"},
        {"{\"circ", "[\"circ", "another version"},
    };
    char path[SCRATCH_PATH_SIZE];
    scratch_folder folder;

    (void)state;
    assert_true(scratch_make(&folder));
    scratch_path(&folder, path, "c.json");
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        circlet_certificate *read = NULL;
        circlet_error failure;

        write_with(&folder, cases[i].part, cases[i].by);
        if (circlet_read_certificate(&read, path, &failure) !=
                CIRCLET_E_FORMAT ||
            !strstr(failure.message, cases[i].says) ||
            !strstr(failure.message, path))
            fail_msg("%s instead of %s: %s", cases[i].by, cases[i].part,
                     read ? "is read" : failure.message);
        assert_null(read);
    }
    scratch_remove(&folder);
}

/* Each way of cutting it off is refused; none is read as a smaller proof. */
static void a_part_of_a_certificate_is_none(void **state)
{
    char path[SCRATCH_PATH_SIZE], text[sizeof(sound)];
    scratch_folder folder;

    (void)state;
    assert_true(scratch_make(&folder));
    scratch_path(&folder, path, "c.json");
    for (size_t size = 0; size + 1 < sizeof(sound); size++) {
        circlet_certificate *read = NULL;

        memcpy(text, sound, size);
        text[size] = '\0';
        assert_true(scratch_write(&folder, "c.json", text, strlen(text)));
        assert_fails(circlet_read_certificate(&read, path, error),
                     CIRCLET_E_FORMAT, path);
        assert_null(read);
    }
    scratch_remove(&folder);
}

static void a_path_that_is_none_is_refused(void **state)
{
    circlet_certificate *read = NULL;
    const circlet_certificate none = {.scale = 1};

    (void)state;
    assert_fails(circlet_read_certificate(&read, "/nowhere/c.json", error),
                 CIRCLET_E_INPUT, "/nowhere/c.json");
    assert_fails(circlet_read_certificate(&read, NULL, error),
                 CIRCLET_E_ARGUMENT, "missing");
    assert_fails(circlet_write_certificate("/nowhere/c.json", &none, error),
                 CIRCLET_E_INPUT, "/nowhere/c.json");
    assert_fails(circlet_write_certificate(NULL, &none, error),
                 CIRCLET_E_ARGUMENT, "missing");
    circlet_certificate_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_certificate_is_read_as_it_was_written),
        cmocka_unit_test(a_certificate_of_another_program_is_read),
        cmocka_unit_test(what_is_wrong_is_named),
        cmocka_unit_test(a_part_of_a_certificate_is_none),
        cmocka_unit_test(a_path_that_is_none_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
