#include "finding_output.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "locale.h"
#include "option.h"
#include "quantity.h"
#include "word.h"

#define CELL_SIZE 256

bool selection_has(const selection *which, const circlet_finding *finding)
{
    if (which->levels &&
        !list_has(which->levels, circlet_level_name(finding->level)))
        return false;
    return !which->verdicts ||
           list_has(which->verdicts, circlet_verdict_name(finding->verdict));
}

/* ---- JSON --------------------------------------------------------------- */

static void write_measures(json *out, const circlet_finding *finding)
{
    json_number(out, "measured", finding->measured);
    json_number(out, "measured_low", finding->measured_low);
    json_number(out, "measured_high", finding->measured_high);
    json_number(out, "required", finding->required);
    json_text(out, "measured_unit", finding->measured_unit);
    json_number(out, "shortfall", finding->shortfall);
    json_text(out, "shortfall_unit", finding->shortfall_unit);
    json_number(out, "persons", finding->persons);
    json_number(out, "persons_covered", finding->persons_covered);
    json_number(out, "persons_unreached", finding->persons_unreached);
    json_number(out, "persons_modelled", finding->persons_modelled);
}

/* The numbers and words of the sentence by their names. */
static void write_arguments(json *out, const circlet_finding *finding)
{
    json_object(out, "arguments");
    for (size_t i = 0; i < finding->argument_count; i++) {
        const circlet_argument *argument = &finding->arguments[i];

        if (argument->type == CIRCLET_ARGUMENT_TEXT ||
            argument->type == CIRCLET_ARGUMENT_WORD)
            json_text(out, argument->name, argument->text);
        else
            json_number(out, argument->name, argument->number);
    }
    json_end(out);
}

void finding_write(json *out, const circlet_finding *finding, bool with_fix)
{
    json_object(out, NULL);
    json_text(out, "rule", finding->rule);
    json_text(out, "unit", finding->unit);
    json_text(out, "unit_name", finding->unit_name);
    json_text(out, "level", circlet_level_name(finding->level));
    json_text(out, "subject", circlet_subject_name(finding->subject));
    json_text(out, "subject_id", finding->subject_id);
    json_text(out, "force", circlet_force_name(finding->force));
    json_known(out, "due", finding->due);
    json_text(out, "mode", finding->mode);
    json_text(out, "verdict", circlet_verdict_name(finding->verdict));
    write_measures(out, finding);
    json_array(out, "reasons");
    for (size_t i = 0; i < finding->reason_count; i++)
        json_text(out, NULL, finding->reasons[i]);
    json_end(out);
    write_arguments(out, finding);
    json_text(out, "citation", finding->citation);
    json_text(out, "text_zh", finding->text_zh);
    json_text(out, "text_en", finding->text_en);
    if (with_fix) {
        json_text(out, "fix_zh", finding->fix_zh);
        json_text(out, "fix_en", finding->fix_en);
    }
    json_end(out);
}

/* ---- text --------------------------------------------------------------- */

/* A code that holds the name says all; else both are shown. */
static void name_subject(char out[CELL_SIZE], const circlet_finding *finding)
{
    const char *code = finding->unit ? finding->unit : "";
    const char *name = finding->unit_name ? finding->unit_name : code;

    if (strstr(code, name))
        snprintf(out, CELL_SIZE, "%s", code);
    else
        snprintf(out, CELL_SIZE, "%s %s", code, name);
    if (finding->subject != CIRCLET_SUBJECT_UNIT && finding->subject_id)
        snprintf(out + strlen(out), CELL_SIZE - strlen(out), " %s",
                 finding->subject_id);
}

/* What the measured number is held against: as in the sentence. */
static double limit_of(const circlet_finding *finding)
{
    double upper = (double)NAN;
    bool has_excess = false;

    for (size_t i = 0; i < finding->argument_count; i++) {
        if (strcmp(finding->arguments[i].name, "upper") == 0)
            upper = finding->arguments[i].number;
        if (strcmp(finding->arguments[i].name, "excess") == 0)
            has_excess = true;
    }
    return has_excess || isnan(finding->required) ? upper : finding->required;
}

