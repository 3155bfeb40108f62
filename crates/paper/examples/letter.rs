//! A letter, a form and a poster in one file: `cargo run -p paper --example letter -- OUT.pdf`.

use base::Fen;
use base::date::Date;
use paper::{Fields, Press, Template, Value};
use std::error::Error;

const LETTER: &str = "\
@style letter
# {office}
# 最低生活保障审核确认告知书
^ {number}
~
! {name}：
你户于{applied}提出的最低生活保障申请，经家庭经济状况核对、入户调查和公示，
根据《重庆市城乡居民最低生活保障条例》第十四条的规定，决定自{from}起予以确认，
每月保障金额为**{amount:grouped}元**（大写：__{amount:capital}__）。

## 一、计算依据
你户共同生活的家庭成员{count}人，月人均收入{income:grouped}元，低于当地保障标准。

{#if remedy}
## 二、救济途径
如对本决定不服，可以自收到本告知书之日起六十日内申请行政复议，或者在六个月内提起行政诉讼。
{/if}

~
> {office}
> {on}
";

const FORM: &str = "\
@style form
# 入户调查表
| 户主 | {name} | 调查日期 | {on:iso} |
|---|------|---|------|
| 地址 | {address} |
| 联系电话 | {phone} | 编号 | {number} |

## 家庭成员
| 姓名 | 与户主关系 | 月收入（元） | 备注 |
|----|----|---:|--------|
{#each members}
| {name} | {relation} | {income:grouped} | {note} |
{/each}

! 调查人签字：____________　　被调查人签字：____________
";

const POSTER: &str = "\
@style poster
# 公　示
经审核，下列家庭拟确认为最低生活保障家庭，现予公示。公示期自{on}起七日。

| 户主 | 人数 | 月保障金额 |
|---|--:|---:|
{#each households}
| {name} | {count} | {amount:grouped} |
{/each}

如有异议，请向{office}反映，电话：{phone}。
~
> {office}
> {on:figures}
";

fn main() -> Result<(), Box<dyn Error>> {
    let out = std::env::args()
        .nth(1)
        .unwrap_or_else(|| "letter.pdf".into());
    let member = |name: &str, relation: &str, income: i64, note: &str| {
        Fields::new()
            .with("name", name)
            .with("relation", relation)
            .with("income", Fen::new(income))
            .with("note", note)
    };
    let home = |name: &str, count: i64, amount: i64| {
        Fields::new()
            .with("name", name)
            .with("count", count)
            .with("amount", Fen::new(amount))
    };
    let facts = Fields::new()
        .with("office", "荣昌区某镇人民政府")
        .with("number", "荣民救〔2020〕128号")
        .with("name", "欧阳𬱟龙")
        .with("address", "某镇某村三组四十八号，老供销社旁二楼左手第一间")
        .with("phone", Value::Blank)
        .with("applied", Date::constant(2020, 3, 2))
        .with("on", Date::constant(2020, 3, 31))
        .with("from", "2020年4月")
        .with("count", 3)
        .with("amount", Fen::new(98_765))
        .with("income", Fen::new(16_678))
        .with("remedy", true)
        .with(
            "members",
            vec![
                member(
                    "欧阳𬱟龙",
                    "本人",
                    50_034,
                    "务农；右手残疾，持二级残疾人证，不能从事重体力劳动",
                ),
                member("㛃某", "配偶", 0, ""),
                member("欧阳某", "子", 0, "在校"),
            ],
        )
        .with(
            "households",
            vec![home("欧阳**", 3, 98_765), home("张*", 1, 49_600)],
        );
    let documents = [LETTER, FORM, POSTER]
        .iter()
        .map(|text| Template::parse(text)?.fill(&facts))
        .collect::<Result<Vec<_>, _>>()?;
    let print = Press::new()?.print(&documents)?;
    std::fs::write(&out, &print.bytes)?;
    eprintln!("{out}: {} pages, {} bytes", print.pages, print.bytes.len());
    Ok(())
}
