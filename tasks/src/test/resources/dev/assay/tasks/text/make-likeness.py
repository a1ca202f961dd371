"""Makes likeness.json beside it: python make-likeness.py (sacrebleu, rouge-score; versions are written into the file)."""
import importlib.metadata as metadata
import json

import sacrebleu
from rouge_score import rouge_scorer

PAIRS = [
    ("The cat sat on the mat.", ["The cat sat on the mat."]),
    ("A cat was sitting on a mat, quietly.", ["The cat sat on the mat.", "A cat sat quietly on the mat."]),
    ("It costs $1,234.50 (about 5-6% more), doesn't it?", ["It cost $1,234.50, i.e. 5-6% more; didn't it?"]),
    ("no overlap here", ["entirely different words"]),
    ("short", ["a much longer reference text than the answer"]),
    ("the the the the", ["the cat"]),
    ("Größe und Maß: 12,5 cm", ["Die Größe ist 12,5 cm, das Maß auch."]),
    ("one two three four five six seven", ["seven six five four three two one"]),
    ("x = y + 2; return x &amp; z", ["x = y + 3; return x &amp; z"]),
    ("ok", ["ok"]),
    ("two words", ["two words here now"]),
    ("A e-mail at 10-12 o'clock.", ["An e-mail at 10-12 o'clock!"]),
]
rouge = rouge_scorer.RougeScorer(["rouge1", "rouge2", "rougeL"], use_stemmer=False)
rows = []
for text, references in PAIRS:
    best = {k: max(rouge.score(r, text)[k].fmeasure for r in references) for k in ("rouge1", "rouge2", "rougeL")}
    rows.append(
        {
            "text": text,
            "references": references,
            "bleu": sacrebleu.sentence_bleu(text, references).score / 100,
            "chrf": sacrebleu.sentence_chrf(text, references).score / 100,
            **best,
        }
    )
versions = {name: metadata.version(name) for name in ("sacrebleu", "rouge-score")}
with open("likeness.json", "w") as out:
    json.dump({"versions": versions, "tolerance": 1e-9, "rows": rows}, out, ensure_ascii=False, indent=1)
