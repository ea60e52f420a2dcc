/* What can be built under a policy, in which sizes, and for how much. */
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "io/policy_reader.h"
#include "policy/price.h"

#define MAX_COUNT 1000000
#define MAX_AREA_M2 1e6

/* ---- services ----------------------------------------------------------- */

/* The end of a scalar such as "day_care:30" or "ward:beds=50", from its
 * colon on: as the cells of imported facilities say it. */
static circlet_status read_part(circlet_service_record *out,
                                ci_policy_reader *reader,
                                const ci_yaml_node *node, const char *part)
{
    bool is_beds = strncmp(part, "beds=", 5) == 0;
    const char *number = is_beds                            ? part + 5
                         : strncmp(part, "places=", 7) == 0 ? part + 7
                                                            : part;
    int64_t *count = is_beds ? &out->beds : &out->places;
    int64_t value = -1;

    if (*count != -1 || !ci_parse_int64(&value, number) || value < 0 ||
        value > MAX_COUNT)
        return ci_yaml_fail(&reader->tree, node, reader->error,
                            "'%s' is no service, or service:places, or "
                            "service:beds=50, of at most %d each",
                            node->text, MAX_COUNT);
    *count = value;
    return CIRCLET_OK;
}

static circlet_status read_parts(circlet_service_record *out,
                                 ci_policy_reader *reader,
                                 const ci_yaml_node *node, char *parts)
{
    circlet_status status = CIRCLET_OK;

    while (parts && !status) {
        char *next = strchr(parts, ':');

        if (next)
            *next++ = '\0';
        status = read_part(out, reader, node, parts);
        parts = next;
    }
    return status;
}

static circlet_status read_text_offer(circlet_service_record *out,
                                      ci_policy_reader *reader,
                                      const ci_yaml_node *node)
{
    const char *text = NULL;
    circlet_status status =
        ci_yaml_text(&text, &reader->tree, node, reader->error);
    char *copy, *colon;

    if (status)
        return status;
    copy = ci_arena_copy(&reader->policy->arena, text);
    if (!copy)
        return ci_fail_nomem(reader->error);
    colon = strchr(copy, ':');
    if (colon)
        *colon++ = '\0';
    out->service = copy;
    return read_parts(out, reader, node, colon);
}

static circlet_status read_map_offer(circlet_service_record *out,
                                     ci_policy_reader *reader,
                                     const ci_yaml_node *node)
{
    static const char *const keys[] = {"service", "places", "beds", NULL};
    int places = -1, beds = -1;
    circlet_status status = ci_policy_check(reader, node, keys);

    if (!status)
        status = ci_policy_text(&out->service, reader, node, "service");
    if (!status)
        status = ci_policy_optional_whole(&places, reader, node, "places", 0,
                                          MAX_COUNT);
    if (!status)
        status = ci_policy_optional_whole(&beds, reader, node, "beds", 0,
                                          MAX_COUNT);
    out->places = places;
    out->beds = beds;
    return status;
}

/* Service `i` of a list: a word with or without numbers, or a map. */
static circlet_status read_offer(circlet_service_record *services, size_t i,
                                 ci_policy_reader *reader,
                                 const ci_yaml_node *node)
{
    circlet_service_record *out = &services[i];
    circlet_status status;

    *out = (circlet_service_record){NULL, -1, -1, -1, 0, 0};
    status = node->type == CI_YAML_SCALAR ? read_text_offer(out, reader, node)
                                          : read_map_offer(out, reader, node);
    if (!status)
        status = ci_policy_check_word(reader, node, out->service);
    for (size_t k = 0; !status && k < i; k++)
        if (strcmp(services[k].service, out->service) == 0)
            return ci_yaml_fail(&reader->tree, node, reader->error,
                                "service '%s' stands twice", out->service);
    return status;
}

static circlet_status read_offers(circlet_facility_record *out,
                                  ci_policy_reader *reader,
                                  const ci_yaml_node *map)
{
    const ci_yaml_node *list = ci_policy_find(map, "services");
    circlet_service_record *services = NULL;
    circlet_status status;

    if (!list)
        return CIRCLET_OK;
    if (list->type != CI_YAML_LIST)
        return ci_yaml_fail(&reader->tree, list, reader->error,
                            "'%s' must be a list", list->key);
    status = ci_policy_take(&services, reader, list->child_count + 1,
                            sizeof(*services));
    for (size_t i = 0; !status && i < list->child_count; i++)
        status = read_offer(services, i, reader, list->children[i]);
    if (!status) {
        out->services = services;
        out->service_count = list->child_count;
    }
    return status;
}

