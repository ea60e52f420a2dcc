/* Which columns a city's ledger has: the words that everybody uses, then
 * those found besides in the city, then "unknown". */
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "report/ledger.h"
#include "report/word_set.h"

static const char *const aids[] = {"none",
                                   "stick",
                                   "crutches",
                                   "manual_wheelchair",
                                   "powered_wheelchair",
                                   "guide_dog",
                                   "escort",
                                   NULL};
static const char *const answers[] = {"yes", "no", "unknown", NULL};
static const char *const staff[] = {
    "directors",     "physicians",   "therapists", "nurses",
    "rehab_workers", "mental_staff", NULL};

static bool copy_text(ci_arena *arena, const char **text)
{
    if (!*text)
        return true;
    *text = ci_arena_copy(arena, *text);
    return *text != NULL;
}

circlet_status ci_ledger_add_column(circlet_ledger *ledger,
                                    const circlet_ledger_column *column,
                                    circlet_error *error)
{
    circlet_ledger_column copy = *column, *columns;

    columns = ci_array_reserve_one(ledger->columns, ledger->column_count,
                                   &ledger->column_capacity, sizeof(*columns));
    if (!columns)
        return ci_fail_nomem(error);
    ledger->columns = columns;
    if (!copy_text(&ledger->arena, &copy.word) ||
        !copy_text(&ledger->arena, &copy.rule) ||
        !copy_text(&ledger->arena, &copy.mode) ||
        !copy_text(&ledger->arena, &copy.unit) ||
        !copy_text(&ledger->arena, &copy.title_zh) ||
        !copy_text(&ledger->arena, &copy.title_en) ||
        !copy_text(&ledger->arena, &copy.citation))
        return ci_fail_nomem(error);
    columns[ledger->column_count++] = copy;
    return CIRCLET_OK;
}

/* What columns are made from. */
typedef struct column_sources {
    circlet_ledger *ledger;
    const circlet_city *city;
    const circlet_policy *policy; /* NULL: none */
} column_sources;

static circlet_status add_word(const column_sources *from,
                               circlet_ledger_section section,
                               const char *word, const char *unit,
                               circlet_error *error)
{
    const ci_word *named =
        from->policy ? ci_policy_find_word(from->policy, word) : NULL;
    const circlet_ledger_column column = {.section = section,
                                          .word = word,
                                          .unit = unit,
                                          .title_zh = named ? named->zh : NULL,
                                          .title_en =
                                              named ? named->en : NULL};

    return ci_ledger_add_column(from->ledger, &column, error);
}

static circlet_status add_words(const column_sources *from,
                                circlet_ledger_section section,
                                const char *const *words, const char *unit,
                                circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    for (; !status && *words; words++)
        status = add_word(from, section, *words, unit, error);
    return status;
}

/* ---- people ------------------------------------------------------------- */

static const char *words_of(const circlet_demand_record *person,
                            circlet_ledger_section section)
{
    return section == CIRCLET_LEDGER_KIND   ? person->kind
           : section == CIRCLET_LEDGER_NEED ? person->needs
                                            : person->aid;
}

static bool find_people_words(ci_word_set *set, const column_sources *from,
                              circlet_ledger_section section,
                              const char *const *usual)
{
    size_t usual_count;

    for (; usual && *usual; usual++)
        if (!ci_word_set_add(set, *usual))
            return false;
    usual_count = set->count;
    for (size_t i = 0; i < circlet_city_demand_count(from->city); i++) {
        const circlet_demand_record *person =
            circlet_city_demand(from->city, (circlet_demand)i);
        const char *words = words_of(person, section);

        if (section == CIRCLET_LEDGER_AID ? !ci_word_set_add(set, words)
                                          : !ci_word_set_add_list(set, words))
            return false;
    }
    ci_word_set_sort(set, usual_count);
    return true;
}

static circlet_status add_people_words(const column_sources *from,
                                       circlet_ledger_section section,
                                       const char *const *usual,
                                       circlet_error *error)
{
    ci_word_set set = {0};
    circlet_status status = CIRCLET_OK;

    if (!find_people_words(&set, from, section, usual))
        status = ci_fail_nomem(error);
    for (size_t i = 0; !status && i < set.count; i++)
        if (strcmp(set.words[i], "unknown") != 0)
            status = add_word(from, section, set.words[i], "persons", error);
    ci_word_set_clear(&set);
    return status ? status
                  : add_word(from, section, "unknown", "persons", error);
}

