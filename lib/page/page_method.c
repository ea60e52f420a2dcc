/* How it was judged and planned, how good the data is, where it is from. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "page/page.h"
#include "page/page_words.h"

/* ---- method ------------------------------------------------------------- */

static void put_levels(ci_page *page)
{
    const circlet_plan *plan = page->told;
    ci_tongues tongues = ci_page_tongues(page);
    char rooms[3][CI_MARKUP_NUMBER];

    if (!plan || circlet_plan_level_count(plan) == 0)
        return;
    ci_markup_put(
        &page->out, tongues,
        "<h3>%b</h3>\n<p>%b</p><div class=\"wide\" tabindex=\"0\" "
        "role=\"region\" aria-labelledby=\"levels-caption\"><table>"
        "<caption id=\"levels-caption\">%b</caption><thead><tr>"
        "<th scope=\"col\">%b</th><th scope=\"col\" class=\"n\">%b</th>"
        "<th scope=\"col\" class=\"n\">%b</th><th scope=\"col\">%b</th></tr>"
        "</thead><tbody>\n",
        "方案的目标与证明", "Goals of the plan, and their proof",
        "各目标按次序优化，前一目标达到后固定不变。“界限”是任何方案都不能超过"
        "的值，可用 circlet verify 独立核验。人数按5人一档取整。",
        "Goals are met in their order, each fixed before the next. No plan "
        "can be better than the bound; circlet verify checks that by itself. "
        "Numbers of persons are in whole steps of five.",
        "目标", "Goals", "目标", "Goal", "方案", "Plan", "界限", "Bound",
        "证明", "Proof");
    for (size_t i = 0; i < circlet_plan_level_count(plan); i++) {
        const circlet_plan_level *level = circlet_plan_level_at(plan, i);
        ci_phrase name = ci_page_plan_level_word(level->name);
        bool is_proved = level->proof == CIRCLET_PROOF_OPTIMAL;
        char gap[96], gap_en[96];

        ci_markup_share(rooms[2], ceil(level->gap * 1000) / 1000);
        snprintf(gap, sizeof(gap), "至多可改进%s", rooms[2]);
        snprintf(gap_en, sizeof(gap_en), "at most %s better", rooms[2]);
        ci_markup_put(&page->out, tongues,
                      "<tr><th scope=\"row\">%b</th><td class=\"n\">%r</td>"
                      "<td class=\"n\">%r</td><td>%b</td></tr>\n",
                      name.zh, name.en,
                      ci_markup_number(rooms[0], level->objective, 2),
                      ci_markup_number(rooms[1], level->bound, 2),
                      is_proved ? "已证明最优" : gap,
                      is_proved ? "proved best" : gap_en);
    }
    ci_buffer_add(&page->out, "</tbody></table></div>\n");
}

static void put_rule(ci_page *page, const circlet_guide_rule *rule)
{
    ci_phrase force = ci_page_force_word(rule->force);

    ci_markup_put(&page->out, ci_page_tongues(page),
                  "<dt><code>%t</code> %b <i>%b</i></dt><dd>%b", rule->id,
                  rule->title_zh, rule->title_en, force.zh, force.en,
                  rule->text_zh ? rule->text_zh : "",
                  rule->text_en ? rule->text_en : "");
    if (rule->quote)
        ci_markup_put(&page->out, CI_TONGUES_EN, "<q lang=\"zh-CN\">%t</q>",
                      rule->quote);
    if (rule->citation)
        ci_markup_put(&page->out, CI_TONGUES_EN,
                      " <cite lang=\"zh-CN\">%t</cite>", rule->citation);
    ci_buffer_add(&page->out, "</dd>\n");
}

static bool is_judged(const ci_page *page, const char *id)
{
    for (size_t i = 0; i < page->rule_count; i++)
        if (strcmp(page->rules[i].rule, id) == 0)
            return true;
    return false;
}

static circlet_status put_rules(ci_page *page, circlet_error *error)
{
    circlet_guide *guide = NULL;
    const circlet_guide_rule *rule;
    circlet_status status =
        circlet_policy_explain(&guide, page->content->policy, error);
    bool is_plain = ci_page_is_plain(page);

    if (status)
        return status;
    ci_markup_put(&page->out, ci_page_tongues(page),
                  is_plain ? "<h3>%b</h3><dl>\n"
                           : "<details><summary>%b</summary>"
                             "<dl class=\"guide\">\n",
                  "全部规定：计算方法、原文与出处",
                  "All rules: how they are measured, quoted and cited");
    for (size_t i = 0; (rule = circlet_guide_rule_at(guide, i)); i++)
        if (is_judged(page, rule->id))
            put_rule(page, rule);
    ci_buffer_add(&page->out, is_plain ? "</dl>\n" : "</dl></details>\n");
    circlet_guide_free(guide);
    return CIRCLET_OK;
}