/* ---- sizes -------------------------------------------------------------- */

circlet_status ci_policy_price_origins(ci_origin *once, ci_origin *yearly,
                                       ci_policy_reader *reader,
                                       const ci_yaml_node *map,
                                       const char *name)
{
    circlet_status status = CIRCLET_OK;

    /* An entry of a list has no key that a message could name. */
    if (!ci_policy_find(map, "source") && !ci_policy_find(map, "assumed"))
        return ci_yaml_fail(&reader->tree, map, reader->error,
                            "'%s' needs a 'source' or 'assumed: yes'", name);
    status = ci_policy_origin(once, reader, map);
    *yearly = *once;
    if (!status && ci_policy_find(map, "yearly_source")) {
        *yearly = (ci_origin){NULL, false};
        status = ci_policy_text(&yearly->source, reader, map, "yearly_source");
    }
    return status;
}

circlet_status ci_policy_check_no_yearly_source(ci_policy_reader *reader,
                                                const ci_yaml_node *map)
{
    const ci_yaml_node *source = ci_policy_find(map, "yearly_source");

    return source ? ci_yaml_fail_key(&reader->tree, source, reader->error,
                                     "'%s' stands without a running cost",
                                     source->key)
                  : CIRCLET_OK;
}

/* What a size says; what it does not say stays. */
static circlet_status read_facility(circlet_facility_record *facility,
                                    ci_policy_reader *reader,
                                    const ci_yaml_node *node)
{
    double *area = &facility->measures[CIRCLET_MEASURE_AREA_M2];
    circlet_status status =
        ci_policy_optional_known_word(&facility->tier, reader, node, "tier");

    if (!status)
        status = ci_policy_optional_number(area, reader, node, "area_m2", 0,
                                           MAX_AREA_M2);
    if (!status)
        status = ci_policy_optional_answer(&facility->is_comprehensive, reader,
                                           node, "is_comprehensive");
    return status ? status : read_offers(facility, reader, node);
}

static circlet_status read_costs(double *once, double *yearly,
                                 ci_policy_reader *reader,
                                 const ci_yaml_node *node)
{
    circlet_status status;

    *once = *yearly = (double)NAN;
    status = ci_policy_optional_number(once, reader, node, "cost_cny", 0,
                                       CI_POLICY_CNY_MAX);
    return status
               ? status
               : ci_policy_optional_number(yearly, reader, node, "yearly_cny",
                                           0, CI_POLICY_CNY_MAX);
}

/* Nothing is larger than the largest. */
static circlet_status check_area(const circlet_facility_record *facility,
                                 const ci_catalogue_entry *entry,
                                 ci_policy_reader *reader,
                                 const ci_yaml_node *node)
{
    double area = facility->measures[CIRCLET_MEASURE_AREA_M2];
    const ci_yaml_node *at = ci_policy_find(node, "area_m2");
    char digits[CI_NUMBER_SIZE];

    if (!(area > entry->area_max_m2))
        return CIRCLET_OK;
    ci_format_double(digits, entry->area_max_m2);
    return ci_yaml_fail(&reader->tree, at ? at : node, reader->error,
                        "'%s' is over 'area_max_m2', %s",
                        at ? at->key : "area_m2", digits);
}

static circlet_status read_size(ci_catalogue_size *sizes, size_t i,
                                const ci_catalogue_entry *entry,
                                ci_policy_reader *reader,
                                const ci_yaml_node *node)
{
    static const char *const keys[] = {
        "tier",     "settings",   "area_m2", "services", "is_comprehensive",
        "cost_cny", "yearly_cny", NULL};
    ci_catalogue_size *size = &sizes[i];
    circlet_status status = ci_policy_check(reader, node, keys);

    if (status)
        return status;
    size->facility = entry->facility;
    size->facility.measures[CIRCLET_MEASURE_AREA_M2] = (double)NAN;
    status = ci_policy_optional_known_words(&size->settings, reader, node,
                                            "settings");
    if (!status)
        status = read_facility(&size->facility, reader, node);
    if (!status)
        status = read_costs(&size->cost_cny, &size->yearly_cny, reader, node);
    if (!status)
        status = check_area(&size->facility, entry, reader, node);
    if (!status && i > 0 &&
        ci_catalogue_compare(&sizes[i - 1].facility, &size->facility) > 0)
        return ci_yaml_fail(&reader->tree, node, reader->error,
                            "a size is smaller than the one before it");
    return status;
}

