"""The same samples for Inspect; DATA names the file."""
import os

from inspect_ai import Task, task
from inspect_ai.dataset import json_dataset
from inspect_ai.scorer import includes
from inspect_ai.solver import generate


@task
def capital():
    return Task(dataset=json_dataset(os.environ["DATA"]), solver=generate(), scorer=includes())
