/* A policy in words: every rule, group and row of own modes. */
#include "policy/guide.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "policy/circle.h"
#include "policy/cost.h"
#include "policy/price.h"
#include "policy/rule.h"
#include "policy/sentence.h"

struct circlet_guide {
    const circlet_policy *policy;
    circlet_guide_rule *rules;
    circlet_guide_people *groups, *modes;
    circlet_guide_fund *funds;
    circlet_guide_building *buildings;
    size_t building_count;
    circlet_guide_price *prices;
    ci_arena arena; /* texts and parameters */
};

void circlet_guide_free(circlet_guide *guide)
{
    if (!guide)
        return;
    ci_arena_free(&guide->arena);
    free(guide->rules);
    free(guide->groups);
    free(guide->modes);
    free(guide->funds);
    free(guide->buildings);
    free(guide->prices);
    free(guide);
}

/* ---- rules -------------------------------------------------------------- */

/* A facility, and several; called after a service it is one that offers
 * it. */
static void name_facilities(ci_explanation *out)
{
    const ci_selection *which = &out->rule->facility;
    bool is_service = !which->type && which->service &&
                      strcmp(which->word, which->service) == 0;
    ci_bilingual one = {0}, many = {0}, with_article = {0};

    ci_bilingual_add(&one, is_service ? "提供" : "",
                     is_service ? "facility with " : "");
    ci_bilingual_add(&many, "", is_service ? "facilities with " : "");
    ci_bilingual_things(&one, out->policy, which->word, !is_service);
    ci_bilingual_things(&many, out->policy, which->word, false);
    ci_bilingual_add(&one, is_service ? "的设施" : "", "");
    if (!one.en.failed && one.en.text)
        ci_buffer_add(&with_article.en,
                      strchr("AEIOUaeiou", one.en.text[0]) ? "an " : "a ");
    ci_buffer_add(&with_article.en, one.en.text ? one.en.text : "");
    ci_buffer_free(&many.zh);
    many.zh = (ci_buffer){0};
    ci_explain_text(out, "facility_zh", "facility_en", &one);
    ci_explain_text(out, "facilities_zh", "facilities_en", &many);
    ci_explain_text(out, "a_facility_zh", "a_facility_en", &with_article);
}

/* What every rule says. */
static void explain_common(ci_explanation *out)
{
    const ci_rule *rule = out->rule;
    ci_bilingual settings = {0};

    ci_explain_word(out, "level", circlet_level_name(rule->level));
    ci_bilingual_words(&settings, out->policy, &rule->settings);
    ci_explain_text(out, "settings_zh", "settings_en", &settings);
    if (rule->group != CI_NO_POSITION)
        ci_explain_word(out, "group", out->policy->groups[rule->group].name);
    ci_explain_word(out, "facility", rule->facility.word);
    ci_explain_word(out, "tier", rule->facility.tier);
    if (rule->facility.word)
        name_facilities(out);
}

static const char *render(ci_explanation *from, const ci_template *sentence,
                          ci_language language)
{
    ci_buffer text = {0};
    const char *kept = NULL;

    ci_sentence_render(&text,
                       language == CI_CHINESE ? sentence->zh : sentence->en,
                       language, from->policy, from->parameters, from->count);
    if (!text.failed)
        kept = ci_arena_copy(from->arena, text.text);
    ci_buffer_free(&text);
    return kept;
}

/* The steps of a phase may each have their own. */
static unsigned forces_of(const ci_rule *rule)
{
    unsigned forces = 0;

    if (rule->kind != CI_RULE_PHASE)
        return 1U << rule->force;
    for (size_t i = 0; i < rule->as.phase.step_count; i++)
        forces |= 1U << rule->as.phase.steps[i].force;
    return forces;
}

static void describe(circlet_guide_rule *out, const circlet_policy *policy,
                     const ci_rule *rule)
{
    *out =
        (circlet_guide_rule){.id = rule->id,
                             .kind = ci_rule_kind_name(rule->kind),
                             .title_zh = rule->title_zh,
                             .title_en = rule->title_en,
                             .is_variant = rule->is_variant,
                             .force = rule->force,
                             .forces = forces_of(rule),
                             .from = rule->from,
                             .due = rule->due,
                             .until = rule->until,
                             .level = rule->level,
                             .settings = rule->settings.items,
                             .setting_count = rule->settings.count,
                             .group = rule->group == CI_NO_POSITION
                                          ? NULL
                                          : policy->groups[rule->group].name,
                             .citation = rule->citation,
                             .quote = rule->quote};
}

