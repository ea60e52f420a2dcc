#include "report/planned_words.h"

#include <math.h>

#include "policy/sentence.h"

#define ARGUMENT_MAX 9

typedef struct argument_list {
    circlet_argument items[ARGUMENT_MAX];
    size_t count;
} argument_list;

const char *ci_planned_words_id(const ci_public_figure *figure)
{
    if (figure->covered <= 0)
        return "stepped_none";
    return figure->covered < figure->persons ? "stepped" : "stepped_all";
}

static void add(argument_list *list, const char *name,
                circlet_argument_type type, double number)
{
    list->items[list->count++] =
        (circlet_argument){.name = name, .type = type, .number = number};
}

static void list_arguments(argument_list *list, double required,
                           const ci_public_figure *figure)
{
    double persons = figure->persons;

    add(list, "persons", CIRCLET_ARGUMENT_PERSONS, persons);
    add(list, "covered", CIRCLET_ARGUMENT_PERSONS, figure->covered);
    add(list, "share", CIRCLET_ARGUMENT_SHARE, figure->covered / persons);
    add(list, "step", CIRCLET_ARGUMENT_PERSONS, figure->step);
    if (figure->covered_low < figure->covered_high) {
        add(list, "low", CIRCLET_ARGUMENT_SHARE,
            figure->covered_low / persons);
        add(list, "high", CIRCLET_ARGUMENT_SHARE,
            figure->covered_high / persons);
    }
    if (isfinite(required) && required > 0 && required <= 1)
        add(list, "target", CIRCLET_ARGUMENT_SHARE, required);
    if (isfinite(figure->missing) && figure->missing > 0)
        add(list, "missing", CIRCLET_ARGUMENT_PERSONS, figure->missing);
}

void ci_planned_words_say(ci_planned_words *words, const char *unit_name,
                          double required, const ci_public_figure *figure)
{
    const ci_template *found = ci_template_find(ci_planned_words_id(figure));
    argument_list list = {.count = 1};

    list.items[0] = (circlet_argument){
        .name = "unit", .type = CIRCLET_ARGUMENT_TEXT, .text = unit_name};
    list_arguments(&list, required, figure);
    ci_sentence_render(&words->zh, found->zh, CI_CHINESE, NULL, list.items,
                       list.count);
    ci_sentence_render(&words->en, found->en, CI_ENGLISH, NULL, list.items,
                       list.count);
}

void ci_planned_words_clear(ci_planned_words *words)
{
    ci_buffer_free(&words->zh);
    ci_buffer_free(&words->en);
}
