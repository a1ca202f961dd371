/// Claims and how they are decided: e-processes, intervals, verdicts.
package dev.assay.core.claim;
