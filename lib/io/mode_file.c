/*
 * Travel modes are data. A number that changes a time or closes a street
 * must say where it comes from, or that it is assumed: a planner who doubts
 * a result can then find the number to doubt.
 */
#include <circlet/io.h>

#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "io/mode_reader.h"
#include "io/policy_reader.h"
#include "network/turns.h"
#include "policy/policy.h"

#define KMH_PER_MPS 3.6
#define SPEED_MIN_MPS 0.01
#define SPEED_MAX_MPS 60.0

/* A speed as {kmh|m_per_s, source|assumed}. */
static circlet_status read_speed(double *out, ci_origin *origin,
                                 ci_mode_reader *reader,
                                 const ci_yaml_node *map, const char *key)
{
    static const char *const keys[] = {"kmh", "m_per_s", "source", "assumed",
                                       NULL};
    const ci_yaml_node *node = NULL, *kmh, *mps;
    circlet_status status = ci_mode_need(&node, reader, map, key);
    double unit;

    if (!status)
        status = ci_yaml_check_keys(&reader->tree, node, keys, reader->error);
    if (status)
        return status;
    kmh = ci_yaml_find(node, "kmh");
    mps = ci_yaml_find(node, "m_per_s");
    if ((kmh != NULL) == (mps != NULL))
        return ci_yaml_fail(&reader->tree, node, reader->error,
                            "'%s' needs either 'kmh' or 'm_per_s'", key);
    unit = kmh ? KMH_PER_MPS : 1.0;
    status = ci_yaml_number(out, &reader->tree, kmh ? kmh : mps,
                            SPEED_MIN_MPS * unit, SPEED_MAX_MPS * unit,
                            reader->error);
    *out /= unit;
    return status ? status : ci_mode_origin(origin, reader, node, true);
}

/* What getting in and out of a vehicle takes, once a journey. */
static circlet_status read_boarding(ci_mode_reader *reader,
                                    const ci_yaml_node *root)
{
    static const char *const keys[] = {"s", "source", "assumed", NULL};
    circlet_travel_mode *mode = reader->mode;
    const ci_yaml_node *map = ci_yaml_find(root, "boarding");
    const ci_yaml_node *node = NULL;
    circlet_status status;

    if (!map)
        return CIRCLET_OK;
    status = ci_yaml_check_keys(&reader->tree, map, keys, reader->error);
    if (!status)
        status = ci_mode_need(&node, reader, map, "s");
    if (!status)
        status = ci_yaml_number(&mode->boarding_s, &reader->tree, node, 0,
                                CI_MODE_DELAY_MAX_S, reader->error);
    return status ? status
                  : ci_mode_origin(&mode->boarding_origin, reader, map, true);
}

static circlet_status read_title(ci_mode_reader *reader,
                                 const ci_yaml_node *root)
{
    static const char *const keys[] = {"zh", "en", NULL};
    const ci_yaml_node *title = NULL;
    circlet_status status = ci_mode_need(&title, reader, root, "title");

    if (!status)
        status = ci_yaml_check_keys(&reader->tree, title, keys, reader->error);
    if (!status)
        status = ci_mode_text(&reader->mode->title_zh, reader, title, "zh");
    return status ? status
                  : ci_mode_text(&reader->mode->title_en, reader, title, "en");
}

/* One of two words; false is "ignored". */
static circlet_status read_obeys(bool *out, ci_mode_reader *reader,
                                 const ci_yaml_node *node, const char *obeyed)
{
    const char *text = NULL;
    circlet_status status =
        ci_yaml_text(&text, &reader->tree, node, reader->error);

    if (status)
        return status;
    *out = strcmp(text, obeyed) == 0;
    if (*out || strcmp(text, "ignored") == 0)
        return CIRCLET_OK;
    return ci_yaml_fail(&reader->tree, node, reader->error,
                        "'%s' must be ignored or %s, not '%s'", node->key,
                        obeyed, text);
}

static circlet_status read_oneway(ci_mode_reader *reader,
                                  const ci_yaml_node *root)
{
    const ci_yaml_node *node = NULL;
    circlet_status status = ci_mode_need(&node, reader, root, "oneway");

    return status ? status
                  : read_obeys(&reader->mode->obeys_oneway, reader, node,
                               "observed");
}

/* As what exceptions to forbidden turns mean the traveller. */
static circlet_status read_vehicle(ci_mode_reader *reader,
                                   const ci_yaml_node *root)
{
    const ci_yaml_node *node = ci_yaml_find(root, "vehicle");
    circlet_status status;

    if (!node)
        return CIRCLET_OK;
    status = ci_mode_text(&reader->mode->vehicle, reader, root, "vehicle");
    if (!status && !ci_turn_knows_vehicle(reader->mode->vehicle))
        status = ci_yaml_fail(&reader->tree, node, reader->error,
                              "no vehicle '%s' (try motorcar, bus, taxi)",
                              reader->mode->vehicle);
    return status;
}

