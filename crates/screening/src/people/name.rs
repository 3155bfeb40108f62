//! How well two written names agree, coarsely: enough to say how sure a link by number is.

use base::name::{are_confusable, fold_variants, normalise, pinyin_key};

/// How two names agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Agreement {
    /// The same when dots, spaces and variant characters are set aside.
    Same,
    /// The same sound, or one character differs.
    Near,
    /// Different.
    Different,
    /// One of the ledgers has no name.
    Absent,
}

/// How two names agree.
pub fn agreement(a: Option<&str>, b: Option<&str>) -> Agreement {
    let (Some(a), Some(b)) = (a, b) else {
        return Agreement::Absent;
    };
    if a == b {
        return Agreement::Same;
    }
    let (a, b) = (
        fold_variants(&normalise(a).text),
        fold_variants(&normalise(b).text),
    );
    if a.is_empty() || b.is_empty() {
        return Agreement::Absent;
    }
    if a == b {
        return Agreement::Same;
    }
    let (x, y): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let differing = x.iter().zip(&y).filter(|(a, b)| a != b).count();
    let one_off = x.len() == y.len() && x.len() > 2 && differing == 1;
    let look_alike = x.len() == y.len()
        && differing == 1
        && x.iter()
            .zip(&y)
            .all(|(a, b)| a == b || are_confusable(*a, *b));
    let swapped = {
        let (mut p, mut q) = (x.clone(), y.clone());
        p.sort_unstable();
        q.sort_unstable();
        p == q
    };
    let longer = x.len().abs_diff(y.len()) == 1
        && x.len().min(y.len()) >= 2
        && (a.starts_with(&b) || b.starts_with(&a) || a.ends_with(&b) || b.ends_with(&a));
    let sound = |name: &str| pinyin_key(name);
    if one_off || look_alike || swapped || longer || sound(&a) == sound(&b) {
        Agreement::Near
    } else {
        Agreement::Different
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_agree_by_degrees() {
        for (a, b, wanted) in [
            ("张三丰", "张 三丰", Agreement::Same),
            ("李峯", "李峰", Agreement::Same),
            ("王小明", "王晓明", Agreement::Near),
            ("李四", "李肆", Agreement::Near),
            ("赵五妹", "赵五", Agreement::Near),
            ("阿依古丽", "张三", Agreement::Different),
            ("陈大文", "陈小武", Agreement::Different),
        ] {
            assert_eq!(agreement(Some(a), Some(b)), wanted, "{a} {b}");
        }
        assert_eq!(agreement(None, Some("张三")), Agreement::Absent);
    }
}
