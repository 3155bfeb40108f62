//! A roll held against a list of deaths by a pack of one screen:
//! `cargo run -p screening --example two_ledgers`.

use jiff::civil::date;
use linkage::Silent;
use policy::pack::Pack;
use screening::{Given, Ledger, run};
use sheet::{ReadOptions, Source, read};

const PACK: &str = r#"
[[role]]
id = "roll"
label = {zh = "花名册", en = "roll"}
provider = {zh = "镇", en = "town"}
field = [
  {id = "name", type = "text", column = "name"},
  {id = "id_number", type = "text", column = "id_number"},
]
[[role]]
id = "deaths"
label = {zh = "死亡名单", en = "deaths"}
provider = {zh = "公安", en = "police"}
field = [
  {id = "name", type = "text", column = "name"},
  {id = "id_number", type = "text", column = "id_number"},
  {id = "day", type = "date", headers = ["死亡日期"]},
]
[[screen]]
id = "dead"
title = {zh = "死亡仍在册", en = "on the roll after death"}
direction = "exit"
flag = "STOP"
subject = ["roll"]
when = "deaths.exists(d, d.day < monthStart(on))"
rests_on = ["deaths"]
cite = {document = "某办法"}
message = {zh = "{self.name}已于{first(deaths).day}死亡", en = "{self.name} died on {first(deaths).day}"}
next = {zh = "核实", en = "verify"}
days = 3
"#;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let head = "id = 'p'\ntitle = {zh='例', en='example'}\njurisdiction = ''\n";
    let files = [("pack.toml", head), ("a.toml", PACK)].map(|(n, t)| (n.to_owned(), t.to_owned()));
    let pack = match Pack::load(&files) {
        Ok(pack) => pack,
        Err(mistakes) => {
            mistakes.iter().for_each(|m| println!("{m}"));
            return Ok(());
        }
    };
    let texts = [
        "姓名,身份证号\n张三,500153195104030012\n李四,500153196001020018\n",
        "姓名,身份证号,死亡日期\n张三,500153195104030012,2020-02-11\n",
    ];
    let mut ledgers = Vec::new();
    for (role, (declared, text)) in pack.roles.iter().zip(texts).enumerate() {
        let source = Source::Bytes {
            name: format!("{}.csv", declared.id),
            bytes: text.as_bytes().to_vec(),
        };
        let table = read(source, &ReadOptions::default())?;
        ledgers.push(Ledger::new(role, declared, table, &[])?);
    }
    let given = Given {
        pack: &pack,
        ledgers,
        on: date(2020, 3, 18),
    };
    for case in run(given, &Silent)?.cases {
        println!("{} {} {:.2}", case.id, case.message[1], case.certainty);
    }
    Ok(())
}
