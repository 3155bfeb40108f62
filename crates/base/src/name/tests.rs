use proptest::prelude::*;

use super::*;

fn normal(text: &str) -> String {
    normalise(text).text
}

#[test]
fn a_name_is_the_same_however_it_is_spaced_and_dotted() {
    assert_eq!(normal("张 三"), "张三");
    assert_eq!(normal("\u{3000}张\u{200B}三 "), "张三");
    for dotted in [
        "阿卜杜拉•买买提",
        "阿卜杜拉・买买提",
        "阿卜杜拉．买买提",
        "阿卜杜拉.买买提",
        "阿卜杜拉 · 买买提",
    ] {
        assert_eq!(normal(dotted), "阿卜杜拉·买买提", "{dotted}");
    }
    assert_eq!(normal("Ｍａｒｙ   Smith"), "Mary Smith");
    assert_eq!(normal("\u{2F5C}"), "牛");
    assert_eq!(normal("喆"), "喆", "variants are other names");
}

#[test]
fn doubts_about_a_name_are_told_apart() {
    let quality = |text: &str| normalise(text).quality;
    assert!(quality("欧阳娜娜").is_clean());
    assert!(quality("𬱖㛃").is_clean());
    assert!(quality("阿卜杜拉·买买提").is_clean());
    assert!(quality("Anne-Marie O'Neil").is_clean());
    assert!(quality(" ").contains(NameQuality::EMPTY));
    assert!(quality("张\u{E123}").contains(NameQuality::PRIVATE_USE));
    assert!(quality("张？").contains(NameQuality::LOST_CHARACTER));
    assert!(quality("张（王+月）").contains(NameQuality::DESCRIPTION));
    assert!(quality("张*三").contains(NameQuality::MASKED));
    assert!(quality("张yue").contains(NameQuality::MIXED_SCRIPT));
    assert!(quality("张三1").contains(NameQuality::ODD_CHARACTER));
    assert!(quality("张").contains(NameQuality::ODD_LENGTH));
    assert_eq!(
        quality("张?*").words().collect::<Vec<_>>(),
        ["lost-character", "masked"]
    );
}

#[test]
fn the_surname_ends_where_it_ends() {
    for (name, surname, given) in [
        ("张三", "张", "三"),
        ("王小明", "王", "小明"),
        ("欧阳娜娜", "欧阳", "娜娜"),
        ("歐陽修", "歐陽", "修"),
        ("欧阳", "欧", "阳"),
        ("司马光", "司马", "光"),
        ("尉迟恭", "尉迟", "恭"),
        ("张陈淑芬", "张陈", "淑芬"),
        ("李小龙龙", "李", "小龙龙"),
        ("阿卜杜拉·买买提", "", "阿卜杜拉·买买提"),
        ("Mary Smith", "", "Mary Smith"),
        ("王", "", "王"),
        ("", "", ""),
    ] {
        assert_eq!(split_name(name), SplitName { surname, given }, "{name}");
    }
    assert!(is_compound_surname("諸葛"));
}

#[test]
fn variants_fold_to_one_character() {
    assert_eq!(fold_variants("劉曉峯"), "刘晓峰");
    assert_eq!(fold_variants("陳喆"), "陈哲");
    assert_eq!(fold_variants("趙衛國"), "赵卫国");
    assert_eq!(fold_variants("张三 Abc·𬱖"), "张三 Abc·𬱖");
    assert_eq!(fold_char('髙'), '高');
    assert_eq!(fold_char('\u{F9DC}'), fold_char('隆'));
}

#[test]
fn every_folded_character_is_its_own_representative() {
    for line in include_str!("../../data/variants.txt").lines() {
        for c in line.chars().filter(|c| is_han(*c)) {
            assert_eq!(fold_char(fold_char(c)), fold_char(c), "{c}");
        }
    }
}

