//! Packs in layers: which lies below which, and what they hash to. Must not know: folders; whoever
//! reads them hands in a function. Start at [`stack`].

use super::diagnostic::{Diagnostic, Problem};
use super::raw::PackFile;
use super::{Citation, Label};
use sm3::{Digest, Sm3};

/// The files of one pack: path within it, and text.
pub type Files = Vec<(String, String)>;

/// One pack of several that lie on each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layer {
    /// Where it lies, as messages name it; empty for a pack that stands alone.
    pub name: String,
    /// Its files.
    pub files: Files,
}

/// What a merged pack keeps of a layer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LayerHead {
    /// Stable name.
    pub id: String,
    /// Title.
    pub title: Label,
    /// Division code it is made for.
    pub jurisdiction: String,
}

/// What kind of thing is changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OverrideKind {
    /// Dated values of a parameter.
    Parameter,
    /// A constraint.
    Constraint,
    /// A ledger's role.
    Role,
    /// A fact.
    Fact,
    /// A programme, or a part of one.
    Programme,
    /// A screen.
    Screen,
    /// A section of the bureau.
    Section,
    /// A list of words.
    CodeList,
    /// A register, or a part of one.
    Register,
    /// What is printed.
    Paper,
    /// A figure that is computed.
    Indicator,
}

/// A change that a layer makes to what stands above it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Override {
    /// What is changed.
    pub kind: OverrideKind,
    /// Its name.
    pub id: String,
    /// Place of the layer that had it.
    pub above: usize,
    /// Place of the layer that changes it.
    pub layer: usize,
    /// By what right.
    pub cite: Citation,
}

/// More layers than this are a mistake.
const LAYERS_MAX: usize = 16;

/// A pack's layers, the highest-ranking first, from the folder of the lowest: `read` gives the
/// files of a folder, or `None` when there is no pack.
///
/// # Errors
/// A folder without a pack, packs below each other, a `pack.toml` that cannot be read.
pub fn stack(
    folder: &str,
    read: &mut dyn FnMut(&str) -> Option<Files>,
) -> Result<Vec<Layer>, Vec<Diagnostic>> {
    let mut name = folder.trim_end_matches('/').to_owned();
    let Some(mut files) = read(&name) else {
        return Err(vec![Diagnostic {
            file: format!("{name}/pack.toml"),
            line: 0,
            column: 0,
            problem: Problem::MissingFile,
        }]);
    };
    let mut layers: Vec<Layer> = Vec::new();
    loop {
        let head = files.iter().find(|(path, _)| path == "pack.toml");
        let (file, text) = (
            format!("{name}/pack.toml"),
            head.map_or(String::new(), |(_, text)| text.clone()),
        );
        layers.push(Layer {
            name: name.clone(),
            files,
        });
        // A head that cannot be read is said when the layers are loaded.
        let below = toml::from_str::<PackFile>(&text).ok().and_then(|h| h.below);
        let Some(below) = below else {
            layers.reverse();
            return Ok(layers);
        };
        let at = |problem| vec![Diagnostic::at(&file, &text, below.span().start, problem)];
        let above = resolve(&name, below.get_ref());
        if layers.len() >= LAYERS_MAX || layers.iter().any(|l| l.name == above) {
            let mut chain: Vec<&str> = layers.iter().map(|l| l.name.as_str()).collect();
            chain.push(&above);
            return Err(at(Problem::LayerCycle(chain.join(" → "))));
        }
        files = match read(&above) {
            Some(files) => files,
            None => return Err(at(Problem::MissingLayer(above))),
        };
        name = above;
    }
}

/// A path seen from a folder, without `.` and `..` where that can be done on the text.
fn resolve(folder: &str, path: &str) -> String {
    let joined = if path.starts_with('/') {
        path.to_owned()
    } else {
        format!("{folder}/{path}")
    };
    let mut parts: Vec<&str> = Vec::new();
    for part in joined.split(['/', '\\']) {
        match part {
            "." => {}
            "" if !parts.is_empty() => {}
            ".." if parts
                .last()
                .is_some_and(|last| *last != ".." && !last.is_empty()) =>
            {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// SM3 over all layers: how many files, then path and text of each in the order of the paths, each
/// with its length, so that no two different packs give the same bytes.
pub(super) fn fingerprint(layers: &[Layer]) -> String {
    let mut hash = Sm3::new();
    let size = |n: usize| u64::try_from(n).unwrap_or(u64::MAX).to_be_bytes();
    for layer in layers {
        let mut sorted: Vec<&(String, String)> = layer.files.iter().collect();
        sorted.sort();
        hash.update(size(sorted.len()));
        for text in sorted.iter().flat_map(|(path, text)| [path, text]) {
            hash.update(size(text.len()));
            hash.update(text.as_bytes());
        }
    }
    let bytes = hash.finalize();
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
