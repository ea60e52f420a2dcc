#include "location_town.h"

#include <math.h>
#include <stdlib.h>

#define TOWNS 60
#define SAMPLE 400
#define GRID_MAX 1000
#define TWO_PI 6.283185307179586

typedef struct made_towns {
    double x[TOWNS], y[TOWNS], spread[TOWNS];
} made_towns;

/* SplitMix64 (G. Steele, D. Lea and C. Flood, Fast splittable pseudorandom
 * number generators, 2014). */
static uint64_t next_random(uint64_t *state)
{
    uint64_t z = (*state += UINT64_C(0x9e3779b97f4a7c15));

    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

static double next_share(uint64_t *state)
{
    return (double)(next_random(state) >> 11) / 9007199254740992.0;
}

/* G. Box and M. Muller, A note on the generation of random normal deviates,
 * 1958. */
static double next_normal(uint64_t *state)
{
    double a = next_share(state) + 1e-12, b = next_share(state);

    return sqrt(-2 * log(a)) * cos(TWO_PI * b);
}

/* Mirrored at the sides of the square. */
static float mirrored(float at)
{
    if (at < 0)
        at = -at;
    return at >= 1 ? 1.999F - at : at;
}

static void draw_place(const made_towns *towns, uint64_t *state, float *x,
                       float *y)
{
    if (next_share(state) < 0.7) {
        size_t town = (size_t)(next_random(state) % TOWNS);

        *x =
            (float)(towns->x[town] + towns->spread[town] * next_normal(state));
        *y =
            (float)(towns->y[town] + towns->spread[town] * next_normal(state));
    } else {
        *x = (float)next_share(state);
        *y = (float)next_share(state);
    }
    *x = mirrored(*x);
    *y = mirrored(*y);
}

static void draw_all(location_town *town, uint64_t seed)
{
    uint64_t state = seed;
    made_towns towns;

    for (size_t i = 0; i < TOWNS; i++) {
        towns.x[i] = next_share(&state);
        towns.y[i] = next_share(&state);
        towns.spread[i] = 0.01 + 0.06 * next_share(&state);
    }
    for (size_t i = 0; i < town->site_count; i++)
        draw_place(&towns, &state, &town->site_x[i], &town->site_y[i]);
    for (size_t i = 0; i < town->point_count; i++) {
        draw_place(&towns, &state, &town->point_x[i], &town->point_y[i]);
        town->weights[i] = 1 + (int64_t)(next_random(&state) % 20);
    }
}

static double square_distance(const location_town *town, size_t site,
                              size_t point)
{
    float x = town->site_x[site] - town->point_x[point];
    float y = town->site_y[site] - town->point_y[point];

    return (double)(x * x + y * y);
}

static double mean_coverers(const location_town *town, double radius)
{
    double count = 0;

    for (size_t i = 0; i < SAMPLE; i++) {
        size_t point = i * town->point_count / SAMPLE;

        for (size_t site = 0; site < town->site_count; site++)
            count += square_distance(town, site, point) <= radius * radius;
    }
    return count / SAMPLE;
}

static void find_radius(location_town *town, double coverers)
{
    double low = 0, high = 0.5;

    for (int i = 0; i < 30; i++) {
        double middle = (low + high) / 2;

        if (mean_coverers(town, middle) < coverers)
            low = middle;
        else
            high = middle;
    }
    town->radius = (low + high) / 2;
}

/* ---- pairs ------------------------------------------------------------- */

typedef struct site_grid {
    int side; /* cells; each at least as wide as the radius */
    size_t *first;
    uint32_t *sites;
} site_grid;

static int cell_of(const site_grid *grid, float at)
{
    int cell = (int)(at * (float)grid->side);

    return cell < grid->side ? cell : grid->side - 1;
}

static bool grid_make(site_grid *grid, const location_town *town)
{
    size_t cells;

    grid->side = (int)(1 / town->radius);
    grid->side = grid->side < 1          ? 1
                 : grid->side > GRID_MAX ? GRID_MAX
                                         : grid->side;
    cells = (size_t)grid->side * (size_t)grid->side;
    grid->first = calloc(cells + 2, sizeof(*grid->first));
    grid->sites = calloc(town->site_count + 1, sizeof(*grid->sites));
    if (!grid->first || !grid->sites)
        return false;
    for (int pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < town->site_count; i++) {
            size_t cell =
                (size_t)cell_of(grid, town->site_y[i]) * (size_t)grid->side +
                (size_t)cell_of(grid, town->site_x[i]);

            if (pass == 0)
                grid->first[cell + 2]++;
            else
                grid->sites[grid->first[cell + 1]++] = (uint32_t)i;
        }
        for (size_t c = 0; pass == 0 && c < cells; c++)
            grid->first[c + 2] += grid->first[c + 1];
    }
    return true;
}

