#include "city/plan_record.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/id_map.h"
#include "base/text.h"

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

static bool is_empty(const char *text)
{
    return !text || !*text;
}

/* ---- checking ---------------------------------------------------------- */

static circlet_status check_actions(const circlet_plan_action *actions,
                                    size_t count, ci_name_map *ids,
                                    circlet_error *error)
{
    for (size_t i = 0; i < count; i++) {
        if (is_empty(actions[i].id))
            return ci_fail(error, CIRCLET_E_DATA, "action %zu has no id",
                           i + 1);
        if (is_empty(actions[i].kind))
            return ci_fail(error, CIRCLET_E_DATA, "action '%s' has no kind",
                           actions[i].id);
        if (ci_name_map_find(ids, actions[i].id) != CI_NOWHERE)
            return ci_fail(error, CIRCLET_E_DATA, "action '%s' is given twice",
                           actions[i].id);
        if (!ci_name_map_add(ids, actions[i].id, (uint32_t)i))
            return ci_fail_nomem(error);
    }
    return CIRCLET_OK;
}

static circlet_status check_rest(const circlet_plan_parts *parts,
                                 circlet_error *error)
{
    for (size_t i = 0; i < parts->level_count; i++)
        if (is_empty(parts->levels[i].name))
            return ci_fail(error, CIRCLET_E_DATA,
                           "level %zu of the plan has no name", i + 1);
    for (size_t i = 0; i < parts->impossible_count; i++)
        if (is_empty(parts->impossible[i].rule))
            return ci_fail(error, CIRCLET_E_DATA,
                           "impossible demand %zu of the plan has no rule",
                           i + 1);
    return CIRCLET_OK;
}

static circlet_status check_all(const circlet_plan_parts *parts,
                                circlet_error *error)
{
    ci_name_map *ids = ci_name_map_new();
    circlet_status status;

    if (!ids)
        return ci_fail_nomem(error);
    status = check_actions(parts->actions, parts->action_count, ids, error);
    ci_name_map_free(ids);
    if (status != CIRCLET_OK)
        return status;
    return check_rest(parts, error);
}

/* ---- copying ----------------------------------------------------------- */

static bool copy_texts(ci_arena *arena, const char **const *texts,
                       size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (!*texts[i])
            continue;
        *texts[i] = ci_arena_copy(arena, *texts[i]);
        if (!*texts[i])
            return false;
    }
    return true;
}

static bool copy_actions(circlet_plan *plan,
                         const circlet_plan_action *actions, size_t count)
{
    plan->actions =
        ci_arena_take(&plan->arena, (count + 1) * sizeof(*actions));
    if (!plan->actions)
        return false;
    for (size_t i = 0; i < count; i++) {
        circlet_plan_action *copy = &plan->actions[i];
        const char **const texts[] = {
            &copy->id,      &copy->kind,    &copy->facility,
            &copy->site,    &copy->service, &copy->type,
            &copy->tier,    &copy->mends,   &copy->mode,
            &copy->text_zh, &copy->text_en, &copy->from_service};

        *copy = actions[i];
        if (!copy_texts(&plan->arena, texts, COUNT_OF(texts)))
            return false;
    }
    plan->action_count = count;
    return true;
}

/* A copy in the arena; NULL if there is nothing, or no memory: then
 * `is_copied` is cleared. */
static void *copy_array(ci_arena *arena, const void *items, size_t size,
                        bool *is_copied)
{
    void *copy;

    if (!items || size == 0)
        return NULL;
    copy = ci_arena_take(arena, size);
    if (copy)
        memcpy(copy, items, size);
    else
        *is_copied = false;
    return copy;
}

