/* Text in lines that fit: how wide it is, and where to break it. */
#ifndef TOOLS_FOLD_H
#define TOOLS_FOLD_H

#include <stddef.h>

/* How many columns of the terminal a text takes. */
size_t text_width(const char *text);

/* A copy with line ends in it, so that no line is over `room` columns unless
 * one character is; to be freed. NULL if memory ran out. */
char *text_fold(const char *text, size_t room);

#endif
