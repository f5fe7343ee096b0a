"""What `ci/mutants` does; see there for usage, and README.md here for the idea."""
import argparse
import fcntl
import fnmatch
import json
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

try:
    import tomllib

    import switches
except ImportError:
    sys.exit("ci/mutants: needs Python 3.11 or newer (module tomllib)")

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
SCRATCH = ROOT / "target/mutants"
TREE = SCRATCH / "tree"
BUILD = SCRATCH / "build"
LIMIT_INSTRUCTIONS = 8
# Of a question, which has no instructions: octets that are not zero.
LIMIT_OCTETS = 4096
SHRINK_SECONDS = 30
CONTROL_SECONDS = 20
KEYS = {"id": str, "patch": str, "class": str, "lane": str, "field": list, "opcode": list, "text": str}
LANES = ("single", "program", "bytes", "mix", "transition")
# Where a mutant may be planted: the folder that its patch changes, the engines of its campaign beside those that always run, the cargo
# features that these need, and which engine may stand alone then. What the Rust engines share is wrong in all that use it: in all of them, so
# the reference stands alone, or in one. Sections have two engines, of which none stands alone. Their bugs are free functions, so all of a run are built at
# once, each behind a switch (switches.py).
PLACES = {
    "shared": {"folder": "rust/javm/src/", "odd": ["lean", "interpreter", "fixed"]},
    "fixed": {"folder": "rust/javm-jit/src/", "odd": ["fixed"]},
    "clif": {"folder": "rust/javm-jit/src/", "engines": "lean,interpreter,fixed,clif", "features": "jar-diff-worker/clif", "odd": ["clif"]},
    "stf": {"folder": "rust/jar-stf/src/", "engines": "lean,rust", "control": "transition", "odd": [None], "switched": True, "shrink": 4},
}
for place in PLACES.values():
    for key, usual in (("engines", "lean,interpreter,fixed"), ("features", ""), ("control", "mix"), ("switched", False), ("shrink", SHRINK_SECONDS)):
        place.setdefault(key, usual)


class Failure(Exception):
    """It could not be tried: exit code 1."""


# --- the manifest --------------------------------------------------------------------------------------------------


def manifest():
    """The mutants, checked: every key there, every patch listed, every listed patch there."""
    path = HERE / "manifest.toml"
    try:
        mutants = tomllib.loads(path.read_text())["mutant"]
    except (OSError, tomllib.TOMLDecodeError, KeyError) as error:
        raise Failure(f"{path}: {error}") from None
    for mutant in mutants:
        name = mutant.get("id", "a mutant without id")
        for key, kind in KEYS.items():
            if not isinstance(mutant.get(key), kind) or not mutant[key]:
                raise Failure(f"{path}: {name}: expected '{key}' with a value of type {kind.__name__}")
        mutant.setdefault("engine", "shared")
        if mutant["engine"] not in PLACES:
            raise Failure(f"{path}: {name}: engine {mutant['engine']!r}: expected one of {', '.join(PLACES)}")
        if extra := mutant.keys() - KEYS.keys() - {"engine"}:
            raise Failure(f"{path}: {name}: unknown keys {sorted(extra)}")
        if not re.fullmatch(rf"{re.escape(name)}-[a-z0-9-]+\.patch", mutant["patch"]):
            raise Failure(f"{path}: {name}: expected a patch named {name}-short-name.patch, found {mutant['patch']}")
        if mutant["lane"] not in LANES:
            raise Failure(f"{path}: {name}: lane '{mutant['lane']}': expected one of {', '.join(LANES)}")
    ids = [mutant["id"] for mutant in mutants]
    if ids != sorted(set(ids)):
        raise Failure(f"{path}: expected ids in ascending order, each once, found {ids}")
    listed, there = {mutant["patch"] for mutant in mutants}, {patch.name for patch in HERE.glob("*.patch")}
    if listed != there:
        raise Failure(f"{path}: not there: {sorted(listed - there)}; not listed: {sorted(there - listed)}")
    for mutant in mutants:
        head = (HERE / mutant["patch"]).read_text().split("\ndiff --git ")[0]
        if not head.startswith("Bug: ") or "\nWhy realistic: " not in head:
            raise Failure(f"{mutant['patch']}: expected a header 'Bug: …' and 'Why realistic: …'")
        folder = PLACES[mutant["engine"]]["folder"]
        if stray := [file for file in changed_files(mutant) if not file.startswith(folder)]:
            raise Failure(f"{mutant['patch']}: expected changes below {folder} only (engine {mutant['engine']}), found {stray}")
    return mutants


