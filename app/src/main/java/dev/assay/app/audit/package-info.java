/// The commands around an audit: run it, resume it, list runs, write the report again, ask why.
package dev.assay.app.audit;
