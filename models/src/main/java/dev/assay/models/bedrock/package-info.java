/// The Converse API of AWS Bedrock, with its signatures and its event streams.
package dev.assay.models.bedrock;