def changed_files(mutant):
    return re.findall(r"^\+\+\+ b/(.+)$", (HERE / mutant["patch"]).read_text(), re.MULTILINE)


def git_apply(mutant, folder, *options):
    """Runs `git apply` on a folder as if it were no part of a repository (inside one, git would skip files silently)."""
    environment = {**os.environ, "GIT_CEILING_DIRECTORIES": str(folder.parent)}
    for variable in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"):
        environment.pop(variable, None)
    command = ["git", "apply", *options, str(HERE / mutant["patch"])]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    if done.returncode:
        raise Failure(
            f"{mutant['patch']} no longer applies: adapt it to the code it changes\n{done.stderr.strip()}"
        )


def check(mutants):
    """Every patch applies to the working tree; nothing is changed."""
    if shutil.which("git") is None:
        print("git is not there: whether the patches apply was not checked", file=sys.stderr)
        return
    for mutant in mutants:
        git_apply(mutant, ROOT, "--check")


# --- the copy ------------------------------------------------------------------------------------------------------


def synchronise():
    """Makes the copy equal to the tracked files of the working tree; files that are equal keep their times."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True)
    if listed.returncode:
        raise Failure(f"{ROOT}: git cannot list the files: {listed.stderr.decode(errors='replace').strip()}")
    names = [os.fsdecode(name) for name in listed.stdout.split(b"\0") if name]
    names = [name for name in names if (ROOT / name).is_file()]
    if not names:
        raise Failure(f"{ROOT}: git knows no files here")
    keep = set(names)
    for folder, below, files in os.walk(TREE):
        below[:] = [name for name in below if pathlib.Path(folder, name) != TREE / ".lean"]
        for file in files:
            path = pathlib.Path(folder, file)
            if str(path.relative_to(TREE)) not in keep:
                path.unlink()
    for name in names:
        source, copy = ROOT / name, TREE / name
        if not copy.is_file() or source.read_bytes() != copy.read_bytes():
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, copy)
        shutil.copymode(source, copy)


def build(name, place):
    """Builds supervisor and worker of the copy, with what the engines of a place need; seconds taken."""
    began = time.monotonic()
    environment = {
        **os.environ,
        "CARGO_TARGET_DIR": str(BUILD),
        "JAR_LEAN": str(ROOT / ".lean/toolchain.json"),
        # A warning is a patch that nobody would have sent in.
        "RUSTFLAGS": f"{os.environ.get('RUSTFLAGS', '')} -D warnings".strip(),
        # Builds that are thrown away.
        "CARGO_PROFILE_RELEASE_DEBUG": "false",
        "CARGO_PROFILE_RELEASE_INCREMENTAL": "true",
    }
    command = ["cargo", "build", "--locked", "--release", "--package", "jar-diff", "--package", "jar-diff-worker"]
    if place["features"]:
        command += ["--features", place["features"]]
    log = SCRATCH / "logs" / f"{name}.build.txt"
    with open(log, "w") as output:
        done = subprocess.run(command, cwd=TREE, env=environment, stdout=output, stderr=subprocess.STDOUT)
    if done.returncode:
        raise Failure(f"{name} does not build:\n{tail(log)}")
    return time.monotonic() - began


def tail(path):
    return "\n".join(path.read_text(errors="replace").splitlines()[-25:])


# --- one campaign --------------------------------------------------------------------------------------------------


def campaign(name, lane, place, seed, seconds, jobs, number=None):
    """Runs the copy's `jar-diff`, with a bug switched on if there is a number; its exit code (0 or 3) and summary."""
    out = SCRATCH / "runs" / f"{name}.{re.sub(r'[^A-Za-z0-9_-]', '-', seed)}"
    shutil.rmtree(out, ignore_errors=True)
    command = [str(BUILD / "release/jar-diff"), "run", "--lane", lane, "--seed", seed, "--jobs", str(jobs)]
    command += ["--for", f"{int(seconds * 1000)}ms", "--shrink", f"{place['shrink']}s", "--stop-at-first", "--json"]
    command += ["--engines", place["engines"], "--out", str(out)]
    environment = dict(os.environ)
    environment.pop(switches.VARIABLE, None)
    if number is not None:
        environment[switches.VARIABLE] = str(number)
    log = SCRATCH / "logs" / f"{name}.run.txt"
    # A minimiser at its budget, a hang that has to be waited for, and a busy machine.
    patience = seconds + 2 * SHRINK_SECONDS + 120
    with open(log, "w") as output:
        try:
            done = subprocess.run(
                command, stdout=subprocess.PIPE, stderr=output, text=True, timeout=patience, env=environment
            )
        except subprocess.TimeoutExpired:
            raise Failure(f"{name}: the campaign did not end within {patience:.0f} s, see {log}") from None
    if done.returncode not in (0, 3):
        raise Failure(f"{name}: the campaign failed with exit code {done.returncode}:\n{tail(log)}")
    summary = json.loads(done.stdout)
    for finding in summary["findings"]:
        finding["octets"] = octets_left(out / "findings" / finding["bucket"] / "case.bin")
    return done.returncode, summary


