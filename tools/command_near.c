/* circlet near: the nearest facilities that have room. */
#include <math.h>
#include <string.h>

#include "command.h"
#include "json.h"
#include "locale.h"
#include "message.h"
#include "study.h"
#include "table.h"
#include "travel_option.h"

#define CELL_SIZE 256
#define COUNT_MAX 1000
#define MS_PER_MINUTE 60000.0
#define MS_PER_SECOND 1000.0

typedef struct near_search {
    const arguments *read;
    circlet_near_query query;
    long year; /* 0: the policy's */
    long count; /* 0: the library's */
    study study;
    circlet_near *near;
} near_search;

/* ---- the command line --------------------------------------------------- */

/* Either a place, or a person, who may be at a place that is not home. */
static int check_origin(const arguments *read)
{
    const char *name = read->command->name;

    if (read->counts[OPTION_AT] > 1)
        return usage_error(name, _("option '--%s' is given twice"),
                           option_name(OPTION_AT));
    if (!option_given(read, OPTION_AT) && !option_given(read, OPTION_PERSON))
        return usage_error(name, _("say where: --at or --person"));
    if (option_given(read, OPTION_MODE) && option_given(read, OPTION_PERSON))
        return usage_error(name, _("a person goes by their own mode: leave "
                                   "out --mode or --person"));
    return ARGUMENTS_ARE_READ;
}

static int read_request(near_search *work)
{
    const arguments *read = work->read;
    int result = check_origin(read);

    if (result == ARGUMENTS_ARE_READ)
        result = option_point(&work->query.at, read, OPTION_AT);
    if (result == ARGUMENTS_ARE_READ)
        result = option_minutes(&work->query.cutoff_ms, read, OPTION_WITHIN);
    if (result == ARGUMENTS_ARE_READ)
        result = option_whole(&work->count, read, OPTION_COUNT, 1, COUNT_MAX);
    if (result == ARGUMENTS_ARE_READ)
        result = option_whole(&work->year, read, OPTION_YEAR, 1900, 2200);
    work->query.count = (size_t)work->count;
    work->query.year = (int)work->year;
    work->query.need = option_value(read, OPTION_NEED);
    work->query.mode = option_value(read, OPTION_MODE);
    return result;
}

/* ---- the search --------------------------------------------------------- */

static circlet_status find_person(near_search *work, circlet_error *error)
{
    const char *id = option_value(work->read, OPTION_PERSON);
    const circlet_city *city = work->study.city;

    if (!id)
        return CIRCLET_OK;
    for (circlet_demand i = 0; i < circlet_city_demand_count(city); i++) {
        const circlet_demand_record *person = circlet_city_demand(city, i);

        if (strcmp(person->id, id) != 0)
            continue;
        work->query.person = person;
        if (!option_given(work->read, OPTION_AT))
            work->query.at = person->at;
        return CIRCLET_OK;
    }
    error->status = CIRCLET_E_NOT_FOUND;
    snprintf(error->message, sizeof(error->message),
             _("there is no person of the id given"));
    return error->status;
}

static circlet_status search(near_search *work, circlet_error *error)
{
    circlet_status status =
        study_open_with_roads(&work->study, work->read, error);

    if (!status)
        status = find_person(work, error);
    if (!status)
        status = circlet_near_find(
            &work->near, work->study.policy, work->study.city,
            study_travel(&work->study), &work->query, error);
    return status ? status : study_check_interrupt(error);
}

/* Why there is nothing, or why it may not be all. */
static void remark_on(const near_search *work)
{
    const circlet_travel *travel = study_travel(&work->study);
    const char *name = work->read->command->name;

    if (option_given(work->read, OPTION_QUIET))
        return;
    if (circlet_near_suitable(work->near) == 0 &&
        !circlet_near_is_known(work->near))
        remark(name,
               _("it is not known whether a facility of the city offers "
                 "'%s': facilities of types that may offer it were not "
                 "imported, or do not say"),
               work->query.need);
    else if (circlet_near_suitable(work->near) == 0)
        remark(name, _("no open facility of the city offers '%s'"),
               work->query.need);
    else if (circlet_near_count(work->near) == 0)
        remark(name,
               _("of %zu facilities that offer '%s' none is near "
                 "enough: --within looks farther"),
               circlet_near_suitable(work->near), work->query.need);
    if (circlet_near_suitable(work->near) > 0 &&
        !circlet_near_is_known(work->near))
        remark(name,
               _("there may be others that offer '%s': facilities of types "
                 "that may offer it were not imported, or do not say"),
               work->query.need);
    if (travel->knows && !travel->knows(work->query.at, travel->user))
        remark(name, _("the streets around the place are not known"));
    if (circlet_near_doubts_mode(work->near))
        remark(name,
               _("it is not known by which mode one goes: times are by '%s', "
                 "bounds by all that may be"),
               circlet_near_mode(work->near));
}

