#include "page/plan_view.h"

#include <math.h>
#include <stdlib.h>

#include "base/error.h"
#include "geo/outline.h"

#define METRES_PER_DEGREE 111195.0
#define RADIANS_PER_DEGREE 0.017453292519943295

/* A map that is much higher than wide would not fit a page. */
#define HEIGHT_MAX 1.25

void ci_plan_view_free(ci_plan_view *view)
{
    for (size_t i = 0; view->units && i < view->unit_count; i++)
        ci_polygon_free(&view->units[i]);
    for (size_t i = 0; view->wider && i < view->wider_count; i++)
        ci_polygon_free(&view->wider[i]);
    free(view->units);
    free(view->wider);
    *view = (ci_plan_view){0};
}

/* ---- extent ------------------------------------------------------------- */

static void take(ci_plan_view *view, circlet_point at)
{
    view->west = fmin(view->west, at.lon);
    view->east = fmax(view->east, at.lon);
    view->south = fmin(view->south, at.lat);
    view->north = fmax(view->north, at.lat);
}

static void take_area(ci_plan_view *view, const circlet_area *area)
{
    size_t count =
        area->ring_count > 0 ? area->rings[area->ring_count - 1].end : 0;

    for (size_t i = 0; i < count; i++)
        take(view, area->points[i]);
}

/* Homes are left out: nobody is to be found by the edge of a map. */
static bool find_extent(ci_plan_view *view, const ci_page *page)
{
    const circlet_city *city = page->content->city;

    view->west = view->south = (double)INFINITY;
    view->east = view->north = -(double)INFINITY;
    for (size_t i = 0; i < page->unit_count; i++)
        take_area(view, &circlet_city_unit(city, page->units[i].unit)->area);
    for (size_t i = 0;
         view->west > view->east && i < circlet_city_facility_count(city); i++)
        take(view, circlet_city_facility(city, (circlet_facility)i)->at);
    return view->west <= view->east;
}

static void find_scale(ci_plan_view *view, int64_t width)
{
    double middle = (view->south + view->north) / 2 * RADIANS_PER_DEGREE;
    double high;

    view->stretch = cos(middle);
    high = fmax((view->north - view->south), 1e-4);
    view->scale =
        (double)width / (fmax(view->east - view->west, 1e-4) * view->stretch);
    if (high * view->scale > (double)width * HEIGHT_MAX)
        view->scale = (double)width * HEIGHT_MAX / high;
    view->width = (int64_t)ceil(fmax(view->east - view->west, 1e-4) *
                                view->stretch * view->scale);
    view->height = (int64_t)ceil(high * view->scale);
}

int64_t ci_plan_view_x(const ci_plan_view *view, circlet_point at)
{
    return (int64_t)llround((at.lon - view->west) * view->stretch *
                            view->scale);
}

int64_t ci_plan_view_y(const ci_plan_view *view, circlet_point at)
{
    return (int64_t)llround((view->north - at.lat) * view->scale);
}

/* ---- borders ------------------------------------------------------------ */

/* A city is often given as a box. */
static const circlet_area *area_of(const ci_page *page, circlet_unit unit)
{
    static const circlet_area none = {NULL, NULL, 0};
    const circlet_unit_record *record =
        circlet_city_unit(page->content->city, unit);

    return record->level == CIRCLET_LEVEL_CITY &&
                   page->level != CIRCLET_LEVEL_CITY
               ? &none
               : &record->area;
}

static circlet_status find_borders(ci_plan_view *view, const ci_page *page,
                                   double steps, circlet_error *error)
{
    size_t units = page->unit_count, count = units + page->wider_count;
    double across = fmax((view->east - view->west) * view->stretch,
                         view->north - view->south);
    const circlet_area **areas =
        malloc((count + 1) * sizeof(const circlet_area *));
    ci_polygon *found = calloc(count + 1, sizeof(*found));
    circlet_status status = CIRCLET_OK;

    view->units = calloc(units + 1, sizeof(*view->units));
    view->wider = calloc(page->wider_count + 1, sizeof(*view->wider));
    if (!areas || !found || !view->units || !view->wider)
        status = ci_fail_nomem(error);
    for (size_t i = 0; !status && i < count; i++)
        areas[i] = area_of(page, i < units ? page->units[i].unit
                                           : page->wider[i - units].unit);
    if (!status)
        status = ci_outline_make(found, areas, count,
                                 across * METRES_PER_DEGREE / steps, error);
    for (size_t i = 0; !status && i < count; i++)
        *(i < units ? &view->units[i] : &view->wider[i - units]) = found[i];
    view->unit_count = units;
    view->wider_count = page->wider_count;
    free(areas);
    free(found);
    return status;
}

circlet_status ci_plan_view_make(ci_plan_view *out, bool *has_place,
                                 const ci_page *page, double steps,
                                 int64_t width, circlet_error *error)
{
    *has_place = find_extent(out, page);
    if (!*has_place)
        return CIRCLET_OK;
    find_scale(out, width);
    return find_borders(out, page, steps, error);
}
