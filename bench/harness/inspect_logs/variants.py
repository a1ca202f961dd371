"""The log of `basic` in other containers that a reader must open: stored, deflated, several zstd frames, renamed twice."""
import json
import pathlib
import subprocess
import sys
import zipfile


def members(path):
    import inspect_ai.log  # noqa: F401  teaches zipfile method 93
    from inspect_ai.log import read_eval_log  # noqa: F401
    with zipfile.ZipFile(path) as archive:
        return [(info.filename, archive.read(info.filename)) for info in archive.infolist()]


def write(path, rows, method):
    with zipfile.ZipFile(path, "w", compression=method) as archive:
        for name, data in rows:
            archive.writestr(name, data)


def make(out):
    source, folder = pathlib.Path(out) / "basic.eval", pathlib.Path(out) / "variants"
    folder.mkdir(exist_ok=True)
    rows = members(source)
    write(folder / "stored.eval", rows, zipfile.ZIP_STORED)
    write(folder / "deflated.eval", rows, zipfile.ZIP_DEFLATED)
    # the same member twice: the last entry of the central directory counts
    first = next(n for n, _ in rows if n.startswith("samples/"))
    wrong = json.dumps({**json.loads(dict(rows)[first]), "input": "an older version of this sample"}).encode()
    import warnings
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        write(folder / "duplicate-member.eval", [(first, wrong)] + rows, zipfile.ZIP_DEFLATED)
    # without summaries, journal and reductions: the least that Inspect accepts
    write(folder / "least.eval", [r for r in rows if r[0] == "header.json" or r[0].startswith("samples/")],
          zipfile.ZIP_DEFLATED)
    try:
        import inspect_ai._util.zipfile as patched
        kept, patched._MAX_INPUT_PER_FRAME = patched._MAX_INPUT_PER_FRAME, 512
        write(folder / "many-frames.eval", rows, 93)
        patched._MAX_INPUT_PER_FRAME = kept
    except (ImportError, AttributeError) as problem:
        print("many-frames left out:", problem)
    inspect = str(pathlib.Path(sys.executable).parent / "inspect")
    for name in ("basic", "rich_output", "tools", "epochs"):
        log = str(pathlib.Path(out) / f"{name}.eval")
        for command, *options in (("convert-chunked", "--output-dir", "chunked"),
                                  ("convert", "--to", "json", "--output-dir", "json")):
            *options, target = options
            subprocess.run([inspect, "log", command, log, *options, str(folder / target), "--overwrite"],
                           capture_output=True, timeout=120)
    return sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file())
