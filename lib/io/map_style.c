#include "io/map_style.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "policy/policy.h"

/* Points of a layer from which on they are shown smaller or from near. */
#define CROWD 300

void ci_map_style_free(ci_map_style *style)
{
    for (size_t i = 0; i < style->count; i++) {
        free(style->classes[i].value);
        free(style->classes[i].label);
    }
    free(style->classes);
    *style = (ci_map_style){0};
}

/* What a style is made from. */
typedef struct maker {
    ci_map_style *style;
    ci_db *db;
    const char *table, *attribute;
    const circlet_policy *policy;
    bool is_chinese;
    circlet_error *error;
} maker;

static const char *say(const maker *from, const char *zh, const char *en)
{
    return from->is_chinese ? zh : en;
}

static circlet_status add_class(const maker *from, const char *value,
                                const char *label, ci_map_symbol symbol)
{
    ci_map_style *style = from->style;
    ci_map_class *items = ci_array_reserve_one(
        style->classes, style->count, &style->capacity, sizeof(*items));
    ci_map_class *added;

    if (!items)
        return ci_fail_nomem(from->error);
    style->classes = items;
    added = &items[style->count++];
    *added = (ci_map_class){.symbol = symbol, .label = ci_text_copy(label)};
    if (value)
        added->value = ci_text_copy(value);
    return added->label && (added->value || !value)
               ? CIRCLET_OK
               : ci_fail_nomem(from->error);
}

static circlet_status add_single(const maker *from, const char *label,
                                 ci_map_symbol symbol)
{
    return add_class(from, NULL, label, symbol);
}

/* ---- units -------------------------------------------------------------- */

static ci_map_symbol fill_symbol(ci_fill fill)
{
    ci_map_symbol out = {.fill = ci_fill_colour(fill),
                         .fill_alpha = 255,
                         .line = CI_INK_BORDER,
                         .line_mm = 0.2,
                         .sign = CI_ACTION_COUNT};

    if (fill >= CI_FILL_MUST_1 && fill <= CI_FILL_MUST_7) {
        out.hatch = 0x7c2d08; /* denser where more is broken */
        out.hatch_mm = 3.2 - 0.6 * (fill - CI_FILL_MUST_1);
    } else if (fill == CI_FILL_SHOULD) {
        out.hatch = 0x8a5a10;
        out.hatch_mm = 4.5;
    } else if (fill == CI_FILL_UNDECIDED) {
        out.hatch = 0x8a7d10;
        out.hatch_mm = 3.5;
        out.is_crossed = true;
    }
    return out;
}

static circlet_status style_units(maker *from)
{
    static const struct {
        const char *word;
        ci_fill fill;
    } classes[] = {
        {"must_7", CI_FILL_MUST_7},   {"must_4", CI_FILL_MUST_4},
        {"must_2", CI_FILL_MUST_2},   {"must_1", CI_FILL_MUST_1},
        {"should", CI_FILL_SHOULD},   {"undecided", CI_FILL_UNDECIDED},
        {"no_data", CI_FILL_NO_DATA}, {"advice", CI_FILL_ADVICE},
        {"pass", CI_FILL_PASS},       {"none", CI_FILL_NONE},
    };
    /* In a legend of what is seen, none can say what the one above said. */
    static const char *const counts[][2] = {
        {"2至3条“必须”类规定不符合", "fail: 2 or 3 rules that must be kept"},
        {"4至6条“必须”类规定不符合", "fail: 4 to 6 rules that must be kept"},
        {"7条及以上“必须”类规定不符合",
         "fail: 7 or more rules that must be kept"},
    };
    circlet_status status = CIRCLET_OK;

    from->style->kind = CI_GEOMETRY_AREA;
    from->style->attribute = from->attribute ? from->attribute : "class";
    from->style->label = "name";
    for (size_t i = 0;
         i < sizeof(classes) / sizeof(classes[0]) && status == CIRCLET_OK; i++)
        status = add_class(
            from, classes[i].word,
            classes[i].fill > CI_FILL_MUST_1
                ? counts[classes[i].fill - CI_FILL_MUST_2][!from->is_chinese]
                : ci_fill_text(classes[i].fill, from->is_chinese),
            fill_symbol(classes[i].fill));
    return status;
}

/* ---- facilities and sites ----------------------------------------------- */

/* The arms of a cross are thin: a filled one has a rim of its own colour. */
static ci_map_symbol point_symbol(ci_mark mark, uint32_t colour, double size)
{
    bool is_cross = mark.shape == CI_SHAPE_CROSS;
    bool has_dark_rim = mark.is_hollow || is_cross;

    return (ci_map_symbol){.fill = mark.is_hollow ? 0xffffff : colour,
                           .fill_alpha = 255,
                           .line = has_dark_rim ? colour : 0xffffff,
                           .line_mm = has_dark_rim ? 0.5 : 0.2,
                           .shape = mark.shape,
                           .is_hollow = mark.is_hollow,
                           .size_mm = is_cross ? 1.3 * size : size,
                           .sign = CI_ACTION_COUNT};
}

