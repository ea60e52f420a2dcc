/* JSON and CSV of groups. */
#include "groups_output.h"

#include <math.h>
#include <string.h>

#include "csv_field.h"
#include "ledger_output.h"

/* ---- both --------------------------------------------------------------- */

static double share_of(int64_t part_milli, int64_t all_milli)
{
    return all_milli > 0 ? (double)part_milli / (double)all_milli
                         : (double)NAN;
}

static const struct {
    unsigned bit;
    const char *name;
} losses[] = {{CIRCLET_GROUP_LOSES_COVER, "cover"},
              {CIRCLET_GROUP_LOSES_SURE, "sure"},
              {CIRCLET_GROUP_LOSES_TIME, "time"}};

#define LOSS_COUNT (sizeof(losses) / sizeof(losses[0]))

/* ---- JSON --------------------------------------------------------------- */

static void write_milli(json *out, const char *key, int64_t milli,
                        bool is_known)
{
    char number[NUMBER_SIZE];

    ledger_format_milli(number, milli, 3);
    json_raw(out, key, is_known ? number : "null");
}

static void write_share(json *out, const char *key, int64_t part_milli,
                        int64_t all_milli)
{
    json_number(out, key, share_of(part_milli, all_milli));
}

static void write_figures(json *out, const char *key,
                          const circlet_group_row *row,
                          const circlet_group_figures *of)
{
    json_object(out, key);
    write_milli(out, "covered", of->covered_milli, true);
    write_share(out, "share", of->covered_milli, row->persons_milli);
    write_milli(out, "covered_low", of->covered_low_milli, true);
    write_milli(out, "persons_low", of->persons_low_milli, true);
    write_share(out, "share_low", of->covered_low_milli,
                of->persons_low_milli);
    write_milli(out, "covered_high", of->covered_high_milli, true);
    write_milli(out, "persons_high", of->persons_high_milli, true);
    write_share(out, "share_high", of->covered_high_milli,
                of->persons_high_milli);
    write_milli(out, "timed", of->timed_milli, true);
    json_number(out, "mean_minutes", of->mean_minutes);
    json_number(out, "median_minutes", of->median_minutes);
    json_end(out);
}

static void write_losses(json *out, const circlet_group_row *row)
{
    json_array(out, "losses");
    for (size_t i = 0; i < LOSS_COUNT; i++)
        if (row->losses & losses[i].bit)
            json_text(out, NULL, losses[i].name);
    json_end(out);
}

static void write_row(json *out, const circlet_group_row *row, bool has_plan)
{
    bool is_compared = has_plan && row->is_known;

    json_object(out, NULL);
    json_text(out, "rule", row->rule);
    json_text(out, "mode", row->mode);
    json_text(out, "by", circlet_group_by_name(row->by));
    json_text(out, "group", row->group);
    json_text(out, "title_zh", row->title_zh);
    json_text(out, "title_en", row->title_en);
    write_milli(out, "persons", row->persons_milli, true);
    write_milli(out, "persons_modelled", row->modelled_milli, true);
    json_boolean(out, "internal", row->is_internal);
    if (row->is_known)
        write_figures(out, "before", row, &row->before);
    else
        json_null(out, "before");
    if (is_compared)
        write_figures(out, "after", row, &row->after);
    else
        json_null(out, "after");
    write_milli(out, "gained", row->gained_milli, is_compared);
    write_milli(out, "lost", row->lost_milli, is_compared);
    write_milli(out, "farther", row->farther_milli, is_compared);
    write_losses(out, row);
    json_end(out);
}

static void write_rows(json *out, const char *key,
                       const circlet_groups *groups, bool losing_alone)
{
    json_array(out, key);
    for (size_t i = 0; i < circlet_groups_count(groups); i++) {
        const circlet_group_row *row = circlet_groups_at(groups, i);

        if (!losing_alone || circlet_group_loses(row))
            write_row(out, row, circlet_groups_has_plan(groups));
    }
    json_end(out);
}

static void write_range(json *out, const char *key,
                        const circlet_group_range *range)
{
    if (!range->worst) {
        json_null(out, key);
        return;
    }
    json_object(out, key);
    json_text(out, "worst", range->worst);
    json_number(out, "worst_value", range->worst_value);
    json_text(out, "best", range->best);
    json_number(out, "best_value", range->best_value);
    json_number(out, "difference", range->difference);
    json_number(out, "ratio", range->ratio);
    json_end(out);
}

static void write_gap(json *out, const circlet_group_gap *gap, bool has_plan)
{
    static const circlet_group_range none = {0};

    json_object(out, NULL);
    json_text(out, "rule", gap->rule);
    json_text(out, "by", circlet_group_by_name(gap->by));
    write_range(out, "share_before", &gap->cover_before);
    write_range(out, "share_after", has_plan ? &gap->cover_after : &none);
    write_range(out, "minutes_before", &gap->time_before);
    write_range(out, "minutes_after", has_plan ? &gap->time_after : &none);
    json_end(out);
}

