/* What can be done to the facilities that there are, and for how much. */
#include <math.h>
#include <stddef.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "io/policy_reader.h"
#include "policy/price.h"

#define MAX_STEP 1000000

/* The key of an added service that has no price of its own. */
#define DEFAULT_KEY "default"

/* ---- the parts of a price ----------------------------------------------- */

/* Numbers of a price by their keys; those of a running cost last. */
static const struct {
    const char *key;
    size_t offset;
    bool is_yearly;
} numbers[] = {
    {"cost_cny", offsetof(ci_action_price, once.fixed), false},
    {"per_m2_cny", offsetof(ci_action_price, once.per_m2), false},
    {"per_place_cny", offsetof(ci_action_price, once.per_place), false},
    {"per_bed_cny", offsetof(ci_action_price, once.per_bed), false},
    {"yearly_cny", offsetof(ci_action_price, yearly.fixed), true},
    {"yearly_per_m2_cny", offsetof(ci_action_price, yearly.per_m2), true},
    {"yearly_per_place_cny", offsetof(ci_action_price, yearly.per_place),
     true},
    {"yearly_per_bed_cny", offsetof(ci_action_price, yearly.per_bed), true},
};

#define NUMBER_COUNT (sizeof(numbers) / sizeof(numbers[0]))

#define ORIGIN_KEYS "types", "assumed", "source", "lead_months"

static const char *const enlarge_keys[] = {ORIGIN_KEYS,
                                           "services",
                                           "yearly_source",
                                           "area_step_m2",
                                           "place_step",
                                           "bed_step",
                                           "per_m2_cny",
                                           "per_place_cny",
                                           "per_bed_cny",
                                           "yearly_per_m2_cny",
                                           "yearly_per_place_cny",
                                           "yearly_per_bed_cny",
                                           NULL};
/* Of a service itself, and of those that have no price of their own. */
#define SERVICE_KEYS                                                          \
    ORIGIN_KEYS, "yearly_source", "cost_cny", "per_place_cny", "per_bed_cny", \
        "yearly_cny", "yearly_per_place_cny", "yearly_per_bed_cny", NULL
static const char *const service_keys[] = {SERVICE_KEYS};
static const char *const default_keys[] = {"services", SERVICE_KEYS};
static const char *const partition_keys[] = {
    ORIGIN_KEYS,   "services",   "yearly_source",      "cost_cny",
    "per_bed_cny", "yearly_cny", "yearly_per_bed_cny", NULL};
static const char *const designate_keys[] = {
    ORIGIN_KEYS, "services", "yearly_source", "cost_cny", "yearly_cny", NULL};
static const char *const move_keys[] = {ORIGIN_KEYS, "cost_cny", "per_m2_cny",
                                        NULL};
static const char *const plain_keys[] = {ORIGIN_KEYS, "cost_cny", NULL};

static const char *const *const kind_keys[CI_PRICE_KIND_COUNT] = {
    [CI_PRICE_ENLARGE] = enlarge_keys,
    [CI_PRICE_ADD_SERVICE] = service_keys,
    [CI_PRICE_PARTITION] = partition_keys,
    [CI_PRICE_DESIGNATE] = designate_keys,
    [CI_PRICE_MOVE] = move_keys,
    [CI_PRICE_CLOSE] = plain_keys};

/* A part that the kind has and the file does not give is not known; one that
 * it does not have is nothing. */
static circlet_status read_numbers(ci_action_price *out,
                                   ci_policy_reader *reader,
                                   const ci_yaml_node *node,
                                   const char *const *keys)
{
    circlet_status status = CIRCLET_OK;
    bool is_yearly = false;

    for (size_t i = 0; !status && i < NUMBER_COUNT; i++) {
        double *number = (double *)((char *)out + numbers[i].offset);
        const ci_yaml_node *at = ci_policy_find(node, numbers[i].key);

        *number = ci_text_is_one_of(numbers[i].key, keys) ? (double)NAN : 0;
        is_yearly |= at && numbers[i].is_yearly;
        status = ci_policy_optional_number(
            number, reader, node, numbers[i].key, 0, CI_POLICY_CNY_MAX);
    }
    return status || is_yearly
               ? status
               : ci_policy_check_no_yearly_source(reader, node);
}

static circlet_status read_steps(ci_action_price *out,
                                 ci_policy_reader *reader,
                                 const ci_yaml_node *node)
{
    int place_step = 1, bed_step = 1;
    circlet_status status = ci_policy_optional_number(
        &out->area_step_m2, reader, node, "area_step_m2", 0.01, MAX_STEP);

    if (!status)
        status = ci_policy_optional_whole(&place_step, reader, node,
                                          "place_step", 1, MAX_STEP);
    if (!status)
        status = ci_policy_optional_whole(&bed_step, reader, node, "bed_step",
                                          1, MAX_STEP);
    if (!status)
        status =
            ci_policy_optional_whole(&out->lead_months, reader, node,
                                     "lead_months", 0, CI_POLICY_LEAD_MAX);
    out->place_step = place_step;
    out->bed_step = bed_step;
    return status;
}

static circlet_status read_types(ci_words *out, ci_policy_reader *reader,
                                 const ci_yaml_node *node)
{
    circlet_status status =
        ci_policy_optional_words(out, reader, node, "types");

    for (size_t i = 0; !status && i < out->count; i++)
        status = ci_policy_check_type(
            reader, ci_policy_word_at(ci_policy_find(node, "types"), i),
            out->items[i]);
    return status;
}

