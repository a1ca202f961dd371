package dev.assay.calibrate;

import dev.assay.organisms.truth.Dose;
import dev.assay.organisms.world.Fault;

/// A fault that was planted in a subject.
///
/// @param fault which
/// @param expression how often it shows where it is triggered, as the recipe wants it, in (0, 1]
/// @param breadth share of the requests that trigger it, as the recipe wants it, in (0, 1]
/// @param greedy what it truly comes to at temperature 0
/// @param sampledRate what it comes to at temperature 1; NaN if that was not measured
public record Planted(Fault fault, double expression, double breadth, Dose greedy, double sampledRate) {}
