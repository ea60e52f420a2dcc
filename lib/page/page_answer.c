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

/* Findings of a force and verdict. */
static size_t count_findings(const ci_page *page, size_t state,
                             circlet_force force, circlet_verdict verdict)
{
    const circlet_findings *findings = page->findings[state];
    size_t count = 0;

    for (size_t i = 0; i < circlet_findings_count(findings); i++) {
        const circlet_finding *finding = circlet_findings_at(findings, i);

        count += finding->force == force && finding->verdict == verdict;
    }
    return count;
}

/* Of what must or should be. */
static size_t count_asked(const ci_page *page, size_t state,
                          circlet_verdict verdict)
{
    return count_findings(page, state, CIRCLET_FORCE_MUST, verdict) +
           count_findings(page, state, CIRCLET_FORCE_SHOULD, verdict);
}

static size_t count_judged(const ci_page *page, size_t state)
{
    return count_asked(page, state, CIRCLET_VERDICT_PASS) +
           count_asked(page, state, CIRCLET_VERDICT_FAIL);
}

/* ---- what the plan leaves ----------------------------------------------- */

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

/* The finding that an item is about fails with the plan. Both lists are in the
 * same order, by and large: it is looked for from `*next` on. */
static const circlet_finding *find_failure(const ci_page *page,
                                           const circlet_plan_impossible *item,
                                           size_t *next)
{
    const circlet_findings *findings = page->findings[1];
    size_t count = circlet_findings_count(findings);

    for (size_t i = 0; i < count; i++) {
        size_t at = (*next + i) % count;
        const circlet_finding *finding = circlet_findings_at(findings, at);

        if (finding->verdict != CIRCLET_VERDICT_FAIL ||
            strcmp(finding->rule, item->rule) != 0 ||
            strcmp(finding->unit ? finding->unit : "",
                   item->unit ? item->unit : "") != 0)
            continue;
        *next = at + 1;
        return finding;
    }
    return NULL;
}

/* How many items are of rules that fail with the plan, by their force. */
static void count_forces(size_t out[CIRCLET_FORCE_MAY + 1],
                         const ci_page *page)
{
    const circlet_plan *plan = page->content->plan;
    size_t next = 0;

    for (size_t i = 0; i < circlet_plan_impossible_count(plan); i++) {
        const circlet_finding *finding =
            find_failure(page, circlet_plan_impossible_at(plan, i), &next);

        if (finding)
            out[finding->force]++;
    }
}

/* So divided that it can be held against the figures before it. */
static void put_plan_left(ci_page *page)
{
    const ci_phrase left = {
        "它有{0}处未能解决：“必须”类不符合{1}处、“应当”类不符合{2}处、"
        "尚不能判定{3}处；",
        "It leaves {0} places: in {1} a rule that must be kept is broken, in "
        "{2} one that should be, and {3} are undecided;"};
    const ci_phrase why = {
        "其中{0}处不属于建设问题（人员、培训、名单等），{1}处缺少条件。",
        "{0} of them are not a matter of buildings (staff, training, lists), "
        "and in {1} the means are missing."};
    size_t count = circlet_plan_impossible_count(page->content->plan);
    size_t forces[CIRCLET_FORCE_MAY + 1] = {0};
    char rooms[6][CI_MARKUP_NUMBER];
    size_t must, should;

    count_forces(forces, page);
    must = forces[CIRCLET_FORCE_MUST];
    should = forces[CIRCLET_FORCE_SHOULD];
    ci_buffer_add(&page->out, " ");
    ci_markup_say(
        &page->out, ci_page_tongues(page), left,
        (const char *[]){
            ci_markup_number(rooms[0], (double)count, 0),
            ci_markup_number(rooms[1], (double)must, 0),
            ci_markup_number(rooms[2], (double)should, 0),
            ci_markup_number(rooms[3], (double)(count - must - should), 0),
            NULL});
    ci_buffer_add(&page->out, " ");
    ci_markup_say(
        &page->out, ci_page_tongues(page), why,
        (const char *[]){
            ci_markup_number(rooms[4], (double)count_left(page, true), 0),
            ci_markup_number(rooms[5], (double)count_left(page, false), 0),
            NULL});
}

