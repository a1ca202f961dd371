"""Tasks that old releases of Inspect can run too: samples, choices, epochs, errors, limits, scores of every type."""

from inspect_ai import Epochs, Task, task
from inspect_ai.dataset import Sample
from inspect_ai.model import (ChatMessageAssistant, ChatMessageSystem, ChatMessageUser, ContentImage, ContentText,
                              ModelOutput)
from inspect_ai.scorer import (Score, accuracy, choice, includes, match, mean, model_graded_qa, pattern, scorer, std,
                               stderr)
from inspect_ai.solver import (chain_of_thought, generate, multiple_choice, self_critique, solver, system_message,
                               use_tools)
from inspect_ai.tool import tool

from scripted import SCRIPTS, last_user, script

PNG = ("data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5"
       "ErkJggg==")
QUESTION = "Sample {}: what is the capital of France?"


def questions(count, **more):
    return [Sample(input=QUESTION.format(i), target="Paris", id=i + 1, **more) for i in range(count)]


@task
def basic():
    return Task(dataset=questions(6), solver=[system_message("Answer in one sentence."), generate()],
                scorer=[includes(), match(), pattern(r"capital of (\w+)")], metadata={"owner": "bench", "level": 3})


@task
def choices():
    rows = [Sample(input="Which is a colour?", choices=["red", "seven", "Tuesday"], target="A", id="colour"),
            Sample(input="Which are numbers?", choices=["red", "seven", "nine"], target=["B", "C"], id="numbers")]
    SCRIPTS["chooser"] = lambda m, t, c: ModelOutput.from_content(
        "chooser", "ANSWER: A" if "colour" in last_user(m) else "ANSWER: B, C")
    return Task(dataset=rows, solver=multiple_choice(multiple_correct=True), scorer=choice())


@task
def epochs():
    return Task(dataset=questions(4), solver=generate(), scorer=includes(),
                epochs=Epochs(3, ["mean", "mode", "pass_at_2", "at_least_1"]))


@tool
def add():
    async def execute(x: int, y: int) -> str:
        """Add two whole numbers.

        Args:
            x: The first.
            y: The second.
        """
        if x < 0:
            from inspect_ai.tool import ToolError
            raise ToolError("x must not be negative.")
        return str(x + y)
    return execute


@tool
def picture():
    async def execute(subject: str) -> list:
        """Draw a picture.

        Args:
            subject: What to draw.
        """
        return [ContentText(text=f"A picture of {subject}:"), ContentImage(image=PNG)]
    return execute


@script("caller")
def caller(messages, tools, config):
    done = sum(1 for m in messages if m.role == "tool")
    steps = [("add", {"x": 1, "y": 2}), ("add", {"x": -1, "y": 2}), ("add", {"x": "one"}), ("nothing", {}),
             ("picture", {"subject": "a fish"})]
    if done < len(steps):
        out = ModelOutput.for_tool_call("caller", *steps[done])
        if isinstance(out.choices[0].message.content, str):
            out.choices[0].message.content = f"Step {done + 1}."
        return out
    return ModelOutput.from_content("caller", "The capital of France is Paris.")


@task
def tools():
    return Task(dataset=questions(2), solver=[use_tools(add(), picture()), generate()], scorer=includes())


@solver
def breaks(when):
    async def solve(state, generate):
        if when(state):
            raise ValueError(f"This sample was made to fail: {state.sample_id} \u2603 <b>not bold</b>")
        return state
    return solve


@task
def errors():
    return Task(dataset=questions(6), solver=[generate(), breaks(lambda s: s.sample_id in (2, 5))], scorer=includes(),
                fail_on_error=False)


@task
def failed():
    return Task(dataset=questions(4), solver=[breaks(lambda s: s.sample_id == 3), generate()], scorer=includes())


@task
def limits_message():
    SCRIPTS["talker"] = lambda m, t, c: ModelOutput.for_tool_call("talker", "add", {"x": len(m), "y": 1})
    return Task(dataset=questions(2), solver=[use_tools(add()), generate()], scorer=includes(), message_limit=6)


@task
def limits_token():
    return Task(dataset=questions(2), solver=[use_tools(add()), generate()], scorer=includes(), token_limit=200)


def valued(name, value, metrics, **more):
    @scorer(metrics=metrics, name=name)
    def made():
        async def score(state, target):
            given = value(state) if callable(value) else value
            return None if given is None else Score(value=given, answer=state.output.completion[:20], **more)
        return score
    return made()


@task
def scores():
    rotate = lambda *values: lambda state: values[(state.sample_id - 1) % len(values)]
    return Task(dataset=questions(6), solver=generate(), scorer=[
        valued("letter", rotate("C", "I", "P", "N"), [accuracy(), stderr()], explanation="by letter"),
        valued("number", rotate(0.25, 1, 7.5, -3, 1e300, 1e-300), [mean(), std()], metadata={"unit": "points"}),
        valued("truth", rotate(True, False), [accuracy()]),
        valued("words", rotate("blue", "\u00e9l\u00e8ve \U0001f40d", "line\nbreak", "", "=1+1", "<script>"), []),
        valued("table", lambda s: {"speed": s.sample_id, "safe": s.sample_id % 2 == 0, "note": "x"},
               {"speed": [mean()], "safe": [mean()]}),
        valued("list", lambda s: [1, 0.5, s.sample_id], [])])


@task
def nan():
    values = [float("nan"), 1.0, 0.0, float("nan"), 1.0, 1.0]
    return Task(dataset=questions(6), solver=generate(), scorer=[
        valued("sometimes", lambda s: values[s.sample_id - 1], [mean(), stderr()]),
        valued("infinite", lambda s: [float("inf"), float("-inf"), 1.0][s.sample_id % 3], [])])


@task
def graded():
    return Task(dataset=questions(4), solver=[chain_of_thought(), generate(), self_critique(model="scripted/grader")],
                scorer=model_graded_qa(model="scripted/grader"))


@task
def images():
    rows = [Sample(id="seen", target="Paris", input=[ChatMessageSystem(content="Look closely."), ChatMessageUser(
                content=[ContentText(text="Where is this?"), ContentImage(image=PNG, detail="high")])]),
            Sample(id="long", target="Paris", input=[ChatMessageUser(content="a long question " * 60),
                ChatMessageAssistant(content="Go on."), ChatMessageUser(content="\u00fcber " * 200 + "\U0001f40d")],
                metadata={"big": "m" * 3000, "nested": {"list": [1, 2.5, None, "x" * 200]}})]
    return Task(dataset=rows, solver=generate(), scorer=includes())


@task
def odd_ids():
    names = ["plain", "with space", "a/b/c", "\u00e9t\u00e9 \U0001f40d", "..", "dot.json", "quote\"<&>", "x" * 120, "007"]
    return Task(dataset=[Sample(input=QUESTION.format(n), target=["Paris", "Lutetia"], id=n) for n in names],
                solver=generate(), scorer=includes())


PLAIN = {"basic": "paris", "choices": "chooser", "epochs": "paris", "tools": "caller", "errors": "paris",
         "failed": "paris", "limits_message": "talker", "limits_token": "talker", "scores": "paris", "nan": "paris",
         "graded": "paris", "images": "paris", "odd_ids": "paris"}
