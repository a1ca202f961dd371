/// Tools of Model Context Protocol servers, over stdio and streamable HTTP. A server is not trusted.
package dev.assay.agents.mcp;
