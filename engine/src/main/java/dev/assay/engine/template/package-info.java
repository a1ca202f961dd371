/// The part of the Jinja language that chat templates use, rendered as transformers renders it.
package dev.assay.engine.template;
