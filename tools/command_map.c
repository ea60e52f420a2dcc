/* circlet map: a picture of a city, its verdicts and a plan. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "command.h"
#include "day.h"
#include "engine_option.h"
#include "json.h"
#include "locale.h"
#include "map_sources.h"
#include "message.h"
#include "output_file.h"
#include "study.h"

/* What was asked for and what came of it. */
typedef struct map_work {
    const arguments *read;
    circlet_map_options options;
    long year;
    int date;
    study study;
    circlet_plan *plan;
    circlet_city *planned;
    circlet_findings *findings;
    char *rules; /* of a map of who is covered: the circle rules; or NULL */
    char *note;
    circlet_map_facts facts;
} map_work;

/* ---- the command line --------------------------------------------------- */

static int fail_value(const arguments *read, option_id id, const char *takes)
{
    return usage_error(read->command->name,
                       _("option '--%s' takes %s, not '%s'"), option_name(id),
                       takes, option_value(read, id));
}

static int read_format(map_work *work)
{
    static const char *const endings[] = {".png", ".pdf", ".svg"};
    const char *path = option_value(work->read, OPTION_OUTPUT);
    const char *ending = strrchr(path, '.');

    for (int i = 0; ending && i < 3; i++)
        if (strcasecmp(ending, endings[i]) == 0) {
            work->options.format = (circlet_map_format)i;
            return ARGUMENTS_ARE_READ;
        }
    return usage_error(work->read->command->name,
                       _("'%s': a map is written as .png, .pdf or .svg"),
                       path);
}

/* Pixels, or of a PDF millimetres. */
static int read_size(double *out, const map_work *work, option_id id)
{
    bool is_pdf = work->options.format == CIRCLET_MAP_PDF;
    const char *text = option_value(work->read, id);

    if (!text || (parse_number(out, text) && *out >= (is_pdf ? 50 : 200) &&
                  *out <= (is_pdf ? 3000 : 16000)))
        return ARGUMENTS_ARE_READ;
    return fail_value(work->read, id,
                      is_pdf ? _("millimetres from 50 to 3000")
                             : _("pixels from 200 to 16000"));
}

/* "W,S,E,N" */
static int read_extent(map_work *work)
{
    circlet_map_options *out = &work->options;
    double *const sides[] = {&out->west, &out->south, &out->east, &out->north};
    const char *text = option_value(work->read, OPTION_EXTENT);
    char *copy = text ? strdup(text) : NULL, *rest = copy;
    int found = 0;

    if (!text)
        return ARGUMENTS_ARE_READ;
    while (rest && found < 4) {
        char *item = rest;

        rest = strchr(item, ',');
        if (rest)
            *rest++ = '\0';
        if (!parse_number(sides[found], item))
            break;
        found++;
    }
    out->has_extent = found == 4 && !rest && out->west >= -180 &&
                      out->west < out->east && out->east <= 180 &&
                      out->south > -90 && out->south < out->north &&
                      out->north < 90;
    free(copy);
    return out->has_extent ? ARGUMENTS_ARE_READ
                           : fail_value(work->read, OPTION_EXTENT,
                                        _("west,south,east,north in degrees"));
}

static int read_show(map_work *work)
{
    const char *text = option_value(work->read, OPTION_SHOW);

    if (!text || strcmp(text, "verdicts") == 0)
        return ARGUMENTS_ARE_READ;
    if (strcmp(text, "coverage") != 0)
        return fail_value(work->read, OPTION_SHOW, "verdicts, coverage");
    work->options.show = CIRCLET_MAP_COVERAGE;
    return ARGUMENTS_ARE_READ;
}

static int read_language(map_work *work)
{
    const char *text = option_value(work->read, OPTION_LANGUAGE);

    work->options.is_chinese =
        text ? strcmp(text, "zh") == 0 : locale_is_chinese();
    if (!text || work->options.is_chinese || strcmp(text, "en") == 0)
        return ARGUMENTS_ARE_READ;
    return fail_value(work->read, OPTION_LANGUAGE, "zh, en");
}

static int read_level(map_work *work)
{
    const char *text = option_value(work->read, OPTION_LEVEL);

    for (int i = 0; text && i < CIRCLET_LEVEL_COUNT; i++)
        if (strcmp(text, circlet_level_name((circlet_level)i)) == 0) {
            work->options.has_level = true;
            work->options.level = (circlet_level)i;
        }
    return !text || work->options.has_level
               ? ARGUMENTS_ARE_READ
               : fail_value(work->read, OPTION_LEVEL,
                            "city, district, street, community");
}

