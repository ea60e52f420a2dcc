/* More facilities of a kind, or of a size: which of those that there are come
 * to be one, and how many are built. */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "policy/circle.h"
#include "policy/fix_option.h"

typedef struct count_work {
    const ci_fix_view *view;
    size_t more; /* facilities */
    int64_t beds; /* of each; 0: any */
    ci_options options;
    size_t *chosen; /* positions, as many as are missing */
    int next_place; /* where new ones were not looked for yet */
} count_work;

/* ---- what there is ------------------------------------------------------ */

/* Whether another rule counts the beds of a service, too, so that what is
 * added may be counted there. */
static bool is_contested(const ci_fix_view *view, const char *service)
{
    const circlet_policy *policy = view->judgement->policy;

    for (size_t i = 0; i < policy->rule_count; i++) {
        const ci_rule *rule = &policy->rules[i];

        if (rule != view->rule && rule->kind == CI_RULE_CLASS_COUNT &&
            rule->level == view->rule->level &&
            !rule->as.class_count.is_shared &&
            !view->rule->as.class_count.is_shared &&
            ci_rule_is_in_force(rule, view->judgement->year) &&
            (strcmp(rule->facility.service, service) == 0 ||
             ci_words_have(&rule->as.class_count.nested, service)))
            return true;
    }
    return false;
}

/* The services whose beds count, the rule's own first; NULL: no more. */
static const char *service_at(const ci_fix_view *view, size_t i)
{
    const ci_words *nested = &view->rule->as.class_count.nested;

    if (i == 0)
        return view->rule->facility.service;
    return i <= nested->count ? nested->items[i - 1] : NULL;
}

/* A facility with enough beds of one service counts already. */
static circlet_status add_beds(count_work *work,
                               const circlet_facility_record *facility,
                               circlet_error *error)
{
    const ci_fix_view *view = work->view;
    size_t before = work->options.count;
    circlet_status status = CIRCLET_OK;
    const char *service;
    bool is_open = false;

    for (size_t i = 0; !status && (service = service_at(view, i)); i++) {
        ci_selection selection = view->rule->facility;
        int64_t beds =
            ci_facility_beds_low(facility, service, &view->judgement->types);
        const ci_need need = {.judgement = view->judgement,
                              .selection = &selection,
                              .service = service,
                              .beds = work->beds - beds};

        selection.service = service;
        if (beds >= work->beds &&
            ci_selection_holds(&selection, facility, &view->judgement->types,
                               NULL) == CI_MEMBER_YES) {
            work->options.count = before;
            return CIRCLET_OK;
        }
        if (beds < work->beds && !is_contested(view, service))
            status = ci_options_enlarge(&work->options, &is_open, &need,
                                        facility, error);
    }
    return status;
}

static circlet_status gather_old(count_work *work, circlet_error *error)
{
    const ci_fix_view *view = work->view;
    const circlet_city *city = view->judgement->city;
    const ci_need need = {.judgement = view->judgement,
                          .selection = &view->rule->facility};
    circlet_unit unit = ci_fix_unit(view);
    circlet_status status = CIRCLET_OK;

    for (size_t i = 0; !status && i < circlet_city_facility_count(city); i++) {
        const circlet_facility_record *facility =
            circlet_city_facility(city, (circlet_facility)i);

        if (unit == CIRCLET_NONE ||
            circlet_city_facility_unit(city, (circlet_facility)i,
                                       view->rule->level) != unit ||
            !ci_facility_is_open_on(facility, view->judgement->day))
            continue;
        status = work->beds > 0 ? add_beds(work, facility, error)
                                : ci_options_upgrade(&work->options, &need,
                                                     facility, error);
    }
    return status;
}

