/* The charts: verdicts, cover by rule, mode and street, times, money. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "page/chart.h"
#include "page/details.h"
#include "page/page.h"
#include "page/page_words.h"
#include "page/told_numbers.h"

static const ci_phrase states[] = {{"现状", "today"}, {"方案", "plan"}};

/* ---- verdicts ----------------------------------------------------------- */

static const ci_phrase verdict_names[] = {{"符合", "pass"},
                                          {"提示", "advice"},
                                          {"缺少数据", "no data"},
                                          {"暂不能判定", "undecided"},
                                          {"不符合", "fail"}};

/* In the order of these names. */
static void count_verdicts(double out[CIRCLET_VERDICT_COUNT],
                           const ci_page *page, size_t state)
{
    static const circlet_verdict order[] = {
        CIRCLET_VERDICT_PASS, CIRCLET_VERDICT_ADVICE, CIRCLET_VERDICT_NO_DATA,
        CIRCLET_VERDICT_UNDECIDED, CIRCLET_VERDICT_FAIL};

    for (size_t v = 0; v < CIRCLET_VERDICT_COUNT; v++) {
        out[v] = 0;
        for (size_t i = 0; i < page->rule_count; i++)
            if (page->rules[i].force == CIRCLET_FORCE_MUST)
                out[v] += (double)page->rules[i].verdicts[state][order[v]];
    }
}

static void chart_verdicts(ci_page *page)
{
    double counts[CI_PAGE_STATES][CIRCLET_VERDICT_COUNT];

    ci_chart_start(page, true,
                   (ci_phrase){"“必须”类规定的判定结果",
                               "Verdicts on rules that must be kept"},
                   (ci_phrase){"项", "how many"});
    for (size_t s = 0; s < page->state_count; s++) {
        count_verdicts(counts[s], page, s);
        ci_chart_parts(page, states[s], "v", counts[s], CIRCLET_VERDICT_COUNT,
                       (double)NAN);
    }
    ci_buffer_add(&page->out, "</tbody></table><ul class=\"legend\">");
    for (size_t v = 0; v < CIRCLET_VERDICT_COUNT; v++)
        ci_chart_legend(page, "v", v, verdict_names[v]);
    ci_buffer_add(&page->out, "</ul>");
    ci_chart_numbers_start(page);
    for (size_t v = 0; v < CIRCLET_VERDICT_COUNT; v++)
        ci_chart_numbers_column(page, verdict_names[v]);
    ci_chart_numbers_body(page);
    for (size_t s = 0; s < page->state_count; s++)
        ci_chart_numbers_row(page, states[s], counts[s], NULL,
                             CIRCLET_VERDICT_COUNT);
    ci_chart_numbers_end(page);
}

/* ---- cover by rule and mode --------------------------------------------- */

static const ci_page_band_row *find_row(const ci_page_bands *bands,
                                        const ci_page_band_row *like)
{
    for (size_t i = 0; i < bands->count; i++)
        if (strcmp(bands->rows[i].rule, like->rule) == 0 &&
            strcmp(bands->rows[i].mode, like->mode) == 0)
            return &bands->rows[i];
    return NULL;
}

static void put_mode(ci_page *page, const ci_page_band_row *row)
{
    ci_phrase title = ci_page_rule_title(page, row->rule);
    ci_phrase mode = ci_page_mode_word(row->mode);
    const ci_page_band_row *after =
        page->state_count > 1 ? find_row(&page->bands[1], row) : NULL;
    double shares[CI_PAGE_STATES] = {ci_told_share(row, NULL),
                                     after ? ci_told_share(row, after)
                                           : (double)NAN};
    char zh[256], en[256];

    snprintf(zh, sizeof(zh), "%s · %s", title.zh, mode.zh);
    snprintf(en, sizeof(en), "%s · %s", title.en, mode.en);
    ci_text_cut_at_character(zh);
    ci_text_cut_at_character(en);
    ci_chart_change(page, (ci_phrase){zh, en}, shares, page->state_count);
}

