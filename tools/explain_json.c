#include <math.h>

#include "explain_output.h"
#include "plan_output.h"

static void write_verdict(json *out, const char *key, int verdict)
{
    if (verdict < 0)
        json_null(out, key);
    else
        json_text(out, key, circlet_verdict_name((circlet_verdict)verdict));
}

static void write_change(json *out, const circlet_finding_change *change)
{
    json_object(out, NULL);
    json_text(out, "rule", change->rule);
    json_text(out, "mode", change->mode);
    json_text(out, "unit", change->unit);
    json_text(out, "unit_name", change->unit_name);
    json_text(out, "level", circlet_level_name(change->level));
    json_text(out, "subject", circlet_subject_name(change->subject));
    json_text(out, "subject_id", change->subject_id);
    json_text(out, "force", circlet_force_name(change->force));
    write_verdict(out, "verdict_with", change->verdict_with);
    write_verdict(out, "verdict_without", change->verdict_without);
    json_number(out, "shortfall_with", change->missing_with);
    json_number(out, "shortfall_without", change->missing_without);
    json_text(out, "shortfall_unit", change->missing_unit);
    json_number(out, "persons_covered_with", change->covered_with);
    json_number(out, "persons_covered_without", change->covered_without);
    json_end(out);
}

/* Of which nothing but persons may be known. */
static void write_worth(json *out, const char *key, const circlet_worth *worth,
                        bool is_judged)
{
    json_object(out, key);
    json_number(out, "persons", worth->persons);
    json_known(out, "failures", is_judged ? (int64_t)worth->failures : -1);
    json_known(out, "broken", is_judged ? (int64_t)worth->broken : -1);
    json_array(out, "rules");
    for (size_t i = 0; i < worth->rule_count; i++) {
        json_object(out, NULL);
        json_text(out, "rule", worth->rules[i].rule);
        json_text(out, "mode", worth->rules[i].mode);
        json_number(out, "persons", worth->rules[i].persons);
        json_end(out);
    }
    json_end(out);
    json_array(out, "findings");
    for (size_t i = 0; i < worth->change_count; i++)
        write_change(out, &worth->changes[i]);
    json_end(out);
    json_end(out);
}

static void write_levels(json *out, const circlet_explained_action *one)
{
    json_array(out, "levels");
    for (size_t i = 0; i < one->level_count; i++) {
        json_object(out, NULL);
        json_text(out, "name", one->levels[i].name);
        json_number(out, "with", one->levels[i].with);
        json_number(out, "without", one->levels[i].without);
        json_number(out, "second", one->levels[i].second);
        json_end(out);
    }
    json_end(out);
}

static void write_action(json *out, const circlet_explained_action *one)
{
    json_object(out, NULL);
    json_text(out, "id", one->action->id);
    json_text(out, "kind", one->action->kind);
    json_text(out, "facility", one->action->facility);
    json_text(out, "site", one->action->site);
    json_known(out, "year", one->action->year);
    json_list(out, "together", one->together);
    json_list(out, "after", one->after);
    json_number(out, "cost_cny", one->cost_cny);
    json_number(out, "yearly_cny", one->yearly_cny);
    json_boolean(out, "later", one->is_later);
    json_boolean(out, "judged", one->is_judged);
    write_worth(out, "last", &one->last, one->is_judged);
    write_worth(out, "first", &one->first, one->is_judged);
    write_levels(out, one);
    json_text(out, "text_zh", one->action->text_zh);
    json_text(out, "text_en", one->action->text_en);
    json_end(out);
}

static const char *kind_of(const circlet_second_best *second)
{
    switch (second->kind) {
    case CIRCLET_SECOND_FOUND:
        return "found";
    case CIRCLET_SECOND_NOT_NEEDED:
        return "not_needed";
    default:
        return "none";
    }
}

static const char *order_of(const circlet_second_best *second)
{
    return second->order < 0   ? "worse"
           : second->order > 0 ? "better"
                               : "as_good";
}

static void write_second(json *out, const circlet_second_best *second,
                         const circlet_explained_action *one)
{
    json_object(out, "second_best");
    json_text(out, "kind", kind_of(second));
    json_text(out, "order", order_of(second));
    json_text(out, "decided_by", second->decided_by);
    json_boolean(out, "proved", second->is_proved);
    json_boolean(out, "ways_left_out", second->leaves_ways_out);
    json_number(out, "cost_cny", second->cost_cny);
    json_number(out, "yearly_cny", second->yearly_cny);
    json_number(out, "cost_difference_cny", second->cost_cny - one->cost_cny);
    json_number(out, "yearly_difference_cny",
                second->yearly_cny - one->yearly_cny);
    if (second->actions) {
        plan_write_actions(out, second->actions);
    } else {
        json_array(out, "actions");
        json_end(out);
    }
    write_worth(out, "lost", &second->worth, true);
    json_end(out);
}

void explain_print_json(const explain_view *view)
{
    const circlet_explanation *explanation = view->explanation;
    const circlet_second_best *second =
        circlet_explanation_second(explanation);
    json out;

    json_start(&out, stdout);
    json_text(&out, "plan", circlet_plan_name(view->plan));
    json_integer(&out, "year", circlet_explanation_year(explanation));
    json_boolean(&out, "cautious", circlet_plan_is_cautious(view->plan));
    json_array(&out, "actions");
    for (size_t i = 0; i < circlet_explanation_count(explanation); i++)
        write_action(&out, circlet_explanation_at(explanation, i));
    json_end(&out);
    if (second)
        write_second(&out, second, circlet_explanation_at(explanation, 0));
    else
        json_null(&out, "second_best");
    json_end(&out);
}
