/* `slope`: what going up and down does to time and passage. */
#include <string.h>

#include "base/error.h"
#include "io/mode_reader.h"

#define SLOPE_MAX_PCT 1000.0
#define ERROR_MAX_PCT 100.0

/* [slope in per cent, factor] */
static circlet_status read_point(ci_slope_point *out, ci_mode_reader *reader,
                                 const ci_yaml_node *pair)
{
    circlet_status status;

    if (pair->type != CI_YAML_LIST || pair->child_count != 2)
        return ci_yaml_fail(&reader->tree, pair, reader->error,
                            "a point is [slope in per cent, factor of time]");
    status = ci_yaml_number(&out->slope_pct, &reader->tree, pair->children[0],
                            -SLOPE_MAX_PCT, SLOPE_MAX_PCT, reader->error);
    return status ? status
                  : ci_yaml_number(&out->factor, &reader->tree,
                                   pair->children[1], CI_MODE_FACTOR_MIN,
                                   CI_MODE_FACTOR_MAX, reader->error);
}

static circlet_status read_points(ci_slope *slope, ci_mode_reader *reader,
                                  const ci_yaml_node *list)
{
    ci_slope_point *points = NULL;
    circlet_status status;

    if (list->type != CI_YAML_LIST || list->child_count < 2)
        return ci_yaml_fail(&reader->tree, list, reader->error,
                            "'points' must be a list of two points or more");
    status = ci_mode_take(&points, reader, list->child_count, sizeof(*points));
    for (size_t i = 0; !status && i < list->child_count; i++) {
        const ci_yaml_node *pair = list->children[i];

        status = read_point(&points[i], reader, pair);
        if (!status && i > 0 && points[i].slope_pct <= points[i - 1].slope_pct)
            return ci_yaml_fail(&reader->tree, pair, reader->error,
                                "the slope %s stands after %s: points ascend",
                                pair->children[0]->text,
                                list->children[i - 1]->children[0]->text);
    }
    slope->form = CI_SLOPE_PIECES;
    slope->points = points;
    slope->point_count = list->child_count;
    return status;
}

static circlet_status read_form(ci_slope *slope, ci_mode_reader *reader,
                                const ci_yaml_node *node)
{
    const char *text = NULL;
    circlet_status status =
        ci_yaml_text(&text, &reader->tree, node, reader->error);

    if (status)
        return status;
    if (strcmp(text, "tobler") != 0)
        return ci_yaml_fail(&reader->tree, node, reader->error,
                            "'form' must be tobler, not '%s'", text);
    slope->form = CI_SLOPE_TOBLER;
    return CIRCLET_OK;
}

static circlet_status read_time(ci_slope *slope, ci_mode_reader *reader,
                                const ci_yaml_node *map)
{
    static const char *const keys[] = {"points", "form", "source", "assumed",
                                       NULL};
    const ci_yaml_node *points, *form;
    circlet_status status =
        ci_yaml_check_keys(&reader->tree, map, keys, reader->error);

    if (status)
        return status;
    points = ci_yaml_find(map, "points");
    form = ci_yaml_find(map, "form");
    if ((points != NULL) == (form != NULL))
        return ci_yaml_fail(&reader->tree, map, reader->error,
                            "'time' needs either 'points' or 'form'");
    status = points ? read_points(slope, reader, points)
                    : read_form(slope, reader, form);
    return status ? status
                  : ci_mode_origin(&slope->time_origin, reader, map, true);
}

/* A limit in per cent; none if the key is missing. */
static circlet_status read_one_limit(double *out, ci_mode_reader *reader,
                                     const ci_yaml_node *map, const char *key)
{
    const ci_yaml_node *node = ci_yaml_find(map, key);

    return node ? ci_yaml_number(out, &reader->tree, node, 0, SLOPE_MAX_PCT,
                                 reader->error)
                : CIRCLET_OK;
}

static circlet_status read_limit(ci_slope *slope, ci_mode_reader *reader,
                                 const ci_yaml_node *map)
{
    static const char *const keys[] = {"up", "down", "source", "assumed",
                                       NULL};
    circlet_status status =
        ci_yaml_check_keys(&reader->tree, map, keys, reader->error);

    if (status)
        return status;
    if (!ci_yaml_find(map, "up") && !ci_yaml_find(map, "down"))
        return ci_yaml_fail(&reader->tree, map, reader->error,
                            "'limit' needs 'up' or 'down'");
    status = read_one_limit(&slope->limit_up_pct, reader, map, "up");
    if (!status)
        status = read_one_limit(&slope->limit_down_pct, reader, map, "down");
    return status ? status
                  : ci_mode_origin(&slope->limit_origin, reader, map, true);
}

static circlet_status read_error(ci_slope *slope, ci_mode_reader *reader,
                                 const ci_yaml_node *map)
{
    static const char *const keys[] = {"per_cent", "source", "assumed", NULL};
    const ci_yaml_node *node = NULL;
    circlet_status status =
        ci_yaml_check_keys(&reader->tree, map, keys, reader->error);

    if (!status)
        status = ci_mode_need(&node, reader, map, "per_cent");
    if (!status)
        status = ci_yaml_number(&slope->error_pct, &reader->tree, node, 0,
                                ERROR_MAX_PCT, reader->error);
    return status ? status
                  : ci_mode_origin(&slope->error_origin, reader, map, true);
}

static circlet_status read_except(ci_slope *slope, ci_mode_reader *reader,
                                  const ci_yaml_node *map)
{
    ci_buffer words = {0};
    circlet_status status =
        ci_mode_tests(&slope->except, &slope->except_count, reader, map);

    if (status)
        return status;
    if (ci_mode_tests_have_number(slope->except, slope->except_count))
        return ci_yaml_fail(&reader->tree, map, reader->error,
                            "'except' asks for no number");
    ci_mode_tests_in_words(&words, slope->except, slope->except_count);
    return ci_mode_keep_words(&slope->except_when, reader, &words);
}

circlet_status ci_mode_read_slope(ci_mode_reader *reader,
                                  const ci_yaml_node *root)
{
    static const char *const keys[] = {"time", "limit", "error", "except",
                                       NULL};
    static circlet_status (*const parts[])(ci_slope *, ci_mode_reader *,
                                           const ci_yaml_node *) = {
        read_time, read_limit, read_error, read_except};
    const ci_yaml_node *map = ci_yaml_find(root, "slope");
    ci_slope *slope = &reader->mode->slope;
    circlet_status status;

    if (!map)
        return CIRCLET_OK;
    status = ci_yaml_check_keys(&reader->tree, map, keys, reader->error);
    if (!status && !ci_yaml_find(map, "time") && !ci_yaml_find(map, "limit"))
        return ci_yaml_fail(&reader->tree, map, reader->error,
                            "'slope' needs 'time' or 'limit'");
    for (size_t i = 0; !status && keys[i]; i++) {
        const ci_yaml_node *part = ci_yaml_find(map, keys[i]);

        if (part)
            status = parts[i](slope, reader, part);
    }
    return status;
}