circlet_status ci_page_write_method(ci_page *page, circlet_error *error)
{
    ci_tongues tongues = ci_page_tongues(page);
    circlet_status status;

    ci_markup_put(&page->out, tongues, "<section id=\"method\"><h2>%b</h2>\n",
                  "方法", "Method");
    ci_markup_put(
        &page->out, tongues, "<p>%b</p>\n",
        "每个人按本人的出行方式和速度，沿道路网计算到最近的开放设施的时间；坡"
        "度、"
        "路缘、台阶等会减慢或阻断通行。数据缺失时取最好、最坏两种情形，结论因"
        "此"
        "而异的记为“暂不能判定”，不算符合。",
        "For each person the time to the nearest open facility is measured on "
        "the streets, in their own way and at their own speed; slopes, kerbs "
        "and steps slow or stop them. Where data is missing, the best and the "
        "worst case are both taken; where the verdict hangs on that it is "
        "undecided, and does not count as kept.");
    ci_markup_put(
        &page->out, tongues, "<p>%b</p>\n",
        "“必须”“应当”“可以”按规定原文的用语区分；不符合“必须”类规定的才算违反"
        "。",
        "Must, should and may follow the wording of each rule; what must be "
        "kept counts first.");
    put_levels(page);
    status = put_rules(page, error);
    ci_buffer_add(&page->out, "</section>\n");
    return status;
}

/* ---- data quality ------------------------------------------------------- */

static void put_fact(ci_page *page, const char *zh, const char *en,
                     double value)
{
    ci_markup_put(&page->out, ci_page_tongues(page),
                  "<tr><th scope=\"row\">%b</th><td class=\"n\">", zh, en);
    if (value > 0 && value < CIRCLET_PAGE_SMALL)
        ci_buffer_add(&page->out, "&lt;5");
    else
        ci_markup_put(&page->out, CI_TONGUES_EN, "%n", value);
    ci_buffer_add(&page->out, "</td></tr>\n");
}

/* What numbers of units, such as these pages tell, are worth beside where
 * people live. */
static circlet_status put_aggregation(ci_page *page, circlet_error *error)
{
    const circlet_page_content *content = page->content;
    circlet_judge_options options = CIRCLET_JUDGE_OPTIONS_INIT;
    circlet_aggregation off;
    char mean[CI_MARKUP_NUMBER], most[CI_MARKUP_NUMBER], zh[512], en[512];
    circlet_status status;

    if (!content->travel)
        return CIRCLET_OK;
    options.date = circlet_findings_date(content->findings);
    options.threads = page->options->threads;
    status = circlet_aggregation_measure(&off, content->city, content->policy,
                                         content->findings, content->travel,
                                         &options, error);
    if (status || off.findings == 0)
        return status;
    ci_markup_share(mean, off.mean);
    ci_markup_share(most, off.largest);
    snprintf(
        zh, sizeof(zh),
        "本报告按每个人的住址计算。若只用各单元的中心代替住址（如只有汇"
        "总数据），覆盖人数平均偏差%s（按人次），单项最大偏差%s，%zu项中有"
        "%zu项结论不同。",
        mean, most, off.findings, off.changed_verdicts);
    snprintf(en, sizeof(en),
             "This report measures from where each person lives. From the "
             "middle of each unit instead, as with numbers of units alone, "
             "the persons covered would be off by %s on average, and by up "
             "to %s in one finding; of %zu findings %zu would have another "
             "verdict.",
             mean, most, off.findings, off.changed_verdicts);
    ci_markup_put(&page->out, ci_page_tongues(page), "<p>%b</p>\n", zh, en);
    return CIRCLET_OK;
}

circlet_status ci_page_write_quality(ci_page *page, circlet_error *error)
{
    size_t undecided = 0, no_data = 0;
    double unreached = 0;
    circlet_status status;

    for (size_t i = 0; i < page->rule_count; i++) {
        const ci_page_rule *row = &page->rules[i];

        undecided += row->verdicts[0][CIRCLET_VERDICT_UNDECIDED];
        no_data += row->verdicts[0][CIRCLET_VERDICT_NO_DATA];
        unreached += row->is_circle ? row->unreached[0] : 0;
    }
    ci_markup_put(&page->out, ci_page_tongues(page),
                  "<section id=\"quality\"><h2>%b</h2>\n<table><caption>%b"
                  "</caption><tbody>\n",
                  "数据质量", "Data quality", "现状", "Today");
    put_fact(page, "因数据缺失暂不能判定的项数",
             "Findings that are undecided for want of data",
             (double)undecided);
    put_fact(page, "没有数据可供判定的项数", "Findings without data",
             (double)no_data);
    put_fact(page, "附近没有道路的人次（按未覆盖计）",
             "Persons tied to no street (they count as not covered)",
             unreached);
    put_fact(page, "推算的人次（并非真实住址）",
             "Persons who are modelled (nobody's known homes)",
             page->modelled);
    for (size_t i = 0; i < page->content->doubt_count; i++) {
        const circlet_doubt *doubt = &page->content->doubts[i];
        ci_phrase word = ci_page_doubt_word(doubt->name);

        if (doubt->count > 0)
            put_fact(page, word.zh, word.en, (double)doubt->count);
    }
    ci_buffer_add(&page->out, "</tbody></table>\n");
    status = put_aggregation(page, error);
    ci_buffer_add(&page->out, "</section>\n");
    return status;
}

