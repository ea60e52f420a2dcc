#include "io/export_layer.h"

/* Persons of a cell, a street or an area, rounded down to steps of the least
 * that is published, as they stand beside exact sums of units; the summand is
 * for sums of fractions that fall short of a step. */
#define IN_STEPS(column)                                                      \
    "iif((SELECT is_exact FROM temp.privacy), " column ", "                   \
    "(SELECT small FROM temp.privacy) * CAST((" column " + 1e-6) / "          \
    "(SELECT small FROM temp.privacy) AS INTEGER))"

/* A rate of persons, of as many as are published. */
#define RATE_IN_STEPS(column)                                                 \
    "iif((SELECT is_exact FROM temp.privacy), " column ", iif(t.persons > 0," \
    " " column " / t.persons * " IN_STEPS("t.persons") ", " column "))"

/* What a plan does with a facility `t`, or on a site `t`, in its order. */
#define FACILITY_ACTIONS(column, between) ACTIONS("facility", column, between)
#define SITE_ACTIONS(column, between) ACTIONS("site", column, between)
#define ACTIONS(key, column, between)                                         \
    "(SELECT group_concat(a.word, " between ") FROM (SELECT p." column        \
    " AS word FROM temp.told_action AS p WHERE p.plan IS ?1 AND p." key       \
    " = t.id AND p.kind <> 'keep' ORDER BY p.position) AS a)"

static const ci_export_layer unit_layer = {
    .table = "unit",
    .from = "FROM city.unit AS t "
            "LEFT JOIN city.unit AS p ON p.code = t.parent_code "
            "LEFT JOIN city.unit AS g ON g.code = p.parent_code "
            "LEFT JOIN city.unit AS c ON c.code = g.parent_code "
            "LEFT JOIN temp.unit_state AS w ON w.code = t.code "
            "AND w.plan IS ?1 "
            "LEFT JOIN temp.unit_state AS b ON b.code = t.code "
            "AND b.plan IS NULL "
            "WHERE ?1 IS ?1 ORDER BY t.code",
    .subject = "unit",
    .key = "t.code",
    .columns = {
        {"geom", "MULTIPOLYGON", "circlet_geometry(t.geom)", CI_EXPORT_ALWAYS},
        {"code", "TEXT", "t.code", CI_EXPORT_ALWAYS},
        {"name", "TEXT", "t.name", CI_EXPORT_ALWAYS},
        {"level", "TEXT", "t.level", CI_EXPORT_ALWAYS},
        {"parent", "TEXT", "t.parent_code", CI_EXPORT_ALWAYS},
        {"setting", "TEXT",
         "coalesce(t.setting, p.setting, g.setting, c.setting)",
         CI_EXPORT_ALWAYS},
        {"residents", "INTEGER", "t.residents", CI_EXPORT_ALWAYS},
        {"class", "TEXT", "coalesce(w.class, 'none')", CI_EXPORT_ALWAYS},
        {"worst", "TEXT", "w.worst", CI_EXPORT_ALWAYS},
        {"broken_must", "INTEGER", "w.must", CI_EXPORT_ALWAYS},
        {"broken_should", "INTEGER", "w.should", CI_EXPORT_ALWAYS},
        {"class_before", "TEXT", "coalesce(b.class, 'none')",
         CI_EXPORT_OF_PLAN},
        {"worst_before", "TEXT", "b.worst", CI_EXPORT_OF_PLAN},
        {"broken_must_before", "INTEGER", "b.must", CI_EXPORT_OF_PLAN},
        {"broken_should_before", "INTEGER", "b.should", CI_EXPORT_OF_PLAN}}};

