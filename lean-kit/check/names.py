#!/usr/bin/env python3
"""Compares the names of our compiled definitions with those inside Lean's own library.

  names.py INIT LIBRARY     INIT: folder with the compiled core library (.ilean, .o); LIBRARY: libleanshared.so

Lean's library contains compiled code of the official core library, so a definition or instance of ours that has code
must have a symbol of the same name there. Names below `Boot` are ours alone; a few others are listed with a reason. Theorems, types and inlined definitions have no code and cannot be compared this way.
Exit code 0: every name agrees.
"""
import json
import subprocess
import sys
from pathlib import Path

#: Definitions with code here and without code of that name there, by reason. Instances are found by their type, never
#: by their name; still, a project that uses the kit must not write these names.
EXEMPT = {
    "an instance whose official name is another one or is not known to us": """
        EStateM.instMonadExceptOf Array.instForInOfMonad
        Lean.instCoeCharLitTerm Lean.instCoeIdentTerm Lean.instCoeNumLitTerm Lean.instCoeOutIdentTerm
        Lean.instCoeStrLitTerm List.instForInOfMonad Std.Legacy.Range.instForInNatOfMonad
        Std.Legacy.Range.instMembershipRange instDecidableForall instDecidableIte instDecidableNeOfDecidableEq
        instForInLoopUnitOfMonad instInhabitedUnit instReprProd instWellFoundedRelationNat
        instWellFoundedRelationOfSizeOf instZeroNat""",
    "official, but compiled code uses an equivalent function or inlines it": """
        Bool.not List.filterMap List.flatMap List.flatten Nat.repr List.utf8Encode Lean.Name.mkNum Lean.Name.mkStr
        instDecidableEqBool""",
    "a local function of an official definition": "Lean.Loop.forIn.loop Nat.bitwise.go Nat.fold.go",
}


def mangle(name):
    def escape(c):
        if c.isascii() and c.isalnum():
            return c
        if c == "_":
            return "__"
        return f"_x{ord(c):02x}" if ord(c) < 256 else f"_u{ord(c):04x}"

    return "l_" + "_".join("".join(map(escape, part)) for part in name.split("."))


def symbols(*arguments):
    lines = subprocess.run(["nm", *arguments], check=True, capture_output=True, text=True).stdout.splitlines()
    return {words[-1] for words in map(str.split, lines) if len(words) == 3}


def variants(symbol):
    return {symbol, symbol + "___boxed", symbol + "___redArg", symbol + "___redArg___boxed"}


def main():
    if len(sys.argv) != 3 or sys.argv[1].startswith("-"):
        print(__doc__)
        return 0 if sys.argv[1:] in (["-h"], ["--help"]) else 2
    init, library = map(Path, sys.argv[1:])
    exempt = {name for names in EXEMPT.values() for name in names.split()}
    official = symbols("-D", "--defined-only", str(library))
    compared, unknown = 0, []
    for ilean in sorted(init.rglob("*.ilean")):
        if not ilean.with_suffix(".o").is_file():
            continue
        ours = symbols("--defined-only", str(ilean.with_suffix(".o")))
        for name in json.loads(ilean.read_text())["decls"]:
            symbol = mangle(name)
            if name.startswith(("Boot.", "_private")) or not variants(symbol) & ours:
                continue
            compared += 1
            if variants(symbol) & official:
                continue
            if name in exempt:
                exempt.remove(name)
            else:
                unknown.append(f"{ilean.relative_to(init).with_suffix('')}: {name}")
    for name in unknown:
        print(f"  {name} is no name of Lean's own library: move it below 'Boot'")
    for name in sorted(exempt):
        print(f"  {name} needs no exemption any more")
    print(f"  {compared} names of compiled definitions compared with Lean's own library")
    return 1 if unknown or exempt or compared < 500 else 0


sys.exit(main())
