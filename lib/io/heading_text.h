/* Headings as people mean them. */
#ifndef CI_IO_HEADING_TEXT_H
#define CI_IO_HEADING_TEXT_H

/* Room for all that is compared of a heading. */
#define CI_HEADING_SIZE 256

/* A heading without blanks, by which headings are spread in a cell, and with
 * full-width forms as ASCII; cut to CI_HEADING_SIZE - 1 bytes. */
void ci_heading_clean(char out[CI_HEADING_SIZE], const char *heading);

#endif
