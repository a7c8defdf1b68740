# A record that two programs write in turn. To be sourced; `theirs` (the other platform's program) and `ours` are given by the caller,
# as are $work (an empty folder), and `place FOLDER`, which prints the name that the other program knows a folder by.

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

# Both see the same bytes, and both find them sound: `both_read SITE COUNT`.
both_read() {
  local site="$1" lines="$2"
  says "食い違いはありません(${lines}行)" ours --site "$site" --lang ja verify
  says "食い違いはありません(${lines}行)" theirs --site "$(place "$site")" --lang ja verify
  ours --site "$site" timeline --lines >"$work/ours.lines" || fail "our program cannot list the lines of $site"
  theirs --site "$(place "$site")" timeline --lines >"$work/theirs.lines" || fail "the other program cannot list the lines of $site"
  [ "$(wc -l <"$work/ours.lines")" -eq "$lines" ] || fail "lines in $site" "$lines" "$(wc -l <"$work/ours.lines")"
  cmp "$work/ours.lines" "$work/theirs.lines" || fail "the two programs read different lines out of $site"
}

# The record begins in one program, goes on in the other, and each finds sound what the other wrote. `$1` begins: ours or theirs.
in_turn() {
  local first="$1" second site="$work/begun-by-$1" here there count
  if [ "$first" = ours ]; then second=theirs here="$site" there="$(place "$site")"; else second=ours here="$(place "$site")" there="$site"; fi
  says "施設データを作りました" "$first" --lang ja init "$here"
  [ -f "$site/facility.toml" ] || fail "init made no facility.toml" "$site/facility.toml" "$(ls -A "$site" 2>&1)"
  says "電子カルテが開かない" "$first" --site "$here" --lang ja start "電子カルテが開かない"
  count=$(ours --site "$site" timeline --lines | wc -l)
  [ "$count" -ge 2 ] || fail "the beginning of an incident pins the site's files, too" "2 lines or more" "$count"
  says "院長へ電話した" "$first" --site "$here" --lang ja note "院長へ電話した(呼出し10回、出ない)"
  both_read "$site" "$((count + 1))"
  says "①髙橋さんが線を抜いた" "$second" --site "$there" --lang ja note "①髙橋さんが線を抜いた ㎎"
  both_read "$site" "$((count + 2))"
  says "朝の申し送り" "$first" --site "$here" --lang ja note "朝の申し送り"
  both_read "$site" "$((count + 3))"
  says "①髙橋さんが線を抜いた ㎎" "$first" --site "$here" --lang ja timeline
  echo "$name: a record begun by $first: $((count + 3)) lines, read and written by both"
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
