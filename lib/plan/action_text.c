#include "plan/action_text.h"

#include <math.h>

#include "city/plan_action.h"

#define DECIMALS_OF_DEGREES 5

/* Whether a section says whose beds it takes. */
static bool has_giver(const circlet_plan_action *action)
{
    return action->from_service && *action->from_service;
}

/* ---- Chinese ------------------------------------------------------------ */

static void add_word_zh(ci_buffer *out, const ci_told_action *t,
                        ci_action_word kind, const char *word)
{
    t->words->add_zh(out, kind, word, t->words->user);
}

/* `before` and `after` stand around a site that is proposed. */
static void add_place(ci_buffer *out, const ci_told_action *t,
                      const char *before, const char *after)
{
    if (t->site) {
        ci_buffer_add(out, t->is_site_proposed ? before : "");
        ci_buffer_add(out, t->site);
        ci_buffer_add(out, t->is_site_proposed ? after : "");
        return;
    }
    ci_buffer_add_fixed(out, t->action->at.lon, DECIMALS_OF_DEGREES);
    ci_buffer_add(out, ",");
    ci_buffer_add_fixed(out, t->action->at.lat, DECIMALS_OF_DEGREES);
}

/* Area, service, places and beds as far as they are known, divided by marks;
 * whether there are any. */
static bool add_figures_zh(ci_buffer *out, const ci_told_action *t,
                           const char *start, bool names_service)
{
    const circlet_plan_action *action = t->action;
    const char *mark = start;

    if (!isnan(action->area_m2)) {
        ci_buffer_add(out, mark);
        ci_buffer_add_double(out, action->area_m2);
        ci_buffer_add(out, "平方米");
        mark = "、";
    }
    if (names_service && action->service) {
        ci_buffer_add(out, mark);
        add_word_zh(out, t, CI_ACTION_WORD_SERVICE, action->service);
        mark = action->places >= 0 || action->beds >= 0 ? "" : "、";
    }
    if (action->places >= 0) {
        ci_buffer_add(out, mark);
        ci_buffer_add_int(out, action->places);
        ci_buffer_add(out, "个名额");
        mark = "、";
    }
    if (action->beds >= 0) {
        ci_buffer_add(out, mark);
        ci_buffer_add_int(out, action->beds);
        ci_buffer_add(out, "张床位");
        mark = "、";
    }
    return mark != start;
}

static void add_service_zh(ci_buffer *out, const ci_told_action *t)
{
    add_word_zh(out, t, CI_ACTION_WORD_SERVICE, t->action->service);
    if (add_figures_zh(out, t, "（", false))
        ci_buffer_add(out, "）");
}

static void write_change_zh(ci_buffer *out, const ci_told_action *t)
{
    const circlet_plan_action *action = t->action;

    switch (ci_action_kind_of(action->kind)) {
    case CI_ACTION_ENLARGE:
        ci_buffer_add(out, t->facility);
        add_figures_zh(out, t, "增加", true);
        break;
    case CI_ACTION_ADD_SERVICE:
        ci_buffer_add(out, t->facility);
        ci_buffer_add(out, "增设");
        add_service_zh(out, t);
        break;
    case CI_ACTION_PARTITION:
        ci_buffer_add(out, t->facility);
        if (has_giver(action)) {
            ci_buffer_add(out, "从");
            add_word_zh(out, t, CI_ACTION_WORD_SERVICE, action->from_service);
            ci_buffer_add(out, "中");
        }
        ci_buffer_add(out, "划出");
        ci_buffer_add_int(out, action->beds);
        ci_buffer_add(out, "张床位，设");
        add_word_zh(out, t, CI_ACTION_WORD_SERVICE, action->service);
        ci_buffer_add(out, "专区");
        break;
    case CI_ACTION_DESIGNATE:
        ci_buffer_add(out, "指定");
        ci_buffer_add(out, t->facility);
        ci_buffer_add(out, "提供");
        add_service_zh(out, t);
        break;
    default:
        break;
    }
}

void ci_action_tell_zh(ci_buffer *out, const ci_told_action *t)
{
    const circlet_plan_action *action = t->action;
    ci_action_kind kind = ci_action_kind_of(action->kind);

    if (action->year != -1) {
        ci_buffer_add(out, "自");
        ci_buffer_add_int(out, action->year);
        ci_buffer_add(out, "年起，");
    }
    if (kind == CI_ACTION_BUILD) {
        ci_buffer_add(out, "在");
        add_place(out, t, "建议选址“", "”");
        ci_buffer_add(out, "新建");
        add_word_zh(out, t, CI_ACTION_WORD_TYPE, action->type);
        if (add_figures_zh(out, t, "（", true))
            ci_buffer_add(out, "）");
    } else if (kind == CI_ACTION_MOVE) {
        ci_buffer_add(out, t->facility);
        ci_buffer_add(out, "迁至");
        add_place(out, t, "建议选址“", "”");
    } else if (kind == CI_ACTION_KEEP || kind == CI_ACTION_CLOSE) {
        ci_buffer_add(out, kind == CI_ACTION_KEEP ? "保留" : "关闭");
        ci_buffer_add(out, t->facility);
        if (t->saved_cny > 0) {
            ci_buffer_add(out, "，每年节省运行费用");
            ci_buffer_add_double(out, t->saved_cny);
            ci_buffer_add(out, t->is_saved_assumed ? "元（假设）" : "元");
        }
    } else {
        write_change_zh(out, t);
    }
    ci_buffer_add(out, "。");
}