static circlet_status read_sizes(ci_catalogue_entry *entry,
                                 ci_policy_reader *reader,
                                 const ci_yaml_node *node)
{
    const ci_yaml_node *list = ci_policy_find(node, "sizes");
    ci_catalogue_size *sizes = NULL;
    circlet_status status;

    if (!list)
        return CIRCLET_OK;
    if (list->type != CI_YAML_LIST)
        return ci_yaml_fail(&reader->tree, list, reader->error,
                            "'%s' must be a list", list->key);
    status =
        ci_policy_take(&sizes, reader, list->child_count + 1, sizeof(*sizes));
    for (size_t i = 0; !status && i < list->child_count; i++)
        status = read_size(sizes, i, entry, reader, list->children[i]);
    if (!status) {
        entry->sizes = sizes;
        entry->size_count = list->child_count;
    }
    return status;
}

/* ---- entries ------------------------------------------------------------ */

static bool has_yearly(const ci_catalogue_entry *entry)
{
    bool has = !isnan(entry->yearly_cny);

    for (size_t i = 0; i < entry->size_count; i++)
        has |= !isnan(entry->sizes[i].yearly_cny);
    return has;
}

static circlet_status read_entry(ci_catalogue_entry *out,
                                 ci_policy_reader *reader,
                                 const ci_yaml_node *node)
{
    static const char *const keys[] = {"tier",
                                       "area_m2",
                                       "area_max_m2",
                                       "lead_months",
                                       "services",
                                       "is_comprehensive",
                                       "cost_cny",
                                       "yearly_cny",
                                       "sizes",
                                       "assumed",
                                       "source",
                                       "yearly_source",
                                       NULL};
    circlet_facility_record *facility = &out->facility;
    circlet_status status = ci_policy_check(reader, node, keys);

    if (!status)
        status = ci_policy_check_type(reader, node, node->key);
    if (status)
        return status;
    *facility = circlet_facility_record_unknown();
    facility->type = ci_policy_find_word(reader->policy, node->key)->word;
    out->area_max_m2 = (double)NAN;
    status = ci_policy_price_origins(&out->origin, &out->yearly_origin, reader,
                                     node, node->key);
    if (!status)
        status = read_facility(facility, reader, node);
    if (!status)
        status = ci_policy_optional_number(&out->area_max_m2, reader, node,
                                           "area_max_m2", 0, MAX_AREA_M2);
    if (!status)
        status =
            ci_policy_optional_whole(&out->lead_months, reader, node,
                                     "lead_months", 0, CI_POLICY_LEAD_MAX);
    if (!status)
        status = check_area(facility, out, reader, node);
    if (!status)
        status = read_costs(&out->cost_cny, &out->yearly_cny, reader, node);
    if (!status)
        status = read_sizes(out, reader, node);
    return status || has_yearly(out)
               ? status
               : ci_policy_check_no_yearly_source(reader, node);
}

circlet_status ci_policy_read_catalogue(ci_policy_reader *reader,
                                        const ci_yaml_node *root)
{
    const ci_yaml_node *map = ci_policy_find(root, "catalogue");
    ci_catalogue_entry *entries = NULL;
    circlet_status status;

    if (!map)
        return CIRCLET_OK;
    if (map->type != CI_YAML_MAP)
        return ci_yaml_fail(&reader->tree, map, reader->error,
                            "'%s' must be a map of keys", map->key);
    status = ci_policy_take(&entries, reader, map->child_count + 1,
                            sizeof(*entries));
    for (size_t i = 0; !status && i < map->child_count; i++)
        status = read_entry(&entries[i], reader, map->children[i]);
    if (!status) {
        reader->policy->catalogue = entries;
        reader->policy->catalogue_count = map->child_count;
    }
    return status;
}
