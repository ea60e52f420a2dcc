#include "locale.h"

#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TEXT_DOMAIN "circlet"

/* What the user asked for, in the order in which setlocale() looks. */
static const char *wanted_locale(void)
{
    static const char *const variables[] = {"LC_ALL", "LC_MESSAGES", "LANG"};

    for (size_t i = 0; i < sizeof(variables) / sizeof(variables[0]); i++) {
        const char *value = getenv(variables[i]);

        if (value && *value)
            return value;
    }
    return "C";
}

/*
 * A locale that is not installed still names a language: gettext finds the
 * catalogue through LANGUAGE, which it ignores in the locale "C" but heeds
 * in "C.UTF-8".
 */
static void keep_language(void)
{
    char language[32];
    const char *set = getenv("LANGUAGE");

    snprintf(language, sizeof(language), "%.31s", wanted_locale());
    language[strcspn(language, ".@")] = '\0';
    if (!set || !*set)
        setenv("LANGUAGE", language, 1);
    setlocale(LC_ALL, "C.UTF-8");
}

void locale_start(void)
{
    const char *directory = getenv("CIRCLET_LOCALEDIR");

    if (!setlocale(LC_ALL, ""))
        keep_language();
    /* Names are UTF-8 and tables need the width of each character. */
    if (strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
        setlocale(LC_CTYPE, "C.UTF-8");
    bindtextdomain(TEXT_DOMAIN,
                   directory && *directory ? directory : LOCALEDIR);
    bind_textdomain_codeset(TEXT_DOMAIN, "UTF-8");
    textdomain(TEXT_DOMAIN);
}

bool locale_is_chinese(void)
{
    /* Translators: the language of your catalogue, "en" or "zh"; it selects
       the sentences of findings, which the library writes in both. */
    return strcmp(_("en"), "zh") == 0;
}

/* ---- another language for a while --------------------------------------- */

/* gettext looks for LANGUAGE again once a locale was set, and heeds it in any
 * locale but "C". */
static void speak(const char *locale, const char *language)
{
    if (language)
        setenv("LANGUAGE", language, 1);
    else
        unsetenv("LANGUAGE");
    setlocale(LC_MESSAGES, locale);
}

static char *copy(const char *text)
{
    return text ? strdup(text) : NULL;
}

void locale_borrow(locale_kept *kept, bool is_chinese)
{
    *kept = (locale_kept){.is_other = locale_is_chinese() != is_chinese};
    if (!kept->is_other)
        return;
    kept->language = copy(getenv("LANGUAGE"));
    kept->locale = copy(setlocale(LC_MESSAGES, NULL));
    speak("C.UTF-8", is_chinese ? "zh_CN" : "en");
}

void locale_return(locale_kept *kept)
{
    if (kept->is_other)
        speak(kept->locale ? kept->locale : "C", kept->language);
    free(kept->language);
    free(kept->locale);
    *kept = (locale_kept){.is_other = false};
}