static bool copy_certificate(ci_arena *arena,
                             const circlet_certificate **certificate)
{
    const circlet_certificate *given = *certificate;
    circlet_certificate *copy = ci_arena_take(arena, sizeof(*copy));
    size_t vectors = given->dual_count;
    size_t duals = vectors > 0 ? given->dual_first[vectors] : 0;
    bool is_copied = true;

    if (!copy)
        return false;
    *copy = *given;
    copy->sites =
        copy_array(arena, given->sites,
                   given->site_count * sizeof(*given->sites), &is_copied);
    copy->nodes =
        copy_array(arena, given->nodes,
                   given->node_count * sizeof(*given->nodes), &is_copied);
    copy->dual_first =
        copy_array(arena, given->dual_first,
                   (vectors + 1) * sizeof(*given->dual_first), &is_copied);
    copy->duals = copy_array(arena, given->duals,
                             duals * sizeof(*given->duals), &is_copied);
    copy->thetas = copy_array(arena, given->thetas,
                              vectors * sizeof(*given->thetas), &is_copied);
    copy->dominated = copy_array(
        arena, given->dominated,
        2 * given->dominated_count * sizeof(*given->dominated), &is_copied);
    copy->assignments = copy_array(
        arena, given->assignments,
        given->assignment_count * sizeof(*given->assignments), &is_copied);
    *certificate = copy;
    return is_copied;
}

static bool copy_levels(circlet_plan *plan, const circlet_plan_level *levels,
                        size_t count)
{
    plan->levels = ci_arena_take(&plan->arena, (count + 1) * sizeof(*levels));
    if (!plan->levels)
        return false;
    for (size_t i = 0; i < count; i++) {
        const char **const texts[] = {
            &plan->levels[i].name, &plan->levels[i].mode,
            &plan->levels[i].reason, &plan->levels[i].program_certificate};

        plan->levels[i] = levels[i];
        if (!copy_texts(&plan->arena, texts, COUNT_OF(texts)) ||
            (levels[i].certificate &&
             !copy_certificate(&plan->arena, &plan->levels[i].certificate)))
            return false;
    }
    plan->level_count = count;
    return true;
}

static bool copy_impossible(circlet_plan *plan,
                            const circlet_plan_impossible *impossible,
                            size_t count)
{
    plan->impossible =
        ci_arena_take(&plan->arena, (count + 1) * sizeof(*impossible));
    if (!plan->impossible)
        return false;
    for (size_t i = 0; i < count; i++) {
        circlet_plan_impossible *copy = &plan->impossible[i];
        const char **const texts[] = {&copy->rule,
                                      &copy->unit,
                                      &copy->mode,
                                      &copy->reason,
                                      &copy->missing_unit,
                                      &copy->parts,
                                      &copy->taken_by,
                                      &copy->change.kind,
                                      &copy->change.type,
                                      &copy->change.units,
                                      &copy->change.services,
                                      &copy->text_zh,
                                      &copy->text_en};

        *copy = impossible[i];
        if (!copy_texts(&plan->arena, texts, COUNT_OF(texts)))
            return false;
    }
    plan->impossible_count = count;
    return true;
}

bool ci_plan_say_sites(circlet_plan *plan, const circlet_site_record *sites,
                       size_t count)
{
    plan->sites = ci_arena_take(&plan->arena, (count + 1) * sizeof(*sites));
    if (!plan->sites)
        return false;
    for (size_t i = 0; i < count; i++) {
        circlet_site_record *copy = &plan->sites[i];
        const char **const texts[] = {&copy->id, &copy->name, &copy->types,
                                      &copy->attributes};

        *copy = sites[i];
        copy->is_proposed = true;
        if (!copy_texts(&plan->arena, texts, COUNT_OF(texts)))
            return false;
    }
    plan->site_count = count;
    return true;
}

static bool copy_unpriced(circlet_plan *plan,
                          const circlet_plan_unpriced *unpriced, size_t count)
{
    plan->unpriced =
        ci_arena_take(&plan->arena, (count + 1) * sizeof(*unpriced));
    if (!plan->unpriced)
        return false;
    for (size_t i = 0; i < count; i++) {
        circlet_plan_unpriced *copy = &plan->unpriced[i];
        const char **const texts[] = {&copy->kind, &copy->type, &copy->service,
                                      &copy->missing};

        *copy = unpriced[i];
        if (!copy_texts(&plan->arena, texts, COUNT_OF(texts)))
            return false;
    }
    plan->unpriced_count = count;
    return true;
}

