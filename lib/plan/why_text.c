/* The sentences of what a plan leaves. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "plan/why.h"
#include "policy/sentence.h"

#define ARGUMENT_MAX 24

/* So many names stand in a list before the rest are only counted. */
#define NAME_MAX 5

/* ---- templates ---------------------------------------------------------- */

#define SITE_ZH                                                                           \
    "[在{spots_zh}提供备选地块][即可，新建{count}个{building}]"              \
    "[{count|，|，每个}{size}平方米][、{beds}张床位][，增设{service}][、{" \
    "service2}]"                                                                          \
    "[{count|，|，共}{cost}元，不含用地费用][{count|。|。}]"
#define SITE_EN                                                               \
    "[{count| A candidate site| Candidate sites}][ in {spots_en}]"            \
    "[ would do, for {count} {building#count}][ of {size} m²]"               \
    "[ with {beds} beds][ and {service}][ and {service2}][{service| added| "  \
    "added}][, {cost} CNY without the "                                       \
    "land][{count|.|.}]"
#define TAKEN_ZH "[；那里的地点已用于{taken_zh}]"
#define TAKEN_EN "[; the places there are taken by {taken_en}]"
#define MISSING_ZH "还缺[{missing}个{thing}][{missing}{missing_unit}]"
#define MISSING_EN                                                            \
    "[{missing} more {thing#missing}][{missing} more {missing_unit#missing}]" \
    " needed"

#define PEOPLE_ZH "{unit}：[{parts_zh}的]{persons}人在{within}分钟内（{mode}）"
#define PEOPLE_EN                                                             \
    "{unit}: {persons} {persons|person|people}[ in {parts_en}] "              \
    "{persons|is|are} not within {within} min ({mode})"
#define FAR_ZH                                                                                      \
    "[；最近的，有路可到者全部到达需{nearest}分钟][，半数人需{median}分钟]" \
    "[；其中{cut_off}人没有道路可通]"                                                     \
    "[；其中{off}人住处附近没有道路：须修路，或补充道路数据]"
#define FAR_EN                                                                \
    "[; the nearest is {nearest} min away for all of them that get there]"    \
    "[, {median} min for half of them]"                                       \
    "[; for {cut_off} of them no street leads there]"                         \
    "[; {off} of them {off|lives|live} at no street: one is missing, there "  \
    "or in the data]"

static const ci_template templates[] = {
    {"people",
     PEOPLE_ZH "到不了任何备选地块，也到不了可改作{facility}的设施" FAR_ZH
               "。" SITE_ZH,
     PEOPLE_EN " of any candidate site or anything that could become "
               "{facility@}" FAR_EN "." SITE_EN},
    {"people_of_sites", PEOPLE_ZH "到不了任何备选地块" FAR_ZH "。" SITE_ZH,
     PEOPLE_EN " of any candidate site" FAR_EN "." SITE_EN},
    {"venue",
     "{unit}：[{parts_zh}的]场馆周边{within}分钟内（{mode}"
     "）没有备选地块，也没有"
     "可改作{facility}的设施[；最近的需{nearest}分钟][{road|"
     "；附近没有道路：须修路，或补充道路数据|}]。" SITE_ZH,
     "{unit}: within {within} min ({mode}) of its venues[ in {parts_en}] "
     "there is no candidate site and nothing that could become {facility@}"
     "[; the nearest is {nearest} min away]"
     "[{road|; no street is near: one is missing, there or in the "
     "data|}]." SITE_EN},
    {"taken_people",
     "{unit}：{persons}人仍在服务圈（{within}分钟，{mode}）之外" TAKEN_ZH
     "。" SITE_ZH,
     "{unit}: {persons} {persons|person stays|people stay} outside the circle "
     "of {within} min ({mode})" TAKEN_EN "." SITE_EN},
    {"unit",
     "{unit}：" MISSING_ZH "，那里没有可用的备选地块，也没有可改造的设施"
     "。" SITE_ZH,
     "{unit}: " MISSING_EN ", and no site or facility there allows "
     "that." SITE_EN},
    {"taken_unit", "{unit}：" MISSING_ZH TAKEN_ZH "。" SITE_ZH,
     "{unit}: " MISSING_EN TAKEN_EN "." SITE_EN},
    {"budget_people",
     "{unit}：{persons}人仍在服务圈之外，超出预算；增加预算即可。",
     "{unit}: {persons} {persons|person stays|people stay} outside the "
     "circle, beyond the budget; a larger one would do."},
    {"budget", "{unit}：" MISSING_ZH "，超出预算；增加预算即可。",
     "{unit}: " MISSING_EN ", beyond the budget; a larger one would do."},
    {"late_people",
     "{unit}：{persons}人仍在服务圈之外：来不及在规划的最后一年前完成。",
     "{unit}: {persons} {persons|person stays|people stay} outside the "
     "circle: work would not be done by the last of the planned years."},
    {"late", "{unit}：" MISSING_ZH "，来不及在规划的最后一年前完成。",
     "{unit}: " MISSING_EN "; work would not be done by the last of the "
     "planned years."},
    {"dear_people",
     "{unit}：{persons}人仍在服务圈之外：覆盖他们的人均费用超过给定上限。",
     "{unit}: {persons} {persons|person stays|people stay} outside the "
     "circle: to cover them costs more for each than the limit."},
    {"dear", "{unit}：" MISSING_ZH "，人均费用超过给定上限。",
     "{unit}: " MISSING_EN ", which costs more for each person than the "
     "limit."},
    {"doubt_people",
     "{unit}：{persons}"
     "人按假设在服务圈之内，但不能确定：须补充道路、人员或设施"
     "数据。",
     "{unit}: {persons} {persons|person is|people are} inside the circle as "
     "assumed, but not surely: data of streets, people or facilities are "
     "missing."},
    {"outside_people",
     "{unit}：{persons}人住在已知道路范围之外，能到达何处不得而知，仍在服务圈"
     "之外：须补充那里的道路数据。",
     "{unit}: {persons} {persons|person lives|people live} outside the known "
     "streets and {persons|counts|count} as not covered, whatever is built: "
     "the streets there are to be added to the data."},
    {"counted_elsewhere",
     "{unit}：" MISSING_ZH
     "；床位只计入一条规则，那里的床位已计入其他规则。" SITE_ZH,
     "{unit}: " MISSING_EN "; beds count for one rule alone, and those there "
     "count for others." SITE_EN},
    {"doubt", "{unit}：按假设可以达到，但不能确定：须补充数据。",
     "{unit}: it is had as assumed, but not surely: data are missing."},
    {"engage", "{unit}：须增配{count}{word}。",
     "{unit}: {count} more {word#count} to be engaged."},
    {"not_planned",
     "{unit}：[还缺{missing}个{thing}，][还缺{missing}{missing_unit}，]新建或"
     "改造设施不能解决。",
     "{unit}: [{missing} more {thing#missing} needed; ][{missing} more "
     "{missing_unit#missing} needed; ]nothing that is built mends it."}};