def octets_left(path):
    """Octets of a filed case that are not zero."""
    try:
        return sum(octet != 0 for octet in path.read_bytes())
    except OSError:
        return None


def judge(mutant, seed, summary):
    """One row of the table."""
    row = {"id": mutant["id"], "class": mutant["class"], "lane": mutant["lane"], "seed": seed, "text": mutant["text"]}
    row["engine"] = mutant["engine"]
    row["expected"] = {"field": mutant["field"], "opcode": mutant["opcode"], "odd": PLACES[mutant["engine"]]["odd"]}
    findings = sorted(summary["findings"], key=lambda finding: finding["first_case"])
    if not findings:
        return {**row, "found": False, "searched_cases": summary["cases"], "searched_seconds": summary["seconds"], "passed": False}
    first = findings[0]
    in_bucket = first["field"] in mutant["field"] and any(
        fnmatch.fnmatchcase(first["opcode"], pattern) for pattern in mutant["opcode"]
    )
    in_engine = first["odd"] in row["expected"]["odd"]
    unit, limit = ("octets", LIMIT_OCTETS) if PLACES[mutant["engine"]]["switched"] else ("instructions", LIMIT_INSTRUCTIONS)
    small = first[unit] is not None and first[unit] <= limit
    return {
        **row,
        "found": True,
        "cases": first["first_case"] + 1,
        "seconds": first["found_after_seconds"],
        "bucket": first["bucket"],
        "field": first["field"],
        "opcode": first["opcode"],
        "odd": first["odd"],
        "as_expected": in_bucket and in_engine,
        "left": first[unit],
        "unit": unit,
        "passed": in_bucket and in_engine and small,
    }


# --- what people see -----------------------------------------------------------------------------------------------

COLUMNS = ("id", "class", "planted in", "seed", "found after", "found in", "field", "instruction", "expected", "left", "verdict")
WIDTHS = (4, 20, 10, 8, 22, 11, 10, 20, 8, 12, 7)


def cells(row):
    """A row as text."""
    if row["found"]:
        after = f"{row['cases']:,} / {row['seconds']:.1f} s".replace(",", " ")
        left = "?" if row["left"] is None else f"{row['left']} {row['unit']}"
        where = (row["odd"] or "-", row["field"], row["opcode"], "yes" if row["as_expected"] else "NO", left)
    else:
        after = f"not in {row['searched_cases']:,} / {row['searched_seconds']:.0f} s".replace(",", " ")
        where = ("-", "-", "-", "NO" if row["class"] != "none" else "yes", "-")
    return (row["id"], row["class"], row["engine"], row["seed"], after, *where, "passed" if row["passed"] else "FAILED")


