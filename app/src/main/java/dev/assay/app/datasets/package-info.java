/// `./assay datasets`: public sets, fetched or imported, and pinned.
package dev.assay.app.datasets;
