use crate::{Error, Fields, Template, Value};
use base::Fen;
use expect_test::expect;

fn filled(template: &str, facts: &Fields) -> String {
    Template::parse(template)
        .and_then(|template| template.fill(facts))
        .map_or_else(|error| error.to_string(), |document| document.text())
}

fn notice() -> Fields {
    let member =
        |name: &str, relation: &str| Fields::new().with("name", name).with("relation", relation);
    Fields::new()
        .with("office", "某镇人民政府")
        .with("name", "张三")
        .with("amount", Fen::new(123_456_789))
        .with("on", jiff_day(2020, 3, 18))
        .with("refused", false)
        .with("phone", Value::Blank)
        .with(
            "members",
            vec![member("张三", "本人"), member("李四", "配偶")],
        )
}

fn jiff_day(year: i16, month: i8, day: i8) -> base::date::Date {
    base::date::Date::constant(year, month, day)
}

#[test]
fn a_notice_says_what_its_facts_say() {
    let template = "\
@style letter
# {office}
# 审核确认告知书

! {name}：

经审核，
你户每月补助 {amount:grouped} 元（{amount:capital}）。
电话：{phone}。

{#if refused}
不予确认。
{#else}
予以确认。
{/if}

| 姓名 | 关系 |
|----|---:|
{#each members}
| {name} | {relation} |
{/each}

> {office}
> {on:figures}
";
    expect![[r#"
        # 某镇人民政府
        # 审核确认告知书
        张三：
        经审核，你户每月补助 1,234,567.89 元（壹佰贰拾叁万肆仟伍佰陆拾柒元捌角玖分）。电话：　　　　。
        予以确认。
        | 姓名 | 关系 |
        | 张三 | 本人 |
        | 李四 | 配偶 |
        > 某镇人民政府
        > 二〇二〇年三月十八日
    "#]]
    .assert_eq(&filled(template, &notice()));
}

#[test]
fn marks_in_a_fact_stay_text() {
    let facts = Fields::new().with("name", "# **{office}** | x\n====");
    let text = filled("! {name}\n\n| {name} |\n", &facts);
    assert_eq!(
        text,
        "# **{office}** | x\n====\n| # **{office}** | x ==== |\n"
    );
    let document = Template::parse("! {name}").and_then(|t| t.fill(&facts));
    assert_eq!(document.map(|d| d.blocks.len()), Ok(1));
}

#[test]
fn mistakes_are_named_with_their_line() {
    for (template, line, what) in [
        ("好\n{name", 2, "{name"),
        ("{Name}", 1, "{Name}"),
        ("{amount:round}", 1, "{amount:round}"),
        ("**bold", 1, "**"),
        ("{#each members}\nx", 1, "{#"),
        ("x\n{/each}", 2, "/each"),
        ("{#if a}\n{/each}", 2, "/each"),
        ("@style poem", 1, "@style poem"),
        ("| a | b", 1, "| a | b"),
    ] {
        let expected = Error::Syntax {
            line,
            what: what.to_owned(),
        };
        assert_eq!(Template::parse(template), Err(expected), "{template}");
    }
    assert_eq!(
        filled("\n{nobody}", &Fields::new()),
        "line 2: no fact is called nobody"
    );
    assert_eq!(
        filled("{name:capital}", &notice()),
        "line 1: name cannot be written as capital"
    );
}

#[test]
fn a_template_lists_the_names_it_asks_for() {
    let template = Template::parse("{a}\n{#each list}\n{#if b}\n{c}\n{/if}\n{/each}\n");
    let names: Vec<String> = template
        .map(|t| t.names().into_iter().collect())
        .unwrap_or_default();
    assert_eq!(names, ["a", "list", "list.b", "list.c"]);
}

proptest::proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in "[#{}/a-c|*_\n: !>~=-]{0,80}") {
        if let Ok(template) = Template::parse(&text) {
            let facts = Fields::new().with("a", "x").with("b", true).with("c", Vec::new());
            let _ = template.fill(&facts).map(|d| d.text());
        }
    }
}
