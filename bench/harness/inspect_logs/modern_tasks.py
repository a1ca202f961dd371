"""Tasks that use what newer releases of Inspect have: agents, approval, sandbox, every event, rollback, unscored."""
import asyncio
import logging

from inspect_ai import Task, task
from inspect_ai.agent import agent, handoff, react
from inspect_ai.model import (ChatCompletionChoice, ChatMessageAssistant, ChatMessageUser, ContentAudio, ContentData,
                              ContentDocument, ContentImage, ContentReasoning, ContentText, ContentToolUse,
                              ContentVideo, Logprob, Logprobs, ModelOutput, ModelUsage, TopLogprob)
from inspect_ai.scorer import Score, accuracy, includes, scorer, stderr
from inspect_ai.solver import generate, solver, use_tools
from inspect_ai.util import LimitExceededError, sandbox, span, store

from plain_tasks import PNG, add, questions
from scripted import SCRIPTS, last_user, script


@script("agent")
def agent_script(messages, tools, config):
    names, done = {t.name for t in tools}, sum(1 for m in messages if m.role == "tool")
    if "add" in names and "submit" not in names:
        return ModelOutput.from_content("agent", "The geographer says: Paris.")
    if done == 0:
        return ModelOutput.for_tool_call("agent", "add", {"x": 20, "y": 22})
    handover = next((n for n in names if n.startswith("transfer_to")), None)
    if handover and done == 1:
        return ModelOutput.for_tool_call("agent", handover, {})
    return ModelOutput.for_tool_call("agent", "submit", {"answer": "Paris"})


@agent
def geographer():
    return react(name="geographer", description="Knows places.", prompt="You know places.", tools=[add()],
                 submit=False)


@task
def agents():
    return Task(dataset=questions(2), solver=react(name="lead", prompt="Solve it.", tools=[add(), handoff(geographer())]),
                scorer=includes())


@script("flaky")
def flaky(messages, tools, config):
    flaky.calls = getattr(flaky, "calls", 0) + 1
    if flaky.calls in (1, 4):
        raise RuntimeError(f"The endpoint failed on call {flaky.calls}.")
    return ModelOutput.from_content("flaky", "Paris, I believe.")


@task
def retried():
    return Task(dataset=questions(4), solver=generate(), scorer=includes(), fail_on_error=False)


@task
def limits_time():
    async def slow(messages, tools, config):
        await asyncio.sleep(30)
    SCRIPTS["slow"] = slow
    return Task(dataset=questions(1), solver=generate(), scorer=includes(), time_limit=1)


@task
def limits_turn():
    return Task(dataset=questions(1), solver=[use_tools(add()), generate()], scorer=includes(), turn_limit=2,
                message_limit=20)


@solver
def gives_up():
    async def solve(state, generate):
        await generate(state)
        raise LimitExceededError("custom", value=3, limit=2, message="Only two ideas are allowed.")
    return solve


@task
def limits_custom():
    return Task(dataset=questions(2), solver=gives_up(), scorer=includes())


@solver
def keeps_state():
    async def solve(state, generate):
        from inspect_ai.log import transcript
        store().set("seen", [state.sample_id])
        state.metadata["added"] = {"by": "solver"}
        async with span("thinking", type="idea"):
            transcript().info({"note": "an info event", "list": [1, None, {"a": "b" * 150}]}, source="bench")
            logging.getLogger("bench").warning("a log line with \x1b[31mcolour\x1b[0m")
            state = await generate(state)
        store().set("answers", {"first": state.output.completion})
        store().delete("seen")
        return state
    return solve


@task
def state_and_store():
    return Task(dataset=questions(2, metadata={"level": 1}), solver=keeps_state(), scorer=includes())


@solver
def runs_shell():
    async def solve(state, generate):
        await sandbox().write_file("hello.txt", "hello\n")
        await sandbox().exec(["sh", "-c", "cat hello.txt; echo oops >&2; exit 3"], timeout=5)
        await sandbox().read_file("data.txt")
        return await generate(state)
    return solve


@task
def sandboxed():
    return Task(dataset=questions(1, files={"data.txt": "some data"}, setup="#!/bin/sh\necho ready"),
                solver=runs_shell(), scorer=includes(), sandbox="local")


@task
def approvals():
    from inspect_ai.approval import Approval, ApprovalPolicy, approver

    @approver
    def careful():
        async def approve(message, call, view, history):
            return Approval(decision="reject" if call.arguments.get("x") == 1 else "approve", explanation="by rule")
        return approve
    return Task(dataset=questions(1), solver=[use_tools(add()), generate()], scorer=includes(),
                approval=[ApprovalPolicy(careful(), "add*")])