static circlet_status add_ages(const column_sources *from,
                               circlet_error *error)
{
    const circlet_ledger *ledger = from->ledger;
    circlet_status status = CIRCLET_OK;

    for (size_t i = 0; !status && i <= ledger->ages.count; i++) {
        char band[CI_AGE_BAND_SIZE];

        ci_age_band_name(band, &ledger->ages, i);
        status = add_word(from, CIRCLET_LEDGER_AGE, band, "persons", error);
    }
    return status ? status
                  : add_word(from, CIRCLET_LEDGER_AGE, "unknown", "persons",
                             error);
}

static circlet_status add_people(const column_sources *from,
                                 circlet_error *error)
{
    static const char *const grades[] = {"1", "2", "3", "4", "unknown", NULL};
    circlet_status status =
        add_word(from, CIRCLET_LEDGER_PEOPLE, "all", "persons", error);

    if (!status)
        status = add_people_words(from, CIRCLET_LEDGER_KIND, ci_kind_words(),
                                  error);
    if (!status)
        status =
            add_words(from, CIRCLET_LEDGER_GRADE, grades, "persons", error);
    if (!status)
        status = add_ages(from, error);
    if (!status)
        status = add_people_words(from, CIRCLET_LEDGER_NEED, NULL, error);
    if (!status)
        status = add_people_words(from, CIRCLET_LEDGER_AID, aids, error);
    if (!status)
        status = add_words(from, CIRCLET_LEDGER_CERTIFIED, answers, "persons",
                           error);
    return status ? status
                  : add_words(from, CIRCLET_LEDGER_POOR, answers, "persons",
                              error);
}

/* ---- coverage ----------------------------------------------------------- */

bool ci_ledger_covers(const circlet_ledger *ledger, const ci_rule *rule)
{
    return rule->kind == CI_RULE_CIRCLE &&
           ci_rule_is_in_force(rule, ledger->year);
}

static circlet_status add_rule(const column_sources *from, const ci_rule *rule,
                               circlet_error *error)
{
    static const char *const words[] = {"concerned", "covered", "covered_low",
                                        "covered_high"};
    size_t mode = rule->as.circle.mode;
    circlet_status status = CIRCLET_OK;

    for (size_t i = 0; !status && i < sizeof(words) / sizeof(words[0]); i++) {
        const circlet_ledger_column column = {
            .section = CIRCLET_LEDGER_COVERAGE,
            .word = words[i],
            .rule = rule->id,
            .mode = mode == CI_NO_POSITION ? CI_MODE_OWN
                                           : from->policy->modes[mode],
            .unit = "persons",
            .title_zh = rule->title_zh,
            .title_en = rule->title_en,
            .citation = rule->citation};

        status = ci_ledger_add_column(from->ledger, &column, error);
    }
    return status;
}

static circlet_status add_coverage(const column_sources *from,
                                   circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    for (size_t i = 0; from->policy && !status && i < from->policy->rule_count;
         i++)
        if (ci_ledger_covers(from->ledger, &from->policy->rules[i]))
            status = add_rule(from, &from->policy->rules[i], error);
    return status;
}

/* ---- facilities --------------------------------------------------------- */

static int64_t amount_of(const circlet_service_record *service,
                         circlet_ledger_section section)
{
    return section == CIRCLET_LEDGER_PLACES     ? service->places
           : section == CIRCLET_LEDGER_OCCUPIED ? service->occupied
           : section == CIRCLET_LEDGER_BEDS     ? service->beds
                                                : 0;
}

static bool find_own_services(ci_word_set *set,
                              const circlet_facility_record *facility,
                              circlet_ledger_section section)
{
    for (size_t i = 0; i < facility->service_count; i++)
        if (amount_of(&facility->services[i], section) >= 0 &&
            !ci_word_set_add(set, facility->services[i].service))
            return false;
    return true;
}

