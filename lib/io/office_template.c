/* What a document of an office program looks like: pandoc takes pages, styles
 * and footers from it, and of what it lacks its own. */
#include <circlet/page.h>

#include "base/error.h"
#include "io/workbook.h"

#define WORD                                                                  \
    "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main"  \
    "\""
#define LINKS "http://schemas.openxmlformats.org/officeDocument/2006/"
#define PACKAGE "http://schemas.openxmlformats.org/package/2006/"
#define TYPE "application/vnd.openxmlformats-officedocument.wordprocessingml."
#define HEADING "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"

static const char types[] = HEADING
    "<Types xmlns=\"" PACKAGE "content-types\">"
    "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-"
    "package.relationships+xml\"/>"
    "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
    "<Override PartName=\"/word/document.xml\" ContentType=\"" TYPE
    "document.main+xml\"/>"
    "<Override PartName=\"/word/styles.xml\" ContentType=\"" TYPE
    "styles+xml\"/>"
    "<Override PartName=\"/word/footer1.xml\" ContentType=\"" TYPE
    "footer+xml\"/></Types>\n";

static const char package_links[] = HEADING
    "<Relationships xmlns=\"" PACKAGE "relationships\">"
    "<Relationship Id=\"rId1\" Type=\"" LINKS "relationships/officeDocument\" "
    "Target=\"word/document.xml\"/></Relationships>\n";

static const char document_links[] =
    HEADING "<Relationships xmlns=\"" PACKAGE "relationships\">"
            "<Relationship Id=\"rId1\" Type=\"" LINKS "relationships/styles\" "
            "Target=\"styles.xml\"/>"
            "<Relationship Id=\"rId2\" Type=\"" LINKS "relationships/footer\" "
            "Target=\"footer1.xml\"/></Relationships>\n";

/* A4, with margins of 20 mm (1134 twentieths of a point). */
static const char document[] = HEADING
    "<w:document " WORD " xmlns:r=\"" LINKS "relationships\"><w:body><w:p/>"
    "<w:sectPr><w:footerReference w:type=\"default\" r:id=\"rId2\"/>"
    "<w:pgSz w:w=\"11906\" w:h=\"16838\"/>"
    "<w:pgMar w:top=\"1134\" w:right=\"1134\" w:bottom=\"1134\" "
    "w:left=\"1134\" w:header=\"567\" w:footer=\"567\" w:gutter=\"0\"/>"
    "</w:sectPr></w:body></w:document>\n";

/* The number of the page. */
static const char footer[] = HEADING
    "<w:ftr " WORD "><w:p><w:pPr><w:pStyle w:val=\"Footer\"/></w:pPr>"
    "<w:fldSimple w:instr=\" PAGE \"><w:r><w:t>1</w:t></w:r></w:fldSimple>"
    "</w:p></w:ftr>\n";

/* Sizes are in half points, spaces in twentieths of a point. */
static const char styles_start[] = HEADING
    "<w:styles " WORD "><w:docDefaults><w:rPrDefault><w:rPr>"
    "<w:rFonts w:ascii=\"Times New Roman\" w:hAnsi=\"Times New Roman\" "
    "w:eastAsia=\"SimSun\" w:cs=\"Times New Roman\"/><w:sz w:val=\"21\"/>"
    "<w:szCs w:val=\"21\"/>"
    "<w:lang w:val=\"en-US\" w:eastAsia=\"zh-CN\" w:bidi=\"ar-SA\"/></w:rPr>"
    "</w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after=\"80\" "
    "w:line=\"288\" w:lineRule=\"auto\"/></w:pPr></w:pPrDefault>"
    "</w:docDefaults>\n"
    "<w:style w:type=\"table\" w:default=\"1\" w:styleId=\"TableNormal\">"
    "<w:name w:val=\"Normal Table\"/></w:style>\n"
    "<w:style w:type=\"table\" w:customStyle=\"1\" w:styleId=\"Table\">"
    "<w:name w:val=\"Table\"/><w:basedOn w:val=\"TableNormal\"/><w:tblPr>"
    "<w:tblBorders><w:top w:val=\"single\" w:sz=\"6\" w:color=\"55606B\"/>"
    "<w:bottom w:val=\"single\" w:sz=\"6\" w:color=\"55606B\"/>"
    "<w:insideH w:val=\"single\" w:sz=\"4\" w:color=\"C9CED3\"/>"
    "</w:tblBorders><w:tblCellMar><w:left w:w=\"60\" w:type=\"dxa\"/>"
    "<w:right w:w=\"60\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr>"
    "<w:trPr><w:cantSplit/></w:trPr>"
    "<w:tblStylePr w:type=\"firstRow\"><w:rPr><w:b/></w:rPr><w:tcPr>"
    "<w:tcBorders><w:bottom w:val=\"single\" w:sz=\"6\" w:color=\"55606B\"/>"
    "</w:tcBorders><w:shd w:val=\"clear\" w:color=\"auto\" "
    "w:fill=\"EEF1F3\"/><w:vAlign w:val=\"bottom\"/></w:tcPr>"
    "</w:tblStylePr></w:style>\n"
    "<w:style w:type=\"character\" w:default=\"1\" "
    "w:styleId=\"DefaultParagraphFont\">"
    "<w:name w:val=\"Default Paragraph Font\"/></w:style>\n"
    "<w:style w:type=\"character\" w:customStyle=\"1\" "
    "w:styleId=\"VerbatimChar\"><w:name w:val=\"Verbatim Char\"/><w:rPr>"
    "<w:color w:val=\"55606B\"/><w:sz w:val=\"17\"/></w:rPr></w:style>\n";