static const ci_export_layer facility_layer = {
    .table = "facility",
    .from = "FROM city.facility AS t WHERE ?1 IS ?1 ORDER BY t.id",
    .subject = "facility",
    .key = "t.id",
    .columns = {
        {"geom", "POINT", "circlet_geometry(t.geom)", CI_EXPORT_ALWAYS},
        {"id", "TEXT", "t.id", CI_EXPORT_ALWAYS},
        {"name", "TEXT", "t.name", CI_EXPORT_ALWAYS},
        {"type", "TEXT", "t.type", CI_EXPORT_ALWAYS},
        {"status", "TEXT", "coalesce(t.status, 'open')", CI_EXPORT_ALWAYS},
        {"tier", "TEXT", "t.tier", CI_EXPORT_ALWAYS},
        {"building_id", "TEXT", "t.building_id", CI_EXPORT_ALWAYS},
        {"area_m2", "DOUBLE", "t.area_m2", CI_EXPORT_ALWAYS},
        {"opened", "TEXT", "t.opened", CI_EXPORT_ALWAYS},
        {"closed", "TEXT", "t.closed", CI_EXPORT_ALWAYS},
        {"address", "TEXT", "t.address", CI_EXPORT_ALWAYS},
        {"services", "TEXT",
         "(SELECT group_concat(s.line, ';') FROM (SELECT service || "
         "coalesce(':' || places, '') || coalesce(':beds=' || beds, '') || "
         "coalesce(':occupied=' || occupied, '') AS line FROM "
         "city.facility_service WHERE facility = t.id ORDER BY service) "
         "AS s)",
         CI_EXPORT_ALWAYS},
        {"action", "TEXT",
         "(SELECT group_concat(a.word, ';') FROM (SELECT kind AS word FROM "
         "city.plan_action WHERE plan IS ?1 AND facility = t.id AND kind <> "
         "'keep' ORDER BY position) AS a)",
         CI_EXPORT_OF_PLAN},
        {"action_year", "INTEGER",
         "(SELECT min(year) FROM city.plan_action WHERE plan IS ?1 AND "
         "facility = t.id)",
         CI_EXPORT_OF_PLAN},
        {"action_zh", "TEXT", FACILITY_ACTIONS("text_zh", "''"),
         CI_EXPORT_OF_PLAN},
        {"action_en", "TEXT", FACILITY_ACTIONS("text_en", "' '"),
         CI_EXPORT_OF_PLAN}}};

static const ci_export_layer after_layer = {
    .table = "facility_after",
    .need = CI_EXPORT_PLAN_ROWS,
    .rows = "temp.after",
    .from = "FROM temp.after AS t LEFT JOIN city.facility AS f ON f.id = t.id "
            "WHERE ?1 IS ?1 ORDER BY t.id",
    .columns = {
        {"geom", "POINT", "circlet_geometry(t.geom)", CI_EXPORT_ALWAYS},
        {"id", "TEXT", "t.id", CI_EXPORT_ALWAYS},
        {"name", "TEXT", "t.name", CI_EXPORT_ALWAYS},
        {"type", "TEXT", "t.type", CI_EXPORT_ALWAYS},
        {"status", "TEXT", "t.status", CI_EXPORT_ALWAYS},
        {"tier", "TEXT", "t.tier", CI_EXPORT_ALWAYS},
        {"building_id", "TEXT", "t.building_id", CI_EXPORT_ALWAYS},
        {"area_m2", "DOUBLE", "t.area_m2", CI_EXPORT_ALWAYS},
        {"services", "TEXT", "t.services", CI_EXPORT_ALWAYS},
        {"change", "TEXT",
         "CASE WHEN f.id IS NULL THEN 'new' WHEN t.status = 'closed' "
         "AND coalesce(f.status, 'open') <> 'closed' THEN 'closed' "
         "WHEN EXISTS (SELECT 1 FROM city.plan_action WHERE plan IS "
         "?1 AND facility = t.id AND kind = 'move') THEN 'moved' "
         "WHEN EXISTS (SELECT 1 FROM city.plan_action WHERE plan IS "
         "?1 AND facility = t.id AND kind <> 'keep') THEN 'changed' "
         "ELSE 'kept' END",
         CI_EXPORT_ALWAYS}}};

