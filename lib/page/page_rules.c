/* The table by rule. */
#include <math.h>
#include <string.h>

#include "page/details.h"
#include "page/page.h"
#include "page/page_words.h"

static void put_count(ci_buffer *out, double value)
{
    char room[CI_MARKUP_NUMBER];

    ci_buffer_add(out, "<td class=\"n\" data-v=\"");
    ci_buffer_add_double(out, isfinite(value) ? value : -1);
    ci_buffer_add(out, "\">");
    ci_buffer_add(out, ci_markup_number(room, value, 0));
    ci_buffer_add(out, "</td>");
}

static void put_share(ci_buffer *out, const ci_page_rule *row, size_t state)
{
    double persons = row->knows_persons[state] ? row->persons[state] : 0;
    double share = persons > 0 ? row->covered[state] / persons : (double)NAN;
    char room[CI_MARKUP_NUMBER];

    ci_buffer_add(out, "<td class=\"n\" data-v=\"");
    ci_buffer_add_double(out,
                         isfinite(share) ? round(share * 1000) / 1000 : -1);
    ci_buffer_add(out, "\">");
    if (ci_page_is_few(persons) ||
        ci_page_is_few(persons - row->covered[state]))
        ci_buffer_add(out, "*");
    else
        ci_buffer_add(out, ci_markup_share(room, share));
    ci_buffer_add(out, "</td>");
}

static void put_row(ci_page *page, const ci_page_rule *row)
{
    ci_buffer *out = &page->out;
    ci_phrase title = ci_page_rule_title(page, row->rule);
    ci_phrase force = ci_page_force_word(row->force);
    ci_phrase mode = ci_page_mode_word(row->mode);

    ci_markup_put(out, ci_page_tongues(page),
                  "<tr data-rule=\"%t\"><th scope=\"row\"><code>%t</code> %b"
                  "</th><td class=\"w\">%b</td><td>%b</td>",
                  row->rule, row->rule, title.zh, title.en, force.zh, force.en,
                  mode.zh, mode.en);
    for (size_t s = 0; s < page->state_count; s++)
        put_count(out, (double)row->verdicts[s][CIRCLET_VERDICT_FAIL]);
    put_count(out, (double)row->verdicts[0][CIRCLET_VERDICT_PASS]);
    put_count(out, (double)row->verdicts[0][CIRCLET_VERDICT_UNDECIDED]);
    put_count(out, (double)row->verdicts[0][CIRCLET_VERDICT_NO_DATA]);
    for (size_t s = 0; s < page->state_count; s++)
        put_share(out, row, s);
    ci_buffer_add(out, "</tr>\n");
}

static void put_column(ci_page *page, ci_phrase title, ci_phrase state,
                       bool is_number)
{
    ci_markup_put(&page->out, ci_page_tongues(page),
                  "<th scope=\"col\"%r>%b <small>%b</small></th>",
                  is_number ? " class=\"n\"" : "", title.zh, title.en,
                  state.zh, state.en);
}

static void put_head(ci_page *page)
{
    static const ci_phrase states[CI_PAGE_STATES] = {{"现状", "today"},
                                                     {"方案", "plan"}};
    const ci_phrase none = {"", ""}, fail = {"不符合", "Fail"};
    const ci_phrase share = {"覆盖率", "Covered"};

    ci_buffer_add(&page->out, "<thead><tr>");
    put_column(page, (ci_phrase){"规定", "Rule"}, none, false);
    put_column(page, (ci_phrase){"力度", "Force"}, none, false);
    put_column(page, (ci_phrase){"出行方式", "Mode"}, none, false);
    for (size_t s = 0; s < page->state_count; s++)
        put_column(page, fail, states[s], true);
    put_column(page, (ci_phrase){"符合", "Pass"}, states[0], true);
    put_column(page, (ci_phrase){"暂不能判定", "Undecided"}, states[0], true);
    put_column(page, (ci_phrase){"缺少数据", "No data"}, states[0], true);
    for (size_t s = 0; s < page->state_count; s++)
        put_column(page, share, states[s], true);
    ci_buffer_add(&page->out, "</tr></thead>\n<tbody>\n");
}

void ci_page_write_rules(ci_page *page)
{
    ci_markup_put(
        &page->out, ci_page_tongues(page),
        "<section id=\"rules\"><h2>%b</h2>\n<div class=\"wide\" "
        "tabindex=\"0\" role=\"region\" aria-labelledby=\"rules-caption\">"
        "<table id=\"rules-table\"><caption id=\"rules-caption\">%b"
        "</caption>\n",
        "分规定", "By rule", "各条规定在各单元、机构的判定结果（项）",
        "How many units or facilities keep and break each rule");
    ci_page_put_widths(page,
                       page->state_count > 1 ? "9343334344" : "93433434");
    put_head(page);
    for (size_t i = 0; i < page->rule_count; i++)
        put_row(page, &page->rules[i]);
    ci_buffer_add(&page->out, "</tbody></table></div></section>\n");
}