/* Whether a layer has more points than a page shows side by side. */
static circlet_status is_crowded(bool *out, const maker *from)
{
    ci_buffer sql = {0};
    int64_t count = 0;
    circlet_status status;

    ci_buffer_add(&sql, "SELECT count(*) FROM main.");
    ci_buffer_add(&sql, from->table);
    status = sql.failed
                 ? ci_fail_nomem(from->error)
                 : ci_db_query_int(&count, from->db, sql.text, from->error);
    ci_buffer_free(&sql);
    *out = count > CROWD;
    return status;
}

static const char *name_type(const maker *from, const char *type)
{
    const ci_word *word =
        from->policy ? ci_policy_find_word(from->policy, type) : NULL;

    return word ? say(from, word->zh, word->en) : type;
}

/* Each type that the table has, by name. */
static circlet_status style_facilities(maker *from)
{
    ci_statement *rows = NULL;
    ci_buffer sql = {0};
    bool has_row = true, crowds = false;
    circlet_status status = is_crowded(&crowds, from);

    if (status != CIRCLET_OK)
        return status;
    from->style->kind = CI_GEOMETRY_POINT;
    from->style->attribute = "type";
    from->style->label = "name";
    from->style->label_scale = 25000;
    from->style->scale = crowds ? 300000 : 0;
    ci_buffer_add(&sql, "SELECT DISTINCT type FROM main.");
    ci_buffer_add(&sql, from->table);
    ci_buffer_add(&sql, " WHERE type IS NOT NULL ORDER BY type");
    status = sql.failed
                 ? ci_fail_nomem(from->error)
                 : ci_db_prepare(&rows, from->db, sql.text, from->error);
    ci_buffer_free(&sql);
    while (status == CIRCLET_OK) {
        const char *type;

        status = ci_statement_step(rows, &has_row, from->error);
        if (status != CIRCLET_OK || !has_row)
            break;
        type = ci_column_text(rows, 0);
        if (type)
            status = add_class(
                from, type, name_type(from, type),
                point_symbol(ci_mark_of_type(type), CI_INK_FACILITY, 3.2));
    }
    ci_statement_free(rows);
    return status;
}

static circlet_status style_sites(maker *from)
{
    bool is_proposed = strcmp(from->table, "plan_site") == 0;
    const ci_mark mark = {is_proposed ? CI_SHAPE_DIAMOND : CI_SHAPE_CROSS,
                          true};

    from->style->kind = CI_GEOMETRY_POINT;
    from->style->label = "name";
    from->style->label_scale = 12000;
    return add_single(from,
                      is_proposed ? say(from, "建议选址", "proposed site")
                                  : say(from, "候选点", "candidate site"),
                      point_symbol(mark,
                                   is_proposed ? CI_INK_PLAN : CI_INK_SITE,
                                   is_proposed ? 3.4 : 2.4));
}

static circlet_status style_points(maker *from)
{
    bool is_venue = strcmp(from->table, "venue") == 0;
    const ci_mark mark = {is_venue ? CI_SHAPE_SQUARE : CI_SHAPE_CIRCLE, true};

    from->style->kind = CI_GEOMETRY_POINT;
    from->style->label = is_venue ? "name" : NULL;
    from->style->label_scale = 12000;
    from->style->scale = is_venue ? 0 : 50000;
    return add_single(from,
                      is_venue ? say(from, "场所", "venue")
                               : say(from, "出入口", "entrance"),
                      point_symbol(mark, CI_INK_QUIET, is_venue ? 2.6 : 1.6));
}

/* ---- the plan ----------------------------------------------------------- */

static circlet_status style_actions(maker *from)
{
    static const char *const kinds[CI_ACTION_COUNT] = {
        "build",     "enlarge", "add_service", "partition",
        "designate", "move",    "close"};
    bool crowds = false;
    circlet_status status = is_crowded(&crowds, from);

    from->style->kind = CI_GEOMETRY_POINT;
    from->style->attribute = "kind";
    from->style->label = "year";
    from->style->is_class_written = true;
    from->style->label_scale = 200000;
    for (int i = 0; i < CI_ACTION_COUNT && status == CIRCLET_OK; i++) {
        ci_mark mark = {i == CI_ACTION_BUILD   ? CI_SHAPE_STAR
                        : i == CI_ACTION_CLOSE ? CI_SHAPE_SQUARE
                                               : CI_SHAPE_CIRCLE,
                        i == CI_ACTION_ADD_SERVICE};
        double size = i == CI_ACTION_BUILD ? 5.2 : 4;
        ci_map_symbol symbol =
            point_symbol(mark, CI_INK_PLAN, crowds ? size / 2 : size);

        symbol.sign =
            i == CI_ACTION_BUILD ? CI_ACTION_COUNT : (ci_action_mark)i;
        status = add_class(from, kinds[i],
                           ci_action_text((ci_action_mark)i, from->is_chinese),
                           symbol);
    }
    return status;
}

/* ---- people ------------------------------------------------------------- */