/* New ones at the next of the places where they may stand. */
static circlet_status gather_place(count_work *work, circlet_error *error)
{
    const ci_fix_view *view = work->view;
    ci_build_place place = (ci_build_place)work->next_place++;
    circlet_status status = CIRCLET_OK;
    const char *service;

    for (size_t i = 0; !status && (i == 0 || work->beds > 0); i++) {
        ci_selection selection = view->rule->facility;
        const ci_need need = {.judgement = view->judgement,
                              .selection = &selection,
                              .service = service = service_at(view, i),
                              .beds = work->beds};

        if (i > 0 && !service)
            break;
        selection.service = service;
        if (work->beds == 0 || !is_contested(view, service))
            status =
                ci_options_build_in(&work->options, &need, ci_fix_unit(view),
                                    view->rule->level, place, error);
    }
    return status;
}

/* Sites come first; only where none is left with a price is it asked what one
 * costs elsewhere. */
static circlet_status gather_new(count_work *work, circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    while (!status && work->next_place < CI_BUILD_PLACE_COUNT &&
           !ci_options_cheapest(&work->options, CI_OPTION_NEW))
        status = gather_place(work, error);
    return status;
}

static const ci_option *chosen_at(const count_work *work, size_t i)
{
    return &work->options.items[work->chosen[i]];
}

/* ---- which of them ------------------------------------------------------ */

/* Facilities that there are, or new ones, one after the other: the cheapest
 * first, but what is built on no site after all sites. */
typedef struct option_line {
    ci_option_family family;
    size_t *chosen; /* positions */
    ci_way *sums; /* of the first 0, 1 ... */
    size_t count; /* no more than are missing */
} option_line;

static circlet_status line_up(option_line *line, count_work *work,
                              circlet_error *error)
{
    line->chosen = calloc(work->more, sizeof(*line->chosen));
    line->sums = calloc(work->more + 1, sizeof(*line->sums));
    if (!line->chosen || !line->sums)
        return ci_fail_nomem(error);
    while (line->count < work->more) {
        circlet_status status = line->family == CI_OPTION_NEW
                                    ? gather_new(work, error)
                                    : CIRCLET_OK;
        const ci_option *best =
            ci_options_cheapest(&work->options, line->family);

        if (status || !best)
            return status;
        line->chosen[line->count] = (size_t)(best - work->options.items);
        line->sums[line->count + 1] =
            ci_way_add(line->sums[line->count], best->price);
        line->count++;
        ci_options_take(&work->options, best);
    }
    return CIRCLET_OK;
}

/* Takes of both lines what costs least together; false: there are not so many
 * that have a price. */
static bool join_lines(ci_way *sum, count_work *work, const option_line *old,
                       const option_line *built)
{
    size_t first = work->more > built->count ? work->more - built->count : 0;
    size_t best = 0;
    bool is_found = false;

    for (size_t kept = old->count + 1; kept-- > first;) {
        const ci_way way =
            ci_way_add(old->sums[kept], built->sums[work->more - kept]);

        if (is_found && !ci_way_is_cheaper(&way, sum))
            continue;
        *sum = way;
        best = kept;
        is_found = true;
    }
    for (size_t i = 0; is_found && i < work->more; i++)
        work->chosen[i] = i < best ? old->chosen[i] : built->chosen[i - best];
    return is_found;
}

/* Each is about a facility or site of its own. `*is_priced`: there are so many
 * that have a price. */
static circlet_status choose(ci_way *sum, bool *is_priced, count_work *work,
                             circlet_error *error)
{
    option_line old = {.family = CI_OPTION_OLD};
    option_line built = {.family = CI_OPTION_NEW};
    circlet_status status = line_up(&old, work, error);

    if (!status)
        status = line_up(&built, work, error);
    *is_priced = !status && join_lines(sum, work, &old, &built);
    free(old.chosen);
    free(old.sums);
    free(built.chosen);
    free(built.sums);
    return status;
}

/* Of those whose price is not known the first of those that lack least. */
static const ci_option *nearest(const count_work *work)
{
    const ci_option *best = NULL;

    for (size_t i = 0; i < work->options.count; i++) {
        const ci_option *option = &work->options.items[i];

        if (option->facility &&
            (!best || option->step_count + option->flag_count <
                          best->step_count + best->flag_count))
            best = option;
    }
    return best;
}