static const ci_export_layer entrance_layer = {
    .table = "facility_access",
    .from = "FROM city.facility_access AS t WHERE ?1 IS ?1 "
            "ORDER BY t.facility, t.fid",
    .columns = {
        {"geom", "POINT", "circlet_geometry(t.geom)", CI_EXPORT_ALWAYS},
        {"facility", "TEXT", "t.facility", CI_EXPORT_ALWAYS},
        {"name", "TEXT",
         "(SELECT name FROM city.facility WHERE id = t.facility)",
         CI_EXPORT_ALWAYS}}};

static const ci_export_layer venue_layer = {
    .table = "venue",
    .need = CI_EXPORT_ROWS,
    .rows = "city.venue",
    .from = "FROM city.venue AS t WHERE ?1 IS ?1 ORDER BY t.id",
    .subject = "venue",
    .key = "t.id",
    .columns = {
        {"geom", "POINT", "circlet_geometry(t.geom)", CI_EXPORT_ALWAYS},
        {"id", "TEXT", "t.id", CI_EXPORT_ALWAYS},
        {"name", "TEXT", "t.name", CI_EXPORT_ALWAYS},
        {"kind", "TEXT", "t.kind", CI_EXPORT_ALWAYS}}};

static const ci_export_layer waiver_layer = {
    .table = "waiver",
    .need = CI_EXPORT_ROWS,
    .rows = "city.waiver",
    .from = "FROM city.waiver AS t WHERE ?1 IS ?1 "
            "ORDER BY t.rule, t.unit_code, t.\"from\", t.fid",
    .columns = {{"rule", "TEXT", "t.rule", CI_EXPORT_ALWAYS},
                {"unit_code", "TEXT", "t.unit_code", CI_EXPORT_ALWAYS},
                {"name", "TEXT",
                 "(SELECT name FROM city.unit WHERE code = t.unit_code)",
                 CI_EXPORT_ALWAYS},
                {"document", "TEXT", "t.document", CI_EXPORT_ALWAYS},
                {"\"from\"", "TEXT", "t.\"from\"", CI_EXPORT_ALWAYS},
                {"until", "TEXT", "t.until", CI_EXPORT_ALWAYS}}};

static const ci_export_layer action_layer = {
    .table = "plan_action",
    .need = CI_EXPORT_OF_PLAN,
    .from = "FROM temp.told_action AS t WHERE plan IS ?1 ORDER BY position",
    .columns = {
        {"geom", "POINT", "circlet_geometry(geom)", CI_EXPORT_ALWAYS},
        {"plan", "TEXT", "plan", CI_EXPORT_ALWAYS},
        {"position", "INTEGER", "position", CI_EXPORT_ALWAYS},
        {"id", "TEXT", "id", CI_EXPORT_ALWAYS},
        {"kind", "TEXT", "kind", CI_EXPORT_ALWAYS},
        {"facility", "TEXT", "facility", CI_EXPORT_ALWAYS},
        {"site", "TEXT", "site", CI_EXPORT_ALWAYS},
        {"service", "TEXT", "service", CI_EXPORT_ALWAYS},
        {"from_service", "TEXT", "from_service", CI_EXPORT_ALWAYS},
        {"type", "TEXT", "type", CI_EXPORT_ALWAYS},
        {"tier", "TEXT", "tier", CI_EXPORT_ALWAYS},
        {"places", "INTEGER", "places", CI_EXPORT_ALWAYS},
        {"beds", "INTEGER", "beds", CI_EXPORT_ALWAYS},
        {"area_m2", "DOUBLE", "area_m2", CI_EXPORT_ALWAYS},
        {"year", "INTEGER", "year", CI_EXPORT_ALWAYS},
        {"start_year", "INTEGER", "start_year", CI_EXPORT_ALWAYS},
        {"cost_cny", "DOUBLE", "cost_cny", CI_EXPORT_ALWAYS},
        {"fixed", "BOOLEAN", "fixed", CI_EXPORT_ALWAYS},
        {"proposed", "BOOLEAN", "proposed", CI_EXPORT_ALWAYS},
        {"mends", "TEXT", "mends", CI_EXPORT_ALWAYS},
        {"mode", "TEXT", "mode", CI_EXPORT_ALWAYS},
        {"persons_gained", "DOUBLE", "persons_gained", CI_EXPORT_ALWAYS},
        {"persons_modelled", "DOUBLE", "persons_modelled", CI_EXPORT_ALWAYS},
        {"text_zh", "TEXT", "text_zh", CI_EXPORT_ALWAYS},
        {"text_en", "TEXT", "text_en", CI_EXPORT_ALWAYS}}};

