/* What the plan does, and what it leaves. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "page/details.h"
#include "page/page.h"
#include "page/page_words.h"
#include "policy/circle.h"

/* ---- actions ------------------------------------------------------------ */

static const char *site_name(const ci_page *page, const char *id)
{
    const circlet_plan *plan = page->content->plan;
    circlet_site site = circlet_city_find_site(page->content->city, id);
    const char *name = NULL;

    if (site != CIRCLET_NONE)
        name = circlet_city_site(page->content->city, site)->name;
    for (size_t i = 0; !name && i < circlet_plan_site_count(plan); i++)
        if (strcmp(circlet_plan_site_at(plan, i)->id, id) == 0)
            name = circlet_plan_site_at(plan, i)->name;
    return name ? name : id;
}

/* At a site, else at a facility. */
static const char *place_name(const ci_page *page,
                              const circlet_plan_action *action)
{
    circlet_facility facility =
        action->facility
            ? circlet_city_find_facility(page->content->city, action->facility)
            : CIRCLET_NONE;

    if (action->site)
        return site_name(page, action->site);
    if (facility != CIRCLET_NONE)
        return circlet_city_facility(page->content->city, facility)->name;
    return action->facility ? action->facility : "";
}

static void put_what(ci_page *page, const circlet_plan_action *action)
{
    const circlet_policy *policy = page->content->policy;
    const char *thing = action->type ? action->type : action->service;
    ci_phrase kind = ci_page_action_word(action->kind);

    ci_markup_put(&page->out, ci_page_tongues(page),
                  "<td><span class=\"kind\">%b</span>", kind.zh, kind.en);
    if (thing)
        ci_markup_put(&page->out, ci_page_tongues(page), " %b",
                      ci_policy_word_zh(policy, thing),
                      ci_policy_word_en(policy, thing));
    ci_buffer_add(&page->out, "</td>");
}

static void put_number(ci_page *page, double value, bool is_few)
{
    ci_buffer_add(&page->out, "<td class=\"n\" data-v=\"");
    ci_buffer_add_double(&page->out, is_few            ? 1
                                     : isfinite(value) ? value
                                                       : -1);
    if (is_few)
        ci_markup_put(&page->out, CI_TONGUES_EN, "\">&lt;%z</td>",
                      (size_t)CIRCLET_PAGE_SMALL);
    else
        ci_markup_put(&page->out, CI_TONGUES_EN, "\">%n</td>", value);
}

static void put_sentence(ci_page *page, const circlet_plan_action *told)
{
    ci_markup_put(&page->out, ci_page_tongues(page),
                  "<td class=\"text\">%b</td></tr>\n",
                  told->text_zh ? told->text_zh : "",
                  told->text_en ? told->text_en : "");
}

/* A plan that was published has no number of few. */
static bool covers_few(const ci_page *page, size_t position)
{
    const circlet_plan *plan = page->content->plan;
    const circlet_plan_action *told =
        circlet_plan_action_at(page->told, position);

    return isnan(told->persons_gained) &&
           (circlet_plan_persons_step(plan) > 0 ||
            !isnan(circlet_plan_action_at(plan, position)->persons_gained));
}

static void put_action(ci_page *page, const circlet_plan_action *action,
                       size_t position)
{
    const circlet_city *city = page->content->city;
    circlet_unit unit = ci_page_unit_of_action(page, action, page->level);
    const circlet_plan_action *told =
        circlet_plan_action_at(page->told, position);

    ci_markup_put(&page->out, ci_page_tongues(page),
                  "<tr data-a=\"%z\"><td class=\"n\">%z</td>", position,
                  position + 1);
    put_what(page, action);
    ci_markup_put(&page->out, ci_page_tongues(page),
                  "<td>%t<br><small>%t</small></td>", place_name(page, action),
                  unit == CIRCLET_NONE ? ""
                                       : circlet_city_unit(city, unit)->name);
    put_number(page, told->persons_gained, covers_few(page, position));
    ci_buffer_add(&page->out, "<td class=\"n\" data-v=\"");
    ci_buffer_add_double(&page->out,
                         isfinite(action->cost_cny) ? action->cost_cny : -1);
    ci_buffer_add(&page->out, "\">");
    ci_markup_money(&page->out, ci_page_tongues(page), action->cost_cny);
    ci_buffer_add(&page->out, "</td>");
    put_sentence(page, told);
}