def outcome(rows):
    """The rows in a sentence."""
    tried = [row for row in rows if row["id"] != "000"]
    text = f"{sum(row['passed'] for row in tried)} of {len(tried)} searches passed."
    if found := [row for row in tried if row["found"]]:
        cases, seconds = (statistics.median(row[key] for row in found) for key in ("cases", "seconds"))
        text += f" Found after {cases:.0f} cases and {seconds:.1f} s in the median, {max(row['seconds'] for row in found):.1f} s at most."
    return text


def line(texts):
    return "  ".join(text.ljust(width) for text, width in zip(texts, WIDTHS)).rstrip()


class Progress:
    """What is going on: one line that is overwritten on a terminal, a line each elsewhere."""

    def __init__(self):
        self.terminal = sys.stderr.isatty()
        self.began = time.monotonic()

    def say(self, text):
        text = f"[{time.monotonic() - self.began:.0f} s] {text}"
        print(f"\r\x1b[K{text}" if self.terminal else text, end="" if self.terminal else "\n", file=sys.stderr, flush=True)

    def row(self, texts):
        if self.terminal:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
        print(line(texts), flush=True)


def markdown(rows, options):
    """The table as a page."""
    table = ["# Seeded bugs: results", "", f"Written by `ci/mutants --markdown`. {outcome(rows)}"]
    table += [f"Limit {options.seconds:.0f} s, {options.jobs} worker at a time.", ""]
    table += ["\"Found in\" is the engine that stood alone. Where a bug is in what the Rust engines share, that may be the reference; of two engines none does.", ""]
    table += ["\"Left\" is what minimising leaves: instructions; of arguments of sections, which have none, octets that are not zero (keys of validators among them).", ""]
    table.append(
        "| id | class | bug | planted in | seed | found after cases / seconds | found in | field | instruction, section | as expected | left |"
    )
    table.append("|---|---|---|---|---|---|---|---|---|---|---|")
    for row in rows:
        number, kind, engine, seed, after, odd, field, opcode, expected, left, _ = cells(row)
        opcode = opcode if opcode == "-" else f"`{opcode}`"
        table.append(
            f"| {number} | {kind} | {row['text']} | {engine} | {seed} | {after} | {odd} | {field} | {opcode} | {expected} | {left} |"
        )
    return "\n".join(table) + "\n"


# --- the whole -----------------------------------------------------------------------------------------------------


def control(name, mutants, options, progress):
    """The unmodified tree must build and come out clean, with the engines of a place. Where bugs are switched, they are all there, and off."""
    progress.say(f"000 unmodified ({name}): building (the first time takes minutes)")
    synchronise()
    place = PLACES[name]
    if place["switched"]:
        plant(mutants)
    took = build("000", place)
    rows = []
    for seed in options.seed:
        seconds = min(options.seconds, CONTROL_SECONDS)
        progress.say(f"000 unmodified: built in {took:.0f} s, searching for {seconds:.0f} s")
        code, summary = campaign("000", place["control"], place, seed, seconds, options.jobs)
        row = {"id": "000", "class": "none", "engine": "-", "lane": place["control"], "seed": seed, "text": "the unmodified tree"}
        row |= {"found": False, "searched_cases": summary["cases"], "searched_seconds": summary["seconds"]}
        row |= {"build_seconds": took, "passed": code == 0 and summary["cases"] > 0}
        rows.append(row)
        progress.row(cells(row))
        if code:
            buckets = ", ".join(finding["bucket"] for finding in summary["findings"])
            print(f"the unmodified tree diverges ({buckets}): fix that first, see {SCRATCH / 'runs'}", file=sys.stderr)
            return rows, False
    return rows, True


def plant(mutants):
    """Puts all these bugs into the copy, each behind its switch."""
    changed = {}
    for mutant in mutants:
        with tempfile.TemporaryDirectory(dir=SCRATCH) as folder:
            one = pathlib.Path(folder, "one")
            for file in changed_files(mutant):
                (one / file).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(ROOT / file, one / file)
            git_apply(mutant, one)
            for file in changed_files(mutant):
                changed.setdefault(file, {})[int(mutant["id"])] = (one / file).read_text()
    for file, versions in changed.items():
        try:
            (TREE / file).write_text(switches.merge((ROOT / file).read_text(), versions))
        except switches.Unfit as error:
            raise Failure(f"{file} with {sorted(versions)}: {error}: only bodies of free functions can be switched") from None
    for library in {PLACES[mutant["engine"]]["folder"] + "lib.rs" for mutant in mutants}:
        with open(TREE / library, "a") as output:
            output.write(switches.SWITCH)