static const ci_template *find_template(const char *id)
{
    for (size_t i = 0; i < sizeof(templates) / sizeof(templates[0]); i++)
        if (strcmp(templates[i].id, id) == 0)
            return &templates[i];
    return NULL;
}

/* ---- arguments ---------------------------------------------------------- */

/* A sentence while it is made. */
typedef struct telling {
    const ci_why_words *words;
    const circlet_plan_impossible *item;
    circlet_argument arguments[ARGUMENT_MAX];
    size_t count;
    bool failed; /* memory ran out */
} telling;

static void add(telling *t, const char *name, circlet_argument_type type,
                double number, const char *text)
{
    t->arguments[t->count++] = (circlet_argument){name, type, number, text};
}

/* Nothing where there is none. */
static void add_number(telling *t, const char *name,
                       circlet_argument_type type, double number)
{
    if (number > 0)
        add(t, name, type, number, NULL);
}

static void add_word(telling *t, const char *name, const char *word)
{
    if (word)
        add(t, name, CIRCLET_ARGUMENT_WORD, 0, word);
}

static const char *name_of_unit(const telling *t, const char *code)
{
    circlet_unit unit = circlet_city_find_unit(t->words->city, code);

    return unit == CIRCLET_NONE
               ? code
               : circlet_city_unit(t->words->city, unit)->name;
}

/* One entry of a list divided by ';', and where the next begins; NULL: no
 * memory. */
static char *take_entry(const char **list)
{
    size_t size = strcspn(*list, ";");
    char *entry = ci_text_copy_n(*list, size);

    *list += size + ((*list)[size] == ';');
    return entry;
}

static size_t count_entries(const char *list)
{
    size_t count = *list != '\0';

    for (; *list; list++)
        count += *list == ';';
    return count;
}

/* What the names in a list are of. */
typedef enum list_of { LIST_OF_UNITS, LIST_OF_ACTIONS } list_of;

static const circlet_plan_action *find_action(const telling *t, const char *id)
{
    for (size_t i = 0; i < t->words->action_count; i++)
        if (strcmp(t->words->actions[i].id, id) == 0)
            return &t->words->actions[i];
    return NULL;
}

