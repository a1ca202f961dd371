/// What can be read and changed inside a model: sites, activations, directions, interventions.
package dev.assay.engine.hooks;
