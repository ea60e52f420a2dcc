/* What is said of the actions of a plan: what is done, for which rules, and
 * who is newly covered. */
#include <string.h>

#include "base/error.h"
#include "plan/gain_text.h"
#include "plan/mend_actions.h"

/* How a language puts it. */
typedef struct tongue {
    bool is_chinese;
    const char *stop; /* of what is said so far */
    const char *serves, *between, *gained;
    const ci_gain_words *words;
    const char *open_modes, *between_modes, *close_modes;
} tongue;

static const tongue chinese = {
    true, "。", "；为落实：", "、", "；", &ci_gain_words_zh, "（", "、", "）"};
static const tongue english = {
    false, ".", ". It is for: ", "; ", ". Persons", &ci_gain_words_en, " (",
    ", ",  ")"};

/* A rule of several years has a slot for each. */
static bool is_first_slot(const ci_mend *mend, size_t slot)
{
    for (size_t i = 0; i < slot; i++)
        if (mend->slots[i] == mend->slots[slot])
            return false;
    return true;
}

static void add_rules(ci_buffer *out, const ci_mend *mend, const tongue *t,
                      const char *rules)
{
    const char *mark = t->serves;

    for (size_t slot = 0; slot < mend->slot_count; slot++) {
        const ci_rule *rule = mend->slots[slot];

        if (!circlet_list_has(rules, rule->id) || !is_first_slot(mend, slot))
            continue;
        ci_buffer_add(out, mark);
        ci_buffer_add(out, t->is_chinese ? rule->title_zh : rule->title_en);
        mark = t->between;
    }
}

static void add_modes(ci_buffer *out, const ci_mend *mend, const tongue *t,
                      const char *modes)
{
    const char *mark = t->open_modes;

    while (modes && *modes) {
        size_t size = strcspn(modes, ";");
        char word[64];

        if (size < sizeof(word)) {
            memcpy(word, modes, size);
            word[size] = '\0';
            ci_buffer_add(out, mark);
            ci_buffer_add(
                out,
                t->is_chinese
                    ? circlet_policy_word_zh(mend->judgement.policy, word)
                    : circlet_policy_word_en(mend->judgement.policy, word));
            mark = t->between_modes;
        }
        modes += size + (modes[size] == ';');
    }
    if (mark != t->open_modes)
        ci_buffer_add(out, t->close_modes);
}

static void add_persons(ci_buffer *out, const ci_mend *mend, const tongue *t,
                        const circlet_plan_action *action)
{
    if (!(action->persons_gained > 0))
        return;
    ci_buffer_add(out, t->gained);
    ci_buffer_add(out, t->words->gained);
    ci_buffer_add_double(out, action->persons_gained);
    ci_buffer_add(out, t->words->persons);
    add_modes(out, mend, t, action->mode);
    if (!(action->persons_modelled > 0))
        return;
    ci_buffer_add(out, t->words->modelled);
    ci_buffer_add_double(out, action->persons_modelled);
    ci_buffer_add(out, t->words->of_them);
}

/* The text so far without its stop, what it is for, and the stop. NULL: no
 * memory. */
static const char *extend(ci_mend *mend, const tongue *t, const char *text,
                          const circlet_plan_action *action)
{
    size_t size = strlen(text), stop = strlen(t->stop);
    ci_buffer out = {0};
    const char *kept = NULL;

    if (size >= stop && strcmp(text + size - stop, t->stop) == 0)
        size -= stop;
    ci_buffer_add_n(&out, text, size);
    add_rules(&out, mend, t, action->mends);
    add_persons(&out, mend, t, action);
    ci_buffer_add(&out, t->stop);
    if (!out.failed)
        kept = ci_arena_copy(&mend->arena, out.text);
    ci_buffer_free(&out);
    return kept;
}

static circlet_status extend_all(circlet_plan_action *actions, ci_mend *mend,
                                 const circlet_plan *told,
                                 circlet_error *error)
{
    for (size_t i = 0; i < circlet_plan_action_count(told); i++) {
        circlet_plan_action *action = &actions[i];

        *action = *circlet_plan_action_at(told, i);
        action->text_zh = extend(mend, &chinese, action->text_zh, action);
        action->text_en = extend(mend, &english, action->text_en, action);
        if (!action->text_zh || !action->text_en)
            return ci_fail_nomem(error);
    }
    return CIRCLET_OK;
}

/* Completing carries the plan out, so that one that cannot be is refused. */
circlet_status ci_mend_tell(circlet_plan **out, ci_mend *mend,
                            const circlet_plan_parts *parts,
                            circlet_error *error)
{
    circlet_plan *plain = NULL, *told = NULL;
    circlet_plan_parts all = *parts;
    circlet_plan_action *actions = ci_arena_take(
        &mend->arena, (parts->action_count + 1) * sizeof(*actions));
    circlet_status status =
        actions ? circlet_plan_new(&plain, mend->options->name, parts, error)
                : ci_fail_nomem(error);

    if (!status)
        status = circlet_plan_complete(&told, plain, mend->judgement.policy,
                                       mend->judgement.city, error);
    if (!status)
        status = extend_all(actions, mend, told, error);
    all.actions = actions;
    if (!status)
        status = circlet_plan_new(out, mend->options->name, &all, error);
    circlet_plan_free(plain);
    circlet_plan_free(told);
    return status;
}
