/* A comparison for programs. */
#include <math.h>
#include <string.h>

#include "compare_output.h"
#include "csv_field.h"
#include "groups_output.h"
#include "json.h"

static void write_persons(json *out, const char *key, int64_t milli)
{
    json_number(out, key, (double)milli / 1000);
}

static const char *verdict_name(int verdict)
{
    return verdict < 0 ? NULL : circlet_verdict_name((circlet_verdict)verdict);
}

/* ---- JSON --------------------------------------------------------------- */

static void write_people(json *out, const circlet_comparison *comparison)
{
    circlet_compared_people people = circlet_comparison_people(comparison);

    json_object(out, "people");
    write_persons(out, "gained", people.gained_milli);
    write_persons(out, "lost", people.lost_milli);
    write_persons(out, "unchanged", people.unchanged_milli);
    write_persons(out, "before", people.before_milli);
    write_persons(out, "after", people.after_milli);
    write_persons(out, "entered", people.entered_milli);
    write_persons(out, "left", people.left_milli);
    write_persons(out, "moved", people.moved_milli);
    write_persons(out, "changed", people.changed_milli);
    json_end(out);
}

/* {"facility_opened":12}: the reasons that there are. */
static void write_sums(json *out, const char *key,
                       const circlet_change_sums *sums)
{
    json_object(out, key);
    for (int i = 0; i < CIRCLET_CHANGE_KIND_COUNT; i++)
        if (sums->milli[i] != 0)
            write_persons(out,
                          circlet_change_kind_name((circlet_change_kind)i),
                          sums->milli[i]);
    json_end(out);
}

static void write_cover(json *out, const circlet_cover_change *cover)
{
    json_object(out, NULL);
    json_text(out, "rule", cover->rule);
    if (cover->unit) {
        json_text(out, "unit", cover->unit);
        json_text(out, "unit_name", cover->unit_name);
    }
    write_persons(out, "persons_before", cover->people_before_milli);
    write_persons(out, "persons_after", cover->people_after_milli);
    write_persons(out, "covered_before", cover->covered_before_milli);
    write_persons(out, "covered_after", cover->covered_after_milli);
    write_persons(out, "gained", cover->gained_milli);
    write_persons(out, "lost", cover->lost_milli);
    write_persons(out, "undecided", cover->open_milli);
    write_persons(out, "came", cover->came_milli);
    write_persons(out, "came_covered", cover->came_covered_milli);
    write_persons(out, "went", cover->went_milli);
    write_persons(out, "went_covered", cover->went_covered_milli);
    write_sums(out, "gained_by", &cover->gained_by);
    write_sums(out, "lost_by", &cover->lost_by);
    write_sums(out, "came_by", &cover->came_by);
    write_sums(out, "went_by", &cover->went_by);
    json_end(out);
}

static void write_covers(json *out, const circlet_comparison *comparison)
{
    json_array(out, "coverage");
    for (size_t i = 0; i < circlet_comparison_rule_count(comparison); i++)
        write_cover(out, circlet_comparison_rule(comparison, i));
    json_end(out);
    json_array(out, "units");
    for (size_t i = 0; i < circlet_comparison_unit_count(comparison); i++)
        write_cover(out, circlet_comparison_unit(comparison, i));
    json_end(out);
}

static void write_kinds(json *out, const circlet_comparison *comparison)
{
    json_array(out, "kinds");
    for (size_t i = 0; i < circlet_comparison_kind_count(comparison); i++) {
        const circlet_kind_change *kind =
            circlet_comparison_kind(comparison, i);

        json_object(out, NULL);
        json_text(out, "rule", kind->rule);
        json_text(out, "kind", kind->kind);
        write_persons(out, "gained", kind->gained_milli);
        write_persons(out, "lost", kind->lost_milli);
        json_end(out);
    }
    json_end(out);
}

static void write_verdict(json *out, const circlet_verdict_change *change)
{
    json_object(out, NULL);
    json_text(out, "rule", change->rule);
    json_text(out, "unit", change->unit);
    json_text(out, "before", verdict_name(change->before));
    json_text(out, "after", verdict_name(change->after));
    json_array(out, "reasons");
    for (int i = 0; i < CIRCLET_CHANGE_KIND_COUNT; i++)
        if (change->reasons >> i & 1)
            json_text(out, NULL,
                      circlet_change_kind_name((circlet_change_kind)i));
    json_end(out);
    json_text(out, "decided_by", circlet_change_kind_name(change->decided_by));
    json_text(out, "unit_name", change->unit_name);
    json_text(out, "level", circlet_level_name(change->level));
    json_text(out, "subject", circlet_subject_name(change->subject));
    json_text(out, "subject_id", change->subject_id);
    json_text(out, "force", circlet_force_name(change->force));
    json_text(out, "mode", change->mode);
    json_number(out, "measured_before", change->measured_before);
    json_number(out, "measured_after", change->measured_after);
    json_number(out, "required_before", change->required_before);
    json_number(out, "required_after", change->required_after);
    json_text(out, "measured_unit", change->measured_unit);
    json_text(out, "text_zh", change->text_zh);
    json_text(out, "text_en", change->text_en);
    json_end(out);
}

