/* Which tables of a SQLite file are somebody's data. */
#ifndef CI_IO_USER_TABLES_H
#define CI_IO_USER_TABLES_H

/* A condition on sqlite_master: tables that are no part of the machinery of
 * SQLite, of SpatiaLite (as its manual lists them) or of QGIS. */
#define CI_USER_TABLES_SQL                                                    \
    "type = 'table' AND sql NOT LIKE 'create virtual%' "                      \
    "AND lower(name) NOT LIKE 'sqlite\\_%' ESCAPE '\\' "                      \
    "AND lower(name) NOT LIKE 'idx\\_%' ESCAPE '\\' "                         \
    "AND lower(name) NOT LIKE '%geometry\\_columns%' ESCAPE '\\' "            \
    "AND lower(name) NOT LIKE 'spatial\\_ref\\_sys%' ESCAPE '\\' "            \
    "AND lower(name) NOT LIKE 'iso\\_metadata%' ESCAPE '\\' "                 \
    "AND lower(name) NOT LIKE 'raster\\_coverages%' ESCAPE '\\' "             \
    "AND lower(name) NOT LIKE 'vector\\_coverages%' ESCAPE '\\' "             \
    "AND lower(name) NOT LIKE 'se\\_%' ESCAPE '\\' "                          \
    "AND lower(name) NOT LIKE 'wms\\_%' ESCAPE '\\' "                         \
    "AND lower(name) NOT LIKE 'rl2map%' "                                     \
    "AND lower(name) NOT IN ('spatialite_history', 'data_licenses', "         \
    "'sql_statements_log', 'topologies', 'networks', 'stored_procedures', "   \
    "'stored_variables', 'layer_styles', 'qgis_projects')"

#endif
