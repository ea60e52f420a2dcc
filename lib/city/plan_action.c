#include "city/plan_action.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "base/error.h"

/* As of every other year that is asked for. */
#define YEAR_MIN 1900
#define YEAR_MAX 2200

const char *const ci_action_kind_words[CI_ACTION_KIND_COUNT + 1] = {
    "keep",      "enlarge", "add_service", "partition",
    "designate", "build",   "move",        "close"};

ci_action_kind ci_action_kind_of(const char *word)
{
    int kind = 0;

    while (kind < CI_ACTION_KIND_COUNT &&
           (!word || strcmp(word, ci_action_kind_words[kind]) != 0))
        kind++;
    return (ci_action_kind)kind;
}

int ci_action_first_day(const circlet_plan_action *action)
{
    return action->year == -1 ? -1 : action->year * 10000 + 101;
}

bool ci_action_has_place(const circlet_plan_action *action)
{
    return isfinite(action->at.lon) && isfinite(action->at.lat);
}

static bool is_empty(const char *text)
{
    return !text || !*text;
}

/* ---- numbers ------------------------------------------------------------ */

static bool check_count(const char *name, int64_t value, const char **column,
                        ci_buffer *reason)
{
    if (value >= -1)
        return true;
    *column = name;
    ci_reason_add(reason, "%s %" PRId64 " is less than 0", name, value);
    return false;
}

static bool check_measure(const char *name, double value, const char **column,
                          ci_buffer *reason)
{
    char text[CI_NUMBER_SIZE];

    if (isnan(value) || (value >= 0 && isfinite(value)))
        return true;
    *column = name;
    if (isinf(value)) {
        ci_reason_add(reason, "%s is infinite", name);
        return false;
    }
    ci_format_double(text, value);
    ci_reason_add(reason, "%s %s is less than 0", name, text);
    return false;
}

static bool check_years(const circlet_plan_action *action, const char **column,
                        ci_buffer *reason)
{
    int year = action->year, start = action->start_year;

    *column = "year";
    if (year != -1 && (year < YEAR_MIN || year > YEAR_MAX)) {
        ci_reason_add(reason, "the year %d is outside %d to %d", year,
                      YEAR_MIN, YEAR_MAX);
        return false;
    }
    if (start <= 0 || (year != -1 && start <= year))
        return true;
    if (year == -1) {
        ci_reason_add(reason,
                      "start_year %d needs the year in which it is "
                      "done",
                      start);
        return false;
    }
    *column = "start_year";
    ci_reason_add(reason, "start_year %d is after the year %d", start, year);
    return false;
}

static bool check_numbers(const circlet_plan_action *action,
                          const char **column, ci_buffer *reason)
{
    if (!check_years(action, column, reason))
        return false;
    if (ci_action_has_place(action) &&
        (fabs(action->at.lon) > 180.0 || fabs(action->at.lat) > 90.0)) {
        *column = "lon";
        ci_reason_add(reason, "its place is no longitude and latitude");
        return false;
    }
    return check_count("places", action->places, column, reason) &&
           check_count("beds", action->beds, column, reason) &&
           check_measure("area_m2", action->area_m2, column, reason) &&
           check_measure("cost_cny", action->cost_cny, column, reason);
}

/* ---- what a kind needs -------------------------------------------------- */

static bool need_text(const circlet_plan_action *action, const char *name,
                      const char *text, const char **column, ci_buffer *reason)
{
    if (!is_empty(text))
        return true;
    *column = name;
    ci_reason_add(reason, "an action of kind '%s' needs a value of %s",
                  action->kind, name);
    return false;
}

static bool need_place(const circlet_plan_action *action, const char **column,
                       ci_buffer *reason)
{
    if (!is_empty(action->site) || ci_action_has_place(action))
        return true;
    *column = "site";
    ci_reason_add(reason, "an action of kind '%s' needs a site or lon and lat",
                  action->kind);
    return false;
}

static bool check_enlarge(const circlet_plan_action *action,
                          const char **column, ci_buffer *reason)
{
    if (action->places > 0 || action->beds > 0)
        return need_text(action, "service", action->service, column, reason);
    if (action->area_m2 > 0)
        return true;
    *column = "area_m2";
    ci_reason_add(reason, "it adds no area, no places and no beds");
    return false;
}

