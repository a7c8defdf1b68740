#!/usr/bin/env python3
"""Runs a program in a terminal of 80 by 24 and talks with it: tests/cross/screen.py TALK COMMAND…

TALK is `see:WORDS`, `press:KEY` (enter, escape, ctrl-c, f1 to f12, or what is to be typed) and `end:CODE`, separated by `|`. It fails when words
do not come within a minute, or the program ends otherwise.

What came is read as one stream of text, without where it was put on the screen. The console of wine 8 knows neither wide characters nor
the sequences of terminals: it takes them for so many cells, ends its own line after 80 of them, wherever that is, and sometimes begins a
line of its own once more. Taking that back gives what the program wrote.
"""

import fcntl
import os
import pty
import re
import select
import struct
import sys
import termios
import time

PATIENCE = 60
AGAIN = re.compile(r"[^\r\n]*\x1b\[\?25h\x1b\[\?25l\r")
SEQUENCE = re.compile(r"\x1b\[[0-9;?]*[@-~]|\x1b[]][^\x07\x1b]*(\x07|\x1b\\)|\x1b[()][0-9A-B]|\x1b[=>78]")
F_KEYS = dict(zip(range(1, 13), ("OP", "OQ", "OR", "OS", "[15~", "[17~", "[18~", "[19~", "[20~", "[21~", "[23~", "[24~")))


def text_of(raw):
    """The text of a stream, without sequences, blanks and line ends.

    >>> text_of("\\x1b[2;3H電子\\x1b[5;1\\r\\r\\nHカル\\x1b[K\\x1b[?25h\\x1b[?25l\\rHカルテ\\x1b[2\\x1b[?25h;7H が".encode())
    '電子カルテが'
    """
    text = AGAIN.sub("", raw.decode("utf-8", errors="replace")).replace("\r\r\n", "")
    while True:
        less = SEQUENCE.sub("", text)
        if less == text:
            return re.sub(r"[\s\x00-\x1f]", "", text)
        text = less


def key(name):
    if name.startswith("f") and name[1:].isdigit():
        return "\x1b" + F_KEYS[int(name[1:])]
    return {"enter": "\r", "escape": "\x1b", "ctrl-c": "\x03"}.get(name, name)


def main():
    talk = [it.split(":", 1) for it in sys.argv[1].split("|")]
    child, terminal = pty.fork()
    if child == 0:
        os.execvp(sys.argv[2], sys.argv[2:])
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    raw = b""

    def listen(until):
        """Takes in what comes; whether the terminal is still there."""
        nonlocal raw
        if not select.select([terminal], [], [], max(0.0, min(0.2, until - time.monotonic())))[0]:
            return True
        try:
            came = os.read(terminal, 65536)
        except OSError:
            came = b""
        raw += came
        return came != b""

    def give_up(what):
        os.kill(child, 9)
        sys.exit(f"screen.py: {what}\n--- seen\n{text_of(raw)}\n---")

    for what, value in talk:
        until = time.monotonic() + PATIENCE
        if what == "press":
            raw = b""
            os.write(terminal, key(value).encode())
        elif what == "see":
            while "".join(value.split()) not in text_of(raw):
                if not listen(until) or time.monotonic() > until:
                    give_up(f"expected on the screen: {value}")
        elif what == "end":
            while listen(until):
                if time.monotonic() > until:
                    give_up("expected the program to end")
            code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
            if code != int(value):
                sys.exit(f"screen.py: expected exit code {value}, seen {code}\n--- seen\n{text_of(raw)}\n---")
        else:
            give_up(f"what is {what}?")


if __name__ == "__main__":
    main()