/* What a plan does that the change comes of, or no longer does. */
static void write_actions(json *out, const compare_output *output,
                          const char *facility)
{
    static const char *const sides[] = {"before", "after"};

    json_array(out, "actions");
    for (int i = 1; i >= 0; i--) {
        const circlet_plan_action *action = compared_plan_find(
            &output->plans[i], &output->plans[1 - i], facility);

        if (!action)
            continue;
        json_object(out, NULL);
        json_text(out, "side", sides[i]);
        json_text(out, "plan", circlet_plan_name(output->plans[i].plan));
        json_text(out, "action", action->id);
        json_text(out, "kind", action->kind);
        json_end(out);
    }
    json_end(out);
}

static void write_change(json *out, const compare_output *output,
                         const circlet_change *change)
{
    json_object(out, NULL);
    json_text(out, "change", circlet_change_kind_name(change->kind));
    json_text(out, "facility", change->id);
    json_text(out, "name", change->name);
    json_text(out, "type", change->type);
    json_number(out, "persons",
                change->persons_milli < 0
                    ? (double)NAN
                    : (double)change->persons_milli / 1000);
    json_array(out, "rules");
    for (size_t i = 0; i < change->effect_count; i++) {
        json_object(out, NULL);
        json_text(out, "rule", change->effects[i].rule);
        write_persons(out, "gained", change->effects[i].gained_milli);
        write_persons(out, "lost", change->effects[i].lost_milli);
        json_end(out);
    }
    json_end(out);
    if (output->plans[0].plan || output->plans[1].plan)
        write_actions(out, output, change->id);
    json_end(out);
}

/* Covered or not; null: the rule was not about them. */
static void write_answer(json *out, const char *key, int answer)
{
    if (answer < 0)
        json_null(out, key);
    else
        json_boolean(out, key, answer > 0);
}

static void write_individuals(json *out, const circlet_comparison *comparison)
{
    json_array(out, "individuals");
    for (size_t i = 0; i < circlet_comparison_person_count(comparison); i++) {
        const circlet_person_change *person =
            circlet_comparison_person(comparison, i);

        json_object(out, NULL);
        json_text(out, "rule", person->rule);
        json_text(out, "person_before", person->id_before);
        json_text(out, "person_after", person->id_after);
        json_text(out, "unit", person->unit);
        write_answer(out, "covered_before", person->before);
        write_answer(out, "covered_after", person->after);
        json_boolean(out, "undecided", person->is_open);
        write_persons(out, "weight", person->weight_milli);
        json_text(out, "reason", circlet_change_kind_name(person->reason));
        json_text(out, "facility", person->facility);
        json_end(out);
    }
    json_end(out);
}

static void write_sides(json *out, const compare_output *output)
{
    json_text(out, "before", output->names[0]);
    json_text(out, "after", output->names[1]);
    json_text(out, "policy_before", circlet_policy_id(output->policies[0]));
    json_text(out, "policy_after", circlet_policy_id(output->policies[1]));
    json_integer(out, "year_before",
                 circlet_comparison_year_before(output->comparison));
    json_integer(out, "year_after",
                 circlet_comparison_year_after(output->comparison));
}

void compare_print_json(const compare_output *output)
{
    const circlet_comparison *comparison = output->comparison;
    json out;

    json_start(&out, stdout);
    write_sides(&out, output);
    json_array(&out, "rules");
    for (size_t i = 0; i < circlet_comparison_verdict_count(comparison); i++)
        write_verdict(&out, circlet_comparison_verdict(comparison, i));
    json_end(&out);
    write_people(&out, comparison);
    json_array(&out, "changes");
    for (size_t i = 0; i < circlet_comparison_change_count(comparison); i++)
        write_change(&out, output, circlet_comparison_change(comparison, i));
    json_end(&out);
    compare_plans_json(&out, output->plans);
    write_covers(&out, comparison);
    write_kinds(&out, comparison);
    if (output->groups)
        groups_write_summary(&out, output->groups);
    if (output->shows_individuals)
        write_individuals(&out, comparison);
    json_end(&out);
}

/* ---- CSV ---------------------------------------------------------------- */

