/* Text by pango, which finds a font for every character. */
#ifndef CI_MAP_LETTERS_H
#define CI_MAP_LETTERS_H

#include <cairo.h>

#include "map/canvas.h"

typedef struct ci_letters ci_letters;

/* NULL if memory ran out. */
ci_letters *ci_letters_new(void);
void ci_letters_free(ci_letters *letters);

/* Sets a line; what no font has is counted by ci_letters_missing() when it is
 * drawn or, by a canvas that draws it elsewhere, if `counts`. */
ci_text_size ci_letters_measure(ci_letters *letters, const char *text,
                                const ci_lettering *lettering, bool counts);
void ci_letters_draw(ci_letters *letters, cairo_t *cairo, double x, double y,
                     const char *text, const ci_lettering *lettering);
size_t ci_letters_missing(const ci_letters *letters);

#endif
