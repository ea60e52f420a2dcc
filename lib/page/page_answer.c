/* The answer: what is broken, what the plan mends, what it costs. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "page/page.h"
#include "page/page_words.h"

#define ARROW "<span class=\"to\" aria-hidden=\"true\"> → </span>"

/* ---- a sentence --------------------------------------------------------- */

static size_t broken_units(const ci_page *page, size_t state)
{
    size_t count = 0;

    for (size_t i = 0; i < page->unit_count; i++)
        count += page->units[i].broken[state] > 0;
    return count;
}

static size_t done_actions(const ci_page *page)
{
    const circlet_plan *plan = page->content->plan;
    size_t count = 0;

    for (size_t i = 0; plan && i < circlet_plan_action_count(plan); i++)
        count += strcmp(circlet_plan_action_at(plan, i)->kind, "keep") != 0;
    return count;
}

/* What no building mends, or what else the plan leaves. */
static size_t count_left(const ci_page *page, bool is_unplanned)
{
    const circlet_plan *plan = page->content->plan;
    size_t count = 0;

    for (size_t i = 0; i < circlet_plan_impossible_count(plan); i++) {
        const char *reason = circlet_plan_impossible_at(plan, i)->reason;

        count +=
            (reason && strcmp(reason, "not_planned") == 0) == is_unplanned;
    }
    return count;
}

static void put_plan(ci_page *page)
{
    const ci_phrase plan = {
        "方案“{0}”有{1}项措施，不符合项由{2}减至{3}。",
        "Plan '{0}' has {1} actions and takes {2} broken rules to {3}."};
    const ci_phrase left = {
        "它未能解决的事项中，{0}处不属于建设问题（人员、培训、名单等），{1}"
        "处缺少"
        "条件。",
        "Of what it leaves, {0} places are not a matter of buildings (staff, "
        "training, lists); in {1} the means are missing."};
    const size_t *failures = page->facts.must_failures;
    char rooms[5][CI_MARKUP_NUMBER];
    const char *done[] = {
        circlet_plan_name(page->content->plan),
        ci_markup_number(rooms[0], (double)done_actions(page), 0),
        ci_markup_number(rooms[1], (double)failures[0], 0),
        ci_markup_number(rooms[2], (double)failures[1], 0), NULL};
    const char *rest[] = {
        ci_markup_number(rooms[3], (double)count_left(page, true), 0),
        ci_markup_number(rooms[4], (double)count_left(page, false), 0), NULL};

    ci_buffer_add(&page->out, " ");
    ci_markup_say(&page->out, ci_page_tongues(page), plan, done);
    if (circlet_plan_impossible_count(page->content->plan) == 0)
        return;
    ci_buffer_add(&page->out, " ");
    ci_markup_say(&page->out, ci_page_tongues(page), left, rest);
}

static void put_lead(ci_page *page)
{
    const ci_phrase today = {
        "按{0}年12月31日判定：{2}个街道、乡镇中，有{1}个至少一条“必须”类规定"
        "不符合。",
        "Judged on 31 December {0}: in {1} of {2} streets and townships at "
        "least one rule that must be kept is broken."};
    char year[16], rooms[2][CI_MARKUP_NUMBER];
    const ci_tongues tongues = ci_page_tongues(page);
    const char *numbers[] = {
        year, ci_markup_number(rooms[0], (double)broken_units(page, 0), 0),
        ci_markup_number(rooms[1], (double)page->unit_count, 0), NULL};

    snprintf(year, sizeof(year), "%d",
             circlet_findings_year(page->findings[0]));
    ci_buffer_add(&page->out, "<p class=\"lead\">");
    ci_markup_say(&page->out, tongues, today, numbers);
    if (page->content->plan)
        put_plan(page);
    ci_buffer_add(&page->out, "</p>\n");
}

/* ---- large figures ------------------------------------------------------ */

