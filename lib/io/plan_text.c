#include "io/plan_text.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "city/plan_action.h"
#include "io/import_headings.h"

#define DECIMALS_OF_DEGREES 5

/* An action with the names of what it is about. */
typedef struct told {
    const circlet_plan_action *action;
    const char *facility; /* name or id */
    const char *site; /* name or id; NULL: none */
} told;

/* ---- Chinese ------------------------------------------------------------ */

static void add_place(ci_buffer *out, const told *t)
{
    if (t->site) {
        ci_buffer_add(out, t->site);
        return;
    }
    ci_buffer_add_fixed(out, t->action->at.lon, DECIMALS_OF_DEGREES);
    ci_buffer_add(out, ",");
    ci_buffer_add_fixed(out, t->action->at.lat, DECIMALS_OF_DEGREES);
}

/* Area, service, places and beds as far as they are known, divided by marks;
 * whether there are any. */
static bool add_figures_zh(ci_buffer *out, const circlet_plan_action *action,
                           const char *start, bool names_service)
{
    const char *mark = start;

    if (!isnan(action->area_m2)) {
        ci_buffer_add(out, mark);
        ci_buffer_add_double(out, action->area_m2);
        ci_buffer_add(out, "平方米");
        mark = "、";
    }
    if (names_service && action->service) {
        ci_buffer_add(out, mark);
        ci_heading_add_word(out, "needs", action->service);
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

static void add_service_zh(ci_buffer *out, const circlet_plan_action *action)
{
    ci_heading_add_word(out, "needs", action->service);
    if (add_figures_zh(out, action, "（", false))
        ci_buffer_add(out, "）");
}

static void write_change_zh(ci_buffer *out, const told *t)
{
    const circlet_plan_action *action = t->action;

    switch (ci_action_kind_of(action->kind)) {
    case CI_ACTION_ENLARGE:
        ci_buffer_add(out, t->facility);
        add_figures_zh(out, action, "增加", true);
        break;
    case CI_ACTION_ADD_SERVICE:
        ci_buffer_add(out, t->facility);
        ci_buffer_add(out, "增设");
        add_service_zh(out, action);
        break;
    case CI_ACTION_PARTITION:
        ci_buffer_add(out, t->facility);
        ci_buffer_add(out, "划出");
        ci_buffer_add_int(out, action->beds);
        ci_buffer_add(out, "张床位，设");
        ci_heading_add_word(out, "needs", action->service);
        ci_buffer_add(out, "专区");
        break;
    case CI_ACTION_DESIGNATE:
        ci_buffer_add(out, "指定");
        ci_buffer_add(out, t->facility);
        ci_buffer_add(out, "提供");
        add_service_zh(out, action);
        break;
    default:
        break;
    }
}

static void write_zh(ci_buffer *out, const told *t)
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
        add_place(out, t);
        ci_buffer_add(out, "新建");
        ci_heading_add_word(out, "type", action->type);
        if (add_figures_zh(out, action, "（", true))
            ci_buffer_add(out, "）");
    } else if (kind == CI_ACTION_MOVE) {
        ci_buffer_add(out, t->facility);
        ci_buffer_add(out, "迁至");
        add_place(out, t);
    } else if (kind == CI_ACTION_KEEP || kind == CI_ACTION_CLOSE) {
        ci_buffer_add(out, kind == CI_ACTION_KEEP ? "保留" : "关闭");
        ci_buffer_add(out, t->facility);
    } else {
        write_change_zh(out, t);
    }
    ci_buffer_add(out, "。");
}

/* ---- English ------------------------------------------------------------ */