/* The options of a facility stand side by side. */
static size_t count_old(const count_work *work)
{
    size_t count = 0;

    for (size_t i = 0; i < work->options.count; i++)
        count += work->options.items[i].facility &&
                 (i == 0 || work->options.items[i].facility !=
                                work->options.items[i - 1].facility);
    return count;
}

/* ---- saying it ---------------------------------------------------------- */

static void say_built(ci_fix *out, const count_work *work,
                      const ci_option *option)
{
    out->sentence = work->beds > 0 ? "fix_beds" : "fix_facilities";
    ci_fix_number(out, "more", CIRCLET_ARGUMENT_COUNT_OF, (double)work->more);
    ci_fix_word(out, "facility",
                ci_option_word(option, &work->view->rule->facility));
    if (work->more > 1)
        ci_fix_number(out, "several", CIRCLET_ARGUMENT_COUNT_OF,
                      (double)work->more);
    if (work->beds > 0)
        ci_fix_number(out, "beds", CIRCLET_ARGUMENT_COUNT_OF,
                      (double)work->beds);
    if (option && option->size_m2 > 0 && (work->beds == 0 || option->is_cut))
        ci_fix_number(out, "size", CIRCLET_ARGUMENT_AREA, option->size_m2);
    if (option && option->site)
        ci_fix_text(out, "site",
                    option->site->name ? option->site->name
                                       : option->site->id);
}

static bool adds_services(const ci_option *option)
{
    for (size_t i = 0; i < option->step_count; i++)
        if (option->steps[i].kind != CI_PRICE_ADD_SERVICE ||
            option->steps[i].beds > 0)
            return false;
    return option->step_count <= 4;
}

static circlet_status say_steps(ci_fix *out, const count_work *work,
                                circlet_error *error)
{
    out->sentence = "fix_steps";
    return ci_options_say(out, work->view->judgement, &work->options,
                          work->chosen, work->more,
                          &work->view->rule->facility, error);
}

/* New ones of one kind, with what is added to them. */
static circlet_status say_new(ci_fix *out, const count_work *work,
                              circlet_error *error)
{
    if (chosen_at(work, 0)->step_count > 1)
        return say_steps(out, work, error);
    say_built(out, work, chosen_at(work, 0));
    return CIRCLET_OK;
}

/* One facility that there is, and what becomes of it. */
static circlet_status say_old(ci_fix *out, const count_work *work,
                              circlet_error *error)
{
    static const char *const names[] = {"service", "service2", "service3",
                                        "service4"};
    const ci_option *option = chosen_at(work, 0);

    if (option->flag_count == 0 && !adds_services(option))
        return say_steps(out, work, error);
    ci_fix_text(out, "name", option->facility->name);
    out->sentence = option->flag_count > 0 ? "fix_make" : "fix_service";
    if (option->flag_count > 0)
        ci_fix_word(out, "facility", work->view->rule->facility.word);
    for (size_t i = 0; option->flag_count == 0 && i < option->step_count; i++)
        ci_fix_word(out, names[i], option->steps[i].service);
    return CIRCLET_OK;
}

static void say_among(ci_fix *out, const count_work *work)
{
    out->sentence = "fix_among";
    ci_fix_number(out, "more", CIRCLET_ARGUMENT_COUNT_OF, (double)work->more);
    ci_fix_number(out, "all", CIRCLET_ARGUMENT_COUNT_OF,
                  (double)count_old(work));
    ci_fix_word(out, "among", work->view->rule->facility.type);
    ci_fix_word(out, "facility", work->view->rule->facility.word);
}

/* ---- one facility or several -------------------------------------------- */

/* Where none of what is there has a price, what is there all the same, for
 * there is a building. */