static bool copy_points(circlet_plan *plan, const circlet_plan_point *points,
                        size_t count)
{
    bool is_copied = true;

    plan->points =
        copy_array(&plan->arena, points, count * sizeof(*points), &is_copied);
    plan->point_count = count;
    return is_copied;
}

int ci_plan_take_year(const char **list, char sign)
{
    const char marks[] = {sign, '\0'};
    size_t size = strcspn(*list, marks);
    char word[8] = "";
    int64_t year = 0;

    if (size < sizeof(word))
        memcpy(word, *list, size);
    *list += size + ((*list)[size] == sign);
    return ci_parse_int64(&year, word) && year > 0 && year < 10000 ? (int)year
                                                                   : 0;
}

/* NULL, or empty: it is not computed over years, or has no budgets. */
static bool copy_years(circlet_plan *plan, const circlet_plan_parts *parts)
{
    bool has_years = !is_empty(parts->years);
    bool has_budgets = !is_empty(parts->budgets);

    plan->allows_loss = parts->allows_loss;
    if (has_years)
        plan->years = ci_arena_copy(&plan->arena, parts->years);
    if (has_budgets)
        plan->budgets = ci_arena_copy(&plan->arena, parts->budgets);
    return (!has_years || plan->years) && (!has_budgets || plan->budgets);
}

static bool copy_services(circlet_plan *plan, const char *services)
{
    if (is_empty(services))
        return true;
    plan->services = ci_arena_copy(&plan->arena, services);
    return plan->services != NULL;
}

static bool copy_parts(circlet_plan *plan, const circlet_plan_parts *parts)
{
    return copy_actions(plan, parts->actions, parts->action_count) &&
           copy_levels(plan, parts->levels, parts->level_count) &&
           copy_impossible(plan, parts->impossible, parts->impossible_count) &&
           ci_plan_say_sites(plan, parts->sites, parts->site_count) &&
           copy_years(plan, parts) && copy_services(plan, parts->services) &&
           copy_unpriced(plan, parts->unpriced, parts->unpriced_count) &&
           copy_points(plan, parts->points, parts->point_count);
}

/* ---- the plan ---------------------------------------------------------- */

static bool lacks_a_list(const circlet_plan_parts *parts)
{
    return (parts->action_count > 0 && !parts->actions) ||
           (parts->level_count > 0 && !parts->levels) ||
           (parts->impossible_count > 0 && !parts->impossible) ||
           (parts->site_count > 0 && !parts->sites) ||
           (parts->unpriced_count > 0 && !parts->unpriced) ||
           (parts->point_count > 0 && !parts->points);
}

circlet_status circlet_plan_new(circlet_plan **out, const char *name,
                                const circlet_plan_parts *parts,
                                circlet_error *error)
{
    circlet_plan *plan;
    circlet_status status;

    if (!out || !parts || lacks_a_list(parts))
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "no place for a plan, or a list that is missing");
    if (is_empty(name))
        return ci_fail(error, CIRCLET_E_ARGUMENT, "a plan needs a name");
    status = check_all(parts, error);
    if (status != CIRCLET_OK)
        return status;
    plan = calloc(1, sizeof(*plan));
    if (!plan)
        return ci_fail_nomem(error);
    plan->name = ci_arena_copy(&plan->arena, name);
    plan->is_cautious = parts->is_cautious;
    plan->hold_share = parts->hold_share;
    plan->hold_draws = parts->hold_draws;
    plan->hold_seed = parts->hold_seed;
    plan->year = parts->year;
    plan->persons_step = parts->persons_step;
    if (!plan->name || !copy_parts(plan, parts)) {
        circlet_plan_free(plan);
        return ci_fail_nomem(error);
    }
    *out = plan;
    return CIRCLET_OK;
}