static void put_change_legend(ci_page *page)
{
    if (page->state_count > 1)
        ci_markup_put(
            &page->out, CI_TONGUES_BOTH,
            "<ul class=\"legend\"><li><svg aria-hidden=\"true\" width=\"14\" "
            "height=\"14\"><circle cx=\"7\" cy=\"7\" r=\"5\" "
            "class=\"before\"/></svg> %b</li><li><svg aria-hidden=\"true\" "
            "width=\"14\" height=\"14\"><circle cx=\"7\" cy=\"7\" r=\"5\" "
            "class=\"after\"/></svg> %b</li></ul>",
            "空心：现状", "ring: today", "实心：方案实施后",
            "dot: with the plan");
    ci_buffer_add(&page->out, "</figure>\n");
}

static void chart_modes(ci_page *page)
{
    if (page->bands[0].count == 0)
        return;
    ci_chart_start(
        page, false,
        (ci_phrase){"各出行方式的覆盖率",
                    "People covered, by how they travel"},
        (ci_phrase){"人数过少者不显示", "too few people: not shown"});
    for (size_t i = 0; i < page->bands[0].count; i++)
        if (isfinite(ci_told_share(&page->bands[0].rows[i], NULL)))
            put_mode(page, &page->bands[0].rows[i]);
    ci_buffer_add(&page->out, "</tbody></table>");
    put_change_legend(page);
}

/* ---- cover by street ---------------------------------------------------- */

#define STREETS_SHOWN 25

static double share_of(const ci_page_unit *row, size_t state)
{
    return row->persons[state] > 0 && !row->is_hidden[state]
               ? row->covered[state] / row->persons[state]
               : (double)NAN;
}

static int compare_shares(const void *left, const void *right)
{
    const ci_page_unit *a = *(const ci_page_unit *const *)left;
    const ci_page_unit *b = *(const ci_page_unit *const *)right;
    double share_a = share_of(a, 0), share_b = share_of(b, 0);

    if (share_a != share_b)
        return share_a < share_b ? -1 : 1;
    return (a->unit > b->unit) - (a->unit < b->unit);
}

static circlet_status chart_streets(ci_page *page, circlet_error *error)
{
    const ci_page_unit **rows =
        malloc((page->unit_count + 1) * sizeof(const ci_page_unit *));
    size_t count = 0;

    if (!rows)
        return ci_fail_nomem(error);
    for (size_t i = 0; i < page->unit_count; i++)
        if (isfinite(share_of(&page->units[i], 0)))
            rows[count++] = &page->units[i];
    qsort(rows, count, sizeof(const ci_page_unit *), compare_shares);
    if (count > 0) {
        ci_chart_start(page, false,
                       (ci_phrase){"覆盖率最低的街道、乡镇",
                                   "Where the fewest are covered"},
                       (ci_phrase){"其余见分街道表",
                                   "the others: in the table by street"});
        for (size_t i = 0; i < count && i < STREETS_SHOWN; i++) {
            const char *name =
                circlet_city_unit(page->content->city, rows[i]->unit)->name;

            ci_chart_change(
                page, (ci_phrase){name, name},
                (double[]){share_of(rows[i], 0), share_of(rows[i], 1)},
                page->state_count);
        }
        ci_buffer_add(&page->out, "</tbody></table>");
        put_change_legend(page);
    }
    free(rows);
    return CIRCLET_OK;
}

/* ---- times -------------------------------------------------------------- */

/* All modes of a rule; false: it has no row. */
static bool sum_modes(ci_page_band_row *out, const ci_page_bands *bands,
                      const char *rule)
{
    *out = (ci_page_band_row){.rule = rule};
    for (size_t i = 0; i < bands->count; i++) {
        const ci_page_band_row *row = &bands->rows[i];

        if (strcmp(row->rule, rule) != 0)
            continue;
        for (size_t b = 0; b < CI_TIME_BANDS; b++)
            out->persons[b] += row->persons[b];
        out->all += row->all;
        out->within += row->within;
        out->limit_min = row->limit_min;
    }
    return out->all > 0;
}

static ci_phrase band_name(char zh[32], char en[32], size_t band)
{
    int end = ci_time_band_end(band);

    if (band + 1 == CI_TIME_BANDS)
        return (ci_phrase){"60分钟以上或无路可达",
                           "more than 60 min, or never"};
    snprintf(zh, 32, "%d分钟内", end);
    snprintf(en, 32, "up to %d min", end);
    return (ci_phrase){zh, en};
}