static void write_number(FILE *file, double number)
{
    char text[NUMBER_SIZE];

    format_shortest(text, number);
    fprintf(file, ",%s", isfinite(number) ? text : "");
}

static void write_milli(FILE *file, int64_t milli)
{
    write_number(file, (double)milli / 1000);
}

static void write_reasons(FILE *file, uint32_t reasons)
{
    bool is_first = true;

    for (int i = 0; i < CIRCLET_CHANGE_KIND_COUNT; i++) {
        if (!(reasons >> i & 1))
            continue;
        fprintf(file, "%s%s", is_first ? "" : ";",
                circlet_change_kind_name((circlet_change_kind)i));
        is_first = false;
    }
}

/* Why anybody gained, lost, came or went. */
static uint32_t reasons_of(const circlet_cover_change *cover)
{
    uint32_t reasons = 0;

    for (int i = 0; cover && i < CIRCLET_CHANGE_KIND_COUNT; i++)
        if (cover->gained_by.milli[i] != 0 || cover->lost_by.milli[i] != 0 ||
            cover->came_by.milli[i] != 0 || cover->went_by.milli[i] != 0)
            reasons |= UINT32_C(1) << i;
    return reasons;
}

static void write_row(FILE *file, const circlet_verdict_change *verdict,
                      const circlet_cover_change *cover)
{
    const char *rule = verdict ? verdict->rule : cover->rule;
    bool has_subject = verdict && verdict->subject != CIRCLET_SUBJECT_UNIT;
    const char *cells[] = {rule,
                           verdict ? verdict->unit : cover->unit,
                           verdict ? verdict->unit_name : cover->unit_name,
                           has_subject ? verdict->subject_id : NULL,
                           verdict ? verdict->mode : NULL,
                           verdict ? verdict_name(verdict->before) : NULL,
                           verdict ? verdict_name(verdict->after) : NULL};

    for (size_t i = 0; i < sizeof(cells) / sizeof(cells[0]); i++) {
        if (i > 0)
            fputc(',', file);
        csv_write_field(file, cells[i]);
    }
    write_number(file, verdict ? verdict->measured_before : (double)NAN);
    write_number(file, verdict ? verdict->measured_after : (double)NAN);
    fputc(',', file);
    write_reasons(file, verdict ? verdict->reasons : 0);
    if (!cover) {
        fputs(",,,,,,,,,\n", file);
        return;
    }
    write_milli(file, cover->people_before_milli);
    write_milli(file, cover->people_after_milli);
    write_milli(file, cover->covered_before_milli);
    write_milli(file, cover->covered_after_milli);
    write_milli(file, cover->gained_milli);
    write_milli(file, cover->lost_milli);
    write_milli(file, cover->came_milli);
    write_milli(file, cover->went_milli);
    fputc(',', file);
    write_reasons(file, reasons_of(cover));
    fputs("\n", file);
}

static const circlet_cover_change *find_cover(
    const circlet_comparison *comparison,
    const circlet_verdict_change *verdict)
{
    for (size_t i = 0; i < circlet_comparison_unit_count(comparison); i++) {
        const circlet_cover_change *cover =
            circlet_comparison_unit(comparison, i);

        if (strcmp(cover->rule, verdict->rule) == 0 &&
            strcmp(cover->unit, verdict->unit) == 0)
            return cover;
    }
    return NULL;
}

static bool has_verdict(const circlet_comparison *comparison,
                        const circlet_cover_change *cover)
{
    for (size_t i = 0; i < circlet_comparison_verdict_count(comparison); i++) {
        const circlet_verdict_change *verdict =
            circlet_comparison_verdict(comparison, i);

        if (strcmp(cover->rule, verdict->rule) == 0 &&
            strcmp(cover->unit, verdict->unit) == 0)
            return true;
    }
    return false;
}

void compare_write_csv(FILE *file, const compare_output *output)
{
    const circlet_comparison *comparison = output->comparison;

    fputs("rule,unit,unit_name,subject,mode,before,after,measured_before,"
          "measured_after,reasons,persons_before,persons_after,"
          "covered_before,covered_after,gained,lost,came,went,"
          "cover_reasons\n",
          file);
    for (size_t i = 0; i < circlet_comparison_verdict_count(comparison); i++) {
        const circlet_verdict_change *verdict =
            circlet_comparison_verdict(comparison, i);

        write_row(file, verdict, find_cover(comparison, verdict));
    }
    for (size_t i = 0; i < circlet_comparison_unit_count(comparison); i++) {
        const circlet_cover_change *cover =
            circlet_comparison_unit(comparison, i);

        if (!has_verdict(comparison, cover))
            write_row(file, NULL, cover);
    }
}
