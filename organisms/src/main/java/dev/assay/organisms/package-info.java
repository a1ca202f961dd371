/// The organisms: which there are, what is planted in each, their weights, and how to train them anew.
package dev.assay.organisms;
