/* The statements of a mode as people read them: each number, and each entry
 * that opens or closes, with where it comes from. */
#include <math.h>

#include "base/error.h"
#include "io/mode_reader.h"

#define KMH_PER_MPS 3.6

typedef struct figure_list {
    ci_mode_reader *reader;
    circlet_mode_figure *figures;
    size_t count;
} figure_list;

/* As many as there may be. */
static size_t count_figures(const circlet_travel_mode *mode)
{
    return 9 + mode->slope.point_count + mode->link_rule_count +
           mode->node_rule_count + mode->link_unknown_count +
           mode->node_unknown_count + mode->harmless_count;
}

/* One more; `effect` and `value` are copied and freed, whatever happens. */
static circlet_status add(figure_list *list, const char *part,
                          const char *when, ci_buffer *effect,
                          ci_buffer *value, ci_origin origin)
{
    circlet_mode_figure *figure = &list->figures[list->count];
    circlet_status status =
        ci_mode_keep_words(&figure->effect, list->reader, effect);
    circlet_status value_status =
        ci_mode_keep_words(&figure->value, list->reader, value);

    if (status || value_status)
        return status ? status : value_status;
    figure->part = part;
    figure->when = when;
    figure->source = origin.source;
    figure->is_assumed = origin.is_assumed;
    list->count++;
    return CIRCLET_OK;
}

static circlet_status add_number(figure_list *list, const char *part,
                                 const char *name, double number,
                                 ci_origin origin)
{
    ci_buffer effect = {0}, value = {0};

    ci_buffer_add(&effect, name);
    ci_buffer_add_double(&value, number);
    return add(list, part, NULL, &effect, &value, origin);
}

static circlet_status add_word(figure_list *list, const char *part,
                               const char *when, const char *name,
                               const char *word, ci_origin origin)
{
    ci_buffer effect = {0}, value = {0};

    ci_buffer_add(&effect, name);
    ci_buffer_add(&value, word);
    return add(list, part, when, &effect, &value, origin);
}

/* ---- the mode itself and slope ------------------------------------------ */

static circlet_status add_speeds(figure_list *list)
{
    const circlet_travel_mode *mode = list->reader->mode;
    circlet_status status = add_number(list, "speed", "m_per_s",
                                       mode->speed_mps, mode->speed_origin);

    if (!status)
        status = add_number(list, "off_road", "m_per_s", mode->off_road_mps,
                            mode->off_road_origin);
    if (!status && mode->boarding_s > 0)
        status = add_number(list, "boarding", "s", mode->boarding_s,
                            mode->boarding_origin);
    return status;
}

/* "at 5 %", "1.3" */
static circlet_status add_point(figure_list *list, const ci_slope_point *point,
                                ci_origin origin)
{
    ci_buffer effect = {0}, value = {0};

    ci_buffer_add(&effect, "at ");
    ci_buffer_add_double(&effect, point->slope_pct);
    ci_buffer_add(&effect, " %");
    ci_buffer_add_double(&value, point->factor);
    return add(list, "slope", NULL, &effect, &value, origin);
}

static circlet_status add_slope_time(figure_list *list)
{
    const ci_slope *slope = &list->reader->mode->slope;
    circlet_status status = CIRCLET_OK;

    if (slope->form == CI_SLOPE_TOBLER)
        return add_word(list, "slope", NULL, "form", "tobler",
                        slope->time_origin);
    for (size_t i = 0; !status && i < slope->point_count; i++)
        status = add_point(list, &slope->points[i], slope->time_origin);
    return status;
}

static circlet_status add_slope(figure_list *list)
{
    const ci_slope *slope = &list->reader->mode->slope;
    const ci_origin none = {0};
    circlet_status status = add_slope_time(list);

    if (!status && isfinite(slope->limit_up_pct))
        status = add_number(list, "slope", "limit_up", slope->limit_up_pct,
                            slope->limit_origin);
    if (!status && isfinite(slope->limit_down_pct))
        status = add_number(list, "slope", "limit_down", slope->limit_down_pct,
                            slope->limit_origin);
    if (!status && slope->error_pct > 0)
        status = add_number(list, "slope", "error", slope->error_pct,
                            slope->error_origin);
    if (!status && slope->except_when)
        status =
            add_word(list, "slope", slope->except_when, "except", "yes", none);
    return status;
}

