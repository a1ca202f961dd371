/// `./assay compare`: a candidate run beside its baseline.
package dev.assay.app.compare;
