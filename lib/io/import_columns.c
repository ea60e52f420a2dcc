/* The columns of each layer, in the order in which messages list them. */
#include "city/plan_action.h"
#include "io/import_layer.h"

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

#define COUNT_MAX 1e9 /* people of one total */
#define MOST 1e15 /* more than any count or sum of money is */

/* The columns lon and lat. */
#define PLACE                                                                 \
    {.name = "lon", .type = CI_VALUE_LON, .min = -180.0, .max = 180.0},       \
    {                                                                         \
        .name = "lat", .type = CI_VALUE_LAT, .min = -90.0, .max = 90.0        \
    }
#define NEEDED_PLACE                                                          \
    {.name = "lon",                                                           \
     .type = CI_VALUE_LON,                                                    \
     .is_needed = true,                                                       \
     .min = -180.0,                                                           \
     .max = 180.0},                                                           \
    {                                                                         \
        .name = "lat", .type = CI_VALUE_LAT, .is_needed = true, .min = -90.0, \
        .max = 90.0                                                           \
    }

static const char *const level_words[] = {"city", "district", "street",
                                          "community", NULL};
static const char *const kind_words[] = {
    "visual", "hearing", "speech", "physical", "intellectual", "mental", NULL};
static const char *const aid_words[] = {"none",
                                        "stick",
                                        "crutches",
                                        "manual_wheelchair",
                                        "powered_wheelchair",
                                        "guide_dog",
                                        "escort",
                                        NULL};
static const char *const status_words[] = {"open", "planned", "closed", NULL};

static const ci_layer_column unit_columns[] = {
    {.name = "code", .is_needed = true},
    {.name = "name", .is_needed = true},
    {.name = "level",
     .type = CI_VALUE_WORD,
     .words = level_words,
     .has_headings = true,
     .is_needed = true},
    {.name = "parent_code"},
    {.name = "kind", .has_headings = true},
    {.name = "setting", .has_headings = true},
    {.name = "tags", .type = CI_VALUE_LIST, .has_headings = true},
    {.name = "residents", .type = CI_VALUE_WHOLE, .max = MOST},
    PLACE,
};

static const ci_layer_column people_columns[] = {
    {.name = "id", .is_needed = true},
    NEEDED_PLACE,
    {.name = "household"},
    {.name = "unit_code"},
    {.name = "weight",
     .type = CI_VALUE_WEIGHT,
     .max = 1e9,
     .stored = "weight_milli",
     .missing = "1"},
    {.name = "certified", .type = CI_VALUE_ANSWER, .missing = "1"},
    {.name = "kind",
     .type = CI_VALUE_WORDS,
     .words = kind_words,
     .has_headings = true},
    {.name = "grade",
     .type = CI_VALUE_WHOLE,
     .min = 1.0,
     .max = 4.0,
     .has_headings = true},
    {.name = "age", .type = CI_VALUE_WHOLE, .max = 130.0},
    {.name = "birth_year",
     .type = CI_VALUE_WHOLE,
     .min = 1880.0,
     .max = 2100.0},
    {.name = "aid",
     .type = CI_VALUE_WORD,
     .words = aid_words,
     .has_headings = true},
    {.name = "needs", .type = CI_VALUE_LIST, .has_headings = true},
    {.name = "received", .type = CI_VALUE_LIST, .has_headings = true},
    {.name = "old_carer", .type = CI_VALUE_ANSWER},
    {.name = "poor", .type = CI_VALUE_ANSWER},
    {.name = "modelled", .type = CI_VALUE_ANSWER},
};

