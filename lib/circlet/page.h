#ifndef CIRCLET_PAGE_H
#define CIRCLET_PAGE_H

#include <circlet/io.h>
#include <circlet/plan.h>
#include <circlet/plan_years.h>
#include <circlet/policy.h>
#include <circlet/report.h>
#include <circlet/version.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * A report as one HTML page for people to read: the answer, a map, a table by
 * street, charts, what is done and what cannot be, where it all comes from.
 * One file that loads nothing: it works from disk, without a network, under a
 * content security policy that names its own scripts and styles, and without
 * scripts. In Chinese and English at once, a switch chooses.
 *
 * No person is in it: people are counted in units and cells, and numbers of
 * fewer than CIRCLET_PAGE_SMALL persons are not shown.
 */
#define CIRCLET_PAGE_SMALL 5

/* What it is about; all is borrowed. */
typedef struct circlet_page_content {
    const circlet_city *city; /* needed: as it is */
    const circlet_policy *policy; /* needed */
    const circlet_findings *findings; /* needed: of all rules and units */
    const circlet_travel *travel; /* NULL: nobody's way is measured */
    const circlet_network *network; /* NULL: pictures of plain pages have no
                                       streets */
    const circlet_ledger *funds; /* what the funds pay, by
                                    circlet_cost_compute(); NULL: not known */

    /* A plan, completed by circlet_plan_complete(), the city with it, the
     * findings of that city and its funds; all NULL: without a plan. */
    const circlet_plan *plan;
    const circlet_city *planned;
    const circlet_findings *planned_findings;
    const circlet_ledger *planned_funds;
    const circlet_plan_course *course; /* of a plan over years, from year to
                                          year; NULL: it is not one */

    /* Where the data comes from, and what is missing in it. */
    const circlet_source_summary *sources;
    size_t source_count;
    const circlet_doubt *doubts;
    size_t doubt_count;
    const char *city_name, *policy_name; /* of the files; NULL: none */
    const char *city_sha256, *policy_sha256; /* NULL: not known */
} circlet_page_content;

typedef enum circlet_page_form {
    CIRCLET_PAGE_FULL = 0, /* both languages, map, charts and scripts */
    CIRCLET_PAGE_PLAIN = 1 /* one language, headings, text, tables, and maps
                              as pictures if circlet can draw them (see
                              <circlet/map.h>): for programs that make other
                              documents of it */
} circlet_page_form;

/* Start from CIRCLET_PAGE_OPTIONS_INIT; a zero field has its default. */
typedef struct circlet_page_options {
    size_t struct_size; /* set by the initialiser */
    circlet_page_form form;
    bool is_chinese; /* what is shown first, or alone; default: English */
    bool has_no_scripts; /* the map is a picture, tables stay as they are */
    const char *title; /* default: the city's and the policy's names */
    uint32_t threads; /* default: one for each processor */
    circlet_progress progress; /* default: no reports */
} circlet_page_options;

#define CIRCLET_PAGE_OPTIONS_INIT                                             \
    {                                                                         \
        .struct_size = sizeof(circlet_page_options)                           \
    }

/* What stands first in a report; [0] today, [1] with the plan. */
typedef struct circlet_page_facts {
    size_t must_failures[2]; /* findings of rules that must be kept and are
                                not */
    double persons_outside[2]; /* of circle rules, a rule each; NaN: nothing
                                  is known */
    double cost_cny; /* of the plan, once; NaN: not known, or no plan */
    size_t unit_count; /* rows of the table */
    size_t size; /* bytes */
} circlet_page_facts;

/*
 * Writes the page and hands its bytes to `write`: the same content and options
 * give the same bytes. CIRCLET_E_ARGUMENT where something needed is missing;
 * CIRCLET_E_IO if `write` fails: what was written before is then of no use.
 * `facts` may be NULL.
 */
circlet_status circlet_page_write(circlet_page_facts *facts,
                                  const circlet_page_content *content,
                                  const circlet_page_options *options,
                                  circlet_write_fn write, void *user,
                                  circlet_error *error);

/*
 * Writes a .docx without text for programs that make one of a plain page: A4,
 * with the styles that tables, headings and captions are to have, for Chinese
 * and English, and the number of each page (pandoc's --reference-doc). The
 * same bytes always. CIRCLET_E_UNSUPPORTED where circlet was built without
 * .xlsx files, which are packed alike; CIRCLET_E_IO if `write` fails.
 */
circlet_status circlet_office_template_write(circlet_write_fn write,
                                             void *user, circlet_error *error);

/* Whether a page's map can be moved and zoomed: that needs Leaflet, taken in
 * when circlet was built. Else it is a picture. */
bool circlet_page_has_leaflet(void);

#ifdef __cplusplus
}
#endif

#endif