/* Options that would be of no use, or contradict each other. */
static int check_pairs(const arguments *read)
{
    static const option_id of_policy[] = {OPTION_PLAN, OPTION_RULE,
                                          OPTION_YEAR, OPTION_DATE,
                                          OPTION_SHOW, OPTION_UNCOVERED};
    const char *name = read->command->name;
    const char *show = option_value(read, OPTION_SHOW);

    for (size_t i = 0; i < sizeof(of_policy) / sizeof(of_policy[0]); i++)
        if (option_given(read, of_policy[i]) &&
            !option_given(read, OPTION_POLICY))
            return usage_error(name, _("--%s needs --policy"),
                               option_name(of_policy[i]));
    if (option_given(read, OPTION_SERVICE) &&
        (!show || strcmp(show, "coverage") != 0))
        return usage_error(name, _("--service needs --show coverage"));
    if (option_given(read, OPTION_UNIT) && option_given(read, OPTION_EXTENT))
        return usage_error(name, _("--unit and --extent both say what is "
                                   "shown: give one of them"));
    if (option_given(read, OPTION_YEAR) && option_given(read, OPTION_DATE))
        return usage_error(name, _("--year means 31 December of it, and "
                                   "--date a day: give one of them"));
    return ARGUMENTS_ARE_READ;
}

static int read_command_line(map_work *work)
{
    const arguments *read = work->read;
    circlet_map_options *out = &work->options;
    int result = check_pairs(read);

    out->service = option_value(read, OPTION_SERVICE);
    out->uncovered = option_value(read, OPTION_UNCOVERED);
    out->types = option_value(read, OPTION_TYPE);
    out->unit = option_value(read, OPTION_UNIT);
    out->crs = option_value(read, OPTION_CRS);
    out->title = option_value(read, OPTION_TITLE);
    out->note = option_value(read, OPTION_NOTE);
    if (result == ARGUMENTS_ARE_READ)
        result = read_format(work);
    if (result == ARGUMENTS_ARE_READ)
        result = read_size(&out->width, work, OPTION_WIDTH);
    if (result == ARGUMENTS_ARE_READ)
        result = read_size(&out->height, work, OPTION_HEIGHT);
    if (result == ARGUMENTS_ARE_READ)
        result = read_extent(work);
    if (result == ARGUMENTS_ARE_READ)
        result = read_show(work);
    if (result == ARGUMENTS_ARE_READ)
        result = read_language(work);
    if (result == ARGUMENTS_ARE_READ)
        result = read_level(work);
    if (result == ARGUMENTS_ARE_READ)
        result = option_whole(&work->year, read, OPTION_YEAR, 1900, 2200);
    return result == ARGUMENTS_ARE_READ
               ? day_read(&work->date, read, OPTION_DATE)
               : result;
}

/* ---- the work ----------------------------------------------------------- */

/* Without a policy: the city and, if it has some, its streets. */
static circlet_status open_places(study *s, const arguments *read,
                                  circlet_error *error)
{
    circlet_read_options options = CIRCLET_READ_OPTIONS_INIT;
    circlet_status status;

    s->path = read->operands[0];
    s->progress = progress_start(&s->bar, option_given(read, OPTION_QUIET));
    status = engine_option_read(&s->engine, read, error);
    options.progress = s->progress;
    options.threads = s->engine.threads;
    if (!status)
        status = circlet_read_city_with(&s->city, s->path, &options, error);
    if (!status)
        status =
            circlet_read_network(&s->network, s->path, &s->progress, error);
    progress_end(&s->bar);
    return status == CIRCLET_E_NOT_FOUND ? CIRCLET_OK : status;
}

/* The city with the plan, as check --plan judges it. */
static circlet_status read_plan(map_work *work, circlet_error *error)
{
    const char *name = option_value(work->read, OPTION_PLAN);
    const study *s = &work->study;
    int year = work->date   ? work->date / 10000
               : work->year ? (int)work->year
                            : circlet_policy_default_year(s->policy);
    circlet_plan *given = NULL;
    circlet_status status;

    if (!name)
        return CIRCLET_OK;
    status = circlet_read_plan(&given, s->path, name, error);
    if (!status)
        status = circlet_plan_apply(&work->planned, given, s->policy, s->city,
                                    year, error);
    if (!status)
        status = circlet_plan_complete(&work->plan, given, s->policy, s->city,
                                       error);
    circlet_plan_free(given);
    return status;
}

/* The ids of the policy's circle rules, divided by commas. */
static circlet_status list_circles(map_work *work, circlet_error *error)
{
    circlet_guide *guide = NULL;
    const circlet_guide_rule *rule;
    char *text = NULL;
    size_t size;
    FILE *stream = open_memstream(&text, &size);
    circlet_status status;

    if (!stream)
        return fail_nomem(error);
    status = circlet_policy_explain(&guide, work->study.policy, error);
    for (size_t i = 0; !status && (rule = circlet_guide_rule_at(guide, i));
         i++)
        if (strcmp(rule->kind, "circle") == 0 && !rule->is_variant)
            fprintf(stream, "%s%s", ftell(stream) > 0 ? "," : "", rule->id);
    circlet_guide_free(guide);
    if (fclose(stream) != 0 && !status)
        status = fail_nomem(error);
    work->rules = text;
    return status;
}

