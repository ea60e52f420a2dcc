#include "word.h"

#include <stddef.h>
#include <string.h>

#include "locale.h"

static const struct {
    const char *name;
    const char *text;
} words[] = {
    /* verdicts */
    {"pass", N_("pass")},
    {"fail", N_("FAIL")},
    {"advice", N_("advice")},
    {"undecided", N_("undecided")},
    {"no_data", N_("no data")},

    /* plans */
    {"build", N_("build")},
    {"warm_home", N_("Warm Home")},
    {"covered_persons", N_("persons newly covered")},

    /* doubts */
    {"people_outside_units", N_("people live outside every unit")},
    {"people_outside_extent",
     N_("people live where the streets are not known")},
    {"people_without_aid", N_("people of whom no aid is given")},
    {"people_without_kind", N_("people of whom no kind of disability is "
                               "given")},
    {"people_with_unknown_certificate",
     N_("people of whom it is not known whether they are certified")},
    {"people_with_unknown_unit",
     N_("people registered in a unit that there is not")},
    {"facilities_outside_units", N_("facilities stand outside every unit")},
    {"facilities_without_area", N_("facilities whose floor area is not "
                                   "known")},
    {"sites_outside_units", N_("sites lie outside every unit")},
    {"units_without_setting",
     N_("streets and townships of which the setting is not known")},
    {"units_without_residents",
     N_("units of which the residents are not known")},
    {"units_without_parent", N_("units whose higher unit is not in the city")},
    {"turn_restrictions_unused", N_("turn restrictions are not used")},
    {"road_nodes_missing", N_("nodes of streets are missing in the extract")},

    /* what takes a while */
    {"read streets", N_("reading streets")},
    {"city", N_("reading the city")},
    {"network", N_("reading the streets of the city")},
    {"judging", N_("judging")},
    {"searching", N_("searching")},
    {"tying points to streets", N_("tying points to streets")},
    {"siting", N_("siting")},
};

const char *word(const char *name)
{
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        if (strcmp(words[i].name, name) == 0)
            return _(words[i].text);
    return name;
}
