/* A plan over years: what is begun, done, paid and had in each. */
#include <math.h>

#include "page/details.h"
#include "page/page.h"

#define NONE "\xe2\x80\x93"

bool ci_page_cover_of_year(circlet_course_year *out,
                           double covered[CI_PAGE_STATES], const ci_page *page,
                           size_t i)
{
    const circlet_plan_course *course = page->content->course;

    *out = circlet_privacy_year(circlet_plan_course_at(course, 0),
                                circlet_plan_course_at(course, i),
                                CIRCLET_PAGE_SMALL);
    covered[0] = out->persons - out->uncovered_before;
    covered[1] = out->persons - out->uncovered;
    return out->persons > 0;
}

/* ---- the table ---------------------------------------------------------- */

static void put_head(ci_page *page)
{
    static const ci_phrase titles[] = {
        {"开工措施", "Begun"},
        {"完成措施", "Done"},
        {"投入", "Spent"},
        {"当年预算", "Budget of the year"},
        {"服务圈覆盖（人次）", "Persons covered at its end"},
        {"覆盖率", "Share covered"},
        {"“必须”类不符合项", "Broken rules that must be kept"},
        {"“应当”类不符合项", "Broken rules that should be kept"}};
    ci_tongues tongues = ci_page_tongues(page);

    ci_buffer_add(&page->out, "<div class=\"wide\" tabindex=\"0\"><table>\n");
    ci_page_put_widths(page, "233445544");
    ci_buffer_add(&page->out, "<thead><tr>");
    ci_markup_put(&page->out, tongues, "<th scope=\"col\">%b</th>", "年度",
                  "Year");
    for (size_t i = 0; i < sizeof(titles) / sizeof(titles[0]); i++)
        ci_markup_put(&page->out, tongues,
                      "<th scope=\"col\" class=\"n\">%b</th>", titles[i].zh,
                      titles[i].en);
    ci_buffer_add(&page->out, "</tr></thead><tbody>\n");
}

static void put_money(ci_page *page, double value)
{
    ci_buffer_add(&page->out, "<td class=\"n\">");
    ci_markup_money(&page->out, ci_page_tongues(page), value);
    ci_buffer_add(&page->out, "</td>");
}

static void put_change(ci_page *page, const char *before, const char *after)
{
    ci_buffer *out = &page->out;

    ci_buffer_add(out, "<td class=\"n\">");
    ci_buffer_add(out, before);
    ci_buffer_add(out, " \xe2\x86\x92 ");
    ci_buffer_add(out, after);
    ci_buffer_add(out, "</td>");
}

static void put_counts(ci_page *page, size_t before, size_t after)
{
    char rooms[CI_PAGE_STATES][CI_MARKUP_NUMBER];

    put_change(page, ci_markup_number(rooms[0], (double)before, 0),
               ci_markup_number(rooms[1], (double)after, 0));
}

static void put_cover(ci_page *page, size_t i)
{
    char rooms[CI_PAGE_STATES][CI_MARKUP_NUMBER];
    double covered[CI_PAGE_STATES];
    circlet_course_year told;

    if (!ci_page_cover_of_year(&told, covered, page, i)) {
        const char *text =
            circlet_plan_course_at(page->content->course, i)->persons > 0
                ? "*"
                : NONE;

        ci_markup_put(&page->out, CI_TONGUES_EN,
                      "<td class=\"n\">%r</td><td class=\"n\">%r</td>", text,
                      text);
        return;
    }
    put_change(page, ci_markup_number(rooms[0], covered[0], 0),
               ci_markup_number(rooms[1], covered[1], 0));
    put_change(page, ci_markup_share(rooms[0], covered[0] / told.persons),
               ci_markup_share(rooms[1], covered[1] / told.persons));
}

static void put_year(ci_page *page, size_t i)
{
    const circlet_course_year *year =
        circlet_plan_course_at(page->content->course, i);
    ci_buffer *out = &page->out;

    ci_buffer_add(out, "<tr><th scope=\"row\">");
    ci_buffer_add_int(out, year->year); /* without separators */
    ci_markup_put(out, CI_TONGUES_EN,
                  "</th><td class=\"n\">%z</td><td class=\"n\">%z</td>",
                  year->begun, year->done);
    put_money(page, year->cost_cny);
    put_money(page, year->budget_cny);
    put_cover(page, i);
    put_counts(page, year->must_fail_before, year->must_fail);
    put_counts(page, year->should_fail_before, year->should_fail);
    ci_buffer_add(out, "</tr>\n");
}

/* ---- all ---------------------------------------------------------------- */

static void put_lead(ci_page *page)
{
    const circlet_plan_course *course = page->content->course;
    ci_tongues tongues = ci_page_tongues(page);

    ci_markup_put(
        &page->out, tongues, "<p>%b</p>\n",
        "各项投入在开工当年支付。每年的数字为当年12月31日的情况，箭头前为不采"
        "取"
        "任何措施时，箭头后为实施方案时。以后年度的不符合项可能更多，因为届时"
        "到"
        "期的要求更多：尚未到期的规定只作建议。人数按每条规定分别计算。",
        "Money is spent when work begins. What stands for a year is so on its "
        "31 December: before the arrow if nothing is done, behind it with the "
        "plan. More may fail in a later year because more is asked for then: "
        "what is not due yet is advice. People count once for each rule.");
    if (ci_page_is_plain(page))
        ci_page_put_steps(page);
    for (size_t i = 0; i < circlet_plan_course_count(course); i++) {
        const circlet_course_year *year = circlet_plan_course_at(course, i);
        double covered[CI_PAGE_STATES];
        circlet_course_year told;

        if (!(year->persons > 0) ||
            ci_page_cover_of_year(&told, covered, page, i))
            continue;
        ci_markup_put(&page->out, tongues, "<p class=\"small\">* %b</p>\n",
                      "不足5人，不予公布",
                      "fewer than five persons: not shown");
        return;
    }
}

void ci_page_write_years(ci_page *page)
{
    const circlet_plan_course *course = page->content->course;

    ci_markup_put(&page->out, ci_page_tongues(page),
                  ci_page_is_plain(page)
                      ? "<h2>%b</h2>\n"
                      : "<section id=\"years\"><h2>%b</h2>\n",
                  "分年度实施", "Year by year");
    put_lead(page);
    if (!ci_page_is_plain(page))
        ci_page_chart_years(page);
    put_head(page);
    for (size_t i = 0; i < circlet_plan_course_count(course); i++)
        put_year(page, i);
    ci_buffer_add(&page->out, "</tbody></table></div>\n");
    if (!ci_page_is_plain(page))
        ci_buffer_add(&page->out, "</section>\n");
}
