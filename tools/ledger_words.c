#include "ledger_words.h"

#include <stdio.h>
#include <string.h>

#include "locale.h"
#include "word.h"

static const struct {
    const char *name;
    const char *text;
} words[] = {
    {"all", N_("all")},
    {"unknown", N_("not known")},
    {"yes", N_("yes")},
    {"no", N_("no")},

    /* kinds of disability */
    {"visual", N_("visual")},
    {"hearing", N_("hearing")},
    {"speech", N_("speech")},
    {"physical", N_("physical")},
    {"intellectual", N_("intellectual")},
    {"mental", N_("mental")},

    /* aids */
    {"none", N_("none")},
    {"stick", N_("stick")},
    {"crutches", N_("crutches")},
    {"manual_wheelchair", N_("manual wheelchair")},
    {"powered_wheelchair", N_("powered wheelchair")},
    {"guide_dog", N_("guide dog")},
    {"escort", N_("escort")},

    /* services */
    {"assistive_device", N_("assistive devices")},
    {"day_care", N_("day care")},
    {"home_service", N_("home service")},
    {"mental_care", N_("community mental-health care")},
    {"mental_day", N_("mental-health day care")},
    {"mental_welfare", N_("mental welfare")},
    {"rehabilitation", N_("rehabilitation")},
    {"rehabilitation_assessment", N_("rehabilitation assessment")},
    {"residential", N_("residential care")},
    {"respite", N_("respite care")},
    {"severe_care", N_("care for the severely disabled")},
    {"special_welfare", N_("special welfare")},
    {"vocational_rehabilitation", N_("vocational rehabilitation")},

    /* staff, area */
    {"directors", N_("directors")},
    {"physicians", N_("physicians")},
    {"therapists", N_("therapists")},
    {"nurses", N_("nurses")},
    {"rehab_workers", N_("rehabilitation workers")},
    {"mental_staff", N_("mental-health staff")},
    {"area_m2", N_("floor area")},

    /* travel modes that are no aids; coverage; costs */
    {"own", N_("each person's own")},
    {"drive", N_("by car")},
    {"walk", N_("on foot")},
    {"concerned", N_("concerned")},
    {"covered", N_("covered")},
    {"covered_low", N_("at least")},
    {"covered_high", N_("at most")},
    {"facilities", N_("facilities")},
    {"persons", N_("persons")},
    {"persons_low", N_("persons, at least")},
    {"persons_high", N_("persons, at most")},
    {"yearly_known", N_("yearly")},
    {"yearly_low", N_("yearly, at least")},
    {"yearly_high", N_("yearly, at most")},
    {"once_known", N_("once")},
    {"once_low", N_("once, at least")},
    {"once_high", N_("once, at most")},
};

const char *ledger_word(const char *name)
{
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        if (strcmp(words[i].name, name) == 0)
            return _(words[i].text);
    return word(name);
}

/* ---- columns ------------------------------------------------------------ */

static bool is_of_sums(const circlet_ledger_column *column)
{
    return column->section == CIRCLET_LEDGER_YEARLY ||
           column->section == CIRCLET_LEDGER_ONCE;
}

void ledger_column_id(char out[COLUMN_ID_SIZE],
                      const circlet_ledger_column *column)
{
    const char *section = circlet_ledger_section_name(column->section);

    if (column->section == CIRCLET_LEDGER_PEOPLE)
        snprintf(out, COLUMN_ID_SIZE, "persons");
    else if (column->section == CIRCLET_LEDGER_FUND)
        snprintf(out, COLUMN_ID_SIZE, "%s_cny", column->rule);
    else if (column->rule)
        snprintf(out, COLUMN_ID_SIZE, "%s_%s", column->rule, column->word);
    else if (is_of_sums(column) && strcmp(column->word, "known") == 0)
        snprintf(out, COLUMN_ID_SIZE, "%s_cny", section);
    else if (is_of_sums(column))
        snprintf(out, COLUMN_ID_SIZE, "%s_cny_%s", section, column->word);
    else if (column->section == CIRCLET_LEDGER_TYPE &&
             strcmp(column->word, "all") == 0)
        snprintf(out, COLUMN_ID_SIZE, "facilities");
    else if (column->section == CIRCLET_LEDGER_AREA ||
             column->section == CIRCLET_LEDGER_CATCHMENT)
        snprintf(out, COLUMN_ID_SIZE, "%s", column->word);
    else
        snprintf(out, COLUMN_ID_SIZE, "%s_%s", section, column->word);
}

