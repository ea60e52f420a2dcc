/* A plan over years: above what is spent in each, within its budget, below
 * the share of people who are covered at its end. */
#include <math.h>
#include <stdio.h>

#include "page/chart_plot.h"
#include "page/page.h"

#define WIDTH 640.0
#define LEFT 70.0
#define RIGHT 20.0
#define MONEY_TOP 34.0
#define MONEY_BASE 150.0
#define COVER_TOP 196.0
#define COVER_BASE 306.0
#define BAR 0.36 /* of the room of a year */
#define FRAME 0.5
#define TEXTS_MOST 10 /* years that have their numbers in the chart */

static double x_of(size_t i, size_t count)
{
    return LEFT + (WIDTH - LEFT - RIGHT) * ((double)i + 0.5) / (double)count;
}

static double y_between(double share, double base, double top)
{
    return base - (base - top) * share;
}

/* Years that are too close for their texts say every second, third ... */
static size_t stride(size_t count)
{
    return 1 + count / TEXTS_MOST;
}

static double most_money(const circlet_plan_course *course)
{
    double most = 0;

    for (size_t i = 0; i < circlet_plan_course_count(course); i++) {
        const circlet_course_year *year = circlet_plan_course_at(course, i);

        most = fmax(most, fmax(year->cost_cny, year->budget_cny));
    }
    return most;
}

/* ---- money -------------------------------------------------------------- */

static void put_money_grid(ci_buffer *out, double most)
{
    char zh[CI_MARKUP_NUMBER], en[CI_MARKUP_NUMBER];
    double tick = ci_plot_tick(most / 1e4) * 1e4;

    ci_plot_text(
        out, 0, 14, "start",
        (ci_phrase){"各年投入（万元）", "Spent in the year (million CNY)"});
    for (int i = 0; i * tick <= most; i++) {
        double y = y_between(i * tick / most, MONEY_BASE, MONEY_TOP);

        ci_plot_line(out, "grid", LEFT, WIDTH - RIGHT, y);
        ci_plot_text(out, LEFT - 8, y + 4, "end",
                     (ci_phrase){ci_markup_number(zh, i * tick / 1e4, 0),
                                 ci_markup_number(en, i * tick / 1e6, 2)});
    }
}

static void put_bar(ci_buffer *out, const char *kind, double x, double width,
                    double share)
{
    double y = y_between(share, MONEY_BASE, MONEY_TOP);

    ci_markup_put(out, CI_TONGUES_EN, "<rect class=\"%r\" x=\"", kind);
    ci_buffer_add_fixed(out, x - width / 2, 1);
    ci_buffer_add(out, "\" y=\"");
    ci_buffer_add_fixed(out, y, 1);
    ci_buffer_add(out, "\" width=\"");
    ci_buffer_add_fixed(out, width, 1);
    ci_buffer_add(out, "\" height=\"");
    ci_buffer_add_fixed(out, MONEY_BASE - y, 1);
    ci_buffer_add(out, "\"/>");
}

static void put_money(ci_buffer *out, const circlet_plan_course *course)
{
    size_t count = circlet_plan_course_count(course);
    double most = most_money(course);
    double room = (WIDTH - LEFT - RIGHT) / (double)count;

    if (!(most > 0))
        return;
    put_money_grid(out, most);
    for (size_t i = 0; i < count; i++) {
        const circlet_course_year *year = circlet_plan_course_at(course, i);
        char zh[CI_MARKUP_NUMBER], en[CI_MARKUP_NUMBER];
        double x = x_of(i, count);

        if (year->cost_cny > 0)
            put_bar(out, "spent", x, room * BAR, year->cost_cny / most);
        if (isfinite(year->budget_cny))
            put_bar(out, "budget", x, room * FRAME, year->budget_cny / most);
        if (!(year->cost_cny > 0) || count > TEXTS_MOST)
            continue;
        ci_plot_text(
            out, x,
            y_between(fmax(year->cost_cny, year->budget_cny) / most,
                      MONEY_BASE, MONEY_TOP) -
                5,
            "middle",
            (ci_phrase){ci_markup_number(zh, year->cost_cny / 1e4, 0),
                        ci_markup_number(en, year->cost_cny / 1e6, 2)});
    }
}

/* ---- cover -------------------------------------------------------------- */

static void put_cover_grid(ci_buffer *out)
{
    char room[CI_MARKUP_NUMBER];

    ci_plot_text(out, 0, COVER_TOP - 18, "start",
                 (ci_phrase){"年末覆盖率", "Share covered at its end"});
    for (int i = 0; i <= 4; i++) {
        double y = y_between(i / 4.0, COVER_BASE, COVER_TOP);

        ci_plot_line(out, "grid", LEFT, WIDTH - RIGHT, y);
        ci_markup_share(room, i / 4.0);
        ci_plot_text(out, LEFT - 8, y + 4, "end", (ci_phrase){room, room});
    }
}