/* What an action makes, or of what it makes something else. */
static const char *subject_of(const telling *t,
                              const circlet_plan_action *action,
                              ci_language language)
{
    circlet_facility facility =
        action->facility
            ? circlet_city_find_facility(t->words->city, action->facility)
            : CIRCLET_NONE;

    if (facility != CIRCLET_NONE)
        return circlet_city_facility(t->words->city, facility)->name;
    if (!action->type)
        return NULL;
    return language == CI_CHINESE
               ? circlet_policy_word_zh(t->words->policy, action->type)
               : circlet_policy_word_en(t->words->policy, action->type);
}

/* "a12 (Warm Home)": an id alone tells nobody anything. */
static void add_action(ci_buffer *out, const telling *t, const char *id,
                       ci_language language)
{
    const circlet_plan_action *action = find_action(t, id);
    const char *subject = action ? subject_of(t, action, language) : NULL;

    ci_buffer_add(out, id);
    if (!subject)
        return;
    ci_buffer_add(out, language == CI_CHINESE ? "（" : " (");
    ci_buffer_add(out, subject);
    ci_buffer_add(out, language == CI_CHINESE ? "）" : ")");
}

/* "A, B and C", "A, B, C, D, E and 3 more". */
static void join(ci_buffer *out, telling *t, const char *list, list_of kind,
                 ci_language language)
{
    size_t all = count_entries(list);
    size_t shown = all > NAME_MAX ? NAME_MAX : all;

    for (size_t i = 0; i < shown; i++) {
        char *entry = take_entry(&list);

        if (!entry) {
            t->failed = true;
            return;
        }
        if (i > 0)
            ci_buffer_add(out, language == CI_CHINESE         ? "、"
                               : i + 1 == all && shown == all ? " and "
                                                              : ", ");
        if (kind == LIST_OF_UNITS)
            ci_buffer_add(out, name_of_unit(t, entry));
        else
            add_action(out, t, entry, language);
        free(entry);
    }
    if (all == shown)
        return;
    ci_buffer_add(out, language == CI_CHINESE ? "等" : " and ");
    ci_buffer_add_int(out,
                      (int64_t)(language == CI_CHINESE ? all : all - shown));
    ci_buffer_add(out, language == CI_CHINESE ? "处" : " more");
}

static void add_list(telling *t, const char *zh, const char *en,
                     const char *list, list_of kind)
{
    const char *const names[] = {zh, en};

    if (!list || !*list)
        return;
    for (int language = 0; language < 2; language++) {
        ci_buffer text = {0};
        const char *kept;

        ci_buffer_add(&text, "");
        join(&text, t, list, kind, language == 0 ? CI_CHINESE : CI_ENGLISH);
        kept = t->failed || text.failed
                   ? NULL
                   : ci_arena_copy(t->words->arena, text.text);
        ci_buffer_free(&text);
        if (kept)
            add(t, names[language], CIRCLET_ARGUMENT_TEXT, 0, kept);
        t->failed |= !kept;
    }
}

/* The first two of what is added. */
static void add_services(telling *t, const char *list)
{
    static const char *const names[] = {"service", "service2"};

    add_number(t, "extra", CIRCLET_ARGUMENT_COUNT_OF,
               (double)(list ? count_entries(list) : 0));
    for (size_t i = 0; list && *list && i < 2; i++) {
        char *entry = take_entry(&list);
        const char *kept =
            entry ? ci_arena_copy(t->words->arena, entry) : NULL;

        free(entry);
        t->failed |= !kept;
        add_word(t, names[i], kept);
    }
}

static void add_change(telling *t)
{
    const circlet_plan_change *change = &t->item->change;

    if (change->kind && strcmp(change->kind, "road") == 0)
        add_number(t, "road", CIRCLET_ARGUMENT_COUNT_OF, 1);

    if (!change->kind || strcmp(change->kind, "site") != 0)
        return;
    add_number(t, "count", CIRCLET_ARGUMENT_COUNT_OF, (double)change->count);
    add_word(t, "building", change->type);
    add_number(t, "size", CIRCLET_ARGUMENT_AREA, change->area_m2);
    add_number(t, "beds", CIRCLET_ARGUMENT_COUNT_OF, (double)change->beds);
    add_services(t, change->services);
    add_number(t, "cost", CIRCLET_ARGUMENT_NUMBER, change->cost_cny);
    add_list(t, "spots_zh", "spots_en", change->units, LIST_OF_UNITS);
}

static const char *word_of(const ci_rule *rule)
{
    const ci_selection *selection = &rule->facility;

    return selection->word   ? selection->word
           : selection->type ? selection->type
                             : selection->service;
}

