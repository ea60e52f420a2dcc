#include "policy/circle_words.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "policy/exact.h"

/* So many tags are named in a sentence, with their shares. */
#define SAID_GAP_MAX 2

/* So many other doubts are. */
#define SAID_DOUBT_MAX 3

ci_circle_share ci_circle_share_low(const ci_circle_sums *sums)
{
    const ci_coverage *sure = &sums->sure, *maybe = &sums->maybe;

    return (ci_circle_share){sure->low_milli, sure->all_milli +
                                                  maybe->all_milli -
                                                  maybe->low_milli};
}

ci_circle_share ci_circle_share_high(const ci_circle_sums *sums)
{
    const ci_coverage *sure = &sums->sure, *maybe = &sums->maybe;

    return (ci_circle_share){sure->high_milli + maybe->high_milli,
                             sure->all_milli + maybe->high_milli};
}

static double share_of(ci_circle_share share)
{
    return share.all_milli > 0
               ? (double)share.part_milli / (double)share.all_milli
               : 1.0;
}

static void describe_numbers(circlet_finding *finding,
                             const ci_circle_run *run,
                             const ci_circle_sums *sums)
{
    const ci_coverage *all = &sums->all;
    const ci_circle_share nominal = {all->covered_milli, all->all_milli};
    const ci_circle_share low = ci_circle_share_low(sums);
    const ci_circle_share high = ci_circle_share_high(sums);

    finding->required = (double)run->rule->as.circle.target_micro / CI_MILLION;
    finding->measured = share_of(nominal);
    finding->measured_low = share_of(low);
    finding->measured_high = share_of(high);
    finding->covered_low = (double)low.part_milli / 1000;
    finding->persons_low = (double)low.all_milli / 1000;
    finding->covered_high = (double)high.part_milli / 1000;
    finding->persons_high = (double)high.all_milli / 1000;
    finding->persons_covered = (double)all->covered_milli / 1000;
    finding->persons_unreached = (double)all->unreached_milli / 1000;
}

static void describe_sentence(ci_draft *draft, const ci_circle_run *run,
                              const ci_circle_sums *sums)
{
    const ci_coverage *all = &sums->all;
    const ci_rule *rule = run->rule;
    const ci_circle_share high = ci_circle_share_high(sums);
    int64_t uncovered = all->all_milli - all->covered_milli;
    int64_t sure = sums->sure.all_milli - sums->sure.high_milli;
    bool fails =
        ci_compare_products(high.part_milli, CI_MILLION, high.all_milli,
                            rule->as.circle.target_micro) < 0;

    draft->finding.sentence = "circle";
    ci_draft_persons(draft, all->all_milli, sums->sure.all_milli);
    ci_draft_word(draft, "group",
                  run->judgement->policy->groups[rule->group].name);
    ci_draft_number(draft, "share", CIRCLET_ARGUMENT_SHARE,
                    draft->finding.measured);
    ci_draft_number(draft, "minutes", CIRCLET_ARGUMENT_MINUTES,
                    rule->as.circle.cutoff_ms / 60000.0);
    ci_draft_word(draft, "mode", draft->finding.mode);
    ci_draft_word(draft, "facility", rule->facility.word);
    if (fails && sure < uncovered)
        ci_draft_number(draft, "uncovered_least", CIRCLET_ARGUMENT_PERSONS,
                        (double)sure / 1000);
    else if (uncovered > 0)
        ci_draft_number(draft, "uncovered", CIRCLET_ARGUMENT_PERSONS,
                        (double)uncovered / 1000);
    if (all->unreached_milli > 0)
        ci_draft_number(draft, "unreached", CIRCLET_ARGUMENT_PERSONS,
                        draft->finding.persons_unreached);
    if (run->entrance_count == 0)
        ci_draft_word(draft, "missing", rule->facility.word);
}

static void add_row_reasons(ci_draft *draft, const circlet_policy *policy,
                            uint32_t rows)
{
    for (size_t i = 0; i < policy->own_mode_count; i++)
        if (rows >> i & 1 && policy->own_modes[i].reason)
            ci_draft_reason(draft, policy->own_modes[i].reason);
}

void ci_circle_describe(ci_draft *draft, const ci_circle_run *run,
                        const ci_circle_sums *sums, circlet_unit unit)
{
    describe_numbers(&draft->finding, run, sums);
    describe_sentence(draft, run, sums);
    add_row_reasons(draft, run->judgement->policy, run->own_rows[unit]);
}

circlet_status ci_circle_add_up(ci_circle_sums *out, const ci_circle_run *run,
                                circlet_unit unit, circlet_error *error)
{
    out->sure = run->sums[2 * (size_t)unit];
    out->maybe = run->sums[2 * (size_t)unit + 1];
    out->all = out->sure;
    if (!ci_add_weight(&out->all.all_milli, out->maybe.all_milli))
        return ci_fail(error, CIRCLET_E_DATA,
                       "the weights of the people add up to more than 64 "
                       "bits hold");
    out->all.covered_milli += out->maybe.covered_milli;
    out->all.unreached_milli += out->maybe.unreached_milli;
    out->all.outside_milli += out->maybe.outside_milli;
    out->all.modelled_milli += out->maybe.modelled_milli;
    return CIRCLET_OK;
}

