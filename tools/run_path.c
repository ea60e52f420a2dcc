#include "run_path.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "option_table.h"

run_use run_path_use(option_id id)
{
    static const option_id written[] = {
        OPTION_ASSIGNMENT, OPTION_CERTIFICATE, OPTION_MPS,       OPTION_OUTPUT,
        OPTION_PROJECT,    OPTION_REJECTS,     OPTION_SITES_OUT, OPTION_TO};
    const char *argument = option_table[id].argument;

    for (size_t i = 0; i < sizeof(written) / sizeof(written[0]); i++)
        if (id == written[i])
            return RUN_USE_WRITES;
    return argument && strncmp(argument, "FILE", 4) == 0 ? RUN_USE_READS
                                                         : RUN_USE_NONE;
}

static const char *join(run_plan *plan, const char *folder, const char *named)
{
    return run_plan_text(plan, "%s%s", named[0] == '/' ? "" : folder, named);
}

/* Whether `named` is `file`, or a table in it: "FILE:TABLE". */
static bool is_in(const char *named, const char *file)
{
    size_t size = strlen(file);

    return strncmp(named, file, size) == 0 &&
           (named[size] == '\0' || named[size] == ':');
}

static bool is_made_city(const run_plan *plan, const char *named)
{
    for (size_t i = 0; i < plan->city_count; i++)
        if (plan->cities[i].is_made && is_in(named, plan->cities[i].named))
            return true;
    return false;
}

/* Whether a step before `step` writes the file, or makes the city. */
static bool is_result(const run_plan *plan, const run_step *step,
                      const char *named)
{
    if (is_made_city(plan, named))
        return true;
    for (const run_step *s = plan->steps; s < step; s++)
        for (size_t i = 0; i < s->path_count; i++)
            if (s->paths[i].is_written && is_in(named, s->paths[i].named))
                return true;
    return false;
}

static bool add(run_step *step, const char *named, const char *path,
                bool is_written)
{
    run_path *paths =
        realloc(step->paths, (step->path_count + 1) * sizeof(*step->paths));

    if (!paths)
        return false;
    step->paths = paths;
    paths[step->path_count++] = (run_path){named, path, is_written};
    return true;
}

const char *run_path_add(run_plan *plan, run_step *step, const char *named,
                         bool is_written)
{
    bool is_beside = !is_written && !is_result(plan, step, named);
    const char *path =
        join(plan, is_beside ? plan->folder : plan->results, named);

    return path && add(step, named, path, is_written) ? path : NULL;
}

const char *run_path_maybe(run_plan *plan, run_step *step, const char *text)
{
    const char *path = join(plan, plan->folder, text);

    if (!path)
        return NULL;
    if (!strchr(text, '/') && !strchr(text, '.'))
        return text;
    if (access(path, F_OK) != 0)
        return text;
    return add(step, text, path, false) ? path : NULL;
}

/* Its position, or the count if memory ran out. */
static size_t find_city(run_plan *plan, const char *named)
{
    run_city *cities;
    const char *path;

    for (size_t i = 0; i < plan->city_count; i++)
        if (strcmp(plan->cities[i].named, named) == 0)
            return i;
    path = join(plan, plan->folder, named);
    cities =
        realloc(plan->cities, (plan->city_count + 1) * sizeof(*plan->cities));
    if (cities)
        plan->cities = cities;
    if (!path || !cities)
        return plan->city_count;
    cities[plan->city_count] = (run_city){named, path, false};
    return plan->city_count++;
}

const char *run_path_city(run_plan *plan, run_step *step, const char *named)
{
    /* "CITY[#PLAN]" is what few commands take. */
    const char *mark =
        strchr(step->command->operands, '#') ? strrchr(named, '#') : NULL;
    const char *name = run_plan_text(
        plan, "%.*s", (int)(mark ? (size_t)(mark - named) : strlen(named)),
        named);
    size_t before = plan->city_count;
    size_t city = name ? find_city(plan, name) : before;

    if (city == plan->city_count)
        return NULL;
    if (step->city_count == 0 ||
        (step->city_count == 1 && step->cities[0] != city))
        step->cities[step->city_count++] = city;
    return run_plan_text(plan, "%s%s", plan->cities[city].path,
                         mark ? mark : "");
}