static const ci_export_layer plan_site_layer = {
    .table = "plan_site",
    .need = CI_EXPORT_PLAN_ROWS,
    .rows = "city.plan_site",
    .from = "FROM city.plan_site AS t WHERE plan IS ?1 ORDER BY id",
    .columns = {
        {"geom", "POINT", "circlet_geometry(geom)", CI_EXPORT_ALWAYS},
        {"plan", "TEXT", "plan", CI_EXPORT_ALWAYS},
        {"id", "TEXT", "id", CI_EXPORT_ALWAYS},
        {"name", "TEXT", "name", CI_EXPORT_ALWAYS},
        {"proposed", "BOOLEAN", "proposed", CI_EXPORT_ALWAYS},
        {"text_zh", "TEXT", SITE_ACTIONS("text_zh", "''"), CI_EXPORT_ALWAYS},
        {"text_en", "TEXT", SITE_ACTIONS("text_en", "' '"),
         CI_EXPORT_ALWAYS}}};

static const ci_export_layer site_layer = {
    .table = "site",
    .need = CI_EXPORT_ROWS,
    .rows = "city.site",
    .from = "FROM city.site AS t WHERE ?1 IS ?1 ORDER BY t.id",
    .columns = {
        {"geom", "POINT", "circlet_geometry(t.geom)", CI_EXPORT_ALWAYS},
        {"id", "TEXT", "t.id", CI_EXPORT_ALWAYS},
        {"name", "TEXT", "t.name", CI_EXPORT_ALWAYS},
        {"types", "TEXT", "t.types", CI_EXPORT_ALWAYS},
        {"max_area_m2", "DOUBLE", "t.max_area_m2", CI_EXPORT_ALWAYS},
        {"max_beds", "DOUBLE", "t.max_beds", CI_EXPORT_ALWAYS},
        {"cost_cny", "DOUBLE", "t.cost_cny", CI_EXPORT_ALWAYS},
        {"chosen", "BOOLEAN",
         "EXISTS (SELECT 1 FROM city.plan_action WHERE plan IS ?1 "
         "AND site = t.id)",
         CI_EXPORT_OF_PLAN}}};

static const ci_export_layer uncovered_layer = {
    .table = "uncovered_cell",
    .need = CI_EXPORT_ROWS,
    .rows = "temp.uncovered",
    .from = "FROM temp.uncovered AS t WHERE ?1 IS ?1 ORDER BY t.rowid",
    .columns = {
        {"geom", "MULTIPOLYGON", "circlet_geometry(t.geom)", CI_EXPORT_ALWAYS},
        {"rule", "TEXT", "t.rule", CI_EXPORT_ALWAYS},
        {"title_zh", "TEXT", "t.title_zh", CI_EXPORT_ALWAYS},
        {"title_en", "TEXT", "t.title_en", CI_EXPORT_ALWAYS},
        {"id", "TEXT", "t.id", CI_EXPORT_ALWAYS},
        {"cell_m", "DOUBLE", "t.cell_m", CI_EXPORT_ALWAYS},
        {"persons", "DOUBLE", IN_STEPS("t.persons"), CI_EXPORT_ALWAYS},
        {"persons_low", "DOUBLE", IN_STEPS("t.persons_low"), CI_EXPORT_ALWAYS},
        {"persons_high", "DOUBLE", IN_STEPS("t.persons_high"),
         CI_EXPORT_ALWAYS}}};

