#include "city/plan_steps.h"

#include <math.h>
#include <string.h>

/* Sums of fractions may fall short of a step by so much. */
#define ROUNDING 1e-6

#define COVERED "covered_persons"

static double round_down(double persons, double step)
{
    return floor((persons + ROUNDING) / step) * step;
}

static double round_up(double persons, double step)
{
    return ceil((persons - ROUNDING) / step) * step;
}

double ci_persons_in_steps(double persons, double step)
{
    double told = round_down(persons, step);

    return persons > 0 && told < step ? (double)NAN : told;
}

bool ci_level_counts_persons(const char *name)
{
    static const char *const names[] = {COVERED, "must_shortfall",
                                        "should_shortfall"};

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (strcmp(names[i], name) == 0)
            return true;
    return false;
}

void ci_level_in_steps(circlet_plan_level *level, double step)
{
    bool is_most = strcmp(level->name, COVERED) == 0;
    double larger;

    level->certificate = NULL;
    level->program_certificate = NULL;
    if (!ci_level_counts_persons(level->name))
        return;
    level->objective = is_most ? round_down(level->objective, step)
                               : round_up(level->objective, step);
    if (level->proof == CIRCLET_PROOF_OPTIMAL)
        level->bound = level->objective;
    else
        level->bound = is_most ? round_up(level->bound, step)
                               : round_down(level->bound, step);
    larger = fmax(level->objective, level->bound);
    level->gap =
        larger > 0 ? fabs(level->bound - level->objective) / larger : 0;
}