#[test]
fn homophones_share_their_syllables() {
    assert!(syllables("李丽").eq(syllables("李莉")));
    assert!(!syllables("李丽").eq(syllables("李娜")));
    assert_eq!(pinyin_key("劉伟"), "liu wei");
    assert_eq!(pinyin_key("阿卜杜拉·买买提"), "a bu du la mai mai ti");
    assert_eq!(pinyin_key("Mary Smith"), "mary smith");
    assert_eq!(pinyin_key("张yue"), "zhang yue");
    assert_eq!(initials("张三丰"), "zsf");
    assert_eq!(pinyin_key("吕布"), "lv bu");
    let syllable = |c| syllable_of(c).unwrap();
    assert_eq!((syllable('马').letters(), syllable('马').tone()), ("ma", 3));
    assert_eq!(syllable('𬱖').letters(), "di");
    assert_eq!(syllable_of('A'), None);
    assert!(syllable('陈').is_near(syllable('程')));
    assert!(syllable('刘').is_near(syllable('牛')));
    assert!(!syllable('马').is_near(syllable('李')));
}

#[test]
fn surnames_are_read_as_surnames() {
    for (name, key) in [
        ("单田芳", "shan tian fang"),
        ("仇英", "qiu ying"),
        ("曾国藩", "zeng guo fan"),
        ("区大雄", "ou da xiong"),
        ("解晓东", "xie xiao dong"),
        ("查良镛", "zha liang yong"),
        ("翟天临", "zhai tian lin"),
        ("尉迟恭", "yu chi gong"),
        ("长孙无忌", "zhang sun wu ji"),
        ("万俟卨", "mo qi"),
        ("單雄信", "shan xiong xin"),
        ("单", "shan"),
        ("王单", "wang dan"),
        ("任平", "ren ping"),
    ] {
        assert!(
            pinyin_key(name).starts_with(key),
            "{name}: {}",
            pinyin_key(name)
        );
    }
    let spoken: Vec<_> = syllables("盖叫天")
        .flatten()
        .map(|s| format!("{s:?}"))
        .collect();
    assert_eq!(spoken, ["ge3", "jiao4", "tian1"]);
}

#[test]
fn registers_sort_by_pinyin() {
    let mut names = ["张三", "曾平", "单平", "阿依古丽", "欧阳娜"];
    names.sort_by_cached_key(|n| sort_key(n));
    assert_eq!(names, ["阿依古丽", "欧阳娜", "单平", "曾平", "张三"]);
}

#[test]
fn every_surname_reading_in_the_data_is_a_syllable() {
    for line in include_str!("../../data/surname_readings.txt").lines() {
        let mut words = line.split_whitespace();
        let surname = words.next().unwrap();
        let spelled: Vec<_> = words.collect();
        let spoken: Vec<_> = syllables(surname)
            .flatten()
            .map(|s| format!("{s:?}"))
            .collect();
        // Compound surnames alone have two characters and are read as surname and given name.
        if surname.chars().count() == 1 {
            assert_eq!(spoken, spelled, "{surname}");
        } else {
            let full = format!("{surname}某");
            let spoken: Vec<_> = syllables(&full)
                .flatten()
                .map(|s| format!("{s:?}"))
                .collect();
            assert_eq!(spoken[..2], spelled, "{surname}");
        }
    }
}

#[test]
fn nearly_every_character_of_the_first_block_has_a_reading() {
    let silent = ('\u{4e00}'..='\u{9fa5}')
        .filter(|c| syllable_of(*c).is_none())
        .count();
    assert!(silent <= 10, "{silent}");
}

#[test]
fn look_alikes_are_known() {
    assert!(are_confusable('己', '已') && are_confusable('未', '末') && are_confusable('曰', '日'));
    assert!(!are_confusable('己', '己') && !are_confusable('张', '王'));
    assert!(confusables_of('己').any(|c| c == '巳'));
}

proptest! {
    #[test]
    fn normal_form_is_a_fixed_point(text in "[\\PC张王欧阳 ·•．.?()a-zA-Z]{0,12}") {
        let once = normal(&text);
        prop_assert_eq!(normal(&once), once);
    }

    #[test]
    fn a_split_name_is_the_whole_name(text in ".{0,10}", han in "[\u{4e00}-\u{9fff}]{0,6}") {
        for name in [text, han] {
            let split = split_name(&name);
            prop_assert_eq!(format!("{}{}", split.surname, split.given), name);
        }
    }

    #[test]
    fn one_syllable_a_character_and_no_panic(text in ".{0,20}") {
        prop_assert_eq!(syllables(&text).count(), text.chars().count());
        prop_assert_eq!(fold_variants(&fold_variants(&text)), fold_variants(&text));
        let _ = (pinyin_key(&text), sort_key(&text), initials(&text));
    }
}
