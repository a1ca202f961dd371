/// Entry points for a coverage-guided fuzzer (`bench/fuzz/tasks.sh`); they need none of it to be compiled.
package dev.assay.tasks.fuzz;