static bool find_times(ci_told_bands *out, const ci_page *page,
                       const char *rule, size_t state)
{
    ci_page_band_row today, planned;

    if (!sum_modes(&today, &page->bands[0], rule))
        return false;
    *out = ci_told_bands_of(&today);
    return state == 0 || (sum_modes(&planned, &page->bands[1], rule) &&
                          ci_told_bands_planned(out, &today, &planned));
}

/* A row of a rule in a state: its bar, or its numbers. */
static void put_times(ci_page *page, const char *rule, size_t state,
                      bool are_numbers)
{
    ci_phrase title = ci_page_rule_title(page, rule), label;
    ci_told_bands told;
    char zh[256], en[256];

    if (!find_times(&told, page, rule, state))
        return;
    snprintf(zh, sizeof(zh), "%s · %s", title.zh, states[state].zh);
    snprintf(en, sizeof(en), "%s · %s", title.en, states[state].en);
    ci_text_cut_at_character(zh);
    ci_text_cut_at_character(en);
    label = (ci_phrase){zh, en};
    if (are_numbers)
        ci_chart_numbers_row(page, label, told.persons, told.is_hidden,
                             CI_TIME_BANDS);
    else
        ci_chart_parts(page, label, "t", told.persons, CI_TIME_BANDS,
                       told.within);
}

static void put_all_times(ci_page *page, bool are_numbers)
{
    const ci_page_bands *bands = &page->bands[0];

    for (size_t i = 0; i < bands->count; i++)
        for (size_t s = 0; s < page->state_count; s++)
            if (i == 0 ||
                strcmp(bands->rows[i - 1].rule, bands->rows[i].rule) != 0)
                put_times(page, bands->rows[i].rule, s, are_numbers);
}

static void chart_times(ci_page *page)
{
    char zh[32], en[32];

    if (page->bands[0].count == 0)
        return;
    ci_chart_start(
        page, true,
        (ci_phrase){"到最近设施的用时（人数）",
                    "How long people take to the nearest facility (persons)"},
        (ci_phrase){"竖线左侧为规定时限之内；*：人数过少，不予公布，按平均数"
                    "绘制",
                    "left of the line: within the rule's limit; *: so few "
                    "are not shown, and drawn as their average"});
    put_all_times(page, false);
    ci_buffer_add(&page->out, "</tbody></table><ul class=\"legend\">");
    for (size_t b = 0; b < CI_TIME_BANDS; b++)
        ci_chart_legend(page, "t", b, band_name(zh, en, b));
    ci_buffer_add(&page->out, "</ul>");
    ci_chart_numbers_start(page);
    for (size_t b = 0; b < CI_TIME_BANDS; b++)
        ci_chart_numbers_column(page, band_name(zh, en, b));
    ci_chart_numbers_body(page);
    put_all_times(page, true);
    ci_chart_numbers_end(page);
}

void ci_page_put_steps(ci_page *page)
{
    const ci_phrase text = {
        "实施方案后的人数以现状（或不采取措施时）的人数为起点，按每{0}人一档"
        "公布，以免泄露少数人的情况。",
        "Numbers with the plan are told in steps of {0} persons from today's "
        "(or from those if nothing is done), so that they tell of no few."};
    char room[CI_MARKUP_NUMBER];

    if (page->state_count == 1)
        return;
    ci_buffer_add(&page->out, "<p class=\"small\">");
    ci_markup_say(
        &page->out, ci_page_tongues(page), text,
        (const char *[]){ci_markup_number(room, CIRCLET_PAGE_SMALL, 0), NULL});
    ci_buffer_add(&page->out, "</p>\n");
}

circlet_status ci_page_write_charts(ci_page *page, circlet_error *error)
{
    circlet_status status;

    ci_markup_put(&page->out, CI_TONGUES_BOTH,
                  "<section id=\"charts\"><h2>%b</h2>\n", "图表", "Charts");
    ci_page_put_steps(page);
    chart_verdicts(page);
    chart_modes(page);
    status = chart_streets(page, error);
    chart_times(page);
    if (!status && page->content->plan)
        status = ci_page_chart_money(page, error);
    ci_buffer_add(&page->out, "</section>\n");
    return status;
}
