/* What cover costs: the actions that cover people, the cheapest first. */
#include <math.h>
#include <stdlib.h>

#include "base/error.h"
#include "page/chart.h"
#include "page/chart_plot.h"
#include "page/details.h"

#define WIDTH 640.0
#define HEIGHT 300.0
#define LEFT 70.0
#define BOTTOM 44.0
#define TOP 14.0
#define RIGHT 20.0

typedef struct step {
    double cost, persons;
    size_t position;
} step;

/* By the cost of a person, exactly: a / b < c / d. */
static int compare_steps(const void *left, const void *right)
{
    const step *a = left, *b = right;
    double x = a->cost * b->persons, y = b->cost * a->persons;

    if (x != y)
        return x < y ? -1 : 1;
    return (a->position > b->position) - (a->position < b->position);
}

static size_t list_steps(step *out, const circlet_plan *plan)
{
    size_t count = 0;

    for (size_t i = 0; i < circlet_plan_action_count(plan); i++) {
        const circlet_plan_action *action = circlet_plan_action_at(plan, i);

        if (action->persons_gained > 0 && action->cost_cny >= 0)
            out[count++] = (step){action->cost_cny, action->persons_gained, i};
    }
    qsort(out, count, sizeof(*out), compare_steps);
    return count;
}

static double x_of(double cost, double all)
{
    return LEFT + (WIDTH - LEFT - RIGHT) * cost / all;
}

static double y_of(double persons, double all)
{
    return HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * persons / all;
}

static void put_grid(ci_buffer *out, double cost, double persons)
{
    char room[CI_MARKUP_NUMBER], zh[CI_MARKUP_NUMBER];
    double tick = ci_plot_tick(persons), money = ci_plot_tick(cost / 1e6);

    for (int i = 0; i * tick <= persons; i++) {
        double y = y_of(i * tick, persons);

        ci_plot_line(out, "grid", LEFT, WIDTH - RIGHT, y);
        ci_markup_number(room, i * tick, 0);
        ci_plot_text(out, LEFT - 8, y + 4, "end", (ci_phrase){room, room});
    }
    for (int i = 0; i * money * 1e6 <= cost; i++)
        ci_plot_text(out, x_of(i * money * 1e6, cost), HEIGHT - BOTTOM + 18,
                     "middle",
                     (ci_phrase){ci_markup_number(zh, i * money * 100, 0),
                                 ci_markup_number(room, i * money, 1)});
    ci_plot_text(out, WIDTH - RIGHT, HEIGHT - 6, "end",
                 (ci_phrase){"累计投入（万元）", "money spent (million CNY)"});
}

/* The nearest step: sums of actions, and of plans, so differ by no few. */
static double told_of(double persons)
{
    return round(persons / CIRCLET_PAGE_SMALL) * CIRCLET_PAGE_SMALL;
}

static void put_curve(ci_buffer *out, const step *steps, size_t count,
                      double cost, double persons)
{
    double x = 0, y = 0, told = 0;

    ci_plot_point(out, "<path class=\"curve\" d=\"M", x_of(0, cost),
                  y_of(0, persons));
    for (size_t i = 0; i < count; i++) {
        x += steps[i].cost;
        y += steps[i].persons;
        if (told_of(y) <= told && i + 1 < count)
            continue; /* so few must not be told apart */
        told = told_of(y);
        ci_plot_point(out, "L", x_of(x, cost), y_of(told, persons));
    }
    ci_buffer_add(out, "\"/>");
}

/* Money for so many tenths of the people, as a table. */
static void put_table(ci_page *page, const step *steps, size_t count,
                      double persons)
{
    double x = 0, y = 0, told;
    size_t next = 1;

    ci_markup_put(&page->out, CI_TONGUES_BOTH,
                  "<details><summary>%b</summary><table><thead><tr>"
                  "<th scope=\"col\" class=\"n\">%b</th><th scope=\"col\" "
                  "class=\"n\">%b</th></tr></thead><tbody>",
                  "数据表", "As a table", "新增覆盖（人次）",
                  "Persons newly covered", "累计投入", "Money spent");
    for (size_t i = 0; i < count; i++) {
        x += steps[i].cost;
        y += steps[i].persons;
        told = told_of(y);
        if ((told <= 0 || told * 10 < persons * (double)next) && i + 1 < count)
            continue;
        next = (size_t)(told * 10 / persons) + 1;
        ci_markup_put(&page->out, CI_TONGUES_EN,
                      "<tr><td class=\"n\">%n</td><td class=\"n\">", told);
        ci_markup_money(&page->out, CI_TONGUES_BOTH, x);
        ci_buffer_add(&page->out, "</td></tr>");
    }
    ci_buffer_add(&page->out, "</tbody></table></details>");
}

circlet_status ci_page_chart_money(ci_page *page, circlet_error *error)
{
    const circlet_plan *plan = page->content->plan;
    step *steps =
        malloc((circlet_plan_action_count(plan) + 1) * sizeof(*steps));
    double cost = 0, persons = 0;
    size_t count;

    if (!steps)
        return ci_fail_nomem(error);
    count = list_steps(steps, plan);
    for (size_t i = 0; i < count; i++) {
        cost += steps[i].cost;
        persons += steps[i].persons;
    }
    persons = told_of(persons);
    if (count > 0 && cost > 0 && persons >= CIRCLET_PAGE_SMALL) {
        ci_markup_put(
            &page->out, CI_TONGUES_BOTH,
            "<figure class=\"chart\"><figcaption>%b <small>%b</small>"
            "</figcaption><svg aria-hidden=\"true\" class=\"money\" "
            "viewBox=\"0 0 640 300\">",
            "投入与新增覆盖（人次）", "What cover costs (persons)",
            "每人费用最低的措施在先", "the cheapest per person first");
        put_grid(&page->out, cost, persons);
        put_curve(&page->out, steps, count, cost, persons);
        ci_buffer_add(&page->out, "</svg>");
        put_table(page, steps, count, persons);
        ci_buffer_add(&page->out, "</figure>\n");
    }
    free(steps);
    return CIRCLET_OK;
}
