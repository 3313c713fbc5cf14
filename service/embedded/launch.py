"""Becomes another program that dies when its parent does. Run as a script.

    launch.py PARENT SIGNAL UID GID PROGRAM ...

UID and GID of -1 keep the account. It is a script, not a function run between fork
and exec, because a process with threads may not run Python there. Law: the signal is
asked for after the change of account, which would clear it.
"""

import ctypes
import os
import sys

PR_SET_PDEATHSIG = 1


def become(words: list[str]) -> None:
    """Change account, tie our life to the parent's, and turn into the program."""
    parent, death_signal, uid, gid = (int(word) for word in words[:4])
    if uid >= 0:
        os.setgroups([])
        os.setgid(gid)
        os.setuid(uid)
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, death_signal)
    if os.getppid() != parent:  # it died before we asked
        sys.exit(1)
    os.execv(words[4], words[4:])  # noqa: S606 - the words come from process.start alone


if __name__ == "__main__":
    become(sys.argv[1:])
