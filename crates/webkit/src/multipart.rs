//! Forms with files (`multipart/form-data`, RFC 7578): fields and files apart. What does not fit is
//! left out; a form that makes no sense is empty, and then its token is missing too.

/// A file of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upload {
    /// The field's name.
    pub field: String,
    /// The file's name as the browser tells it, without any folder; for people only, never a path.
    pub name: String,
    /// Its bytes.
    pub content: Vec<u8>,
}

/// The boundary of a content type, if it is of this kind.
pub(crate) fn boundary(content_type: &str) -> Option<&str> {
    let rest = content_type
        .get(..19)
        .filter(|kind| kind.eq_ignore_ascii_case("multipart/form-data"))
        .and_then(|kind| content_type.get(kind.len()..))?;
    let mut parts = rest.split(';').map(str::trim);
    let found = parts.find_map(|p| p.strip_prefix("boundary="))?;
    let found = found.trim_matches('"');
    (!found.is_empty() && found.len() <= 70).then_some(found)
}

/// Names and values, and files.
pub(crate) type Parts = (Vec<(String, String)>, Vec<Upload>);

/// Takes a body apart.
pub(crate) fn parse(body: &[u8], boundary: &str) -> Parts {
    let mut fields = Vec::new();
    let mut files = Vec::new();
    let mark = format!("\r\n--{boundary}").into_bytes();
    // The first boundary has no line before it.
    let Some(mut rest) = body.strip_prefix(mark.get(2..).unwrap_or_default()) else {
        return (fields, files);
    };
    // What follows a boundary is the end of its line, or two hyphens behind the last.
    while let Some(part) = rest.strip_prefix(b"\r\n") {
        let Some(end) = find(part, &mark) else { break };
        let (this, behind) = part.split_at(end);
        rest = behind.get(mark.len()..).unwrap_or_default();
        let Some(split) = find(this, b"\r\n\r\n") else {
            continue;
        };
        let head = String::from_utf8_lossy(this.get(..split).unwrap_or_default());
        let content = this.get(split + 4..).unwrap_or_default();
        let Some(field) = told(&head, "name") else {
            continue;
        };
        match told(&head, "filename") {
            // A file field that was left empty is no file.
            Some(name) if name.is_empty() && content.is_empty() => {}
            Some(name) => files.push(Upload {
                field,
                name: name
                    .rsplit(['/', '\\'])
                    .next()
                    .unwrap_or_default()
                    .to_owned(),
                content: content.to_vec(),
            }),
            None => fields.push((field, String::from_utf8_lossy(content).into_owned())),
        }
    }
    (fields, files)
}

/// A parameter of the part's `Content-Disposition`.
fn told(head: &str, name: &str) -> Option<String> {
    let line = head.split("\r\n").find(|line| {
        let start = line.get(..20).unwrap_or_default();
        start.eq_ignore_ascii_case("content-disposition:")
    })?;
    let start = format!("; {name}=\"");
    let at = line.find(&start)? + start.len();
    let rest = line.get(at..)?;
    let value = rest.get(..rest.find('"')?)?;
    // Browsers write a quotation mark and line ends of a name like this.
    let value = value.replace("%22", "\"");
    Some(value.replace("%0D", "").replace("%0A", ""))
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    let first = *needle.first()?;
    let mut from = 0;
    while let Some(at) = haystack.get(from..)?.iter().position(|b| *b == first) {
        let at = from + at;
        if haystack.get(at..)?.starts_with(needle) {
            return Some(at);
        }
        from = at + 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn body(boundary: &str, name: &str, file: &str, content: &[u8]) -> Vec<u8> {
        let mut out = format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"_form\"\r\n\r\nabc\r\n\
             --{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{file}\"\
             \r\nContent-Type: text/csv\r\n\r\n"
        )
        .into_bytes();
        out.extend_from_slice(content);
        out.extend_from_slice(format!("\r\n--{boundary}--\r\n").as_bytes());
        out
    }

    #[test]
    fn a_ledger_comes_with_the_fields_beside_it() {
        let kind = "multipart/form-data; boundary=----x1";
        let boundary = boundary(kind).unwrap();
        let body = body(boundary, "ledger", "C:\\台账\\低保.csv", b"a,b\r\n1,2\r\n");
        let (fields, files) = parse(&body, boundary);
        assert_eq!(fields, [("_form".to_owned(), "abc".to_owned())]);
        assert_eq!((files[0].name.as_str(), files.len()), ("低保.csv", 1));
        assert_eq!(files[0].content, b"a,b\r\n1,2\r\n");
    }

    #[test]
    fn other_kinds_are_none_of_ours() {
        assert_eq!(boundary("application/x-www-form-urlencoded"), None);
        assert_eq!(boundary("multipart/form-data"), None);
        assert_eq!(boundary("Multipart/Form-Data; boundary=\"q\""), Some("q"));
    }

    proptest! {
        #[test]
        fn any_content_comes_back(content in proptest::collection::vec(any::<u8>(), 0..400)) {
            let body = body("B0undary7", "f", "x.bin", &content);
            let whole = find(&content, b"\r\n--B0undary7").is_none();
            let (_, files) = parse(&body, "B0undary7");
            prop_assert!(!whole || files.first().is_some_and(|f| f.content == content));
        }

        #[test]
        fn no_bytes_at_all_are_a_panic(body in proptest::collection::vec(any::<u8>(), 0..400)) {
            let _ = parse(&body, "b");
        }
    }
}