static void start_card(ci_page *page, ci_phrase label)
{
    ci_markup_put(&page->out, ci_page_tongues(page),
                  "<div class=\"card\"><dt>%b</dt><dd class=\"big\">",
                  label.zh, label.en);
}

static void end_card(ci_page *page, ci_phrase note,
                     const char *const *arguments)
{
    ci_buffer_add(&page->out, "</dd><dd class=\"note\">");
    ci_markup_say(&page->out, ci_page_tongues(page), note, arguments);
    ci_buffer_add(&page->out, "</dd></div>\n");
}

static void put_change(ci_page *page, const double values[CI_PAGE_STATES])
{
    char room[CI_MARKUP_NUMBER];
    ci_buffer *out = &page->out;

    ci_buffer_add(out, ci_markup_number(room, values[0], 0));
    if (page->state_count == 1)
        return;
    ci_buffer_add(out, ci_page_is_plain(page) ? " → " : ARROW);
    ci_buffer_add(out, "<b>");
    ci_buffer_add(out, ci_markup_number(room, values[1], 0));
    ci_buffer_add(out, "</b>");
}

static void put_failures(ci_page *page)
{
    const double values[] = {(double)page->facts.must_failures[0],
                             (double)page->facts.must_failures[1]};
    const ci_phrase label = {"“必须”类规定不符合项",
                             "Broken rules that must be kept"};
    const ci_phrase note = {"每条规定在每个单元、机构各算一项",
                            "counted once for each rule and unit or facility"};

    start_card(page, label);
    put_change(page, values);
    end_card(page, note, (const char *[]){NULL});
}

/* Of all circle rules; NaN: nobody is known. */
static double covered_share(const ci_page *page, size_t state)
{
    double persons = 0, covered = 0;

    for (size_t i = 0; i < page->rule_count; i++)
        if (page->rules[i].is_circle && page->rules[i].knows_persons[state]) {
            persons += page->rules[i].persons[state];
            covered += page->rules[i].covered[state];
        }
    return persons > 0 ? covered / persons : (double)NAN;
}

static void put_outside(ci_page *page)
{
    const ci_phrase label = {"服务圈外的残疾人（人次）",
                             "People outside a circle"};
    const ci_phrase today = {"各条规定分别计算；覆盖率{0}",
                             "each rule counted by itself; {0} are covered"};
    const ci_phrase plan = {
        "各条规定分别计算；覆盖率由{0}升至{1}",
        "each rule counted by itself; {0} are covered, {1} with the plan"};
    char rooms[2][CI_MARKUP_NUMBER];
    const char *shares[] = {
        ci_markup_share(rooms[0], covered_share(page, 0)),
        page->state_count > 1
            ? ci_markup_share(rooms[1], covered_share(page, 1))
            : NULL,
        NULL};

    start_card(page, label);
    put_change(page, page->facts.persons_outside);
    end_card(page, page->state_count > 1 ? plan : today, shares);
}

/* The yearly sum of what is known, of all units. */
static double yearly(const circlet_ledger *ledger)
{
    size_t columns = ledger ? circlet_ledger_column_count(ledger) : 0;

    for (size_t c = 0; c < columns; c++) {
        const circlet_ledger_column *column =
            circlet_ledger_column_at(ledger, c);
        circlet_ledger_cell cell;

        if (column->section != CIRCLET_LEDGER_YEARLY ||
            strcmp(column->word, "known") != 0)
            continue;
        cell = circlet_ledger_cell_at(ledger, circlet_ledger_row_count(ledger),
                                      c);
        return cell.is_known && !cell.is_internal
                   ? (double)cell.value_milli / 1000
                   : (double)NAN;
    }
    return (double)NAN;
}

