//! A pack of one screen over two people.

use jiff::civil::date;
use policy::cel::Datum;
use policy::pack::Pack;
use policy::screen::{PopulationBuilder, Row, run};

const PACK: &str = r#"
[[role]]
id = "roll"
label = {zh = "花名册", en = "roll"}
provider = {zh = "镇", en = "town"}
field = [{id = "name", type = "text"}, {id = "id_number", type = "text"}]
[[screen]]
id = "id"
title = {zh = "身份证号有误", en = "wrong ID number"}
direction = "check"
flag = "CHECK"
subject = ["roll"]
when = "!idValid(self.id_number)"
cite = {document = "GB 11643-1999"}
message = {zh = "{self.name}的身份证号有误", en = "the ID number of {self.name} is wrong"}
next = {zh = "核对原件", en = "check the original"}
days = 10
"#;

fn main() {
    let head = "id = 'p'\ntitle = {zh='例', en='example'}\njurisdiction = ''\n";
    let files = [
        ("pack.toml".to_owned(), head.to_owned()),
        ("a.toml".to_owned(), PACK.to_owned()),
    ];
    match Pack::load(&files) {
        Ok(pack) => {
            let mut people = PopulationBuilder::new(&pack.roles);
            people.given(0, &[true, true]);
            for (person, name, id) in [
                (0, "张三", "500153190001010013"),
                (1, "李四", "500153190001010012"),
            ] {
                let fields = vec![Datum::Text(name.into()), Datum::Text(id.into())];
                let row = Row {
                    fields,
                    person,
                    household: None,
                    file: "册.csv".into(),
                    row: person + 2,
                    certainty: 1.0,
                };
                people.add(0, row);
            }
            for finding in run(&pack, &people.build(2), date(2020, 3, 18)).found {
                println!("{}", finding.message[1]);
            }
        }
        Err(problems) => problems.iter().for_each(|p| println!("{p}")),
    }
}
