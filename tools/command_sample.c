/* circlet sample: the random sample that a rule asks to be audited. */
#include <string.h>

#include "command.h"
#include "csv_field.h"
#include "json.h"
#include "level_option.h"
#include "locale.h"
#include "message.h"
#include "progress.h"
#include "study.h"
#include "table.h"

typedef struct sampling {
    const arguments *read;
    long year; /* 0: the policy's */
    long seed; /* 0: the year */
    double share; /* 0: the rule's */
    study study; /* without streets */
    circlet_sample *sample;
} sampling;

/* ---- the command line --------------------------------------------------- */

/* Per cent, with or without the sign. */
static int read_share(sampling *work)
{
    const char *text = option_value(work->read, OPTION_SHARE);
    char number[NUMBER_SIZE];
    size_t size = text ? strlen(text) : 0;
    double per_cent = 0;

    if (!text)
        return ARGUMENTS_ARE_READ;
    if (size > 1 && text[size - 1] == '%')
        size--;
    snprintf(number, sizeof(number), "%.*s",
             size < sizeof(number) ? (int)size : 0, text);
    if (!parse_number(&per_cent, number) || !(per_cent > 0) || per_cent > 100)
        return usage_error(
            work->read->command->name, _("option '--%s' takes %s, not '%s'"),
            option_name(OPTION_SHARE), _("per cent above 0, up to 100"), text);
    work->share = per_cent / 100;
    return ARGUMENTS_ARE_READ;
}

static int read_command_line(sampling *work)
{
    const arguments *read = work->read;
    int result = option_whole(&work->year, read, OPTION_YEAR, 1900, 2200);

    if (result == ARGUMENTS_ARE_READ)
        result = option_whole(&work->seed, read, OPTION_SEED, 1, 2147483647);
    if (result == ARGUMENTS_ARE_READ)
        result = read_share(work);
    return result == ARGUMENTS_ARE_READ ? option_check_form(read) : result;
}

/* ---- the draw ----------------------------------------------------------- */

static circlet_status draw(sampling *work, circlet_error *error)
{
    circlet_sample_options options = CIRCLET_SAMPLE_OPTIONS_INIT;
    study *s = &work->study;
    circlet_status status;

    s->path = work->read->operands[0];
    s->progress =
        progress_start(&s->bar, option_given(work->read, OPTION_QUIET));
    options.year = (int)work->year;
    options.seed = (uint64_t)work->seed;
    options.share = work->share;
    options.rule = option_value(work->read, OPTION_RULE);
    status = circlet_read_policy(
        &s->policy, option_value(work->read, OPTION_POLICY), error);
    if (!status)
        status = circlet_read_city(&s->city, s->path, &s->progress, error);
    progress_end(&s->bar);
    if (!status)
        status = study_check_interrupt(error);
    return status ? status
                  : circlet_sample_draw(&work->sample, s->city, s->policy,
                                        &options, error);
}

/* ---- output ------------------------------------------------------------- */

/* The street, else the district, else the city that it stands in. */
static const circlet_unit_record *unit_of(const sampling *work,
                                          circlet_facility facility)
{
    const circlet_city *city = work->study.city;
    circlet_unit unit = CIRCLET_NONE;

    for (int level = CIRCLET_LEVEL_STREET; level >= 0 && unit == CIRCLET_NONE;
         level--)
        unit =
            circlet_city_facility_unit(city, facility, (circlet_level)level);
    return unit == CIRCLET_NONE ? NULL : circlet_city_unit(city, unit);
}

static void print_json(const sampling *work)
{
    const circlet_sample *sample = work->sample;
    json out;

    json_start(&out, stdout);
    json_text(&out, "city", work->study.path);
    json_text(&out, "policy", circlet_policy_id(work->study.policy));
    json_text(&out, "rule", circlet_sample_rule(sample));
    json_text(&out, "citation", circlet_sample_citation(sample));
    json_integer(&out, "year", circlet_sample_year(sample));
    json_integer(&out, "seed", (int64_t)circlet_sample_seed(sample));
    json_number(&out, "share", circlet_sample_share(sample));
    json_integer(&out, "of", (int64_t)circlet_sample_source_size(sample));
    json_array(&out, "facilities");
    for (size_t i = 0; i < circlet_sample_size(sample); i++) {
        circlet_facility position = circlet_sample_at(sample, i);
        const circlet_facility_record *facility =
            circlet_city_facility(work->study.city, position);
        const circlet_unit_record *unit = unit_of(work, position);

        json_object(&out, NULL);
        json_text(&out, "facility", facility->id);
        json_text(&out, "name", facility->name);
        json_text(&out, "type", facility->type);
        if (unit) {
            json_text(&out, "unit", unit->code);
            json_text(&out, "unit_name", unit->name);
        } else {
            json_null(&out, "unit");
            json_null(&out, "unit_name");
        }
        json_end(&out);
    }
    json_end(&out);
    json_end(&out);
}

