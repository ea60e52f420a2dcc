/* Units and people by hand, and looking at the figures of a ledger. */
#ifndef TESTS_LEDGER_FIXTURE_H
#define TESTS_LEDGER_FIXTURE_H

#include "judge_city.h"

#include <circlet/report.h>

/* A square that has a corner at (x, y). */
static inline void add_unit(circlet_city_builder *builder, const char *code,
                            circlet_level level, const char *parent, double x,
                            double y, double size)
{
    const circlet_point ring[] = {
        {x, y}, {x + size, y}, {x + size, y + size}, {x, y + size}, {x, y}};
    const circlet_ring rings[] = {{5, false}};
    circlet_unit_record unit = CIRCLET_UNIT_RECORD_INIT;

    unit.code = unit.name = code;
    unit.level = level;
    unit.parent_code = parent;
    unit.setting = "urban";
    unit.area = (circlet_area){ring, rings, 1};
    assert_ok(circlet_city_builder_add_unit(builder, &unit, error));
}

static inline circlet_demand_record person_at(const char *id, double lon,
                                              double lat)
{
    circlet_demand_record person = CIRCLET_DEMAND_RECORD_INIT;

    person.id = id;
    person.at = (circlet_point){lon, lat};
    return person;
}

static inline void add_person(circlet_city_builder *builder,
                              circlet_demand_record person)
{
    assert_ok(circlet_city_builder_add_demand(builder, &person, error));
}

static inline circlet_ledger *ledger_of(const circlet_city *city,
                                        circlet_ledger_level level, int year)
{
    circlet_ledger_options options = CIRCLET_LEDGER_OPTIONS_INIT;
    circlet_ledger *ledger = NULL;

    options.level = level;
    options.year = year;
    assert_ok(
        circlet_ledger_compute(&ledger, city, NULL, NULL, &options, error));
    return ledger;
}

static inline size_t column_of(const circlet_ledger *ledger,
                               circlet_ledger_section section,
                               const char *word)
{
    for (size_t c = 0; c < circlet_ledger_column_count(ledger); c++)
        if (circlet_ledger_column_at(ledger, c)->section == section &&
            strcmp(circlet_ledger_column_at(ledger, c)->word, word) == 0)
            return c;
    fail_msg("no column %s of %s", word, circlet_ledger_section_name(section));
    return 0;
}

/* The row of a code, or of no unit under a parent; "total". */
static inline size_t row_of(const circlet_ledger *ledger, const char *code,
                            const char *parent)
{
    size_t count = circlet_ledger_row_count(ledger);

    for (size_t i = 0; i < count; i++) {
        const circlet_ledger_row *row = circlet_ledger_row_at(ledger, i);

        if (code ? row->code && strcmp(row->code, code) == 0 &&
                       (!parent || strcmp(row->parent_code, parent) == 0)
                 : !row->code &&
                       (parent ? row->parent_code &&
                                     strcmp(row->parent_code, parent) == 0
                               : !row->parent_code))
            return i;
    }
    if (code && strcmp(code, "total") == 0)
        return count;
    fail_msg("no row %s in %s", code ? code : "-", parent ? parent : "-");
    return 0;
}

static inline circlet_ledger_cell cell(const circlet_ledger *ledger,
                                       const char *code,
                                       circlet_ledger_section section,
                                       const char *word)
{
    return circlet_ledger_cell_at(ledger, row_of(ledger, code, NULL),
                                  column_of(ledger, section, word));
}

static inline int64_t figure(const circlet_ledger *ledger, const char *code,
                             circlet_ledger_section section, const char *word)
{
    return cell(ledger, code, section, word).value_milli;
}

#endif