static void put_dot(ci_buffer *out, const char *kind, double x, double y)
{
    ci_markup_put(out, CI_TONGUES_EN, "<circle r=\"5\" class=\"%r\" cx=\"",
                  kind);
    ci_buffer_add_fixed(out, x, 1);
    ci_buffer_add(out, "\" cy=\"");
    ci_buffer_add_fixed(out, y, 1);
    ci_buffer_add(out, "\"/>");
}

/* The way from year to year of a state; it breaks where nothing is known. */
static void put_way(ci_buffer *out, const ci_page *page, size_t state)
{
    size_t count = circlet_plan_course_count(page->content->course);
    bool goes_on = false;

    ci_buffer_add(out, state ? "<path class=\"curve\" d=\""
                             : "<path class=\"dashed\" d=\"");
    for (size_t i = 0; i < count; i++) {
        double covered[CI_PAGE_STATES];
        circlet_course_year told;
        bool is_known = ci_page_cover_of_year(&told, covered, page, i);

        if (is_known)
            ci_plot_point(out, goes_on ? "L" : "M", x_of(i, count),
                          y_between(covered[state] / told.persons, COVER_BASE,
                                    COVER_TOP));
        goes_on = is_known;
    }
    ci_buffer_add(out, "\"/>");
}

static void put_share(ci_buffer *out, double x, double share, double below)
{
    char room[CI_MARKUP_NUMBER];

    ci_markup_share(room, share);
    ci_plot_text(out, x, y_between(share, COVER_BASE, COVER_TOP) + below,
                 "middle", (ci_phrase){room, room});
}

static void put_cover(ci_buffer *out, const ci_page *page)
{
    size_t count = circlet_plan_course_count(page->content->course);

    put_cover_grid(out);
    put_way(out, page, 0);
    put_way(out, page, 1);
    for (size_t i = 0; i < count; i++) {
        circlet_course_year told;
        double covered[CI_PAGE_STATES], x = x_of(i, count);

        if (!ci_page_cover_of_year(&told, covered, page, i))
            continue;
        for (size_t s = CI_PAGE_STATES; s-- > 0;)
            put_dot(
                out, s ? "after" : "before", x,
                y_between(covered[s] / told.persons, COVER_BASE, COVER_TOP));
        if (count > TEXTS_MOST)
            continue;
        put_share(out, x, covered[1] / told.persons, -10);
        if (covered[0] < covered[1])
            put_share(out, x, covered[0] / told.persons, 18);
    }
}

/* ---- all ---------------------------------------------------------------- */

static void put_years(ci_buffer *out, const circlet_plan_course *course)
{
    size_t count = circlet_plan_course_count(course);

    for (size_t i = 0; i < count; i += stride(count)) {
        char text[16];

        snprintf(text, sizeof(text), "%d",
                 circlet_plan_course_at(course, i)->year);
        ci_plot_text(out, x_of(i, count), COVER_BASE + 20, "middle",
                     (ci_phrase){text, text});
    }
}

static void put_legend(ci_page *page)
{
    static const struct {
        const char *sample;
        ci_phrase text;
    } items[] = {
        {"<rect x=\"3\" y=\"2\" width=\"14\" height=\"12\" class=\"spent\"/>",
         {"投入", "spent"}},
        {"<rect x=\"2\" y=\"2\" width=\"16\" height=\"12\" "
         "class=\"budget\"/>",
         {"当年预算", "budget of the year"}},
        {"<circle cx=\"10\" cy=\"8\" r=\"5\" class=\"before\"/>",
         {"不采取措施", "if nothing is done"}},
        {"<circle cx=\"10\" cy=\"8\" r=\"5\" class=\"after\"/>",
         {"实施方案", "with the plan"}}};

    ci_buffer_add(&page->out, "<ul class=\"legend\">");
    for (size_t i = 0; i < sizeof(items) / sizeof(items[0]); i++)
        ci_markup_put(&page->out, CI_TONGUES_BOTH,
                      "<li><svg aria-hidden=\"true\" class=\"sample\" "
                      "viewBox=\"0 0 22 16\">%r</svg> %b</li>",
                      items[i].sample, items[i].text.zh, items[i].text.en);
    ci_buffer_add(&page->out, "</ul>");
}

void ci_page_chart_years(ci_page *page)
{
    const circlet_plan_course *course = page->content->course;
    ci_buffer *out = &page->out;

    ci_markup_put(out, CI_TONGUES_BOTH,
                  "<figure class=\"chart years\"><figcaption>%b <small>%b"
                  "</small></figcaption><svg aria-hidden=\"true\" "
                  "class=\"money\" viewBox=\"0 0 640 330\">",
                  "投入与覆盖", "Money and cover", "各数字见下表",
                  "the numbers stand in the table below");
    put_money(out, course);
    put_cover(out, page);
    put_years(out, course);
    ci_buffer_add(out, "</svg>");
    put_legend(page);
    ci_buffer_add(out, "</figure>\n");
}
