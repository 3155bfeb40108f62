//! The press with the embedded font: what is printed is a PDF, and what no font has is told.

use paper::{Fields, Press, Template};

#[test]
fn rare_names_are_printed_and_what_no_font_has_is_told() -> Result<(), Box<dyn std::error::Error>> {
    let template = Template::parse("# 告知书\n{name}你好\n")?;
    let press = Press::new()?;
    // 㛃 stands in extension A, 𬱟 beyond the basic plane; the last belongs to no script of ours.
    let print = press.print(&[
        template.fill(&Fields::new().with("name", "㛃𬱟"))?,
        template.fill(&Fields::new().with("name", "\u{1F9FF}"))?,
    ])?;
    assert!(print.bytes.starts_with(b"%PDF-"));
    assert_eq!(print.pages, 2);
    assert_eq!(print.missing.into_iter().collect::<String>(), "\u{1F9FF}");
    Ok(())
}

#[test]
fn the_same_document_prints_the_same_bytes() -> Result<(), Box<dyn std::error::Error>> {
    let document = Template::parse("@style form\n# 表\n| 甲 | 乙 |\n")?.fill(&Fields::new())?;
    let press = Press::new()?;
    let once = press.print(std::slice::from_ref(&document))?;
    assert_eq!(once, press.print(&[document])?);
    Ok(())
}
