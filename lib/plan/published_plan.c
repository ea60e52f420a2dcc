/* circlet_plan_publish(): a plan that tells of no few persons. */
#include <circlet/plan.h>
#include <circlet/privacy.h>

#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "city/plan_record.h"
#include "city/plan_steps.h"
#include "plan/gain_text.h"

#define STEP ((double)CIRCLET_PRIVACY_SMALL)

/* The sentence of an action in the arena; NULL stays, and is put where there
 * must be none. False: no memory. */
static bool tell(const char **text, ci_arena *arena,
                 const ci_gain_words *words, const circlet_plan_action *action)
{
    ci_buffer out = {0};
    bool is_told =
        *text && ci_gain_text_in_steps(&out, *text, words, action, STEP);
    bool is_done = !out.failed;

    *text = is_told && is_done ? ci_arena_copy(arena, out.text) : NULL;
    ci_buffer_free(&out);
    return is_done && (!is_told || *text);
}

static bool publish_action(circlet_plan_action *action, ci_arena *arena)
{
    if (!tell(&action->text_zh, arena, &ci_gain_words_zh, action) ||
        !tell(&action->text_en, arena, &ci_gain_words_en, action))
        return false;
    action->persons_gained = ci_persons_in_steps(action->persons_gained, STEP);
    action->persons_modelled =
        ci_persons_in_steps(action->persons_modelled, STEP);
    return true;
}

/* What was found out of those who are left has their numbers, too. */
static void publish_left(circlet_plan_impossible *left)
{
    bool is_of_persons =
        left->missing_unit && strcmp(left->missing_unit, "persons") == 0;

    left->persons = ci_persons_in_steps(left->persons, STEP);
    left->persons_modelled = ci_persons_in_steps(left->persons_modelled, STEP);
    if (is_of_persons)
        left->missing = ci_persons_in_steps(left->missing, STEP);
    left->persons_cut_off = left->persons_off_streets = 0;
    left->nearest_s = left->median_s = 0;
    left->parts = left->text_zh = left->text_en = NULL;
    left->change = (circlet_plan_change){.kind = NULL};
}

/* Copies of what is told in another way. */
static bool publish_parts(circlet_plan_parts *parts, ci_arena *arena)
{
    circlet_plan_action *actions =
        ci_arena_take(arena, (parts->action_count + 1) * sizeof(*actions));
    circlet_plan_level *levels =
        ci_arena_take(arena, (parts->level_count + 1) * sizeof(*levels));
    circlet_plan_impossible *left =
        ci_arena_take(arena, (parts->impossible_count + 1) * sizeof(*left));
    bool is_done = actions && levels && left;

    for (size_t i = 0; is_done && i < parts->action_count; i++) {
        actions[i] = parts->actions[i];
        is_done = publish_action(&actions[i], arena);
    }
    for (size_t i = 0; is_done && i < parts->level_count; i++) {
        levels[i] = parts->levels[i];
        ci_level_in_steps(&levels[i], STEP);
    }
    for (size_t i = 0; is_done && i < parts->impossible_count; i++) {
        left[i] = parts->impossible[i];
        publish_left(&left[i]);
    }
    parts->actions = actions;
    parts->levels = levels;
    parts->impossible = left;
    parts->points = NULL;
    parts->point_count = 0;
    parts->persons_step = CIRCLET_PRIVACY_SMALL;
    return is_done;
}

circlet_status circlet_plan_publish(circlet_plan **out,
                                    const circlet_plan *plan,
                                    circlet_error *error)
{
    ci_arena arena = {0};
    circlet_plan_parts parts;
    circlet_plan *told = NULL;
    circlet_status status;

    if (!out || !plan)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "publishing needs a plan and a place for it");
    parts = ci_plan_parts(plan);
    status = publish_parts(&parts, &arena)
                 ? circlet_plan_new(&told, plan->name, &parts, error)
                 : ci_fail_nomem(error);
    if (status == CIRCLET_OK && plan->policy &&
        !ci_plan_say_policy(told, plan->policy))
        status = ci_fail_nomem(error);
    ci_arena_free(&arena);
    if (status == CIRCLET_OK)
        *out = told;
    else
        circlet_plan_free(told);
    return status;
}
