/// A model and what is said to it: messages, settings, answers, failures.
package dev.assay.core.model;