static circlet_status explain_rule(circlet_guide *guide, size_t i,
                                   circlet_error *error)
{
    ci_explanation work = {.policy = guide->policy,
                           .rule = &guide->policy->rules[i],
                           .arena = &guide->arena};
    circlet_guide_rule *out = &guide->rules[i];
    const ci_template *sentence;
    circlet_argument *kept;

    describe(out, guide->policy, work.rule);
    explain_common(&work);
    sentence = ci_template_find(ci_explain_kind(&work));
    kept = ci_arena_take(&guide->arena,
                         (work.count + 1) * sizeof(*work.parameters));
    if (work.failed || !kept)
        return ci_fail_nomem(error);
    memcpy(kept, work.parameters, work.count * sizeof(*kept));
    out->parameters = kept;
    out->parameter_count = work.count;
    out->text_zh = render(&work, sentence, CI_CHINESE);
    out->text_en = render(&work, sentence, CI_ENGLISH);
    return out->text_zh && out->text_en ? CIRCLET_OK : ci_fail_nomem(error);
}

/* ---- people ------------------------------------------------------------- */

static const char *keep(circlet_guide *guide, const ci_buffer *text)
{
    return text->failed
               ? NULL
               : ci_arena_copy(&guide->arena, text->text ? text->text : "");
}

static circlet_status explain_people(circlet_guide_people *out,
                                     circlet_guide *guide,
                                     const ci_condition *condition,
                                     circlet_error *error)
{
    ci_bilingual text = {0};

    ci_explain_condition(&text, guide->policy, condition);
    out->when_zh = keep(guide, &text.zh);
    out->when_en = keep(guide, &text.en);
    ci_bilingual_clear(&text);
    return out->when_zh && out->when_en ? CIRCLET_OK : ci_fail_nomem(error);
}

static circlet_status explain_group(circlet_guide *guide, size_t i,
                                    circlet_error *error)
{
    const ci_group *group = &guide->policy->groups[i];
    circlet_guide_people *out = &guide->groups[i];

    out->name = group->name;
    out->title_zh = ci_policy_word_zh(guide->policy, group->name);
    out->title_en = ci_policy_word_en(guide->policy, group->name);
    return explain_people(out, guide, &group->condition, error);
}

/* The modes of a row besides the one that is measured. */
static circlet_status explain_mode(circlet_guide *guide, size_t i,
                                   circlet_error *error)
{
    const circlet_policy *policy = guide->policy;
    const ci_own_mode *row = &policy->own_modes[i];
    circlet_guide_people *out = &guide->modes[i];
    ci_modes also = row->also | (ci_modes)1 << row->fast;
    ci_buffer names = {0};

    out->mode = policy->modes[row->slow];
    for (size_t k = 0; k < policy->mode_count; k++) {
        if (k == row->slow || !(also >> k & 1))
            continue;
        ci_buffer_add(&names, names.size > 0 ? ";" : "");
        ci_buffer_add(&names, policy->modes[k]);
    }
    out->also = keep(guide, &names);
    ci_buffer_free(&names);
    return out->also ? explain_people(out, guide, &row->condition, error)
                     : ci_fail_nomem(error);
}

/* ---- what can be done --------------------------------------------------- */

static circlet_status explain_buildings(circlet_guide *guide,
                                        circlet_error *error)
{
    const circlet_policy *policy = guide->policy;
    circlet_status status = CIRCLET_OK;
    size_t count = 0;

    for (size_t i = 0; i < policy->catalogue_count; i++)
        count += ci_catalogue_size_count(&policy->catalogue[i]);
    guide->buildings = calloc(count + 1, sizeof(*guide->buildings));
    if (!guide->buildings)
        return ci_fail_nomem(error);
    for (size_t i = 0; i < policy->catalogue_count; i++) {
        const ci_catalogue_entry *entry = &policy->catalogue[i];

        for (size_t k = 0; !status && k < ci_catalogue_size_count(entry); k++)
            status =
                ci_explain_building(&guide->buildings[guide->building_count++],
                                    policy, entry, k, &guide->arena, error);
    }
    return status;
}