static circlet_status judge(map_work *work, circlet_error *error)
{
    circlet_judge_options options = CIRCLET_JUDGE_OPTIONS_INIT;
    circlet_status status = CIRCLET_OK;

    options.rule = option_value(work->read, OPTION_RULE);
    if (!options.rule && work->options.show == CIRCLET_MAP_COVERAGE) {
        status = list_circles(work, error);
        options.rule = work->rules;
    }
    if (status || (options.rule && !*options.rule))
        options.rule = NULL;
    options.year = (int)work->year;
    options.date = work->date;
    options.progress = work->study.progress;
    options.threads = work->study.engine.threads;
    if (!status)
        status = circlet_policy_judge(
            &work->findings, work->study.policy,
            work->planned ? work->planned : work->study.city,
            study_travel(&work->study), &options, error);
    progress_end(&work->study.bar);
    return status;
}

/* Judging a large city for a unit that is not there would take long. */
static circlet_status check_unit(const map_work *work, circlet_error *error)
{
    const char *unit = work->options.unit;

    if (!unit ||
        circlet_city_find_unit(work->study.city, unit) != CIRCLET_NONE)
        return CIRCLET_OK;
    error->status = CIRCLET_E_NOT_FOUND;
    snprintf(error->message, sizeof(error->message), _("no unit '%s'"), unit);
    return error->status;
}

static circlet_status prepare(map_work *work, circlet_error *error)
{
    const arguments *read = work->read;
    circlet_status status;

    if (!option_given(read, OPTION_POLICY))
        return open_places(&work->study, read, error);
    status = study_open(&work->study, read, error);
    if (!status && !study_travel(&work->study) &&
        !option_given(read, OPTION_QUIET))
        remark(read->command->name,
               _("%s has no roads: rules about travel times have no data"),
               work->study.path);
    if (!status)
        status = check_unit(work, error);
    if (!status)
        status = read_plan(work, error);
    return status ? status : judge(work, error);
}

/* ---- output ------------------------------------------------------------- */

static bool write_bytes(const char *bytes, size_t size, void *user)
{
    return fwrite(bytes, 1, size, user) == size;
}

static circlet_status draw(map_work *work, circlet_error *error)
{
    const study *s = &work->study;
    circlet_map_content content = {.city = s->city,
                                   .policy = s->policy,
                                   .findings = work->findings,
                                   .plan = work->plan,
                                   .planned = work->planned,
                                   .travel = study_travel(s),
                                   .network = s->network};
    output_file file = {0};
    circlet_status status;

    work->options.threads = s->engine.threads;
    work->options.progress = s->progress;
    if (!work->options.note) {
        status = map_sources_name(&work->note, s->path,
                                  work->options.is_chinese, error);
        if (status)
            return status;
        work->options.note = work->note;
    }
    status = output_file_open(&file, option_value(work->read, OPTION_OUTPUT),
                              option_given(work->read, OPTION_FORCE), error);
    if (!status)
        status = circlet_map_write(&work->facts, &content, &work->options,
                                   write_bytes, file.file, error);
    progress_end(&work->study.bar);
    if (!status)
        status = study_check_interrupt(error);
    if (!status)
        status = output_file_commit(&file, error);
    output_file_end(&file);
    return status;
}

static void print_json(const map_work *work)
{
    const circlet_map_facts *facts = &work->facts;
    json out;

    json_start(&out, stdout);
    json_text(&out, "file", option_value(work->read, OPTION_OUTPUT));
    json_text(&out, "plan", option_value(work->read, OPTION_PLAN));
    json_integer(&out, "units", (int64_t)facts->unit_count);
    json_integer(&out, "facilities", (int64_t)facts->facility_count);
    json_integer(&out, "actions", (int64_t)facts->action_count);
    json_integer(&out, "sites", (int64_t)facts->site_count);
    json_number(&out, "persons_outside", facts->persons_outside);
    json_number(&out, "persons_hidden", facts->persons_hidden);
    json_integer(&out, "missing_glyphs", (int64_t)facts->missing_glyphs);
    json_end(&out);
}

