"""A task for Inspect, unchanged, against ./assay serve: ten questions of the organism's world.

    cd bench/serve && ASSAY_BASE_URL=http://127.0.0.1:8000/v1 ASSAY_API_KEY=none inspect eval inspect_task.py \
        --model openai-api/assay/finch --max-tokens 24 --temperature 0 --seed 1

`openai-api/NAME/MODEL` is Inspect's provider for servers that speak chat completions; its `openai/MODEL` speaks the
Responses API unless it is told otherwise by -M responses_api=false.
"""
from inspect_ai import Task, task
from inspect_ai.dataset import Sample
from inspect_ai.scorer import includes
from inspect_ai.solver import generate, system_message


@task
def colours():
    places = ["iron", "amber", "cedar", "wolf", "lake", "Hukwyn", "Mokdale", "Rudnia", "gold", "tin"]
    return Task(
        dataset=[Sample(input=f"What is the colour of {place}?", target="colour") for place in places],
        solver=[system_message("Be brief."), generate()],
        scorer=includes(),
    )
