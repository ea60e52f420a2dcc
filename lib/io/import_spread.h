/* People of totals: counted people of a unit, put at places inside it. */
#ifndef CI_IO_IMPORT_SPREAD_H
#define CI_IO_IMPORT_SPREAD_H

#include "io/import.h"

/* CIRCLET_E_ARGUMENT unless the option `spread` is NULL or one of the words
 * buildings, grid, communities, roads. */
circlet_status ci_spread_check_option(const char *spread,
                                      circlet_error *error);

/*
 * Spreads the totals that an import has stored over what its option says,
 * in place of the people of an earlier import of the same sources; without
 * the option says that they count for nothing yet. Totals of units that have
 * no place to spread over are refused. CIRCLET_E_DATA if all are.
 */
circlet_status ci_import_spread(ci_import *import, const char *const *sources,
                                size_t source_count, circlet_error *error);

/* Keeps in a temporary table what sources there are, before an import. */
circlet_status ci_spread_keep_sources(const ci_import *import,
                                      circlet_error *error);

/* How many rows of people were spread before the units, or the places that
 * they were spread over, were imported as they are now. A run that changed
 * nothing says since which run things are as they are. */
#define CI_SPREAD_STALE_SQL                                                   \
    "SELECT total(m.people) FROM (SELECT source, count(*) AS people FROM "    \
    "demand WHERE modelled GROUP BY source) AS m "                            \
    "JOIN source AS s ON s.fid = m.source JOIN run AS r ON r.fid = s.run "    \
    "WHERE s.layer = 'totals' AND EXISTS (SELECT 1 FROM source AS x LEFT "    \
    "JOIN run AS y ON y.fid = x.run WHERE coalesce(json_extract(y.options, "  \
    "'$.unchanged_since'), x.run) > s.run AND (x.layer = 'units' OR "         \
    "instr(r.options, '\"spread\":\"' || x.layer || '\"') > 0))"

/* Says so after an import of any layer that changed something, if there are
 * some. */
circlet_status ci_spread_remark_stale(const ci_import *import,
                                      circlet_error *error);

#endif
