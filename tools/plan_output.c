#include "plan_output.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "groups_output.h"
#include "hold_output.h"
#include "locale.h"
#include "plan_from.h"
#include "plan_frontier.h"
#include "plan_left.h"
#include "plan_rules.h"
#include "quantity.h"
#include "table.h"
#include "tag_words.h"
#include "word.h"

/* ---- JSON --------------------------------------------------------------- */

static void write_level(json *out, const circlet_plan_level *level)
{
    json_object(out, NULL);
    json_text(out, "name", level->name);
    json_number(out, "objective", level->objective);
    json_number(out, "bound", level->bound);
    json_number(out, "gap", level->gap);
    json_text(out, "proof",
              level->proof == CIRCLET_PROOF_OPTIMAL ? "optimal" : "bound");
    json_text(out, "reason", level->reason);
    json_text(out, "mode", level->mode);
    json_end(out);
}

static void write_action(json *out, const circlet_plan_action *action)
{
    json_object(out, NULL);
    json_text(out, "id", action->id);
    json_text(out, "kind", action->kind);
    json_text(out, "facility", action->facility);
    json_text(out, "site", action->site);
    json_text(out, "service", action->service);
    json_text(out, "from_service", action->from_service);
    json_text(out, "type", action->type);
    json_text(out, "tier", action->tier);
    json_number(out, "lon", action->at.lon);
    json_number(out, "lat", action->at.lat);
    json_known(out, "places", action->places);
    json_known(out, "beds", action->beds);
    json_number(out, "area_m2", action->area_m2);
    json_known(out, "year", action->year);
    json_known(out, "start_year",
               action->start_year > 0 ? action->start_year : -1);
    json_number(out, "cost_cny", action->cost_cny);
    json_boolean(out, "fixed", action->fixed);
    json_boolean(out, "proposed", action->proposed);
    json_list(out, "mends", action->mends);
    json_text(out, "mode", action->mode);
    json_number(out, "persons_gained", action->persons_gained);
    json_number(out, "persons_modelled", action->persons_modelled);
    json_text(out, "text_zh", action->text_zh);
    json_text(out, "text_en", action->text_en);
    json_end(out);
}

void plan_write_actions(json *out, const circlet_plan *plan)
{
    json_array(out, "actions");
    for (size_t i = 0; i < circlet_plan_action_count(plan); i++)
        write_action(out, circlet_plan_action_at(plan, i));
    json_end(out);
}

/* The sites that the plan proposes. */
static void write_sites(json *out, const circlet_plan *plan)
{
    json_array(out, "proposed_sites");
    for (size_t i = 0; i < circlet_plan_site_count(plan); i++) {
        const circlet_site_record *site = circlet_plan_site_at(plan, i);

        json_object(out, NULL);
        json_text(out, "id", site->id);
        json_text(out, "name", site->name);
        json_number(out, "lon", site->at.lon);
        json_number(out, "lat", site->at.lat);
        json_end(out);
    }
    json_end(out);
}

static void write_unpriced(json *out, const circlet_plan *plan)
{
    json_array(out, "unpriced");
    for (size_t i = 0; i < circlet_plan_unpriced_count(plan); i++) {
        const circlet_plan_unpriced *ways = circlet_plan_unpriced_at(plan, i);

        json_object(out, NULL);
        json_text(out, "kind", ways->kind);
        json_text(out, "type", ways->type);
        json_text(out, "service", ways->service);
        json_text(out, "missing", ways->missing);
        json_known(out, "ways", (int64_t)ways->count);
        json_end(out);
    }
    json_end(out);
}

void plan_print_json(const plan_view *view)
{
    const circlet_plan *plan = view->plan;
    json out;

    json_start(&out, stdout);
    json_text(&out, "plan", circlet_plan_name(plan));
    json_boolean(&out, "cautious", circlet_plan_is_cautious(plan));
    if (view->from)
        plan_from_write(&out, view->from, plan);
    json_array(&out, "levels");
    for (size_t i = 0; i < circlet_plan_level_count(plan); i++)
        write_level(&out, circlet_plan_level_at(plan, i));
    json_end(&out);
    plan_write_actions(&out, plan);
    plan_course_write(&out, view->course);
    plan_rules_write(&out, plan, view->before, view->after);
    plan_left_write(&out, plan);
    if (view->staff)
        plan_staff_write(&out, view->staff);
    if (view->funds)
        plan_funds_write(&out, view->funds);
    if (view->groups)
        groups_write_summary(&out, view->groups);
    if (view->holding)
        hold_write(&out, view->holding, view->doubt);
    write_sites(&out, plan);
    write_unpriced(&out, plan);
    frontier_write_json(&out, plan);
    json_end(&out);
}

/* ---- text --------------------------------------------------------------- */

static void set_rounded(table *out, size_t column, double value, int decimals)
{
    char text[NUMBER_SIZE];

    if (!isfinite(value))
        return;
    format_rounded(text, value, decimals);
    table_set(out, column, text);
}

