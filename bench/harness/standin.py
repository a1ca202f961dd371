#!/usr/bin/env python3
"""A small evaluation client with the command line and the files of `./assay eval`, to try the measurements out.

It is no peer and no part of the product. --lose P and --lie P make it forget, or turn over, P per cent of the samples,
so that one can see the measurements find it out.
"""
import argparse
import asyncio
import json
import pathlib
import random
import sqlite3
import urllib.parse


class Failed(Exception):
    """An attempt that may be made again, after `wait` seconds."""

    def __init__(self, why, wait=0.0):
        super().__init__(why)
        self.wait = wait


class Connection:
    def __init__(self, host, port):
        self.host, self.port, self.reader = host, port, None

    async def post(self, path, body):
        if self.reader is None:
            self.reader, self.writer = await asyncio.open_connection(self.host, self.port)
        self.writer.write(b"POST %s HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
                          % (path.encode(), self.host.encode(), len(body), body))
        head = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = {k.lower(): v.strip() for k, _, v in (line.partition(":") for line in head[1:])}
        if "content-length" in headers:
            text = await self.reader.readexactly(int(headers["content-length"]))
        else:
            text = b""
            while size := int(await self.reader.readline(), 16):
                text += await self.reader.readexactly(size)
                await self.reader.readline()
                if len(text) > 1 << 20:
                    raise Failed("a body of more than 1 MiB")
            await self.reader.readline()
        return int(head[0].split()[1]), headers, text

    def close(self):
        if self.reader is not None:
            self.writer.close()
        self.reader = None


async def ask(connection, path, prompt, timeout):
    body = json.dumps({"model": "mock", "messages": [{"role": "user", "content": prompt}], "max_tokens": 32}).encode()
    try:
        status, headers, text = await asyncio.wait_for(connection.post(path, body), timeout)
    except (OSError, EOFError, ValueError, Failed, asyncio.TimeoutError, asyncio.LimitOverrunError) as problem:
        connection.close()
        raise Failed(f"{type(problem).__name__}") from problem
    if status != 200:
        try:
            wait = float(headers.get("retry-after", 0))
        except ValueError:
            wait = 1.0
        raise Failed(f"status {status}", wait)
    try:
        answer = json.loads(text)["choices"][0]["message"]["content"]
    except (ValueError, LookupError, TypeError) as problem:
        raise Failed("no answer in the body") from problem
    return answer


async def run(given, base, done):
    url = urllib.parse.urlsplit(given.model)
    counts = {"errored": 0, "scored": 0, "right": 0}
    lines = enumerate(open(given.data))

    async def worker():
        connection = Connection(url.hostname, url.port)
        for position, line in lines:
            if position in done:
                continue
            row = json.loads(line)
            if random.random() * 100 < given.lose:
                continue
            answer = None
            for attempt in range(given.retries + 1):
                try:
                    answer = await ask(connection, url.path + "/chat/completions", row["input"], given.timeout)
                    break
                except Failed as problem:
                    await asyncio.sleep(max(problem.wait, min(2, 0.05 * 2 ** attempt) * random.random()))
            right = answer is not None and (row["target"] in answer) != (random.random() * 100 < given.lie)
            base.execute("insert into eval_sample values (?, ?, ?, ?)", (position, str(row["id"]), int(answer is None),
                         json.dumps({"includes": 1.0 if right else 0.0} if answer is not None else {})))
            base.commit()
            counts["errored" if answer is None else "scored"] += 1
            counts["right"] += right
        connection.close()
    await asyncio.gather(*(worker() for _ in range(given.concurrency)))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("command", choices=["eval"])
    for option in ("--data", "--scorer", "--model", "--out", "--resume", "--retry-errors"):
        parser.add_argument(option)
    parser.add_argument("--concurrency", type=int, default=10)
    parser.add_argument("--retries", type=int, default=5)
    for option, usual in (("--timeout", 60.0), ("--lose", 0.0), ("--lie", 0.0)):
        parser.add_argument(option, type=float, default=usual)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    again, out = given.retry_errors, pathlib.Path(given.resume or given.retry_errors or given.out)
    out.mkdir(parents=True, exist_ok=True)
    if given.resume or again:
        given = argparse.Namespace(**{**json.loads((out / "arguments.json").read_text()), "lose": 0, "lie": 0})
    else:
        (out / "arguments.json").write_text(json.dumps(vars(given)))
    base = sqlite3.connect(out / "run.db")
    base.execute("pragma journal_mode = wal")
    base.execute("pragma synchronous = off")  # survives kill -9, which is all that is asked of it
    base.execute("create table if not exists eval_sample (position integer primary key, id, errored, scores)")
    if again:
        base.execute("delete from eval_sample where errored")
    asyncio.run(run(given, base, {row[0] for row in base.execute("select position from eval_sample")}))
    rows = list(base.execute("select errored, scores from eval_sample"))
    scored = [json.loads(s)["includes"] for e, s in rows if not e]
    result = {"errored": len(rows) - len(scored), "excluded": 0, "scored": len(scored),
              "accuracy": sum(scored) / len(scored) if scored else None}
    (out / "result.json").write_text(json.dumps(result))
    print(json.dumps(result))
    raise SystemExit(4 if result["errored"] else 0)


if __name__ == "__main__":
    main()
