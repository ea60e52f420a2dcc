#include "workbook_sheets.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "day.h"
#include "ledger_words.h"
#include "locale.h"
#include "word.h"

#define COUNT(items) (sizeof(items) / sizeof((items)[0]))

/* The words beside the numbers of a unit of measure. */
#define NOTE_SIZE 160

const char *workbook_word(const workbook_study *work, const char *name)
{
    const char *said;

    if (!name)
        return NULL;
    said = locale_is_chinese()
               ? circlet_policy_word_zh(work->base.policy, name)
               : circlet_policy_word_en(work->base.policy, name);
    if (said && strcmp(said, name) != 0)
        return said;
    said = word(name);
    return strcmp(said, name) != 0 ? said : ledger_word(name);
}

/* The look of a verdict follows its number. */
static void add_verdict(circlet_workbook *book, circlet_verdict verdict)
{
    static const circlet_cell looks[CIRCLET_VERDICT_COUNT] = {
        [CIRCLET_VERDICT_PASS] = CIRCLET_CELL_PASS,
        [CIRCLET_VERDICT_FAIL] = CIRCLET_CELL_FAIL,
        [CIRCLET_VERDICT_ADVICE] = CIRCLET_CELL_ADVICE,
        [CIRCLET_VERDICT_UNDECIDED] = CIRCLET_CELL_UNDECIDED,
        [CIRCLET_VERDICT_NO_DATA] = CIRCLET_CELL_NO_DATA};

    circlet_workbook_add_text(book, looks[verdict],
                              word(circlet_verdict_name(verdict)));
}

/* ---- what the workbook is about ----------------------------------------- */

static void add_fact(circlet_workbook *book, const char *what,
                     const char *text)
{
    if (!text)
        return;
    circlet_workbook_add_row(book);
    circlet_workbook_add_text(book, CIRCLET_CELL_BOLD, what);
    circlet_workbook_add_text(book, CIRCLET_CELL_LONG_TEXT, text);
}

static void add_verdicts(circlet_workbook *book, const workbook_study *work)
{
    for (int i = 0; i < CIRCLET_VERDICT_COUNT; i++) {
        circlet_workbook_add_row(book);
        add_verdict(book, (circlet_verdict)i);
        circlet_workbook_add_number(book, CIRCLET_CELL_NUMBER,
                                    (double)work->counts.verdicts[i]);
    }
}

static void add_notes(circlet_workbook *book, const workbook_study *work)
{
    char note[NOTE_SIZE];

    snprintf(note, sizeof(note),
             _("fewer than %lld persons: internal, not to be published"),
             (long long)circlet_ledger_internal_below(work->ledger));
    add_fact(book, "7*", note);
    add_fact(book, "12+", _("of some it is not known: it is more"));
    add_fact(book, "?", _("not known"));
}

static const char *file_name(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash ? slash + 1 : path;
}

void workbook_add_summary(circlet_workbook *book, const workbook_study *work)
{
    const circlet_policy *policy = work->base.policy;
    const circlet_workbook_column columns[] = {{_("WHAT"), 24},
                                               {_("VALUE"), 70}};
    char date[DAY_SIZE];

    day_write(date, circlet_findings_date(work->findings));
    circlet_workbook_add_sheet(book, _("Summary"), columns, COUNT(columns), 0);
    add_fact(book, _("City"), file_name(work->base.path));
    add_fact(book, _("Policy"),
             locale_is_chinese() ? circlet_policy_title_zh(policy)
                                 : circlet_policy_title_en(policy));
    add_fact(book, _("Judged on"), date);
    add_fact(book, _("Plan"),
             work->plan ? circlet_plan_name(work->plan) : NULL);
    add_fact(book, _("Program"), circlet_version());
    add_fact(book, _("Few persons"),
             work->privacy
                 ? _("findings that would tell of fewer than 5 persons have "
                     "no numbers, and the ledger has x in place of such "
                     "figures")
                 : _("exact: with numbers of few persons; not for "
                     "publication"));
    if (work->told)
        add_fact(book, _("Persons in actions and levels"),
                 _("in whole steps of 5, rounded down; of fewer than 5 there "
                   "is no number"));
    if (work->privacy && work->planned)
        add_fact(book, _("Numbers with the plan"),
                 _("told in steps of five persons from today's, or from "
                   "those if nothing is done"));
    add_fact(book, _("Findings by verdict"), " ");
    add_verdicts(book, work);
    add_fact(book, _("Marks of figures"), " ");
    add_notes(book, work);
}

