/// The organisms that are made here: trained by recipe until the dose is reached, kept in a folder with
/// their truth, and measured again.
package dev.assay.organisms.zoo;
