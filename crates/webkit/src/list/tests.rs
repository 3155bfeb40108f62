//! What a list asks for, and how it looks.

use super::*;
use crate::entry::Site;
use crate::request::Fields;
use base::id::RequestId;
use platform::Role;
use platform::messages::{Catalogue, Language};
use platform::session::Visitor;
use platform::testing::{person, platform};

fn on_site(story: impl FnOnce(&Site)) {
    engines::on_sqlite(|db| {
        let (platform, _) = platform(db);
        story(&site(platform));
    });
}

fn site(platform: platform::Platform) -> Site {
    let source = |language| Catalogue::new(language, "list-count = { $count }\n".to_owned());
    Site::new(
        platform,
        Vec::new(),
        source(Language::Chinese),
        source(Language::English),
    )
}

fn asking<'a>(site: &'a Site, query: &str) -> Request<'a> {
    Request {
        site,
        who: person(Role::WindowClerk, "500153104"),
        id: RequestId::from_bits(1),
        path: "/people".to_owned(),
        host: String::new(),
        params: Vec::new(),
        query: Fields::parse(query),
        form: Fields::default(),
        files: Vec::new(),
        is_part: false,
        visitor: Visitor::default(),
        language: Language::English,
        secret: "s".to_owned(),
    }
}

fn columns() -> Vec<Column> {
    let kinds = vec![("rural".to_owned(), "Rural".to_owned())];
    vec![
        Column::new("name", "Name").sorted().filtered(Filter::Text),
        Column::new("kind", "Kind").filtered(Filter::Choice(kinds)),
        Column::new("amount", "Amount").number().sorted(),
        Column::new("phone", "Phone").on_demand(),
    ]
}

#[test]
fn only_what_was_declared_can_be_asked_for() {
    on_site(|site| {
        let request = asking(site, "sort=-amount&f.name=%E7%8E%8B&f.kind=DROP&f.phone=1");
        let list = List::new(&request, "people", "/people", columns()).unwrap();
        assert_eq!(list.order(), ("amount", true));
        assert_eq!((list.wanted("name"), list.wanted("kind")), ("王", ""));
        assert_eq!(list.wanted("phone"), "", "a column without a filter");
        let request = asking(site, "sort=id%3B--");
        let list = List::new(&request, "people", "/people", columns()).unwrap();
        assert_eq!(list.order(), ("name", false));
    });
}

#[test]
fn a_list_shows_its_columns_escapes_its_cells_and_keeps_the_filter_in_its_links() {
    on_site(|site| {
        let request = asking(site, "f.name=a%26b&after=x");
        let mut list = List::new(&request, "people", "/people", columns()).unwrap();
        let row = Row::to("/people/1").text("<王>").text("Rural");
        list.push(row.text("496.00").text("138"));
        let list = list.paged(Pager::After(Some("y&".to_owned())));
        let html = list.show().unwrap().to_string();
        assert!(
            html.contains("<a href=\"/people/1\">&lt;王&gt;</a>"),
            "{html}"
        );
        assert!(html.contains("f.name=a%26b&#38;after=y%26"), "{html}");
        assert!(html.contains("class=\"n\">496.00"));
        assert!(!html.contains("138"), "chosen by nobody yet");
    });
}
