/*
 * The areas of units as they come in: each is repaired if it is not valid,
 * features of one unit are merged, and when all are there they are looked at
 * together.
 */
#ifndef CI_IO_IMPORT_UNITS_H
#define CI_IO_IMPORT_UNITS_H

#include "io/import.h"
#include "io/wkb.h"

/* What is to be noted of a unit's row; the reason is in a buffer beside. */
typedef struct ci_unit_verdict {
    bool is_noted; /* false: nothing; the row goes in as it came */
    circlet_row_outcome outcome; /* REPAIRED or REFUSED */
    const char *kind; /* "invalid_area", "merged", "duplicate" */
    const char *column; /* that it is about; NULL: the row as a whole */
} ci_unit_verdict;

/*
 * Looks at the area of one record, before it is stored. Nothing noted: it is
 * valid. REPAIRED, "invalid_area": `repaired` holds the area to store, and
 * `reason` says what was wrong where and how many square metres changed.
 * REFUSED, "invalid_area": nothing of it encloses anything. `repaired`
 * starts as {0} and may be handed in again and again; the caller frees it.
 * Fails only for lack of memory.
 */
circlet_status ci_unit_repair_area(ci_unit_verdict *out, ci_geometry *repaired,
                                   ci_buffer *reason, const circlet_area *area,
                                   circlet_error *error);

/* A record of a unit whose code another row of the table has already. */
typedef struct ci_unit_twin {
    const char *code;
    const char *name; /* NULL: the record has none */
    const char *level; /* as stored: "street"; NULL: the record has none */
    const char *parent; /* its code; NULL: the record has none */
    const ci_geometry *geometry; /* repaired; type NONE: it has none */
    int64_t source; /* fid of the record's row in the table source */
} ci_unit_twin;

/*
 * Decides what a second record of a code is. REPAIRED, "merged": it is a
 * further part of the unit, of the same source, name, level and, if both have
 * one, parent; its area was
 * added to the stored one. REFUSED, "duplicate": it says another thing of
 * the unit, or the same area again, or one of the two has no area. Something
 * is always noted, and `reason` names the other row.
 */
circlet_status ci_unit_merge(ci_unit_verdict *out, ci_buffer *reason,
                             const ci_import *import, const ci_unit_twin *twin,
                             circlet_error *error);

/*
 * Looks at the units together, after all sources of an import of units and
 * after their rows in `source` are finished. What is odd is noted as doubtful,
 * of the rows of this import and of what they lie beside or in, and summed up
 * in remarks: areas of a level that overlap or are the same, children out of
 * their parent, parents that their children leave uncovered, communities
 * without a parent, parents that are not there. `sources` are the paths that
 * the import was called with. Adds to `doubtful` of their rows in `source`.
 */
circlet_status ci_units_check(ci_import *import, const char *const *sources,
                              size_t source_count, circlet_error *error);

#endif