static void put_column(ci_page *page, const char *zh, const char *en,
                       const char *kind)
{
    ci_markup_put(&page->out, ci_page_tongues(page),
                  "<th scope=\"col\"%r>%b</th>", kind, zh, en);
}

void ci_page_write_actions(ci_page *page)
{
    const circlet_plan *plan = page->content->plan;

    ci_markup_put(
        &page->out, ci_page_tongues(page),
        "<section id=\"actions\"><h2>%b</h2>\n<div class=\"wide\" "
        "tabindex=\"0\" role=\"region\" aria-labelledby=\"actions-caption\">"
        "<table id=\"actions-table\"><caption id=\"actions-caption\">%b"
        "</caption>",
        "方案的措施", "What the plan does",
        "按方案的次序；人数按5人一档向下取整",
        "In the order of the plan; persons in whole steps of five, rounded "
        "down");
    ci_page_put_widths(page, "254449");
    ci_buffer_add(&page->out, "<thead><tr>");
    put_column(page, "序号", "No.", " class=\"n\"");
    put_column(page, "措施", "What", "");
    put_column(page, "地点", "Where", "");
    put_column(page, "新增覆盖人数", "Persons newly covered", " class=\"n\"");
    put_column(page, "投入", "Cost", " class=\"n\"");
    put_column(page, "理由", "Why", " class=\"text\"");
    ci_buffer_add(&page->out, "</tr></thead><tbody>\n");
    for (size_t i = 0; i < circlet_plan_action_count(plan); i++)
        put_action(page, circlet_plan_action_at(plan, i), i);
    ci_buffer_add(&page->out, "</tbody></table></div></section>\n");
}

/* ---- what is left ------------------------------------------------------- */

static const char *const reasons[] = {
    NULL,          "none_in_reach",     "none_in_unit",
    "sites_taken", "counted_elsewhere", "outside_extent",
    "in_doubt",    "beyond_budget",     "too_late",
    "too_dear",    "not_planned"};

#define REASONS (sizeof(reasons) / sizeof(reasons[0]))

static bool has_reason(const circlet_plan_impossible *item, const char *reason)
{
    return item->reason && reason ? strcmp(item->reason, reason) == 0
                                  : item->reason == reason;
}

/* Whether the numbers of a rule in a unit with the plan are hidden. */
static bool is_hidden(const ci_page *page, const circlet_plan_impossible *item)
{
    const circlet_findings *findings = page->content->planned_findings;

    for (size_t i = 0; i < circlet_findings_count(findings); i++) {
        const circlet_finding *finding = circlet_findings_at(findings, i);

        if (finding->subject == CIRCLET_SUBJECT_UNIT &&
            strcmp(finding->rule, item->rule) == 0 &&
            strcmp(finding->unit, item->unit) == 0 &&
            circlet_privacy_hides(page->privacy, true, i))
            return true;
    }
    return false;
}

/* Whether an item says how many persons are left: in a plan that was
 * published their number may have been left out. */
static bool is_of_persons(const ci_page *page,
                          const circlet_plan_impossible *item)
{
    return item->persons > 0 ||
           (isnan(item->persons) && !(item->missing > 0) &&
            !has_reason(item, "not_planned") &&
            circlet_plan_persons_step(page->content->plan) > 0);
}

/* The items of one rule and reason. */
static void put_units(ci_page *page, const char *rule, const char *reason)
{
    const circlet_city *city = page->content->city;
    const circlet_plan *plan = page->content->plan;
    ci_tongues tongues = ci_page_tongues(page);
    bool is_first = true;

    for (size_t i = 0; i < circlet_plan_impossible_count(plan); i++) {
        const circlet_plan_impossible *item =
            circlet_plan_impossible_at(plan, i);
        circlet_unit unit = circlet_city_find_unit(city, item->unit);
        double persons;

        if (strcmp(item->rule, rule) != 0 || !has_reason(item, reason))
            continue;
        ci_markup_put(&page->out, tongues, "%b%t", is_first ? "" : "、",
                      is_first ? "" : ", ",
                      unit == CIRCLET_NONE
                          ? item->unit
                          : circlet_city_unit(city, unit)->name);
        is_first = false;
        if (!is_of_persons(page, item))
            continue;
        persons = circlet_plan_impossible_at(page->told, i)->persons;
        if (isnan(persons) || is_hidden(page, item))
            ci_buffer_add(&page->out, " (x)");
        else
            ci_markup_put(&page->out, tongues, " (%n)", persons);
    }
}

