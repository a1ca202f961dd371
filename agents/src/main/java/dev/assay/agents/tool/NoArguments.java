package dev.assay.agents.tool;

/// The arguments of a tool that takes none.
public record NoArguments() {}