/* ---- rules -------------------------------------------------------------- */

static void add_rule(circlet_workbook *book, const workbook_study *work,
                     const rule_count *count)
{
    double unknown = (double)NAN;

    circlet_workbook_add_row(book);
    circlet_workbook_add_text(book, CIRCLET_CELL_TEXT, count->rule);
    circlet_workbook_add_text(book, CIRCLET_CELL_TEXT,
                              rule_title(work->base.policy, count->rule));
    circlet_workbook_add_text(book, CIRCLET_CELL_TEXT,
                              workbook_word(work, count->mode));
    circlet_workbook_add_number(book, CIRCLET_CELL_NUMBER,
                                (double)count->units);
    for (size_t v = 0; v < CIRCLET_VERDICT_COUNT; v++)
        circlet_workbook_add_number(book, CIRCLET_CELL_NUMBER,
                                    (double)count->verdicts[v]);
    circlet_workbook_add_number(book, CIRCLET_CELL_NUMBER,
                                count->knows_persons ? count->persons
                                                     : unknown);
    circlet_workbook_add_number(book, CIRCLET_CELL_NUMBER,
                                count->knows_persons ? count->covered
                                                     : unknown);
    circlet_workbook_add_number(
        book, CIRCLET_CELL_SHARE,
        count->knows_persons ? count->covered / count->persons : unknown);
    circlet_workbook_add_number(book, CIRCLET_CELL_NUMBER,
                                count->knows_persons ? count->unreached
                                                     : unknown);
    circlet_workbook_add_number(book, CIRCLET_CELL_NUMBER,
                                count->knows_persons ? count->modelled
                                                     : unknown);
}

void workbook_add_rules(circlet_workbook *book, const workbook_study *work)
{
    const circlet_workbook_column columns[] = {
        {_("RULE"), 20},      {_("TITLE"), 34},     {_("MODE"), 16},
        {_("FINDINGS"), 11},  {_("PASS"), 9},       {_("FAIL"), 9},
        {_("ADVICE"), 9},     {_("UNDECIDED"), 12}, {_("NO DATA"), 10},
        {_("PERSONS"), 11},   {_("COVERED"), 11},   {_("SHARE"), 9},
        {_("UNREACHED"), 12}, {_("MODELLED"), 11}};

    circlet_workbook_add_sheet(book, _("Rules"), columns, COUNT(columns), 1);
    for (size_t i = 0; i < work->counts.count; i++)
        add_rule(book, work, &work->counts.items[i]);
}

/* ---- findings ----------------------------------------------------------- */

static void add_measure(circlet_workbook *book, double value, const char *unit)
{
    circlet_workbook_add_number(book,
                                unit && strcmp(unit, "share") == 0
                                    ? CIRCLET_CELL_SHARE
                                    : CIRCLET_CELL_NUMBER,
                                value);
}