/* ---- where it is from --------------------------------------------------- */

static void put_source(ci_page *page, const circlet_source_summary *source)
{
    ci_phrase layer = ci_page_layer_word(source->layer);
    char hash[17] = "";

    snprintf(hash, sizeof(hash), "%.16s",
             source->sha256 ? source->sha256 : "");
    ci_markup_put(&page->out, ci_page_tongues(page),
                  "<tr><th scope=\"row\">%b</th><td>%t</td><td class=\"n\">%z"
                  "</td><td class=\"n\">%z</td><td><code>%t</code></td></tr>"
                  "\n",
                  layer.zh, layer.en, source->file, (size_t)source->rows,
                  (size_t)source->rejected, hash);
}

static void put_files(ci_page *page)
{
    const circlet_page_content *content = page->content;
    const struct {
        ci_phrase what;
        const char *name, *hash;
    } files[] = {
        {{"城市文件", "City file"}, content->city_name, content->city_sha256},
        {{"规定文件", "Policy file"},
         content->policy_name,
         content->policy_sha256}};

    ci_buffer_add(&page->out, "<ul class=\"files\">\n");
    for (size_t i = 0; i < 2; i++)
        if (files[i].name)
            ci_markup_put(&page->out, ci_page_tongues(page),
                          "<li>%b: %t%r<code>%t</code></li>\n",
                          files[i].what.zh, files[i].what.en, files[i].name,
                          files[i].hash ? ", SHA-256 " : "",
                          files[i].hash ? files[i].hash : "");
    for (size_t i = 0; circlet_policy_document_title(content->policy, i); i++)
        ci_markup_put(&page->out, CI_TONGUES_EN,
                      "<li lang=\"zh-CN\"><cite>%t</cite> %t</li>\n",
                      circlet_policy_document_title(content->policy, i),
                      circlet_policy_document_number(content->policy, i));
    ci_buffer_add(&page->out, "</ul>\n");
}

/* Streets out of OpenStreetMap's files ask to be credited (ODbL 1.0, 4.3). */
static bool has_openstreetmap(const circlet_page_content *content)
{
    for (size_t i = 0; i < content->source_count; i++) {
        const char *file = content->sources[i].file;
        size_t size = strlen(file);

        if (size > 4 && strcmp(file + size - 4, ".pbf") == 0)
            return true;
    }
    return false;
}

void ci_page_write_origin(ci_page *page)
{
    const circlet_page_content *content = page->content;
    ci_tongues tongues = ci_page_tongues(page);

    ci_markup_put(&page->out, tongues, "<section id=\"origin\"><h2>%b</h2>\n",
                  "来源", "Sources");
    put_files(page);
    if (content->source_count > 0) {
        ci_markup_put(
            &page->out, tongues,
            "<div class=\"wide\" tabindex=\"0\" role=\"region\" "
            "aria-labelledby=\"sources-caption\"><table><caption "
            "id=\"sources-caption\">%b</caption><thead><tr>"
            "<th scope=\"col\">%b</th><th scope=\"col\">%b</th>"
            "<th scope=\"col\" class=\"n\">%b</th>"
            "<th scope=\"col\" class=\"n\">%b</th><th scope=\"col\">SHA-256"
            "</th></tr></thead><tbody>\n",
            "数据来源", "Sources of data", "图层", "Layer", "文件", "File",
            "行数", "Rows", "未采用", "Refused");
        for (size_t i = 0; i < content->source_count; i++)
            put_source(page, &content->sources[i]);
        ci_buffer_add(&page->out, "</tbody></table></div>\n");
    }
    if (has_openstreetmap(content))
        ci_markup_put(&page->out, tongues, "<p>%b</p>\n",
                      "道路：© OpenStreetMap 贡献者，ODbL 1.0 许可。",
                      "Streets: © OpenStreetMap contributors, ODbL 1.0.");
    ci_markup_put(&page->out, tongues, "<p>circlet %t. %b</p></section>\n",
                  circlet_version(),
                  "同样的数据和选项得到同样的报告；报告中没有个人信息。",
                  "The same data and options give the same report; there is "
                  "nobody's data in it.");
}
