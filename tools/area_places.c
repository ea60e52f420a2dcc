#include "area_places.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "locale.h"
#include "message.h"
#include "travel_option.h"

/* What is looked for, and what was found. */
typedef struct area_search {
    const arguments *read;
    const study *study;
    area_places *found;
} area_search;

static circlet_status add_place(area_search *work, circlet_point at,
                                const circlet_facility_record *facility,
                                circlet_error *error)
{
    area_places *found = work->found;
    area_place *grown =
        realloc(found->items, (found->count + 1) * sizeof(*grown));

    if (!grown)
        return fail_nomem(error);
    found->items = grown;
    grown[found->count++] = (area_place){at, facility};
    return CIRCLET_OK;
}

static circlet_status add_point(area_search *work, const char *text,
                                circlet_error *error)
{
    circlet_point at;

    if (parse_point(&at, text))
        return add_place(work, at, NULL, error);
    error->status = CIRCLET_E_ARGUMENT;
    snprintf(error->message, sizeof(error->message),
             _("option '--%s' takes %s, not '%s'"), option_name(OPTION_AT),
             "LON,LAT", text);
    return error->status;
}

/* By all its entrances. */
static circlet_status add_entrances(area_search *work,
                                    const circlet_facility_record *facility,
                                    circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    if (facility->access_count == 0)
        return add_place(work, facility->at, facility, error);
    for (size_t i = 0; i < facility->access_count && !status; i++)
        status = add_place(work, facility->accesses[i], facility, error);
    return status;
}

static circlet_status add_facility(area_search *work, const char *id,
                                   circlet_error *error)
{
    const circlet_city *city = work->study->city;
    circlet_facility found = circlet_city_find_facility(city, id);

    if (found != CIRCLET_NONE)
        return add_entrances(work, circlet_city_facility(city, found), error);
    error->status = CIRCLET_E_NOT_FOUND;
    snprintf(error->message, sizeof(error->message),
             _("there is no facility '%s'"), id);
    return error->status;
}

static circlet_status add_facilities(area_search *work, const char *list,
                                     circlet_error *error)
{
    char *copy = strdup(list), *rest = copy;
    circlet_status status = copy ? CIRCLET_OK : fail_nomem(error);

    while (rest && !status) {
        char *id = rest;

        rest = strchr(id, ',');
        if (rest)
            *rest++ = '\0';
        status = add_facility(work, id, error);
    }
    free(copy);
    return status;
}

static bool is_wanted(const area_search *work,
                      const circlet_facility_record *facility)
{
    const char *type = option_value(work->read, OPTION_TYPE);
    const char *service = option_value(work->read, OPTION_SERVICE);
    const circlet_policy *policy = work->study->policy;

    if (!circlet_facility_is_open(facility,
                                  circlet_policy_default_year(policy)))
        return false;
    return type ? strcmp(facility->type, type) == 0
                : circlet_policy_offers(policy, facility, service);
}

/* All of a type or service. */
static circlet_status add_selected(area_search *work, circlet_error *error)
{
    const circlet_city *city = work->study->city;
    circlet_status status = CIRCLET_OK;

    for (size_t i = 0; i < circlet_city_facility_count(city) && !status; i++) {
        const circlet_facility_record *facility =
            circlet_city_facility(city, (circlet_facility)i);

        if (is_wanted(work, facility))
            status = add_entrances(work, facility, error);
    }
    if (status || work->found->count > 0)
        return status;
    error->status = CIRCLET_E_NOT_FOUND;
    if (option_given(work->read, OPTION_TYPE))
        snprintf(error->message, sizeof(error->message),
                 _("no facility of type '%s' is open in %d"),
                 option_value(work->read, OPTION_TYPE),
                 circlet_policy_default_year(work->study->policy));
    else
        snprintf(error->message, sizeof(error->message),
                 _("no facility that is open in %d offers '%s'"),
                 circlet_policy_default_year(work->study->policy),
                 option_value(work->read, OPTION_SERVICE));
    return error->status;
}

circlet_status area_places_find(area_places *out, const arguments *read,
                                const study *in, circlet_error *error)
{
    area_search search = {read, in, out};
    circlet_status status = CIRCLET_OK;

    if (!option_given(read, OPTION_AT) && !option_given(read, OPTION_FACILITY))
        return add_selected(&search, error);
    for (size_t i = 0; i < read->counts[OPTION_AT] && !status; i++)
        status = add_point(&search, read->values[OPTION_AT][i], error);
    for (size_t i = 0; i < read->counts[OPTION_FACILITY] && !status; i++)
        status =
            add_facilities(&search, read->values[OPTION_FACILITY][i], error);
    return status;
}

void area_places_free(area_places *places)
{
    free(places->items);
    *places = (area_places){0};
}

bool area_places_is_entrance(const area_places *places, size_t place)
{
    return place > 0 && places->items[place].facility &&
           places->items[place].facility == places->items[place - 1].facility;
}

size_t area_places_total(const area_places *places, size_t first, size_t count)
{
    size_t total = 1;

    for (size_t i = first + 1; i < first + count; i++)
        total += !area_places_is_entrance(places, i);
    return total;
}

char *area_places_describe(const arguments *read)
{
    static const option_id kinds[] = {OPTION_AT, OPTION_FACILITY,
                                      OPTION_SERVICE, OPTION_TYPE};
    char *text = NULL;
    size_t size = 0;
    FILE *to = open_memstream(&text, &size);

    if (!to)
        return NULL;
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
        for (size_t k = 0; k < read->counts[kinds[i]]; k++)
            fprintf(to, "%s %s", k > 0 ? "" : option_name(kinds[i]),
                    read->values[kinds[i]][k]);
    fputs(option_given(read, OPTION_EACH) ? ", each" : "", to);
    return fclose(to) == 0 ? text : NULL;
}
