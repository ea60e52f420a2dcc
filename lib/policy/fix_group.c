/* Facilities in those members of a unit that judging chose to have one: in
 * each of them the cheapest of what is there made better and what is built. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "policy/circle.h"
#include "policy/fix_option.h"

typedef struct group_work {
    const ci_fix_view *view;
    ci_options options;
    size_t *chosen; /* positions, one for each member */
    size_t count;
    bool is_open; /* in some member nothing has a price */
    ci_way sum;
} group_work;

static circlet_status add_old(group_work *work, const ci_need *need,
                              circlet_unit unit, circlet_level level,
                              circlet_error *error)
{
    const circlet_city *city = need->judgement->city;
    circlet_status status = CIRCLET_OK;

    for (size_t i = 0; !status && i < circlet_city_facility_count(city); i++) {
        const circlet_facility_record *facility =
            circlet_city_facility(city, (circlet_facility)i);

        if (circlet_city_facility_unit(city, (circlet_facility)i, level) ==
                unit &&
            ci_facility_is_open_on(facility, need->judgement->day))
            status = ci_options_upgrade(&work->options, need, facility, error);
    }
    return status;
}

/* The options of one member stand behind those of the members before. */
static circlet_status choose(group_work *work, circlet_unit unit,
                             circlet_error *error)
{
    const ci_judgement *judgement = work->view->judgement;
    const ci_need need = {.judgement = judgement,
                          .selection = &work->view->rule->facility};
    circlet_level level = circlet_city_unit(judgement->city, unit)->level;
    size_t first = work->options.count;
    ci_options own;
    const ci_option *best;
    circlet_status status = add_old(work, &need, unit, level, error);

    if (!status)
        status = ci_options_build(&work->options, &need, unit, level, error);
    if (status)
        return status;
    own = (ci_options){work->options.items + first,
                       work->options.count - first, 0};
    best =
        work->options.items ? ci_options_cheapest(&own, CI_OPTION_ANY) : NULL;
    if (!best) {
        work->is_open = true;
        return CIRCLET_OK;
    }
    work->chosen[work->count++] = (size_t)(best - work->options.items);
    work->sum =
        work->count > 1 ? ci_way_add(work->sum, best->price) : best->price;
    return CIRCLET_OK;
}

/* The codes stand one in a line. */
static circlet_status choose_all(group_work *work, const char *codes,
                                 circlet_error *error)
{
    const circlet_city *city = work->view->judgement->city;
    char *list = malloc(strlen(codes) + 1);
    circlet_status status = list ? CIRCLET_OK : ci_fail_nomem(error);

    if (list)
        memcpy(list, codes, strlen(codes) + 1);
    for (char *at = list, *end; !status && at && *at; at = end) {
        end = at + strcspn(at, "\n");
        if (*end)
            *end++ = '\0';
        status = choose(work, circlet_city_find_unit(city, at), error);
    }
    free(list);
    return status;
}

/* The first of the options that are the same building anywhere: said once,
 * with how many. */
static void join_same(group_work *work)
{
    for (size_t i = 0; i < work->count; i++)
        for (size_t k = 0; k < i; k++) {
            const ci_option *a = &work->options.items[work->chosen[i]];
            const ci_option *b = &work->options.items[work->chosen[k]];

            if (!a->facility && !a->site && !b->facility && !b->site &&
                strcmp(a->type, b->type) == 0 &&
                a->step_count == b->step_count &&
                ((isnan(a->size_m2) && isnan(b->size_m2)) ||
                 a->size_m2 == b->size_m2)) {
                work->chosen[i] = work->chosen[k];
                break;
            }
        }
}

static circlet_status say_steps(ci_fix *out, group_work *work,
                                circlet_error *error)
{
    out->sentence = "fix_grouped";
    join_same(work);
    return ci_options_say(out, work->view->judgement, &work->options,
                          work->chosen, work->count,
                          &work->view->rule->facility, error);
}

static bool is_plain(const group_work *work)
{
    for (size_t i = 0; i < work->count; i++) {
        const ci_option *option = &work->options.items[work->chosen[i]];

        if (option->facility || option->site || option->step_count > 1 ||
            option->size_m2 > 0)
            return false;
    }
    return true;
}

/* Where they stand decides, so that it has to be known. */
static circlet_status say(ci_fix *out, group_work *work, circlet_error *error)
{
    const ci_fix_view *view = work->view;
    circlet_status status = CIRCLET_OK;

    if (work->is_open || is_plain(work)) {
        out->sentence = "fix_facilities";
        ci_fix_number(out, "more", CIRCLET_ARGUMENT_COUNT_OF,
                      ci_fix_more(view));
        ci_fix_word(out, "facility", view->rule->facility.word);
    } else {
        status = say_steps(out, work, error);
    }
    if (!ci_fix_take_argument(out, view, "hosts_zh") ||
        !ci_fix_take_argument(out, view, "hosts_en"))
        out->sentence = NULL;
    if (!work->is_open)
        ci_fix_price(out, &work->sum, CI_OTHER_NONE, NULL);
    return status;
}

circlet_status ci_fix_group(ci_fix *out, const ci_fix_view *view,
                            circlet_error *error)
{
    const circlet_argument *hosts = ci_fix_fact(view, "hosts");
    group_work work = {.view = view};
    double more = ci_fix_more(view);
    circlet_status status;

    if (!(more > 0) || !hosts)
        return CIRCLET_OK;
    work.chosen = calloc(strlen(hosts->text) + 1, sizeof(*work.chosen));
    if (!work.chosen)
        return ci_fail_nomem(error);
    status = choose_all(&work, hosts->text, error);
    if (!status && (double)work.count < more)
        work.is_open = true;
    if (!status)
        status = say(out, &work, error);
    free(work.chosen);
    ci_options_clear(&work.options);
    return status;
}
