//! What the terminal library and ours say about half-width kana, which one pinned dependency keeps in agreement.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use sonae::text::kana::widen;
use sonae::text::width::{Ambiguous, width};

#[test]
fn halfwidth_kana_keeps_its_cells() {
    let half = "ﾎﾟﾝﾌﾟ";
    let mut buffer = Buffer::empty(Rect::new(0, 0, 20, 1));
    let (end, _) = buffer.set_stringn(0, 0, half, 20, Style::new());
    assert_eq!(end, 5, "the pin of unicode-width no longer fits this ratatui");
    assert_eq!(width(half, Ambiguous::Narrow), 5, "we must measure what is drawn");

    let wide = widen(half);
    assert_eq!(wide, "ポンプ");
    assert_eq!(width(&wide, Ambiguous::Narrow), 6);
    let (end, _) = buffer.set_stringn(0, 0, &wide, 20, Style::new());
    assert_eq!(end, 6);
}