/* ---- output ------------------------------------------------------------- */

static double seconds_of(uint32_t ms)
{
    return ms == CIRCLET_UNREACHED ? (double)NAN : ms / MS_PER_SECOND;
}

static void write_result(json *out, const near_search *work,
                         const circlet_near_result *result)
{
    const circlet_facility_record *facility =
        circlet_city_facility(work->study.city, result->facility);

    json_object(out, NULL);
    json_text(out, "facility", facility->id);
    json_text(out, "name", facility->name);
    json_text(out, "type", facility->type);
    json_number(out, "seconds", seconds_of(result->time_ms));
    json_known(out, "free_places", result->free_places);
    json_number(out, "seconds_low", seconds_of(result->least_ms));
    json_number(out, "seconds_high", seconds_of(result->greatest_ms));
    json_known(out, "places", result->places);
    json_known(out, "occupied", result->occupied);
    json_boolean(out, "full", result->is_full);
    json_boolean(out, "open", true);
    json_number(out, "lon", facility->at.lon);
    json_number(out, "lat", facility->at.lat);
    json_text(out, "address", facility->address);
    json_text(out, "phone", facility->phone);
    json_text(out, "hours", facility->hours);
    json_end(out);
}

static void print_json(const near_search *work)
{
    int year = work->query.year
                   ? work->query.year
                   : circlet_policy_default_year(work->study.policy);
    json out;

    json_start(&out, stdout);
    json_text(&out, "policy", circlet_policy_id(work->study.policy));
    json_integer(&out, "year", year);
    json_text(&out, "need", work->query.need);
    json_text(&out, "mode", circlet_near_mode(work->near));
    json_boolean(&out, "mode_known", !circlet_near_doubts_mode(work->near));
    json_integer(&out, "suitable", (int64_t)circlet_near_suitable(work->near));
    json_boolean(&out, "suitable_known", circlet_near_is_known(work->near));
    json_array(&out, "results");
    for (size_t i = 0; i < circlet_near_count(work->near); i++)
        write_result(&out, work, circlet_near_at(work->near, i));
    json_end(&out);
    json_end(&out);
}

/* Minutes to a tenth; "?" beyond what was looked at. */
static void minutes_text(char out[NUMBER_SIZE], uint32_t ms)
{
    format_rounded(
        out, ms == CIRCLET_UNREACHED ? (double)NAN : ms / MS_PER_MINUTE, 1);
}

/* "12.3", "12.3 (10-15.2)", or "perhaps 9.8" where it is so at best. */
static void set_minutes(table *out, size_t column,
                        const circlet_near_result *result)
{
    char time[NUMBER_SIZE], low[NUMBER_SIZE], high[NUMBER_SIZE];
    char text[CELL_SIZE];

    minutes_text(time, result->time_ms);
    minutes_text(low, result->least_ms);
    minutes_text(high, result->greatest_ms);
    if (result->time_ms == CIRCLET_UNREACHED)
        snprintf(text, sizeof(text), _("perhaps %s"), low);
    else if (strcmp(low, high) == 0)
        snprintf(text, sizeof(text), "%s", time);
    else
        snprintf(text, sizeof(text), "%s (%s-%s)", time, low, high);
    table_set(out, column, text);
}

/* "5 of 20", "full (20)", "of 20" where nobody says how many are taken. */
static void set_room(table *out, size_t column,
                     const circlet_near_result *result)
{
    char text[CELL_SIZE];

    if (result->is_full)
        snprintf(text, sizeof(text), _("full (%lld)"),
                 (long long)result->places);
    else if (result->free_places >= 0)
        snprintf(text, sizeof(text), _("%lld of %lld"),
                 (long long)result->free_places, (long long)result->places);
    else if (result->places >= 0)
        snprintf(text, sizeof(text), _("? of %lld"),
                 (long long)result->places);
    else
        snprintf(text, sizeof(text), "%s", _("not known"));
    table_set(out, column, text);
    if (result->is_full)
        table_colour(out, column, "red");
    else if (result->free_places > 0)
        table_colour(out, column, "green");
}

