/* A ledger while it is made: rows, columns, and figures where they cross. */
#ifndef CI_REPORT_LEDGER_H
#define CI_REPORT_LEDGER_H

#include <circlet/report.h>

#include "base/arena.h"
#include "policy/policy.h"
#include "report/age_bands.h"

/* What is known of a figure, as bits. */
#define CI_FIGURE_KNOWN 1
#define CI_FIGURE_UNKNOWN 2

struct circlet_ledger {
    circlet_ledger_level level;
    int year; /* 0: as the data is */
    int64_t internal_milli;
    int64_t hidden_below; /* persons */
    ci_age_bands ages;
    circlet_ledger_column *columns;
    size_t column_count, column_capacity;
    circlet_ledger_row *rows;
    size_t row_count, row_capacity;
    /* Row by row, the last the total. */
    int64_t *values_milli;
    int64_t *modelled_milli; /* NULL: there are no modelled people */
    uint8_t *flags;
    bool *hidden; /* NULL: every figure is shown */
    ci_arena arena; /* the texts of rows and columns */
};

/* The rows in which people and facilities stand. */
typedef struct ci_ledger_places {
    uint32_t *demand_rows; /* NULL: people are not asked for */
    uint32_t *facility_rows; /* NULL at the level of households */
} ci_ledger_places;

/* Reads the options of a ledger; `level_max` is the last that is allowed. */
circlet_status ci_ledger_new(circlet_ledger **out,
                             const circlet_policy *policy,
                             const circlet_ledger_options *options,
                             circlet_ledger_level level_max,
                             circlet_error *error);

/* ---- ledger_rows.c ------------------------------------------------------ */

/* Adds the rows of the ledger's level, which is none of facilities: for
 * everybody and all facilities, or for facilities alone. The caller clears
 * the places, after a failure too. */
circlet_status ci_ledger_place_facilities(circlet_ledger *ledger,
                                          ci_ledger_places *places,
                                          const circlet_city *city,
                                          circlet_error *error);
circlet_status ci_ledger_place(circlet_ledger *ledger,
                               ci_ledger_places *places,
                               const circlet_city *city, circlet_error *error);
void ci_ledger_places_clear(ci_ledger_places *places);

/* Adds a row; its texts are copied. */
circlet_status ci_ledger_add_row(circlet_ledger *ledger,
                                 const circlet_ledger_row *row,
                                 circlet_error *error);

/* The name and code of a unit (or CIRCLET_NONE) as a row's parent. */
void ci_ledger_set_parent(circlet_ledger_row *row, const circlet_city *city,
                          circlet_unit unit);

/* ---- ledger_columns.c --------------------------------------------------- */

/* Adds a column; its texts are copied. */
circlet_status ci_ledger_add_column(circlet_ledger *ledger,
                                    const circlet_ledger_column *column,
                                    circlet_error *error);

/* Adds all columns of a city's ledger. */
circlet_status ci_ledger_add_columns(circlet_ledger *ledger,
                                     const circlet_city *city,
                                     const circlet_policy *policy,
                                     circlet_error *error);

/* Whether a rule has columns of coverage. */
bool ci_ledger_covers(const circlet_ledger *ledger, const ci_rule *rule);

/* ---- ledger_figures.c --------------------------------------------------- */

/* Makes room for the figures, once rows and columns are there. */
circlet_status ci_ledger_make_figures(circlet_ledger *ledger,
                                      const circlet_city *city,
                                      circlet_error *error);

/* Adds to a figure and to its column's total; a value that is not known
 * leaves only its mark. CIRCLET_E_DATA if a sum leaves 64 bits. */
circlet_status ci_ledger_add(circlet_ledger *ledger, size_t row, size_t column,
                             int64_t milli, circlet_error *error);
void ci_ledger_add_unknown(circlet_ledger *ledger, size_t row, size_t column);

/* Of every row something is not known in a column, and of the total. */
void ci_ledger_add_unknowns(circlet_ledger *ledger, size_t column);

/* Nothing is known of the rows of units without an area: who and what is in
 * them stands in the row of no unit beside them. Once the figures are there;
 * nothing at the levels that have no units. */
circlet_status ci_ledger_hide_placeless(circlet_ledger *ledger,
                                        const circlet_city *city,
                                        circlet_error *error);

/* Adds a person to a figure. */
circlet_status ci_ledger_add_person(circlet_ledger *ledger, size_t row,
                                    size_t column,
                                    const circlet_demand_record *person,
                                    circlet_error *error);

/* Adds up everybody, and every open facility. */
circlet_status ci_ledger_count_people(circlet_ledger *ledger,
                                      const ci_ledger_places *places,
                                      const circlet_city *city,
                                      circlet_error *error);
circlet_status ci_ledger_count_facilities(circlet_ledger *ledger,
                                          const ci_ledger_places *places,
                                          const circlet_city *city,
                                          const circlet_policy *policy,
                                          circlet_error *error);

/* Whether a facility is open in the ledger's year, or by its status. */
bool ci_ledger_is_open(const circlet_ledger *ledger,
                       const circlet_facility_record *facility);

/* ---- ledger_coverage.c -------------------------------------------------- */

circlet_status ci_ledger_count_coverage(circlet_ledger *ledger,
                                        const ci_ledger_places *places,
                                        const circlet_city *city,
                                        const circlet_policy *policy,
                                        const circlet_travel *travel,
                                        const circlet_progress *progress,
                                        circlet_error *error);

#endif
