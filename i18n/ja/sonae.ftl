### 画面とコマンドの言葉。記録の行そのものの言葉は src/domain/wording.rs にある。

## Common

program-name = 備え

## Errors and refusals (src/message/)

## Command line (src/cli/)

## Screens (src/tui/)

## Report (src/report/)

## Site: diagnostics of data files (src/site/)

site-severity-error = 誤り
site-severity-warning = 注意
site-severity-note = メモ
site-severity-hint = 対処
site-too-large = ファイルが大きすぎます（上限 { $limit } KiB）。中身は読んでいません
site-not-utf8 = UTF-8 の文字ではありません（{ $line } 行目、行頭から { $column } バイト目）
site-not-utf8-hint = メモ帳なら「名前を付けて保存」で文字コードを UTF-8 にして保存し直す
site-more-problems = 誤りが { $count } 件を超えました。直してからもう一度確かめてください
site-syntax-duplicate = 同じキーまたは表が二度書かれています
site-syntax-depth = 入れ子が深すぎます
site-syntax-unquoted = 文字は引用符 " で囲みます
site-syntax-comma = 区切りのコンマ , がありません
site-syntax-unclosed = 括弧が閉じていないか、余分な括弧があります
site-syntax-value = 「キー = 値」の形になっていません
site-syntax-quote = 引用符 " が閉じていません
site-syntax-character = 引用符の中にそのまま書けない文字があります（\ は \\ と書く）
site-syntax-other = TOML として読めません（{ $said }）
site-missing-key = キー「{ $key }」がありません
site-empty-text = 「{ $key }」が空です
site-bad-id = 「{ $text }」は識別子として使えません
site-bad-id-hint = 半角の英小文字・数字・ハイフンで { $limit } 文字まで
site-out-of-range = 「{ $key }」は { $low } から { $high } までの整数です
site-bad-value = 「{ $key }」に「{ $text }」は使えません
site-bad-value-hint = 使える値: { $allowed }
site-bad-date = 「{ $key }」の「{ $text }」は日付ではありません（例 2026-11-22）
site-unknown-key = 「{ $key }」というキーはありません
site-near = もしかして: { $names }
site-wrong-type = 「{ $key }」は{ $wanted }のはずですが、{ $found }が書かれています
site-type-text = 文字列
site-type-texts = 文字列のリスト
site-type-flag = true か false
site-type-int = 整数
site-type-float = 小数
site-type-date = 日付の文字列
site-type-datetime = 日時
site-type-list = リスト
site-type-table = 表
site-type-tables = 表のリスト
site-type-condition = 条件
site-text-too-long = 「{ $key }」が長すぎます（上限 { $limit } バイト）
site-hidden-character = 「{ $key }」に見えない文字（{ $code }）があります
site-hidden-character-hint = 画面や報告書では印に置き換わる。消して入力し直す
site-newer-schema = 新しい版の備えのために書かれたファイルです（この版が読めるのは schema = { $known } まで）
site-newer-schema-hint = 備えを新しい版に入れ替える
site-bad-condition = 条件「{ $text }」が読めません
site-bad-condition-hint = 書き方: "key"、"key = 値"、!=、<、<=、>、>= （大小は整数とだけ比べる）
site-condition-one = 条件の表には all・any・not のどれか一つだけを書きます
site-condition-empty = 条件の並びが空です
site-bad-offset = 「{ $text }」は時差ではありません（例 +09:00）
site-duplicate-level = レベル { $number } が二度書かれています
site-choices-missing = type が choice の把握事項には choices が要ります
site-choices-unused = choices は type が choice の把握事項だけに書きます
site-too-many-steps = 手順が { $count } 件あります（上限 { $limit } 件）
site-question-collects = 質問の手順には、答えを入れる把握事項を collect に書きます
site-retired-id = 手順の識別子「{ $id }」は retired にあり、もう使えません
site-retired-id-hint = 過去の記録がその識別子を別の手順として指しているため、新しい識別子を付ける
site-exclusive-keys = 一つの手順に { $keys } を一緒には書けません
site-include-hint = 書き方: include = "手順書" または include = "手順書:段階" （識別子で）
site-from-without-within = from は within と一緒に書きます
site-bad-duration = 「{ $key }」の「{ $text }」は長さとして読めません
site-bad-duration-hint = 書き方: 10m（分）、2h（時間）、1h30m、3d（日）
site-duplicate-id = 識別子「{ $id }」が二度使われています
site-duplicate-elsewhere = もう一つは { $file } にある
site-duplicate-file = 識別子「{ $id }」のファイルが二つあります。こちらは使われないことがあります
site-criterion-differs = 判断項目「{ $id }」の問いが、手順書「{ $runbook }」の同じ判断項目と違います
site-reserved-id = 「{ $id }」は宣言されたレベルを指す言葉で、識別子には使えません
site-fact-is-criterion = 「{ $id }」は判断項目です。判断項目はそのまま把握事項になるので、ここには書きません
site-dangling-id = { $what }「{ $id }」がありません
site-dangling-level = facility.toml にレベル { $number } がありません
site-kind-role = 役割
site-kind-person = 職員
site-kind-cutoff = 遮断箇所
site-kind-contact = 連絡先
site-kind-fact = 把握事項
site-kind-key = 判断項目・把握事項
site-kind-step = 手順
site-kind-runbook = 手順書
site-kind-phase = 段階
site-bare-atom = 「{ $key }」は はい・いいえ・不明 の項目ではないので、値と比べます
site-bare-atom-hint = 例: "{ $key } = 値"
site-wrong-order = 「{ $key }」は数ではないので、大小を比べられません
site-not-a-number = 「{ $key }」は数ですが、「{ $text }」は整数ではありません
site-unknown-choice = 「{ $key }」に「{ $text }」という選択肢はありません
site-include-cycle = 手順書が互いを含み合っています: { $cycle }
site-nobody-decides = 宣言する役割「{ $role }」に、就いている人も代行者もいません
site-role-without-people = 役割「{ $role }」に、就いている人も代行者もいません
site-cutoff-without-place = 遮断箇所「{ $title }」の場所（place）が書かれていません
site-cutoff-never-alone = 遮断箇所「{ $title }」を、ひとりで切ってよい人も時間（alone-after）も決まっていません
site-cutoff-never-by-others = 遮断箇所「{ $title }」は、切ってよい役割の人につながらないとき誰も切れません（alone-after がありません）
site-unverified = 連絡先「{ $name }」は要確認です（verified が空です）
site-sample-contact = 連絡先「{ $name }」は見本です。実在しません
site-sample-facility = 施設のデータは見本です
site-sample-facility-hint = 自施設の人・役割・遮断箇所に書き換えて sample を false にする
site-unreadable = ファイルが読めません（{ $reason }）
site-outside-folder = 施設データの外を指すリンクなので読みません
site-not-a-file = ふつうのファイルではないので読みません
site-fallback = このファイルの代わりに、内蔵の写しを使っています
site-missing-file = ファイルがありません
site-no-runbook = 使える手順書が一つもないので、内蔵の手順書を使っています
site-no-folder = 施設データのフォルダ { $path } が読めません
site-not-empty = { $path } がすでにあります。空のフォルダを指定してください。何も書き換えていません
site-not-written = { $path } に書き込めません
