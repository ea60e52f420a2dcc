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
    {"keep", N_("keep")},
    {"enlarge", N_("enlarge")},
    {"add_service", N_("add service")},
    {"partition", N_("partition")},
    {"designate", N_("designate")},
    {"build", N_("build")},
    {"move", N_("move")},
    {"close", N_("close")},
    {"upgrade", N_("upgrade")},
    {"warm_home", N_("Warm Home")},
    {"covered_persons", N_("persons newly covered")},
    {"optimal", N_("optimal")},
    {"bound", N_("bound")},
    {"yes", N_("yes")},
    {"no", N_("no")},
    {"must_shortfall", N_("shortfall of what must be (persons)")},
    {"must_failures", N_("failures of what must be")},
    {"should_shortfall", N_("shortfall of what should be (persons)")},
    {"should_failures", N_("failures of what should be")},
    {"cost_cny", N_("cost (CNY)")},
    {"mean_time_worst", N_("mean time of the group that has farthest "
                           "(minutes)")},
    {"mean_time_all", N_("mean time of all (minutes)")},
    {"none_in_reach", N_("no site and no facility to be made one is in "
                         "reach")},
    {"none_in_unit", N_("no more can be built or made in the unit")},
    {"sites_taken", N_("the sites are taken by something else")},
    {"beyond_budget", N_("beyond the budget")},
    {"in_doubt", N_("as assumed, but not surely")},
    {"too_dear", N_("it would cost too much for each person")},
    {"not_planned", N_("nothing that is built mends it")},

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
    {"entrances_with_unknown_facility",
     N_("entrances of a facility that there is not")},
    {"facilities_without_area", N_("facilities whose floor area is not "
                                   "known")},
    {"sites_outside_units", N_("sites lie outside every unit")},
    {"venues_outside_units", N_("venues lie outside every unit")},
    {"people_elsewhere",
     N_("people live in another unit than they are registered in")},
    {"people_modelled",
     N_("rows of people are modelled: nobody's known homes")},
    {"people_modelled_before_changes",
     N_("rows of modelled people were spread before units or places were "
        "imported as they are now")},
    {"totals_with_unknown_unit", N_("totals of a unit that there is not")},
    {"waivers_with_unknown_unit", N_("waivers for a unit that there is not")},
    {"units_without_setting",
     N_("streets and townships of which the setting is not known")},
    {"units_without_residents",
     N_("units of which the residents are not known")},
    {"units_without_parent", N_("units whose higher unit is not in the city")},
    {"turn_restrictions_unused", N_("turn restrictions are not used")},
    {"road_nodes_missing", N_("nodes of streets are missing in the extract")},

    /* what became of a row, and why */
    {"refused", N_("refused")},
    {"repaired", N_("repaired")},
    {"doubtful", N_("doubtful")},
    {"unreadable", N_("not readable")},
    {"empty", N_("empty where a value is needed")},
    {"no_number", N_("no number")},
    {"out_of_range", N_("a number that cannot be")},
    {"unknown_word", N_("an unknown word")},
    {"bad_date", N_("no date, or one in the wrong order")},
    {"bad_text", N_("a text of the wrong form")},
    {"duplicate", N_("there already")},
    {"personal", N_("says who somebody is")},
    {"no_geometry", N_("without a geometry")},
    {"other_geometry", N_("with a geometry of another type")},
    {"geometry", N_("with a geometry that cannot be used")},
    {"wrong_geometry", N_("no line")},
    {"near_miss", N_("ends that nearly meet another line")},
    {"end_apart", N_("ends apart from the node that they name")},
    {"duplicate_line", N_("lines that stand twice")},
    {"loop", N_("a line that comes back to its start")},
    {"zero_length", N_("a line without length")},
    {"no_street", N_("no street")},
    {"unknown_highway", N_("a kind of street that no travel mode knows")},
    {"cut_tags", N_("tags that are cut off")},
    {"bad_edge", N_("an edge that cannot be read")},
    {"no_id", N_("without an id")},
    {"invalid_area", N_("an area that is not valid")},
    {"null_island", N_("coordinates that were never filled in")},
    {"swapped", N_("longitude and latitude exchanged")},
    {"outside", N_("outside the city")},
    {"unknown_unit", N_("of a unit that is not in the city")},
    {"unknown_facility", N_("of a facility that is not in the city")},
    {"far_off", N_("far from what it belongs to")},
    {"merged", N_("a further part of a unit")},
    {"overlap", N_("an area over another")},
    {"same_area", N_("the same area as another")},
    {"outside_parent", N_("out of its parent's area")},
    {"gap", N_("a gap between units")},
    {"no_parent", N_("without a parent")},
    {"unknown_parent", N_("of a parent that is not in the city")},
    {"elsewhere", N_("registered elsewhere than they live")},
    {"contradiction", N_("values that contradict each other")},
    {"odd_birth_year", N_("a birth year that can hardly be")},
    {"odd_value", N_("a value that can hardly be")},
    {"same_place", N_("where another row of the grid is")},
    {"bad_parent", N_("a parent of no higher level")},
    {"unknown_tier", N_("of a tier that is probably misspelt")},
    {"unknown_type", N_("of a type that is probably misspelt")},
    {"unknown_service", N_("with a service that is probably misspelt")},
    {"bad_certificate", N_("no certificate number")},
    {"row", N_("not usable")},
    {"no_target", N_("of a unit without a place to spread people over")},
    {"no_residents", N_("communities without a number of residents")},
    {"no_weight", N_("places whose weights are all 0")},
    {"two_places", N_("lon and lat elsewhere than the geometry")},
    {"community_elsewhere", N_("communities without a place in their unit")},
    {"counted_twice", N_("people whom another total may count, too")},
    {"open_age", N_("ages without an end")},
    {"outside_extent", N_("where the streets are not known")},

    /* why something is not as it was */
    {"facility_opened", N_("facility opened")},
    {"facility_closed", N_("facility closed")},
    {"facility_moved", N_("facility moved")},
    {"facility_changed", N_("facility changed")},
    {"road_changed", N_("streets changed")},
    {"standard_changed", N_("rules changed")},
    {"mode_changed", N_("travel modes changed")},
    {"year_changed", N_("years went by")},
    {"unit_changed", N_("units or venues changed")},
    {"waiver_changed", N_("waivers changed")},
    {"person_changed", N_("people's data changed")},
    {"person_moved", N_("moved")},
    {"person_entered", N_("entered")},
    {"person_left", N_("left")},
    {"data_changed", N_("data added or missing")},

    /* what takes a while */
    {"read streets", N_("reading streets")},
    {"city", N_("reading the city")},
    {"network", N_("reading the streets of the city")},
    {"ordering streets", N_("ordering the streets")},
    {"judging", N_("judging")},
    {"searching", N_("searching")},
    {"sorting", N_("sorting")},
    {"writing", N_("writing")},
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
