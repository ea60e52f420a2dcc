/* The tables of a city file: geodata/schema.sql as text. */
#ifndef CI_IO_SCHEMA_SQL_H
#define CI_IO_SCHEMA_SQL_H

/* The version that the library reads and writes. Raised whenever a table
 * or what a column means changes. */
#define CI_SCHEMA_VERSION 10

/* Made from geodata/schema.sql when the library is built. */
extern const char ci_schema_sql[];

#endif