/* "day care" of "day_care". */
static void add_word_en(ci_buffer *out, const char *word)
{
    for (; *word; word++)
        ci_buffer_add_n(out, *word == '_' ? " " : word, 1);
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

static void write_build_en(ci_buffer *out, const told *t)
{
    const circlet_plan_action *action = t->action;
    int figures;

    ci_buffer_add(out, "Builds a facility of type ");
    add_word_en(out, action->type);
    ci_buffer_add(out, " at ");
    add_place(out, t);
    figures = add_figures_en(out, action, " with ");
    if (!action->service)
        return;
    ci_buffer_add(out, figures > 0 ? " for " : " with ");
    add_word_en(out, action->service);
}

static void write_change_en(ci_buffer *out, const told *t)
{
    const circlet_plan_action *action = t->action;

    switch (ci_action_kind_of(action->kind)) {
    case CI_ACTION_ENLARGE:
        add_figures_en(out, action, "Adds ");
        if (action->service && (action->places >= 0 || action->beds >= 0)) {
            ci_buffer_add(out, " of ");
            add_word_en(out, action->service);
        }
        ci_buffer_add(out, " to ");
        ci_buffer_add(out, t->facility);
        break;
    case CI_ACTION_ADD_SERVICE:
        ci_buffer_add(out, "Adds ");
        add_word_en(out, action->service);
        add_figures_en(out, action, " with ");
        ci_buffer_add(out, " to ");
        ci_buffer_add(out, t->facility);
        break;
    case CI_ACTION_PARTITION:
        ci_buffer_add(out, "Makes ");
        add_count_en(out, action->beds, " bed", " beds");
        ci_buffer_add(out, " of ");
        ci_buffer_add(out, t->facility);
        ci_buffer_add(out, " a section for ");
        add_word_en(out, action->service);
        break;
    case CI_ACTION_DESIGNATE:
        ci_buffer_add(out, "Designates ");
        ci_buffer_add(out, t->facility);
        ci_buffer_add(out, " for ");
        add_word_en(out, action->service);
        add_figures_en(out, action, " with ");
        break;
    default:
        break;
    }
}

static void write_en(ci_buffer *out, const told *t)
{
    const circlet_plan_action *action = t->action;
    ci_action_kind kind = ci_action_kind_of(action->kind);

    if (kind == CI_ACTION_BUILD) {
        write_build_en(out, t);
    } else if (kind == CI_ACTION_MOVE) {
        ci_buffer_add(out, "Moves ");
        ci_buffer_add(out, t->facility);
        ci_buffer_add(out, " to ");
        add_place(out, t);
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
    ci_buffer_add(out, ".");
}

/* ---- names -------------------------------------------------------------- */

/* The name that a query of one id gives, kept in the arena; the id if it
 * gives none. */
static circlet_status find_name(const char **out, ci_statement *query,
                                const char *id, ci_arena *arena,
                                circlet_error *error)
{
    bool has_row = false;
    const char *name;
    circlet_status status = ci_bind_text(query, 1, id, error);

    if (status == CIRCLET_OK)
        status = ci_statement_step(query, &has_row, error);
    *out = id;
    if (status == CIRCLET_OK && has_row && (name = ci_column_text(query, 0)) &&
        *name) {
        *out = ci_arena_copy(arena, name);
        if (!*out)
            status = ci_fail_nomem(error);
    }
    ci_statement_reset(query);
    return status;
}

/* Moves a text into the arena. */
static circlet_status keep(const char **out, ci_buffer *text, ci_arena *arena,
                           circlet_error *error)
{
    const char *kept = text->failed ? NULL : ci_arena_copy(arena, text->text);

    ci_buffer_free(text);
    if (!kept)
        return ci_fail_nomem(error);
    *out = kept;
    return CIRCLET_OK;
}

static circlet_status fill_one(circlet_plan_action *action, ci_arena *arena,
                               ci_statement *const names[2],
                               circlet_error *error)
{
    told t = {.action = action};
    ci_buffer zh = {0}, en = {0};
    circlet_status status =
        find_name(&t.facility, names[0], action->facility, arena, error);

    if (status == CIRCLET_OK && action->site && *action->site)
        status = find_name(&t.site, names[1], action->site, arena, error);
    if (status == CIRCLET_OK && !action->text_zh) {
        write_zh(&zh, &t);
        status = keep(&action->text_zh, &zh, arena, error);
    }
    if (status == CIRCLET_OK && !action->text_en) {
        write_en(&en, &t);
        status = keep(&action->text_en, &en, arena, error);
    }
    return status;
}

circlet_status ci_plan_texts_fill(circlet_plan_action *actions, size_t count,
                                  ci_arena *arena, ci_db *db,
                                  circlet_error *error)
{
    ci_statement *names[2] = {NULL, NULL};
    circlet_status status = ci_db_prepare(
        &names[0], db, "SELECT name FROM facility WHERE id = ?", error);

    if (status == CIRCLET_OK)
        status = ci_db_prepare(&names[1], db,
                               "SELECT name FROM site WHERE id = ?", error);
    for (size_t i = 0; i < count && status == CIRCLET_OK; i++)
        if (!actions[i].text_zh || !actions[i].text_en)
            status = fill_one(&actions[i], arena, names, error);
    ci_statement_free(names[0]);
    ci_statement_free(names[1]);
    return status;
}
