/* Covering programs in the plane: facilities of two sizes or one, homes that
 * need one near, and districts that need beds. */
#ifndef TESTS_PROGRAM_TOWN_H
#define TESTS_PROGRAM_TOWN_H

#include "unit.h"

#include "siting/program.h"

typedef struct program_town {
    ci_program program;
    int64_t *values, *needs, *penalties, *amounts;
    uint32_t *rows, *choices;
    size_t *first;
} program_town;

/* What a town is like. */
typedef struct town_plan {
    uint32_t sites, homes, districts; /* districts: on a grid, squared */
    uint32_t near; /* sites that a home has near, on average */
    bool is_clustered, has_sizes;
    uint32_t soft; /* of 100 homes */
    bool has_unit_values;
} town_plan;

#define TOWN_SIDE 100000

typedef struct town_point {
    int64_t x, y;
} town_point;

static inline town_point town_place(uint64_t *random, bool is_clustered)
{
    town_point at = {unit_random_below(random, TOWN_SIDE),
                     unit_random_below(random, TOWN_SIDE)};

    /* Half of a clustered town lies around a few centres. */
    if (is_clustered && unit_random_below(random, 2)) {
        uint64_t centre = 1 + unit_random_below(random, 12);
        int64_t x = (int64_t)(unit_random(&centre) % TOWN_SIDE);
        int64_t y = (int64_t)(unit_random(&centre) % TOWN_SIDE);

        at.x = x + (at.x - TOWN_SIDE / 2) / 10;
        at.y = y + (at.y - TOWN_SIDE / 2) / 10;
        at.x = at.x < 0 ? 0 : at.x >= TOWN_SIDE ? TOWN_SIDE - 1 : at.x;
        at.y = at.y < 0 ? 0 : at.y >= TOWN_SIDE ? TOWN_SIDE - 1 : at.y;
    }
    return at;
}

static inline int64_t town_root(int64_t x)
{
    int64_t root = 0;

    while ((root + 1) * (root + 1) <= x)
        root++;
    return root;
}

typedef struct town_maker {
    const town_plan *plan;
    town_point *homes;
    uint32_t *cell_first, *cell_homes; /* homes by cells of the radius */
    int64_t radius, cells;
    size_t count, room;
} town_maker;

static inline void town_entry(program_town *out, town_maker *maker,
                              uint32_t row, int64_t amount)
{
    if (maker->count == maker->room) {
        maker->room = 2 * maker->room + 1024;
        out->rows = realloc(out->rows, maker->room * sizeof(*out->rows));
        out->amounts =
            realloc(out->amounts, maker->room * sizeof(*out->amounts));
    }
    out->rows[maker->count] = row;
    out->amounts[maker->count++] = amount;
}

static inline int town_by_number(const void *a, const void *b)
{
    const uint32_t *x = a;
    const uint32_t *y = b;

    return (*x > *y) - (*x < *y);
}

/* The homes near a site, ascending, and the beds of its district. */
static inline void town_site(program_town *out, town_maker *maker,
                             town_point at, int64_t beds)
{
    size_t start = maker->count;
    int64_t cx = at.x / maker->radius, cy = at.y / maker->radius;
    int64_t wide = TOWN_SIDE / (maker->plan->districts + 1) + 1;

    for (int64_t x = cx > 0 ? cx - 1 : 0; x <= cx + 1 && x < maker->cells; x++)
        for (int64_t y = cy > 0 ? cy - 1 : 0; y <= cy + 1 && y < maker->cells;
             y++)
            for (uint32_t k = maker->cell_first[x * maker->cells + y];
                 k < maker->cell_first[x * maker->cells + y + 1]; k++) {
                town_point home = maker->homes[maker->cell_homes[k]];
                int64_t dx = home.x - at.x, dy = home.y - at.y;

                if (dx * dx + dy * dy <= maker->radius * maker->radius)
                    town_entry(out, maker, maker->cell_homes[k], 1);
            }
    qsort(out->rows + start, maker->count - start, sizeof(*out->rows),
          town_by_number);
    if (maker->plan->districts > 0)
        town_entry(out, maker,
                   maker->plan->homes +
                       (uint32_t)(at.x / wide * (maker->plan->districts + 1) +
                                  at.y / wide),
                   beds);
}