static void write_gaps(json *out, const circlet_groups *groups)
{
    json_array(out, "gaps");
    for (size_t i = 0; i < circlet_groups_gap_count(groups); i++)
        write_gap(out, circlet_groups_gap_at(groups, i),
                  circlet_groups_has_plan(groups));
    json_end(out);
}

void groups_write_summary(json *out, const circlet_groups *groups)
{
    json_object(out, "groups");
    write_rows(out, "losing", groups, true);
    write_gaps(out, groups);
    json_end(out);
}

void groups_write_json(json *out, const circlet_groups *groups)
{
    json_integer(out, "year", circlet_groups_year(groups));
    json_integer(out, "internal_below", circlet_groups_internal_below(groups));
    if (circlet_groups_step(groups) > 0)
        json_integer(out, "step", circlet_groups_step(groups));
    else
        json_null(out, "step");
    write_rows(out, "losing", groups, true);
    write_rows(out, "groups", groups, false);
    write_gaps(out, groups);
}

/* ---- CSV ---------------------------------------------------------------- */

static void write_text_field(FILE *file, const char *text)
{
    putc(',', file);
    csv_write_field(file, text);
}

static void write_milli_field(FILE *file, int64_t milli)
{
    char number[NUMBER_SIZE];

    ledger_format_milli(number, milli, 3);
    fprintf(file, ",%s", number);
}

static void write_number_field(FILE *file, double number)
{
    char text[NUMBER_SIZE];

    format_shortest(text, number);
    fprintf(file, ",%s", isfinite(number) ? text : "");
}

#define FIGURE_FIELDS 11

static void write_empty_fields(FILE *file, size_t count)
{
    while (count-- > 0)
        putc(',', file);
}

static void write_figure_fields(FILE *file, const circlet_group_row *row,
                                const circlet_group_figures *of)
{
    write_milli_field(file, of->covered_milli);
    write_number_field(file, share_of(of->covered_milli, row->persons_milli));
    write_milli_field(file, of->covered_low_milli);
    write_milli_field(file, of->persons_low_milli);
    write_number_field(file,
                       share_of(of->covered_low_milli, of->persons_low_milli));
    write_milli_field(file, of->covered_high_milli);
    write_milli_field(file, of->persons_high_milli);
    write_number_field(
        file, share_of(of->covered_high_milli, of->persons_high_milli));
    write_milli_field(file, of->timed_milli);
    write_number_field(file, of->mean_minutes);
    write_number_field(file, of->median_minutes);
}

static void write_heading(FILE *file)
{
    static const char *const figures[FIGURE_FIELDS] = {
        "covered",   "share",        "covered_low",   "persons_low",
        "share_low", "covered_high", "persons_high",  "share_high",
        "timed",     "mean_minutes", "median_minutes"};
    static const char *const states[] = {"before", "after"};

    fputs("rule,mode,by,group,title_zh,title_en,persons,persons_modelled,"
          "internal",
          file);
    for (size_t s = 0; s < 2; s++)
        for (size_t i = 0; i < FIGURE_FIELDS; i++)
            fprintf(file, ",%s_%s", figures[i], states[s]);
    fputs(",gained,lost,farther,losses\n", file);
}

static void write_loss_field(FILE *file, const circlet_group_row *row)
{
    const char *divider = "";

    putc(',', file);
    for (size_t i = 0; i < LOSS_COUNT; i++)
        if (row->losses & losses[i].bit) {
            fprintf(file, "%s%s", divider, losses[i].name);
            divider = ";";
        }
}

static void write_csv_row(FILE *file, const circlet_group_row *row,
                          bool has_plan)
{
    bool is_compared = has_plan && row->is_known;

    csv_write_field(file, row->rule);
    write_text_field(file, row->mode);
    write_text_field(file, circlet_group_by_name(row->by));
    write_text_field(file, row->group);
    write_text_field(file, row->title_zh);
    write_text_field(file, row->title_en);
    write_milli_field(file, row->persons_milli);
    write_milli_field(file, row->modelled_milli);
    fprintf(file, ",%s", row->is_internal ? "yes" : "no");
    if (row->is_known)
        write_figure_fields(file, row, &row->before);
    else
        write_empty_fields(file, FIGURE_FIELDS);
    if (is_compared) {
        write_figure_fields(file, row, &row->after);
        write_milli_field(file, row->gained_milli);
        write_milli_field(file, row->lost_milli);
        write_milli_field(file, row->farther_milli);
    } else {
        write_empty_fields(file, FIGURE_FIELDS + 3);
    }
    write_loss_field(file, row);
    putc('\n', file);
}

void groups_write_csv(FILE *file, const circlet_groups *groups)
{
    write_heading(file);
    for (size_t i = 0; i < circlet_groups_count(groups); i++)
        write_csv_row(file, circlet_groups_at(groups, i),
                      circlet_groups_has_plan(groups));
}
