//! Roles out of the titles that people write in lists.

use crate::domain::facility::Facility;
use crate::domain::id::Id;
use crate::text::kana;

/// Titles that stand for a role of the shipped sample under another name.
const SAME: [(&str, &str); 14] = [
    ("理事長", "director"),
    ("病院長", "director"),
    ("所長", "director"),
    ("師長", "head-nurse"),
    ("看護部長", "head-nurse"),
    ("総師長", "head-nurse"),
    ("医療事務", "clerk"),
    ("事務員", "clerk"),
    ("事務長", "clerk"),
    ("受付", "clerk"),
    ("システム担当", "system-manager"),
    ("情報係", "system-manager"),
    ("情シス", "system-manager"),
    ("広報", "spokesperson"),
];

/// Occupations that are no role in an emergency by themselves.
const OCCUPATIONS: [&str; 22] = [
    "医師",
    "副院長",
    "看護師",
    "准看護師",
    "看護助手",
    "看護補助者",
    "助産師",
    "保健師",
    "臨床検査技師",
    "検査技師",
    "診療放射線技師",
    "放射線技師",
    "理学療法士",
    "作業療法士",
    "言語聴覚士",
    "管理栄養士",
    "栄養士",
    "調理師",
    "歯科衛生士",
    "臨床工学技士",
    "介護福祉士",
    "非常勤",
];

/// What a title says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Meant {
    /// A role of this facility.
    Role(Id),
    /// An occupation: worth keeping, but no role.
    Occupation,
    /// Nobody knows; with the titles that look like it.
    Unknown(Vec<String>),
}

fn bare(text: &str) -> String {
    kana::fold(text).chars().filter(|c| !c.is_whitespace()).collect()
}

/// The parts of a cell: 「院長、運用責任者」.
pub(super) fn parts(cell: &str) -> impl Iterator<Item = &str> {
    cell.split(['、', ',', '，', '/', '／', ';', '；', '・', '&']).map(str::trim).filter(|part| !part.is_empty())
}

pub(super) fn meant(facility: &Facility, title: &str) -> Meant {
    let wanted = bare(title);
    let by_title = facility.roles.iter().find(|role| bare(&role.title) == wanted || role.id.as_str() == wanted);
    let same = || SAME.iter().find(|(word, _)| bare(word) == wanted).and_then(|(_, id)| facility.role(id));
    if let Some(role) = by_title.or_else(same) {
        return Meant::Role(role.id.clone());
    }
    if OCCUPATIONS.iter().any(|word| bare(word) == wanted) {
        return Meant::Occupation;
    }
    let near = |role: &&crate::domain::facility::Role| {
        let theirs = bare(&role.title);
        theirs.contains(&wanted) || wanted.contains(&theirs) || strsim::jaro_winkler(&theirs, &wanted) >= 0.8
    };
    Meant::Unknown(facility.roles.iter().filter(near).take(3).map(|role| role.title.clone()).collect())
}