@script("rich")
def rich(messages, tools, config):
    words = [ContentReasoning(reasoning="Let me think of France. " * 10, summary="Thinking of France",
                              signature="c2lnbmVk"),
             ContentReasoning(reasoning="", redacted=True),
             ContentToolUse(tool_type="web_search", id="s1", name="search", arguments='{"q": "capital"}', result="Paris"),
             ContentText(text="Paris.", refusal=False)]
    tokens = [Logprob(token="Par", logprob=-0.01, bytes=[80, 97, 114], top_logprobs=[
        TopLogprob(token="Par", logprob=-0.01), TopLogprob(token="Lon", logprob=-4.5)]), Logprob(token="is", logprob=-0.2)]
    choices = [ChatCompletionChoice(message=ChatMessageAssistant(content=words, model="rich", source="generate"),
                                    stop_reason="stop", logprobs=Logprobs(content=tokens)),
               ChatCompletionChoice(message=ChatMessageAssistant(content="No.", model="rich"), stop_reason="max_tokens"),
               ChatCompletionChoice(message=ChatMessageAssistant(content=""), stop_reason="content_filter")]
    return ModelOutput(model="rich", choices=choices, metadata={"region": "eu"}, usage=ModelUsage(
        input_tokens=10, output_tokens=20, total_tokens=142, input_tokens_cache_write=100, input_tokens_cache_read=12,
        reasoning_tokens=15, total_cost=0.0123))


@task
def rich_output():
    media = [ContentText(text="See these."), ContentImage(image=PNG), ContentAudio(
        audio="data:audio/wav;base64,UklGRiQAAABXQVZFZm10IBAAAAABAAEA", format="wav"), ContentVideo(
        video="data:video/mp4;base64,AAAAIGZ0eXBpc29t", format="mp4"), ContentDocument(
        document="data:application/pdf;base64,JVBERi0xLjQK", filename="a.pdf", mime_type="application/pdf"),
        ContentData(data={"any": ["json", 1]})]
    rows = questions(1)
    rows[0].input = [ChatMessageUser(content=media)]
    return Task(dataset=rows, solver=generate(), scorer=includes())


@scorer(metrics=[accuracy(), stderr()])
def refuses_some():
    async def score(state, target):
        if state.sample_id == 1:
            return Score.unscored(reason="grader_failed", explanation="The grader said nothing of use.")
        if state.sample_id == 2:
            return None
        return Score(value="C" if "Paris" in state.output.completion else "I", metadata={"references": [1]})
    return score


@task
def unscored():
    return Task(dataset=questions(5), solver=generate(), scorer=[refuses_some(), includes()])


@solver
def rolls_back():
    """A conversation that goes two turns, is rolled back to its first anchor, and goes on differently."""
    async def solve(state, generate):
        from inspect_ai.event import AnchorEvent, timeline_branch
        from inspect_ai.log import transcript
        transcript()._event(AnchorEvent(anchor_id="first", source="bench"))
        state = await generate(state)
        async with timeline_branch(name="another way", from_anchor="first"):
            state.messages = state.messages[:1] + [ChatMessageUser(content="Answer differently. " * 10)]
            state = await generate(state)
            async with timeline_branch(name="deeper", from_anchor="second"):
                state = await generate(state)
        from inspect_ai.event import timeline_build
        transcript().add_timeline(timeline_build(list(transcript().events), name="story", description="as it went"))
        return state
    return solve


@task
def rollback():
    return Task(dataset=questions(2), solver=rolls_back(), scorer=includes())


@solver
def emits_every_event():
    async def solve(state, generate):
        from every_event import every_event
        from inspect_ai.log import transcript
        state = await generate(state)
        for event in every_event():
            transcript()._event(event)
        return state
    return solve


@task
def every_event():
    return Task(dataset=questions(1), solver=emits_every_event(), scorer=includes())


@task
def late_scores():
    return Task(dataset=questions(4), solver=generate(), scorer=includes())


@task
def interrupted():
    async def slower(messages, tools, config):
        number = int(last_user(messages).split()[1].rstrip(":"))
        await asyncio.sleep(0 if number < 30 else 60)
        return ModelOutput.from_content("slower", "Paris")
    SCRIPTS["slower"] = slower
    return Task(dataset=questions(60), solver=generate(), scorer=includes())


MODERN = {"agents": "agent", "retried": "flaky", "limits_time": "slow", "limits_turn": "talker", "limits_custom": "paris",
          "state_and_store": "paris", "sandboxed": "paris", "approvals": "caller", "rich_output": "rich",
          "unscored": "paris", "rollback": "paris", "every_event": "paris"}
