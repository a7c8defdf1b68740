//! Which column is what: by the words above it, or as a person says.

use super::table::Table;
use crate::text::kana;

/// What is read out of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// 職員
    People,
    /// 連絡先
    Contacts,
}

/// What a column may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// 氏名, 名称
    Name,
    /// ふりがな
    Kana,
    /// 役割, 役職
    Role,
    /// 電話; the only one that several columns may be.
    Phone,
    /// 部署, 担当
    Desk,
    /// 種別: staff, vendor or authority
    Group,
    /// メール
    Mail,
    /// ホームページ
    Web,
    /// 受付時間
    Hours,
    /// どんなとき
    When,
    /// 用意するもの
    HaveReady,
    /// FAX
    Fax,
    /// 出ないときの連絡先
    Alternate,
    /// 確認日
    Verified,
    /// 確認した人
    VerifiedBy,
    /// 確かめ方
    VerifiedFrom,
}

impl Key {
    /// The keys of a kind, in the order in which they are asked for.
    pub fn all(kind: Kind) -> &'static [Self] {
        match kind {
            Kind::People => &[Self::Name, Self::Kana, Self::Role, Self::Phone],
            Kind::Contacts => &[
                Self::Name,
                Self::Kana,
                Self::Desk,
                Self::Phone,
                Self::Group,
                Self::Mail,
                Self::Web,
                Self::Hours,
                Self::When,
                Self::HaveReady,
                Self::Fax,
                Self::Alternate,
                Self::Verified,
                Self::VerifiedBy,
                Self::VerifiedFrom,
            ],
        }
    }

    /// As it is typed behind a command.
    pub fn word(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Kana => "kana",
            Self::Role => "role",
            Self::Phone => "phone",
            Self::Desk => "desk",
            Self::Group => "group",
            Self::Mail => "mail",
            Self::Web => "web",
            Self::Hours => "hours",
            Self::When => "when",
            Self::HaveReady => "have-ready",
            Self::Fax => "fax",
            Self::Alternate => "alternate",
            Self::Verified => "verified",
            Self::VerifiedBy => "verified-by",
            Self::VerifiedFrom => "verified-from",
        }
    }

    /// As people call it; what the forms for filling in have above the columns.
    pub fn title(self, kind: Kind) -> String {
        match (self, kind) {
            (Self::Name, Kind::People) => crate::t!("import-key-name"),
            (Self::Name, Kind::Contacts) => crate::t!("import-key-contact"),
            (Self::Kana, _) => crate::t!("import-key-kana"),
            (Self::Role, _) => crate::t!("import-key-role"),
            (Self::Phone, _) => crate::t!("import-key-phone"),
            (Self::Desk, _) => crate::t!("import-key-desk"),
            (Self::Group, _) => crate::t!("import-key-group"),
            (Self::Mail, _) => crate::t!("import-key-mail"),
            (Self::Web, _) => crate::t!("import-key-web"),
            (Self::Hours, _) => crate::t!("import-key-hours"),
            (Self::When, _) => crate::t!("import-key-when"),
            (Self::HaveReady, _) => crate::t!("import-key-have-ready"),
            (Self::Fax, _) => crate::t!("import-key-fax"),
            (Self::Alternate, _) => crate::t!("import-key-alternate"),
            (Self::Verified, _) => crate::t!("import-key-verified"),
            (Self::VerifiedBy, _) => crate::t!("import-key-verified-by"),
            (Self::VerifiedFrom, _) => crate::t!("import-key-verified-from"),
        }
    }
}

/// Words that are the whole head of a column. First those of both kinds, then those that mean another thing in each.
const WHOLE: [(Key, &[&str]); 16] = [
    (Key::Name, &["氏名", "名前", "名", "職員名", "name", "名称", "会社名", "機関名", "業者名", "取引先", "相手先"]),
    (Key::Kana, &["ふりがな", "フリガナ", "カナ", "かな", "よみ", "読み", "kana", "reading"]),
    (Key::Role, &["役割", "役職", "職種", "肩書", "職名", "role", "position"]),
    (Key::Phone, &["電話", "電話番号", "tel", "内線", "携帯", "携帯電話", "phs", "夜間", "休日", "代表", "phone"]),
    (Key::Desk, &["部署", "窓口", "担当", "担当者", "所属", "課", "desk", "department"]),
    (Key::Group, &["種別", "区分", "分類", "group", "kind"]),
    (Key::Mail, &["メール", "mail", "email", "e-mail"]),
    (Key::Web, &["ホームページ", "url", "web", "hp"]),
    (Key::Hours, &["時間", "受付時間", "対応時間", "hours"]),
    (Key::When, &["用件", "いつ", "どんなとき", "内容", "when", "備考"]),
    (Key::HaveReady, &["用意するもの", "契約番号", "have-ready", "have ready"]),
    (Key::Fax, &["fax", "ファックス", "ファクス", "ファクシミリ", "fax番号"]),
    (Key::Alternate, &["出ないとき", "代わり", "代わりの連絡先", "次の連絡先", "代替", "alternate"]),
    (Key::Verified, &["確認日", "最終確認日", "verified"]),
    (Key::VerifiedBy, &["確認者", "確認した人", "verified-by"]),
    (Key::VerifiedFrom, &["確かめ方", "確認方法", "verified-from"]),
];

