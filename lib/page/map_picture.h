/* The map of a page as a picture, for paper and where no scripts run. */
#ifndef CI_PAGE_MAP_PICTURE_H
#define CI_PAGE_MAP_PICTURE_H

#include "page/plan_view.h"

/* Hatches, shapes and borders that pictures and legends refer to. */
void ci_map_picture_define(ci_page *page, const ci_plan_view *view);

/* The city today (0) or with the plan (1). */
void ci_map_picture_draw(ci_page *page, const ci_plan_view *view,
                         size_t state);

/* What the colours and shapes mean. */
void ci_map_picture_explain(ci_page *page);

#endif
