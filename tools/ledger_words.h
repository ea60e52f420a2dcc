/* The words of ledgers: columns, rows and headings. */
#ifndef TOOLS_LEDGER_WORDS_H
#define TOOLS_LEDGER_WORDS_H

#include <circlet.h>

#define COLUMN_ID_SIZE 160

/* What programs call a column: "kind_visual", "B-CIRCLE-15_covered". */
void ledger_column_id(char out[COLUMN_ID_SIZE],
                      const circlet_ledger_column *column);

/* What people call it: as the policy does, else in their own language. */
const char *ledger_column_title(const circlet_ledger_column *column);

/* "People by kind of disability, in persons ...": above a section's table. */
const char *ledger_section_title(circlet_ledger_section section);

/* The same for the modelled people of a section of people. */
const char *ledger_modelled_title(circlet_ledger_section section);

/* A word in the user's language, or itself. */
const char *ledger_word(const char *name);

#endif