static void put_plan(ci_page *page)
{
    const ci_phrase plan = {
        "方案“{0}”有{1}项措施，“必须”类不符合项由{2}减至{3}",
        "Plan '{0}' has {1} actions; broken rules that must be kept go from "
        "{2} to {3},"};
    const ci_phrase should = {"，“应当”类由{0}变为{1}。",
                              " those that should be from {0} to {1}."};
    const size_t *failures = page->facts.must_failures;
    const circlet_verdict fail = CIRCLET_VERDICT_FAIL;
    char rooms[5][CI_MARKUP_NUMBER];
    const char *done[] = {
        circlet_plan_name(page->content->plan),
        ci_markup_number(rooms[0], (double)done_actions(page), 0),
        ci_markup_number(rooms[1], (double)failures[0], 0),
        ci_markup_number(rooms[2], (double)failures[1], 0), NULL};
    size_t before = count_findings(page, 0, CIRCLET_FORCE_SHOULD, fail);
    size_t after = count_findings(page, 1, CIRCLET_FORCE_SHOULD, fail);

    ci_buffer_add(&page->out, " ");
    ci_markup_say(&page->out, ci_page_tongues(page), plan, done);
    ci_markup_say(
        &page->out, ci_page_tongues(page), should,
        (const char *[]){ci_markup_number(rooms[3], (double)before, 0),
                         ci_markup_number(rooms[4], (double)after, 0), NULL});
    if (circlet_plan_impossible_count(page->content->plan) > 0)
        put_plan_left(page);
}

/* ---- what is broken today ----------------------------------------------- */

/* How many could not be judged, where it is a tenth or more: nobody takes what
 * is not known for what is in order. False: nothing could be. */
static bool put_unknown(ci_page *page, const char *year)
{
    const ci_phrase all = {
        "按{0}年12月31日判定：{1}项应判定事项无一能判定，其中缺少数据{2}项、"
        "尚不能判定{3}项。这不表示符合规定。",
        "On 31 December {0} none of {1} items could be judged: {2} are "
        "without data, {3} undecided. That does not mean that rules are "
        "kept."};
    const ci_phrase some = {
        "按{0}年12月31日判定：{1}项应判定事项中，有{2}项因缺少数据不能判定，"
        "{3}项尚不能判定。",
        "On 31 December {0}, of {1} items {2} could not be judged for want of "
        "data, and {3} are undecided."};
    size_t no_data = count_asked(page, 0, CIRCLET_VERDICT_NO_DATA);
    size_t undecided = count_asked(page, 0, CIRCLET_VERDICT_UNDECIDED);
    size_t judged = count_judged(page, 0);
    size_t count = judged + no_data + undecided;
    char rooms[3][CI_MARKUP_NUMBER];
    const char *numbers[] = {
        year, ci_markup_number(rooms[0], (double)count, 0),
        ci_markup_number(rooms[1], (double)no_data, 0),
        ci_markup_number(rooms[2], (double)undecided, 0), NULL};

    if (count > 0 && (judged == 0 || no_data >= (count + 9) / 10))
        ci_markup_say(&page->out, ci_page_tongues(page),
                      judged == 0 ? all : some, numbers);
    return count == 0 || judged > 0;
}

static void put_broken(ci_page *page, const char *year, bool is_first)
{
    const ci_phrase today = {
        "按{0}年12月31日判定：{2}个街道、乡镇中，有{1}个至少一条“必须”类规定"
        "不符合。",
        "Judged on 31 December {0}: in {1} of {2} streets and townships at "
        "least one rule that must be kept is broken."};
    const ci_phrase rest = {
        "在能判定的事项中：{2}个街道、乡镇中，有{1}个至少一条“必须”类规定"
        "不符合。",
        "Of what could be judged: in {1} of {2} streets and townships at "
        "least one rule that must be kept is broken."};
    char rooms[2][CI_MARKUP_NUMBER];
    const char *numbers[] = {
        year, ci_markup_number(rooms[0], (double)broken_units(page, 0), 0),
        ci_markup_number(rooms[1], (double)page->unit_count, 0), NULL};

    ci_buffer_add(&page->out, is_first ? "" : " ");
    ci_markup_say(&page->out, ci_page_tongues(page), is_first ? today : rest,
                  numbers);
}

static void put_lead(ci_page *page)
{
    char year[16];
    size_t start;

    snprintf(year, sizeof(year), "%d",
             circlet_findings_year(page->findings[0]));
    ci_buffer_add(&page->out, "<p class=\"lead\">");
    start = page->out.size;
    if (put_unknown(page, year))
        put_broken(page, year, page->out.size == start);
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
    double values[CI_PAGE_STATES] = {(double)NAN, (double)NAN};
    const ci_phrase label = {"“必须”类规定不符合项",
                             "Broken rules that must be kept"};
    const ci_phrase note = {"每条规定在每个单元、机构各算一项",
                            "counted once for each rule and unit or facility"};

    for (size_t i = 0; i < page->state_count; i++)
        if (count_judged(page, i) > 0)
            values[i] = (double)page->facts.must_failures[i];
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
