/* Reading a comparison. */
#include <stdlib.h>

#include "report/comparison.h"

const char *circlet_change_kind_name(circlet_change_kind kind)
{
    static const char *const names[CIRCLET_CHANGE_KIND_COUNT] = {
        [CIRCLET_CHANGE_NONE] = "none",
        [CIRCLET_CHANGE_FACILITY_OPENED] = "facility_opened",
        [CIRCLET_CHANGE_FACILITY_CLOSED] = "facility_closed",
        [CIRCLET_CHANGE_FACILITY_MOVED] = "facility_moved",
        [CIRCLET_CHANGE_FACILITY_CHANGED] = "facility_changed",
        [CIRCLET_CHANGE_ROAD] = "road_changed",
        [CIRCLET_CHANGE_STANDARD] = "standard_changed",
        [CIRCLET_CHANGE_MODE] = "mode_changed",
        [CIRCLET_CHANGE_YEAR] = "year_changed",
        [CIRCLET_CHANGE_UNIT] = "unit_changed",
        [CIRCLET_CHANGE_WAIVER] = "waiver_changed",
        [CIRCLET_CHANGE_PERSON_CHANGED] = "person_changed",
        [CIRCLET_CHANGE_PERSON_MOVED] = "person_moved",
        [CIRCLET_CHANGE_PERSON_ENTERED] = "person_entered",
        [CIRCLET_CHANGE_PERSON_LEFT] = "person_left",
        [CIRCLET_CHANGE_DATA] = "data_changed"};

    return kind >= CIRCLET_CHANGE_NONE && kind < CIRCLET_CHANGE_KIND_COUNT
               ? names[kind]
               : "none";
}

void circlet_comparison_free(circlet_comparison *comparison)
{
    if (!comparison)
        return;
    ci_verdict_track_clear(&comparison->verdicts);
    ci_arena_free(&comparison->arena);
    free(comparison->rules);
    free(comparison->units);
    free(comparison->kinds);
    free(comparison->changes);
    free(comparison->persons);
    free(comparison);
}

int circlet_comparison_year_before(const circlet_comparison *comparison)
{
    return comparison->year_before;
}

int circlet_comparison_year_after(const circlet_comparison *comparison)
{
    return comparison->year_after;
}

circlet_compared_people circlet_comparison_people(
    const circlet_comparison *comparison)
{
    return comparison->people;
}

size_t circlet_comparison_rule_count(const circlet_comparison *comparison)
{
    return comparison->rule_count;
}

const circlet_cover_change *circlet_comparison_rule(
    const circlet_comparison *comparison, size_t i)
{
    return i < comparison->rule_count ? &comparison->rules[i] : NULL;
}

size_t circlet_comparison_unit_count(const circlet_comparison *comparison)
{
    return comparison->unit_count;
}

const circlet_cover_change *circlet_comparison_unit(
    const circlet_comparison *comparison, size_t i)
{
    return i < comparison->unit_count ? &comparison->units[i] : NULL;
}

size_t circlet_comparison_verdict_count(const circlet_comparison *comparison)
{
    return comparison->verdicts.change_count;
}

const circlet_verdict_change *circlet_comparison_verdict(
    const circlet_comparison *comparison, size_t i)
{
    return i < comparison->verdicts.change_count
               ? &comparison->verdicts.changes[i]
               : NULL;
}

size_t circlet_comparison_change_count(const circlet_comparison *comparison)
{
    return comparison->change_count;
}

const circlet_change *circlet_comparison_change(
    const circlet_comparison *comparison, size_t i)
{
    return i < comparison->change_count ? &comparison->changes[i] : NULL;
}

size_t circlet_comparison_person_count(const circlet_comparison *comparison)
{
    return comparison->person_count;
}

const circlet_person_change *circlet_comparison_person(
    const circlet_comparison *comparison, size_t i)
{
    return i < comparison->person_count ? &comparison->persons[i] : NULL;
}
