/* JSON for programs, and numbers for people: never in the user's locale. */
#ifndef TOOLS_JSON_H
#define TOOLS_JSON_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/* Room for any number that the functions below write. */
#define NUMBER_SIZE 48

/* The shortest decimal text that reads back as `value`; "null" if it is not
 * finite. */
void format_shortest(char out[NUMBER_SIZE], double value);

/* At most `decimals` (0 to 9) digits after the point, without zeros at the
 * end; "?" if it is not finite. */
void format_rounded(char out[NUMBER_SIZE], double value, int decimals);

/* Reads a decimal number that is all of `text`; false if it is none. */
bool parse_number(double *out, const char *text);

#define JSON_DEPTH 8

/* Writes one value after the other; commas come by themselves. */
typedef struct json {
    FILE *out;
    size_t depth;
    char closing[JSON_DEPTH]; /* '}' or ']' for each open bracket */
    bool has_items[JSON_DEPTH];
} json;

/* Opens the outermost object; json_end() of it ends the line. */
void json_start(json *writer, FILE *out);

/* Each writes a member called `key`, or an element if `key` is NULL. */
void json_object(json *writer, const char *key);
void json_array(json *writer, const char *key);
void json_text(json *writer, const char *key, const char *text);
void json_number(json *writer, const char *key, double value);
void json_integer(json *writer, const char *key, int64_t value);
void json_boolean(json *writer, const char *key, bool value);
void json_null(json *writer, const char *key);

/* A value that is JSON already. */
void json_raw(json *writer, const char *key, const char *value);

/* A list divided by ';' as an array; NULL: an empty one. */
void json_list(json *writer, const char *key, const char *list);

/* A whole number of which -1 says that it is unknown. */
void json_known(json *writer, const char *key, int64_t value);

/* Closes the innermost object or array. */
void json_end(json *writer);

#endif