/* Whether turns that are forbidden bind. */
static circlet_status read_turns(ci_mode_reader *reader,
                                 const ci_yaml_node *root)
{
    const ci_yaml_node *node = ci_yaml_find(root, "turns");

    return node
               ? read_obeys(&reader->mode->obeys_turns, reader, node, "obeyed")
               : CIRCLET_OK;
}

static circlet_status read_head(ci_mode_reader *reader,
                                const ci_yaml_node *root)
{
    static const char *const keys[] = {
        "name",     "title",   "speed",      "off_road", "boarding", "slope",
        "oneway",   "turns",   "vehicle",    "links",    "nodes",    "unknown",
        "harmless", "roadway", "turn_share", NULL};
    circlet_travel_mode *mode = reader->mode;
    circlet_status status =
        ci_yaml_check_keys(&reader->tree, root, keys, reader->error);

    if (!status)
        status = ci_mode_text(&mode->name, reader, root, "name");
    if (!status)
        status = read_title(reader, root);
    if (!status)
        status = read_speed(&mode->speed_mps, &mode->speed_origin, reader,
                            root, "speed");
    if (!status)
        status = read_speed(&mode->off_road_mps, &mode->off_road_origin,
                            reader, root, "off_road");
    if (!status)
        status = read_boarding(reader, root);
    if (!status)
        status = read_oneway(reader, root);
    if (!status)
        status = read_turns(reader, root);
    return status ? status : read_vehicle(reader, root);
}

static circlet_status read_mode(ci_mode_reader *reader)
{
    const ci_yaml_node *root = reader->tree.root;
    circlet_status status = read_head(reader, root);

    if (!status)
        status = ci_mode_read_slope(reader, root);
    if (!status)
        status = ci_mode_read_rules(reader, root);
    if (!status)
        status = ci_mode_read_unknowns(reader, root);
    if (!status)
        status = ci_mode_read_harmless(reader, root);
    return status ? status : ci_mode_list_figures(reader);
}

static circlet_status read_file(circlet_travel_mode **out, const char *path,
                                const ci_steepest *steepest,
                                circlet_error *error)
{
    ci_mode_reader reader = {.steepest = *steepest, .error = error};
    circlet_status status = ci_yaml_read(&reader.tree, path, error);
    if (status)
        return status;
    reader.mode = ci_travel_mode_new();
    status = reader.mode ? read_mode(&reader) : ci_fail_nomem(error);
    ci_yaml_tree_free(&reader.tree);
    if (status)
        circlet_travel_mode_free(reader.mode);
    else
        *out = reader.mode;
    return status;
}

circlet_status circlet_read_travel_mode(circlet_travel_mode **out,
                                        const char *path, circlet_error *error)
{
    const ci_steepest not_known = {0};

    if (!out || !path)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "reading a travel mode needs a path");
    return read_file(out, path, &not_known, error);
}

/* Reads the file of a policy's mode, which must be the mode of that name. */
static circlet_status read_named(circlet_travel_mode **out,
                                 const circlet_policy *policy, size_t i,
                                 circlet_error *error)
{
    const char *name = policy->modes[i];
    circlet_travel_mode *mode = NULL;
    ci_buffer path = {0};
    circlet_status status;

    ci_buffer_add(&path, policy->mode_folder);
    ci_buffer_add(&path, "/");
    ci_buffer_add(&path, name);
    ci_buffer_add(&path, ".yaml");
    status = path.failed
                 ? ci_fail_nomem(error)
                 : read_file(&mode, path.text, &policy->steepest, error);
    if (!status && strcmp(mode->name, name) != 0)
        status = ci_fail(error, CIRCLET_E_FORMAT,
                         "%s: the file is about mode '%s', not '%s'",
                         path.text, mode->name, name);
    ci_buffer_free(&path);
    if (status) {
        circlet_travel_mode_free(mode);
        return status == CIRCLET_E_NOMEM || !policy->mode_places
                   ? status
                   : ci_fail_within(error, status, policy->mode_places[i]);
    }
    *out = mode;
    return CIRCLET_OK;
}

circlet_status circlet_read_policy_mode(circlet_travel_mode **out,
                                        const circlet_policy *policy, size_t i,
                                        circlet_error *error)
{
    if (!out || !policy || i >= policy->mode_count)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "reading a mode needs a policy that names it");
    return read_named(out, policy, i, error);
}

circlet_status circlet_read_policy_modes(circlet_router *router,
                                         const circlet_policy *policy,
                                         circlet_error *error)
{
    double speeds_mps[CI_POLICY_MODE_MAX];
    circlet_status status = CIRCLET_OK;

    if (!router || !policy)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "reading modes needs a router and a policy");
    for (size_t i = 0; !status && i < policy->mode_count; i++) {
        circlet_travel_mode *mode = NULL;

        status = read_named(&mode, policy, i, error);
        if (!status)
            speeds_mps[i] = mode ? mode->speed_mps : 0.0;
        if (!status)
            status = circlet_router_add_mode(router, mode, error);
        circlet_travel_mode_free(mode);
    }
    return status ? status : ci_policy_check_speeds(policy, speeds_mps, error);
}
