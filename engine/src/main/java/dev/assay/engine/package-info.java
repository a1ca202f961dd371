/// A model folder as a [dev.assay.core.model.Model] that runs here.
package dev.assay.engine;
