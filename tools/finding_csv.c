#include "finding_csv.h"

#include <math.h>

#include "csv_field.h"
#include "json.h"

void finding_csv_heading(FILE *file)
{
    fputs("rule,unit,unit_name,level,subject,subject_id,force,due,mode,"
          "verdict,measured,measured_low,measured_high,required,"
          "measured_unit,shortfall,shortfall_unit,persons,persons_covered,"
          "persons_unreached,persons_modelled,reasons,citation,text_zh,"
          "text_en,fix_zh,fix_en\n",
          file);
}

static void add_text(FILE *file, const char *text)
{
    csv_write_field(file, text);
    putc(',', file);
}

static void add_number(FILE *file, double value)
{
    char text[NUMBER_SIZE];

    format_shortest(text, value);
    add_text(file, isfinite(value) ? text : NULL);
}

static void add_reasons(FILE *file, const circlet_finding *finding)
{
    for (size_t i = 0; i < finding->reason_count; i++) {
        if (i > 0)
            putc(';', file);
        fputs(finding->reasons[i], file);
    }
    putc(',', file);
}

static void add_measures(FILE *file, const circlet_finding *finding)
{
    add_number(file, finding->measured);
    add_number(file, finding->measured_low);
    add_number(file, finding->measured_high);
    add_number(file, finding->required);
    add_text(file, finding->measured_unit);
    add_number(file, finding->shortfall);
    add_text(file, finding->shortfall_unit);
    add_number(file, finding->persons);
    add_number(file, finding->persons_covered);
    add_number(file, finding->persons_unreached);
    add_number(file, finding->persons_modelled);
}

void finding_csv_row(FILE *file, const circlet_finding *finding)
{
    add_text(file, finding->rule);
    add_text(file, finding->unit);
    add_text(file, finding->unit_name);
    add_text(file, circlet_level_name(finding->level));
    add_text(file, circlet_subject_name(finding->subject));
    add_text(file, finding->subject_id);
    add_text(file, circlet_force_name(finding->force));
    add_number(file, finding->due >= 0 ? finding->due : (double)NAN);
    add_text(file, finding->mode);
    add_text(file, circlet_verdict_name(finding->verdict));
    add_measures(file, finding);
    add_reasons(file, finding);
    add_text(file, finding->citation);
    add_text(file, finding->text_zh);
    add_text(file, finding->text_en);
    add_text(file, finding->fix_zh);
    csv_write_field(file, finding->fix_en);
    putc('\n', file);
}
