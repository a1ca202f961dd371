/// From the name of a target to a model that answers.
package dev.assay.app.target;
