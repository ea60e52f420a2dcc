/* The sheets of a workbook, in the language of the messages. */
#ifndef TOOLS_WORKBOOK_SHEETS_H
#define TOOLS_WORKBOOK_SHEETS_H

#include "workbook_study.h"

/* Each adds a sheet; costs of a plan over years are those of its years. */
void workbook_add_summary(circlet_workbook *book, const workbook_study *work);
void workbook_add_rules(circlet_workbook *book, const workbook_study *work);
void workbook_add_findings(circlet_workbook *book, const workbook_study *work);
void workbook_add_ledger(circlet_workbook *book, const workbook_study *work);
void workbook_add_actions(circlet_workbook *book, const workbook_study *work);
void workbook_add_costs(circlet_workbook *book, const workbook_study *work);
void workbook_add_years(circlet_workbook *book, const workbook_study *work);
void workbook_add_sources(circlet_workbook *book, const workbook_study *work);

/* What the funds of the policy pay in a year, in the next three cells. */
void workbook_add_funds(circlet_workbook *book, const year_cost *year);

/* A word as the policy names it, else as circlet does; NULL as it is. */
const char *workbook_word(const workbook_study *work, const char *name);

/* A figure of a ledger in the next cell, with the marks of what is not whole
 * or must not get out. */
void workbook_add_figure(circlet_workbook *book, circlet_ledger_cell cell,
                         int64_t milli);

#endif