/* ---- entries ------------------------------------------------------------ */

/* "maxspeed x 0.8" */
static void speed_from_in_words(ci_buffer *value, const ci_tag_rule *rule)
{
    ci_buffer_add(value, rule->key);
    if (rule->value < 1 || rule->value > 1) {
        ci_buffer_add(value, " x ");
        ci_buffer_add_double(value, rule->value);
    }
}

/* "30", "30, to get across a road" */
static void delay_in_words(ci_buffer *value, const ci_tag_rule *rule)
{
    ci_buffer_add_double(value, rule->value);
    if (rule->is_across_road)
        ci_buffer_add(value, ", to get across a road");
}

static void effect_in_words(ci_buffer *effect, ci_buffer *value,
                            const ci_tag_rule *rule)
{
    switch (rule->effect) {
    case CI_EFFECT_PASS:
        ci_buffer_add(effect, "pass");
        ci_buffer_add(value, rule->value > 0 ? "yes" : "no");
        if (rule->is_across_road)
            ci_buffer_add(value, ", to get across a road");
        return;
    case CI_EFFECT_SNAP_BARRIER:
        ci_buffer_add(effect, "snap_barrier");
        ci_buffer_add(value, "yes");
        return;
    case CI_EFFECT_SPEED_FROM_TAG:
        ci_buffer_add(effect, "speed_from");
        speed_from_in_words(value, rule);
        return;
    case CI_EFFECT_SPEED: {
        /* What the file says, without the last digits of the division. */
        double kmh = round(rule->value * KMH_PER_MPS * 1e9) / 1e9;

        ci_buffer_add(effect, "speed_kmh");
        ci_buffer_add_double(value, kmh);
        return;
    }
    case CI_EFFECT_FACTOR:
        ci_buffer_add(effect, "factor");
        break;
    case CI_EFFECT_DELAY:
        ci_buffer_add(effect, "delay_s");
        delay_in_words(value, rule);
        return;
    }
    ci_buffer_add_double(value, rule->value);
}

/* The tests of an entry, and the way along the street if it has one. */
static circlet_status rule_in_words(const char **out, figure_list *list,
                                    const ci_tag_rule *rule)
{
    ci_buffer words = {0};

    if (rule->toward == CI_TOWARD_BOTH) {
        *out = rule->when;
        return CIRCLET_OK;
    }
    ci_buffer_add(&words, rule->when);
    ci_buffer_add(&words, rule->toward == CI_TOWARD_END ? ", going forward"
                                                        : ", going backward");
    return ci_mode_keep_words(out, list->reader, &words);
}

static circlet_status add_rules(figure_list *list, const char *part,
                                const ci_tag_rule *rules, size_t count)
{
    circlet_status status = CIRCLET_OK;

    for (size_t i = 0; !status && i < count; i++) {
        ci_buffer effect = {0}, value = {0};
        const char *when = NULL;

        status = rule_in_words(&when, list, &rules[i]);
        if (status)
            return status;
        effect_in_words(&effect, &value, &rules[i]);
        status = add(list, part, when, &effect, &value, rules[i].origin);
    }
    return status;
}

static circlet_status add_roadway(figure_list *list)
{
    const circlet_travel_mode *mode = list->reader->mode;
    const ci_origin none = {0};
    const char *when = NULL;
    ci_buffer words = {0};
    circlet_status status;

    if (mode->roadway_count == 0)
        return CIRCLET_OK;
    ci_mode_tests_in_words(&words, mode->roadway, mode->roadway_count);
    status = ci_mode_keep_words(&when, list->reader, &words);
    if (!status)
        status = add_word(list, "nodes", when, "roadway", "yes", none);
    if (!status && mode->turn_share > 0)
        status = add_number(list, "nodes", "turn_share", mode->turn_share,
                            mode->turn_share_origin);
    return status;
}

