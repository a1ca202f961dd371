/// What each organism truly does: exact predicates over labelled draws, measured rates, and the table that
/// follows.
package dev.assay.organisms.truth;