static circlet_status fix_one(ci_fix *out, count_work *work,
                              circlet_error *error)
{
    const ci_option *old = ci_options_cheapest(&work->options, CI_OPTION_OLD);
    const ci_option *built =
        ci_options_cheapest(&work->options, CI_OPTION_NEW);
    const ci_option *best = ci_options_cheapest(&work->options, CI_OPTION_ANY);
    const ci_option *other = old;
    circlet_status status;

    if (!old && nearest(work))
        best = nearest(work);
    if (!best) {
        say_built(out, work, NULL);
        return CIRCLET_OK;
    }
    work->chosen[0] = (size_t)(best - work->options.items);
    status =
        best->facility ? say_old(out, work, error) : say_new(out, work, error);
    if (best->facility)
        other = built;
    ci_fix_price(out, &best->price,
                 best->facility ? CI_OTHER_NEW : CI_OTHER_BETTER,
                 other ? &other->price : NULL);
    return status;
}

bool ci_fix_has_unpriced(const ci_options *options)
{
    const count_work work = {.options = *options};

    return !ci_options_cheapest(options, CI_OPTION_OLD) && nearest(&work);
}

circlet_status ci_fix_of_options(ci_fix *out, const ci_fix_view *view,
                                 ci_options *options, circlet_error *error)
{
    size_t chosen = 0;
    count_work work = {
        .view = view, .more = 1, .options = *options, .chosen = &chosen};

    return fix_one(out, &work, error);
}

static bool is_all_one(const count_work *work)
{
    for (size_t i = 1; i < work->more; i++)
        if (work->chosen[i] != work->chosen[0])
            return false;
    return true;
}

static circlet_status fix_several(ci_fix *out, count_work *work,
                                  circlet_error *error)
{
    bool has_old = ci_options_cheapest(&work->options, CI_OPTION_OLD) != NULL;
    bool is_priced = has_old || !nearest(work);
    circlet_status status = CIRCLET_OK;
    ci_way sum = ci_way_unknown();

    if (is_priced)
        status = choose(&sum, &is_priced, work, error);
    if (status)
        return status;
    if (!is_priced) {
        if (work->view->rule->facility.type && count_old(work) >= work->more)
            say_among(out, work);
        else
            say_built(out, work, NULL);
        return CIRCLET_OK;
    }
    status = is_all_one(work) ? say_new(out, work, error)
                              : say_steps(out, work, error);
    ci_fix_price(out, &sum, CI_OTHER_NONE, NULL);
    return status;
}

/* Of more than that it is only said how many. */
#define LISTED_MOST 1000

static circlet_status fix_listed(ci_fix *out, count_work *work,
                                 circlet_error *error)
{
    circlet_status status;

    work->chosen = calloc(work->more, sizeof(*work->chosen));
    if (!work->chosen)
        return ci_fail_nomem(error);
    status = gather_old(work, error);
    if (!status)
        status = gather_new(work, error);
    if (!status)
        status = work->more == 1 ? fix_one(out, work, error)
                                 : fix_several(out, work, error);
    free(work->chosen);
    ci_options_clear(&work->options);
    return status;
}

static circlet_status fix_work(ci_fix *out, const ci_fix_view *view,
                               int64_t beds, circlet_error *error)
{
    double more = ci_fix_round_up(ci_fix_more(view), 1);
    count_work work = {.view = view, .beds = beds};

    if (!(more > 0 && more < 1e9))
        return CIRCLET_OK;
    work.more = (size_t)more;
    if (work.more <= LISTED_MOST)
        return fix_listed(out, &work, error);
    say_built(out, &work, NULL);
    return CIRCLET_OK;
}

circlet_status ci_fix_count(ci_fix *out, const ci_fix_view *view,
                            circlet_error *error)
{
    return fix_work(out, view, 0, error);
}

/* Where the beds that would count are those of another rule as well, what is
 * added may be counted there, and nothing can be said. */
circlet_status ci_fix_class_count(ci_fix *out, const ci_fix_view *view,
                                  circlet_error *error)
{
    return is_contested(view, view->rule->facility.service)
               ? CIRCLET_OK
               : fix_work(out, view, view->rule->as.class_count.beds, error);
}
