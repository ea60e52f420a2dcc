/* One entry per command; each lives in command_NAME.c. */
#ifndef TOOLS_COMMAND_H
#define TOOLS_COMMAND_H

#include "option.h"

extern const command command_check;
extern const command command_compare;
extern const command command_convert;
extern const command command_cost;
extern const command command_density;
extern const command command_explain;
extern const command command_export;
extern const command command_gaps;
extern const command command_import;
extern const command command_info;
extern const command command_isochrone;
extern const command command_groups;
extern const command command_ledger;
extern const command command_list;
extern const command command_map;
extern const command command_matrix;
extern const command command_modes;
extern const command command_near;
extern const command command_new;
extern const command command_path;
extern const command command_policy;
extern const command command_report;
extern const command command_robust;
extern const command command_run;
extern const command command_sample;
extern const command command_site;
extern const command command_solve;
extern const command command_verify;

/* By its name, or NULL. */
const command *find_command(const char *name);

#endif
