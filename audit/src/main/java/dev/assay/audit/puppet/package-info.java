/// Scripted targets on which every detector meets a true positive, a clean twin and a near miss.
package dev.assay.audit.puppet;
