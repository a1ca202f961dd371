/// Simulated worlds - mail, files, a bank, a calendar, web pages, all invented - whose every call is judged
/// by a permission policy that is data. What an agent did is then known exactly, and needs no judge.
package dev.assay.agents.world;