static void add_row(table *out, const near_search *work, size_t position)
{
    const circlet_near_result *result = circlet_near_at(work->near, position);
    const circlet_facility_record *facility =
        circlet_city_facility(work->study.city, result->facility);
    char number[NUMBER_SIZE];

    snprintf(number, sizeof(number), "%zu", position + 1);
    table_add_row(out);
    table_set(out, 0, number);
    table_set(out, 1, facility->id);
    table_set(out, 2, facility->name);
    table_set(out, 3, locale_is_chinese() ? result->type_zh : result->type_en);
    set_minutes(out, 4, result);
    set_room(out, 5, result);
    table_set(out, 6, facility->hours ? facility->hours : "");
    table_set(out, 7, facility->phone ? facility->phone : "");
    table_set(out, 8, facility->address ? facility->address : "");
}

static bool print_text(const near_search *work)
{
    const char *const titles[] = {_("NO."),   _("ID"),    _("FACILITY"),
                                  _("TYPE"),  _("MIN"),   _("FREE PLACES"),
                                  _("HOURS"), _("PHONE"), _("ADDRESS")};
    table *out = table_new();
    bool is_printed;

    if (!out)
        return false;
    for (size_t i = 0; i < sizeof(titles) / sizeof(titles[0]); i++)
        table_add_column(out, titles[i],
                         i == 0 || i == 4 || i == 5 ? TABLE_RIGHT
                                                    : TABLE_LEFT);
    for (size_t i = 0; i < circlet_near_count(work->near); i++)
        add_row(out, work, i);
    is_printed = table_print(out);
    table_free(out);
    return is_printed;
}

static int run(const arguments *read)
{
    near_search work = {.read = read, .query = CIRCLET_NEAR_QUERY_INIT};
    circlet_error error = {CIRCLET_OK, ""};
    int result = read_request(&work);

    if (result == ARGUMENTS_ARE_READ && search(&work, &error)) {
        result = report_error(read->command->name, &error);
    } else if (result == ARGUMENTS_ARE_READ) {
        result = EXIT_DONE;
        remark_on(&work);
        if (option_given(read, OPTION_JSON))
            print_json(&work);
        else if (!print_text(&work))
            result = machine_error(read->command->name, _("out of memory"));
    }
    circlet_near_free(work.near);
    study_close(&work.study);
    return result;
}

static const option_use options[] = {
    {OPTION_POLICY, true, NULL},
    {OPTION_NEED, true, NULL},
    {OPTION_AT, false, N_("where one starts")},
    {OPTION_PERSON, false,
     N_("somebody of the city, by id: from home, or from --at, in their own "
        "mode")},
    {OPTION_MODE, false,
     N_("the travel mode, such as walk; default: own, and whatever may be "
        "the own one of whom nothing is known")},
    {OPTION_COUNT, false, N_("how many to list at most; default: 5")},
    {OPTION_WITHIN, false, NULL},
    {OPTION_YEAR, false,
     N_("what is open on 31 December of YEAR; default: the policy's year")},
    {OPTION_THREADS, false, NULL},
    {OPTION_MEMORY, false, NULL},
};

static const option_label labels[] = {{OPTION_MODE, "MODE"}};

const command command_near = {
    .name = "near",
    .summary = N_("find the nearest facility that has room"),
    .operands = "CITY",
    .operand_min = 1,
    .operand_max = 1,
    .text = N_("Lists the nearest open facilities that offer a service, with "
               "the time in minutes,\n"
               "their free places, hours, phone and address. Those that are "
               "full stand last. A\n"
               "time is followed by its bounds where something is not known "
               "of the streets or\n"
               "the person: 12.3 (10-15.2), with ? beyond --within."),
    .examples = "  circlet near city.gpkg --policy beijing-2018.yaml --at "
                "116.40,39.91 \\\n"
                "      --need day_care --mode manual_wheelchair\n"
                "  circlet near city.gpkg --policy beijing-2018.yaml --person "
                "p000123 \\\n"
                "      --need warm_home --count 3\n",
    .options = options,
    .option_count = sizeof(options) / sizeof(options[0]),
    .labels = labels,
    .label_count = sizeof(labels) / sizeof(labels[0]),
    .run = run,
};
