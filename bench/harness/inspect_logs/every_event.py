"""One event of each tag that a run seldom makes by itself; built through Inspect's own classes, so they validate."""
from datetime import datetime, timezone

from inspect_ai import event as events
from inspect_ai.tool import ToolCall


def every_event():
    now, call = datetime.now(timezone.utc), ToolCall(id="c1", function="add", arguments={"x": 1, "y": None})
    made = {
        "SampleLimitEvent": dict(type="operator", message="stopped by hand", limit=None),
        "SandboxEvent": dict(action="exec", cmd="ls -l", options={"timeout": 3}, result=0, output="a\nb", completed=now),
        "StoreEvent": dict(changes=[{"op": "add", "path": "/a~1b", "value": {"x": [1]}},
                                    {"op": "replace", "path": "/c", "value": 2, "replaced": 1},
                                    {"op": "move", "path": "/e", "from": "/d", "value": None}]),
        "ApprovalEvent": dict(message="may I?", call=call, approver="human", decision="modify", modified=call,
                              explanation="smaller"),
        "ReviewEvent": dict(message="done", call=call, reviewer="human", decision="continue", explanation="fine"),
        "SentinelEvent": dict(factory="watch", path="watch", function="look", step_id="s1", conversation="main",
                              stage="tool_call", kind="observation", status="reported", suspicion={"lies": 0.25}),
        "CheckpointEvent": dict(checkpoint_id=1, trigger="manual", turn=2, created_at=now, duration_ms=12, size_bytes=345,
                                host={"snapshot_id": "abc", "size_bytes": 345, "duration_ms": 12}),
        "CompactionEvent": dict(type="trim", tokens_before=9000, tokens_after=4000, source="bench"),
        "InputEvent": dict(input="yes", input_ansi="\x1b[1myes\x1b[0m", message="Go on?", outcome="accepted",
                           content={"ok": True}),
        "InterruptEvent": dict(source="user_cancel", interrupted="tool_call", interrupted_tool_call_id="c1"),
        "ScoreEditEvent": dict(score_name="includes", edit={"value": float("nan"), "explanation": "looked again"}),
        "ErrorEvent": dict(error={"message": "made", "traceback": "Traceback ...", "traceback_ansi": "\x1b[31mT\x1b[0m"}),
        "InfoEvent": dict(source="assay/plan", data=[1, "two", {"three": None}]),
        "StepEvent": dict(action="begin", type="solver", name="old step"),
        "SubtaskEvent": dict(name="old subtask", type="subtask", input={"q": 1}, result={"r": "x" * 200}, completed=now),
        "ToolEvent": dict(id="c1", function="add", arguments={"x": 1}, result="3", truncated=(100, 10), completed=now,
                          error={"type": "timeout", "message": "too slow"}, agent="helper", failed=True),
        "AnchorEvent": dict(anchor_id="a1", source="bench"),
        "BranchEvent": dict(from_anchor="a1"),
    }
    for name, fields in made.items():
        kind = getattr(events, name, None) or getattr(events, "_checkpoint", events).__dict__.get(name)
        if kind is None:
            print(f"every_event: this release has no {name}")
            continue
        try:
            yield kind(**fields)
        except Exception as problem:  # a field that another release calls otherwise
            print(f"every_event: {name} left out: {str(problem)[:300]}")