/* Of paragraphs: id, name, what they are based on, how they look. */
static const struct {
    const char *id, *name, *base, *paragraph, *text;
} paragraphs[] = {
    {"Normal", "Normal", NULL, "", ""},
    {"BodyText", "Body Text", "Normal", "", ""},
    {"FirstParagraph", "First Paragraph", "BodyText", "", ""},
    {"Compact", "Compact", "BodyText",
     "<w:spacing w:before=\"20\" w:after=\"20\" w:line=\"252\" "
     "w:lineRule=\"auto\"/>",
     "<w:sz w:val=\"17\"/><w:szCs w:val=\"17\"/>"},
    {"Title", "Title", "Normal",
     "<w:keepNext/><w:spacing w:before=\"120\" w:after=\"200\"/>",
     "<w:b/><w:sz w:val=\"36\"/>"},
    {"Heading1", "heading 1", "Normal",
     "<w:keepNext/><w:spacing w:before=\"360\" w:after=\"120\"/>"
     "<w:outlineLvl w:val=\"0\"/>",
     "<w:b/><w:sz w:val=\"30\"/>"},
    {"Heading2", "heading 2", "Normal",
     "<w:keepNext/><w:spacing w:before=\"320\" w:after=\"100\"/>"
     "<w:outlineLvl w:val=\"1\"/>",
     "<w:b/><w:color w:val=\"0B5C52\"/><w:sz w:val=\"28\"/>"},
    {"Heading3", "heading 3", "Normal",
     "<w:keepNext/><w:spacing w:before=\"180\" w:after=\"60\"/>"
     "<w:outlineLvl w:val=\"2\"/>",
     "<w:b/><w:sz w:val=\"22\"/>"},
    {"DefinitionTerm", "Definition Term", "Normal",
     "<w:keepNext/><w:spacing w:before=\"100\" w:after=\"0\"/>", "<w:b/>"},
    {"Definition", "Definition", "Normal", "<w:spacing w:after=\"40\"/>",
     "<w:sz w:val=\"19\"/>"},
    {"Caption", "caption", "Normal",
     "<w:spacing w:before=\"60\" w:after=\"60\"/>", "<w:sz w:val=\"19\"/>"},
    {"TableCaption", "Table Caption", "Caption", "<w:keepNext/>", "<w:b/>"},
    {"ImageCaption", "Image Caption", "Caption", "", ""},
    {"Figure", "Figure", "Normal", "", ""},
    {"CaptionedFigure", "Captioned Figure", "Figure", "<w:keepNext/>", ""},
    {"Footer", "footer", "Normal", "<w:jc w:val=\"center\"/>",
     "<w:sz w:val=\"18\"/>"}};

/* Headings and words of emphasis are in a face without serifs. */
static bool is_sans(size_t i)
{
    return paragraphs[i].id[0] == 'T' || paragraphs[i].id[0] == 'H';
}

static void put_paragraph(ci_buffer *out, size_t i)
{
    ci_buffer_add(out, "<w:style w:type=\"paragraph\" ");
    ci_buffer_add(out, paragraphs[i].base ? "" : "w:default=\"1\" ");
    ci_buffer_add(out, "w:styleId=\"");
    ci_buffer_add(out, paragraphs[i].id);
    ci_buffer_add(out, "\"><w:name w:val=\"");
    ci_buffer_add(out, paragraphs[i].name);
    ci_buffer_add(out, "\"/>");
    if (paragraphs[i].base) {
        ci_buffer_add(out, "<w:basedOn w:val=\"");
        ci_buffer_add(out, paragraphs[i].base);
        ci_buffer_add(out, "\"/>");
    }
    ci_buffer_add(out, "<w:qFormat/><w:pPr>");
    ci_buffer_add(out, paragraphs[i].paragraph);
    ci_buffer_add(out, "</w:pPr><w:rPr>");
    if (is_sans(i))
        ci_buffer_add(out, "<w:rFonts w:ascii=\"Arial\" w:hAnsi=\"Arial\" "
                           "w:eastAsia=\"SimHei\"/>");
    ci_buffer_add(out, paragraphs[i].text);
    ci_buffer_add(out, "</w:rPr></w:style>\n");
}

static void put_styles(ci_buffer *out)
{
    ci_buffer_add(out, styles_start);
    for (size_t i = 0; i < sizeof(paragraphs) / sizeof(paragraphs[0]); i++)
        put_paragraph(out, i);
    ci_buffer_add(out, "</w:styles>\n");
}

circlet_status circlet_office_template_write(circlet_write_fn write,
                                             void *user, circlet_error *error)
{
    ci_workbook_part parts[] = {{.name = "[Content_Types].xml"},
                                {.name = "_rels/.rels"},
                                {.name = "word/document.xml"},
                                {.name = "word/_rels/document.xml.rels"},
                                {.name = "word/footer1.xml"},
                                {.name = "word/styles.xml"}};
    const char *const texts[] = {types, package_links, document,
                                 document_links, footer};
    const size_t count = sizeof(parts) / sizeof(parts[0]);
    circlet_status status = CIRCLET_OK;

    if (!write)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "a template needs somewhere to go");
    for (size_t i = 0; i + 1 < count; i++)
        ci_buffer_add(&parts[i].text, texts[i]);
    put_styles(&parts[count - 1].text);
    for (size_t i = 0; i < count; i++)
        if (parts[i].text.failed)
            status = ci_fail_nomem(error);
    if (!status)
        status = ci_workbook_pack(parts, count, write, user, error);
    for (size_t i = 0; i < count; i++)
        ci_buffer_free(&parts[i].text);
    return status;
}
