/* Actions in words. */
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "policy/fix_option.h"
#include "policy/sentence.h"

#define STEP_ARGUMENT_MAX 8

/* What is said of one action. */
typedef struct step_words {
    const char *sentence;
    circlet_argument arguments[STEP_ARGUMENT_MAX];
    size_t count;
} step_words;

static void add_number(step_words *out, const char *name,
                       circlet_argument_type type, double number)
{
    out->arguments[out->count++] =
        (circlet_argument){name, type, number, NULL};
}

static void add_text(step_words *out, const char *name,
                     circlet_argument_type type, const char *text)
{
    out->arguments[out->count++] =
        (circlet_argument){name, type, (double)NAN, text};
}

static void add_amounts(step_words *out, const ci_option_step *step)
{
    if (step->area_m2 > 0)
        add_number(out, "area", CIRCLET_ARGUMENT_AREA, step->area_m2);
    if (step->places > 0)
        add_number(out, "places", CIRCLET_ARGUMENT_COUNT_OF,
                   (double)step->places);
    if (step->beds > 0)
        add_number(out, "beds", CIRCLET_ARGUMENT_COUNT_OF, (double)step->beds);
}

const char *ci_option_word(const ci_option *option,
                           const ci_selection *selection)
{
    bool is_service = selection->service && selection->word &&
                      strcmp(selection->word, selection->service) == 0;

    return option && option->type && (is_service || option->step_count > 1)
               ? option->type
               : selection->word;
}

double ci_option_area(const ci_option *option)
{
    bool is_said = option->is_cut || option->step_count > 1;

    return is_said && option->size_m2 > 0 ? option->size_m2 : 0;
}

static const char *name_of_site(const circlet_site_record *site)
{
    return site->name ? site->name : site->id;
}

static const char *sentence_of(const ci_option *option,
                               const ci_option_step *step)
{
    static const char *const sentences[CI_PRICE_KIND_COUNT] = {
        [CI_PRICE_BUILD] = "step_build",
        [CI_PRICE_ENLARGE] = "step_enlarge",
        [CI_PRICE_ADD_SERVICE] = "step_add_service",
        [CI_PRICE_PARTITION] = "step_partition",
        [CI_PRICE_DESIGNATE] = "step_designate"};

    return step->kind == CI_PRICE_ADD_SERVICE && !option->facility
               ? "step_add_there"
               : sentences[step->kind];
}

/* What is done to what is there, or in the new building said just before. */
static void add_change(step_words *out, const ci_option *option,
                       const ci_option_step *step, double more)
{
    if (option->facility)
        add_text(out, "name", CIRCLET_ARGUMENT_TEXT, option->facility->name);
    else if (more > 1)
        add_number(out, "several", CIRCLET_ARGUMENT_COUNT_OF, more);
    else
        add_number(out, "one", CIRCLET_ARGUMENT_COUNT_OF, more);
    if (step->service)
        add_text(out, "service", CIRCLET_ARGUMENT_WORD, step->service);
}

static step_words words_of(const ci_option *option, const ci_option_step *step,
                           const ci_selection *selection, double more)
{
    step_words out = {.sentence = sentence_of(option, step)};
    ci_option_step said = *step;
    bool has_amounts = step->area_m2 > 0 || step->places > 0 ||
                       step->beds > 0 || ci_option_area(option) > 0;

    if (ci_option_area(option) > 0)
        said.area_m2 = 0; /* it is no less than what is asked for */
    add_amounts(&out, &said);
    if (step->kind != CI_PRICE_BUILD) {
        add_change(&out, option, step, more);
        return out;
    }
    add_number(&out, "more", CIRCLET_ARGUMENT_COUNT_OF, more);
    if (more > 1 && has_amounts)
        add_number(&out, "several", CIRCLET_ARGUMENT_COUNT_OF, more);
    add_text(&out, "facility", CIRCLET_ARGUMENT_WORD,
             ci_option_word(option, selection));
    if (ci_option_area(option) > 0)
        add_number(&out, "size", CIRCLET_ARGUMENT_AREA, option->size_m2);
    if (option->site)
        add_text(&out, "site", CIRCLET_ARGUMENT_TEXT,
                 name_of_site(option->site));
    return out;
}

/* ---- lists of them ------------------------------------------------------ */

typedef struct step_list {
    const ci_judgement *judgement;
    const ci_options *options;
    const size_t *positions;
    size_t count;
    const ci_selection *selection;
} step_list;

static const ci_option *option_at(const step_list *list, size_t i)
{
    return &list->options->items[list->positions[i]];
}

/* What is built anywhere is said once, with how many. */
static bool is_said_before(const step_list *list, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (list->positions[k] == list->positions[i])
            return true;
    return false;
}

static double times(const step_list *list, size_t i)
{
    double count = 0;

    for (size_t k = 0; k < list->count; k++)
        count += list->positions[k] == list->positions[i];
    return count;
}

static size_t count_steps(const step_list *list)
{
    size_t count = 0;

    for (size_t i = 0; i < list->count; i++)
        if (!is_said_before(list, i))
            count += option_at(list, i)->step_count;
    return count;
}

static void add_joint(ci_buffer *out, ci_language language, size_t i,
                      size_t count)
{
    if (i == 0)
        return;
    if (language == CI_CHINESE)
        ci_buffer_add(out, "，");
    else
        ci_buffer_add(out, i + 1 < count ? ", " : " and ");
}

static void render(ci_buffer *out, const step_list *list, ci_language language)
{
    size_t all = count_steps(list), said = 0;

    for (size_t i = 0; i < list->count; i++) {
        const ci_option *option = option_at(list, i);

        for (size_t k = 0; !is_said_before(list, i) && k < option->step_count;
             k++) {
            const step_words words = words_of(option, &option->steps[k],
                                              list->selection, times(list, i));
            const ci_template *found = ci_template_find(words.sentence);

            add_joint(out, language, said++, all);
            ci_sentence_render(
                out, language == CI_CHINESE ? found->zh : found->en, language,
                list->judgement->policy, words.arguments, words.count);
        }
    }
}

static circlet_status add_list(ci_fix *out, const step_list *list,
                               const char *name, ci_language language,
                               circlet_error *error)
{
    ci_buffer text = {0};
    const char *copy = NULL;

    render(&text, list, language);
    if (!text.failed && text.text)
        copy = ci_arena_copy(&list->judgement->findings->arena, text.text);
    ci_buffer_free(&text);
    if (!copy)
        return ci_fail_nomem(error);
    ci_fix_text(out, name, copy);
    return CIRCLET_OK;
}

circlet_status ci_options_say(ci_fix *out, const ci_judgement *judgement,
                              const ci_options *options,
                              const size_t *positions, size_t count,
                              const ci_selection *selection,
                              circlet_error *error)
{
    const step_list list = {judgement, options, positions, count, selection};
    circlet_status status =
        add_list(out, &list, "steps_zh", CI_CHINESE, error);

    return status ? status
                  : add_list(out, &list, "steps_en", CI_ENGLISH, error);
}
