#include "report/planned_words.h"

#include <math.h>

#include "policy/sentence.h"

#define ARGUMENT_MAX 6

const char *ci_planned_words_id(const ci_public_figure *figure)
{
    if (figure->covered <= 0)
        return "stepped_none";
    return figure->covered < figure->persons ? "stepped" : "stepped_all";
}

void ci_planned_words_say(ci_planned_words *words, const char *unit_name,
                          double required, const ci_public_figure *figure)
{
    circlet_argument arguments[ARGUMENT_MAX] = {
        {.name = "unit", .type = CIRCLET_ARGUMENT_TEXT, .text = unit_name},
        {.name = "persons",
         .type = CIRCLET_ARGUMENT_PERSONS,
         .number = figure->persons},
        {.name = "covered",
         .type = CIRCLET_ARGUMENT_PERSONS,
         .number = figure->covered},
        {.name = "share",
         .type = CIRCLET_ARGUMENT_SHARE,
         .number = figure->persons > 0 ? figure->covered / figure->persons
                                       : (double)NAN}};
    size_t count = 4;
    const ci_template *found = ci_template_find(ci_planned_words_id(figure));

    if (isfinite(required) && required > 0 && required <= 1)
        arguments[count++] = (circlet_argument){.name = "target",
                                                .type = CIRCLET_ARGUMENT_SHARE,
                                                .number = required};
    if (isfinite(figure->missing) && figure->missing > 0)
        arguments[count++] =
            (circlet_argument){.name = "missing",
                               .type = CIRCLET_ARGUMENT_PERSONS,
                               .number = figure->missing};
    ci_sentence_render(&words->zh, found->zh, CI_CHINESE, NULL, arguments,
                       count);
    ci_sentence_render(&words->en, found->en, CI_ENGLISH, NULL, arguments,
                       count);
}

void ci_planned_words_clear(ci_planned_words *words)
{
    ci_buffer_free(&words->zh);
    ci_buffer_free(&words->en);
}
