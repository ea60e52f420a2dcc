#include "plan_output.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "locale.h"
#include "plan_frontier.h"
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
    json_text(out, "mode", level->mode);
    json_end(out);
}

/* A list divided by ';' as an array. */
static void write_list(json *out, const char *key, const char *list)
{
    json_array(out, key);
    while (list && *list) {
        size_t size = strcspn(list, ";");
        char item[128];

        snprintf(item, sizeof(item), "%.*s", (int)size, list);
        json_text(out, NULL, item);
        list += size + (list[size] == ';');
    }
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
    json_text(out, "type", action->type);
    json_text(out, "tier", action->tier);
    json_number(out, "lon", action->at.lon);
    json_number(out, "lat", action->at.lat);
    json_known(out, "places", action->places);
    json_known(out, "beds", action->beds);
    json_number(out, "area_m2", action->area_m2);
    json_known(out, "year", action->year);
    json_number(out, "cost_cny", action->cost_cny);
    json_boolean(out, "fixed", action->fixed);
    json_boolean(out, "proposed", action->proposed);
    write_list(out, "mends", action->mends);
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

/* It may be mended, but by nothing that a plan does. */
static bool is_not_planned(const circlet_plan_impossible *item)
{
    return item->reason && strcmp(item->reason, "not_planned") == 0;
}

/* It is had as assumed, which is not sure enough for a cautious plan. */
static bool is_in_doubt(const circlet_plan_impossible *item)
{
    return item->reason && strcmp(item->reason, "in_doubt") == 0;
}

static bool is_impossible(const circlet_plan *plan, const char *rule)
{
    for (size_t i = 0; i < circlet_plan_impossible_count(plan); i++) {
        const circlet_plan_impossible *item =
            circlet_plan_impossible_at(plan, i);

        if (strcmp(item->rule, rule) == 0 && !is_not_planned(item) &&
            !is_in_doubt(item))
            return true;
    }
    return false;
}

/* A rule is met if all its findings say so; unknown where data is missing
 * and nothing fails. */
static void write_rule(json *out, const circlet_plan *plan,
                       const rule_count *count)
{
    json_object(out, NULL);
    json_text(out, "rule", count->rule);
    json_text(out, "mode", count->mode);
    if (count->verdicts[CIRCLET_VERDICT_FAIL])
        json_boolean(out, "met", false);
    else if (count->verdicts[CIRCLET_VERDICT_UNDECIDED] ||
             count->verdicts[CIRCLET_VERDICT_NO_DATA])
        json_null(out, "met");
    else
        json_boolean(out, "met", true);
    json_boolean(out, "impossible", is_impossible(plan, count->rule));
    json_number(out, "persons_modelled",
                count->knows_persons ? count->modelled : (double)NAN);
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

/* What a plan leaves: what is in doubt, or all else. */
static void write_left(json *out, const char *key, const circlet_plan *plan,
                       bool of_doubt)
{
    json_array(out, key);
    for (size_t i = 0; i < circlet_plan_impossible_count(plan); i++) {
        const circlet_plan_impossible *item =
            circlet_plan_impossible_at(plan, i);

        if (is_in_doubt(item) != of_doubt)
            continue;
        json_object(out, NULL);
        json_text(out, "rule", item->rule);
        json_text(out, "unit", item->unit);
        json_text(out, "mode", item->mode);
        json_number(out, "persons", item->persons);
        json_number(out, "persons_modelled", item->persons_modelled);
        json_text(out, "reason", item->reason);
        json_number(out, "missing", item->missing);
        json_text(out, "missing_unit", item->missing_unit);
        json_end(out);
    }
    json_end(out);
}

void plan_print_json(const circlet_plan *plan, const rule_counts *counts)
{
    json out;

    json_start(&out, stdout);
    json_text(&out, "plan", circlet_plan_name(plan));
    json_boolean(&out, "cautious", circlet_plan_is_cautious(plan));
    json_array(&out, "levels");
    for (size_t i = 0; i < circlet_plan_level_count(plan); i++)
        write_level(&out, circlet_plan_level_at(plan, i));
    json_end(&out);
    plan_write_actions(&out, plan);
    json_array(&out, "rules");
    for (size_t i = 0; i < counts->count; i++)
        write_rule(&out, plan, &counts->items[i]);
    json_end(&out);
    write_left(&out, "impossible", plan, false);
    if (circlet_plan_is_cautious(plan))
        write_left(&out, "in_doubt", plan, true);
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

static void add_action(table *out, const circlet_plan_action *action,
                       const circlet_plan *plan, const circlet_city *city)
{
    const char *name =
        action->site ? site_name(plan, city, action->site) : NULL;
    const char *sentence =
        locale_is_chinese() ? action->text_zh : action->text_en;

    table_add_row(out);
    table_set(out, 0, action->id);
    table_set(out, 1, word(action->kind));
    table_set(out, 2, action->type ? word(action->type) : "");
    table_set(out, 3, name ? name : action->site ? action->site : "");
    set_rounded(out, 4, action->at.lon, 5);
    set_rounded(out, 5, action->at.lat, 5);
    set_rounded(out, 6, action->persons_gained, 2);
    set_rounded(out, 7, action->cost_cny, 0);
    table_set(out, 8, sentence ? sentence : "");
}

bool plan_print_actions(const circlet_plan *plan, const circlet_city *city)
{
    table *out = table_new();
    bool is_printed;

    if (!out)
        return false;
    table_add_column(out, _("ACTION"), TABLE_LEFT);
    table_add_column(out, _("KIND"), TABLE_LEFT);
    table_add_column(out, _("TYPE"), TABLE_LEFT);
    table_add_column(out, _("SITE"), TABLE_LEFT);
    table_add_column(out, _("LON"), TABLE_RIGHT);
    table_add_column(out, _("LAT"), TABLE_RIGHT);
    table_add_column(out, _("PERSONS"), TABLE_RIGHT);
    table_add_column(out, _("COST (CNY)"), TABLE_RIGHT);
    table_add_column(out, _("REASON"), TABLE_SENTENCE);
    for (size_t i = 0; i < circlet_plan_action_count(plan); i++)
        add_action(out, circlet_plan_action_at(plan, i), plan, city);
    is_printed = table_print(out);
    table_free(out);
    return is_printed;
}

/* A level of which less is better. */
static void print_least(const circlet_plan_level *level, const char *objective,
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
}

/* What it aims at, and the travel modes that its persons are counted by;
 * false if memory ran out. */
static bool print_level(const circlet_plan_level *level)
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
        print_least(level, objective, bound);
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

/* What a plan leaves, in the order in which it is shown. */
typedef enum left_part {
    LEFT_IMPOSSIBLE,
    LEFT_IN_DOUBT,
    LEFT_NOT_PLANNED
} left_part;

static void add_impossible(table *out, const circlet_plan_impossible *item,
                           bool has_reason)
{
    table_add_row(out);
    table_set(out, 0, item->rule);
    table_set(out, 1, item->mode ? item->mode : "");
    table_set(out, 2, item->unit ? item->unit : "");
    set_rounded(out, 3, item->persons, 2);
    if (!has_reason)
        return;
    set_rounded(out, 4, item->missing, 2);
    table_set(out, 5, item->missing_unit ? item->missing_unit : "");
    table_set(out, 6, item->reason ? word(item->reason) : "");
}

static left_part part_of(const circlet_plan_impossible *item)
{
    return is_not_planned(item) ? LEFT_NOT_PLANNED
           : is_in_doubt(item)  ? LEFT_IN_DOUBT
                                : LEFT_IMPOSSIBLE;
}

/* Of what a plan leaves one part; false if memory ran out. */
static bool print_some(const circlet_plan *plan, left_part part,
                       bool has_reason, const char *title)
{
    size_t count = circlet_plan_impossible_count(plan);
    size_t shown = 0;
    table *out = table_new();
    bool is_printed;

    if (!out)
        return false;
    table_add_column(out, _("RULE"), TABLE_LEFT);
    table_add_column(out, _("MODE"), TABLE_LEFT);
    table_add_column(out, _("UNIT"), TABLE_LEFT);
    table_add_column(out, _("PERSONS"), TABLE_RIGHT);
    if (has_reason) {
        table_add_column(out, _("MISSING"), TABLE_RIGHT);
        table_add_column(out, "", TABLE_LEFT);
        table_add_column(out, _("REASON"), TABLE_SENTENCE);
    }
    for (size_t i = 0; i < count; i++) {
        const circlet_plan_impossible *item =
            circlet_plan_impossible_at(plan, i);

        if (part_of(item) != part)
            continue;
        add_impossible(out, item, has_reason);
        shown++;
    }
    if (shown > 0)
        printf("\n%s\n", title);
    is_printed = shown == 0 || table_print(out);
    table_free(out);
    return is_printed;
}

/* What the plan leaves; false if memory ran out. */
static bool print_impossible(const circlet_plan *plan)
{
    bool has_reason = false;

    for (size_t i = 0; i < circlet_plan_impossible_count(plan); i++)
        has_reason |= circlet_plan_impossible_at(plan, i)->reason &&
                      !is_in_doubt(circlet_plan_impossible_at(plan, i));
    return print_some(plan, LEFT_IMPOSSIBLE, has_reason,
                      has_reason
                          ? _("What the plan cannot mend:")
                          : _("In reach of no facility and no candidate "
                              "site:")) &&
           print_some(plan, LEFT_IN_DOUBT, has_reason,
                      _("What can be had as assumed, but not surely:")) &&
           print_some(plan, LEFT_NOT_PLANNED, true,
                      _("What is not a matter of buildings, and not "
                        "planned:"));
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

bool plan_print_text(const circlet_plan *plan, const circlet_city *city,
                     const rule_counts *counts, const circlet_policy *policy)
{
    size_t actions = circlet_plan_action_count(plan);

    printf(ngettext("Plan %s: %zu action\n", "Plan %s: %zu actions\n",
                    (unsigned long)actions),
           circlet_plan_name(plan), actions);
    if (circlet_plan_is_cautious(plan))
        puts(_("Cautious: persons count where they surely are covered."));
    for (size_t i = 0; i < circlet_plan_level_count(plan); i++)
        if (!print_level(circlet_plan_level_at(plan, i)))
            return false;
    print_proposed(plan);
    if (actions) {
        putchar('\n');
        if (!plan_print_actions(plan, city))
            return false;
    }
    if (!print_impossible(plan) || !print_unpriced(plan) ||
        !frontier_print_text(plan))
        return false;
    printf("\n%s\n", _("With the plan:"));
    return rule_counts_print(counts, policy);
}
