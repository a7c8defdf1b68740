### 画面とコマンドの言葉。記録の行そのものの言葉は src/domain/wording.rs にある。

## Common

program-name = 備え

## Errors and refusals (src/message/)

## Command line (src/cli/)

## Screens (src/tui/)

## Report (src/report/)

## Site: diagnostics of data files (src/site/)

