/// The loop in which a model acts: it is asked, its calls are made, it is told, until it is done.
package dev.assay.agents.loop;