/* "81.3%", or "81.3% (70%-90%)" and "0-1 facility" where what is unknown
 * makes a difference. */
static void set_measured(table *out, size_t column,
                         const circlet_finding *finding)
{
    char text[QUANTITY_SIZE], low[QUANTITY_SIZE], high[QUANTITY_SIZE];
    char range[4 * QUANTITY_SIZE];
    const char *unit = finding->measured_unit;
    bool is_share = unit && strcmp(unit, "share") == 0;
    double limit = limit_of(finding);

    quantity_beside(text, finding->measured, limit, unit);
    quantity_number(low, finding->measured_low, limit, unit);
    quantity_beside(high, finding->measured_high, limit, unit);
    snprintf(range, sizeof(range), "%s", text);
    if (finding->measured_low < finding->measured_high && is_share)
        snprintf(range, sizeof(range), "%s (%s-%s)", text, low, high);
    else if (finding->measured_low < finding->measured_high)
        snprintf(range, sizeof(range), "%s-%s", low, high);
    table_set(out, column, range);
}

static const char *verdict_colour(circlet_verdict verdict)
{
    switch (verdict) {
    case CIRCLET_VERDICT_PASS:
        return "green";
    case CIRCLET_VERDICT_FAIL:
        return "red";
    case CIRCLET_VERDICT_ADVICE:
        return "yellow";
    case CIRCLET_VERDICT_UNDECIDED:
        return "magenta";
    case CIRCLET_VERDICT_NO_DATA:
        break;
    }
    return "darkgray";
}

table *finding_table_new(void)
{
    table *out = table_new();

    if (!out)
        return NULL;
    table_add_column(out, _("RULE"), TABLE_LEFT);
    table_add_column(out, _("UNIT"), TABLE_LEFT);
    table_add_column(out, _("VERDICT"), TABLE_LEFT);
    table_add_column(out, _("MEASURED"), TABLE_RIGHT);
    table_add_column(out, _("REQUIRED"), TABLE_RIGHT);
    table_add_column(out, _("SHORTFALL"), TABLE_RIGHT);
    table_add_column(out, _("FINDING"), TABLE_SENTENCE);
    return out;
}

/* The sentence, and after it how to mend what is wrong. A cell without
 * memory for both has the sentence alone. */
static void set_sentence(table *out, size_t column,
                         const circlet_finding *finding)
{
    bool is_chinese = locale_is_chinese();
    const char *text = is_chinese ? finding->text_zh : finding->text_en;
    const char *fix = is_chinese ? finding->fix_zh : finding->fix_en;
    size_t size = (text ? strlen(text) : 0) + (fix ? strlen(fix) : 0) + 2;
    char *both = fix ? malloc(size) : NULL;

    if (both)
        snprintf(both, size, "%s%s%s", text ? text : "", is_chinese ? "" : " ",
                 fix);
    table_set(out, column, both ? both : text ? text : "");
    free(both);
}

void finding_table_add(table *out, const circlet_finding *finding)
{
    char subject[CELL_SIZE], text[QUANTITY_SIZE];

    name_subject(subject, finding);
    table_add_row(out);
    table_set(out, 0, finding->rule);
    table_set(out, 1, subject);
    table_set(out, 2, word(circlet_verdict_name(finding->verdict)));
    table_colour(out, 2, verdict_colour(finding->verdict));
    set_measured(out, 3, finding);
    quantity_text(text, finding->required, finding->measured_unit);
    table_set(out, 4, text);
    quantity_up(text,
                finding->shortfall > 0 ? finding->shortfall : (double)NAN,
                finding->shortfall_unit);
    table_set(out, 5, text);
    set_sentence(out, 6, finding);
}
