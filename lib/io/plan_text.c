#include "io/plan_text.h"

#include <string.h>

#include "base/error.h"
#include "io/import_headings.h"
#include "plan/action_text.h"

/* ---- words -------------------------------------------------------------- */

static void add_zh(ci_buffer *out, ci_action_word kind, const char *word,
                   const void *user)
{
    (void)user;
    ci_heading_add_word(out, kind == CI_ACTION_WORD_TYPE ? "type" : "needs",
                        word);
}

static void add_en(ci_buffer *out, ci_action_word kind, const char *word,
                   const void *user)
{
    (void)kind;
    (void)user;
    ci_action_add_plain_word(out, word);
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

/* ---- sentences ---------------------------------------------------------- */

/* Puts a sentence where there is none, and empties it. Whether the one that
 * stands there is the same. */
static circlet_status settle(const char **text, bool *is_same,
                             ci_buffer *sentence, ci_arena *arena,
                             circlet_error *error)
{
    if (sentence->failed)
        return ci_fail_nomem(error);
    *is_same = !*text || strcmp(*text, sentence->text) == 0;
    if (!*text)
        *text = ci_arena_copy(arena, sentence->text);
    return *text ? CIRCLET_OK : ci_fail_nomem(error);
}

static circlet_status write_both(circlet_plan_action *action,
                                 const ci_told_action *told, ci_arena *arena,
                                 circlet_error *error)
{
    ci_buffer zh = {0}, en = {0};
    bool is_zh_same = false, is_en_same = false;
    circlet_status status;

    ci_action_tell_zh(&zh, told);
    ci_action_tell_en(&en, told);
    status = settle(&action->text_zh, &is_zh_same, &zh, arena, error);
    if (status == CIRCLET_OK)
        status = settle(&action->text_en, &is_en_same, &en, arena, error);
    action->is_text_plain = is_zh_same && is_en_same;
    ci_buffer_free(&zh);
    ci_buffer_free(&en);
    return status;
}

static circlet_status fill_one(circlet_plan_action *action, ci_arena *arena,
                               ci_statement *const names[2],
                               circlet_error *error)
{
    static const ci_action_words words = {add_zh, add_en, NULL};
    ci_told_action told = {.action = action, .words = &words};
    circlet_status status =
        find_name(&told.facility, names[0], action->facility, arena, error);

    if (status == CIRCLET_OK && action->site && *action->site)
        status = find_name(&told.site, names[1], action->site, arena, error);
    return status == CIRCLET_OK ? write_both(action, &told, arena, error)
                                : status;
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
        status = fill_one(&actions[i], arena, names, error);
    ci_statement_free(names[0]);
    ci_statement_free(names[1]);
    return status;
}
