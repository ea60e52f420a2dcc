/* The user's language, and the marks on text that is translated. */
#ifndef TOOLS_LOCALE_H
#define TOOLS_LOCALE_H

#include <libintl.h>
#include <stdbool.h>

/* Text to translate: now, or later by a call of gettext(). */
#define _(text) gettext(text)
#define N_(text) text

/* Text for one and for more, to be chosen later by ngettext(). */
#define NN_(one, many) one, many

/*
 * Takes over the user's locale. Output is always UTF-8. Where the locale is
 * not installed, C.UTF-8 stands in for it and the language alone is kept.
 */
void locale_start(void);

/* Whether the user reads Chinese: which of a finding's two sentences. */
bool locale_is_chinese(void);

/* The language of messages as it was. */
typedef struct locale_kept {
    bool is_other; /* another is spoken */
    char *language, *locale;
} locale_kept;

/* Speaks Chinese, or English, until locale_return(): for a file that is to be
 * in another language than the messages. */
void locale_borrow(locale_kept *kept, bool is_chinese);
void locale_return(locale_kept *kept);

#endif
