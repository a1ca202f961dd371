/// `./assay organisms`: the tiny models with known faults.
package dev.assay.app.organisms;
