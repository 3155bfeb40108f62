//! Headers as they come.

use super::*;
use base::column::ColumnRole::{self, *};

fn roles(headers: &[&str]) -> Vec<Option<ColumnRole>> {
    let headers: Vec<String> = headers.iter().map(ToString::to_string).collect();
    recognise(&headers, &[])
}

#[test]
fn headers_of_a_bureau_are_recognised() {
    let found = roles(&[
        "序号",
        "户主 姓名",
        "姓  名",
        "身份证号码（18位）",
        "联系\n电话",
        "金额(元)",
    ]);
    let wanted = [RecordId, HouseholdHead, Name, IdNumber, Phone, Amount].map(Some);
    assert_eq!(found, wanted);
}

#[test]
fn headers_of_public_data_sets_are_recognised() {
    let found = roles(&[
        "rec_id",
        "given_name",
        "surname",
        "street_number",
        "address_1",
        "address_2",
        "suburb",
        "postcode",
        "state",
        "date_of_birth",
        "soc_sec_id",
    ]);
    let wanted = [
        Some(RecordId),
        Some(GivenName),
        Some(Surname),
        Some(HouseNumber),
        Some(Street),
        None,
        Some(Place),
        Some(Postcode),
        Some(State),
        Some(BirthDate),
        Some(IdNumber),
    ];
    assert_eq!(found, wanted);
}

#[test]
fn a_lone_head_of_household_is_the_person() {
    assert_eq!(
        roles(&["户主姓名", "身份证号"]),
        [Some(Name), Some(IdNumber)]
    );
}

#[test]
fn grouped_headers_speak_by_their_last_part() {
    assert_eq!(
        roles(&["个人信息/姓名", "个人信息/身份证号"]),
        [Some(Name), Some(IdNumber)]
    );
}

#[test]
fn values_speak_where_headers_are_odd() {
    let headers = vec!["字段一".to_owned(), "字段二".to_owned()];
    let ids = vec!["500153190001010013"; 6];
    let sexes = vec!["男", "女", "女", "男", "男", "女"];
    assert_eq!(
        recognise(&headers, &[ids, sexes]),
        [Some(IdNumber), Some(Sex)]
    );
}

#[test]
fn an_id_column_without_digits_is_none() {
    let headers = vec!["证件号".to_owned()];
    assert_eq!(recognise(&headers, &[vec!["有"; 8]]), [None]);
}

#[test]
fn the_first_of_two_claims_wins() {
    assert_eq!(roles(&["姓名", "申请人姓名"]), [Some(Name), None]);
}

#[test]
fn english_headers_of_several_words_are_recognised() {
    let found = roles(&[
        "patient_first_name",
        "Last Name (std)",
        "DateOfBirth",
        "home phone",
        "father_surname",
        "place name",
        "dob_day",
    ]);
    let wanted = [
        Some(GivenName),
        Some(Surname),
        Some(BirthDate),
        Some(Phone),
        None,
        None,
        Some(BirthDay),
    ];
    assert_eq!(found, wanted);
}

#[test]
fn the_account_and_the_guardian_are_not_the_child() {
    let found = roles(&["监护人姓名", "儿童姓名", "户名"]);
    assert_eq!(found[1], Some(Name));
    assert_ne!(found[0], Some(Name));
    assert_ne!(found[2], Some(Name));
    let found = roles(&["账户户名", "儿童姓名", "监护人身份证号", "儿童身份证号"]);
    assert_eq!(found[1], Some(Name));
    assert_eq!(found[3], Some(IdNumber));
}

#[test]
fn the_account_holder_is_the_person_where_nobody_else_is_named() {
    assert_eq!(roles(&["户名", "账号"])[0], Some(Name));
}
