package dev.assay.core.claim;

/// The exact chances of each verdict at one true rate, under a rule and its cap.
///
/// @param rate true rate, or gap of a paired claim
/// @param pass chance of `pass`
/// @param fail chance of `fail`
/// @param inconclusive chance of `inconclusive`
/// @param expectedDraws mean number of draws until the stop
public record PowerPoint(double rate, double pass, double fail, double inconclusive, double expectedDraws) {}
