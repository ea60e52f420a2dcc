#include "plan/joined_plan.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "city/plan_record.h"

#define COST "cost_cny"

double ci_joined_cost(const circlet_plan *plan)
{
    for (size_t i = 0; i < plan->level_count; i++)
        if (strcmp(plan->levels[i].name, COST) == 0)
            return plan->levels[i].objective;
    return 0;
}

/* ---- ids ---------------------------------------------------------------- */

/* A letter that no id begins with; 'a' where there is nothing to tell apart,
 * or all are taken. */
static char free_letter(const circlet_plan *given, const circlet_plan *from)
{
    for (char letter = 'a'; given->action_count > 0 && letter <= 'z';
         letter++) {
        bool is_taken = false;

        for (size_t i = 0; i < from->action_count; i++)
            is_taken |= from->actions[i].id[0] == letter;
        if (!is_taken)
            return letter;
    }
    return 'a';
}

/* Ids of computed plans are a letter and digits; in lists they are divided by
 * semicolons. NULL stays. */
static bool name_anew(const char **ids, char letter, ci_arena *arena)
{
    char *copy = *ids ? ci_arena_copy(arena, *ids) : NULL;

    if (!*ids)
        return true;
    for (char *at = copy; at && *at; at++)
        if (at == copy || at[-1] == ';')
            *at = letter;
    *ids = copy;
    return copy != NULL;
}

/* ---- parts -------------------------------------------------------------- */

typedef struct joining {
    circlet_plan_action *actions;
    circlet_plan_level *levels;
    circlet_plan_impossible *impossible;
    circlet_site_record *sites;
    ci_arena arena;
} joining;

static bool allocate(joining *out, const circlet_plan *given,
                     const circlet_plan *rest)
{
    out->actions = calloc(given->action_count + rest->action_count + 1,
                          sizeof(*out->actions));
    out->levels = calloc(rest->level_count + 1, sizeof(*out->levels));
    out->impossible =
        calloc(rest->impossible_count + 1, sizeof(*out->impossible));
    out->sites =
        calloc(given->site_count + rest->site_count + 1, sizeof(*out->sites));
    return out->actions && out->levels && out->impossible && out->sites;
}

static void clear(joining *of)
{
    free(of->actions);
    free(of->levels);
    free(of->impossible);
    free(of->sites);
    ci_arena_free(&of->arena);
}

static bool join_actions(joining *of, const circlet_plan *given,
                         const circlet_plan *rest, char letter)
{
    bool is_done = true;

    memcpy(of->actions, given->actions,
           given->action_count * sizeof(*of->actions));
    memcpy(of->actions + given->action_count, rest->actions,
           rest->action_count * sizeof(*of->actions));
    for (size_t i = 0; i < rest->action_count; i++)
        is_done &= name_anew(&of->actions[given->action_count + i].id, letter,
                             &of->arena);
    memcpy(of->impossible, rest->impossible,
           rest->impossible_count * sizeof(*of->impossible));
    for (size_t i = 0; i < rest->impossible_count; i++)
        is_done &= name_anew(&of->impossible[i].taken_by, letter, &of->arena);
    return is_done;
}

static void join_sites(joining *of, const circlet_plan *given,
                       const circlet_plan *rest)
{
    memcpy(of->sites, given->sites, given->site_count * sizeof(*of->sites));
    memcpy(of->sites + given->site_count, rest->sites,
           rest->site_count * sizeof(*of->sites));
}

/* What is given costs that much in every plan that keeps it. */
static void join_levels(joining *of, const circlet_plan *rest, double cost_cny)
{
    for (size_t i = 0; i < rest->level_count; i++) {
        circlet_plan_level *level = &of->levels[i];

        *level = rest->levels[i];
        if (strcmp(level->name, COST) != 0)
            continue;
        level->objective += cost_cny;
        level->bound += cost_cny;
        level->gap = level->objective > level->bound && level->objective > 0
                         ? (level->objective - level->bound) / level->objective
                         : 0;
    }
}

circlet_status ci_join_plan(circlet_plan **out, const ci_given *given,
                            const circlet_plan *rest, const circlet_plan *from,
                            const char *name, circlet_error *error)
{
    const circlet_plan *first = given->plan;
    char letter = free_letter(first, from);
    joining of = {.actions = NULL};
    circlet_status status = ci_fail_nomem(error);

    if (allocate(&of, first, rest) && join_actions(&of, first, rest, letter)) {
        const circlet_plan_parts parts = {
            .actions = of.actions,
            .action_count = first->action_count + rest->action_count,
            .levels = of.levels,
            .level_count = rest->level_count,
            .impossible = of.impossible,
            .impossible_count = rest->impossible_count,
            .sites = of.sites,
            .site_count = first->site_count + rest->site_count,
            .unpriced = rest->unpriced,
            .unpriced_count = rest->unpriced_count,
            .is_cautious = rest->is_cautious,
            .year = rest->year,
            .services = rest->services};

        join_sites(&of, first, rest);
        join_levels(&of, rest, given->cost_cny);
        status = circlet_plan_new(out, name, &parts, error);
    }
    clear(&of);
    return status;
}