static const ci_export_layer survey_link_layer = {
    .table = "survey_link",
    .need = CI_EXPORT_ROWS,
    .rows = "temp.survey",
    .from = "FROM temp.survey AS t JOIN city.road_link AS l ON l.link_id = "
            "t.id WHERE ?1 IS ?1 AND NOT t.is_node ORDER BY t.rank",
    .columns = {
        {"geom", "LINESTRING", "circlet_geometry(l.geom)", CI_EXPORT_ALWAYS},
        {"rank", "INTEGER", "t.rank", CI_EXPORT_ALWAYS},
        {"link_id", "TEXT", "t.id", CI_EXPORT_ALWAYS},
        {"name", "TEXT", "json_extract(l.tags, '$.name')", CI_EXPORT_ALWAYS},
        {"missing", "TEXT", "t.missing", CI_EXPORT_ALWAYS},
        {"persons", "DOUBLE", IN_STEPS("t.persons"), CI_EXPORT_ALWAYS}}};

static const ci_export_layer survey_node_layer = {
    .table = "survey_node",
    .need = CI_EXPORT_ROWS,
    .rows = "temp.survey",
    .from = "FROM temp.survey AS t JOIN city.road_node AS n ON n.node_id = "
            "t.id WHERE ?1 IS ?1 AND t.is_node ORDER BY t.rank",
    .columns = {
        {"geom", "POINT", "circlet_geometry(n.geom)", CI_EXPORT_ALWAYS},
        {"rank", "INTEGER", "t.rank", CI_EXPORT_ALWAYS},
        {"node_id", "TEXT", "t.id", CI_EXPORT_ALWAYS},
        {"missing", "TEXT", "t.missing", CI_EXPORT_ALWAYS},
        {"persons", "DOUBLE", IN_STEPS("t.persons"), CI_EXPORT_ALWAYS}}};

static const ci_export_layer road_layer = {
    .table = "road_link",
    .need = CI_EXPORT_ROADS,
    .rows = "city.road_link",
    .from = "FROM city.road_link AS t WHERE ?1 IS ?1 ORDER BY t.fid",
    .columns = {
        {"geom", "LINESTRING", "circlet_geometry(t.geom)", CI_EXPORT_ALWAYS},
        {"link_id", "TEXT", "t.link_id", CI_EXPORT_ALWAYS},
        {"name", "TEXT", "json_extract(t.tags, '$.name')", CI_EXPORT_ALWAYS},
        {"highway", "TEXT", "json_extract(t.tags, '$.highway')",
         CI_EXPORT_ALWAYS},
        {"length_m", "DOUBLE", "t.length", CI_EXPORT_ALWAYS}}};