bool ci_circle_lacks_data(ci_draft *draft, const ci_circle_run *run,
                          const ci_circle_sums *sums)
{
    const ci_judgement *judgement = run->judgement;

    if (!ci_selection_is_known(&run->rule->facility, judgement->city,
                               &judgement->types))
        ci_draft_no_data(draft, "type_unknown");
    if (!judgement->travel)
        ci_draft_no_data(draft, "no_network");
    if (!run->is_known)
        return true;
    if (sums->all.outside_milli < sums->all.all_milli)
        return false;
    ci_draft_no_data(draft, "no_network");
    return true;
}

/* ---- what would decide -------------------------------------------------- */

/* The first few doubts go into the sentence: those that hold of people whose
 * answer is open, in the order in which `only` has its reasons. */
static void say_doubts(ci_draft *draft, const ci_draft *only)
{
    static const char *const names[SAID_DOUBT_MAX] = {"doubt", "doubt2",
                                                      "doubt3"};

    for (size_t i = 0; i < only->finding.reason_count; i++) {
        ci_draft_reason(draft, only->reasons[i]);
        if (i < SAID_DOUBT_MAX)
            ci_draft_word(draft, names[i], only->reasons[i]);
    }
}

/* The word of a tag's key: "ramp:wheelchair" is in "ramp_wheelchair_unknown".
 * NULL: no memory. */
static const char *gap_word(const ci_circle_run *run, const char *key,
                            const char *suffix)
{
    ci_buffer text = {0};
    const char *word = NULL;

    ci_buffer_add(&text, key);
    ci_buffer_add(&text, suffix);
    for (size_t i = 0; !text.failed && i < text.size; i++)
        if (text.text[i] == ':' || text.text[i] == '-')
            text.text[i] = '_';
    if (!text.failed)
        word = ci_arena_copy(&run->judgement->findings->arena, text.text);
    ci_buffer_free(&text);
    return word;
}

/* "kerb height is missing on 31 % of the crossings used": where the policy
 * has the word. */
static bool say_gap(ci_draft *draft, const ci_circle_run *run,
                    const ci_circle_gap *gap, size_t position)
{
    static const char *const names[SAID_GAP_MAX][3] = {
        {"gap", "gap_share", "gap_place"},
        {"gap2", "gap2_share", "gap2_place"}};
    const circlet_policy *policy = run->judgement->policy;
    const char *reason = gap_word(run, gap->key, "_unknown");
    const char *place = gap_word(run, gap->key, "_place");

    if (!reason || !place)
        return false;
    ci_draft_reason(draft, reason);
    if (!ci_policy_find_word(policy, place))
        place = "network_place";
    if (position >= SAID_GAP_MAX || !ci_policy_find_word(policy, reason) ||
        !ci_policy_find_word(policy, place))
        return true;
    ci_draft_word(draft, names[position][0], reason);
    ci_draft_number(draft, names[position][1], CIRCLET_ARGUMENT_SHARE,
                    (double)gap->missing / (double)gap->asked);
    ci_draft_word(draft, names[position][2], place);
    return true;
}

circlet_status ci_circle_undecided(ci_draft *draft, const ci_circle_run *run,
                                   const ci_circle_gaps *gaps,
                                   circlet_unit unit, circlet_error *error)
{
    ci_circle_gap worst[CI_CIRCLE_GAP_MAX];
    size_t gap_count = ci_circle_gaps_worst(worst, gaps, unit);
    ci_draft doubts = {0};

    draft->finding.verdict = CIRCLET_VERDICT_UNDECIDED;
    draft->finding.shortfall = (double)NAN;
    ci_draft_number(draft, "low", CIRCLET_ARGUMENT_SHARE,
                    draft->finding.measured_low);
    ci_draft_number(draft, "high", CIRCLET_ARGUMENT_SHARE,
                    draft->finding.measured_high);
    add_row_reasons(&doubts, run->judgement->policy, run->open_rows[unit]);
    ci_draft_doubts(&doubts, run->doubts[unit]);
    if (run->open_places[unit] & CI_OPEN_OUTSIDE)
        ci_draft_reason(&doubts, "outside_extent");
    if (run->open_places[unit] & CI_OPEN_AT_EDGE)
        ci_draft_reason(&doubts, "network_edge");
    if (run->open_places[unit] & CI_OPEN_OFF_STREET)
        ci_draft_reason(&doubts, "off_street");
    if (doubts.finding.reason_count == 0 && gap_count == 0)
        ci_draft_reason(&doubts, "tags_unknown");
    say_doubts(draft, &doubts);
    for (size_t i = 0; i < gap_count; i++)
        if (!say_gap(draft, run, &worst[i], i))
            return ci_fail_nomem(error);
    return CIRCLET_OK;
}
