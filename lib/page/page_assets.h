/* The styles and scripts of a page, as bytes; those of Leaflet are empty where
 * circlet was built without it. */
#ifndef CI_PAGE_PAGE_ASSETS_H
#define CI_PAGE_PAGE_ASSETS_H

#include <stddef.h>

typedef struct ci_asset {
    const unsigned char *bytes;
    size_t size;
} ci_asset;

extern const ci_asset ci_asset_page_css;
extern const ci_asset ci_asset_page_js;
extern const ci_asset ci_asset_map_js;
extern const ci_asset ci_asset_leaflet_css;
extern const ci_asset ci_asset_leaflet_js;

#endif
