#ifndef CIRCLET_MAP_H
#define CIRCLET_MAP_H

#include <circlet/io.h>
#include <circlet/plan.h>
#include <circlet/policy.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * A picture of a city for slides and reports: units by verdict or by the
 * share of people who are covered, streets, facilities, what a plan does, and
 * how many people live outside the circles. No person is drawn: people are
 * counted in cells, and cells, and shares of units, of fewer than
 * CIRCLET_MAP_SMALL persons are not shown.
 */
#define CIRCLET_MAP_SMALL 5

typedef enum circlet_map_format {
    CIRCLET_MAP_PNG = 0,
    CIRCLET_MAP_PDF = 1,
    CIRCLET_MAP_SVG = 2
} circlet_map_format;

typedef enum circlet_map_show {
    CIRCLET_MAP_VERDICTS = 0, /* a unit has the worst verdict of the findings
                                 about it and what lies in it */
    CIRCLET_MAP_COVERAGE = 1 /* the share of the people of circle rules who
                                are covered; rules that stand beside another
                                as advice are left out */
} circlet_map_show;

/* What is drawn; all is borrowed. */
typedef struct circlet_map_content {
    const circlet_city *city; /* needed: as it is, with its sites */
    const circlet_policy *policy; /* NULL: no findings, no names of types */
    const circlet_findings *findings; /* NULL: units are left blank */
    const circlet_plan *plan; /* NULL: none */
    const circlet_city *planned; /* the city with the plan, whose people
                                    outside circles are counted; NULL: without
                                    a plan */
    const circlet_travel *travel; /* NULL: nobody is counted outside circles */
    const circlet_network *network; /* NULL: no streets are drawn */
} circlet_map_content;

/* Start from CIRCLET_MAP_OPTIONS_INIT; a zero field has its default. */
typedef struct circlet_map_options {
    size_t struct_size; /* set by the initialiser */
    circlet_map_format format;
    double width, height; /* of the page: pixels, of a PDF millimetres;
                             default 1600 x 1200, of a PDF 297 x 210 */
    bool is_chinese; /* title and legend; default: English */
    circlet_map_show show;
    const char *service; /* of coverage: a service or type of facility that
                            its rules are about; default: all circle rules */
    const char *uncovered; /* circle rules by id, divided by ',', whose people
                              outside are counted, a rule each; "": none;
                              default: those of the findings */
    const char *types; /* facilities of these types alone, divided by ',';
                          default: of those that `service` asks for, else
                          all */
    bool has_level; /* else streets, or the level that the findings are of */
    circlet_level level; /* of the units that are filled */
    const char *unit; /* code: this unit with what lies around it */
    bool has_extent; /* else all units, or everything that has a place */
    double west, south, east, north; /* degrees */
    const char *crs; /* a projection; default: an equal-area plane around the
                        middle of the map */
    const char *title, *subtitle; /* default: what is shown */
    const char *note; /* below the map: sources, licences; default: none */
    uint32_t threads; /* default: one for each processor */
    circlet_progress progress; /* default: no reports */
} circlet_map_options;

#define CIRCLET_MAP_OPTIONS_INIT                                              \
    {                                                                         \
        .struct_size = sizeof(circlet_map_options)                            \
    }

/* What came of a map. */
typedef struct circlet_map_facts {
    size_t missing_glyphs; /* characters that no font here has: boxes stand
                              in their place */
    size_t unit_count; /* filled, of the level */
    size_t facility_count, action_count, site_count; /* drawn */
    double persons_outside; /* in the cells that are drawn, a rule each */
    double persons_hidden; /* in cells of too few */
} circlet_map_facts;

/*
 * Draws a map and hands the bytes of the file to `write`. The same content
 * and options give the same bytes, with the same fonts. CIRCLET_E_UNSUPPORTED
 * where circlet was built without cairo and pango; CIRCLET_E_NOT_FOUND for a
 * unit, rule or service that is not there; CIRCLET_E_CRS; CIRCLET_E_DATA
 * where nothing has a place; CIRCLET_E_IO if `write` fails: what was written
 * before is then of no use. `facts` may be NULL.
 */
circlet_status circlet_map_write(circlet_map_facts *facts,
                                 const circlet_map_content *content,
                                 const circlet_map_options *options,
                                 circlet_write_fn write, void *user,
                                 circlet_error *error);

#ifdef __cplusplus
}
#endif

#endif
