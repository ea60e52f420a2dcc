/* The map of a page as JSON, for the script that draws it. */
#ifndef CI_PAGE_MAP_DATA_H
#define CI_PAGE_MAP_DATA_H

#include "page/plan_view.h"

/* Appends one object; places are in 1/100,000 degrees. */
void ci_map_data_write(ci_page *page, const ci_plan_view *view);

#endif