/* NULL: it has none. */
static const char *site_name(const circlet_plan *plan,
                             const circlet_city *city, const char *id)
{
    circlet_site site = circlet_city_find_site(city, id);

    if (site != CIRCLET_NONE)
        return circlet_city_site(city, site)->name;
    for (size_t i = 0; i < circlet_plan_site_count(plan); i++)
        if (strcmp(circlet_plan_site_at(plan, i)->id, id) == 0)
            return circlet_plan_site_at(plan, i)->name;
    return NULL;
}

static const char *title_of(const circlet_policy *policy, const char *word)
{
    return locale_is_chinese() ? circlet_policy_word_zh(policy, word)
                               : circlet_policy_word_en(policy, word);
}

/* Where it is done: at a site, else at a facility of the city. */
static const char *place_of(const circlet_plan_action *action,
                            const circlet_plan *plan, const circlet_city *city)
{
    const char *name =
        action->site ? site_name(plan, city, action->site) : NULL;
    circlet_facility facility =
        action->facility ? circlet_city_find_facility(city, action->facility)
                         : CIRCLET_NONE;

    if (name || action->site)
        return name ? name : action->site;
    if (facility != CIRCLET_NONE)
        return circlet_city_facility(city, facility)->name;
    return action->facility ? action->facility : "";
}

/* What is built or added: a type, else a service. */
static const char *thing_of(const circlet_plan_action *action,
                            const circlet_policy *policy)
{
    if (action->type)
        return title_of(policy, action->type);
    return action->service ? title_of(policy, action->service) : "";
}

/* When work begins, and from when on it counts. */
static void set_years(table *out, size_t column,
                      const circlet_plan_action *action)
{
    char text[64];

    if (action->start_year > 0 && action->start_year != action->year)
        snprintf(text, sizeof(text), "%d–%d", action->start_year,
                 action->year);
    else
        snprintf(text, sizeof(text), "%d", action->year);
    table_set(out, column, text);
}

static void add_action(table *out, const circlet_plan_action *action,
                       const circlet_plan *plan, const circlet_city *city,
                       const circlet_policy *policy)
{
    const char *sentence =
        locale_is_chinese() ? action->text_zh : action->text_en;

    table_add_row(out);
    table_set(out, 0, action->id);
    table_set(out, 1, word(action->kind));
    table_set(out, 2, thing_of(action, policy));
    table_set(out, 3, place_of(action, plan, city));
    set_rounded(out, 4, action->persons_gained, 2);
    set_rounded(out, 5, action->cost_cny, 0);
    table_set(out, 6, sentence ? sentence : "");
    if (circlet_plan_years(plan))
        set_years(out, 7, action);
}

bool plan_print_actions(const circlet_plan *plan, const circlet_city *city,
                        const circlet_policy *policy)
{
    table *out = table_new();
    bool is_printed;

    if (!out)
        return false;
    table_add_column(out, _("ACTION"), TABLE_LEFT);
    table_add_column(out, _("KIND"), TABLE_LEFT);
    table_add_column(out, _("WHAT"), TABLE_LEFT);
    table_add_column(out, _("WHERE"), TABLE_LEFT);
    table_add_column(out, _("PERSONS"), TABLE_RIGHT);
    table_add_column(out, _("COST (CNY)"), TABLE_RIGHT);
    table_add_column(out, _("REASON"), TABLE_SENTENCE);
    if (circlet_plan_years(plan))
        table_add_column(out, _("YEARS"), TABLE_LEFT);
    for (size_t i = 0; i < circlet_plan_action_count(plan); i++)
        add_action(out, circlet_plan_action_at(plan, i), plan, city, policy);
    is_printed = table_print(out);
    table_free(out);
    return is_printed;
}

/* Those of years are "2018:1000000". */
static bool has_budgets_of_years(const circlet_plan *plan)
{
    const char *budgets = circlet_plan_budgets(plan);

    return budgets && strchr(budgets, ':');
}

/* A level of which less is better. */
static void print_least(const circlet_plan_level *level,
                        const circlet_plan *plan, const char *objective,
                        const char *bound)
{
    char more[NUMBER_SIZE];

    format_rounded(more, level->objective - level->bound, 2);
    if (level->proof == CIRCLET_PROOF_OPTIMAL)
        printf(_("%s: %s; proved: less is not possible\n"), word(level->name),
               objective);
    else if (level->bound > 0)
        printf(_("%s: %s; less than %s is not possible, so at most %s could "
                 "be saved; not proved best\n"),
               word(level->name), objective, bound, more);
    else
        printf(_("%s: %s; whether less is possible is not proved\n"),
               word(level->name), objective);
    if (level->reason && strcmp(level->reason, "ways_left_out") == 0)
        printf(_("  a building can be changed in more ways than were looked "
                 "at\n"));
    if (level->reason && strcmp(level->reason, "counted_elsewhere") == 0)
        printf(_("  rules compete for the same beds\n"));
    if (level->reason && strcmp(level->reason, "judged_otherwise") == 0)
        printf(_("  the rules judge the plan otherwise than it was "
                 "reckoned\n"));
    if (level->reason && strcmp(level->reason, "over_years") == 0 &&
        has_budgets_of_years(plan))
        printf(_("  the bound is of plans without budgets of years\n"));
}