/* The titles of rules stand above their tables, and a person's aid is not
 * what the policy calls the travel mode of that name. */
const char *ledger_column_title(const circlet_ledger_column *column)
{
    const char *title =
        locale_is_chinese() ? column->title_zh : column->title_en;
    bool is_word = column->section == CIRCLET_LEDGER_COVERAGE ||
                   column->section == CIRCLET_LEDGER_CATCHMENT ||
                   column->section == CIRCLET_LEDGER_STAFF ||
                   column->section == CIRCLET_LEDGER_AID;
    char name[COLUMN_ID_SIZE];

    if (title && !is_word)
        return title;
    if (!is_of_sums(column))
        return ledger_word(column->word);
    snprintf(name, sizeof(name), "%s_%s",
             circlet_ledger_section_name(column->section), column->word);
    return ledger_word(name);
}

/* ---- sections ----------------------------------------------------------- */

static const struct {
    const char *people;
    const char *modelled; /* NULL: none are counted in it */
} titles[CIRCLET_LEDGER_SECTION_COUNT] = {
    [CIRCLET_LEDGER_PEOPLE] = {N_("People (persons)"),
                               N_("Modelled people (persons), not counted "
                                  "above")},
    [CIRCLET_LEDGER_KIND] =
        {N_("People by kind of disability (persons; who has two kinds counts "
            "in both, and once in all)"),
         N_("Modelled people by kind of disability (persons), not counted "
            "above")},
    [CIRCLET_LEDGER_GRADE] = {N_("People by grade (persons; 1 is the most "
                                 "severe)"),
                              N_("Modelled people by grade (persons), not "
                                 "counted above")},
    [CIRCLET_LEDGER_AGE] = {N_("People by age in years (persons)"),
                            N_("Modelled people by age in years (persons), "
                               "not counted above")},
    [CIRCLET_LEDGER_NEED] =
        {N_("People by need (persons; who has two needs counts in both, and "
            "once in all)"),
         N_("Modelled people by need (persons), not counted above")},
    [CIRCLET_LEDGER_AID] = {N_("People by aid (persons)"),
                            N_("Modelled people by aid (persons), not counted "
                               "above")},
    [CIRCLET_LEDGER_CERTIFIED] = {N_("People by certificate (persons)"),
                                  N_("Modelled people by certificate "
                                     "(persons), not counted above")},
    [CIRCLET_LEDGER_POOR] = {N_("People by poverty (persons)"),
                             N_("Modelled people by poverty (persons), not "
                                "counted above")},
    [CIRCLET_LEDGER_COVERAGE] = {N_("People within a circle (persons)"),
                                 N_("Modelled people within a circle "
                                    "(persons), not counted above")},
    [CIRCLET_LEDGER_TYPE] = {N_("Open facilities by type (number)"), NULL},
    [CIRCLET_LEDGER_SERVICE] =
        {N_("Open facilities by service (number; one with two services "
            "counts in both)"),
         NULL},
    [CIRCLET_LEDGER_PLACES] = {N_("Places by service (number)"), NULL},
    [CIRCLET_LEDGER_OCCUPIED] = {N_("Occupied places and beds by service "
                                    "(number)"),
                                 NULL},
    [CIRCLET_LEDGER_BEDS] = {N_("Beds by service (number)"), NULL},
    [CIRCLET_LEDGER_STAFF] = {N_("Staff (persons employed)"), NULL},
    [CIRCLET_LEDGER_AREA] = {N_("Floor area (m²)"), NULL},
    [CIRCLET_LEDGER_CATCHMENT] = {N_("Facilities, and persons whose nearest "
                                     "they are within their circle"),
                                  N_("Modelled people among them (persons), "
                                     "not counted above")},
    [CIRCLET_LEDGER_FUND] = {N_("Funds (CNY)"), NULL},
    [CIRCLET_LEDGER_YEARLY] = {N_("Sums paid every year (CNY)"), NULL},
    [CIRCLET_LEDGER_ONCE] = {N_("Sums paid once (CNY)"), NULL}};

const char *ledger_section_title(circlet_ledger_section section)
{
    return _(titles[section].people);
}

const char *ledger_modelled_title(circlet_ledger_section section)
{
    return titles[section].modelled ? _(titles[section].modelled) : NULL;
}