static void add_rule(telling *t, const ci_rule *rule)
{
    const ci_circle *circle = &rule->as.circle;
    bool is_circle = rule->kind == CI_RULE_CIRCLE;
    size_t mode = is_circle ? circle->mode : rule->as.near.mode;
    uint32_t cutoff = is_circle ? circle->cutoff_ms : rule->as.near.cutoff_ms;

    add_word(t, "facility", word_of(rule));
    if (!is_circle && rule->kind != CI_RULE_NEAR)
        return;
    add_number(t, "within", CIRCLET_ARGUMENT_MINUTES, cutoff / 60000.0);
    add_word(t, "mode",
             mode == CI_NO_POSITION ? CI_MODE_OWN
                                    : t->words->policy->modes[mode]);
}

/* Facilities are called by their own name. */
static void add_missing(telling *t, const ci_rule *rule)
{
    const circlet_plan_impossible *item = t->item;

    if (item->persons > 0 || !item->missing_unit)
        return;
    add_number(t, "missing", CIRCLET_ARGUMENT_NUMBER, item->missing);
    if (rule && strcmp(item->missing_unit, "facilities") == 0)
        add_word(t, "thing", word_of(rule));
    else
        add_word(t, "missing_unit", item->missing_unit);
}

/* In minutes, never less than it is. */
static void add_time(telling *t, const char *name, double seconds)
{
    add_number(t, name, CIRCLET_ARGUMENT_MINUTES,
               ceil(seconds / 6 - 1e-9) / 10);
}

static void add_item(telling *t)
{
    const circlet_plan_impossible *item = t->item;

    add(t, "unit", CIRCLET_ARGUMENT_TEXT, 0,
        item->unit ? name_of_unit(t, item->unit) : "-");
    add_number(t, "persons", CIRCLET_ARGUMENT_PERSONS, item->persons);
    add_time(t, "nearest", item->nearest_s);
    if (item->median_s < item->nearest_s)
        add_time(t, "median", item->median_s);
    add_number(t, "cut_off", CIRCLET_ARGUMENT_PERSONS, item->persons_cut_off);
    add_number(t, "off", CIRCLET_ARGUMENT_PERSONS, item->persons_off_streets);
    add_list(t, "parts_zh", "parts_en", item->parts, LIST_OF_UNITS);
    add_list(t, "taken_zh", "taken_en", item->taken_by, LIST_OF_ACTIONS);
}

/* ---- which sentence ----------------------------------------------------- */

static bool is_reason(const circlet_plan_impossible *item, const char *word)
{
    return item->reason && strcmp(item->reason, word) == 0;
}

static const char *template_of(const circlet_plan_impossible *item,
                               const ci_rule *rule)
{
    bool is_circle = rule && rule->kind == CI_RULE_CIRCLE;

    if (is_reason(item, "not_planned"))
        return item->change.kind ? "engage" : "not_planned";
    if (is_reason(item, "beyond_budget"))
        return is_circle ? "budget_people" : "budget";
    if (is_reason(item, "too_late"))
        return is_circle ? "late_people" : "late";
    if (is_reason(item, "too_dear"))
        return is_circle ? "dear_people" : "dear";
    if (is_reason(item, "in_doubt"))
        return is_circle ? "doubt_people" : "doubt";
    if (is_reason(item, "counted_elsewhere"))
        return "counted_elsewhere";
    if (is_reason(item, "outside_extent"))
        return "outside_people";
    if (is_reason(item, "sites_taken"))
        return is_circle ? "taken_people" : "taken_unit";
    if (is_circle)
        return item->reason ? "people" : "people_of_sites";
    return rule && rule->kind == CI_RULE_NEAR ? "venue" : "unit";
}

static const char *render(const telling *t, const char *text,
                          ci_language language)
{
    ci_buffer out = {0};
    const char *kept = NULL;

    ci_sentence_render(&out, text, language, t->words->policy, t->arguments,
                       t->count);
    if (!out.failed)
        kept = ci_arena_copy(t->words->arena, out.text);
    ci_buffer_free(&out);
    return kept;
}

circlet_status ci_why_tell(circlet_plan_impossible *item,
                           const ci_why_words *words, const ci_rule *rule,
                           circlet_error *error)
{
    telling t = {.words = words, .item = item};
    const ci_template *found = find_template(template_of(item, rule));

    add_item(&t);
    add_missing(&t, rule);
    add_change(&t);
    if (rule)
        add_rule(&t, rule);
    if (strcmp(found->id, "engage") == 0) {
        add_number(&t, "count", CIRCLET_ARGUMENT_COUNT_OF,
                   (double)item->change.count);
        add_word(&t, "word", item->change.type);
    }
    if (t.failed)
        return ci_fail_nomem(error);
    item->text_zh = render(&t, found->zh, CI_CHINESE);
    item->text_en = render(&t, found->en, CI_ENGLISH);
    return item->text_zh && item->text_en ? CIRCLET_OK : ci_fail_nomem(error);
}