static void print_csv(const sampling *work)
{
    fputs("facility,name,type,unit,unit_name,seed\n", stdout);
    for (size_t i = 0; i < circlet_sample_size(work->sample); i++) {
        circlet_facility position = circlet_sample_at(work->sample, i);
        const circlet_facility_record *facility =
            circlet_city_facility(work->study.city, position);
        const circlet_unit_record *unit = unit_of(work, position);

        csv_write_field(stdout, facility->id);
        putchar(',');
        csv_write_field(stdout, facility->name);
        putchar(',');
        csv_write_field(stdout, facility->type);
        putchar(',');
        csv_write_field(stdout, unit ? unit->code : NULL);
        putchar(',');
        csv_write_field(stdout, unit ? unit->name : NULL);
        printf(",%llu\n",
               (unsigned long long)circlet_sample_seed(work->sample));
    }
}

static bool print_table(const sampling *work)
{
    table *out = table_new();
    bool is_printed;

    if (!out)
        return false;
    table_add_column(out, _("ID"), TABLE_LEFT);
    table_add_column(out, _("NAME"), TABLE_LEFT);
    table_add_column(out, _("UNIT"), TABLE_LEFT);
    table_add_column(out, "", TABLE_LEFT);
    for (size_t i = 0; i < circlet_sample_size(work->sample); i++) {
        circlet_facility position = circlet_sample_at(work->sample, i);
        const circlet_facility_record *facility =
            circlet_city_facility(work->study.city, position);
        const circlet_unit_record *unit = unit_of(work, position);

        table_add_row(out);
        table_set(out, 0, facility->id);
        table_set(out, 1, facility->name);
        table_set(out, 2, unit ? unit->code : "");
        table_set(out, 3, unit ? unit->name : "");
    }
    is_printed = table_print(out);
    table_free(out);
    return is_printed;
}

static bool print_text(const sampling *work)
{
    const circlet_sample *sample = work->sample;
    size_t of = circlet_sample_source_size(sample);
    char share[NUMBER_SIZE];

    printf("%s %s, %s\n", circlet_sample_rule(sample),
           locale_is_chinese() ? circlet_sample_title_zh(sample)
                               : circlet_sample_title_en(sample),
           circlet_sample_citation(sample));
    format_rounded(share, circlet_sample_share(sample) * 100, 4);
    printf(ngettext("%zu of %zu open facility on 31 December %d, at least "
                    "%s%%; seed %llu\n",
                    "%zu of %zu open facilities on 31 December %d, at least "
                    "%s%%; seed %llu\n",
                    (unsigned long)of),
           circlet_sample_size(sample), of, circlet_sample_year(sample), share,
           (unsigned long long)circlet_sample_seed(sample));
    if (circlet_sample_size(sample) == 0)
        return true;
    putchar('\n');
    return print_table(work);
}

/* The draw is as asked for, but the rule wants more. */
static void remark_on_share(const sampling *work)
{
    double least = circlet_sample_least_share(work->sample);
    char text[NUMBER_SIZE];

    if (option_given(work->read, OPTION_QUIET) ||
        circlet_sample_share(work->sample) >= least)
        return;
    format_rounded(text, least * 100, 4);
    remark(work->read->command->name, _("rule %s asks for at least %s%%"),
           circlet_sample_rule(work->sample), text);
}

static int print_result(const sampling *work)
{
    remark_on_share(work);
    if (option_given(work->read, OPTION_JSON))
        print_json(work);
    else if (option_given(work->read, OPTION_CSV))
        print_csv(work);
    else if (!print_text(work))
        return machine_error(work->read->command->name, _("out of memory"));
    return EXIT_DONE;
}

static int run(const arguments *read)
{
    sampling work = {.read = read};
    circlet_error error;
    int result = read_command_line(&work);

    if (result == ARGUMENTS_ARE_READ)
        result = draw(&work, &error)
                     ? report_error(read->command->name, &error)
                     : print_result(&work);
    circlet_sample_free(work.sample);
    study_close(&work.study);
    return result;
}

static const option_use options[] = {
    {OPTION_POLICY, true, NULL},
    {OPTION_RULE, false,
     N_("the rule that asks for the sample; default: the only one that does")},
    {OPTION_SHARE, false, NULL},
    {OPTION_SEED, false, N_("another draw; default: the year")},
    {OPTION_YEAR, false,
     N_("facilities open on 31 December of YEAR; default: the policy's "
        "year")},
    {OPTION_CSV, false, NULL},
};

const command command_sample = {
    .name = "sample",
    .summary = N_("draw the facilities that are to be audited"),
    .operands = "CITY",
    .operand_min = 1,
    .operand_max = 1,
    .text =
        N_("Draws at random the facilities of CITY that a rule of the policy "
           "asks to be\n"
           "audited: at least so many per cent of those that are open. The "
           "same seed gives\n"
           "the same draw, so that anybody can check that nobody chose."),
    .examples = "  circlet sample city.gpkg --policy beijing-2018.yaml\n"
                "  circlet sample city.gpkg --policy beijing-2018.yaml "
                "--share 15 --seed 7\n",
    .options = options,
    .option_count = sizeof(options) / sizeof(options[0]),
    .run = run,
};