static circlet_status add_ranges(maker *from, const double *limits,
                                 const uint32_t *colours, int count,
                                 uint32_t line, const char *unit)
{
    circlet_status status = CIRCLET_OK;

    for (int i = 0; i < count && status == CIRCLET_OK; i++) {
        bool is_last = i + 1 == count;
        ci_map_symbol symbol = {.fill = colours[i],
                                .fill_alpha = 205,
                                .line = line,
                                .line_mm = 0.15,
                                .sign = CI_ACTION_COUNT};
        ci_buffer label = {0};

        ci_buffer_add_double(&label, limits[i]);
        if (is_last)
            ci_buffer_add(&label, say(from, "及以上", " or more"));
        else {
            ci_buffer_add(&label, say(from, "至不足", " to below "));
            ci_buffer_add_double(&label, limits[i + 1]);
        }
        ci_buffer_add(&label, unit);
        status = label.failed ? ci_fail_nomem(from->error)
                              : add_class(from, NULL, label.text, symbol);
        ci_buffer_free(&label);
        if (status == CIRCLET_OK) {
            from->style->classes[i].from = limits[i];
            from->style->classes[i].to = limits[i + 1];
        }
    }
    return status;
}

/* From light to dark, evenly: of one hue, so that lightness alone tells. */
static circlet_status style_cells(maker *from)
{
    static const uint32_t violets[] = {0xd9c2de, 0xb58bbf, 0x8a539a, 0x5b1760};
    static const double limits[] = {5, 20, 100, 500, 1e9};

    from->style->kind = CI_GEOMETRY_AREA;
    from->style->attribute = "persons";
    from->style->is_ranges = true;
    return add_ranges(from, limits, violets, 4, CI_INK_PEOPLE,
                      say(from, "人", " persons"));
}

static circlet_status style_density(maker *from)
{
    static const uint32_t blues[] = {0xdeebf7, 0xabcbe3, 0x6fa3cf, 0x3a76ad,
                                     0x174a80};
    static const double limits[] = {0, 10, 50, 200, 1000, 1e12};

    from->style->kind = CI_GEOMETRY_AREA;
    from->style->attribute = "per_km2";
    from->style->is_ranges = true;
    return add_ranges(from, limits, blues, 5, 0xffffff,
                      say(from, "人/平方公里", " persons/km²"));
}

static circlet_status style_areas(maker *from)
{
    ci_map_symbol symbol = {.fill = 0x0072b2,
                            .fill_alpha = 40,
                            .line = 0x0072b2,
                            .line_mm = 0.4,
                            .sign = CI_ACTION_COUNT};

    from->style->kind = CI_GEOMETRY_AREA;
    return add_single(from, say(from, "服务圈", "service area"), symbol);
}

/* ---- streets ------------------------------------------------------------ */

static circlet_status style_lines(maker *from)
{
    bool is_survey = strcmp(from->table, "survey_link") == 0;
    ci_map_symbol symbol = {.line = is_survey ? 0xd55e00 : CI_INK_ROAD,
                            .line_mm = is_survey ? 0.9 : 0.15,
                            .is_dashed = is_survey,
                            .sign = CI_ACTION_COUNT};

    from->style->kind = CI_GEOMETRY_LINE;
    from->style->label = is_survey ? NULL : "name";
    from->style->label_scale = 5000;
    from->style->scale = is_survey ? 0 : 100000;
    return add_single(from,
                      is_survey ? say(from, "待调查道路", "street to survey")
                                : say(from, "道路", "street"),
                      symbol);
}

static circlet_status style_survey_nodes(maker *from)
{
    from->style->kind = CI_GEOMETRY_POINT;
    return add_single(
        from, say(from, "待调查路口", "crossing to survey"),
        point_symbol((ci_mark){CI_SHAPE_INVERTED, false}, 0xd55e00, 2.6));
}

circlet_status ci_map_style_make(ci_map_style *out, ci_db *db,
                                 const char *table, const char *attribute,
                                 const circlet_policy *policy, bool is_chinese,
                                 circlet_error *error)
{
    static const struct {
        const char *table;
        circlet_status (*make)(maker *from);
    } makers[] = {
        {"unit", style_units},
        {"facility", style_facilities},
        {"facility_after", style_facilities},
        {"facility_access", style_points},
        {"venue", style_points},
        {"site", style_sites},
        {"plan_site", style_sites},
        {"plan_action", style_actions},
        {"uncovered_cell", style_cells},
        {"density_cell", style_density},
        {"density_unit", style_density},
        {"service_area", style_areas},
        {"survey_link", style_lines},
        {"road_link", style_lines},
        {"survey_node", style_survey_nodes},
    };
    maker from = {out, db, table, attribute, policy, is_chinese, error};
    circlet_status status = CIRCLET_OK;

    for (size_t i = 0; i < sizeof(makers) / sizeof(makers[0]); i++)
        if (strcmp(makers[i].table, table) == 0)
            status = makers[i].make(&from);
    if (status != CIRCLET_OK)
        ci_map_style_free(out);
    return status;
}