static const ci_export_layer area_layer = {
    .table = "service_area",
    .need = CI_EXPORT_ROWS,
    .rows = "city.service_area",
    .from = "FROM city.service_area AS t WHERE ?1 IS ?1 "
            "ORDER BY minutes DESC, places, mode, bound, direction, facility, "
            "fid",
    .columns = {
        {"geom", "MULTIPOLYGON", "circlet_geometry(geom)", CI_EXPORT_ALWAYS},
        {"places", "TEXT", "places", CI_EXPORT_ALWAYS},
        {"facility", "TEXT", "facility", CI_EXPORT_ALWAYS},
        {"name", "TEXT",
         "(SELECT name FROM city.facility WHERE id = t.facility)",
         CI_EXPORT_ALWAYS},
        {"mode", "TEXT", "mode", CI_EXPORT_ALWAYS},
        {"bound", "TEXT", "bound", CI_EXPORT_ALWAYS},
        {"direction", "TEXT", "direction", CI_EXPORT_ALWAYS},
        {"minutes", "DOUBLE", "minutes", CI_EXPORT_ALWAYS},
        {"place_count", "INTEGER", "place_count", CI_EXPORT_ALWAYS},
        {"lon", "DOUBLE", "lon", CI_EXPORT_ALWAYS},
        {"lat", "DOUBLE", "lat", CI_EXPORT_ALWAYS},
        {"area_km2", "DOUBLE", "area_km2", CI_EXPORT_ALWAYS},
        {"persons_reached", "DOUBLE",
         "iif((SELECT is_exact FROM temp.privacy) OR persons_reached = 0 OR "
         "persons_reached >= (SELECT small FROM temp.privacy), " IN_STEPS(
             "persons_reached") ", NULL)",
         CI_EXPORT_ALWAYS},
        {"persons_modelled", "DOUBLE",
         "iif((SELECT is_exact FROM temp.privacy) OR persons_modelled = 0 OR "
         "persons_modelled >= (SELECT small FROM temp.privacy), " IN_STEPS(
             "persons_modelled") ", NULL)",
         CI_EXPORT_ALWAYS}}};

static const ci_export_layer cell_layer = {
    .table = "density_cell",
    .need = CI_EXPORT_ROWS,
    .rows = "city.density_cell",
    .from = "FROM city.density_cell AS t WHERE ?1 IS ?1 AND NOT internal "
            "ORDER BY fid",
    .columns = {
        {"geom", "MULTIPOLYGON", "circlet_geometry(geom)", CI_EXPORT_ALWAYS},
        {"id", "TEXT", "id", CI_EXPORT_ALWAYS},
        {"subject", "TEXT", "subject", CI_EXPORT_ALWAYS},
        {"shape", "TEXT", "shape", CI_EXPORT_ALWAYS},
        {"cell_m", "DOUBLE", "cell_m", CI_EXPORT_ALWAYS},
        {"kernel", "TEXT", "kernel", CI_EXPORT_ALWAYS},
        {"bandwidth_m", "DOUBLE", "bandwidth_m", CI_EXPORT_ALWAYS},
        {"persons", "DOUBLE", IN_STEPS("t.persons"), CI_EXPORT_ALWAYS},
        {"persons_low", "DOUBLE", IN_STEPS("t.persons_low"), CI_EXPORT_ALWAYS},
        {"persons_high", "DOUBLE", IN_STEPS("t.persons_high"),
         CI_EXPORT_ALWAYS},
        {"area_km2", "DOUBLE", "area_km2", CI_EXPORT_ALWAYS},
        {"per_km2", "DOUBLE", RATE_IN_STEPS("t.per_km2"), CI_EXPORT_ALWAYS},
        {"internal", "BOOLEAN", "internal", CI_EXPORT_ALWAYS}}};

static const ci_export_layer density_layer = {
    .table = "density_unit",
    .need = CI_EXPORT_ROWS,
    .rows = "city.density_unit",
    .from = "FROM city.density_unit AS t LEFT JOIN city.unit AS u "
            "ON u.code = t.unit WHERE ?1 IS ?1 AND NOT t.internal "
            "ORDER BY t.fid",
    .columns = {
        {"geom", "MULTIPOLYGON", "circlet_geometry(u.geom)", CI_EXPORT_ALWAYS},
        {"unit", "TEXT", "t.unit", CI_EXPORT_ALWAYS},
        {"name", "TEXT", "u.name", CI_EXPORT_ALWAYS},
        {"level", "TEXT", "t.level", CI_EXPORT_ALWAYS},
        {"subject", "TEXT", "t.subject", CI_EXPORT_ALWAYS},
        {"persons", "DOUBLE", IN_STEPS("t.persons"), CI_EXPORT_ALWAYS},
        {"persons_low", "DOUBLE", IN_STEPS("t.persons_low"), CI_EXPORT_ALWAYS},
        {"persons_high", "DOUBLE", IN_STEPS("t.persons_high"),
         CI_EXPORT_ALWAYS},
        {"area_km2", "DOUBLE", "t.area_km2", CI_EXPORT_ALWAYS},
        {"per_km2", "DOUBLE", RATE_IN_STEPS("t.per_km2"), CI_EXPORT_ALWAYS},
        {"per_1000", "DOUBLE", RATE_IN_STEPS("t.per_1000"), CI_EXPORT_ALWAYS},
        {"internal", "BOOLEAN", "t.internal", CI_EXPORT_ALWAYS}}};

