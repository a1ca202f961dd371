/// What a trainer is asked to do: rows of packed chats, a plan, and the interface that `torch` implements.
package dev.assay.engine.training;
