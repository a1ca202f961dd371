/// `./assay calibrate`.
package dev.assay.app.calibrate;