static bool check_partition(const circlet_plan_action *action,
                            const char **column, ci_buffer *reason)
{
    if (!need_text(action, "service", action->service, column, reason))
        return false;
    if (action->beds <= 0) {
        *column = "beds";
        ci_reason_add(reason,
                      "it says of no bed that it belongs to the section");
        return false;
    }
    if (is_empty(action->from_service) ||
        strcmp(action->from_service, action->service) != 0)
        return true;
    *column = "from_service";
    ci_reason_add(reason, "it takes the beds of '%s' from '%s' itself",
                  action->service, action->from_service);
    return false;
}

static bool check_needs(const circlet_plan_action *action, const char **column,
                        ci_buffer *reason)
{
    switch (ci_action_kind_of(action->kind)) {
    case CI_ACTION_ENLARGE:
        return check_enlarge(action, column, reason);
    case CI_ACTION_ADD_SERVICE:
    case CI_ACTION_DESIGNATE:
        return need_text(action, "service", action->service, column, reason);
    case CI_ACTION_PARTITION:
        return check_partition(action, column, reason);
    case CI_ACTION_BUILD:
        return need_text(action, "type", action->type, column, reason) &&
               need_place(action, column, reason);
    case CI_ACTION_MOVE:
        return need_place(action, column, reason);
    default:
        return true;
    }
}

static void say_kinds(const char *kind, ci_buffer *reason)
{
    ci_buffer known = {0};

    for (int i = 0; i < CI_ACTION_KIND_COUNT; i++) {
        ci_buffer_add(&known, i > 0 ? ", " : "");
        ci_buffer_add(&known, ci_action_kind_words[i]);
    }
    if (known.failed)
        reason->failed = true;
    else
        ci_reason_add(reason, "the kind '%s' is none (%s)", kind ? kind : "",
                      known.text);
    ci_buffer_free(&known);
}

bool ci_action_check(const circlet_plan_action *action, const char **column,
                     ci_buffer *reason)
{
    if (ci_action_kind_of(action->kind) == CI_ACTION_KIND_COUNT) {
        *column = "kind";
        say_kinds(action->kind, reason);
        return false;
    }
    return check_numbers(action, column, reason) &&
           need_text(action, "facility", action->facility, column, reason) &&
           check_needs(action, column, reason);
}

circlet_status ci_actions_check(const circlet_plan_action *actions,
                                size_t count, circlet_error *error)
{
    ci_buffer reason = {0};
    circlet_status status = CIRCLET_OK;

    for (size_t i = 0; i < count && status == CIRCLET_OK; i++) {
        const char *column;

        if (ci_action_check(&actions[i], &column, &reason))
            continue;
        status =
            reason.failed
                ? ci_fail_nomem(error)
                : ci_fail(error, CIRCLET_E_DATA, "action '%s': %s",
                          actions[i].id ? actions[i].id : "", reason.text);
    }
    ci_buffer_free(&reason);
    return status;
}

/* ---- what a kind has no use for ----------------------------------------- */

#define KIND(name) (1u << CI_ACTION_##name)
#define OF_SERVICES                                                           \
    (KIND(ENLARGE) | KIND(ADD_SERVICE) | KIND(DESIGNATE) | KIND(BUILD))

const char *ci_action_idle_column(const circlet_plan_action *action)
{
    const struct {
        const char *column;
        unsigned kinds; /* that use it */
        bool is_filled;
    } columns[] = {
        {"site", KIND(BUILD) | KIND(MOVE), !is_empty(action->site)},
        {"service", OF_SERVICES | KIND(PARTITION), !is_empty(action->service)},
        {"from_service", KIND(PARTITION), !is_empty(action->from_service)},
        {"type", KIND(BUILD), !is_empty(action->type)},
        {"tier", KIND(BUILD), !is_empty(action->tier)},
        {"places", OF_SERVICES, action->places >= 0},
        {"beds", OF_SERVICES | KIND(PARTITION), action->beds >= 0},
        {"area_m2", KIND(BUILD) | KIND(ENLARGE), !isnan(action->area_m2)}};
    unsigned kind = 1u << ci_action_kind_of(action->kind);

    for (size_t i = 0; i < sizeof(columns) / sizeof(columns[0]); i++)
        if (columns[i].is_filled && !(columns[i].kinds & kind))
            return columns[i].column;
    return NULL;
}
