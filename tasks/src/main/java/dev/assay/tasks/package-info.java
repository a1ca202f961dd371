/// Questions from files: tasks in YAML, datasets, the registry of public sets, and the scorers that need a
/// library.
package dev.assay.tasks;