/* What it aims at, and the travel modes that its persons are counted by;
 * false if memory ran out. */
static bool print_level(const circlet_plan_level *level,
                        const circlet_plan *plan)
{
    char objective[NUMBER_SIZE], bound[NUMBER_SIZE], gap[NUMBER_SIZE];
    char *modes = tag_text(names_write, level->mode ? level->mode : "");

    if (!modes)
        return false;

    format_rounded(objective, level->objective, 2);
    format_rounded(bound, level->bound, 2);
    /* Rounded up: a gap is never said to be smaller than it is. */
    format_rounded(gap, ceil(level->gap * 1e4) / 100, 2);
    if (strcmp(level->name, "covered_persons") != 0)
        print_least(level, plan, objective, bound);
    else if (level->proof == CIRCLET_PROOF_OPTIMAL)
        printf(_("%s: %s; proved: no choice of sites does better\n"),
               word(level->name), objective);
    else
        printf(_("%s: %s; at most %s are possible, so at most %s%% are "
                 "missed; not proved best\n"),
               word(level->name), objective, bound, gap);
    if (*modes) {
        printf(_("travel mode: %s"), modes);
        putchar('\n');
    }
    free(modes);
    return true;
}

/* Of how many sites the plan proposes, and by which rule. */
static void print_proposed(const circlet_plan *plan)
{
    size_t count = circlet_plan_site_count(plan);

    if (count == 0)
        return;
    printf(
        ngettext("proposed: %zu site, at most %d in a community and %d in "
                 "the rest of a street, %d m apart; nobody has looked at it "
                 "yet\n",
                 "proposed: %zu sites, at most %d in a community and %d in "
                 "the rest of a street, %d m apart; nobody has looked at "
                 "them yet\n",
                 (unsigned long)count),
        count, CIRCLET_PROPOSALS_OF_COMMUNITY, CIRCLET_PROPOSALS_OF_STREET,
        CIRCLET_PROPOSAL_SPACING_M);
}

static void add_unpriced(table *out, const circlet_plan_unpriced *ways)
{
    char count[32];

    snprintf(count, sizeof(count), "%zu", ways->count);
    table_add_row(out);
    table_set(out, 0, word(ways->kind));
    table_set(out, 1, word(ways->type));
    table_set(out, 2, ways->service ? ways->service : "");
    table_set(out, 3, count);
    table_set(out, 4,
              ways->missing ? ways->missing
                            : _("no key: the policy cannot say it"));
}

/* False if memory ran out. */
static bool print_unpriced(const circlet_plan *plan)
{
    size_t count = circlet_plan_unpriced_count(plan);
    table *out;
    bool is_printed;

    if (count == 0)
        return true;
    out = table_new();
    if (!out)
        return false;
    table_add_column(out, _("KIND"), TABLE_LEFT);
    table_add_column(out, _("TYPE"), TABLE_LEFT);
    table_add_column(out, _("SERVICE"), TABLE_LEFT);
    table_add_column(out, _("WAYS"), TABLE_RIGHT);
    table_add_column(out, _("MISSING IN THE POLICY FILE"), TABLE_SENTENCE);
    for (size_t i = 0; i < count; i++)
        add_unpriced(out, circlet_plan_unpriced_at(plan, i));
    printf("\n%s\n", _("Not planned, because it has no price:"));
    is_printed = table_print(out);
    table_free(out);
    return is_printed;
}

bool plan_print_text(const plan_view *view)
{
    const circlet_plan *plan = view->plan;
    size_t actions = circlet_plan_action_count(plan);

    printf(ngettext("Plan %s: %zu action\n", "Plan %s: %zu actions\n",
                    (unsigned long)actions),
           circlet_plan_name(plan), actions);
    if (circlet_plan_is_cautious(plan))
        puts(_("Cautious: persons count where they surely are covered."));
    for (size_t i = 0; i < circlet_plan_level_count(plan); i++)
        if (!print_level(circlet_plan_level_at(plan, i), plan))
            return false;
    print_proposed(plan);
    if (view->from)
        plan_from_print(view->from, plan);
    if (actions) {
        putchar('\n');
        if (!plan_print_actions(plan, view->city, view->policy))
            return false;
    }
    return plan_course_print(view->course, view->city) &&
           plan_rules_print(plan, view->policy, view->before, view->after) &&
           plan_left_print(plan, view->policy) && print_unpriced(plan) &&
           frontier_print_text(plan) &&
           (!view->holding || hold_print(view->holding, view->doubt)) &&
           (!view->staff || plan_staff_print(view->staff, view->policy)) &&
           (!view->funds || plan_funds_print(view->funds)) &&
           (!view->groups || groups_print_summary(view->groups));
}
