/* Tags of the map in the user's language. */
#ifndef TOOLS_TAG_WORDS_H
#define TOOLS_TAG_WORDS_H

#include <stdio.h>

/* A key: "surface", in Chinese also what it means: "路面材质（surface）". */
void tag_key_write(FILE *to, const char *key);

/* Keys divided by ';'. */
void tag_keys_write(FILE *to, const char *keys);

/* What a mode asks of tags, as it names it: "surface=sett or gravel, width
 * below 0.9"; in Chinese with the meaning of the keys, and the words between
 * them translated. */
void tag_tests_write(FILE *to, const char *tests);

/* What a mode says of them: "flush or none", "from 0 to 4", "30, to get across
 * a road"; no key stands in it. */
void tag_values_write(FILE *to, const char *values);

/* Names divided by ';', of travel modes for example: "own, walk". */
void names_write(FILE *to, const char *list);

/* A text that one of the above writes, to be freed; NULL: no memory. */
char *tag_text(void (*write)(FILE *to, const char *text), const char *text);

#endif
