/* circlet plans the circles of service around facilities. Include this. */
#ifndef CIRCLET_H
#define CIRCLET_H

#include <circlet/access.h>
#include <circlet/certificate.h>
#include <circlet/city.h>
#include <circlet/compare.h>
#include <circlet/coordinates.h>
#include <circlet/density.h>
#include <circlet/error.h>
#include <circlet/explain.h>
#include <circlet/groups.h>
#include <circlet/hold.h>
#include <circlet/io.h>
#include <circlet/location.h>
#include <circlet/location_file.h>
#include <circlet/map.h>
#include <circlet/near.h>
#include <circlet/network.h>
#include <circlet/page.h>
#include <circlet/plan.h>
#include <circlet/plan_years.h>
#include <circlet/policy.h>
#include <circlet/privacy.h>
#include <circlet/reach.h>
#include <circlet/report.h>
#include <circlet/robust.h>
#include <circlet/run_file.h>
#include <circlet/service_area.h>
#include <circlet/siting.h>
#include <circlet/types.h>
#include <circlet/verify.h>
#include <circlet/version.h>
#include <circlet/workbook.h>

#endif