static const ci_export_layer finding_layer = {
    .table = "finding",
    .from = "FROM temp.judged AS t WHERE plan IS ?1 ORDER BY position",
    .columns = {
        {"plan", "TEXT", "plan", CI_EXPORT_ALWAYS},
        {"policy", "TEXT", "policy", CI_EXPORT_ALWAYS},
        {"year", "INTEGER", "year", CI_EXPORT_ALWAYS},
        {"date", "TEXT", "date", CI_EXPORT_ALWAYS},
        {"rule", "TEXT", "rule", CI_EXPORT_ALWAYS},
        {"unit", "TEXT", "unit", CI_EXPORT_ALWAYS},
        {"unit_name", "TEXT", "unit_name", CI_EXPORT_ALWAYS},
        {"level", "TEXT", "level", CI_EXPORT_ALWAYS},
        {"subject", "TEXT", "subject", CI_EXPORT_ALWAYS},
        {"subject_id", "TEXT", "subject_id", CI_EXPORT_ALWAYS},
        {"force", "TEXT", "force", CI_EXPORT_ALWAYS},
        {"due", "INTEGER", "due", CI_EXPORT_ALWAYS},
        {"mode", "TEXT", "mode", CI_EXPORT_ALWAYS},
        {"verdict", "TEXT", "verdict", CI_EXPORT_ALWAYS},
        {"measured", "DOUBLE", "measured", CI_EXPORT_ALWAYS},
        {"measured_low", "DOUBLE", "measured_low", CI_EXPORT_ALWAYS},
        {"measured_high", "DOUBLE", "measured_high", CI_EXPORT_ALWAYS},
        {"required", "DOUBLE", "required", CI_EXPORT_ALWAYS},
        {"measured_unit", "TEXT", "measured_unit", CI_EXPORT_ALWAYS},
        {"shortfall", "DOUBLE", "shortfall", CI_EXPORT_ALWAYS},
        {"shortfall_unit", "TEXT", "shortfall_unit", CI_EXPORT_ALWAYS},
        {"reasons", "TEXT", "reasons", CI_EXPORT_ALWAYS},
        {"citation", "TEXT", "citation", CI_EXPORT_ALWAYS},
        {"persons", "DOUBLE", "persons", CI_EXPORT_ALWAYS},
        {"persons_covered", "DOUBLE", "persons_covered", CI_EXPORT_ALWAYS},
        {"persons_unreached", "DOUBLE", "persons_unreached", CI_EXPORT_ALWAYS},
        {"persons_modelled", "DOUBLE", "persons_modelled", CI_EXPORT_ALWAYS},
        {"text_zh", "TEXT", "text_zh", CI_EXPORT_ALWAYS},
        {"text_en", "TEXT", "text_en", CI_EXPORT_ALWAYS}}};

const ci_export_layer *ci_export_layer_at(size_t position)
{
    static const ci_export_layer *const layers[] = {
        &unit_layer,        &facility_layer,  &entrance_layer,
        &finding_layer,     &venue_layer,     &waiver_layer,
        &action_layer,      &plan_site_layer, &after_layer,
        &site_layer,        &area_layer,      &cell_layer,
        &density_layer,     &uncovered_layer, &survey_link_layer,
        &survey_node_layer, &road_layer};

    return position < sizeof(layers) / sizeof(layers[0]) ? layers[position]
                                                         : NULL;
}