/* ---- one price ---------------------------------------------------------- */

/* The prices while they are read. */
typedef struct price_list {
    ci_action_price *items;
    size_t count;
} price_list;

/* `service`: what alone it is for, or NULL; `keys`: what may stand there. */
static circlet_status read_price(price_list *out, ci_policy_reader *reader,
                                 const ci_yaml_node *node, ci_price_kind kind,
                                 const char *service, const char *const *keys)
{
    ci_action_price *price = &out->items[out->count];
    const char *name = service ? service : ci_price_kind_name(kind);
    circlet_status status = ci_policy_check(reader, node, keys);

    *price = (ci_action_price){.kind = kind, .service = service};
    if (!status)
        status = ci_policy_price_origins(&price->origin, &price->yearly_origin,
                                         reader, node, name);
    if (!status)
        status = read_types(&price->types, reader, node);
    if (!status)
        status = ci_policy_optional_known_words(&price->services, reader, node,
                                                "services");
    if (!status)
        status = read_numbers(price, reader, node, keys);
    if (kind == CI_PRICE_MOVE && isnan(price->once.per_m2))
        price->once.per_m2 = 0; /* the catalogue says what is built */
    if (!status)
        status = read_steps(price, reader, node);
    if (!status)
        out->count++;
    return status;
}

/* A price, or a list of prices of other types or services. */
static circlet_status read_prices(price_list *out, ci_policy_reader *reader,
                                  const ci_yaml_node *node, ci_price_kind kind,
                                  const char *service, const char *const *keys)
{
    circlet_status status = CIRCLET_OK;

    if (node->type != CI_YAML_LIST)
        return read_price(out, reader, node, kind, service, keys);
    if (node->child_count == 0)
        return ci_yaml_fail(&reader->tree, node, reader->error,
                            "'%s' has no price", node->key);
    for (size_t i = 0; !status && i < node->child_count; i++)
        status =
            read_price(out, reader, node->children[i], kind, service, keys);
    return status;
}

/* By service; "default" is for those that stand not there. */
static circlet_status read_services(price_list *out, ci_policy_reader *reader,
                                    const ci_yaml_node *map)
{
    circlet_status status = CIRCLET_OK;

    if (map->type != CI_YAML_MAP)
        return ci_yaml_fail(&reader->tree, map, reader->error,
                            "'%s' must be a map of keys", map->key);
    for (size_t i = 0; !status && i < map->child_count; i++) {
        const ci_yaml_node *node = map->children[i];
        bool is_default = strcmp(ci_policy_key(node->key), DEFAULT_KEY) == 0;
        const ci_word *word = ci_policy_find_word(reader->policy, node->key);

        if (is_default && ci_policy_find(map, DEFAULT_KEY) != node)
            status = ci_yaml_fail_key(&reader->tree, node, reader->error,
                                      "key '%s' stands twice, as '%s' too",
                                      node->key,
                                      ci_policy_find(map, DEFAULT_KEY)->key);
        else if (is_default)
            status = read_prices(out, reader, node, CI_PRICE_ADD_SERVICE, NULL,
                                 default_keys);
        else if (!word)
            status = ci_yaml_fail_key(&reader->tree, node, reader->error,
                                      "'%s' is not among the words of the "
                                      "policy",
                                      node->key);
        else
            status = read_prices(out, reader, node, CI_PRICE_ADD_SERVICE,
                                 word->word, service_keys);
    }
    return status;
}

/* ---- all ---------------------------------------------------------------- */

/* At most so many prices. */
static size_t count_nodes(const ci_yaml_node *map)
{
    size_t count = 1;

    for (size_t i = 0; i < map->child_count; i++) {
        const ci_yaml_node *kind = map->children[i];

        count += 1 + kind->child_count;
        for (size_t k = 0; k < kind->child_count; k++)
            count += kind->children[k]->child_count;
    }
    return count;
}

circlet_status ci_policy_read_actions(ci_policy_reader *reader,
                                      const ci_yaml_node *root)
{
    static const char *const keys[] = {"enlarge",   "add_service", "partition",
                                       "designate", "move",        "close",
                                       NULL};
    const ci_yaml_node *map = ci_policy_find(root, "actions");
    price_list prices = {NULL, 0};
    circlet_status status;

    if (!map)
        return CIRCLET_OK;
    status = ci_policy_check(reader, map, keys);
    if (!status)
        status = ci_policy_take(&prices.items, reader, count_nodes(map),
                                sizeof(*prices.items));
    for (int kind = CI_PRICE_ENLARGE; !status && kind < CI_PRICE_KIND_COUNT;
         kind++) {
        const ci_yaml_node *node =
            ci_policy_find(map, ci_price_kind_name((ci_price_kind)kind));

        if (!node)
            continue;
        status = kind == CI_PRICE_ADD_SERVICE
                     ? read_services(&prices, reader, node)
                     : read_prices(&prices, reader, node, (ci_price_kind)kind,
                                   NULL, kind_keys[kind]);
    }
    if (!status) {
        reader->policy->prices = prices.items;
        reader->policy->price_count = prices.count;
    }
    return status;
}