static const ci_layer_column facility_columns[] = {
    {.name = "id", .is_needed = true},
    {.name = "name", .is_needed = true},
    {.name = "type", .is_needed = true, .has_headings = true},
    NEEDED_PLACE,
    {.name = "status",
     .type = CI_VALUE_WORD,
     .words = status_words,
     .has_headings = true},
    {.name = "building_id"},
    {.name = "tier", .has_headings = true},
    {.name = "area_m2", .type = CI_VALUE_REAL, .max = MOST},
    {.name = "services", .type = CI_VALUE_SERVICES},
    {.name = "is_comprehensive", .type = CI_VALUE_ANSWER},
    {.name = "is_pilot", .type = CI_VALUE_ANSWER},
    {.name = "is_reformed", .type = CI_VALUE_ANSWER},
    {.name = "is_reform_base", .type = CI_VALUE_ANSWER},
    {.name = "stars", .type = CI_VALUE_REAL, .max = MOST},
    {.name = "directors", .type = CI_VALUE_REAL, .max = MOST},
    {.name = "physicians", .type = CI_VALUE_REAL, .max = MOST},
    {.name = "therapists", .type = CI_VALUE_REAL, .max = MOST},
    {.name = "nurses", .type = CI_VALUE_REAL, .max = MOST},
    {.name = "rehab_workers", .type = CI_VALUE_REAL, .max = MOST},
    {.name = "mental_staff", .type = CI_VALUE_REAL, .max = MOST},
    {.name = "opened", .type = CI_VALUE_DATE},
    {.name = "closed", .type = CI_VALUE_DATE},
    {.name = "address"},
    {.name = "phone"},
    {.name = "hours"},
};

static const ci_layer_column site_columns[] = {
    {.name = "id", .is_needed = true},
    NEEDED_PLACE,
    {.name = "name"},
    {.name = "types", .type = CI_VALUE_LIST, .has_headings = true},
    {.name = "max_area_m2", .type = CI_VALUE_REAL, .max = MOST},
    {.name = "max_beds", .type = CI_VALUE_REAL, .max = MOST},
    {.name = "cost_cny", .type = CI_VALUE_REAL, .max = MOST},
    {.name = "base_score", .type = CI_VALUE_REAL, .min = -MOST, .max = MOST},
};

static const ci_layer_column totals_columns[] = {
    {.name = "unit_code", .is_needed = true},
    {.name = "count",
     .type = CI_VALUE_WHOLE,
     .is_needed = true,
     .max = COUNT_MAX},
    {.name = "kind",
     .type = CI_VALUE_WORDS,
     .words = kind_words,
     .has_headings = true},
    {.name = "grade",
     .type = CI_VALUE_WHOLE,
     .min = 1.0,
     .max = 4.0,
     .has_headings = true},
    {.name = "age_from", .type = CI_VALUE_WHOLE, .max = 130.0},
    {.name = "age_to", .type = CI_VALUE_WHOLE, .max = 130.0},
    {.name = "aid",
     .type = CI_VALUE_WORD,
     .words = aid_words,
     .has_headings = true},
    {.name = "needs", .type = CI_VALUE_LIST, .has_headings = true},
};

static const ci_layer_column grid_columns[] = {
    NEEDED_PLACE,
    {.name = "weight", .type = CI_VALUE_REAL, .is_needed = true, .max = MOST},
};

/* A weight that is not given is made from what the building is. */
static const ci_layer_column building_columns[] = {
    PLACE,
    {.name = "weight", .type = CI_VALUE_REAL, .max = MOST},
    {.name = "floors", .type = CI_VALUE_WHOLE, .min = 1.0, .max = 300.0},
    {.name = "dwellings", .type = CI_VALUE_WHOLE, .max = 1e6},
};

static const ci_layer_column venue_columns[] = {
    {.name = "id", .is_needed = true},
    {.name = "name", .is_needed = true},
    NEEDED_PLACE,
    {.name = "kind"},
};

/* FROM is a word of SQL. */
static const ci_layer_column waiver_columns[] = {
    {.name = "rule", .is_needed = true},
    {.name = "unit_code", .is_needed = true},
    {.name = "document", .is_needed = true},
    {.name = "from", .type = CI_VALUE_DATE, .stored = "\"from\""},
    {.name = "until", .type = CI_VALUE_DATE},
};

static const ci_layer_column entrance_columns[] = {
    {.name = "facility", .is_needed = true},
    NEEDED_PLACE,
};