static void add_place(circlet_workbook *book, const workbook_study *work,
                      const circlet_finding *finding)
{
    circlet_workbook_add_text(book, CIRCLET_CELL_TEXT, finding->rule);
    circlet_workbook_add_text(book, CIRCLET_CELL_TEXT,
                              rule_title(work->base.policy, finding->rule));
    circlet_workbook_add_text(book, CIRCLET_CELL_TEXT, finding->unit);
    circlet_workbook_add_text(book, CIRCLET_CELL_TEXT, finding->unit_name);
    circlet_workbook_add_text(
        book, CIRCLET_CELL_TEXT,
        workbook_word(work, circlet_level_name(finding->level)));
    circlet_workbook_add_text(
        book, CIRCLET_CELL_TEXT,
        finding->subject == CIRCLET_SUBJECT_UNIT ? NULL : finding->subject_id);
    circlet_workbook_add_text(
        book, CIRCLET_CELL_TEXT,
        workbook_word(work, circlet_force_name(finding->force)));
    circlet_workbook_add_number(book, CIRCLET_CELL_YEAR,
                                finding->due >= 0 ? finding->due
                                                  : (double)NAN);
    circlet_workbook_add_text(book, CIRCLET_CELL_TEXT,
                              workbook_word(work, finding->mode));
    add_verdict(book, finding->verdict);
}

/* So few persons that the verdict alone is told. */
static circlet_finding without_numbers(const circlet_finding *finding)
{
    circlet_finding out = *finding;

    out.measured = out.measured_low = out.measured_high = out.shortfall =
        out.persons = out.persons_covered = out.persons_unreached =
            out.persons_modelled = (double)NAN;
    out.text_zh = circlet_privacy_text_zh();
    out.text_en = circlet_privacy_text_en();
    return out;
}

static void add_finding(circlet_workbook *book, const workbook_study *work,
                        size_t i)
{
    circlet_finding shown = *circlet_findings_at(work->findings, i);
    const circlet_finding *finding = &shown;
    const char *unit = finding->measured_unit;

    if (work->privacy &&
        circlet_privacy_hides(work->privacy, work->planned != NULL, i))
        shown = without_numbers(finding);
    circlet_workbook_add_row(book);
    add_place(book, work, finding);
    add_measure(book, finding->measured, unit);
    add_measure(book, finding->measured_low, unit);
    add_measure(book, finding->measured_high, unit);
    add_measure(book, finding->required, unit);
    circlet_workbook_add_text(book, CIRCLET_CELL_TEXT,
                              workbook_word(work, unit));
    add_measure(book, finding->shortfall, finding->shortfall_unit);
    circlet_workbook_add_text(book, CIRCLET_CELL_TEXT,
                              workbook_word(work, finding->shortfall_unit));
    add_measure(book, finding->persons, NULL);
    add_measure(book, finding->persons_covered, NULL);
    add_measure(book, finding->persons_unreached, NULL);
    add_measure(book, finding->persons_modelled, NULL);
    circlet_workbook_add_text(book, CIRCLET_CELL_LONG_TEXT,
                              locale_is_chinese() ? finding->text_zh
                                                  : finding->text_en);
    circlet_workbook_add_text(book, CIRCLET_CELL_LONG_TEXT, finding->citation);
}

void workbook_add_findings(circlet_workbook *book, const workbook_study *work)
{
    const circlet_workbook_column columns[] = {
        {_("RULE"), 20},      {_("TITLE"), 30},     {_("CODE"), 14},
        {_("UNIT"), 16},      {_("LEVEL"), 11},     {_("FACILITY"), 12},
        {_("FORCE"), 9},      {_("DUE"), 8},        {_("MODE"), 16},
        {_("VERDICT"), 12},   {_("MEASURED"), 12},  {_("AT LEAST"), 11},
        {_("AT MOST"), 11},   {_("REQUIRED"), 11},  {_("MEASURED IN"), 14},
        {_("SHORTFALL"), 11}, {_("SHORT OF"), 14},  {_("PERSONS"), 11},
        {_("COVERED"), 11},   {_("UNREACHED"), 12}, {_("MODELLED"), 11},
        {_("FINDING"), 80},   {_("CLAUSE"), 40}};
    size_t count = circlet_findings_count(work->findings);

    circlet_workbook_add_sheet(book, _("Findings"), columns, COUNT(columns),
                               1);
    for (size_t i = 0; i < count; i++)
        add_finding(book, work, i);
}
