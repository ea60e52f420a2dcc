/* Bounds of covering programs in whole numbers. */
#include "siting/program_bound.h"

#include <string.h>

/* Sums of doubles below it stand for whole sums that fit 63 bits. */
#define SUM_MAX 0x1p62

static int64_t least(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* floor(x), no more than `limit`, for x from 0. */
static int64_t floor_of(double x, int64_t limit)
{
    if (x <= 0.0)
        return 0;
    return x >= (double)limit ? limit : (int64_t)x;
}

static void round_prices(ci_program_bound *bound)
{
    const ci_program_core *core = bound->core;
    double scale = (double)core->scale;

    for (size_t i = 0; i < core->row_count; i++) {
        int64_t limit = ci_program_core_is_hard(core, i)
                            ? INT64_C(1) << 60
                            : core->penalties[i] * core->scale;

        bound->whole[i] = floor_of(
            bound->best_prices[i] / (double)core->needs[i] * scale, limit);
    }
    bound->whole_theta =
        core->prices ? floor_of(bound->best_theta * scale, INT64_C(1) << 60)
                     : 0;
}

/* A sum and its size, which tells whether it can be trusted. */
typedef struct sized_sum {
    int64_t value;
    double size;
} sized_sum;

static bool add(sized_sum *sum, int64_t a, int64_t b)
{
    double product = (double)a * (double)b;

    sum->size += product < 0 ? -product : product;
    if (sum->size >= SUM_MAX)
        return false;
    sum->value += a * b;
    return true;
}

static bool find_reduced(ci_program_bound *bound, uint32_t column,
                         double *size)
{
    const ci_program_core *core = bound->core;
    sized_sum sum = {0};
    bool fits = add(&sum, core->values[column], core->scale);

    if (core->prices)
        fits = fits && add(&sum, core->prices[column], bound->whole_theta);
    for (size_t k = core->column_first[column];
         fits && k < core->column_first[column + 1]; k++)
        fits = add(&sum, -bound->whole[core->column_rows[k]],
                   least(core->column_amounts[k],
                         ci_program_bound_rest(bound, core->column_rows[k])));
    bound->whole_reduced[column] = sum.value;
    *size += sum.size;
    return fits;
}

/* The sum over choices of the least reduced value. */
static bool add_choices(ci_program_bound *bound, sized_sum *sum)
{
    const ci_program_core *core = bound->core;

    for (uint32_t g = 0; g < core->group_count; g++) {
        int64_t low = 0;
        double size = 0.0;

        if (bound->taken[g] != CI_PROGRAM_NONE)
            continue;
        for (uint32_t j = core->group_first[g]; j < core->group_first[g + 1];
             j++) {
            if (bound->states[j] != CI_OPEN)
                continue;
            if (!find_reduced(bound, j, &size))
                return false;
            low = least(low, bound->whole_reduced[j]);
        }
        if (!add(sum, low, 1))
            return false;
    }
    return true;
}

static bool weigh(ci_program_bound *bound, int64_t *out)
{
    const ci_program_core *core = bound->core;
    sized_sum sum = {0};
    bool fits = add(&sum, bound->fixed_value, core->scale);

    if (core->prices)
        fits = fits && add(&sum, bound->fixed_price - core->budget,
                           bound->whole_theta);
    for (size_t i = 0; fits && i < core->row_count; i++)
        fits = add(&sum, bound->whole[i], ci_program_bound_rest(bound, i));
    if (!fits || !add_choices(bound, &sum))
        return false;
    *out = sum.value;
    return true;
}

bool ci_program_bound_whole(ci_program_bound *bound, int64_t *out)
{
    round_prices(bound);
    return weigh(bound, out);
}

bool ci_program_bound_settled(ci_program_bound *bound, int64_t *out)
{
    const ci_program_core *core = bound->core;

    bound->whole_theta = 0;
    for (size_t i = 0; i < core->row_count; i++)
        bound->whole[i] = !ci_program_core_is_hard(core, i) &&
                                  ci_program_bound_rest(bound, i) > 0
                              ? core->penalties[i] * core->scale
                              : 0;
    return weigh(bound, out);
}

void ci_program_bound_load(ci_program_bound *bound, const int64_t *whole,
                           int64_t whole_theta)
{
    const ci_program_core *core = bound->core;
    double scale = (double)core->scale;

    for (size_t i = 0; i < core->row_count; i++)
        bound->best_prices[i] =
            (double)whole[i] / scale * (double)core->needs[i];
    bound->best_theta = (double)whole_theta / scale;
}

/* The least of a column's choice, itself left out, and 0. */
static int64_t least_beside(const ci_program_bound *bound, uint32_t column)
{
    const ci_program_core *core = bound->core;
    uint32_t g = core->group_of[column];
    int64_t low = 0;

    for (uint32_t j = core->group_first[g]; j < core->group_first[g + 1]; j++)
        if (j != column && bound->states[j] == CI_OPEN)
            low = least(low, bound->whole_reduced[j]);
    return low;
}

int64_t ci_program_bound_if_in(const ci_program_bound *bound, uint32_t column)
{
    int64_t reduced = bound->whole_reduced[column];

    return reduced - least(reduced, least_beside(bound, column));
}

int64_t ci_program_bound_if_out(const ci_program_bound *bound, uint32_t column)
{
    int64_t beside = least_beside(bound, column);

    return beside - least(bound->whole_reduced[column], beside);
}