circlet_plan_parts ci_plan_parts(const circlet_plan *plan)
{
    return (circlet_plan_parts){.actions = plan->actions,
                                .action_count = plan->action_count,
                                .levels = plan->levels,
                                .level_count = plan->level_count,
                                .impossible = plan->impossible,
                                .impossible_count = plan->impossible_count,
                                .sites = plan->sites,
                                .site_count = plan->site_count,
                                .unpriced = plan->unpriced,
                                .unpriced_count = plan->unpriced_count,
                                .is_cautious = plan->is_cautious,
                                .hold_share = plan->hold_share,
                                .hold_draws = plan->hold_draws,
                                .hold_seed = plan->hold_seed,
                                .year = plan->year,
                                .years = plan->years,
                                .budgets = plan->budgets,
                                .allows_loss = plan->allows_loss,
                                .services = plan->services,
                                .points = plan->points,
                                .point_count = plan->point_count,
                                .persons_step = plan->persons_step};
}

void circlet_plan_free(circlet_plan *plan)
{
    if (!plan)
        return;
    ci_arena_free(&plan->arena);
    free(plan);
}

const char *circlet_plan_name(const circlet_plan *plan)
{
    return plan->name;
}

const char *circlet_plan_policy(const circlet_plan *plan)
{
    return plan->policy;
}

bool ci_plan_say_policy(circlet_plan *plan, const char *policy)
{
    plan->policy = ci_arena_copy(&plan->arena, policy);
    return plan->policy != NULL;
}

void ci_plan_say_unread(circlet_plan *plan)
{
    plan->has_unread_proofs = true;
}

bool ci_plan_say_stray(circlet_plan *plan, const char *level)
{
    plan->stray_proof = ci_arena_copy(&plan->arena, level);
    return plan->stray_proof != NULL;
}

int circlet_plan_persons_step(const circlet_plan *plan)
{
    return plan->persons_step;
}

int circlet_plan_year(const circlet_plan *plan)
{
    return plan->year;
}

const char *circlet_plan_years(const circlet_plan *plan)
{
    return plan->years;
}

const char *circlet_plan_budgets(const circlet_plan *plan)
{
    return plan->budgets;
}

bool circlet_plan_allows_loss(const circlet_plan *plan)
{
    return plan->allows_loss;
}

const char *circlet_plan_services(const circlet_plan *plan)
{
    return plan->services;
}

double circlet_plan_hold_share(const circlet_plan *plan)
{
    return plan->hold_share;
}

uint32_t circlet_plan_hold_draws(const circlet_plan *plan)
{
    return plan->hold_draws;
}

uint64_t circlet_plan_hold_seed(const circlet_plan *plan)
{
    return plan->hold_seed;
}

bool circlet_plan_is_cautious(const circlet_plan *plan)
{
    return plan->is_cautious;
}

size_t circlet_plan_action_count(const circlet_plan *plan)
{
    return plan->action_count;
}

const circlet_plan_action *circlet_plan_action_at(const circlet_plan *plan,
                                                  size_t i)
{
    return i < plan->action_count ? &plan->actions[i] : NULL;
}

size_t circlet_plan_level_count(const circlet_plan *plan)
{
    return plan->level_count;
}

const circlet_plan_level *circlet_plan_level_at(const circlet_plan *plan,
                                                size_t i)
{
    return i < plan->level_count ? &plan->levels[i] : NULL;
}

size_t circlet_plan_impossible_count(const circlet_plan *plan)
{
    return plan->impossible_count;
}

const circlet_plan_impossible *circlet_plan_impossible_at(
    const circlet_plan *plan, size_t i)
{
    return i < plan->impossible_count ? &plan->impossible[i] : NULL;
}

size_t circlet_plan_site_count(const circlet_plan *plan)
{
    return plan->site_count;
}

const circlet_site_record *circlet_plan_site_at(const circlet_plan *plan,
                                                size_t i)
{
    return i < plan->site_count ? &plan->sites[i] : NULL;
}

size_t circlet_plan_unpriced_count(const circlet_plan *plan)
{
    return plan->unpriced_count;
}

const circlet_plan_unpriced *circlet_plan_unpriced_at(const circlet_plan *plan,
                                                      size_t i)
{
    return i < plan->unpriced_count ? &plan->unpriced[i] : NULL;
}

size_t circlet_plan_point_count(const circlet_plan *plan)
{
    return plan->point_count;
}

const circlet_plan_point *circlet_plan_point_at(const circlet_plan *plan,
                                                size_t i)
{
    return i < plan->point_count ? &plan->points[i] : NULL;
}
