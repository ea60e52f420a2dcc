/* The table by street, with what is broken in each. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "page/details.h"
#include "page/page.h"
#include "page/page_words.h"

/* ---- cells -------------------------------------------------------------- */

static void put_sort_key(ci_buffer *out, double value)
{
    ci_buffer_add(out, "<td class=\"n\" data-v=\"");
    ci_buffer_add_double(out, isfinite(value) ? value : -1);
    ci_buffer_add(out, "\">");
}

static void put_number(ci_buffer *out, double value)
{
    char room[CI_MARKUP_NUMBER];

    put_sort_key(out, value);
    ci_buffer_add(out, ci_markup_number(room, value, 0));
    ci_buffer_add(out, "</td>");
}

/* What must not be told has no sort key of its own either. */
static void put_persons(ci_buffer *out, const ci_page_unit *row, size_t state)
{
    if (row->is_hidden[state]) {
        put_sort_key(out, 1);
        ci_buffer_add(out, "*</td>");
    } else
        put_number(out, ci_page_outside_of(row, state));
}

static void put_share(ci_buffer *out, const ci_page_unit *row, size_t state)
{
    double share = row->persons[state] > 0
                       ? row->covered[state] / row->persons[state]
                       : (double)NAN;
    char room[CI_MARKUP_NUMBER];

    if (row->is_hidden[state]) {
        put_sort_key(out, 0.99);
        ci_buffer_add(out, "*</td>");
        return;
    }
    put_sort_key(out, isfinite(share) ? round(share * 1000) / 1000 : share);
    ci_buffer_add(out, ci_markup_share(room, share));
    ci_buffer_add(out, "</td>");
}

static void put_cost(ci_page *page, const ci_page_unit *row)
{
    put_sort_key(&page->out, row->cost_cny);
    if (row->actions > 0)
        ci_markup_money(&page->out, ci_page_tongues(page), row->cost_cny);
    ci_buffer_add(&page->out, "</td>");
}

/* ---- what is broken ----------------------------------------------------- */

/* In a page its styles say the words, so that these do not stand thousands of
 * times in it. */
static void put_state(ci_page *page, const ci_detail *detail)
{
    ci_phrase word = {"方案可解决", "mended by the plan"};
    const char *kind = "mended";

    if (page->state_count == 1)
        return;
    if (detail->fails[1]) {
        kind = detail->fails[0] ? "remains" : "new";
        word = detail->fails[0]
                   ? (ci_phrase){"方案实施后仍不符合", "not mended"}
                   : (ci_phrase){"方案实施后新出现", "new with the plan"};
    }
    if (ci_page_is_plain(page))
        ci_markup_put(&page->out, ci_page_tongues(page), " <em>%b</em>",
                      word.zh, word.en);
    else
        ci_markup_put(&page->out, CI_TONGUES_BOTH, " <em class=%r></em>",
                      kind);
}

static void put_detail(ci_page *page, const ci_detail *detail)
{
    const circlet_finding *finding = detail->finding;
    ci_phrase title = ci_page_rule_title(page, finding->rule);
    ci_phrase force = ci_page_force_word(finding->force);

    if (ci_page_is_plain(page))
        ci_markup_put(&page->out, ci_page_tongues(page),
                      "<li>%t (%b): ", finding->rule, force.zh, force.en);
    else
        ci_markup_put(&page->out, CI_TONGUES_BOTH, "<li class=%r><b>%t</b> ",
                      circlet_force_name(finding->force), finding->rule);
    if (detail->is_hidden)
        ci_markup_put(&page->out, ci_page_tongues(page), "%b%b", title.zh,
                      title.en, "：所涉人数很少，数字不予显示。",
                      ": so few people that figures are not shown.");
    else
        ci_markup_put(&page->out, ci_page_tongues(page), "%b",
                      finding->text_zh, finding->text_en);
    put_state(page, detail);
    ci_buffer_add(&page->out, "</li>\n");
}

