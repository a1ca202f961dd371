/// Scorers that compare an answer with a reference text: BLEU, chrF, ROUGE. No kept Java library for
/// them was found on Maven Central; they follow the published definitions and are held to the numbers of
/// sacrebleu and rouge-score.
package dev.assay.tasks.text;