/* Whether an item is the first of its rule and reason. */
static bool is_first(const circlet_plan *plan, size_t position)
{
    const circlet_plan_impossible *item =
        circlet_plan_impossible_at(plan, position);

    for (size_t i = 0; i < position; i++) {
        const circlet_plan_impossible *other =
            circlet_plan_impossible_at(plan, i);

        if (strcmp(other->rule, item->rule) == 0 &&
            has_reason(other, item->reason))
            return false;
    }
    return true;
}

static size_t count_like(const circlet_plan *plan, size_t position)
{
    const circlet_plan_impossible *item =
        circlet_plan_impossible_at(plan, position);
    size_t count = 0;

    for (size_t i = position; i < circlet_plan_impossible_count(plan); i++) {
        const circlet_plan_impossible *other =
            circlet_plan_impossible_at(plan, i);

        count += strcmp(other->rule, item->rule) == 0 &&
                 has_reason(other, item->reason);
    }
    return count;
}

static void put_left(ci_page *page, size_t position)
{
    const circlet_plan *plan = page->content->plan;
    const circlet_plan_impossible *item =
        circlet_plan_impossible_at(plan, position);
    ci_phrase title = ci_page_rule_title(page, item->rule);
    bool is_plain = ci_page_is_plain(page);

    ci_markup_put(&page->out, ci_page_tongues(page),
                  is_plain ? "<li><b>%t</b> %b (%z %b): "
                           : "<li><details><summary><b>%t</b> %b "
                             "<span class=\"count\">%z %b</span></summary>",
                  item->rule, title.zh, title.en, count_like(plan, position),
                  "处", "places");
    put_units(page, item->rule, item->reason);
    ci_buffer_add(&page->out, is_plain ? "</li>\n" : "</details></li>\n");
}

static void put_reason(ci_page *page, const char *reason)
{
    const circlet_plan *plan = page->content->plan;
    ci_phrase title = ci_page_reason_word(reason);
    bool is_started = false;

    for (size_t i = 0; i < circlet_plan_impossible_count(plan); i++) {
        if (!has_reason(circlet_plan_impossible_at(plan, i), reason) ||
            !is_first(plan, i))
            continue;
        if (!is_started)
            ci_markup_put(&page->out, ci_page_tongues(page),
                          "<h3>%b</h3>\n<ul class=\"left\">\n", title.zh,
                          title.en);
        is_started = true;
        put_left(page, i);
    }
    if (is_started)
        ci_buffer_add(&page->out, "</ul>\n");
}

void ci_page_write_left(ci_page *page)
{
    ci_markup_put(&page->out, ci_page_tongues(page),
                  "<section id=\"left\"><h2>%b</h2>\n", "方案未能解决的事项",
                  "What the plan cannot mend");
    if (circlet_plan_impossible_count(page->content->plan) == 0)
        ci_markup_put(&page->out, ci_page_tongues(page), "<p>%b</p>\n",
                      "没有。", "Nothing.");
    else
        ci_markup_put(&page->out, ci_page_tongues(page),
                      "<p class=\"small\">%b</p>\n",
                      "括号内为涉及人数，按5人一档向下取整，x "
                      "表示不予公开；无括号者为缺设施、面积或床位。",
                      "In brackets: persons, in whole steps of five, rounded "
                      "down, x where their number is not published; without "
                      "brackets what is missing is a facility, floor area or "
                      "beds.");
    for (size_t i = 0; i < REASONS; i++)
        put_reason(page, reasons[i]);
    ci_buffer_add(&page->out, "</section>\n");
}