static size_t add_cell(const location_town *town, const site_grid *grid,
                       size_t cell, size_t point, circlet_od_entry *out)
{
    size_t count = 0;

    for (size_t k = grid->first[cell]; k < grid->first[cell + 1]; k++) {
        uint32_t site = grid->sites[k];
        double square = square_distance(town, site, point);
        double time;

        if (square > town->radius * town->radius)
            continue;
        time = sqrt(square) / town->radius * LOCATION_TOWN_CUTOFF_MS;
        if (out)
            out[count] =
                (circlet_od_entry){site, time < LOCATION_TOWN_CUTOFF_MS
                                             ? (uint32_t)time
                                             : LOCATION_TOWN_CUTOFF_MS};
        count++;
    }
    return count;
}

/* The pairs of a point: counted, and written where there is room. */
static size_t add_point(const location_town *town, const site_grid *grid,
                        size_t point, circlet_od_entry *out)
{
    int x = cell_of(grid, town->point_x[point]);
    int y = cell_of(grid, town->point_y[point]);
    size_t count = 0;

    for (int row = y - 1; row <= y + 1; row++)
        for (int column = x - 1; column <= x + 1; column++) {
            size_t cell;

            if (row < 0 || column < 0 || row >= grid->side ||
                column >= grid->side)
                continue;
            cell = (size_t)row * (size_t)grid->side + (size_t)column;
            count +=
                add_cell(town, grid, cell, point, out ? out + count : NULL);
        }
    return count;
}

static bool find_pairs(location_town *town)
{
    site_grid grid = {0};
    bool is_made = grid_make(&grid, town);

    town->first = calloc(town->point_count + 1, sizeof(*town->first));
    if (is_made && town->first) {
        for (size_t i = 0; i < town->point_count; i++)
            town->first[i + 1] =
                town->first[i] + add_point(town, &grid, i, NULL);
        town->entries =
            calloc(town->first[town->point_count] + 1, sizeof(*town->entries));
        for (size_t i = 0; town->entries && i < town->point_count; i++)
            add_point(town, &grid, i, town->entries + town->first[i]);
    }
    free(grid.first);
    free(grid.sites);
    return town->entries != NULL;
}

bool location_town_make(location_town *out, size_t site_count,
                        size_t point_count, double coverers, uint64_t seed)
{
    location_town town = {.site_count = site_count,
                          .point_count = point_count};

    town.site_x = calloc(site_count + 1, sizeof(*town.site_x));
    town.site_y = calloc(site_count + 1, sizeof(*town.site_y));
    town.point_x = calloc(point_count + 1, sizeof(*town.point_x));
    town.point_y = calloc(point_count + 1, sizeof(*town.point_y));
    town.weights = calloc(point_count + 1, sizeof(*town.weights));
    if (town.site_x && town.site_y && town.point_x && town.point_y &&
        town.weights) {
        draw_all(&town, seed);
        find_radius(&town, coverers);
        if (find_pairs(&town)) {
            *out = town;
            return true;
        }
    }
    location_town_free(&town);
    return false;
}

void location_town_free(location_town *town)
{
    free(town->site_x);
    free(town->site_y);
    free(town->point_x);
    free(town->point_y);
    free(town->weights);
    free(town->first);
    free(town->entries);
}

bool location_town_matrix(circlet_od_matrix **out, const location_town *town)
{
    return circlet_od_matrix_new(out, town->point_count, town->site_count,
                                 town->first, town->entries,
                                 NULL) == CIRCLET_OK;
}