/* What a facility offers that does not say so. */
static bool find_usual_services(ci_word_set *set, const char *type,
                                const circlet_policy *policy)
{
    for (size_t i = 0; i < policy->type_count; i++) {
        const ci_words *services = &policy->types[i].services;

        if (strcmp(policy->types[i].type, type) != 0)
            continue;
        for (size_t k = 0; k < services->count; k++)
            if (!ci_word_set_add(set, services->items[k]))
                return false;
    }
    return true;
}

static bool find_facility_words(ci_word_set *set, const column_sources *from,
                                circlet_ledger_section section)
{
    for (size_t i = 0; i < circlet_city_facility_count(from->city); i++) {
        const circlet_facility_record *facility =
            circlet_city_facility(from->city, (circlet_facility)i);
        bool is_found = true;

        if (!ci_ledger_is_open(from->ledger, facility))
            continue;
        if (section == CIRCLET_LEDGER_TYPE)
            is_found = ci_word_set_add(set, facility->type);
        else if (facility->service_count > 0)
            is_found = find_own_services(set, facility, section);
        else if (section == CIRCLET_LEDGER_SERVICE && from->policy)
            is_found = find_usual_services(set, facility->type, from->policy);
        if (!is_found)
            return false;
    }
    ci_word_set_sort(set, 0);
    return true;
}

/* Types in the policy's order, as planners know it; those too of which no
 * import has spoken, so that their figures are not known. */
static circlet_status add_types(const column_sources *from,
                                const ci_word_set *set, circlet_error *error)
{
    const circlet_policy *policy = from->policy;
    circlet_status status = CIRCLET_OK;

    for (size_t i = 0; policy && !status && i < policy->type_count; i++)
        if (ci_word_set_has(set, policy->types[i].type) ||
            !circlet_city_knows_facility_type(from->city,
                                              policy->types[i].type))
            status = add_word(from, CIRCLET_LEDGER_TYPE, policy->types[i].type,
                              "facilities", error);
    for (size_t i = 0; !status && i < set->count; i++)
        if (!policy ||
            !circlet_policy_has_facility_type(policy, set->words[i]))
            status = add_word(from, CIRCLET_LEDGER_TYPE, set->words[i],
                              "facilities", error);
    return status;
}

static circlet_status add_facility_words(const column_sources *from,
                                         circlet_ledger_section section,
                                         const char *unit,
                                         circlet_error *error)
{
    ci_word_set set = {0};
    circlet_status status = CIRCLET_OK;

    if (!find_facility_words(&set, from, section))
        status = ci_fail_nomem(error);
    else if (section == CIRCLET_LEDGER_TYPE)
        status = add_types(from, &set, error);
    else
        for (size_t i = 0; !status && i < set.count; i++)
            status = add_word(from, section, set.words[i], unit, error);
    ci_word_set_clear(&set);
    return status;
}

static circlet_status add_facilities(const column_sources *from,
                                     circlet_error *error)
{
    circlet_status status =
        add_word(from, CIRCLET_LEDGER_TYPE, "all", "facilities", error);

    if (!status)
        status =
            add_facility_words(from, CIRCLET_LEDGER_TYPE, "facilities", error);
    if (!status)
        status = add_facility_words(from, CIRCLET_LEDGER_SERVICE, "facilities",
                                    error);
    if (!status)
        status =
            add_facility_words(from, CIRCLET_LEDGER_PLACES, "places", error);
    if (!status)
        status =
            add_facility_words(from, CIRCLET_LEDGER_OCCUPIED, "places", error);
    if (!status)
        status = add_facility_words(from, CIRCLET_LEDGER_BEDS, "beds", error);
    if (!status)
        status = add_words(from, CIRCLET_LEDGER_STAFF, staff, "staff", error);
    return status
               ? status
               : add_word(from, CIRCLET_LEDGER_AREA, "area_m2", "m2", error);
}

circlet_status ci_ledger_add_columns(circlet_ledger *ledger,
                                     const circlet_city *city,
                                     const circlet_policy *policy,
                                     circlet_error *error)
{
    const column_sources from = {ledger, city, policy};
    circlet_status status = add_people(&from, error);

    if (!status)
        status = add_coverage(&from, error);
    if (!status && ledger->level != CIRCLET_LEDGER_HOUSEHOLD)
        status = add_facilities(&from, error);
    return status;
}