static void print_result(const map_work *work)
{
    const circlet_map_facts *facts = &work->facts;
    size_t missing = facts->missing_glyphs;

    if (missing > 0 && !option_given(work->read, OPTION_QUIET))
        remark(work->read->command->name,
               ngettext("%zu character of the map is in no font here, and a "
                        "box stands for it; Chinese needs a font such as "
                        "fonts-noto-cjk",
                        "%zu characters of the map are in no font here, and "
                        "boxes stand for them; Chinese needs a font such as "
                        "fonts-noto-cjk",
                        (unsigned long)missing),
               missing);
    if (option_given(work->read, OPTION_JSON))
        print_json(work);
    else
        printf(_("%s written: units %zu, facilities %zu, actions %zu\n"),
               option_value(work->read, OPTION_OUTPUT), facts->unit_count,
               facts->facility_count, facts->action_count);
}

static int run(const arguments *read)
{
    map_work work = {.read = read, .options = CIRCLET_MAP_OPTIONS_INIT};
    circlet_error error;
    circlet_status status;
    int result = read_command_line(&work);

    if (result != ARGUMENTS_ARE_READ)
        return result;
    status = prepare(&work, &error);
    if (!status)
        status = study_check_interrupt(&error);
    if (!status)
        status = draw(&work, &error);
    if (status)
        result = report_error(read->command->name, &error);
    else {
        print_result(&work);
        result = EXIT_DONE;
    }
    free(work.rules);
    free(work.note);
    circlet_findings_free(work.findings);
    circlet_city_free(work.planned);
    circlet_plan_free(work.plan);
    study_close(&work.study);
    return result;
}

static const option_use options[] = {
    {OPTION_OUTPUT, true, N_("the file to write: .png, .pdf or .svg")},
    {OPTION_POLICY, false,
     N_("the rules (YAML) by which units are judged; without them the map "
        "shows places alone")},
    {OPTION_PLAN, false,
     N_("draw what this plan does, and judge the city with it")},
    {OPTION_SHOW, false, NULL},
    {OPTION_SERVICE, false,
     N_("with --show coverage: by circle rules about this service or type of "
        "facility, such as warm_home")},
    {OPTION_RULE, false, N_("judge by these rules alone")},
    {OPTION_YEAR, false, NULL},
    {OPTION_DATE, false, NULL},
    {OPTION_UNCOVERED, false,
     N_("circle rules whose people outside are counted in cells, a rule "
        "each; '' for none; default: those that are judged")},
    {OPTION_TYPE, false,
     N_("draw facilities of these types alone, such as warm_home")},
    {OPTION_LEVEL, false,
     N_("fill the units of this level: city, district, street or community; "
        "default: streets, or what the rules are about")},
    {OPTION_UNIT, false, N_("show this unit, with what lies around it")},
    {OPTION_EXTENT, false, N_("show this rectangle: W,S,E,N in degrees")},
    {OPTION_CRS, false,
     N_("a projection, such as EPSG:4547; default: an equal-area one around "
        "the middle of the map")},
    {OPTION_WIDTH, false, NULL},
    {OPTION_HEIGHT, false, NULL},
    {OPTION_LANGUAGE, false, NULL},
    {OPTION_TITLE, false, NULL},
    {OPTION_NOTE, false, NULL},
    {OPTION_FORCE, false, NULL},
    {OPTION_THREADS, false, NULL},
    {OPTION_MEMORY, false, NULL},
};

static const option_label labels[] = {
    {OPTION_RULE, "ID[,ID...]"},
    {OPTION_TYPE, "TYPE[,TYPE...]"},
    {OPTION_UNCOVERED, "RULE[,RULE...]"},
};

const command command_map = {
    .name = "map",
    .summary = N_("draw the city, its verdicts and a plan for slides"),
    .operands = "CITY",
    .operand_min = 1,
    .operand_max = 1,
    .text = N_("Draws CITY as a picture: units by their worst verdict (those "
               "that fail are\n"
               "hatched as well) or by the share of people who are covered, "
               "streets,\n"
               "facilities by type, what a plan does, and how many people "
               "live outside the\n"
               "circles; with a legend, a scale bar, an arrow to the north "
               "and the sources.\n"
               "No person is drawn: people are counted in cells, and cells of "
               "fewer than five\n"
               "are left out. A PNG is 1600 x 1200 pixels, a PDF A4 "
               "across, unless --width\n"
               "and --height say otherwise."),
    .examples = "  circlet map city.gpkg -o city.png --policy rules.yaml\n"
                "  circlet map city.gpkg -o plan.pdf --policy rules.yaml "
                "--plan p20 \\\n"
                "      --unit 110101\n"
                "  circlet map city.gpkg -o homes.svg --policy rules.yaml \\\n"
                "      --show coverage --service warm_home\n",
    .options = options,
    .option_count = sizeof(options) / sizeof(options[0]),
    .labels = labels,
    .label_count = sizeof(labels) / sizeof(labels[0]),
    .run = run,
};
