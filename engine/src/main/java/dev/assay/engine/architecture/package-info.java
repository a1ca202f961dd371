/// What a decoder-only transformer is made of, as data: read from `config.json`, and where each weight lies.
package dev.assay.engine.architecture;
