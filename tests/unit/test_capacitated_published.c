/*
 * Published capacitated p-median problems (I. Osman and N. Christofides,
 * Capacitated clustering problems by hybrid simulated annealing and tabu
 * search, 1994): each is solved and proved. Distances are rounded down.
 */
#include "unit.h"

#include <inttypes.h>
#include <stdio.h>

#include <circlet/siting.h>

#define COUNT_MAX 100

typedef struct published {
    circlet_location location;
    circlet_od_matrix *reach;
    int64_t loads[COUNT_MAX], capacities[COUNT_MAX];
} published;

static FILE *open_shared(const char *name)
{
    const char *shared = getenv("CIRCLET_SHARED");
    const char *source = getenv("srcdir");
    char path[4096];

    if (shared)
        snprintf(path, sizeof(path), "%s/instances/%s", shared, name);
    else
        snprintf(path, sizeof(path), "%s/../shared/instances/%s",
                 source ? source : ".", name);
    return fopen(path, "r");
}

static uint32_t whole_root(int64_t square)
{
    int64_t root = 0;

    while ((root + 1) * (root + 1) <= square)
        root++;
    return (uint32_t)root;
}

static void make_matrix(published *out, size_t count, const int *x,
                        const int *y)
{
    size_t first[COUNT_MAX + 1] = {0};
    circlet_od_entry *entries = calloc(count * count, sizeof(*entries));

    assert_non_null(entries);
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < count; j++) {
            int64_t dx = x[i] - x[j], dy = y[i] - y[j];

            entries[i * count + j] =
                (circlet_od_entry){(uint32_t)j, whole_root(dx * dx + dy * dy)};
        }
        first[i + 1] = (i + 1) * count;
    }
    assert_ok(circlet_od_matrix_new(&out->reach, count, count, first, entries,
                                    error));
    free(entries);
}

/* "n p", then "x y capacity demand" a line. */
static void read_problem(published *out, FILE *file)
{
    int x[COUNT_MAX], y[COUNT_MAX];
    unsigned count, p;

    memset(out, 0, sizeof(*out));
    assert_int_equal(fscanf(file, "%u %u", &count, &p), 2);
    assert_in_range(count, 1, COUNT_MAX);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(fscanf(file, "%d %d %" SCNd64 " %" SCNd64, &x[i],
                                &y[i], &out->capacities[i], &out->loads[i]),
                         4);
    make_matrix(out, count, x, y);
    out->location = (circlet_location)CIRCLET_LOCATION_INIT;
    out->location.reach = out->reach;
    out->location.loads = out->loads;
    out->location.capacities = out->capacities;
    out->location.is_whole = true;
    out->location.has_p = true;
    out->location.p = p;
    /* All must be served: nobody is who can be. */
    out->location.unserved_ms = 10000;
}

static void solve(const char *name, int64_t value)
{
    circlet_siting *siting = NULL;
    published problem;
    FILE *file = open_shared(name);

    assert_non_null(file);
    read_problem(&problem, file);
    fclose(file);
    assert_ok(circlet_solve_capacitated_p_median(&siting, &problem.location,
                                                 NULL, error));
    assert_int_equal(circlet_siting_objective(siting), value);
    assert_int_equal(circlet_siting_proof(siting), CIRCLET_PROOF_OPTIMAL);
    assert_int_equal(circlet_siting_bound(siting), value);
    assert_int_equal(circlet_siting_get_report(siting).unserved, 0);
    circlet_siting_free(siting);
    circlet_od_matrix_free(problem.reach);
}

static void published_problems_are_solved_and_proved(void **state)
{
    FILE *values = open_shared("values/cpmp_values.txt");
    char name[100], path[120];
    int64_t value;
    size_t solved = 0;

    (void)state;
    if (!values) {
        skip();
        return;
    }
    while (fscanf(values, "%99s %" SCNd64 "%*[^\n]", name, &value) == 2) {
        if (strncmp(name, "cpmp", 4) != 0)
            continue;
        snprintf(path, sizeof(path), "cpmp/%s.txt", name);
        solve(path, value);
        solved++;
    }
    fclose(values);
    assert_int_equal(solved, 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(published_problems_are_solved_and_proved),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