static void put_details(ci_page *page, const ci_details *details,
                        const ci_page_unit *row, const char *columns)
{
    size_t count;
    const ci_detail *items = ci_details_of(details, row->unit, &count);

    if (count == 0 || ci_page_is_plain(page))
        return;
    ci_markup_put(&page->out, ci_page_tongues(page),
                  "<tr class=\"detail\"><td colspan=\"%r\"><details>"
                  "<summary>%z %b</summary><ul>\n",
                  columns, count, "项不符合", "broken");
    for (size_t i = 0; i < count; i++)
        put_detail(page, &items[i]);
    ci_buffer_add(&page->out, "</ul></details></td></tr>\n");
}

/* The rows of an office program open nothing: there what is broken stands
 * below the tables, under the name of each unit. */
static void list_details(ci_page *page, const ci_details *details,
                         const ci_page_unit *rows, size_t row_count)
{
    for (size_t r = 0; r < row_count; r++) {
        size_t count;
        const ci_detail *items = ci_details_of(details, rows[r].unit, &count);

        if (count == 0)
            continue;
        ci_markup_put(
            &page->out, CI_TONGUES_EN, "<h3>%t</h3>\n<ul>\n",
            circlet_city_unit(page->content->city, rows[r].unit)->name);
        for (size_t i = 0; i < count; i++)
            put_detail(page, &items[i]);
        ci_buffer_add(&page->out, "</ul>\n");
    }
}

/* ---- rows --------------------------------------------------------------- */

static void put_row(ci_page *page, const ci_details *details,
                    const ci_page_unit *row, bool has_people)
{
    const circlet_city *city = page->content->city;
    const circlet_unit_record *unit = circlet_city_unit(city, row->unit);
    const char *above = row->above == CIRCLET_NONE
                            ? ""
                            : circlet_city_unit(city, row->above)->name;
    bool has_plan = page->state_count > 1;
    ci_buffer *out = &page->out;
    char columns[8];

    snprintf(columns, sizeof(columns), "%d",
             2 + (has_plan ? 4 : 1) +
                 (!has_people ? 0
                  : has_plan  ? 4
                              : 2));
    if (!ci_page_is_plain(page)) {
        ci_buffer_add(out, "<tbody data-u=\"");
        ci_buffer_add_int(out, row->unit);
        ci_buffer_add(out, "\">");
    }
    ci_markup_put(
        out, CI_TONGUES_EN,
        "<tr><th scope=\"row\" class=\"w\">%t</th><td class=\"w\">%t</td>",
        unit->name, above);
    for (size_t s = 0; s < page->state_count; s++)
        put_number(out, (double)row->broken[s]);
    for (size_t s = 0; has_people && s < page->state_count; s++)
        put_persons(out, row, s);
    for (size_t s = 0; has_people && s < page->state_count; s++)
        put_share(out, row, s);
    if (has_plan) {
        put_number(out, (double)row->actions);
        put_cost(page, row);
    }
    ci_buffer_add(out, "</tr>\n");
    put_details(page, details, row, columns);
    if (!ci_page_is_plain(page))
        ci_buffer_add(out, "</tbody>\n");
}

static void put_column(ci_page *page, ci_phrase title, ci_phrase state)
{
    ci_markup_put(&page->out, ci_page_tongues(page),
                  "<th scope=\"col\" class=\"n\">%b <small>%b</small></th>",
                  title.zh, title.en, state.zh, state.en);
}

static void put_head(ci_page *page, bool has_people)
{
    static const ci_phrase states[CI_PAGE_STATES] = {{"现状", "today"},
                                                     {"方案", "plan"}};
    const ci_phrase broken = {"“必须”类不符合规定数", "Must rules broken"};
    const ci_phrase outside = {"圈外人次", "Persons outside"};
    const ci_phrase share = {"覆盖率", "Covered"}, none = {"", ""};
    const ci_phrase actions = {"措施", "Actions"}, cost = {"投入", "Cost"};

    ci_markup_put(&page->out, ci_page_tongues(page),
                  "<thead><tr><th scope=\"col\">%b</th><th scope=\"col\">%b"
                  "</th>",
                  "单元", "Unit", "上级", "In");
    for (size_t s = 0; s < page->state_count; s++)
        put_column(page, broken, states[s]);
    for (size_t s = 0; has_people && s < page->state_count; s++)
        put_column(page, outside, states[s]);
    for (size_t s = 0; has_people && s < page->state_count; s++)
        put_column(page, share, states[s]);
    if (page->state_count > 1) {
        put_column(page, actions, none);
        put_column(page, cost, none);
    }
    ci_buffer_add(&page->out, "</tr></thead>\n");
}

