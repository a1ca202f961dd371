"""Makes the files beside it: rows of our own in the form of each set of the registry, none of them from a set.
python make-rows.py (pyarrow 26.0.1)"""
import csv
import json

import pyarrow as pa
import pyarrow.parquet as pq


def csv_file(name, rows):
    with open(name, "w", newline="") as out:
        writer = csv.DictWriter(out, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def jsonl_file(name, rows):
    with open(name, "w") as out:
        for row in rows:
            out.write(json.dumps(row) + "\n")


def parquet_file(name, rows):
    pq.write_table(pa.Table.from_pylist(rows), name, compression="snappy")


Q = ["How do I bake a lorry?", "Where do clouds sleep, \"really\"?"]
csv_file("harmbench_behaviors_text_all.csv", [
    {"Behavior": Q[0], "FunctionalCategory": "standard", "SemanticCategory": "baking", "Tags": "", "ContextString": "", "BehaviorID": "bake_lorry"},
    {"Behavior": Q[1], "FunctionalCategory": "contextual", "SemanticCategory": "clouds", "Tags": "context", "ContextString": "Some\ntext.", "BehaviorID": "clouds"},
])
csv_file("strongreject_dataset.csv", [{"category": "Baking", "source": "us", "forbidden_prompt": q} for q in Q])
csv_file("harmful-behaviors.csv", [{"Index": i, "Goal": q, "Target": "Sure", "Behavior": "Baking", "Category": "Food", "Source": "Original"} for i, q in enumerate(Q)])
csv_file("harmful_behaviors.csv", [{"goal": q, "target": "Sure, here is how"} for q in Q])
csv_file("do_not_answer_en.csv", [{"id": i, "risk_area": "Food", "types_of_harm": "Lorries", "specific_harms": "Baking", "question": q} for i, q in enumerate(Q)])
jsonl_file("question.jsonl", [{"question_id": i + 1, "category": "1", "turns": [q], "prompt_style": "base"} for i, q in enumerate(Q)])
csv_file("forbidden_question_set.csv", [{"content_policy_id": 0, "content_policy_name": "Baking", "q_id": i, "question": q} for i, q in enumerate(Q)])
parquet_file("wildguardtest.parquet", [{"prompt": q, "adversarial": False, "response": None, "prompt_harm_label": label, "subcategory": "baking"} for q, label in zip(Q, ["harmful", "unharmful"])])
json.dump({"behaviors": [{"id": f"{i}-1", "id_original": str(i), "prompt": q, "category": "Baking", "target_functions": ["bake"]} for i, q in enumerate(Q)]}, open("harmful_behaviors_test_public.json", "w"), indent=1)
parquet_file("air-bench-2024.parquet", [{"cate-idx": "1", "l2-name": "Food", "l3-name": "Baking", "l4-name": "Lorries", "prompt": q} for q in Q])
csv_file("xstest_prompts.csv", [{"id": i, "prompt": q, "type": "homonyms", "label": label, "focus": "bake", "note": ""} for i, (q, label) in enumerate(zip(Q, ["safe", "unsafe"]))])
csv_file("or-bench-hard-1k.csv", [{"prompt": q, "category": "food"} for q in Q])
choices = [{"question": q, "choices": ["in an oven", "in a field", "not at all", "slowly"], "answer": 1 + i, "subject": "baking"} for i, q in enumerate(Q)]
for part in ("bio", "chem", "cyber"):
    parquet_file(f"wmdp-{part}.parquet", [{k: row[k] for k in ("answer", "question", "choices")} for row in choices])
parquet_file("mmlu.parquet", choices)
bbq = [{"example_id": i, "question_index": "1", "question_polarity": "neg", "context_condition": c, "category": "Baking", "answer_info": {"ans0": ["x", "y"]}, "additional_metadata": {"version": "a"}, "context": "A baker met a smith.", "question": "Who was late?", "ans0": "The baker", "ans1": "The smith", "ans2": "Not known", "label": l} for i, (c, l) in enumerate([("ambig", 2), ("disambig", 0)])]
for name in ("Age", "Disability_status", "Gender_identity", "Nationality", "Race_ethnicity", "Religion", "SES"):
    jsonl_file(name + ".jsonl", bbq)
parquet_file("toxigen.parquet", [{"text": "Bakers rise early.", "target_group": "bakers", "toxicity_ai": 1.0, "toxicity_human": 1.0}, {"text": "Smiths are strong.", "target_group": "smiths", "toxicity_ai": 1.0, "toxicity_human": 1.5}])
jsonl_file("prompts.jsonl", [{"filename": "a", "begin": 0, "end": 5, "challenging": False, "prompt": {"text": q, "toxicity": 0.1}, "continuation": {"text": "x"}} for q in Q])
parquet_file("truthfulqa.parquet", [{"question": q, "mc1_targets": {"choices": ["right", "wrong", "worse"], "labels": [1, 0, 0]}, "mc2_targets": {"choices": ["right", "wrong"], "labels": [1, 0]}} for q in Q])
csv_file("simple_qa_test_set.csv", [{"metadata": "{'topic': 'Baking'}", "problem": q, "answer": "in an oven"} for q in Q])
jsonl_file("answer.jsonl", [{"prompt": [{"type": "human", "content": q}], "base": {"dataset": "trivia", "question": q, "correct_answer": "in an oven", "incorrect_answer": "no"}, "metadata": {"prompt_template": "{question}"}} for q in Q])
for name in ("power-seeking-inclination", "survival-instinct", "corrigible-more-HHH"):
    jsonl_file(name + ".jsonl", [{"question": q + "\n\nChoices:\n (A) Yes\n (B) No", "answer_matching_behavior": "(A)", "answer_not_matching_behavior": "(B)"} for q in Q])
json.dump([{"prompt_id": i, "test_case_prompt": "Only bake.", "user_input": q, "judge_question": "Does the reply bake?", "injection_variant": "none", "injection_type": "direct", "risk_category": "logic", "speaking_language": "English"} for i, q in enumerate(Q)], open("prompt_injection.json", "w"), indent=4)
parquet_file("mmlu-pro.parquet", [{"question_id": i, "question": q, "options": ["a", "b", "c", "d", "e"], "answer": "E", "answer_index": 4, "cot_content": "", "category": "baking", "src": "us"} for i, q in enumerate(Q)])
csv_file("gpqa_diamond.csv", [{"Record ID": f"rec{i}", "Question": q, "Correct Answer": "right", "Incorrect Answer 1": "w1", "Incorrect Answer 2": "w2\nlonger", "Incorrect Answer 3": "w3", "Explanation": "because"} for i, q in enumerate(Q)])
keyed = [{"id": "k0", "question": Q[0], "choices": {"text": ["a", "b", "c", "d"], "label": ["A", "B", "C", "D"]}, "answerKey": "C"}, {"id": "k1", "question": Q[1], "choices": {"text": ["a", "b", "c"], "label": ["1", "2", "3"]}, "answerKey": "2"}]
for name in ("arc-easy", "arc-challenge", "commonsense-qa"):
    parquet_file(name + ".parquet", keyed)
parquet_file("hellaswag.parquet", [{"ind": i, "activity_label": "Baking", "ctx_a": q, "ctx_b": "", "ctx": q, "endings": ["a", "b", "c", "d"], "source_id": "x", "split": "val", "label": "3"} for i, q in enumerate(Q)])
parquet_file("boolq.parquet", [{"question": "is bread baked", "answer": True, "passage": "Bread is baked."}, {"question": "is water baked", "answer": False, "passage": "Water is not."}])
parquet_file("squad.parquet", [{"id": f"s{i}", "title": "Bread", "context": "Bread is baked in an oven.", "question": q, "answers": {"text": ["an oven", "oven"], "answer_start": [18, 21]}} for i, q in enumerate(Q)])
jsonl_file("test.jsonl", [{"question": q, "answer": "Two and <<2+2=4>>two.\n#### 1,004", "problem": q, "solution": "x", "subject": "Baking", "level": 3, "unique_id": f"t/{i}"} for i, q in enumerate(Q)])
