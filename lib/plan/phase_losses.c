/* Who loses cover through moves and closures, in any of the years. */
#include <stdlib.h>

#include "base/error.h"
#include "plan/phases.h"
#include "plan/year_cover.h"

static circlet_status look_at_year(bool *out, const ci_mend *mend,
                                   const circlet_plan *plan, int year,
                                   circlet_error *error)
{
    circlet_course_year figures = {.year = year};
    ci_arena arena = {0};
    ci_loss_list losses = {.arena = &arena};
    circlet_city *planned = NULL;
    circlet_status status =
        circlet_plan_apply(&planned, plan, mend->judgement.policy,
                           mend->judgement.city, year, error);

    if (!status)
        status = ci_year_cover_find(&figures, &losses, &mend->judgement,
                                    planned, error);
    *out = figures.lost > 0;
    circlet_city_free(planned);
    free(losses.items);
    ci_arena_free(&arena);
    return status;
}

circlet_status ci_phases_lose(bool *out, const ci_mend *mend,
                              const circlet_plan_action *actions, size_t count,
                              circlet_error *error)
{
    const circlet_plan_options *options = mend->options;
    const circlet_plan_parts parts = {.actions = actions,
                                      .action_count = count};
    circlet_plan *plan = NULL;
    circlet_status status =
        circlet_plan_new(&plan, options->name, &parts, error);

    *out = false;
    for (size_t i = 0; !status && !*out && i < options->year_count; i++)
        status = look_at_year(out, mend, plan, options->years[i], error);
    circlet_plan_free(plan);
    return status == CIRCLET_E_DATA ? CIRCLET_OK : status;
}