def attempt(mutant, options, progress):
    """One mutant with every seed."""
    name = mutant["patch"].removesuffix(".patch")
    place = PLACES[mutant["engine"]]
    took, number = 0, int(mutant["id"]) if place["switched"] else None
    if not place["switched"]:
        progress.say(f"{name}: building")
        synchronise()
        git_apply(mutant, TREE)
        same = [file for file in changed_files(mutant) if (ROOT / file).read_bytes() == (TREE / file).read_bytes()]
        if same:
            raise Failure(f"{mutant['patch']} was applied but changed nothing in {', '.join(same)}")
        took = build(name, place)
    rows = []
    for seed in options.seed:
        progress.say(f"{name}: built in {took:.0f} s, searching with seed {seed}")
        _, summary = campaign(name, mutant["lane"], place, seed, options.seconds, options.jobs, number)
        row = judge(mutant, seed, summary) | {"build_seconds": took}
        rows.append(row)
        progress.row(cells(row))
    return rows


def run(mutants, options):
    SCRATCH.mkdir(parents=True, exist_ok=True)
    (SCRATCH / "logs").mkdir(exist_ok=True)
    lock = open(SCRATCH / "lock", "w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise Failure(f"another run uses {SCRATCH}") from None
    for mutant in mutants:
        git_apply(mutant, ROOT, "--check")
    progress = Progress()
    print(line(COLUMNS), flush=True)
    rows = []

    def of(mutant):
        place = PLACES[mutant["engine"]]
        return place["switched"], place["features"]

    # One control for each set of engines, in front of the mutants that need it.
    for kind in sorted({of(mutant) for mutant in mutants}):
        group = [mutant for mutant in mutants if of(mutant) == kind]
        more, clean = control(group[0]["engine"], group, options, progress)
        rows += more
        for mutant in group if clean else []:
            rows += attempt(mutant, options, progress)
    synchronise()
    if options.json:
        options.json.write_text(json.dumps(rows, indent=2, ensure_ascii=False) + "\n")
    if options.markdown:
        options.markdown.write_text(markdown(rows, options))
    print(f"{outcome(rows)} Cases and cards: {SCRATCH / 'runs'}")
    return 0 if all(row["passed"] for row in rows) else 3


def duration(text):
    units = {"ms": 0.001, "s": 1, "m": 60, "h": 3600}
    match = re.fullmatch(r"(\d+)(ms|s|m|h)", text)
    if not match:
        raise argparse.ArgumentTypeError(f"{text!r}: expected a number with ms, s, m or h")
    return int(match[1]) * units[match[2]]


class Parser(argparse.ArgumentParser):
    def error(self, message):
        raise Failure(f"{message} (see --help)")


def arguments():
    parser = Parser(prog="ci/mutants", add_help=False)
    parser.add_argument("ids", nargs="*")
    parser.add_argument("--for", dest="seconds", type=duration, default=60)
    parser.add_argument("--seed", action="append")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--json", type=pathlib.Path)
    parser.add_argument("--markdown", type=pathlib.Path)
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    options.seed = options.seed or ["1"]
    return options


def chosen(mutants, ids):
    """Those whose patch begins with, or after its number begins with, one of the words."""

    def matches(word, mutant):
        patch = mutant["patch"]
        return patch.startswith(word) or patch.removeprefix(f"{mutant['id']}-").startswith(word)

    for word in ids:
        if not any(matches(word, mutant) for mutant in mutants):
            raise Failure(f"no mutant '{word}': expected a number or the beginning of a name (see --list)")
    return [mutant for mutant in mutants if not ids or any(matches(word, mutant) for word in ids)]


def main():
    try:
        options = arguments()
        mutants = chosen(manifest(), options.ids)
        if options.list:
            print(json.dumps(mutants, indent=2, ensure_ascii=False))
            return 0
        if options.check:
            check(mutants)
            return 0
        return run(mutants, options)
    except Failure as failure:
        print(f"\nci/mutants: {failure}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nci/mutants: interrupted", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main())
