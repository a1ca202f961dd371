/// `./assay serve`.
package dev.assay.app.serve;
