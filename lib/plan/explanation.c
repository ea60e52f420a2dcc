#include "plan/explanation.h"

#include <stdlib.h>

void circlet_explanation_free(circlet_explanation *explanation)
{
    if (!explanation)
        return;
    circlet_plan_free(explanation->plan);
    circlet_plan_free(explanation->instead);
    free(explanation->actions);
    ci_arena_free(&explanation->arena);
    free(explanation);
}

int circlet_explanation_year(const circlet_explanation *explanation)
{
    return explanation->year;
}

size_t circlet_explanation_count(const circlet_explanation *explanation)
{
    return explanation->count;
}

const circlet_explained_action *circlet_explanation_at(
    const circlet_explanation *explanation, size_t i)
{
    return i < explanation->count ? &explanation->actions[i] : NULL;
}

const circlet_second_best *circlet_explanation_second(
    const circlet_explanation *explanation)
{
    return explanation->has_second ? &explanation->second : NULL;
}
