/* Which sizes of the catalogue may be built on a candidate site. */
#ifndef CI_POLICY_SITE_SIZE_H
#define CI_POLICY_SITE_SIZE_H

#include "policy/price.h"

/* The setting of a site: that of the lowest unit that it lies in. NULL: it is
 * not known. Borrowed from the city. */
const char *ci_site_setting(const circlet_city *city, circlet_site site);

/* Whether a size is for a setting: one for some settings stands in no unit of
 * another, nor where the setting is not known (NULL). */
bool ci_size_is_for(const ci_catalogue_size *size, const char *setting);

/*
 * Whether a size may stand on a site, perhaps cut to its area: the site is
 * for its type, the setting is right and there is room for its beds, which
 * are never cut. A site that says how much area it has takes nothing that
 * does not say how large it is. NULL: not on a site.
 */
bool ci_site_takes(const circlet_site_record *site,
                   const ci_catalogue_size *size, const char *setting);

/* Whether it may stand there as large as it is. */
bool ci_site_holds(const circlet_site_record *site,
                   const ci_catalogue_size *size, const char *setting);

/* Whether the size at a position of an entry is one that is looked for. */
typedef bool ci_size_kind(const ci_catalogue_size *size, size_t position,
                          const void *user);

/*
 * The size that is cut to a site: where the site holds none of a kind, the
 * smallest of the kind that it takes. CI_NO_POSITION: none is.
 */
size_t ci_site_find_cut(const ci_catalogue_entry *entry,
                        const circlet_site_record *site, const char *setting,
                        ci_size_kind *is_of_kind, const void *user);

#endif
