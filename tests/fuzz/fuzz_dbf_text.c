#include "fuzz_file.h"

#include <stdbool.h>
#include <string.h>

#include "base/text.h"
#include "io/dbf_text.h"

/* The texts of a table, each ending in 0. */
typedef struct text_list {
    const char *texts;
    size_t size, at;
} text_list;

/* Every other text counts as one that fills its field. */
static const char *next_text(void *state, bool *is_full)
{
    text_list *list = state;
    const char *text = list->texts + list->at;

    *is_full = list->at % 2 == 0;
    if (list->at >= list->size)
        return NULL;
    list->at += strlen(text) + 1;
    return text;
}

/* What is decoded is UTF-8 without spaces at its end. */
static void decode_all(const ci_dbf_text *text, text_list list)
{
    ci_buffer out = {0};
    const char *bytes;
    bool is_full;

    while ((bytes = next_text(&list, &is_full)) != NULL)
        if (ci_dbf_decode(&out, text, bytes, strlen(bytes), is_full, NULL) ==
                CIRCLET_OK &&
            (!ci_utf8_is_valid(out.text, out.size) ||
             strlen(out.text) != out.size ||
             (out.size > 0 && out.text[out.size - 1] == ' ')))
            abort();
    ci_buffer_free(&out);
}

static void look(const char *said, const char *code_page, text_list list)
{
    ci_dbf_text text = {0};
    ci_dbf_texts texts = {next_text, &list};
    circlet_error error = {CIRCLET_OK, ""};

    if (ci_dbf_text_open(&text, said, code_page, texts, &error) ==
        CIRCLET_OK) {
        list.at = 0;
        ci_dbf_text_doubt(&text, texts);
        list.at = 0;
        decode_all(&text, list);
    } else if (!error.message[0]) {
        abort();
    }
    ci_dbf_text_free(&text);
}

/* The first line is what a .cpg says, the rest are texts; their encoding is
 * guessed, too. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    char *copy = calloc(size + 2, 1);
    char *end;
    text_list list;

    if (!copy)
        abort();
    memcpy(copy, bytes, size);
    end = memchr(copy, '\n', size);
    list.texts = end ? end + 1 : copy + size;
    list.size = size - (size_t)(list.texts - copy);
    list.at = 0;
    if (end)
        *end = '\0';
    look(NULL, copy, list);
    look(NULL, NULL, list);
    look("GB18030", copy, list);
    free(copy);
    return 0;
}
