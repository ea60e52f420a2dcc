/* The library's words, in the user's language. */
#ifndef TOOLS_WORD_H
#define TOOLS_WORD_H

/* "no_data" as "no data" or "缺数据"; a word that is not known as it is. */
const char *word(const char *name);

#endif