static void put_cost(ci_page *page)
{
    const ci_phrase label = {"方案一次性投入", "Cost of the plan, once"};
    ci_buffer *out = &page->out;
    ci_tongues tongues = ci_page_tongues(page);
    double before = yearly(page->content->funds);
    double after = yearly(page->content->planned_funds);

    start_card(page, label);
    ci_markup_money(out, tongues, page->facts.cost_cny);
    ci_buffer_add(out, "</dd><dd class=\"note\">");
    if (isfinite(before) && isfinite(after)) {
        ci_markup_put(out, tongues, "%b", "政策资金每年由",
                      "the policy's funds each year: ");
        ci_markup_money(out, tongues, before);
        ci_markup_put(out, tongues, "%b", "变为", " → ");
        ci_markup_money(out, tongues, after);
    } else
        ci_markup_put(out, tongues, "%b", "不含用地费用", "without the land");
    ci_buffer_add(out, "</dd></div>\n");
}

static void put_proof(ci_page *page)
{
    const circlet_plan *plan = page->content->plan;
    const ci_phrase label = {"已证明最优的目标", "Goals proved best"};
    const ci_phrase note = {
        "各目标按次序逐级优化；每级还能改进多少见“方法”",
        "goals in their order; how much better might be possible: see Method"};
    const ci_phrase by_hand = {"方案由人工编制，未作最优性声明",
                               "made by hand: nothing is claimed"};
    size_t count = circlet_plan_level_count(plan), proved = 0;

    for (size_t i = 0; i < count; i++)
        proved +=
            circlet_plan_level_at(plan, i)->proof == CIRCLET_PROOF_OPTIMAL;
    start_card(page, label);
    if (count > 0)
        ci_markup_put(&page->out, ci_page_tongues(page),
                      "<b>%z</b> <span class=\"of\">/ %z</span>", proved,
                      count);
    else
        ci_buffer_add(&page->out, "–");
    end_card(page, count > 0 ? note : by_hand, (const char *[]){NULL});
}

static void put_open(ci_page *page)
{
    const ci_phrase label = {"不能判定或缺少数据", "Undecided, or no data"};
    const ci_phrase note = {"其中暂不能判定{0}项，缺少数据{1}项",
                            "{0} undecided, {1} without data"};
    size_t undecided = 0, no_data = 0;
    char rooms[2][CI_MARKUP_NUMBER];

    for (size_t i = 0; i < page->rule_count; i++) {
        undecided += page->rules[i].verdicts[0][CIRCLET_VERDICT_UNDECIDED];
        no_data += page->rules[i].verdicts[0][CIRCLET_VERDICT_NO_DATA];
    }
    start_card(page, label);
    ci_markup_put(&page->out, ci_page_tongues(page), "%z",
                  undecided + no_data);
    end_card(page, note,
             (const char *[]){ci_markup_number(rooms[0], (double)undecided, 0),
                              ci_markup_number(rooms[1], (double)no_data, 0),
                              NULL});
}

/* People who are estimated must not be taken for people who are known. */
static void put_modelled(ci_page *page)
{
    const ci_phrase text = {
        "注意：所计人数中有{0}是推算的，并非真实住址，仅供估计。",
        "Note: of the people counted {0} are modelled. They are estimates, "
        "and nobody's known homes."};
    char room[CI_MARKUP_NUMBER];

    if (!(page->modelled > 0))
        return;
    ci_buffer_add(&page->out, "<p class=\"callout\">");
    ci_markup_say(
        &page->out, ci_page_tongues(page), text,
        (const char *[]){ci_markup_share(room, page->modelled / page->persons),
                         NULL});
    ci_buffer_add(&page->out, "</p>\n");
}

void ci_page_write_answer(ci_page *page)
{
    put_lead(page);
    ci_buffer_add(&page->out, "<dl class=\"cards\">\n");
    put_failures(page);
    put_outside(page);
    if (page->content->plan) {
        put_cost(page);
        put_proof(page);
    } else
        put_open(page);
    ci_buffer_add(&page->out, "</dl>\n");
    put_modelled(page);
}
