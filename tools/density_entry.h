/* A cell or unit of a density as fields of a row. */
#ifndef TOOLS_DENSITY_ENTRY_H
#define TOOLS_DENSITY_ENTRY_H

#include "density_output.h"

/* In the order of the columns; name and level are texts, too. */
typedef enum density_field {
    FIELD_ID,
    FIELD_NAME,
    FIELD_LEVEL,
    FIELD_LON,
    FIELD_LAT,
    FIELD_PERSONS,
    FIELD_LOW,
    FIELD_HIGH,
    FIELD_AREA,
    FIELD_PER_KM2,
    FIELD_RESIDENTS,
    FIELD_PER_1000,
    FIELD_INTERNAL,
    FIELD_COUNT
} density_field;

typedef struct density_entry {
    const char *id, *name, *level; /* name and level: of units */
    double numbers[FIELD_COUNT]; /* NaN where it has none */
    bool is_internal;
} density_entry;

/* "persons" ... */
const char *density_field_name(density_field which);

/* Whether a density has such a column; whether it is text (else a number with
 * at most so many decimals). The last one, FIELD_INTERNAL, is neither. */
bool density_has_field(const circlet_density_summary *summary,
                       density_field which);
bool density_field_is_text(density_field which);
int density_field_decimals(density_field which);

const char *density_entry_text(const density_entry *from, density_field which);

/* The cells or units of a density. `room` holds a cell as long as the entry
 * is used. */
size_t density_entry_count(const density_output *from);
density_entry density_entry_at(const density_output *from,
                               circlet_density_cell *room, size_t i);

#endif
