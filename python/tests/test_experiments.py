"""Seeds, logs and manifests: what they say, from many threads and processes, and what they find changed."""

from __future__ import annotations

import argparse
import dataclasses
import datetime
import json
import logging
import os
import pathlib
import random
import re
import subprocess
import sys
import threading
import types
from typing import Any

import numpy
import pytest

import stridewise as np
from stridewise.experiment import bound, current, plain

PACKAGE = str(pathlib.Path(np.__file__).resolve().parents[1])


@pytest.fixture
def log_file(tmp_path: pathlib.Path, request: pytest.FixtureRequest) -> Any:
    yield tmp_path / "log.jsonl"
    for name in list(logging.Logger.manager.loggerDict):
        if name.startswith("tested"):
            logger = logging.getLogger(name)
            for handler in list(logger.handlers):
                logger.removeHandler(handler)
                handler.close()


def lines(path: pathlib.Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def everything_drawn() -> list[Any]:
    return [random.random(), np.random.random(3).tolist(), numpy.random.random(3).tolist()]


@pytest.mark.parametrize("seed", [0, 7, 2**32 - 1, 2**32, 2**100 + 1])
def test_a_seed_repeats_everything(seed: int) -> None:
    rng = np.seed_everything(seed)
    first = everything_drawn()
    assert rng.random(5).tolist() == np.random.default_rng(seed).random(5).tolist()
    assert first[1] == first[2]
    np.seed_everything(seed)
    assert everything_drawn() == first
    np.seed_everything(seed + 1)
    assert everything_drawn() != first
    if seed < 2**32:
        numpy.random.seed(seed)
        assert first[1] == numpy.random.random(3).tolist()


@pytest.mark.parametrize(("seed", "error"), [(-1, ValueError), (1.5, TypeError), ("7", TypeError), (None, TypeError)])
def test_what_is_no_seed(seed: Any, error: type[Exception]) -> None:
    with pytest.raises(error):
        np.seed_everything(seed)
    with pytest.raises(error):
        np.worker_seed(seed, 0)


def test_torch_where_it_is_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[Any] = []
    torch = types.SimpleNamespace(
        manual_seed=lambda seed: calls.append(("seed", seed)),
        use_deterministic_algorithms=lambda on, warn_only: calls.append(("deterministic", on, warn_only)),
        backends=types.SimpleNamespace(cudnn=types.SimpleNamespace(benchmark=True, deterministic=False)),
    )
    monkeypatch.setitem(sys.modules, "torch", torch)  # type: ignore[arg-type]
    monkeypatch.delenv("CUBLAS_WORKSPACE_CONFIG", raising=False)
    np.seed_everything(2**64 + 5, deterministic=False)
    assert calls == [("seed", 5)]
    np.seed_everything(5)
    assert calls[1:] == [("seed", 5), ("deterministic", True, True)]
    assert torch.backends.cudnn.deterministic and not torch.backends.cudnn.benchmark
    assert os.environ["CUBLAS_WORKSPACE_CONFIG"] == ":4096:8"


def test_no_two_workers_have_the_same_seed() -> None:
    pairs = [(worker, epoch) for worker in range(200) for epoch in range(50)]
    seeds = {np.worker_seed(3, worker, epoch) for worker, epoch in pairs}
    assert len(seeds) == len(pairs)
    assert all(0 <= seed < 2**64 for seed in seeds)
    assert len({np.worker_seed(seed, 0) for seed in range(200)}) == 200
    assert np.worker_seed(3, 1, 2) == np.worker_seed(3, numpy.int64(1), epoch=2) != np.worker_seed(3, 2, 1)
    # Written down: seeds of experiments that were run must stay what they were.
    assert [np.worker_seed(7, worker, 1) for worker in range(2)] == WORKER_SEEDS
    for worker, epoch in [(-1, 0), (0, -1), (2**32, 0), (0, 2**32)]:
        with pytest.raises(ValueError, match="must"):
            np.worker_seed(0, worker, epoch)


WORKER_SEEDS = [13786969774579657271, 4457554283054971059]


def test_a_line_says_it_all(log_file: pathlib.Path) -> None:
    log = np.get_logger("tested.line", file=log_file)
    before = datetime.datetime.now(datetime.UTC)
    with bound(run="run-1", seed=9):
        log.warning("loss %s at %d", 0.5, 3, extra={"step": 3, "level": "taken", "gradient": np.arange(1e6)})
        try:
            raise ValueError("no")
        except ValueError:
            log.exception("failed")
    first, second = lines(log_file)
    when = datetime.datetime.fromisoformat(first["time"])
    assert when.utcoffset() == datetime.timedelta(0)
    assert abs((when - before).total_seconds()) < 60
    expected = {
        "level": "WARNING", "logger": "tested.line", "message": "loss 0.5 at 3", "file": __file__, "run": "run-1",
        "seed": 9, "step": 3, "level_": "taken",
    }  # fmt: skip
    assert {name: first[name] for name in expected} == expected
    assert first["gradient"] == {"shape": [10**6], "dtype": "float64", "values": [0.0, 1.0, 2.0, 3.0, 4.0, 5.0]}
    source = pathlib.Path(__file__).read_text(encoding="utf-8").splitlines()
    assert "log.warning" in source[first["line"] - 1]
    assert second["exception"]["type"] == "ValueError" and second["exception"]["message"] == "no"
    assert "test_a_line_says_it_all" in second["exception"]["traceback"]


def test_configured_once(log_file: pathlib.Path, capsys: pytest.CaptureFixture[str]) -> None:
    for _ in range(3):
        log = np.get_logger("tested.once", file=log_file)
    child = np.get_logger("tested.once.child", file=log_file)
    log.info("once")
    log.debug("not at this level")
    child.info("child")
    assert [line["message"] for line in lines(log_file)] == ["once", "child"]
    np.get_logger("tested.once", level="DEBUG").debug("now")
    assert len(lines(log_file)) == 3
    assert capsys.readouterr().err == ""
    np.get_logger("tested.stream").info("to %s", "stderr")
    assert json.loads(capsys.readouterr().err)["message"] == "to stderr"


def test_whatever_is_logged_is_one_line_of_json(log_file: pathlib.Path) -> None:
    class Broken:
        def __repr__(self) -> str:
            raise RuntimeError

    @dataclasses.dataclass
    class Point:
        x: float
        y: Any

    loop: list[Any] = []
    loop.append(loop)
    odd: dict[str, Any] = {
        "nan": float("nan"), "infinite": [float("inf")], "newline": "a\nb\u2028c", "surrogate": "\ud800",
        "broken": Broken(), "point": Point(1.0, np.float32(2)), "loop": loop, "set": {1}, "bytes": b"\xff",
        "keys": {1: 2, None: 3}, "path": pathlib.Path("a"), "complex": 1j, "wide": 2**70, "many": list(range(1000)),
        "date": datetime.date(2026, 1, 2), "numpy": numpy.ones((2, 2), "f4"), "zero_d": np.array(3), "none": None,
        "empty": np.zeros((0, 3)), "type": int, "function": len, "true": np.True_, "text": numpy.array(["a", "b"]),
    }  # fmt: skip
    log = np.get_logger("tested.odd", file=log_file)
    log.info("odd %d", "not a number", extra=odd)
    (line,) = lines(log_file)
    assert line["nan"] == "nan" and line["infinite"] == ["inf"] and line["newline"] == odd["newline"]
    assert line["point"] == {"x": 1.0, "y": 2.0} and line["zero_d"] == 3 and line["true"] is True
    assert line["wide"] == 2**70 and len(line["many"]) == 101 and line["date"] == "2026-01-02"
    assert line["numpy"] == {"shape": [2, 2], "dtype": "float32", "values": [1.0, 1.0, 1.0, 1.0]}
    assert line["empty"]["values"] == [] and line["broken"].startswith("<Broken")
    assert plain.plain(np.datetime64) == repr(np.datetime64)


def test_many_threads(log_file: pathlib.Path) -> None:
    def work(thread: int) -> None:
        log = np.get_logger("tested.threads", file=log_file)
        for turn in range(100):
            log.info("x" * 3000, extra={"pair": [thread, turn]})

    threads = [threading.Thread(target=work, args=(thread,)) for thread in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {tuple(line["pair"]) for line in lines(log_file)} == {(a, b) for a in range(8) for b in range(100)}


def test_threads_have_the_run_of_the_process() -> None:
    seen: list[Any] = []
    with bound(run="inner", seed=1):
        assert current() == ("inner", 1)
        thread = threading.Thread(target=lambda: seen.append(current().id))
        thread.start()
        thread.join()
    assert seen == [current().id] != ["inner"]


WRITER = """
import os, sys
import stridewise as np
log = np.get_logger("tested.processes", file=sys.argv[1])
log.info("parent")
child = os.fork()
for turn in range(200):
    log.info("y" * 5000, extra={"pair": [sys.argv[2], child == 0, turn]})
if child:
    sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
os._exit(0)
"""


def test_many_processes(log_file: pathlib.Path) -> None:
    environment = {**os.environ, "PYTHONPATH": PACKAGE, "STRIDEWISE_RUN": "shared"}
    command = [sys.executable, "-c", WRITER, str(log_file)]
    writers = [subprocess.Popen([*command, str(place)], env=environment) for place in range(3)]
    assert [writer.wait(timeout=120) for writer in writers] == [0, 0, 0]
    found = lines(log_file)
    pairs = {tuple(line["pair"]) for line in found if "pair" in line}
    assert pairs == {(str(a), b, c) for a in range(3) for b in (False, True) for c in range(200)}
    assert {line["run"] for line in found} == {"shared"}


def git(folder: pathlib.Path, *arguments: str) -> None:
    command = ["git", "-C", str(folder), "-c", "user.name=a", "-c", "user.email=a@b", "-c", "commit.gpgsign=false"]
    subprocess.run([*command, *arguments], check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> pathlib.Path:
    folder = tmp_path / "repository"
    folder.mkdir()
    git(folder, "init", "--quiet", "--initial-branch", "trunk")
    (folder / "train.py").write_text("rate = 1\n")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "-m", "first")
    monkeypatch.chdir(folder)
    return folder


def changed(path: Any) -> list[str]:
    return [change.where for change in np.Manifest.read(path).check()]


def test_a_manifest_records_the_run(repository: pathlib.Path) -> None:
    np.save("data.npy", np.arange(5))
    git(repository, "add", "data.npy")
    git(repository, "commit", "--quiet", "-m", "data")
    with bound(run="run-7", seed=3):
        parameters = argparse.Namespace(rate=0.1, layers=[3, 4])
        with np.Manifest("runs/a", parameters=parameters, files=["data.npy"]) as manifest:
            assert json.loads((repository / "runs/a/manifest.json").read_text())["status"] == "running"
            manifest.results["weights"] = np.ones((2, 2))
            np.save("runs/a/model.npy", np.ones(3))
            manifest.add_file("runs/a/model.npy")
    record = json.loads((repository / "runs/a/manifest.json").read_text())
    assert record["run"] == "run-7" and record["seed"] == 3 and record["status"] == "finished"
    assert record["start"] < record["end"] and record["end"].endswith("+00:00")
    assert record["parameters"] == {"rate": 0.1, "layers": [3, 4]}
    assert record["results"]["weights"] == {"shape": [2, 2], "dtype": "float64", "values": [1.0] * 4}
    assert record["command"][0] == sys.executable and record["folder"] == str(repository)
    assert record["versions"]["stridewise"] == np.__version__ and record["versions"]["numpy"] == numpy.__version__
    assert record["machine"]["processors"] >= 1
    assert len(record["git"]["commit"]) == 40 and record["git"]["branch"] == "trunk" and not record["git"]["dirty"]
    assert set(record["files"]) == {"model.npy", str(repository / "data.npy")}
    assert changed("runs/a") == []
    assert [path.name for path in (repository / "runs/a").iterdir() if path.name.startswith(".")] == []


def test_what_has_changed_since(repository: pathlib.Path) -> None:
    (repository / "notes.txt").write_text("one")
    (repository / "model.bin").write_bytes(b"one")
    np.Manifest("manifest.json", files=["model.bin"]).write()
    record = json.loads((repository / "manifest.json").read_text())
    assert record["git"]["dirty"]
    assert changed("manifest.json") == []
    (repository / "model.bin").write_bytes(b"two")
    assert changed("manifest.json") == ["files.model.bin"]
    (repository / "model.bin").unlink()
    (gone,) = np.Manifest.read().check()
    assert gone.now is None and str(gone).startswith("files.model.bin: {")
    (repository / "notes.txt").write_text("two")
    assert "git.changes" in changed(repository)
    (repository / "notes.txt").unlink()
    assert {"git.changes", "git.dirty"} <= set(changed(repository))
    (repository / "train.py").write_text("rate = 2\n")
    git(repository, "commit", "--quiet", "-am", "second")
    assert "git.commit" in changed(repository)
    record["versions"]["numpy"] = "0.9"
    record["machine"]["host"] = "elsewhere"
    (repository / "manifest.json").write_text(json.dumps(record))
    assert {"versions.numpy", "machine.host"} <= set(changed(repository))


def test_without_a_repository_or_git(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    path = np.Manifest("m.json").write()
    assert json.loads(pathlib.Path(path).read_text())["git"] is None
    monkeypatch.setenv("PATH", "")
    assert np.Manifest("m.json").record["git"] is None
    assert np.Manifest.read("m.json").check() == []
    git_made = tmp_path / "new"
    git_made.mkdir()
    monkeypatch.undo()
    git(git_made, "init", "--quiet")
    monkeypatch.chdir(git_made)
    assert np.Manifest().record["git"] == {
        "commit": None, "branch": np.Manifest().record["git"]["branch"], "dirty": False, "changes": None,
    }  # fmt: skip


def test_a_run_that_fails(tmp_path: pathlib.Path) -> None:
    with pytest.raises(ZeroDivisionError), np.Manifest(tmp_path):
        _ = 1 // 0
    record = np.Manifest.read(tmp_path).record
    assert record["status"] == "failed" and record["error"].startswith("ZeroDivisionError")


PAGE = pathlib.Path(__file__).resolve().parents[2] / "docs/experiments.md"
PROGRAMS = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)


@pytest.mark.parametrize("program", PROGRAMS, ids=range(len(PROGRAMS)))
def test_the_page_runs(program: str, log_file: pathlib.Path) -> None:
    program = program.replace('get_logger("slope"', 'get_logger("tested.slope"')
    exec(compile(program, str(PAGE), "exec"), {"__name__": "page"})


def test_what_is_no_manifest(tmp_path: pathlib.Path) -> None:
    with pytest.raises(FileNotFoundError):
        np.Manifest.read(tmp_path)
    (tmp_path / "manifest.json").write_text("[]")
    with pytest.raises(ValueError, match="no manifest"):
        np.Manifest.read(tmp_path)
    with pytest.raises(TypeError, match="parameters"):
        np.Manifest(tmp_path, parameters=3)
    with pytest.raises(FileNotFoundError):
        np.Manifest(tmp_path, files=["not there"])
