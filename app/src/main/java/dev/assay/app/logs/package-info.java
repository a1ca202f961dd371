/// `./assay logs`: Inspect's logs shown and converted.
package dev.assay.app.logs;
