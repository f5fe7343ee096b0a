#!/usr/bin/env python3
"""Generates facts about the core library: expected values are computed here, by Python's own integers.

  facts.py DIR        writes DIR/Facts/P0.lean ... and DIR/Facts.lean; prints the number of facts

Every fact is checked twice: by Lean's kernel (`decide` on the logical definition), and in compiled code, where the
C functions of the runtime take the place of the definitions. `hide` keeps the compiler from folding constants.
"""
import re
import sys
from pathlib import Path

PIECES = 8
WIDTHS = ((8, "UInt8"), (16, "UInt16"), (32, "UInt32"), (64, "UInt64"))
EDGE = [0, 1, 2, 3, 63, 64, 65, 255, 256, 2**32 - 1, 2**32, 2**63 - 1, 2**63, 2**64 - 2, 2**64 - 1]


class Rng:
    """xorshift64*: the same facts with every Python."""

    def __init__(self, seed):
        self.s = seed

    def bits(self, n):
        r = 0
        for _ in range((n + 31) // 32):
            self.s ^= self.s >> 12
            self.s = (self.s ^ self.s << 25) & (2**64 - 1)
            self.s ^= self.s >> 27
            r = r << 32 | (self.s * 0x2545F4914F6CDD1D & (2**64 - 1)) >> 32
        return r & ((1 << n) - 1)

    def below(self, a, b):
        return a + self.bits(96) % (b - a)

    def pick(self, xs):
        return xs[self.below(0, len(xs))]

    def word(self):
        return self.pick(EDGE) if self.bits(1) else self.bits(64)


def boolean(b):
    return "true" if b else "false"


def signed(a, w):
    return a - (1 << w) if a >> (w - 1) else a


def tdiv(a, b):
    if b == 0:
        return 0
    q = abs(a) // abs(b)
    return q if (a < 0) == (b < 0) else -q


def tmod(a, b):
    return a - b * tdiv(a, b)


def ediv(a, b):
    if b == 0:
        return 0
    q = a // abs(b)
    return q if b > 0 else -q


def emod(a, b):
    return a - b * ediv(a, b)


def words(rng):
    for w, t in WIDTHS:
        m = (1 << w) - 1
        for _ in range(14 if w == 64 else 5):
            a, b = rng.word() & m, rng.word() & m
            x, y = f"({a} : {t})", f"({b} : {t})"
            for op, v in (
                ("+", a + b), ("-", a - b), ("*", a * b), ("/", a // b if b else 0), ("%", a % b if b else a),
                ("&&&", a & b), ("|||", a | b), ("^^^", a ^ b), ("<<<", a << b % w), (">>>", a >> b % w),
            ):
                yield f"{x} {op} {y} = ({v & m} : {t})"
            yield f"~~~{x} = ({a ^ m} : {t})"
            yield f"-{x} = ({-a & m} : {t})"
            yield f"decide ({x} < {y}) = {boolean(a < b)}"
            yield f"decide ({x} ≤ {y}) = {boolean(a <= b)}"
            yield f"({x} == {y}) = {boolean(a == b)}"
            yield f"{x}.toNat = {a}"
            for w2, t2 in WIDTHS:
                if w2 != w:
                    yield f"{x}.to{t2} = ({a & (1 << w2) - 1} : {t2})"


def naturals(rng):
    for _ in range(12):
        a = rng.pick([rng.word(), rng.bits(200), rng.bits(5)])
        b = rng.pick([rng.word(), rng.bits(130), rng.bits(4)])
        x, y, s = f"({a} : Nat)", f"({b} : Nat)", rng.below(0, 70)
        for op, v in (
            ("+", a + b), ("-", max(a - b, 0)), ("*", a * b), ("/", a // b if b else 0), ("%", a % b if b else a),
            ("&&&", a & b), ("|||", a | b), ("^^^", a ^ b),
        ):
            yield f"{x} {op} {y} = {v}"
        yield f"{x} <<< ({s} : Nat) = {a << s}"
        yield f"{x} >>> ({s} : Nat) = {a >> s}"
        if a:
            yield f"Nat.log2 {x} = {a.bit_length() - 1}"
        yield f"{x}.toUInt64 = ({a & 2**64 - 1} : UInt64)"
        yield f"(compare {x} {y} == .lt) = {boolean(a < b)}"
        yield f"(min {x} {y}, max {x} {y}) = ({min(a, b)}, {max(a, b)})"
        yield f"{x}.testBit {s} = {boolean(a >> s & 1)}"


def integers(rng):
    for _ in range(24):
        a = rng.pick([rng.below(-50, 50), rng.below(-(2**31) - 3, 2**31 + 3), rng.below(-(2**70), 2**70)])
        b = rng.pick([rng.below(-7, 8), rng.below(-(2**33), 2**33), rng.below(-(2**66), 2**66)])
        x, y = f"({a} : Int)", f"({b} : Int)"
        for op, v in (("+", a + b), ("-", a - b), ("*", a * b), ("/", ediv(a, b)), ("%", emod(a, b))):
            yield f"{x} {op} {y} = ({v} : Int)"
        yield f"Int.tdiv {x} {y} = ({tdiv(a, b)} : Int)"
        yield f"Int.tmod {x} {y} = ({tmod(a, b)} : Int)"
        yield f"decide ({x} < {y}) = {boolean(a < b)}"
        yield f"decide ({x} ≤ {y}) = {boolean(a <= b)}"
        yield f"decide ({x} = {y}) = {boolean(a == b)}"
        yield f"-{x} = ({-a} : Int)"
        yield f"{x}.natAbs = {abs(a)}"
        yield f"{x}.toNat = {max(a, 0)}"


def bit_vectors(rng):
    for w in (8, 32, 64):
        m = (1 << w) - 1
        for _ in range(6):
            a, b, k = rng.word() & m, rng.word() & m, rng.below(0, 2 * w)
            x, y, sa, sb = f"({a} : BitVec {w})", f"({b} : BitVec {w})", signed(a, w), signed(b, w)
            z = lambda v: f"({v & m} : BitVec {w})"
            yield f"BitVec.sdiv {x} {y} = {z(tdiv(sa, sb))}"
            yield f"BitVec.srem {x} {y} = {z(tmod(sa, sb))}"
            yield f"BitVec.smod {x} {y} = {z(sa % sb if sb else sa)}"
            yield f"{x}.toInt = ({sa} : Int)"
            yield f"BitVec.ofInt {w} ({sa} : Int) = {x}"
            yield f"{x}.sshiftRight {k} = {z(sa >> k)}"
            r = k % w
            yield f"{x}.rotateRight {k} = {z(a >> r | a << (w - r))}"
            yield f"{x}.rotateLeft {k} = {z(a << r | a >> (w - r))}"
            yield f"BitVec.slt {x} {y} = {boolean(sa < sb)}"
            yield f"{x}.msb = {boolean(sa < 0)}"
            yield f"({x}.signExtend 70).toNat = {sa & (1 << 70) - 1}"
            yield f"({x}.setWidth 5).toNat = {a & 31}"


def arrays(rng):
    for _ in range(10):
        xs = [rng.bits(rng.pick([3, 40, 70])) for _ in range(rng.below(1, 7))]
        show = lambda v: "(" + "#[" + ", ".join(map(str, v)) + "] : Array Nat)"
        k, i, j = rng.below(0, len(xs)), rng.below(0, len(xs)), rng.below(0, 8)
        yield f"{show(xs)}.modify {k} (· + 5) = {show(xs[:k] + [xs[k] + 5] + xs[k + 1:])}"
        ys = list(xs)
        ys[k], ys[i] = ys[i], ys[k]
        yield f"{show(xs)}.swapIfInBounds {k} {i} = {show(ys)}"
        yield f"{show(xs)}.setIfInBounds {j} 9 = {show(xs[:j] + [9] + xs[j + 1:] if j < len(xs) else xs)}"
        yield f"{show(xs)}[{j}]? = {f'some {xs[j]}' if j < len(xs) else 'none'}"
        yield f"{show(xs)}.extract {k} {j} = {show(xs[k:j])}"
        yield f"({show(xs)} ++ {show(ys)}).size = {2 * len(xs)}"
        yield f"{show(xs)}.filter (· % 2 == 0) = {show([x for x in xs if x % 2 == 0])}"
        yield f"{show(xs)}.toList.reverse = {list(reversed(xs))}"
        yield f"{show(xs)}.toList.filterMap (fun x => if x < 8 then some (x + 1) else none) = {[x + 1 for x in xs if x < 8]}"
        yield f"{show(xs)}.toList.take {j} ++ {show(xs)}.toList.drop {j} = {xs}"
        yield f"{show(xs)}.back? = some {xs[-1]}"


def byte_arrays(rng):
    for _ in range(10):
        xs = [rng.bits(8) for _ in range(rng.below(0, 7))]
        ys = [rng.bits(8) for _ in range(rng.below(0, 6))]
        show = lambda v: "(ByteArray.mk #[" + ", ".join(map(str, v)) + "])"
        i, j = rng.below(0, 8), rng.below(0, 9)
        yield f"{show(xs)} ++ {show(ys)} = {show(xs + ys)}"
        yield f"{show(xs)}.extract {i} {j} = {show(xs[i:j])}"
        yield f"{show(xs)}.size = {len(xs)}"
        yield f"({show(xs)} == {show(ys)}) = {boolean(xs == ys)}"
        yield f"{show(xs)}.push 77 = {show(xs + [77])}"
        so, do, n = rng.below(0, 6), rng.below(0, len(xs) + 1), rng.below(0, 7)
        piece = ys[so : so + n]
        yield f"{show(ys)}.copySlice {so} {show(xs)} {do} {n} = {show(xs[:do] + piece + xs[do + len(piece):])}"
        numbers = ", ".join(map(str, xs))
        if xs:
            k = rng.below(0, len(xs))
            yield f"{show(xs)}.set! {k} 9 = {show(xs[:k] + [9] + xs[k + 1:])}"
            yield f"{show(xs)}.get! {k} = {xs[k]}"
            yield f"{show(xs)}.toList = [{numbers}]"
            yield f"(#[{numbers}] : Array Nat).pop = #[{', '.join(map(str, xs[:-1]))}]"
        yield f"(#[{numbers}] : Array Nat).foldl (· + ·) 0 = {sum(xs)}"


def facts():
    rng = Rng(0x9E3779B97F4A7C15)
    for part in (words, naturals, integers, bit_vectors, arrays, byte_arrays):
        yield from part(rng)


def hidden(fact):
    fact = re.sub(r"\((-?\d+ : \w+(?: \d+)?)\)", r"(hide (\1))", fact)
    fact = re.sub(r"\((#\[[^]]*\] : Array Nat)\)", r"(hide (\1))", fact)
    return fact.replace("(ByteArray.mk ", "(hide <| ByteArray.mk ")


def piece(k, part):
    out = [f"/-! Generated by facts.py: piece {k} of the facts. -/", "set_option maxRecDepth 100000",
           f"namespace Facts.P{k}", "@[noinline] def hide {α : Type} (a : α) : α := a"]
    out += [f"theorem k{i} : {fact} := by decide" for i, fact in enumerate(part)]
    lists = range(0, len(part), 40)
    for i in lists:
        rows = ", ".join(f"decide ({hidden(fact)})" for fact in part[i : i + 40])
        out.append(f"def c{i} : List Bool := [{rows}]")
    out.append("def answers : List Bool := " + " ++ ".join(f"c{i}" for i in lists))
    out.append(f"@[export kit_facts_{k}] def bytes (_ : Unit) : ByteArray :=")
    out.append("  answers.foldl (fun b ok => b.push (if ok then 1 else 0)) ByteArray.empty")
    return "\n".join(out + [f"end Facts.P{k}", ""])


def main():
    if len(sys.argv) != 2 or sys.argv[1].startswith("-"):
        print(__doc__)
        return 0 if sys.argv[1:] in (["-h"], ["--help"]) else 2
    folder = Path(sys.argv[1])
    (folder / "Facts").mkdir(parents=True, exist_ok=True)
    every = list(facts())
    for k in range(PIECES):
        (folder / "Facts" / f"P{k}.lean").write_text(piece(k, every[k::PIECES]))
    (folder / "Facts.lean").write_text("".join(f"import Facts.P{k}\n" for k in range(PIECES)))
    print(len(every))
    return 0


sys.exit(main())