static circlet_status explain_prices(circlet_guide *guide,
                                     circlet_error *error)
{
    const circlet_policy *policy = guide->policy;
    circlet_status status = CIRCLET_OK;

    guide->prices = calloc(policy->price_count + 1, sizeof(*guide->prices));
    if (!guide->prices)
        return ci_fail_nomem(error);
    for (size_t i = 0; !status && i < policy->price_count; i++)
        status = ci_explain_price(&guide->prices[i], policy,
                                  &policy->prices[i], &guide->arena, error);
    return status;
}

/* ---- all of it ---------------------------------------------------------- */

static circlet_status fill(circlet_guide *guide, circlet_error *error)
{
    const circlet_policy *policy = guide->policy;
    circlet_status status = CIRCLET_OK;

    guide->rules = calloc(policy->rule_count + 1, sizeof(*guide->rules));
    guide->groups = calloc(policy->group_count + 1, sizeof(*guide->groups));
    guide->modes = calloc(policy->own_mode_count + 1, sizeof(*guide->modes));
    guide->funds = calloc(policy->fund_count + 1, sizeof(*guide->funds));
    if (!guide->rules || !guide->groups || !guide->modes || !guide->funds)
        return ci_fail_nomem(error);
    for (size_t i = 0; !status && i < policy->rule_count; i++)
        status = explain_rule(guide, i, error);
    for (size_t i = 0; !status && i < policy->group_count; i++)
        status = explain_group(guide, i, error);
    for (size_t i = 0; !status && i < policy->own_mode_count; i++)
        status = explain_mode(guide, i, error);
    for (size_t i = 0; !status && i < policy->fund_count; i++)
        status = ci_explain_fund(&guide->funds[i], policy, &policy->funds[i],
                                 &guide->arena, error);
    if (!status)
        status = explain_buildings(guide, error);
    return status ? status : explain_prices(guide, error);
}

circlet_status circlet_policy_explain(circlet_guide **out,
                                      const circlet_policy *policy,
                                      circlet_error *error)
{
    circlet_guide *guide;
    circlet_status status;

    if (!out || !policy)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "explaining needs a policy and a place for the guide");
    guide = calloc(1, sizeof(*guide));
    if (!guide)
        return ci_fail_nomem(error);
    guide->policy = policy;
    status = fill(guide, error);
    if (status)
        circlet_guide_free(guide);
    else
        *out = guide;
    return status;
}

const circlet_guide_rule *circlet_guide_rule_at(const circlet_guide *guide,
                                                size_t i)
{
    return i < guide->policy->rule_count ? &guide->rules[i] : NULL;
}

const circlet_guide_people *circlet_guide_group_at(const circlet_guide *guide,
                                                   size_t i)
{
    return i < guide->policy->group_count ? &guide->groups[i] : NULL;
}

const circlet_guide_people *circlet_guide_mode_at(const circlet_guide *guide,
                                                  size_t i)
{
    return i < guide->policy->own_mode_count ? &guide->modes[i] : NULL;
}

const circlet_guide_fund *circlet_guide_fund_at(const circlet_guide *guide,
                                                size_t i)
{
    return i < guide->policy->fund_count ? &guide->funds[i] : NULL;
}

const circlet_guide_building *circlet_guide_building_at(
    const circlet_guide *guide, size_t i)
{
    return i < guide->building_count ? &guide->buildings[i] : NULL;
}

const circlet_guide_price *circlet_guide_price_at(const circlet_guide *guide,
                                                  size_t i)
{
    return i < guide->policy->price_count ? &guide->prices[i] : NULL;
}

const char *circlet_policy_word_zh(const circlet_policy *policy,
                                   const char *word)
{
    return ci_policy_word_zh(policy, word);
}

const char *circlet_policy_word_en(const circlet_policy *policy,
                                   const char *word)
{
    return ci_policy_word_en(policy, word);
}

const char *circlet_policy_document_number(const circlet_policy *policy,
                                           size_t i)
{
    return i < policy->document_count ? policy->documents[i].number : NULL;
}

const char *circlet_policy_document_title(const circlet_policy *policy,
                                          size_t i)
{
    return i < policy->document_count ? policy->documents[i].title : NULL;
}