/* Which other columns an action needs depends on its kind. */
static const ci_layer_column plan_columns[] = {
    {.name = "id", .is_needed = true},
    {.name = "kind",
     .type = CI_VALUE_WORD,
     .words = ci_action_kind_words,
     .has_headings = true,
     .is_needed = true},
    {.name = "year", .type = CI_VALUE_WHOLE, .min = 1900.0, .max = 2200.0},
    {.name = "start_year",
     .type = CI_VALUE_WHOLE,
     .min = 1900.0,
     .max = 2200.0},
    {.name = "facility"},
    {.name = "site"},
    PLACE,
    {.name = "type", .has_headings = true},
    {.name = "tier", .has_headings = true},
    {.name = "service", .has_headings = true},
    {.name = "from_service", .has_headings = true},
    {.name = "places", .type = CI_VALUE_WHOLE, .max = COUNT_MAX},
    {.name = "beds", .type = CI_VALUE_WHOLE, .max = COUNT_MAX},
    {.name = "area_m2", .type = CI_VALUE_REAL, .max = MOST},
    {.name = "cost_cny", .type = CI_VALUE_REAL, .max = MOST},
    {.name = "fixed", .type = CI_VALUE_ANSWER},
    {.name = "position", .type = CI_VALUE_WHOLE, .max = COUNT_MAX},
    {.name = "proposed", .type = CI_VALUE_ANSWER},
    /* What an export says besides: made anew, see import_plan.c. */
    {.name = "plan"},
    {.name = "mends"},
    {.name = "mode"},
    {.name = "persons_gained"},
    {.name = "persons_modelled"},
    {.name = "text_zh"},
    {.name = "text_en"},
};

static const ci_layer_table tables[CIRCLET_LAYER_COUNT] = {
    [CIRCLET_LAYER_UNITS] = {"unit", "code", unit_columns,
                             COUNT_OF(unit_columns), CI_PLACE_UNIT},
    [CIRCLET_LAYER_PEOPLE] = {"demand", "id", people_columns,
                              COUNT_OF(people_columns), CI_PLACE_POINT},
    [CIRCLET_LAYER_FACILITIES] = {"facility", "id", facility_columns,
                                  COUNT_OF(facility_columns), CI_PLACE_POINT},
    [CIRCLET_LAYER_SITES] = {"site", "id", site_columns,
                             COUNT_OF(site_columns), CI_PLACE_POINT},
    [CIRCLET_LAYER_TOTALS] = {"totals", NULL, totals_columns,
                              COUNT_OF(totals_columns), CI_PLACE_NONE},
    [CIRCLET_LAYER_GRID] = {"grid", NULL, grid_columns, COUNT_OF(grid_columns),
                            CI_PLACE_POINT},
    [CIRCLET_LAYER_BUILDINGS] = {"building", NULL, building_columns,
                                 COUNT_OF(building_columns),
                                 CI_PLACE_BUILDING},
    [CIRCLET_LAYER_VENUES] = {"venue", "id", venue_columns,
                              COUNT_OF(venue_columns), CI_PLACE_POINT},
    [CIRCLET_LAYER_WAIVERS] = {"waiver", NULL, waiver_columns,
                               COUNT_OF(waiver_columns), CI_PLACE_NONE},
    /* Grids have no columns; what they change is the roads. */
    [CIRCLET_LAYER_ELEVATION] = {"road_link", NULL, NULL, 0, CI_PLACE_POINT},
    [CIRCLET_LAYER_ENTRANCES] = {"facility_access", NULL, entrance_columns,
                                 COUNT_OF(entrance_columns), CI_PLACE_POINT},
    /* A temporary table: see import_plan.c. */
    [CIRCLET_LAYER_PLAN] = {"plan_row", "id", plan_columns,
                            COUNT_OF(plan_columns), CI_PLACE_PERHAPS},
};

const ci_layer_table *ci_layer_table_of(circlet_layer layer)
{
    return &tables[layer];
}