/* ---- English ------------------------------------------------------------ */

void ci_action_add_plain_word(ci_buffer *out, const char *word)
{
    for (; *word; word++)
        ci_buffer_add_n(out, *word == '_' ? " " : word, 1);
}

static void add_word_en(ci_buffer *out, const ci_told_action *t,
                        ci_action_word kind, const char *word)
{
    t->words->add_en(out, kind, word, t->words->user);
}

static void add_count_en(ci_buffer *out, int64_t count, const char *one,
                         const char *many)
{
    ci_buffer_add_int(out, count);
    ci_buffer_add(out, count == 1 ? one : many);
}

/* "50 m², 20 places and 10 beds" as far as they are known, and how many of
 * the three there are. */
static int add_figures_en(ci_buffer *out, const circlet_plan_action *action,
                          const char *start)
{
    const bool is_known[] = {!isnan(action->area_m2), action->places >= 0,
                             action->beds >= 0};
    int count = is_known[0] + is_known[1] + is_known[2], at = 0;

    for (int i = 0; i < 3; i++) {
        if (!is_known[i])
            continue;
        ci_buffer_add(out, at == 0 ? start : at == count - 1 ? " and " : ", ");
        at++;
        if (i == 0) {
            ci_buffer_add_double(out, action->area_m2);
            ci_buffer_add(out, " m²");
        } else if (i == 1) {
            add_count_en(out, action->places, " place", " places");
        } else {
            add_count_en(out, action->beds, " bed", " beds");
        }
    }
    return count;
}

static void write_build_en(ci_buffer *out, const ci_told_action *t)
{
    const circlet_plan_action *action = t->action;
    int figures;

    ci_buffer_add(out, "Builds a facility of type ");
    add_word_en(out, t, CI_ACTION_WORD_TYPE, action->type);
    ci_buffer_add(out, " at ");
    add_place(out, t, "the proposed site ", "");
    figures = add_figures_en(out, action, " with ");
    if (!action->service)
        return;
    ci_buffer_add(out, figures > 0 ? " for " : " with ");
    add_word_en(out, t, CI_ACTION_WORD_SERVICE, action->service);
}

static void write_change_en(ci_buffer *out, const ci_told_action *t)
{
    const circlet_plan_action *action = t->action;

    switch (ci_action_kind_of(action->kind)) {
    case CI_ACTION_ENLARGE:
        add_figures_en(out, action, "Adds ");
        if (action->service && (action->places >= 0 || action->beds >= 0)) {
            ci_buffer_add(out, " of ");
            add_word_en(out, t, CI_ACTION_WORD_SERVICE, action->service);
        }
        ci_buffer_add(out, " to ");
        ci_buffer_add(out, t->facility);
        break;
    case CI_ACTION_ADD_SERVICE:
        ci_buffer_add(out, "Adds ");
        add_word_en(out, t, CI_ACTION_WORD_SERVICE, action->service);
        add_figures_en(out, action, " with ");
        ci_buffer_add(out, " to ");
        ci_buffer_add(out, t->facility);
        break;
    case CI_ACTION_PARTITION:
        ci_buffer_add(out, "Makes ");
        add_count_en(out, action->beds, " bed", " beds");
        if (has_giver(action)) {
            ci_buffer_add(out, " for ");
            add_word_en(out, t, CI_ACTION_WORD_SERVICE, action->from_service);
        }
        ci_buffer_add(out, has_giver(action) ? " in " : " of ");
        ci_buffer_add(out, t->facility);
        ci_buffer_add(out, " a section for ");
        add_word_en(out, t, CI_ACTION_WORD_SERVICE, action->service);
        break;
    case CI_ACTION_DESIGNATE:
        ci_buffer_add(out, "Designates ");
        ci_buffer_add(out, t->facility);
        ci_buffer_add(out, " for ");
        add_word_en(out, t, CI_ACTION_WORD_SERVICE, action->service);
        add_figures_en(out, action, " with ");
        break;
    default:
        break;
    }
}

void ci_action_tell_en(ci_buffer *out, const ci_told_action *t)
{
    const circlet_plan_action *action = t->action;
    ci_action_kind kind = ci_action_kind_of(action->kind);

    if (kind == CI_ACTION_BUILD) {
        write_build_en(out, t);
    } else if (kind == CI_ACTION_MOVE) {
        ci_buffer_add(out, "Moves ");
        ci_buffer_add(out, t->facility);
        ci_buffer_add(out, " to ");
        add_place(out, t, "the proposed site ", "");
    } else if (kind == CI_ACTION_KEEP || kind == CI_ACTION_CLOSE) {
        ci_buffer_add(out, kind == CI_ACTION_KEEP ? "Keeps " : "Closes ");
        ci_buffer_add(out, t->facility);
    } else {
        write_change_en(out, t);
    }
    if (action->year != -1) {
        ci_buffer_add(out, " from ");
        ci_buffer_add_int(out, action->year);
        ci_buffer_add(out, " on");
    }
    if (t->saved_cny > 0) {
        ci_buffer_add(out, ", which saves ");
        ci_buffer_add_double(out, t->saved_cny);
        ci_buffer_add(out, " CNY of running costs a year");
        ci_buffer_add(out, t->is_saved_assumed ? " (assumed)" : "");
    }
    ci_buffer_add(out, ".");
}