/// Words that say what a column is when they stand anywhere in its head, the plainer ones last.
const PART: [(Key, &[&str]); 11] = [
    (Key::Kana, &["ふりがな", "カナ", "よみ"]),
    (Key::Mail, &["メール", "mail"]),
    (Key::Web, &["url", "ホームページ"]),
    (Key::Verified, &["確認日", "確認した日"]),
    (Key::HaveReady, &["用意"]),
    (Key::Hours, &["時間"]),
    (Key::Phone, &["電話", "tel", "携帯", "内線"]),
    (Key::Fax, &["fax", "ファックス", "ファクス"]),
    (Key::Role, &["役職", "役割", "職種"]),
    (Key::Name, &["氏名", "会社名", "名称", "機関名"]),
    (Key::Desk, &["部署", "窓口", "担当"]),
];

/// As two heads are compared: width, case, kana and spaces aside.
fn bare(text: &str) -> String {
    kana::fold(text).chars().filter(|c| !c.is_whitespace()).collect()
}

fn understood(head: &str, kind: Kind) -> Option<Key> {
    let head = bare(head);
    if head.is_empty() {
        return None;
    }
    // 連絡先 above a list of people is their number; above a list of contacts it is who they are.
    if head == "連絡先" {
        return Some(if kind == Kind::People { Key::Phone } else { Key::Name });
    }
    let numbered = head.trim_end_matches(|c: char| c.is_ascii_digit());
    let is = |word: &&str| bare(word) == head || (bare(word) == numbered && !numbered.is_empty());
    let whole = WHOLE.iter().find(|(_, words)| words.iter().any(is));
    let part = || PART.iter().find(|(_, words)| words.iter().any(|word| head.contains(&bare(word))));
    let (key, _) = whole.or_else(part)?;
    Key::all(kind).contains(key).then_some(*key)
}

/// Whether a cell could stand above a column.
pub(super) fn is_head_word(cell: &str) -> bool {
    cell.chars().count() <= 20
        && (understood(cell, Kind::People).is_some() || understood(cell, Kind::Contacts).is_some())
}

/// What each column of a table holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Columns {
    /// The kind that is read.
    pub kind: Kind,
    /// What each column holds, from the left; `None`: it is not read.
    pub keys: Vec<Option<Key>>,
}

impl Columns {
    /// What the words above the columns say.
    pub fn matched(table: &Table, kind: Kind) -> Self {
        let mut columns = Self { kind, keys: vec![None; table.head.len()] };
        for (at, head) in table.head.iter().enumerate() {
            let key = understood(head, kind).filter(|key| *key == Key::Phone || columns.of(*key).is_none());
            if let Some(slot) = columns.keys.get_mut(at) {
                *slot = key;
            }
        }
        columns
    }

    /// Says what a column holds. A key that only one column can be leaves the one that was it before. `false`: no such column.
    pub fn set(&mut self, column: usize, key: Option<Key>) -> bool {
        if column >= self.keys.len() {
            return false;
        }
        for (at, slot) in self.keys.iter_mut().enumerate() {
            if at == column {
                *slot = key;
            } else if key.is_some_and(|key| key != Key::Phone) && *slot == key {
                *slot = None;
            }
        }
        true
    }

    /// The column that holds something, the first one of several.
    pub fn of(&self, key: Key) -> Option<usize> {
        self.keys.iter().position(|known| *known == Some(key))
    }

    /// The columns that hold something.
    pub(super) fn all_of(&self, key: Key) -> impl Iterator<Item = usize> {
        self.keys.iter().enumerate().filter(move |(_, known)| **known == Some(key)).map(|(at, _)| at)
    }
}