/* ---- unknowns ----------------------------------------------------------- */

/* "highway=crossing, kerb missing or yes" */
static circlet_status unknown_in_words(const char **out, figure_list *list,
                                       const ci_unknown *unknown)
{
    ci_buffer words = {0};

    if (unknown->when) {
        ci_buffer_add(&words, unknown->when);
        ci_buffer_add(&words, ", ");
    }
    ci_buffer_add(&words, unknown->key);
    ci_buffer_add(&words, " missing");
    if (unknown->vague_count > 0) {
        ci_buffer_add(&words, " or ");
        ci_mode_list_in_words(&words, unknown->vague, unknown->vague_count);
    }
    if (unknown->is_graded)
        ci_buffer_add(&words, ", built as a road");
    if (unknown->may_stand_at_ends)
        ci_buffer_add(&words, ", also at either end");
    if (unknown->is_across_road)
        ci_buffer_add(&words, ", to get across a road");
    return ci_mode_keep_words(out, list->reader, &words);
}

static void truth_in_words(ci_buffer *value, const ci_unknown *unknown)
{
    ci_mode_list_in_words(value, unknown->values, unknown->value_count);
    if (unknown->may_be_none)
        ci_buffer_add(value, " or none");
    if (unknown->value_count > 0)
        return;
    ci_buffer_add(value, "from ");
    ci_buffer_add_double(value, unknown->from);
    ci_buffer_add(value, " to ");
    ci_buffer_add_double(value, unknown->to);
}

static circlet_status add_unknowns(figure_list *list,
                                   const ci_unknown *unknowns, size_t count)
{
    circlet_status status = CIRCLET_OK;

    for (size_t i = 0; !status && i < count; i++) {
        ci_buffer effect = {0}, value = {0};
        const char *when = NULL;

        status = unknown_in_words(&when, list, &unknowns[i]);
        if (status)
            return status;
        ci_buffer_add(&effect, "may be");
        truth_in_words(&value, &unknowns[i]);
        status =
            add(list, "unknown", when, &effect, &value, unknowns[i].origin);
    }
    return status;
}

static circlet_status add_harmless(figure_list *list)
{
    const circlet_travel_mode *mode = list->reader->mode;
    circlet_status status = CIRCLET_OK;

    for (size_t i = 0; !status && i < mode->harmless_count; i++) {
        ci_buffer effect = {0}, value = {0}, words = {0};
        const char *when = NULL;

        ci_mode_tests_in_words(&words, &mode->harmless[i], 1);
        status = ci_mode_keep_words(&when, list->reader, &words);
        if (status)
            return status;
        ci_buffer_add(&effect, "harmless");
        ci_buffer_add(&value, "yes");
        status =
            add(list, "harmless", when, &effect, &value, (ci_origin){NULL, 0});
    }
    return status;
}

circlet_status ci_mode_list_figures(ci_mode_reader *reader)
{
    circlet_travel_mode *mode = reader->mode;
    figure_list list = {.reader = reader};
    circlet_status status = ci_mode_take(
        &list.figures, reader, count_figures(mode), sizeof(*list.figures));

    if (!status)
        status = add_speeds(&list);
    if (!status)
        status = add_slope(&list);
    if (!status)
        status =
            add_rules(&list, "links", mode->link_rules, mode->link_rule_count);
    if (!status)
        status = add_roadway(&list);
    if (!status)
        status =
            add_rules(&list, "nodes", mode->node_rules, mode->node_rule_count);
    if (!status)
        status =
            add_unknowns(&list, mode->link_unknowns, mode->link_unknown_count);
    if (!status)
        status =
            add_unknowns(&list, mode->node_unknowns, mode->node_unknown_count);
    if (!status)
        status = add_harmless(&list);
    if (status)
        return status;
    mode->figures = list.figures;
    mode->figure_count = list.count;
    return CIRCLET_OK;
}