static inline void town_cells(town_maker *maker, uint64_t *random)
{
    const town_plan *plan = maker->plan;
    size_t cells = (size_t)(maker->cells * maker->cells);

    maker->homes = calloc(plan->homes, sizeof(*maker->homes));
    maker->cell_first = calloc(cells + 2, sizeof(*maker->cell_first));
    maker->cell_homes = calloc(plan->homes, sizeof(*maker->cell_homes));
    for (uint32_t i = 0; i < plan->homes; i++) {
        maker->homes[i] = town_place(random, plan->is_clustered);
        maker->cell_first[maker->homes[i].x / maker->radius * maker->cells +
                          maker->homes[i].y / maker->radius + 2]++;
    }
    for (size_t c = 0; c < cells; c++)
        maker->cell_first[c + 2] += maker->cell_first[c + 1];
    for (uint32_t i = 0; i < plan->homes; i++)
        maker->cell_homes[maker->cell_first[maker->homes[i].x / maker->radius *
                                                maker->cells +
                                            maker->homes[i].y / maker->radius +
                                            1]++] = i;
}

static inline void town_rows(program_town *out, const town_plan *plan,
                             uint64_t *random)
{
    uint32_t side = plan->districts + 1;
    uint32_t rows = plan->homes + (plan->districts > 0 ? side * side : 0);

    out->needs = calloc(rows + 1, sizeof(*out->needs));
    out->penalties = calloc(rows + 1, sizeof(*out->penalties));
    for (uint32_t i = 0; i < rows; i++) {
        bool is_home = i < plan->homes;

        out->needs[i] = is_home ? 1 + (unit_random_below(random, 40) == 0)
                                : (int64_t)plan->sites / (side * side) * 25;
        out->penalties[i] =
            is_home && unit_random_below(random, 100) < plan->soft
                ? 1000 + unit_random_below(random, 20000)
                : CI_PROGRAM_HARD;
    }
    out->program.row_count = rows;
}

static inline void program_town_make(program_town *out, const town_plan *plan,
                                     uint64_t seed)
{
    uint64_t random = seed;
    uint32_t columns = plan->sites * (plan->has_sizes ? 2 : 1);
    town_maker maker = {.plan = plan};

    memset(out, 0, sizeof(*out));
    maker.radius = town_root((int64_t)TOWN_SIDE * TOWN_SIDE * 100 / 314 *
                             plan->near / plan->sites);
    maker.cells = TOWN_SIDE / maker.radius + 1;
    town_cells(&maker, &random);
    out->values = calloc(columns, sizeof(*out->values));
    out->choices = calloc(columns, sizeof(*out->choices));
    out->first = calloc(columns + 1, sizeof(*out->first));
    for (uint32_t s = 0; s < plan->sites; s++) {
        town_point at = town_place(&random, plan->is_clustered);
        int64_t beds = 20 + unit_random_below(&random, 60);
        int64_t value = 50000 + unit_random_below(&random, 150000);

        for (uint32_t size = 0; size < columns / plan->sites; size++) {
            uint32_t j = s * (columns / plan->sites) + size;

            out->values[j] =
                plan->has_unit_values ? 1 : value * (5 + 3 * size) / 5;
            out->choices[j] = s;
            town_site(out, &maker, at, beds * (1 + size));
            out->first[j + 1] = maker.count;
        }
    }
    town_rows(out, plan, &random);
    out->program.column_count = columns;
    out->program.values = out->values;
    out->program.needs = out->needs;
    out->program.penalties = out->penalties;
    out->program.first = out->first;
    out->program.rows = out->rows;
    out->program.amounts = out->amounts;
    out->program.choice_of = plan->has_sizes ? out->choices : NULL;
    free(maker.homes);
    free(maker.cell_first);
    free(maker.cell_homes);
}

static inline void program_town_clear(program_town *town)
{
    free(town->values);
    free(town->needs);
    free(town->penalties);
    free(town->amounts);
    free(town->rows);
    free(town->choices);
    free(town->first);
}

#endif
