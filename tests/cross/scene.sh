# A record that two programs write in turn. To be sourced; `theirs` (the other platform's program) and `ours` are given by the caller,
# as are $work (an empty folder), and `place FOLDER`, which prints the name that the other program knows a folder by.

# Whoever develops here may have some of the program's own variables set.
for variable in "${!SONAE_@}"; do unset "$variable"; done

fail() {
  printf '%s: FAILED: %s\n' "$name" "$1" >&2
  [ $# -lt 2 ] || printf -- '--- expected\n%s\n--- seen\n%s\n---\n' "$2" "$3" >&2
  exit 1
}

# Runs a command that must succeed and say something: `says WORDS COMMAND…`. What it said is $said afterwards.
says() {
  local words="$1" code=0
  shift
  said=$("$@" 2>"$work/stderr") || code=$?
  [ "$code" -eq 0 ] || fail "\`$*\` ended with $code" "exit code 0" "$said
$(cat "$work/stderr")"
  case "$said" in
    *"$words"*) ;;
    *) fail "\`$*\`" "$words" "$said" ;;
  esac
}

count() { ours --site "$1" timeline --lines | wc -l; }

# Both see the same bytes, and both find them sound: `both_read SITE`. There are $lines of them afterwards.
both_read() {
  local site="$1"
  lines=$(count "$site")
  says "食い違いはありません(${lines}行)" ours --site "$site" --lang ja verify
  says "食い違いはありません(${lines}行)" theirs --site "$(place "$site")" --lang ja verify
  ours --site "$site" timeline --lines >"$work/ours.lines" || fail "our program cannot list the lines of $site"
  theirs --site "$(place "$site")" timeline --lines >"$work/theirs.lines" || fail "the other program cannot list the lines of $site"
  cmp "$work/ours.lines" "$work/theirs.lines" || fail "the two programs read different lines out of $site"
}

# `writes PROGRAM FOLDER SITE TEXT`: a note, which both then find in the record.
writes() {
  local before
  before=$(count "$3")
  says "$4" "$1" --site "$2" --lang ja note "$4"
  both_read "$3"
  [ "$lines" -gt "$before" ] || fail "a note in $3" "more than $before lines" "$lines"
  grep -qF "\"text\":\"$4\"" "$work/theirs.lines" || fail "the lines of $3" "a line with the text $4" "$(tail -1 "$work/theirs.lines")"
}

# The record begins in one program, goes on in the other, and each finds sound what the other wrote. `$1` begins: ours or theirs.
in_turn() {
  local first="$1" second site="$work/begun-by-$1" here there pinned
  if [ "$first" = ours ]; then second=theirs here="$site" there="$(place "$site")"; else second=ours here="$(place "$site")" there="$site"; fi
  says "施設データを作りました" "$first" --lang ja init "$here"
  [ -f "$site/facility.toml" ] || fail "init made no facility.toml" "$site/facility.toml" "$(ls -A "$site" 2>&1)"
  says "電子カルテが開かない" "$first" --site "$here" --lang ja start "電子カルテが開かない"
  both_read "$site"
  # The files of the site go into the record under the same names everywhere.
  pinned=$(grep -o '"path":"[^"]*"' "$work/theirs.lines")
  case "$pinned" in *'"path":"duties/cyber.toml"'*) ;; *) fail "the files of the site in the record" '"path":"duties/cyber.toml"' "$pinned" ;; esac
  writes "$first" "$here" "$site" "院長へ電話した(呼出し10回、出ない)"
  writes "$second" "$there" "$site" "①髙橋さんが線を抜いた ㎎ 𠮷野家"
  writes "$first" "$here" "$site" "朝の申し送り"
  echo "$name: a record begun by $first: $lines lines, read and written by both"
}

# Where the database is broken, the other program records into a text file beside it, and when the database is back, ours takes it in.
last_resort() {
  local site="$work/broken" before
  cp -r "$work/begun-by-ours" "$site"
  before=$(count "$site")
  mv "$site/record/real.db" "$work/real.db"
  head -c 4096 /dev/zero | tr '\0' x >"$site/record/real.db"
  says "記録のファイルが壊れた夜" theirs --site "$(place "$site")" --lang ja start "記録のファイルが壊れた夜"
  case "$(cat "$work/stderr")" in *控えのファイル*) ;; *) fail "a remark about the spool" "控えのファイル" "$(cat "$work/stderr")" ;; esac
  says "続きの記録" theirs --site "$(place "$site")" --lang ja note "続きの記録"
  mv "$work/real.db" "$site/record/real.db"
  says "食い違いはありません" ours --site "$site" --lang ja verify
  says "続きの記録" ours --site "$site" --lang ja timeline -i "$(ours --site "$site" incidents | grep -F "記録のファイルが壊れた夜" | cut -d' ' -f1)"
  says "食い違いはありません" theirs --site "$(place "$site")" --lang ja verify
  [ -z "$(find "$site/record/spool" -name '*.lines')" ] || fail "spool files are put away" "none" "$(find "$site/record/spool")"
  echo "$name: the last resort: lines written beside a broken database, taken in afterwards"
}

# What was changed afterwards is found by the other program, too.
finds_damage() {
  local site="$work/damaged" code=0 seen
  cp -r "$work/begun-by-ours" "$site"
  python3 - "$site/record/real.db" <<'PYTHON'
import pathlib, sys
path = pathlib.Path(sys.argv[1])
before = path.read_bytes()
after = before.replace("朝の申し送り".encode(), "朝の申し送ら".encode())
assert before != after, "the words are not in the file"
path.write_bytes(after)
PYTHON
  seen=$(theirs --site "$(place "$site")" --lang ja verify 2>&1) || code=$?
  [ "$code" -ne 0 ] || fail "verify finds nothing wrong in a record that was changed" "an exit code other than 0" "$seen"
  echo "$name: a changed line is found"
}

# Packs the program with release/make and unpacks it: `unpacked PLATFORM`; then $folder holds what somebody receives. The site in it is
# found without a word about where it is.
unpacked() {
  local archive
  release/make --use "$ours" --profile cross --out "$work/out" "$1" >"$work/make" 2>&1 || fail "release/make $1" "exit code 0" "$(cat "$work/make")"
  archive=$(find "$work/out" -name "sonae-*-$1.*")
  [ -n "$archive" ] || fail "release/make $1" "an archive" "$(cat "$work/make")"
  python3 -c 'import shutil, sys; shutil.unpack_archive(sys.argv[1], sys.argv[2])' "$archive" "$work/received"
  folder=$(find "$work/received" -mindepth 1 -maxdepth 1)
  (cd "$folder" && sha256sum --check --quiet SHA256SUMS) || fail "SHA256SUMS in $archive"
}

# `beside PROGRAM…`: the record of a program that was started without a word about its site lies beside it.
beside() {
  says "隣のフォルダに書いた" "$@" --lang ja start "隣のフォルダに書いた"
  says "食い違いはありません" ours --site "$folder/sonae-site" --lang ja verify
  says "隣のフォルダに書いた" ours --site "$folder/sonae-site" --lang ja timeline
  echo "$name: packed, unpacked, and found its site beside it"
}
