"""Several seeded bugs in one build: what a patch changes in functions stands beside them, and the environment says which one is on.

A patch may change free functions alone: their bodies, and names of parameters. The changed function becomes another one, `seeded_035_name`; the
function itself begins with `if crate::seeded(35) { return seeded_035_name(…); }`. What several patches change stays theirs alone.
"""
import re

VARIABLE = "JAR_SEEDED"
HEAD = re.compile(r"^(?:pub(?:\([a-z]+\))? )?fn (\w+)", re.MULTILINE)
SWITCH = f"""
/// Whether the seeded bug with this number is on.
pub(crate) fn seeded(number: u32) -> bool {{
    static ON: std::sync::LazyLock<Option<u32>> =
        std::sync::LazyLock::new(|| std::env::var("{VARIABLE}").ok()?.parse().ok());
    *ON == Some(number)
}}
"""


class Unfit(Exception):
    """The patch cannot be switched."""


def functions(text):
    """The free functions of a file by name: where each begins (without attributes) and ends. Formatted code ends one with `}` at the margin."""
    found = {}
    for match in HEAD.finditer(text):
        end = text.index("\n}\n", match.start()) + 3
        found[match[1]] = (match.start(), end)
    return found


def opening(function):
    """Where the body of a function begins, and the names of its parameters."""
    at = HEAD.match(function).end()
    if function[at] == "<":
        depth = 0
        for at in range(at, len(function)):
            depth += {"<": 1, ">": 0 if function[at - 1] == "-" else -1}.get(function[at], 0)
            if depth == 0:
                at += 1
                break
    depth, start, parts = 0, at + 1, []
    for at in range(at, len(function)):
        letter = function[at]
        depth += {"(": 1, "[": 1, "<": 1, ")": -1, "]": -1, ">": 0 if function[at - 1] == "-" else -1}.get(letter, 0)
        if depth == 0 or (depth == 1 and letter == ","):
            parts.append(function[start:at].strip())
            start = at + 1
        if depth == 0:
            break
    names = [part.split(":")[0].removeprefix("mut ").strip() for part in parts if part]
    if stray := [name for name in names if not re.fullmatch(r"[a-z]\w*", name)]:
        raise Unfit(f"parameters {stray} have no names")
    return function.index("{\n", at) + 2, names


def merge(original, changed):
    """A file with the changes of all patches, by number, each behind its switch."""
    there = functions(original)
    entries, copies = {}, {}
    for number, text in changed.items():
        now = functions(text)
        if new := now.keys() - there.keys():
            raise Unfit(f"new functions {sorted(new)}")
        for name, (start, end) in now.items():
            before, after = original[slice(*there[name])], text[start:end]
            if before != after:
                copy = HEAD.sub(f"fn seeded_{number:03}_{name}", after, count=1)
                _, names = opening(before)
                call = f"seeded_{number:03}_{name}({', '.join(names)})"
                entries.setdefault(name, []).append(f"    if crate::seeded({number}) {{\n        return {call};\n    }}\n")
                copies.setdefault(name, []).append(f"\n{copy}")
        if outside(original, there) != outside(text, now):
            raise Unfit("changes outside of functions")
    for name in sorted(entries, key=lambda name: there[name], reverse=True):
        start, end = there[name]
        body = start + opening(original[start:end])[0]
        original = "".join([original[:body], *entries[name], original[body:end], *copies[name], original[end:]])
    return original


def outside(text, found):
    """What is not in a function, without comments, attributes and space."""
    for start, end in sorted(found.values(), reverse=True):
        text = text[:start] + text[end:]
    lines = (line.strip() for line in text.splitlines())
    return [line for line in lines if line and not line.startswith(("///", "#["))]
