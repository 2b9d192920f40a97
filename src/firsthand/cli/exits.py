"""Exit codes: each means one thing, in every command."""

OK = 0  # done; for recheck: all that is required holds, and the key is pinned
FAILED = 1  # something failed or is broken; the message has its code
USAGE = 2  # the command was not understood
INCOMPLETE = 3  # done, but not all of it: something was passed over, is unpinned, or cannot be checked
REFUSED = 4  # refused by a rule: the gate, or a policy

MEANS = {
    OK: "done; recheck: all that is required holds, key pinned",
    FAILED: "something failed, or is broken; the message carries a lasting code",
    USAGE: "the command line was not understood",
    INCOMPLETE: "nothing broken, but not complete: something was passed over, unpinned or cannot be checked",
    REFUSED: "refused by a rule: the gate or a policy; the message says which",
}