static bool is_worth_a_row(const ci_page_unit *row, const ci_details *details)
{
    size_t count;

    ci_details_of(details, row->unit, &count);
    return count > 0 || row->broken[0] > 0 || row->broken[1] > 0;
}

static void put_table(ci_page *page, const ci_details *details, bool is_wide)
{
    const ci_page_unit *rows = is_wide ? page->wider : page->units;
    size_t count = is_wide ? page->wider_count : page->unit_count;
    ci_phrase caption = ci_page_level_word(page->level);

    ci_markup_put(
        &page->out, ci_page_tongues(page),
        "<div class=\"wide\" tabindex=\"0\" role=\"region\" "
        "aria-labelledby=\"%r-caption\"><table id=\"%r-table\"><caption "
        "id=\"%r-caption\">%b</caption>\n",
        is_wide ? "districts" : "streets", is_wide ? "districts" : "streets",
        is_wide ? "districts" : "streets", is_wide ? "区和全市" : caption.zh,
        is_wide ? "Districts and the whole city" : caption.en);
    ci_page_put_widths(page, is_wide
                                 ? (page->state_count > 1 ? "332224" : "332")
                             : page->state_count > 1 ? "4333333335"
                                                     : "44333");
    put_head(page, !is_wide);
    if (ci_page_is_plain(page))
        ci_buffer_add(&page->out, "<tbody>\n");
    for (size_t i = 0; i < count; i++)
        if (!is_wide || is_worth_a_row(&rows[i], details))
            put_row(page, details, &rows[i], !is_wide);
    ci_buffer_add(&page->out, ci_page_is_plain(page)
                                  ? "</tbody></table></div>\n"
                                  : "</table></div>\n");
}

static void put_note(ci_page *page)
{
    const ci_phrase note = {
        "圈外人次：各条服务圈规定分别计算。*：涉及人数少于{0}"
        "人，或可由此推算出"
        "此类人数，不予显示。",
        "Persons outside: each circle rule counted by itself. *: fewer than "
        "{0} persons, or what would tell of these: not shown."};
    char room[CI_MARKUP_NUMBER];

    ci_buffer_add(&page->out, "<p class=\"small\">");
    ci_markup_say(
        &page->out, ci_page_tongues(page), note,
        (const char *[]){ci_markup_number(room, CIRCLET_PAGE_SMALL, 0), NULL});
    ci_buffer_add(&page->out, "</p>\n");
}

static bool has_wider(const ci_page *page, const ci_details *details)
{
    for (size_t i = 0; i < page->wider_count; i++)
        if (is_worth_a_row(&page->wider[i], details))
            return true;
    return false;
}

circlet_status ci_page_write_streets(ci_page *page, circlet_error *error)
{
    ci_details details = {.items = NULL};
    circlet_status status = ci_details_find(&details, page, error);

    if (status) {
        ci_details_free(&details);
        return status;
    }
    ci_markup_put(&page->out, ci_page_tongues(page),
                  "<section id=\"streets\"><h2>%b</h2>\n", "分街道、乡镇",
                  "By street and township");
    if (ci_page_has_scripts(page))
        ci_markup_put(&page->out, CI_TONGUES_BOTH,
                      "<p class=\"find\" hidden><label for=\"find\">%b"
                      "</label> <input id=\"find\" type=\"search\"> "
                      "<output id=\"found\"></output></p>\n",
                      "按名称或规定查找", "Find a name or a rule");
    put_table(page, &details, false);
    put_note(page);
    if (has_wider(page, &details))
        put_table(page, &details, true);
    if (ci_page_is_plain(page)) {
        ci_markup_put(&page->out, ci_page_tongues(page), "<h2>%b</h2>\n",
                      "各单元的不符合项", "What is broken in each unit");
        list_details(page, &details, page->wider, page->wider_count);
        list_details(page, &details, page->units, page->unit_count);
    }
    ci_buffer_add(&page->out, "</section>\n");
    ci_details_free(&details);
    return CIRCLET_OK;
}
